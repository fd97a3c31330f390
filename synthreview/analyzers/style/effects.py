"""How far two matched groups of texts differ in a number, and whether that is more than chance.

Cliff's delta is the chance that a text of the first group has more, minus the chance that it has less (1993,
doi:10.1037/0033-2909.114.3.494); (delta + 1) / 2 is the AUROC. Its interval is a percentile bootstrap. Pairs
on one prompt are drawn together. Others were made of texts that had nothing to do with each other, so each
side is drawn by itself: how like the texts of such pairs are does not make the groups any more certain.
Where many numbers are looked at, the share of false ones among those said to differ is held at 5 %
(Benjamini and Hochberg 1995).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.style.features import Floats

DRAWS = 500
FALSE_SHARE = 0.05
_SEED = 20_240_607


@dataclass(frozen=True, slots=True)
class Delta:
    """Cliff's delta with its 95 % interval, the chance of one as large without a difference, and pairs."""

    value: float
    low: float
    high: float
    chance: float
    pairs: int


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """How often each text of the model, and of people, is drawn: a row per draw, a column per pair."""

    model: Floats
    people: Floats


def resampled(together: NDArray[np.bool_]) -> Draws:
    """Draws of pairs, of which some are drawn together; the same ones every time."""
    random = np.random.default_rng(_SEED)
    model, people = (np.zeros((DRAWS, len(together))) for _ in range(2))
    for which in (together, ~together):
        count = int(which.sum())
        if count:
            model[:, which] = random.multinomial(count, np.full(count, 1 / count), DRAWS)
            people[:, which] = random.multinomial(count, np.full(count, 1 / count), DRAWS)
    people[:, together] = model[:, together]
    return Draws(model, people)


def deltas(model: Floats, people: Floats, draws: Draws) -> list[Delta | None]:
    """One for each column of two matrices whose rows are pairs; None where too few pairs have the number."""
    return [delta(model[:, at], people[:, at], draws) for at in range(model.shape[1])]


def delta(model: Floats, people: Floats, draws: Draws) -> Delta | None:
    """Cliff's delta of two columns whose rows are pairs."""
    known = np.isfinite(model) & np.isfinite(people)
    count = int(known.sum())
    if count < 2:
        return None
    one, other = model[known], people[known]
    order = np.argsort(other, kind="stable")
    left = np.searchsorted(other[order], one, "left")
    right = np.searchsorted(other[order], one, "right")
    value = float((left - (count - right)).mean() / count)
    drawn = Draws(draws.model[:, known], draws.people[:, known][:, order])
    found = _drawn(drawn, left, right)
    low, high = np.quantile(found, (0.025, 0.975)).tolist()
    return Delta(value, low, high, chance_of(value, float(found.std(ddof=1))), count)


def _drawn(draws: Draws, left: NDArray[np.intp], right: NDArray[np.intp]) -> Floats:
    """Delta in each draw; people's columns are sorted, and the model's texts stand between left and right."""
    below = np.zeros((len(draws.people), draws.people.shape[1] + 1))
    np.cumsum(draws.people, axis=1, out=below[:, 1:])
    theirs, ours = below[:, -1], draws.model.sum(axis=1)
    more = below[:, left] + below[:, right] - theirs[:, None]
    return np.asarray((draws.model * more).sum(axis=1) / np.maximum(ours * theirs, 1.0))


def chance_of(value: float, deviation: float) -> float:
    """The chance of a value at least so far from 0, by the normal distribution."""
    if deviation <= 0:
        return float(value == 0)
    return math.erfc(abs(value) / deviation / math.sqrt(2))


def beyond_chance(chances: Sequence[float]) -> list[bool]:
    """Which of several tests hold at a false discovery rate of 5 %."""
    p = np.array(chances, np.float64)
    order = np.argsort(p, kind="stable")
    passing = np.flatnonzero(p[order] <= FALSE_SHARE * (np.arange(len(p)) + 1) / max(len(p), 1))
    kept = np.zeros(len(p), np.bool_)
    kept[order[: int(passing.max(initial=-1)) + 1]] = True
    return [bool(each) for each in kept]
