"""Follows a reviewer's day: pace in the status line, breaks remembered, the goal they set themselves."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from synthreview.engine.sittings import Sitting
from synthreview.settings import Settings
from synthreview.translation import trn
from synthreview.ui import mirror
from synthreview.ui.day_card import DayCard
from synthreview.ui.looks import Looks
from synthreview.ui.pace import back_words, pace_words
from synthreview.ui.status_line import StatusLine

if TYPE_CHECKING:
    from synthreview.project import Project

_SOON = 300
"""Milliseconds from a decision until the line tells of it."""
ASIDE = 12
"""Pixels from the end of the status line to the card."""


class Day(QObject):
    """Told of the project that is open and of every change in it."""

    def __init__(self, status: StatusLine, settings: Settings, looks: Looks) -> None:
        super().__init__(status)
        self._status, self._settings, self._looks = status, settings, looks
        self._project: Project | None = None
        self._day = Sitting()
        self._left = 0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SOON)
        self._later.timeout.connect(self.tell)
        self._card = DayCard(status)
        self._card.goal_set.connect(self.set_goal)
        status.day_asked.connect(self.open_card)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.applicationStateChanged.connect(self._woken)

    def follow(self, project: Project | None) -> None:
        """Take another project, or none; somebody who comes back after a break is told where they stand."""
        self._later.stop()
        self._project, self._day = project, Sitting()
        self._status.day.setVisible(project is not None)
        if project is not None:
            self._day = project.sitting()
            self._say_back()

    def show_left(self, left: int) -> None:
        """Something was decided or undone; ``left`` items are still to decide.

        Told a moment later: a long day's decisions are read for it, and the next item comes first.
        """
        self._left = left
        if self._project is not None and not self._later.isActive():
            self._later.start()

    @Slot()
    def tell(self) -> None:
        """Say how the day stands now."""
        if self._project is None:
            return
        before, self._day = self._day, self._project.sitting()
        if before.last is not None and len(self._day.breaks) > len(before.breaks):
            self._status.say(back_words(self._day, self._day.breaks[-1].seconds, self._settings.goal))
        self._show()
        goal = self._settings.goal
        if before.last is not None and before.decided < goal <= self._day.decided:
            self._status.say(
                trn(
                    "You reached your goal for today: {count} decision.",
                    "You reached your goal for today: {count} decisions.",
                    self._day.decided,
                )
            )

    @Slot()
    def open_card(self) -> None:
        """Show the day."""
        self._card.show_day(self._day, self._settings.goal, self._left)
        begin = mirror.across(self._status.layoutDirection(), self._status.width(), ASIDE)
        self._card.open_above(self._status.mapToGlobal(QPoint(round(begin), -4)))

    def _show(self) -> None:
        self._status.show_pace(pace_words(self._day, self._left, self._settings.goal))
        if self._card.isVisible():
            self._card.show_day(self._day, self._settings.goal, self._left)

    def _say_back(self) -> None:
        away = self._day.away(time.time())
        if away is not None and self._day.decided:
            self._status.say(back_words(self._day, away, self._settings.goal))

    @Slot(int)
    def set_goal(self, goal: int) -> None:
        """Take another goal and keep it; 0 for none."""
        self._settings.goal = goal
        self._looks.save()
        self._show()

    @Slot(Qt.ApplicationState)
    def _woken(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self._say_back()
