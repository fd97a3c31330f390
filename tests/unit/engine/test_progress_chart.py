"""The worklist over the days: what was done, and what is foretold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from synthreview.chart import Mark, Measure
from synthreview.engine.insight import Counts
from synthreview.engine.progress import Day, Progress, Range
from synthreview.engine.progress_chart import FURTHEST, progress_chart

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC).astimezone()
TODAY = NOON.date()


def day(ago, decided, together=0, who="Ada"):
    return Day(TODAY - timedelta(days=ago), who, decided, together)


def made(*days, left=60, until=None, items=100):
    return Progress(
        title="At this pace the worklist ends in about 6 days",
        subtitle="40 of 100 items decided.",
        caution="The worst items come first.",
        counts=Counts(items=items, accepted=items - left, undecided=left),
        days=tuple(days),
        workers=(),
        today=0,
        pace=None,
        pace_today=None,
        work=None,
        until=until,
    )


def chart(progress):
    return progress_chart(progress, NOON)


def ordinals(*ago):
    return tuple(float((TODAY - timedelta(days=each)).toordinal()) for each in ago)


def test_the_curve_starts_with_all_items_and_ends_with_those_left_today():
    shown = chart(made(day(3, 20), day(2, 5), day(2, 5, who="Ben"), day(0, 5, together=5)))
    (left,) = shown.curves
    assert (shown.x, shown.y) == (Measure.DAY, Measure.COUNT)
    assert left.xs == ordinals(4, 3, 2, 1, 0)
    assert left.ys == (100, 80, 70, 70, 60)
    assert shown.title == "At this pace the worklist ends in about 6 days"
    assert shown.subtitle == "40 of 100 items decided. The worst items come first."


def test_items_that_came_later_are_added_on_their_day():
    arrived = ((TODAY - timedelta(days=3), 60), (TODAY - timedelta(days=1), 40))
    progress = replace(made(day(3, 20), day(2, 10), day(0, 10)), arrived=arrived)
    (left,) = chart(progress).curves
    assert left.xs == ordinals(4, 3, 2, 1, 0)
    assert left.ys == (60, 40, 30, 70, 60)


def test_days_off_since_the_last_work_are_drawn_too():
    (left,) = chart(made(day(5, 30), day(4, 10))).curves
    assert left.xs == ordinals(6, 5, 4, 3, 2, 1, 0)
    assert left.ys[2:] == (60,) * 5


def test_two_decisions_on_one_item_take_it_off_once():
    (left,) = chart(made(day(1, 40), day(0, 40, who="Ben"))).curves
    assert left.ys == (100, 80, 60)


def test_a_forecast_goes_on_from_today_to_the_end_between_its_limits():
    shown = chart(made(day(3, 20), day(2, 20), until=Range(6.0, 4.0, 10.0)))
    assert [curve.mark for curve in shown.curves] == [Mark.LINE, Mark.FORECAST]
    left, ahead = shown.curves
    assert (ahead.xs[0], ahead.ys[0]) == (left.xs[-1], left.ys[-1])
    assert ahead.low[0] == ahead.high[0] == 60
    by_day = {round(x - ahead.xs[0]): index for index, x in enumerate(ahead.xs)}
    assert ahead.ys[by_day[3]] == pytest.approx(30)
    assert ahead.ys[by_day[5]] > 0 == ahead.ys[by_day[6]]
    assert ahead.low[by_day[3]] > 0 == ahead.low[by_day[4]]
    assert ahead.high[by_day[9]] > 0 == ahead.high[by_day[10]]
    assert max(by_day) == 10


def test_a_forecast_without_a_latest_end_has_none():
    *_, ahead = chart(made(day(3, 20), day(2, 20), until=Range(6.0, 2.5, None))).curves
    assert set(ahead.high) == {60.0}
    assert ahead.xs[-1] - ahead.xs[0] == 6 * FURTHEST


def test_a_far_end_is_drawn_by_few_points_that_go_as_far_as_a_lead_plans():
    *_, ahead = chart(made(day(3, 20), day(2, 20), until=Range(400.0, 90.0, 9000.0))).curves
    assert len(ahead.xs) <= 62
    assert ahead.xs[-1] - ahead.xs[0] == 400 * FURTHEST
    assert all(low <= left <= high for low, left, high in zip(ahead.low, ahead.ys, ahead.high, strict=True))


def test_a_first_day_has_words_and_no_curve():
    for days in ((), (day(0, 40),)):
        shown = chart(made(*days))
        assert shown.curves == ()
        assert shown.title
    assert chart(made(day(1, 40))).curves


def test_a_worklist_that_is_done_ends_on_its_last_day():
    done = made(day(9, 60), day(7, 40), left=0, until=Range(0.0, 0.0, 0.0))
    (left,) = chart(replace(done, caution="")).curves
    assert (left.xs[-1], left.ys[-1]) == (*ordinals(7), 0)
