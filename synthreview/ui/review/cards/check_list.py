"""What an instruction asks for in figures, met or not, each line leading to where it shows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from synthreview.engine.constraint_checks import Check
from synthreview.translation import later, tr, trn
from synthreview.ui import icons
from synthreview.ui.elements import button, clear, label

_SIGNS = {True: ("accept", "accept"), False: ("reject", "reject")}
_CLICK = later("Show where it is asked for, and what was counted")


class CheckList(QWidget):
    """A line per constraint that a machine can check; hidden where there is none."""

    asked = Signal(int)
    """The number of a check whose places a person wants to see; -1: of none any more."""

    def __init__(self) -> None:
        super().__init__()
        self.title = label("", "section", wrap=True)
        frame = QFrame()
        frame.setProperty("look", "part")
        self._column = QVBoxLayout(frame)
        self._column.setContentsMargins(8, 8, 8, 8)
        self._column.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addWidget(frame)
        self.lines: list[QPushButton] = []
        self.hide()

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show what was checked."""
        clear(self._column)
        self.lines = []
        self.setVisible(bool(checks))
        broken = sum(not check.met for check in checks)
        self.title.setText(
            trn(
                "Asked for, and counted · {count} is not met",
                "Asked for, and counted · {count} are not met",
                broken,
            )
            if broken
            else tr("Asked for, and met")
        )
        for number, check in enumerate(checks):
            self._column.addLayout(self._line(number, check))

    def _line(self, number: int, check: Check) -> QHBoxLayout:
        state = tr("met") if check.met else tr("not met")
        made = button(check.asked, self._ask, "quiet")
        made.setProperty("number", number)
        made.setCheckable(True)
        made.setAccessibleName(f"{check.asked}: {state}, {check.found}")
        made.setToolTip(tr(_CLICK))
        icons.dress(made, *_SIGNS[check.met])
        made.setIconSize(QSize(16, 16))
        self.lines.append(made)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(made)
        line.addWidget(label(f"{state}: {check.found}", "muted" if check.met else "error", wrap=True), 1)
        return line

    @Slot()
    def _ask(self) -> None:
        pressed = self.sender()
        for line in self.lines:
            if line is not pressed:
                line.setChecked(False)
        number = int(pressed.property("number"))
        self.asked.emit(number if self.lines[number].isChecked() else -1)
