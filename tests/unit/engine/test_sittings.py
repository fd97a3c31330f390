"""A reviewer's day, told from when the decisions were made."""

from __future__ import annotations

import pytest

from synthreview.engine.sittings import BREAK, ENOUGH, Break, sitting


def steady(start: float, count: int, step: float = 10.0) -> list[tuple[float, int]]:
    return [(start + number * step, 1) for number in range(count)]


def test_a_day_without_a_decision_says_nothing() -> None:
    day = sitting([])
    assert (day.decided, day.worked, day.per_hour, day.breaks, day.last) == (0, 0, None, (), None)
    assert day.away(5.0) is None
    assert day.seconds_for(100) is None


def test_a_steady_hand_has_its_pace() -> None:
    day = sitting(steady(1000, 61))
    assert (day.decided, day.worked) == (61, 600)
    assert day.per_hour == pytest.approx(360)
    assert day.seconds_for(36) == pytest.approx(360)


def test_a_break_is_remembered_and_does_not_count_as_work() -> None:
    day = sitting(steady(0, 11) + steady(100 + 1800, 11))
    assert day.breaks == (Break(100, 1900),)
    assert day.breaks[0].seconds == 1800
    assert day.worked == 200
    assert day.per_hour == pytest.approx(360)


def test_a_long_look_at_one_item_is_work() -> None:
    day = sitting([(0, 1), (BREAK, 1)])
    assert (day.breaks, day.worked) == ((), BREAK)


def test_a_pace_is_told_only_from_enough_decisions() -> None:
    assert sitting(steady(0, ENOUGH)).per_hour is None
    assert sitting(steady(0, ENOUGH + 1)).per_hour is not None


def test_the_pace_is_that_of_the_last_half_hour_of_work() -> None:
    slow, quick = steady(0, 30, step=240), steady(30 * 240, 200, step=10)
    assert sitting(slow + quick).per_hour == pytest.approx(360, rel=0.15)


def test_a_batch_counts_as_done_but_not_as_pace() -> None:
    day = sitting([*steady(0, 11), (110, 5000)])
    assert day.decided == 5011
    assert day.per_hour is not None
    assert day.per_hour < 361


def test_whoever_comes_back_is_told_how_long_they_were_away() -> None:
    day = sitting(steady(0, 2))
    assert day.away(10 + BREAK) is None
    assert day.away(11 + BREAK) == BREAK + 1
