"""Circles of three: a judge prefers x to y, y to z and z to x. One of the three verdicts must be wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.preferences.bradley_terry import chance
from synthreview.analyzers.preferences.contests import Contests
from synthreview.analyzers.preferences.pairs import Floats, Ints

_FEWEST = 3


@dataclass(frozen=True, slots=True, eq=False)
class Cycles:
    """Circles of three among the contests of each judge and prompt."""

    weakest: dict[int, tuple[int, int, int]]
    """By contest that has the least support in a circle: the other two contests of the circle with the most
    support, and in how many circles it has the least."""
    counts: Floats
    """A row for each tournament with three answers or more: triples of answers whose three pairs were all
    decided, circles among them, and circles to be expected where verdicts are drawn by the rankings' odds."""
    judge: Ints
    """The judge of each row of ``counts``."""

    @property
    def triangles(self) -> int:
        """Triples of answers whose three pairs were all decided."""
        return round(float(self.counts[:, 0].sum()))

    @property
    def circles(self) -> int:
        """Triples that are circles."""
        return round(float(self.counts[:, 1].sum()))

    @property
    def expected(self) -> float:
        """Circles to be expected where verdicts are drawn by the rankings' odds."""
        return float(self.counts[:, 2].sum())


def cycles(found: Contests) -> Cycles:
    """Circles of three; in each, the contest least supported by the judge's ranking of the answers."""
    weakest: dict[int, tuple[int, int, int]] = {}
    counts, judges = [], []
    ranked = np.flatnonzero(~np.isnan(found.ranking.odds) & (found.won != 0.5))
    ranked = ranked[np.argsort(found.tournament[ranked], kind="stable")]
    starts = np.flatnonzero(np.diff(found.tournament[ranked], prepend=-1))
    for rows in np.split(ranked, starts[1:]) if len(ranked) else ():
        if len(rows) >= _FEWEST:
            one, other = found.ranking.numbers[:, rows]
            odds, won = found.ranking.odds[rows], found.won[rows] > 0.5
            counts.append(_count(one, other, odds, won))
            judges.append(int(found.judge[rows[0]]))
            winner, loser = np.where(won, one, other), np.where(won, other, one)
            weakest |= _weakest(rows, winner, loser, np.where(won, odds, -odds))
    return Cycles(weakest, np.array(counts).reshape(-1, 3), np.array(judges, np.int64))


def _count(one: Ints, other: Ints, odds: Floats, won: NDArray[np.bool_]) -> Floats:
    """Triangles, circles and expected circles of one tournament, by traces of cubed matrices."""
    size = int(max(one.max(), other.max())) + 1
    met, beat, chances = (np.zeros((size, size)) for _ in range(3))
    met[one, other] = met[other, one] = 1
    beat[one, other], beat[other, one] = won, ~won
    chances[one, other], chances[other, one] = chance(odds), chance(-odds)
    traces = [float(np.trace(matrix @ matrix @ matrix)) for matrix in (met, beat, chances)]
    return np.array([traces[0] / 6, traces[1] / 3, traces[2] / 3])


def _weakest(rows: Ints, winner: Ints, loser: Ints, support: Floats) -> dict[int, tuple[int, int, int]]:
    size = int(max(winner.max(), loser.max())) + 1
    at = np.full((size, size), -1)
    at[winner, loser] = np.arange(len(rows))
    beat = at >= 0
    closing = (beat @ beat)[loser, winner] if len(rows) else winner
    found = {}
    for edge in np.flatnonzero((closing > 0) & (support <= 0)).tolist():
        third = np.flatnonzero(beat[loser[edge]] & beat[:, winner[edge]])
        second, last = at[loser[edge], third], at[third, winner[edge]]
        least = np.minimum(support[second], support[last])
        weaker = (support[edge] < least) | ((support[edge] == least) & (edge < np.minimum(second, last)))
        if weaker.any():
            best = int(np.flatnonzero(weaker)[np.argmax(least[weaker])])
            found[int(rows[edge])] = (int(rows[second[best]]), int(rows[last[best]]), int(weaker.sum()))
    return found
