"""Shares of labels with intervals that respect items: several labels of one item are not independent."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

Z = 1.959963984540054


@dataclass(slots=True)
class Shares:
    """Sums over items from which each label's share and its cluster-robust variance follow.

    With x labels of a kind among n labels of an item, a share is sum(x) / sum(n) and its variance
    sum((x - share n)^2) / sum(n)^2 (linearised ratio estimator, Cochran 1977, section 6.4; the item is
    the cluster). Only sums are kept, so partial results add up.
    """

    items: int = 0
    total: int = 0
    squares: int = 0
    count: Counter[str] = field(default_factory=Counter)
    own: Counter[str] = field(default_factory=Counter)
    """sum(x * x) per label."""
    cross: Counter[str] = field(default_factory=Counter)
    """sum(x * n) per label."""

    def add(self, counts: Mapping[str, int]) -> None:
        """Count one item's labels."""
        size = sum(counts.values())
        if not size:
            return
        self.items += 1
        self.total += size
        self.squares += size * size
        for label, number in counts.items():
            self.count[label] += number
            self.own[label] += number * number
            self.cross[label] += number * size

    def __add__(self, other: Shares) -> Shares:
        return Shares(
            self.items + other.items,
            self.total + other.total,
            self.squares + other.squares,
            self.count + other.count,
            self.own + other.own,
            self.cross + other.cross,
        )

    def share(self, label: str) -> float:
        """The share of a label among all labels."""
        return self.count[label] / self.total if self.total else 0.0

    def variance(self, label: str) -> float:
        """The variance of that share; items are the independent units."""
        if not self.total:
            return 0.0
        share = self.share(label)
        spread = self.own[label] - 2 * share * self.cross[label] + share * share * self.squares
        return max(spread, 0.0) / (self.total * self.total)


@dataclass(frozen=True, slots=True)
class Erasure:
    """How much a model uses a label compared with people: the minority-erasure index of one label."""

    label: str
    people: float
    model: float
    ratio: float
    low: float
    high: float

    @property
    def word(self) -> str:
        """``vanished``, ``erased`` (certainly below half), ``underused``, ``overused`` or ``as people``."""
        if self.high < 1:
            return "vanished" if self.model == 0 else "erased" if self.high < 0.5 else "underused"
        return "overused" if self.low > 1 else "as people"

    @property
    def excess(self) -> float:
        """The share of the model's uses of the label that would have to move to reach people's share."""
        return max(0.0, 1 - 1 / self.low) if self.low > 0 else 0.0


def erasure(people: Shares, model: Shares, label: str) -> Erasure:
    """The ratio (m + a) / (h + a) of shares, a half an item, with a 95 % interval on the log scale.

    The delta method gives the variance of a log share as variance / share^2.
    """
    one, other = ((shares.share(label), shares.variance(label), shares.items) for shares in (people, model))
    return erasure_of(label, one, other)


Known = tuple[float, float, int]
"""A share, its variance, and the number of independent items or texts."""


def erasure_of(label: str, people: Known, model: Known, covariance: float = 0.0) -> Erasure:
    """The same from shares and their variances; a positive covariance of both makes the interval narrower."""
    (smooth_h, var_h), (smooth_m, var_m) = _smoothed(*people), _smoothed(*model)
    ratio = smooth_m / smooth_h
    variance = var_h + var_m - 2 * covariance / (smooth_h * smooth_m)
    spread = math.exp(Z * math.sqrt(max(variance, 0.0)))
    return Erasure(label, people[0], model[0], ratio, ratio / spread, ratio * spread)


def _smoothed(share: float, variance: float, items: int) -> tuple[float, float]:
    """A share that is never zero, and the variance of its logarithm (of half a count where there is none)."""
    items = max(items, 1)
    smooth = share + 0.5 / items
    variance = variance if share else smooth / items
    return smooth, variance / (smooth * smooth)


def total_variation(people: Shares, model: Shares) -> float:
    """The share of labels that would have to move for both sides to have the same shares (0..1)."""
    labels = set(people.count) | set(model.count)
    return sum(abs(people.share(label) - model.share(label)) for label in labels) / 2


def wasserstein(people: Mapping[float, int], model: Mapping[float, int]) -> float:
    """The earth mover's distance between two distributions over numbers, in units of the numbers."""
    points = sorted(set(people) | set(model))
    size_p, size_m = sum(people.values()), sum(model.values())
    if not size_p or not size_m:
        return 0.0
    distance = below_p = below_m = 0.0
    for point, following in pairwise(points):
        below_p += people.get(point, 0) / size_p
        below_m += model.get(point, 0) / size_m
        distance += abs(below_p - below_m) * (following - point)
    return distance
