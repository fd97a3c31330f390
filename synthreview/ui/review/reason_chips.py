"""What is wrong, in the field's terms: one chip per reason, one digit per chip, a list for the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from synthreview.domain import Kind, Reason
from synthreview.reasons import review_reasons
from synthreview.translation import later, tr
from synthreview.ui import theme
from synthreview.ui.actions import DIGITS, first_key, verb
from synthreview.ui.elements import button, clear
from synthreview.ui.flow import FlowLayout
from synthreview.ui.keys.follow import sentence
from synthreview.ui.keys.live import live
from synthreview.ui.review.wrapped_button import WrappedButton


def name_verbs(verbs: Mapping[str, QAction], words: Sequence[str]) -> None:
    """Let the verbs of the digits say which reason they give now; a digit without one does nothing."""
    for number in map(int, DIGITS):
        made = verbs[f"reason_{number}"]
        there = number <= len(words)
        made.setText(
            tr("Say what is wrong: {words}", words=words[number - 1])
            if there
            else verb(made.objectName()).words
        )
        made.setEnabled(made.isEnabled() and there)


class ReasonChips(QWidget):
    """The reasons of one kind; any number of them can be on."""

    changed = Signal()
    finding = Signal()
    """A person wants to find a reason by its words."""

    def __init__(self) -> None:
        super().__init__()
        self._kind: Kind | None = None
        self._flow = FlowLayout(6)
        self.setLayout(self._flow)
        self._chips: dict[str, WrappedButton] = {}
        live.changed.connect(self._show_keys)
        theme.signals.changed.connect(self._fit)

    def show_kind(self, kind: Kind) -> None:
        """Offer the reasons that a reviewer can give for items of a kind."""
        if kind is self._kind:
            return
        self._kind = kind
        clear(self._flow)
        self._chips = {}
        for reason in review_reasons(kind):
            chip = WrappedButton(tr(reason.words))
            chip.setProperty("look", "chip")
            chip.setAccessibleName(tr(reason.words))
            chip.setAccessibleDescription(tr(reason.explained))
            chip.setToolTip(tr(reason.explained))
            chip.setCheckable(True)
            chip.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chip.clicked.connect(self._on_click)
            self._flow.addWidget(chip)
            self._chips[reason.code] = chip
        find = button(tr("Find by word"), self.finding, "fold")
        sentence(find, find.setText, later("{key}  Find by word"), "find_reason", bare=later("Find by word"))
        find.setToolTip(tr("All reasons with what they mean, by typing a part of their words"))
        find.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._flow.addWidget(find)
        self._show_keys()

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the reasons on offer, in the order of the chips."""
        return tuple(chip.accessibleName() for chip in self._chips.values())

    @Slot()
    def _show_keys(self) -> None:
        for number, chip in enumerate(self._chips.values(), 1):
            key = first_key(f"reason_{number}") if str(number) in DIGITS else ""
            chip.say(f"{key}  {chip.accessibleName()}" if key else chip.accessibleName())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """No chip is wider than its line."""
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        for chip in self._chips.values():
            chip.fit(self.width())

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons on offer, in the order of the chips."""
        return review_reasons(self._kind) if self._kind is not None else ()

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

    def toggle_code(self, code: str) -> None:
        """Switch the reason with a code; one of another kind is no error."""
        if code in self._chips and self.isEnabled():
            self._chips[code].toggle()
            self.changed.emit()

    @Slot()
    def _on_click(self) -> None:
        self.changed.emit()
