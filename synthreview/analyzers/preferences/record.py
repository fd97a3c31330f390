"""Which contenders a judge prefers on other prompts, where the names of pairs say who wrote the answers."""

from __future__ import annotations

import numpy as np

from synthreview.analyzers.preferences import bradley_terry
from synthreview.analyzers.preferences.pairs import Floats, Ints, Judged, groups

_FOLDS = 10
"""A prompt is judged by what the judge said of the prompts in the other folds."""
_FEWEST_PROMPTS = 10
_FEWEST_GAMES = 10
"""A contender in fewer verdicts on other prompts has no record."""
_FEWEST_CONTENDERS = 3
"""Between the same two contenders, a rare winner is no contradiction."""


def record(judged: Judged) -> Floats:
    """The log odds that A wins by who wrote the answers, verdict by verdict; nan where they cannot be told.

    Each judge is ranked by itself, from its verdicts on prompts of other folds than the verdict's own.
    """
    odds = np.full(len(judged), np.nan)
    named = np.flatnonzero(judged.contenders[:, 0] != "") if len(judged) else np.zeros(0, np.int64)
    if not len(named):
        return odds
    writers, places = np.unique(judged.contenders[named].ravel(), return_inverse=True)
    sides = places.reshape(-1, 2)
    folds = (judged.prompts[named] % np.uint64(_FOLDS)).astype(np.int64)
    for judge in range(len(judged.names)):
        mine = np.flatnonzero(judged.judges[named] == judge)
        if len(np.unique(judged.prompts[named[mine]])) < _FEWEST_PROMPTS:
            continue
        won = (judged.choice[named[mine]] + 1) / 2
        odds[named[mine]] = _by_folds(folds[mine], sides[mine], won, len(writers))
    return odds


def _by_folds(folds: Ints, sides: Ints, won: Floats, writers: int) -> Floats:
    odds = np.full(len(folds), np.nan)
    low, high = sides.min(axis=1), sides.max(axis=1)
    won_by_low = np.where(sides[:, 0] == low, won, 1 - won)
    for fold in range(_FOLDS):
        held, known = folds == fold, folds != fold
        if held.any() and known.any():
            strengths = _strengths(low[known], high[known], won_by_low[known], writers)
            odds[held] = strengths[sides[held, 0]] - strengths[sides[held, 1]]
    return odds


def _strengths(low: Ints, high: Ints, won: Floats, writers: int) -> Floats:
    """The strength of each contender; nan where it has no record."""
    strengths = np.full(writers, np.nan)
    games = np.bincount(np.concatenate([low, high]), minlength=writers)
    if (games > 0).sum() < _FEWEST_CONTENDERS:
        return strengths
    pair = groups(low, high)
    first = np.unique(pair, return_index=True)[1]
    weight = np.bincount(pair).astype(np.float64)
    share = np.bincount(pair, won) / weight
    one, other = low[first], high[first]
    ranking = bradley_terry.rank(np.zeros(len(first), np.int64), one, other, share, weight)
    strengths[one], strengths[other] = ranking.strengths
    strengths[games < _FEWEST_GAMES] = np.nan
    return strengths
