"""A judge's other verdicts on the same pair that are the opposite: in the other order, or in the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.preferences.contests import Contests
from synthreview.analyzers.preferences.pairs import Ints, Judged

NONE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Opposites:
    """For each verdict, the first item with an opposite one (`NONE`: there is none)."""

    turned: Ints
    """With A and B exchanged."""
    same: Ints
    """In the same order."""
    share: NDArray[np.float64]
    """The share of the judge's other verdicts on the pair that are opposite."""
    both: NDArray[np.bool_]
    """Of each contest: whether the judge decided on the pair in both orders."""
    consistent: NDArray[np.bool_]
    """Whether it did so without an opposite verdict."""

    @property
    def pairs_turned(self) -> int:
        """Pairs that a judge decided on in both orders."""
        return int(self.both.sum())

    @property
    def pairs_consistent(self) -> int:
        """Those of them without an opposite verdict."""
        return int(self.consistent.sum())


def opposites(judged: Judged, found: Contests) -> Opposites:
    """Opposite verdicts of one judge on one pair; ties are opposite to nothing."""
    count = len(found.judge)
    won, order = judged.low_won.astype(np.int64), judged.low_is_a.astype(np.int64)
    cells = np.zeros((count, 2, 3), np.int64)
    np.add.at(cells, (found.of, order, won + 1), 1)
    last = np.iinfo(np.int64).max
    first = np.full((count, 2, 3), last)
    np.minimum.at(first, (found.of, order, won + 1), judged.items)
    decided = won != 0
    turned, same = (np.where(decided, first[found.of, side, 1 - won], last) for side in (1 - order, order))
    against = cells[found.of, :, 1 - won].sum(axis=1)
    total = cells[found.of].sum(axis=(1, 2)) - 1
    both = (cells[:, 0, ::2].sum(axis=1) > 0) & (cells[:, 1, ::2].sum(axis=1) > 0)
    consistent = both & ((cells[:, :, ::2].sum(axis=1) > 0).sum(axis=1) == 1)
    return Opposites(
        np.where(turned == last, NONE, turned),
        np.where(same == last, NONE, same),
        np.where(decided & (total > 0), against / np.maximum(total, 1), 0.0),
        both,
        consistent,
    )
