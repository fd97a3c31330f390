"""The day in the status line: pace, goal, breaks."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from synthreview.engine.sittings import Break, Sitting
from synthreview.settings import Settings
from synthreview.ui.bridge import Bridge
from synthreview.ui.day import Day
from synthreview.ui.day_card import NO_BREAK
from synthreview.ui.looks import Looks
from synthreview.ui.status_line import StatusLine


class Worked:
    """A project of which only the day counts."""

    def __init__(self, day: Sitting) -> None:
        self.day = day

    def sitting(self) -> Sitting:
        return self.day


@pytest.fixture
def status(qtbot, qapp):
    bridge = Bridge()
    made = StatusLine(bridge)
    qtbot.addWidget(made)
    made.resize(900, 40)
    made.show()
    yield made
    assert bridge.shutdown()


def day_of(status: QWidget, day: Sitting, goal: int = 0) -> tuple[Day, Worked, Settings]:
    settings = Settings(goal=goal)
    project = Worked(day)
    made = Day(status, settings, Looks(settings, status))
    made.follow(project)
    return made, project, settings


def told(day: Day, left: int) -> None:
    """A decision was made, and the moment until it is told has passed."""
    day.show_left(left)
    day.tell()


def steady(decided: int, **named) -> Sitting:
    return Sitting(decided=decided, worked=600.0, per_hour=360.0, last=time.time(), **named)


def test_each_decision_moves_the_line(status):
    day, project, _ = day_of(status, steady(10))
    told(day, 90)
    assert status.words.text() == "10 today · 360 an hour · about 15 min left at this pace"
    project.day = steady(11)
    told(day, 89)
    assert status.words.text().startswith("11 today")


def test_a_goal_is_set_where_the_day_is_shown_and_is_kept(status):
    day, _, settings = day_of(status, steady(10))
    told(day, 90)
    QTest.mouseClick(status.day, Qt.MouseButton.LeftButton)
    card = day._card
    assert card.isVisible()
    card.goal.setValue(40)
    assert settings.goal == 40
    assert status.words.text() == "10 of 40 today · 360 an hour · goal in about 5 min"
    card.close()


def test_reaching_the_goal_is_said_once(status):
    day, project, _ = day_of(status, steady(39), goal=40)
    told(day, 5)
    project.day = steady(40)
    told(day, 4)
    assert status.words.text() == "You reached your goal for today: 40 decisions."
    status._show_pace()
    project.day = steady(41)
    told(day, 3)
    assert status.words.text().endswith("goal reached")


def test_whoever_comes_back_from_a_break_is_told_where_they_stand(status):
    day, project, _ = day_of(status, steady(10), goal=50)
    told(day, 90)
    now = time.time()
    project.day = steady(11, breaks=(Break(now - 1800, now),))
    told(day, 89)
    assert status.words.text() == "Back after 30 min. 11 decisions today, 39 to your goal."


def test_opening_a_project_after_a_break_says_so_too(status):
    day_of(status, Sitting(decided=10, last=time.time() - 3600))
    assert status.words.text() == "Back after 1 h. 10 decisions today."


def test_the_card_tells_breaks_or_that_there_was_none(status, qapp):
    day, project, _ = day_of(status, steady(10))
    told(day, 90)
    day.open_card()
    assert NO_BREAK in words_in(day._card)
    project.day = steady(11, breaks=(Break(0.0, 1680.0),))
    told(day, 89)
    qapp.processEvents()
    assert any(words.endswith("28 min") for words in words_in(day._card))
    day._card.close()


def test_without_a_project_there_is_no_day(status):
    day, _, _ = day_of(status, steady(10))
    day.follow(None)
    assert not status.day.isVisible()


def words_in(card: QWidget) -> list[str]:
    return [found.text() for found in card.findChildren(QLabel) if not found.isHidden()]


def test_a_run_of_decisions_is_told_once_and_a_moment_later(status, qtbot, monkeypatch):
    day, project, _ = day_of(status, steady(10))
    asked = []
    monkeypatch.setattr(project, "sitting", lambda: asked.append(1) or steady(12))
    for left in (90, 89, 88):
        day.show_left(left)
    assert asked == []
    qtbot.waitUntil(lambda: status.words.text().startswith("12 today"))
    assert asked == [1]
