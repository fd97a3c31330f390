"""Items left over the days of a review, and how they go on to the end if the days do."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime

from synthreview.chart import Curve, CurveChart, Mark, Measure
from synthreview.engine.progress import Progress, Range
from synthreview.translation import later, tr

FURTHEST = 2.0
"""A forecast is drawn to so many times the likely days at most: no lead plans by what lies beyond."""
_POINTS = 60


def progress_chart(progress: Progress, now: datetime | None = None) -> CurveChart:
    """How the worklist shrank, day by day, and when it ends (`Progress.until`).

    Words without a curve on the first day of a review and before it: two points are no course of things.
    """
    today = (now or datetime.now(UTC)).astimezone().date()
    past = _left(progress, today)
    curves = [Curve(later("Items left"), *_points(past))] if len(past) > 2 else []
    if curves and progress.until is not None and progress.counts.undecided:
        curves.append(_forecast(progress.counts.undecided, progress.until, today))
    return CurveChart(
        progress.title,
        " ".join(words for words in (progress.subtitle, progress.caution) if words),
        tr("Day"),
        tr("Items left"),
        tuple(curves),
        Measure.DAY,
        Measure.COUNT,
    )


def _left(progress: Progress, today: date) -> list[tuple[int, float]]:
    """Days and the items left at the end of each, from the day before the first decision on.

    Several decisions on one item share it evenly, so that the first day starts with all items and the last
    one ends with those that are left now. A worklist that is done ends on its last day of work. Items that
    came later than the first decision are added on their day.
    """
    made: Counter[int] = Counter()
    for each in progress.days:
        made[each.day.toordinal()] += each.decided + each.together
    if not made:
        return []
    first, last = min(made), max(*made, today.toordinal() if progress.counts.undecided else 0)
    items, all_made, done = progress.counts.items, sum(made.values()), 0
    decided = items - progress.counts.undecided
    past = []
    for day in range(first - 1, last + 1):
        done += made[day]
        later = sum(count for came, count in progress.arrived if came.toordinal() > max(day, first))
        past.append((day, max(0.0, items - later - (decided * done / all_made if all_made else 0.0))))
    return past


def _forecast(items: int, until: Range, today: date) -> Curve:
    """A straight line to the end; its interval comes from the earliest and the latest one."""
    end = until.value * FURTHEST if until.high is None else min(until.high, until.value * FURTHEST)
    last = max(math.ceil(end), 1)
    step = max(1, math.ceil(last / _POINTS))
    bends = {math.ceil(each) for each in (until.low, until.value, until.high) if each is not None}
    days = sorted({*range(0, last, step), last, *(day for day in bends if day < last)})

    def left(whole: float | None) -> tuple[float, ...]:
        """The items left on each of the days if all take so many; None: no end in sight."""
        return tuple(max(0.0, items * (1 - day / whole)) if whole else float(items) for day in days)

    return Curve(
        later("If the days go on like the last ones"),
        tuple(float(today.toordinal() + day) for day in days),
        left(until.value),
        left(until.low),
        left(until.high),
        mark=Mark.FORECAST,
    )


def _points(past: Sequence[tuple[int, float]]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    return tuple(float(day) for day, _ in past), tuple(left for _, left in past)
