"""From sketches of a whole data set to what is nearly a copy of what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.similarity.clusters import firsts
from synthreview.analyzers.similarity.sketches import ALIKE, Sketches


@dataclass(frozen=True, slots=True)
class Copy:
    """An item that is nearly the same as an earlier one, how much so (estimated), and how many are."""

    of: int
    similarity: float
    alike: int


def different(hashes: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first row of each hash, in order; and for every row, its place among those."""
    _, first, inverse = np.unique(hashes, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return first[order].astype(np.int64), place[inverse].astype(np.int64)


def near_copies(sketches: Sketches) -> dict[int, Copy]:
    """Rows that are nearly the same as an earlier row, which stays: the first of all if it is that alike.

    Rows are expected to differ; a row that is alike only by way of others points at the first of those.
    """
    pairs = sketches.pairs()
    first = firsts(pairs)
    members: dict[int, int] = {}
    for top in first.values():
        members[top] = members.get(top, 0) + 1
    direct: dict[int, tuple[int, float]] = {}
    for (one, other), similar in pairs.items():
        direct.setdefault(other, (one, similar))
    found = {}
    for row, at in with_first(sketches, first):
        if at >= ALIKE:
            found[row] = Copy(first[row], at, members[first[row]])
        elif row in direct:
            found[row] = Copy(*direct[row], members[first[row]])
    return found


def with_first(sketches: Sketches, first: dict[int, int]) -> Iterable[tuple[int, float]]:
    """Every row that is not the first of its group, and how alike it is to the first."""
    rows = np.array(sorted(row for row, top in first.items() if row != top), np.int64)
    tops = np.array([first[row] for row in rows.tolist()], np.int64)
    return zip(rows.tolist(), sketches.alike((tops, rows)).tolist(), strict=True)
