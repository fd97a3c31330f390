"""What the other judges of a pair say, each counted by how often it agrees with the others."""

from __future__ import annotations

import numpy as np

from synthreview.analyzers.preferences.bradley_terry import chance
from synthreview.analyzers.preferences.contests import Contests
from synthreview.analyzers.preferences.pairs import Floats, Ints

_ROUNDS = 20
_DOUBT = 10.0
"""Pairs on which two judges are taken to have agreed by a coin's toss, besides those both were seen on."""
_MOST_JUDGES = 1000
"""Among more judges, each counts the same."""


def trust(found: Contests, judges: int) -> Floats:
    """Each judge's weight: 0 where it agrees with the others by chance or less, towards 1 where always.

    If judges err independently, agreement minus disagreement of two is the product of how much better than
    chance each is (Parisi et al. 2014, doi:10.1073/pnas.1219097111). The weights are the factors that fit
    best, negative ones set to 0: who is contrary is not listened to.
    """
    if not 1 < judges <= _MOST_JUDGES:
        return np.ones(judges)
    agreement, known = _agreement(found, judges)
    values, vectors = np.linalg.eigh(agreement)
    better = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
    if abs(better.sum()) < 1e-6:
        return np.zeros(judges)  # as many contrary judges as others: nobody knows who is right
    better = better * np.sign(better.sum())
    for _ in range(_ROUNDS):
        fitted = (agreement * known) @ better / np.maximum(known @ better**2, 1e-9)
        better = (better + np.clip(fitted, -1, 1)) / 2
    return np.asarray(np.maximum(better, 0))


def _agreement(found: Contests, judges: int) -> tuple[Floats, Floats]:
    """Agreement minus disagreement of each two judges (-1..1, drawn towards 0), and the pairs of both."""
    from scipy.sparse import csr_matrix

    sides = np.sign(found.won - 0.5)
    pairs = int(found.pair.max(initial=-1)) + 1
    said = csr_matrix((sides, (found.judge, found.pair)), shape=(judges, pairs))
    known = (abs(said) @ abs(said).T).toarray()
    agreement = (said @ said.T).toarray() / (known + _DOUBT)
    np.fill_diagonal(known, 0)
    np.fill_diagonal(agreement, 0)
    return agreement, known


def others(found: Contests, weights: Floats) -> Floats:
    """The chance of the answer ``low`` in the eyes of the other judges of the pair; nan where there are none.

    A judge's view is taken from its ranking of all answers to the prompt, which is steadier than one verdict.
    """
    view = chance(found.ranking.odds)
    weight = np.where(np.isnan(view), 0.0, weights[found.judge])
    view = np.where(np.isnan(view), 0.5, view)
    total = _sum(found.pair, weight) - weight
    said = _sum(found.pair, weight * view) - weight * view
    return np.where(total > 1e-9, np.clip(said / np.maximum(total, 1e-9), 0, 1), np.nan)


def _sum(groups: Ints, values: Floats) -> Floats:
    return np.asarray(np.bincount(groups, values)[groups], np.float64) if len(groups) else values
