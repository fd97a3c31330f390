"""Where bars stand: a chart's numbers turned into rectangles (pure, no Qt)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from synthreview import figures
from synthreview.chart import Chart, Series
from synthreview.translation import Table, later, tr, trn

_STATES = Table(
    {
        "accepted": later("accepted"),
        "fixed": later("fixed"),
        "rejected": later("rejected"),
        "deferred": later("deferred"),
        "undecided": later("undecided"),
    }
)
COLUMN = 0.8
"""The part of a category's width that bars take; the rest is air."""
SLIVER = 0.006
"""The least height of a bar that is not empty, as a part of the highest, so that it can be seen."""
DWARFED = 4
"""How many times higher than the next a column may be before it is cut."""
BEYOND = 1.1
"""How far a column that is cut goes, as a part of the axis: beyond its end."""

_RANGE = re.compile(r"^(\d+(?:\.\d+)?)[-\u2013](\d+(?:\.\d+)?)$")


class Shape(StrEnum):
    """How the series of a chart stand to one another."""

    STACKED = "stacked"
    """Counts of one whole, on top of each other."""
    GROUPED = "grouped"
    """Shares of several wholes, side by side, with their intervals."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle, in units of categories (x, category k spans k-0.5 to k+0.5) and of the y axis."""

    x: float
    width: float
    bottom: float
    height: float
    low: float | None = None
    high: float | None = None


def bars(chart: Chart, shape: Shape) -> list[list[Bar]]:
    """Per series, per category, its bar."""
    return _stacked(chart) if shape is Shape.STACKED else _grouped(chart)


def top(drawn: list[list[Bar]]) -> float:
    """The highest point any bar or interval reaches; 1.0 when there is nothing to draw."""
    tips = [max(bar.bottom + bar.height, bar.high or 0.0) for series in drawn for bar in series]
    return max(tips, default=0.0) or 1.0


def ceiling(chart: Chart, shape: Shape) -> float:
    """Where the axis ends: above the highest bar, unless it dwarfs all others; then it is cut.

    Most items of a good data set carry almost no risk. To scale, the few that matter would be a flat
    line, so one column more than ``DWARFED`` times the next is drawn cut and bears its number.
    """
    if shape is Shape.GROUPED:
        return top(_grouped(chart))
    highest, *others = sorted(totals(chart), reverse=True) or [0]
    if others and others[0] and highest > DWARFED * others[0]:
        return 1.3 * others[0]
    return float(highest) or 1.0


def totals(chart: Chart) -> list[int]:
    """Items per category over all series."""
    return [sum(counts) for counts in zip(*(series.counts for series in chart.series), strict=True)]


def _stacked(chart: Chart) -> list[list[Bar]]:
    """Bars on top of each other; what is seen of a column that is cut has the shares of the whole."""
    limit = ceiling(chart, Shape.STACKED)
    least = SLIVER * limit
    scales = [BEYOND * limit / total if total > limit else 1.0 for total in totals(chart)]
    floors = [0.0] * len(chart.categories)
    drawn = []
    for series in chart.series:
        layer = []
        for index, count in enumerate(series.counts):
            height = max(count * scales[index], least) if count else 0.0
            layer.append(Bar(float(index), COLUMN, floors[index], height))
            floors[index] += height
        drawn.append(layer)
    return drawn


def _grouped(chart: Chart) -> list[list[Bar]]:
    width = COLUMN / max(1, len(chart.series))
    return [
        [_share_bar(series, index, place, width) for index in range(len(chart.categories))]
        for place, series in enumerate(chart.series)
    ]


def _share_bar(series: Series, index: int, place: int, width: float) -> Bar:
    x = index - COLUMN / 2 + (place + 0.5) * width
    known = bool(series.total)
    low = series.low[index] if known and series.low else None
    high = series.high[index] if known and series.high else None
    return Bar(x, width * 0.88, 0.0, series.shares()[index], low, high)


def edges(chart: Chart) -> list[tuple[float, str]] | None:
    """Tick places and words when the categories are ranges of numbers; None when they are names."""
    ranges = [_RANGE.match(category) for category in chart.categories]
    if not ranges or not all(ranges):
        return None
    lows = [float(found.group(1)) for found in ranges if found]
    last = float(ranges[-1].group(2)) if ranges[-1] else 1.0
    places = [(index - 0.5, value) for index, value in enumerate([*lows, last])]
    step = max(1, len(lows) // 5)
    return [(x, f"{value:g}") for x, value in places[::step]]


def named(category: str) -> str:
    """A category as it is written: ranges of numbers with a dash instead of a minus."""
    return category.replace("-", "\u2013") if _RANGE.match(category) else category


def spoken(chart: Chart, index: int, shape: Shape) -> str:
    """One category in words: its name and each series' number."""
    name = named(chart.categories[index])
    if shape is Shape.STACKED:
        told = ", ".join(
            f"{_inside(series)} {figures.grouped(series.counts[index])}" for series in chart.series
        )
        total = sum(series.counts[index] for series in chart.series)
        return trn(
            "{name}: {count} item \u2013 {told}",
            "{name}: {count} items \u2013 {told}",
            total,
            name=name,
            told=told,
        )
    return f"{name}: {'; '.join(_spoken_share(series, index) for series in chart.series)}"


def _inside(series: Series) -> str:
    """The name of a series inside a sentence."""
    return _STATES.get(series.name, series.words)


def _spoken_share(series: Series, index: int) -> str:
    if not series.total:
        return tr("{name} none", name=series.words)
    told = f"{series.words} {figures.share(series.shares()[index])}"
    if series.low and series.high:
        low, high = (figures.share(end[index]) for end in (series.low, series.high))
        told += f" ({low.removesuffix(f'{figures.THIN}%')}\u2013{high})"
    return told
