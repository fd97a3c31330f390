"""Where curves stand and what is said of them: a chart's numbers as places and words (pure, no Qt)."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, pairwise
from typing import TypeVar

from synthreview import figures
from synthreview.chart import Curve, CurveChart, Mark, Measure
from synthreview.translation import tr
from synthreview.ui.charts import dots
from synthreview.ui.charts.dots import Scale

DRAWN = 500
"""Points of a curve that are drawn at most: more would fall on the same pixels."""
STOPS = 100
"""Places at which a chart tells its numbers, about, besides those that lead to items."""
_AIR = 0.04
"""The part of an axis left free beyond the outermost points."""
_MINUS = "\u2212"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a curve says at one place: its height there and, where it has one, the interval."""

    curve: Curve
    y: float
    low: float | None = None
    high: float | None = None


def thinned(curve: Curve, most: int = DRAWN) -> Curve:
    """The same curve with so many points at most: both ends, the lowest and the highest of each stretch.

    Points whose height is not known are left out.
    """
    known = [index for index, y in enumerate(curve.ys) if math.isfinite(y)]
    if len(known) > most:
        stretches = (most - 2) // 2
        cuts = [round(place * len(known) / stretches) for place in range(stretches + 1)]
        kept = {known[0], known[-1]}
        for start, end in pairwise(cuts):
            kept |= {min(known[start:end], key=curve.ys.__getitem__)}
            kept |= {max(known[start:end], key=curve.ys.__getitem__)}
        known = sorted(kept)
    if len(known) == len(curve.xs):
        return curve

    def of(values: tuple[_T, ...]) -> tuple[_T, ...]:
        return tuple(values[index] for index in known) if values else ()

    return replace(
        curve, xs=of(curve.xs), ys=of(curve.ys), low=of(curve.low), high=of(curve.high),
        filters=of(curve.filters),
    )  # fmt: skip


def drawn(chart: CurveChart) -> CurveChart:
    """The chart with no more points than can be seen."""
    return replace(
        chart,
        curves=tuple(thinned(curve) for curve in chart.curves),
        references=tuple(thinned(curve) for curve in chart.references),
    )


def stops(chart: CurveChart, most: int = STOPS) -> tuple[float, ...]:
    """The places, from left to right, at which the numbers are told: all that lead to items, some others."""
    led = {
        x
        for curve in chart.curves
        for x, where in zip(curve.xs, curve.filters or [""] * len(curve.xs), strict=True)
        if where or curve.mark is Mark.DOTS
    }
    others = sorted({x for curve in chart.curves for x in curve.xs} - led)
    if len(others) > most:
        others = [others[round(place * (len(others) - 1) / (most - 1))] for place in range(most)]
    return tuple(sorted({*led, *others}))


def readings(chart: CurveChart, x: float) -> list[Reading]:
    """What the curves say at a place; between two points of a line, what lies on it."""
    found = (reading(curve, x) for curve in chart.curves)
    return [each for each in found if each is not None]


def reading(curve: Curve, x: float) -> Reading | None:
    """What a curve says at a place; None where it says nothing."""
    index = bisect_left(curve.xs, x)
    if index < len(curve.xs) and curve.xs[index] == x:
        # A line may rise at one place: its upper end is what counts from there on.
        while index + 1 < len(curve.xs) and curve.xs[index + 1] == x:
            index += 1
        return Reading(curve, curve.ys[index], *_ends(curve, index))
    if curve.mark is Mark.DOTS or not 0 < index < len(curve.xs):
        return None
    part = (x - curve.xs[index - 1]) / (curve.xs[index] - curve.xs[index - 1])
    values = [curve.ys, curve.low, curve.high] if curve.low else [curve.ys]
    return Reading(curve, *(v[index - 1] + part * (v[index] - v[index - 1]) for v in values))


def where(chart: CurveChart, x: float) -> str:
    """The filter of the items behind a place; the first curve's that has one there."""
    for curve in chart.curves:
        index = bisect_left(curve.xs, x)
        while curve.filters and index < len(curve.xs) and curve.xs[index] == x:
            if curve.filters[index]:
                return curve.filters[index]
            index += 1
    return ""


