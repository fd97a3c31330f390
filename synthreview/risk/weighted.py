"""Shares estimated from samples in which not every item had the same chance to be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from synthreview.estimates import score_interval


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share between 0 and 1 with its interval."""

    share: float
    low: float
    high: float


def weighted_share(values: Sequence[float], weights: Sequence[float], confidence: float = 0.95) -> Estimate:
    """The share in a population, from sampled values between 0 and 1 and their weights.

    Weights are inverse inclusion probabilities, up to one common factor. The estimate is the ratio of
    weighted sums (Hajek 1971); its interval is the score interval (Wilson 1927,
    doi:10.1080/01621459.1927.10502953) at the effective size (sum w)^2 / sum w^2 (Kish 1965). With
    equal weights and values of 0 and 1 it is the usual score interval. Nothing observed gives (0, 1).
    Raises ValueError for weights that are not positive.
    """
    if any(weight <= 0 for weight in weights):
        raise ValueError("every weight must be positive")
    total = math.fsum(weights)
    if not total:
        return Estimate(0.0, 0.0, 1.0)
    pairs = list(zip(values, weights, strict=True))
    share = min(1.0, max(0.0, math.fsum(value * weight for value, weight in pairs) / total))
    size = total**2 / math.fsum(weight**2 for weight in weights)
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    return Estimate(share, *score_interval(share, size, z))
