"""Uncertainty of estimates from verdicts that belong together, because they are on one prompt.

An estimate is kept with the influence of each cluster on it. The squares of the influences add up to its
variance (the sandwich of Liang and Zeger 1986, doi:10.1093/biomet/73.1.13), and those of a difference of two
estimates are differences of influences, so judges who saw the same prompts are compared prompt by prompt.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.preferences.pairs import Floats

FEWEST = 10
"""Fewer clusters do not tell how far an estimate may be off."""


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """Values, and the influence of each cluster on them (a row each)."""

    values: Floats
    clusters: NDArray[np.uint64]
    """Sorted; each once."""
    influence: Floats

    def __sub__(self, other: Estimate) -> Estimate:
        clusters = np.union1d(self.clusters, other.clusters)
        influence = np.zeros((len(clusters), len(self.values)))
        influence[np.searchsorted(clusters, self.clusters)] += self.influence
        influence[np.searchsorted(clusters, other.clusters)] -= other.influence
        return Estimate(self.values - other.values, clusters, influence)

    def first(self, count: int) -> Estimate:
        """The first values only."""
        return Estimate(self.values[:count], self.clusters, self.influence[:, :count])

    def intervals(self) -> list[tuple[float, float, float]]:
        """Value and 95 % interval (t distribution, clusters - 1 degrees of freedom) of each value."""
        from scipy.special import stdtrit

        count = len(self.clusters)
        variance = (self.influence**2).sum(axis=0) * count / max(count - 1, 1)
        half = float(stdtrit(max(count - 1, 1), 0.975)) * np.sqrt(variance)
        return [
            (round(value, 4), round(value - wide, 4), round(value + wide, 4))
            for value, wide in zip(self.values.tolist(), half.tolist(), strict=True)
        ]


def estimate(values: Floats, clusters: NDArray[np.uint64], influence: Floats) -> Estimate:
    """An estimate from the influence of each row, summed up by cluster."""
    names, place = np.unique(clusters, return_inverse=True)
    summed = np.zeros((len(names), len(values)))
    np.add.at(summed, place, influence)
    return Estimate(values, names, summed)


def mean(values: Floats, clusters: NDArray[np.uint64]) -> Estimate:
    """The mean of values, a row each."""
    middle = float(values.mean())
    return estimate(np.array([middle]), clusters, (values[:, None] - middle) / len(values))
