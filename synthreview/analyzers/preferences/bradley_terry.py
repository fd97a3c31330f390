"""Strengths of players from pairwise comparisons, for many small tournaments at once.

The model of Bradley and Terry (1952): P(i beats j) = 1 / (1 + exp(s_j - s_i)). A normal prior on the
strengths (ridge) keeps them finite where a player won or lost everything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_PLAYERS = 100
"""A tournament with more players is not ranked."""
RIDGE = 1.0
_ROUNDS = 15
_LONGEST_STEP = 3.0
_AT_ONCE = 2_000_000
"""Cells of the matrices that are solved together."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The log odds that ``one`` beats ``other``, a comparison each; nan in a tournament not ranked."""

    odds: Floats
    """From all comparisons of the tournament."""
    left_out: Floats
    """From the tournament's other comparisons."""
    numbers: Ints
    """Two rows: the players of each comparison, numbered from 0 within their tournament."""
    strengths: Floats
    """Two rows: the strengths of the players of each comparison."""


def rank(tournaments: Ints, one: Ints, other: Ints, won: Floats, weight: Floats) -> Ranking:
    """Rank the players of each tournament; ``won`` is the share of ``weight`` games that ``one`` won.

    Players are numbered across tournaments (a player belongs to one). Each pair of players is given once.
    What a comparison's own games do to its odds is taken out by one Newton step from the common solution
    (approximate leave-one-out, Rad and Maleki 2020, doi:10.1111/rssb.12374).
    """
    sizes, numbers = _number(tournaments, np.stack([one, other]))
    odds, left_out = np.full(len(one), np.nan), np.full(len(one), np.nan)
    strengths = np.full((2, len(one)), np.nan)
    size_of = sizes[np.searchsorted(np.unique(tournaments), tournaments)] if len(one) else tournaments
    for size in np.unique(size_of[size_of <= MOST_PLAYERS]).tolist():
        rows = np.flatnonzero(size_of == size)
        which, place = np.unique(tournaments[rows], return_inverse=True)
        step = max(_AT_ONCE // size**2, 1)
        for first in range(0, len(which), step):
            here = (place >= first) & (place < first + step)
            part, count = rows[here], min(step, len(which) - first)
            games = _Games(
                place[here] - first, numbers[0, part], numbers[1, part], won[part], weight[part], count, size
            )
            found, spread = games.strengths()
            odds[part], left_out[part] = games.odds(found, spread)
            strengths[:, part] = found[games.tournament, games.one], found[games.tournament, games.other]
    return Ranking(odds, left_out, numbers, strengths)


def chance(odds: Floats) -> Floats:
    """Log odds as a chance."""
    return np.asarray(1 / (1 + np.exp(-odds)))


def _number(tournaments: Ints, players: NDArray[np.int64]) -> tuple[Ints, NDArray[np.int64]]:
    """How many players each tournament has, and each comparison's players numbered within it."""
    both, found = np.tile(tournaments, 2), players.ravel()
    order = np.lexsort((found, both))
    new_tournament = np.diff(both[order], prepend=-1) != 0
    new_player = new_tournament | (np.diff(found[order], prepend=-1) != 0)
    running = np.cumsum(new_player) - 1
    starts = np.maximum.accumulate(np.where(new_tournament, running, 0))
    numbers = np.empty(len(both), np.int64)
    numbers[order] = running - starts
    where = np.cumsum(new_tournament) - 1
    sizes = np.bincount(where[new_player])
    return sizes, numbers.reshape(2, -1)


@dataclass(frozen=True, slots=True, eq=False)
class _Games:
    """Comparisons of tournaments of one size."""

    tournament: Ints
    one: Ints
    other: Ints
    won: Floats
    weight: Floats
    count: int
    size: int

    def strengths(self) -> tuple[Floats, Floats]:
        """Strengths (a row per tournament), and the inverse of each one's information matrix, by Newton."""
        found = np.zeros((self.count, self.size))
        for _ in range(_ROUNDS):
            expected = chance(self._between(found))
            surplus = self.weight * (self.won - expected)
            slope = -RIDGE * found
            np.add.at(slope, (self.tournament, self.one), surplus)
            np.add.at(slope, (self.tournament, self.other), -surplus)
            step = np.linalg.solve(self._information(expected), slope[..., None])[..., 0]
            found = found + np.clip(step, -_LONGEST_STEP, _LONGEST_STEP)
        return found, np.asarray(np.linalg.inv(self._information(chance(self._between(found)))))

    def odds(self, strengths: Floats, spread: Floats) -> tuple[Floats, Floats]:
        """Log odds of each comparison, with and without its own games."""
        odds = self._between(strengths)
        expected = chance(odds)
        at, one, other = self.tournament, self.one, self.other
        lever = spread[at, one, one] + spread[at, other, other] - 2 * spread[at, one, other]
        own = self.weight * expected * (1 - expected) * lever
        return odds, odds - lever * self.weight * (self.won - expected) / (1 - own)

    def _between(self, strengths: Floats) -> Floats:
        found: Floats = strengths[self.tournament, self.one] - strengths[self.tournament, self.other]
        return found

    def _information(self, expected: Floats) -> Floats:
        told = self.weight * expected * (1 - expected)
        matrix = np.zeros((self.count, self.size, self.size))
        for first, second, sign in (
            (self.one, self.one, 1),
            (self.other, self.other, 1),
            (self.one, self.other, -1),
            (self.other, self.one, -1),
        ):
            np.add.at(matrix, (self.tournament, first, second), sign * told)
        return matrix + RIDGE * np.eye(self.size)
