"""The error rate of a population, from a stratified random sample of it and, if it helps, from its risks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from synthreview.estimates import of_finite, score_interval
from synthreview.risk.audits import numbered

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

EACH = 30
"""Errors and other items that the sample must hold, each, before risks are used as predictions."""
FEW = 100
"""Below so many labels strata are not worth having: the limits are exact ones of a simple random sample."""
TOGETHER = 8
"""Strata next to each other are joined until they hold so many labels."""


class Method(StrEnum):
    """How a rate was found."""

    COUNTED = "counted"
    """Every item has a label."""
    EXACT = "exact"
    """Hypergeometric limits of a simple random sample."""
    SCORE = "score"
    """Stratified; limits of a binomial share at the effective size."""
    PPI = "ppi"
    """Stratified with the risks as predictions."""


@dataclass(frozen=True, slots=True)
class Rate:
    """An error rate with its interval, each between 0 and 1."""

    share: float
    low: float
    high: float
    method: Method
    labels: int
    errors: int
    """Errors among the labelled items."""
    effective: float
    """The size of a simple random sample, of an endless population, that would tell as much."""
    tuning: float = 0.0
    """The weight of the predictions, 0 (none) .. 1 (all that they say)."""


def error_rate(
    errors: ArrayLike,
    sampled: ArrayLike,
    codes: ArrayLike,
    predictions: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Rate:
    """The share of errors in a population of N items of which a stratified random sample has labels.

    All arguments are arrays of N: `errors` (looked at only where sampled), `sampled` (whether the item was
    drawn, as by `audits.audit_order`), `codes` (strata) and `predictions` (risks 0 .. 1). **Only items that
    were drawn at random may be marked as sampled**, and no prediction may come from a model that was fitted
    to the label of its own item: fit on other labels, or crosswise.

    - The estimate is sum W(h) mean(y - l f) + l mean(f), over strata h of weight W(h) = N(h) / N, with y the
      labels in the sample and f the predictions, whose mean is known for every stratum. With l = 0 it is the
      stratified mean (Cochran 1977, section 5.3, ISBN 0-471-16240-X); otherwise that of prediction-powered
      inference (PPI++; Angelopoulos, Duchi and Zrnic 2023, arXiv:2311.01453), with l the value between 0
      and 1 at which its estimated variance is least. Strata with few labels are joined with neighbours.
    - Predictions are used from `EACH` errors and as many other labels on: before, their variance cannot be
      told from so few. Then the interval is the score interval (Wilson 1927,
      doi:10.1080/01621459.1927.10502953) at the effective size p (1 - p) / variance, with the quantile of
      the t distribution of one degree of freedom less than labels of the rarer kind, because it is these
      that the variance is estimated from.
    - Otherwise the effective size is at most the number of labels, so that a variance that came out small by
      chance wins nothing, and the lower limit is that of Clopper and Pearson (1934,
      doi:10.1093/biomet/26.4.404) at that size (Korn and Graubard 1998, Survey Methodology 24:193), since
      the score interval's covers as little as 84 % of the time where less than one error is expected. The
      upper one is the score interval's. This covers a little more than is asked for.
    - Either is drawn in by the finite population correction: sizes are multiplied by (N - 1) / (N - n).
    - Of fewer than `FEW` labels the limits are those of `estimates.of_finite`.

    Without a label the interval is (0, 1), without an item everything is 0. Raises ValueError when lengths
    differ, or a prediction is not a number between 0 and 1.
    """
    import numpy as np

    drawn, given = np.asarray(sampled, dtype=bool), np.asarray(codes)
    bad = np.asarray(errors, dtype=bool)
    if not bad.shape == drawn.shape == given.shape:
        raise ValueError(f"{len(bad)} labels, {len(drawn)} marks and {len(given)} strata")
    foretold = None if predictions is None else _checked(predictions, len(bad))
    size, labels = len(bad), int(np.count_nonzero(drawn))
    wrong = int(np.count_nonzero(bad & drawn))
    if labels == size:
        share = wrong / size if size else 0.0
        return Rate(share, share, share, Method.COUNTED, labels, wrong, math.inf)
    if labels < FEW:
        least, most = of_finite(wrong, labels, size, confidence)
        share = wrong / labels if labels else 0.0
        return Rate(share, least / size, most / size, Method.EXACT, labels, wrong, float(labels))
    use = foretold is not None and min(wrong, labels - wrong) >= EACH
    share, variance, tuning = _stratified(bad, drawn, given, foretold if use else None)
    share = min(max(share, wrong / size), 1 - (labels - wrong) / size)
    effective = share * (1 - share) / variance if variance > 0 else float(labels)
    if not use:
        effective = min(effective, float(labels))
    finite = effective * (size - 1) / (size - labels)
    low, high = _limits(share, finite, min(wrong, labels - wrong) - 1 if use else None, confidence)
    method = Method.PPI if use else Method.SCORE
    return Rate(share, min(low, share), max(high, share), method, labels, wrong, effective, tuning)


def _checked(predictions: ArrayLike, size: int) -> Floats:
    import numpy as np

    values = np.asarray(predictions, dtype=float)
    if len(values) != size:
        raise ValueError(f"{len(values)} predictions for {size} items")
    if not ((values >= 0) & (values <= 1)).all():
        raise ValueError("a prediction is not between 0 and 1")
    return values


def _stratified(
    bad: Flags, drawn: Flags, codes: NDArray[np.generic], predictions: Floats | None
) -> tuple[float, float, float]:
    """The estimate, its variance in an endless population, and the weight of the predictions."""
    import numpy as np

    _, fine = numbered(codes)
    labels = np.flatnonzero(drawn)
    strata = joined(np.bincount(fine[labels], minlength=int(fine.max()) + 1))
    stratum = strata[fine[labels]]
    count = int(strata[-1]) + 1
    weights = np.bincount(strata, np.bincount(fine), minlength=count) / len(codes)
    sizes = np.bincount(stratum, minlength=count)
    scale = weights**2 / (sizes * (sizes - 1))

    def mean(values: Floats) -> Floats:
        means: Floats = np.bincount(stratum, values, minlength=count) / sizes
        return means

    def within(values: Floats) -> Floats:
        rest: Floats = values - mean(values)[stratum]
        return rest

    y = bad[labels].astype(float)
    if predictions is None:
        return float(weights @ mean(y)), float(scale[stratum] @ within(y) ** 2), 0.0
    f = predictions[labels]
    spread = float(scale[stratum] @ within(f) ** 2)
    together = float(scale[stratum] @ (within(y) * within(f)))
    tuning = min(max(together / spread, 0.0), 1.0) if spread > 0 else 0.0
    rest = y - tuning * f
    share = float(weights @ mean(rest)) + tuning * float(predictions.mean())
    return share, float(scale[stratum] @ within(rest) ** 2), tuning


def joined(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each stratum, in order, the number of the joint one, which has `TOGETHER` labels or more."""
    import numpy as np

    joint = np.zeros(len(labels), dtype=np.int64)
    number = held = 0
    for place, here in enumerate(labels.tolist()):
        joint[place] = number
        held += here
        if held >= TOGETHER:
            number, held = number + 1, 0
    if 0 < held < TOGETHER or (held == 0 and joint[-1] == number):
        joint[joint == number] = max(number - 1, 0)  # what is left over joins the one before it
    return joint


def _limits(share: float, size: float, freedom: int | None, confidence: float) -> tuple[float, float]:
    """The score interval of a share at a size; without degrees of freedom, its lower limit the exact one."""
    from scipy.special import betaincinv, ndtri, stdtrit

    level = 0.5 + confidence / 2
    z = float(ndtri(level) if freedom is None else stdtrit(freedom, level))
    low, high = score_interval(share, size, z)
    if freedom is None:
        low = float(betaincinv(share * size, (1 - share) * size + 1, 1 - level)) if share > 0 else 0.0
    return low, high
