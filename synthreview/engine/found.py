"""What looking around gives back: facets of what a filter holds, and items like one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value that items under the filter have."""

    value: str
    """As a filter takes it."""
    words: str
    count: int
    where: str
    """The filter narrowed by this value, ready to be asked."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A key of filters with its commonest values, most items first (ranges in their own order)."""

    key: str
    words: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An item and how much it is like the one asked about (cosine, at most 1)."""

    item: int
    similarity: float
