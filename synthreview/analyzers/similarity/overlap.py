"""What items have in common with a benchmark, phrase by phrase.

An item overlaps with a benchmark item where they share a passage of 13 words (Brown et al. 2020,
arXiv 2005.14165, appendix C), or where seven in ten phrases of 8 words of the shorter one stand in the
other (Chowdhery et al. 2022, arXiv 2204.02311, section 8). Phrases that stand in many benchmark items are
how its tasks are put, and count nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from synthreview.analyzers.similarity.phrases import (
    Hashes,
    Items,
    Phrases,
    Places,
    is_kept,
    phrases,
    together,
)

PASSAGE, PHRASE = 13, 8
COVERED = 0.7
_FEWEST = 4
"""The shorter item must have so many phrases of 8 words: 11 words."""
_COMMON = 20
"""A phrase that stands in more benchmark items than this is common."""


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """The phrases of a benchmark and the items they stand in, sorted by phrase; without common ones."""

    length: int
    level: int
    hashes: Hashes
    items: Items
    sizes: dict[int, int]
    """How many phrases each benchmark item has."""

    @classmethod
    def of(cls, found: Phrases, length: int) -> Index:
        """The index of the phrases of all benchmark items."""
        kept = found.thinned()
        if not kept.parts:
            return cls(length, 0, np.empty(0, np.uint64), np.empty(0, np.int64), {})
        ((hashes, items),) = kept.parts
        _, place, counts = np.unique(hashes, return_inverse=True, return_counts=True)
        rare = counts[place] <= _COMMON
        return cls(length, kept.level, hashes[rare], items[rare], dict(Counter(items[rare].tolist())))

    def looked_up(self, words: Sequence[Hashes]) -> dict[int, Seen]:
        """Of several items, by number: the phrases that stand in the benchmark, where there are any."""
        every, owners = together(words)
        hashes, places = phrases(every, owners, self.length)
        low, high = (np.searchsorted(self.hashes, hashes, side) for side in ("left", "right"))
        rows: dict[int, list[tuple[int, int, int]]] = {}
        for at in np.flatnonzero(low < high).tolist():
            rows.setdefault(int(owners[places[at]]), []).append(
                (int(places[at]), int(low[at]), int(high[at]))
            )
        starts = np.searchsorted(owners, np.arange(len(words)))
        return {
            one: Seen(self, [(place - int(starts[one]), *where) for place, *where in found], words[one])
            for one, found in rows.items()
        }


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """An item's phrases that stand in the benchmark: place of the first word, and stretch of the index."""

    index: Index
    found: list[tuple[int, ...]]
    words: Hashes

    def others(self) -> Counter[int]:
        """Benchmark items by how many different phrases they share with this one."""
        different = {(low, high) for _, low, high in self.found}
        return Counter(other for low, high in different for other in self.index.items[low:high].tolist())

    def shared_with(self, other: int) -> Places:
        """The places of the phrases that stand in one benchmark item."""
        there = [place for place, low, high in self.found if other in self.index.items[low:high]]
        return np.array(there, np.int64)

    def covered(self) -> dict[int, float]:
        """The share of the shorter one's phrases that both have, by benchmark item."""
        own, _ = phrases(self.words, np.zeros(len(self.words), np.int64), self.index.length)
        size = len(np.unique(own[is_kept(own, self.index.level)]))
        found = self.others()
        shorter = {other: min(size, self.index.sizes[other]) for other in found}
        return {other: found[other] / shorter[other] for other in found if shorter[other] >= _FEWEST}


@dataclass(frozen=True, slots=True, eq=False)
class Overlap:
    """An item's overlap with the benchmark item it has most in common with."""

    other: int
    length: int
    """The words of a phrase they share: a passage, or where they share none, a short one."""
    covered: float
    """The share of short phrases, of the shorter one's."""
    places: Places
    """The first words of what is shared."""

    @property
    def passages(self) -> int:
        """How many stretches of words are shared."""
        return 1 + int(np.count_nonzero(np.diff(self.places) >= self.length))


@dataclass(frozen=True, slots=True, eq=False)
class Benchmark:
    """What benchmarks say."""

    items: int
    passages: Index
    short: Index

    def overlaps(self, words: Sequence[Hashes]) -> dict[int, Overlap]:
        """Of several items, by number, the overlaps of those that have one."""
        passages, short = self.passages.looked_up(words), self.short.looked_up(words)
        found = ((one, _overlap(passages.get(one), short.get(one))) for one in sorted({*passages, *short}))
        return {one: overlap for one, overlap in found if overlap is not None}


def _overlap(passages: Seen | None, short: Seen | None) -> Overlap | None:
    shared = passages.others() if passages else Counter[int]()
    covered = short.covered() if short else {}
    others = {*shared, *(other for other, share in covered.items() if share >= COVERED)}
    if not others:
        return None
    best = max(others, key=lambda other: (shared[other], covered.get(other, 0.0), -other))
    seen = passages if passages and best in shared else short
    assert seen is not None
    return Overlap(best, seen.index.length, covered.get(best, 0.0), seen.shared_with(best))
