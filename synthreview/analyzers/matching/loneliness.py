"""How lonely a text is: how far from its nearest neighbours, against what is usual where it belongs.

Nearness is the mean cosine to the ten nearest of a sample of the data set. A text is lonely where its
nearness is among the lowest half per cent and lies outside the outer fence of the sample's own: three
times the middle half's width below it (Tukey 1977, Exploratory Data Analysis, section 2D).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NEIGHBOURS = 10
_LOWEST, _FENCE = 0.005, 3.0
_FIRST = 2_000
"""So many tell what is usual, and whether a text can be lonely: more neighbours only come closer."""
_BLOCK = 500
_STEPS = 127

Vectors = NDArray[np.float32]
Small = NDArray[np.int8]
Items = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Lonely:
    """A text that is lonely: its place among those asked about, its nearness, and the nearest items."""

    place: int
    nearness: float
    nearest: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Neighbourhood:
    """A sample of texts (a row each, in random order) with what is usual among them."""

    items: Items
    vectors: Small
    usual: float
    """The middle nearness."""
    least: float
    """Below this a text is lonely."""

    @classmethod
    def among(cls, items: Items, vectors: Small) -> Neighbourhood:
        """What is usual among these: each of the first rows against all others."""
        near = np.concatenate(
            [
                _nearness(
                    large(vectors[start : start + _BLOCK]), items[start : start + _BLOCK], items, vectors
                )
                for start in range(0, min(len(items), _FIRST), _BLOCK)
            ]
        )
        low, first, middle, third = np.quantile(near, [_LOWEST, 0.25, 0.5, 0.75])
        return cls(items, vectors, float(middle), float(min(low, first - _FENCE * (third - first))))

    def nearness(self, items: Items, vectors: Vectors) -> Vectors:
        """The nearness of some texts (a row each); an item is no neighbour of its own."""
        return _nearness(vectors, items, self.items, self.vectors)

    def lonely(self, items: Items, vectors: Vectors) -> list[Lonely]:
        """Those of some texts (a row each) that are lonely."""
        near = _nearness(vectors, items, self.items[:_FIRST], self.vectors[:_FIRST])
        found = []
        for place in np.flatnonzero(near < self.least).tolist():
            cosines = _cosines(vectors[place : place + 1], items[place : place + 1], self.items, self.vectors)
            nearest = np.argsort(-cosines[0], kind="stable")[:NEIGHBOURS]
            nearness = float(cosines[0][nearest].mean())
            if nearness < self.least:
                found.append(Lonely(place, nearness, tuple(self.items[nearest].tolist())))
        return found


def small(vectors: Vectors) -> Small:
    """Vectors of length 1 in a byte per number."""
    return np.asarray(np.round(vectors * _STEPS), np.int8)


def large(vectors: Small) -> Vectors:
    """The same as numbers to reckon with."""
    return vectors.astype(np.float32) / np.float32(_STEPS)


def _nearness(vectors: Vectors, items: Items, others: Items, their: Small) -> Vectors:
    near = np.empty(len(items), np.float32)
    count = min(NEIGHBOURS, len(others) - 1)
    for start in range(0, len(items), _BLOCK):
        some = slice(start, start + _BLOCK)
        cosines = _cosines(vectors[some], items[some], others, their)
        near[some] = np.partition(cosines, -count, axis=1)[:, -count:].mean(1)
    return near


def _cosines(vectors: Vectors, items: Items, others: Items, their: Small) -> Vectors:
    cosines = np.asarray(vectors @ large(their).T)
    order = np.argsort(others, kind="stable")
    at = np.minimum(np.searchsorted(others, items, sorter=order), len(others) - 1)
    own = np.flatnonzero(others[order[at]] == items)
    cosines[own, order[at[own]]] = -2
    return cosines
