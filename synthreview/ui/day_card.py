"""Today at a glance, over the status line: what was done, the breaks, and the goal."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QSpinBox, QVBoxLayout, QWidget

from synthreview.engine.sittings import Sitting
from synthreview.figures import grouped, span
from synthreview.translation import later, tr, trn
from synthreview.ui import theme
from synthreview.ui.elements import clear, inset, label, row
from synthreview.ui.pace import break_words, worked_words

_MOST_GOAL = 100_000
_SHOWN_BREAKS = 6
WIDTH = 320
"""Pixels, in letters of usual size."""
NO_BREAK = later("No break longer than five minutes yet.")
NO_PACE = later("Your pace is told after five decisions.")


class DayCard(QFrame):
    """Pops up and goes with a click elsewhere or Esc."""

    goal_set = Signal(int)
    """Decisions a day to make; 0 for no goal."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("look", "overlay")
        self.setAccessibleName(tr("Today"))
        self._done, self._pace = label("", wrap=True), label("", "muted", wrap=True)
        self._breaks = QVBoxLayout()
        self._breaks.setSpacing(4)
        self.goal = inset(QSpinBox())
        self.goal.setRange(0, _MOST_GOAL)
        self.goal.setSingleStep(10)
        self.goal.setSpecialValueText(tr("No goal"))
        self.goal.setAccessibleName(tr("Goal, decisions a day"))
        self.goal.setMinimumWidth(110)
        self.goal.valueChanged.connect(self.goal_set)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(label(tr("Today"), "heading"))
        layout.addWidget(self._done)
        layout.addWidget(self._pace)
        layout.addSpacing(4)
        layout.addWidget(label(tr("Breaks"), "section"))
        layout.addLayout(self._breaks)
        layout.addSpacing(4)
        layout.addLayout(row(label(tr("Goal, decisions a day")), None, self.goal))

    def show_day(self, day: Sitting, goal: int, left: int) -> None:
        """Fill in a day."""
        self._done.setText(worked_words(day))
        self._pace.setText(_pace_sentence(day, left))
        clear(self._breaks)
        lines = [break_words(pause) for pause in day.breaks[-_SHOWN_BREAKS:]]
        for line in lines or [tr(NO_BREAK)]:
            self._breaks.addWidget(label(line, "muted", wrap=True))
        if self.goal.value() != goal:
            self.goal.blockSignals(True)
            self.goal.setValue(goal)
            self.goal.blockSignals(False)

    @Slot(QPoint)
    def open_above(self, place: QPoint) -> None:
        """Show the card with its lower corner, on the side where reading begins, at a place of the screen."""
        wide = max(theme.scaled(WIDTH), self.minimumSizeHint().width())
        self.resize(wide, self.heightForWidth(wide))  # a small screen would cut wrapped lines otherwise
        backwards = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self.move(place.x() - (self.width() if backwards else 0), place.y() - self.height())
        self.show()
        self.goal.setFocus()


def _pace_sentence(day: Sitting, left: int) -> str:
    if not day.per_hour:
        return tr(NO_PACE)
    told = tr("{per_hour} an hour over the last half hour of work.", per_hour=grouped(round(day.per_hour)))
    seconds = day.seconds_for(left)
    if not left or not seconds:
        return told
    remaining = trn(
        "{count} item left, about {time}.", "{count} items left, about {time}.", left, time=span(seconds)
    )
    return f"{told} {remaining}"
