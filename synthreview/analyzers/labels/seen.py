"""What the first pass over labels keeps: exact sums, and bounded samples for intervals and slices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from synthreview.analyzers.labels import votes
from synthreview.analyzers.labels.tally import Labels, Tally, tally
from synthreview.analyzers.labels.views import INVALID
from synthreview.analyzers.sample import Sample
from synthreview.domain import Item, Kind

_MINUS_ONE = "-1"


@dataclass(frozen=True, slots=True)
class Seen:
    """Sums of items without the code -1, and two sums of those with it: as no label, and as one."""

    plain: Tally = field(default_factory=Tally)
    without: Tally = field(default_factory=Tally)
    within: Tally = field(default_factory=Tally)
    votes: Sample = field(default_factory=lambda: Sample(votes.MOST, ()))
    texts: Sample = field(default_factory=lambda: Sample(votes.MOST_READ, ()))
    sides: bool = False
    """Whether the labels are the sides of preferences."""

    def __add__(self, other: Seen) -> Seen:
        return Seen(
            self.plain + other.plain,
            self.without + other.without,
            self.within + other.within,
            self.votes + other.votes,
            self.texts + other.texts,
            self.sides or other.sides,
        )

    def tally(self, *, minus_one: bool) -> Tally:
        """All sums; with ``minus_one`` that code is a label like others."""
        return self.plain + (self.within if minus_one else self.without)


def seen(batch: Sequence[Item]) -> Seen:
    """The partial of one batch."""
    given = [Labels.of(item) for item in batch]
    marked = [_MINUS_ONE in labels.people or _MINUS_ONE in labels.model for labels in given]
    odd = [labels for labels, mark in zip(given, marked, strict=True) if mark]
    return Seen(
        tally(labels for labels, mark in zip(given, marked, strict=True) if not mark),
        tally(odd),
        tally(odd, INVALID - {_MINUS_ONE}),
        votes.sampled(batch, given),
        votes.read(batch),
        any(item.kind is Kind.PREFERENCE for item in batch),
    )
