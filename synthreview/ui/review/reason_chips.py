"""What is wrong, in the field's terms: one chip per reason, one digit per chip."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from synthreview.domain import Kind
from synthreview.reasons import REVIEW_REASONS
from synthreview.ui.elements import clear
from synthreview.ui.flow import FlowLayout


class ReasonChips(QWidget):
    """The reasons of one kind; any number of them can be on."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kind: Kind | None = None
        self._flow = FlowLayout(6)
        self.setLayout(self._flow)
        self._chips: dict[str, QPushButton] = {}

    def show_kind(self, kind: Kind) -> None:
        """Offer the reasons that a reviewer can give for items of a kind."""
        if kind is self._kind:
            return
        self._kind = kind
        clear(self._flow)
        self._chips = {}
        reasons = [reason for reason in REVIEW_REASONS if kind in reason.kinds]
        for number, reason in enumerate(reasons, start=1):
            chip = QPushButton(f"{number}  {reason.words}" if number < 10 else reason.words)
            chip.setProperty("look", "chip")
            chip.setAccessibleName(reason.words)
            chip.setCheckable(True)
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chip.clicked.connect(self._on_click)
            self._flow.addWidget(chip)
            self._chips[reason.code] = chip

    @property
    def codes(self) -> tuple[str, ...]:
        """The reasons that are on, in the order of the chips."""
        return tuple(code for code, chip in self._chips.items() if chip.isChecked())

    def choose(self, codes: tuple[str, ...]) -> None:
        """Switch exactly these reasons on."""
        for code, chip in self._chips.items():
            chip.setChecked(code in codes)

    def toggle(self, number: int) -> None:
        """Switch the reason with a digit, counted from 1; no such chip is no error."""
        chips = list(self._chips.values())
        if 0 < number <= len(chips) and self.isEnabled():
            chips[number - 1].toggle()
            self.changed.emit()

    @Slot()
    def _on_click(self) -> None:
        self.changed.emit()
