"""What a chart shows, as plain values: the engine fills it, the window draws it, ``table`` writes it."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from synthreview.domain import STATES
from synthreview.panels import Panel
from synthreview.translation import tr


@dataclass(frozen=True, slots=True)
class Series:
    """One set of bars: a count per category, with 95 % intervals of the shares."""

    name: str
    counts: tuple[int, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()

    @property
    def words(self) -> str:
        """The series as a legend names it."""
        return STATES.get(self.name) or tr(self.name)

    @property
    def total(self) -> int:
        """The sum of the counts."""
        return sum(self.counts)

    def shares(self) -> tuple[float, ...]:
        """Counts as shares of their sum (zeros when empty)."""
        return tuple(count / self.total if self.total else 0.0 for count in self.counts)


@dataclass(frozen=True, slots=True)
class Chart:
    """Data behind one chart: what each bar is, and the filter that shows the items behind it."""

    title: str
    """The finding, as a sentence."""
    subtitle: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    filters: tuple[str, ...] = ()
    """Per category, a ``where`` filter; empty where a bar has no items of its own."""


class Measure(StrEnum):
    """What the numbers along an axis are, so that they are written as people write them."""

    SHARE = "share"
    """Between 0 and 1, written as per cent."""
    COUNT = "count"
    """Whole things; forecasts and intervals may fall between them."""
    NUMBER = "number"
    DAY = "day"
    """Days as ``date.toordinal`` counts them, written as dates."""


class Mark(StrEnum):
    """How the points of a curve are drawn."""

    LINE = "line"
    DOTS = "dots"
    """Each point by itself, with its interval; between points nothing is claimed."""
    FORECAST = "forecast"
    """The curve before it, gone on with: the same colour, dashed."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Points from left to right, with 95 % intervals of their heights and filters where there are any.

    Raises ValueError where the numbers do not belong together or run backwards.
    """

    name: str
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    filters: tuple[str, ...] = ()
    """Per point, a ``where`` filter; empty where a point has no items of its own."""
    mark: Mark = Mark.LINE

    def __post_init__(self) -> None:
        for values in (self.ys, self.low, self.high, self.filters):
            if len(values) != len(self.xs) and (values or values is self.ys):
                raise ValueError(f"{len(values)} values for the {len(self.xs)} points of '{self.name}'")
        if len(self.low) != len(self.high):
            raise ValueError(f"intervals of '{self.name}' have one end only")
        if any(after < before for before, after in zip(self.xs, self.xs[1:], strict=False)):
            raise ValueError(f"the points of '{self.name}' do not go from left to right")

    @property
    def words(self) -> str:
        """The curve as a legend names it."""
        return tr(self.name)


@dataclass(frozen=True, slots=True)
class CurveChart:
    """Data behind one chart with numbers along both axes."""

    title: str
    """The finding, as a sentence."""
    subtitle: str
    x_words: str
    """What is counted from left to right."""
    y_words: str
    curves: tuple[Curve, ...]
    x: Measure = Measure.SHARE
    y: Measure = Measure.SHARE
    references: tuple[Curve, ...] = ()
    """Thin lines to compare with, such as a diagonal: named in the legend, told at no point."""

    def __post_init__(self) -> None:
        if any(curve.filters for curve in self.references):
            raise ValueError("a line to compare with has no items of its own")


@dataclass(frozen=True, slots=True)
class Cell:
    """The items to which people and model gave these labels."""

    people: str
    model: str
    count: int
    share: float
    """Of the items with this label of people: 0 where there are none."""
    low: float
    high: float
    where: str
    """The filter for the first `shown` of its items; empty where it has none."""
    shown: int = 0
    """How many of its items the filter shows."""

    @property
    def flipped(self) -> bool:
        """Whether the model says something else than people."""
        return self.people != self.model


@dataclass(frozen=True, slots=True)
class Flips:
    """People's labels against the model's, as both were imported."""

    title: str
    """The finding, as a sentence."""
    subtitle: str
    caution: str
    """What is left out."""
    labels: tuple[str, ...] = ()
    """Of rows (people) and columns (model) alike."""
    rows: tuple[tuple[Cell, ...], ...] = ()
    """A row for each label of people, a cell for each label of the model."""
    called: tuple[Cell, ...] = ()
    """Flips that are more frequent in their row than agreement is, beyond chance; the surest first."""
    looked_at: int = 0
    of: int = 0
    """Items of the data set, or of the random sample, that were read; and those there are."""

    @property
    def compared(self) -> int:
        """Items in the matrix."""
        return sum(cell.count for row in self.rows for cell in row)

    @property
    def same(self) -> int:
        """Items on which people and model agree."""
        return sum(cell.count for row in self.rows for cell in row if not cell.flipped)

    @property
    def holds(self) -> bool:
        """Whether there is anything to draw."""
        return self.compared > 0


Drawn: TypeAlias = Chart | CurveChart | Flips | Panel
"""All that is drawn and can be written as a table."""


def table(chart: Drawn) -> Iterator[tuple[str, ...]]:
    """The numbers of a chart, row by row after a head, in English; empty where a number is not known."""
    if isinstance(chart, Chart):
        yield from _counts(chart)
    elif isinstance(chart, CurveChart):
        yield from _points(chart)
    elif isinstance(chart, Flips):
        yield from _cells(chart)
    else:
        yield ("name", "value", "low", "high", "beyond chance", "rests on")
        for each in chart.effects:
            numbers = tuple(_number(value) for value in (each.value, each.low, each.high))
            yield (each.name, *numbers, "yes" if each.certain else "no", each.words)


def as_csv(rows: Iterable[tuple[str, ...]]) -> str:
    """Rows as a CSV file, its head in the first line."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _counts(chart: Chart) -> Iterator[tuple[str, ...]]:
    yield ("category", "series", "count", "share", "low", "high")
    for index, category in enumerate(chart.categories):
        for series in chart.series:
            share = series.shares()[index] if series.total else None
            known = share is not None and bool(series.low)
            ends = (series.low[index], series.high[index]) if known else (None, None)
            numbers = (_number(value) for value in (share, *ends))
            yield (category, series.name, str(series.counts[index]), *numbers)


def _points(chart: CurveChart) -> Iterator[tuple[str, ...]]:
    yield ("curve", chart.x_words or "x", chart.y_words or "y", "low", "high")
    for curve in (*chart.curves, *chart.references):
        for index, (x, y) in enumerate(zip(curve.xs, curve.ys, strict=True)):
            ends = (curve.low[index], curve.high[index]) if curve.low else (None, None)
            heights = (_number(value, chart.y) for value in (y, *ends))
            yield (curve.name, _number(x, chart.x), *heights)


def _cells(chart: Flips) -> Iterator[tuple[str, ...]]:
    yield ("people", "model", "count", "share", "low", "high", "beyond chance")
    for row in chart.rows:
        known = any(cell.count for cell in row)
        for cell in row:
            numbers = (_number(value if known else None) for value in (cell.share, cell.low, cell.high))
            called = "yes" if cell in chart.called else "no"
            yield (cell.people, cell.model, str(cell.count), *numbers, called)


def _number(value: float | None, measure: Measure = Measure.NUMBER) -> str:
    if value is None or not math.isfinite(value):
        return ""
    return date.fromordinal(round(value)).isoformat() if measure is Measure.DAY else f"{value:.10g}"
