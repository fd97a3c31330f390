"""A day's work in words."""

from __future__ import annotations

from synthreview.engine.sittings import Break, Sitting
from synthreview.figures import THIN
from synthreview.ui.pace import back_words, break_words, pace_words, worked_words

DAY = Sitting(decided=64, worked=1086, per_hour=212.4, last=0.0)


def test_a_day_without_a_goal_tells_the_time_for_all_that_is_left() -> None:
    assert pace_words(DAY, 1378, 0) == "64 today · 212 an hour · about 6 h 29 min left at this pace"


def test_a_goal_is_told_with_the_time_to_it() -> None:
    assert pace_words(DAY, 1378, 200) == "64 of 200 today · 212 an hour · goal in about 38 min"


def test_a_goal_that_is_reached_says_so() -> None:
    assert pace_words(DAY, 1378, 64).endswith("goal reached")


def test_without_a_pace_nothing_is_foretold() -> None:
    assert pace_words(Sitting(decided=2), 10, 0) == "2 today"


def test_a_new_day_names_only_the_goal() -> None:
    assert pace_words(Sitting(), 10, 0) == ""
    assert pace_words(Sitting(), 10, 1200) == f"Goal for today: 1{THIN}200 decisions"


def test_nothing_is_left_to_do() -> None:
    assert pace_words(DAY, 0, 0) == "64 today · 212 an hour"


def test_a_break_is_told_by_the_clock() -> None:
    assert break_words(Break(0.0, 1680.0)).endswith(", 28 min")


def test_whoever_comes_back_hears_where_they_stand() -> None:
    assert back_words(DAY, 1680, 200) == "Back after 28 min. 64 decisions today, 136 to your goal."
    assert back_words(DAY, 1680, 0) == "Back after 28 min. 64 decisions today."


def test_the_day_is_told_without_the_breaks() -> None:
    assert worked_words(DAY) == "64 decisions in 18 min of work, breaks left out."
    assert worked_words(Sitting()) == "Nothing was decided today yet."
