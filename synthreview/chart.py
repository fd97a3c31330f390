"""What a chart of counts shows, as plain values: the engine fills it, the window draws it."""

from __future__ import annotations

from dataclasses import dataclass

from synthreview.domain import STATES
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
