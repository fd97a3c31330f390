"""Where people are of two minds: whether the model shows it, and by how much less."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.labels.intervals import mean_by_text, size_of, wilson
from synthreview.analyzers.labels.shares import Z
from synthreview.analyzers.labels.votes import Votes

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Share:
    """A share of items with its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over items with its interval."""

    value: float
    low: float
    high: float

    @property
    def certain(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Dissent:
    """Items with at least two labels on either side."""

    items: int
    split: int
    """Of them, those that people are split on; the shares below are of these."""
    none: Share
    """The model always gives one label."""
    other: Share
    """The model is split, and over none of the labels that few people give."""
    same: Share
    """The model is split, and some of its rarer labels are among people's rarer ones, or neither has any."""
    by_chance: float
    """How often a model that drew from people's own labels would always give one."""
    entropy: Mean
    """People's minus the model's, in bits, over all items."""
    people_entropy: float
    model_entropy: float
    differ: Mean
    """How much more often two people differ than two of the model's labels, whatever the number of labels."""
    people_differ: float
    """How often two people who labelled the same item differ."""
    model_differ: float


def dissent(votes: Votes) -> Dissent | None:
    """The dissent among the items; None where none has two labels on both sides."""
    chosen = votes.where((votes.people.sum(axis=1) > 1) & (votes.model.sum(axis=1) > 1))
    if not len(chosen):
        return None
    entropies = [_entropy(side) for side in (chosen.people, chosen.model)]
    differing = [_differing(side) for side in (chosen.people, chosen.model)]
    split = chosen.where((chosen.people > 0).sum(axis=1) > 1)
    unanimous = (split.model > 0).sum(axis=1) == 1
    other = _rare_elsewhere(split)
    return Dissent(
        items=len(chosen),
        split=len(split),
        none=_share(unanimous, split.texts),
        other=_share(other, split.texts),
        same=_share(~unanimous & ~other, split.texts),
        by_chance=float(_by_chance(split).mean()) if len(split) else 0.0,
        entropy=_mean(entropies[0] - entropies[1], chosen.texts),
        people_entropy=float(entropies[0].mean()),
        model_entropy=float(entropies[1].mean()),
        differ=_mean(differing[0] - differing[1], chosen.texts),
        people_differ=float(differing[0].mean()),
        model_differ=float(differing[1].mean()),
    )


def _rare_elsewhere(votes: Votes) -> NDArray[np.bool_]:
    """Items where both sides have rarest labels, and share none of them."""
    rare = [_rarest(side) for side in (votes.people, votes.model)]
    return np.asarray(rare[0].any(axis=1) & rare[1].any(axis=1) & ~(rare[0] & rare[1]).any(axis=1))


def _rarest(counts: Floats) -> NDArray[np.bool_]:
    """The labels given least, item by item; none where all are given as often."""
    least = np.where(counts > 0, counts, np.inf).min(axis=1, keepdims=True)
    return np.asarray((counts == least) & (counts.max(axis=1, keepdims=True) > least))


def _by_chance(votes: Votes) -> Floats:
    shares = votes.people / votes.people.sum(axis=1, keepdims=True)
    return np.asarray((shares ** votes.model.sum(axis=1, keepdims=True)).sum(axis=1))


def _entropy(counts: Floats) -> Floats:
    shares = counts / counts.sum(axis=1, keepdims=True)
    return np.asarray(-(shares * np.log2(np.where(shares > 0, shares, 1))).sum(axis=1))


def _differing(counts: Floats) -> Floats:
    """The chance that two of the labels of an item differ (Simpson's index, without bias)."""
    total = counts.sum(axis=1)
    return np.asarray(1 - (counts * (counts - 1)).sum(axis=1) / (total * (total - 1)))


def _share(mask: NDArray[np.bool_], texts: NDArray[np.uint64]) -> Share:
    value, error, number = mean_by_text(mask.astype(np.float64), texts)
    low, high = wilson(value, size_of(value, error * error, number))
    return Share(value, low, high)


def _mean(values: Floats, texts: NDArray[np.uint64]) -> Mean:
    value, error, number = mean_by_text(values, texts)
    half = _t(number) * error
    return Mean(value, value - half, value + half)


def _t(number: int) -> float:
    """Student's factor for a 95 % interval, by Cornish and Fisher's expansion."""
    freedom = max(number - 1, 1)
    return Z + (Z**3 + Z) / (4 * freedom) + (5 * Z**5 + 16 * Z**3 + 3 * Z) / (96 * freedom * freedom)