def limits(chart: CurveChart) -> tuple[Scale, Scale]:
    """From where to where the axes go: all points and, within reason, their intervals."""
    curves = (*chart.curves, *chart.references)
    xs = list(chain.from_iterable(curve.xs for curve in curves))
    ys = list(chain.from_iterable((*curve.ys, *curve.low, *curve.high) for curve in curves))
    return _limits(xs, chart.x), _limits(ys, chart.y)


def _limits(values: list[float], measure: Measure) -> Scale:
    values = [value for value in values if math.isfinite(value)]
    low, high = min(values, default=0.0), max(values, default=1.0)
    if measure is not Measure.DAY:
        low = min(low, 0.0)  # a height seen from anywhere else would mislead
    if high <= low:
        high = low + 1.0
    air = _AIR * (high - low)
    if measure is Measure.DAY:
        air = min(air, 0.9)  # the axis ends on the last day
    under = air / 2 if low == 0 else air  # half a dot's room
    return Scale(low - under, high + air)


def ticks(axis: Scale, measure: Measure, most: int) -> list[float]:
    """A few round values on an axis, rising; whole ones where only whole ones make sense."""
    if measure is Measure.DAY:
        first, last = math.ceil(axis.low), math.floor(axis.high)
        steps = max(min(most - 1, last - first), 1)
        return [float(round(first + step * (last - first) / steps)) for step in range(steps + 1)]
    found = dots.ticks(axis, max(most, 2))
    if measure is Measure.COUNT:
        return [value for value in found if value == round(value)]
    return [value for value in found if value <= 1] if measure is Measure.SHARE else found


def tick_words(value: float, measure: Measure) -> str:
    """A round value as it stands at an axis."""
    if measure is Measure.DAY:
        return date.fromordinal(round(value)).isoformat()
    if measure is Measure.SHARE:
        return f"{round(100 * value, 6):.6g}{figures.THIN}%".replace("-", _MINUS)
    if abs(value) >= 1000:
        return figures.grouped(round(value)).replace("-", _MINUS)
    return f"{value:.6g}".replace("-", _MINUS)


def amount(value: float, measure: Measure) -> str:
    """Any value in words, as precisely as its measure deserves."""
    if measure is Measure.SHARE:
        return figures.share(value) if value >= 0 else _MINUS + figures.share(-value)
    if measure is Measure.DAY:
        return date.fromordinal(round(value)).isoformat()
    if measure is Measure.COUNT or abs(value) >= 1000:
        return figures.grouped(round(value)).replace("-", _MINUS)
    return f"{value:.3g}".replace("-", _MINUS)


def interval(low: float | None, high: float | None, measure: Measure) -> str:
    """The ends of an interval in words; empty where there is none."""
    if low is None or high is None:
        return ""
    ends = [amount(end, measure) for end in (low, high)]
    if low < 0 or measure is Measure.DAY:
        return tr("{low} to {high}", low=ends[0], high=ends[1])
    return f"{ends[0].removesuffix(f'{figures.THIN}%')}\u2013{ends[1]}"


def with_interval(said: Reading, measure: Measure) -> str:
    """``41 % (35–47 %)``, or the value alone where it has no interval."""
    between = interval(said.low, said.high, measure)
    told = amount(said.y, measure)
    return f"{told} ({between})" if between else told


def spoken(chart: CurveChart, x: float) -> str:
    """One place in words: where it is, and what each curve says there."""
    found = readings(chart, x)
    place = f"{chart.x_words} {amount(x, chart.x)}".strip()
    if len(chart.curves) == 1 and found:
        return f"{place}: {chart.y_words} {with_interval(found[0], chart.y)}"
    told = "; ".join(f"{figures.isolated(said.curve.words)} {with_interval(said, chart.y)}" for said in found)
    return f"{place}: {told}"


def _ends(curve: Curve, index: int) -> tuple[float | None, float | None]:
    return (curve.low[index], curve.high[index]) if curve.low else (None, None)
