"""From a score to a probability that holds: calibration on decisions weighted by how they were chosen.

A decision that was shown because its risk is high says little about items of low risk; each counts by the
inverse of its chance to be shown. Where they tell as much as fewer than ``MANY`` decisions of equal weight,
two numbers are fitted (Platt 1999), above a rising step function (Zadrozny and Elkan 2002,
doi:10.1145/775047.775151). What error is left is told without the bias that chance adds (Kumar, Liang and Ma
2019, arXiv:1909.10155).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from synthreview.risk.learned import logit, share
from synthreview.risk.weighted import weighted_share

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

ENOUGH = 50
"""Decisions on items drawn at random under which no probability is told, only high, medium and low."""
MANY = 500
BINS = 10
LEARNED, COLD = 0.5, 2.0
"""Standard deviations of the prior of the stretching. Narrow for a risk that has learned: it is about as sure
as it should be, and a few audits of large weight tell little of that. Wide for one that has not: it is right
in order at best."""
_LEVEL = 2.0
"""The same for the shift."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A rising map from risk to probability, as points between which it is straight."""

    risks: tuple[float, ...]
    probabilities: tuple[float, ...]
    decisions: int
    stepped: bool
    """Whether it is a step function, which may be at 0 and 1."""

    def __call__(self, risks: Floats) -> Floats:
        """The probabilities of risks."""
        import numpy as np

        return np.interp(risks, self.risks, self.probabilities)


def calibrate(
    risks: Floats, wrong: NDArray[np.bool_], weights: Floats, spread: float = LEARNED
) -> Calibration | None:
    """The map from decisions, weighted by inverse chances; None where all of them say the same.

    ``weights`` may have any common factor; ValueError when one is not positive. ``spread`` is that of the
    prior of the stretching.
    """
    if len(weights) and weights.min() <= 0:
        raise ValueError("every weight must be positive")
    if len(wrong) == 0 or wrong.all() or not wrong.any():
        return None
    stepped = _effective(weights) >= MANY
    fit = _isotonic if stepped else partial(_platt, spread=spread)
    points, heights = _as_points(fit(risks, wrong.astype(float), weights / weights.mean()))
    return Calibration(points, heights, len(wrong), stepped)


def _effective(weights: Floats) -> float:
    """How many decisions of equal weight tell as much (Kish 1965)."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def decision_weights(
    codes: NDArray[np.int64], audited: NDArray[np.bool_], reviewed: NDArray[np.bool_]
) -> Floats:
    """How many of N items each reviewed one stands for; 0 where not reviewed.

    ``codes`` are the strata of the audit stream, ``audited`` marks its beginning. What the queue alone chose
    was certain to be seen and stands for itself; the audits of a stratum stand for all else in it, each for
    (N(h) - Q(h)) / n(h). (Audits that the queue would have chosen too make the rest look a little worse than
    it is, as ``residual`` tells; for a curve over risks that matters little, for a total it would.) Raises
    ValueError when an audited item is not reviewed.
    """
    import numpy as np

    if (audited & ~reviewed).any():
        raise ValueError("an audited item has no verdict")
    queue = reviewed & ~audited
    if not len(codes):
        return np.zeros(0)
    strata = int(codes.max()) + 1
    rest = np.bincount(codes[~queue], minlength=strata)
    drawn = np.bincount(codes[audited], minlength=strata)
    each = rest / np.maximum(drawn, 1)
    return np.where(audited, each[codes], queue.astype(float))


def _platt(risks: Floats, truth: Floats, weights: Floats, spread: float) -> Callable[[Floats], Floats]:
    """``logit p = a logit(risk) + b`` with a at 1 and b at 0 before the first decision."""
    import numpy as np
    from scipy.optimize import minimize

    odds = logit(risks)
    effective = _effective(weights) / len(weights)

    def loss(found: Floats) -> float:
        fitted = found[0] * odds + found[1]
        told = np.sum(weights * (np.logaddexp(0.0, fitted) - truth * fitted)) * effective
        return float(told + (found[0] - 1) ** 2 / (2 * spread**2) + found[1] ** 2 / (2 * _LEVEL**2))

    best = minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=[(0.0, 10.0), (-20.0, 20.0)]).x
    return lambda given: share(best[0] * logit(given) + best[1])


def _isotonic(risks: Floats, truth: Floats, weights: Floats) -> Callable[[Floats], Floats]:
    from sklearn.isotonic import IsotonicRegression

    steps: Callable[[Floats], Floats] = (
        IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(risks, truth, weights).predict
    )
    return steps


def _as_points(curve: Callable[[Floats], Floats]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    import numpy as np

    grid = share(np.linspace(-7, 7, 141))
    grid = np.concatenate([[0.0], grid, [1.0]])
    return tuple(map(float, grid)), tuple(map(float, curve(grid)))


@dataclass(frozen=True, slots=True)
class Bin:
    """Items of about one probability: what was foretold, what was found, and how sure that is."""

    foretold: float
    found: float
    low: float
    high: float
    items: int
    weight: float
    """Its share of all items."""


def bins(probabilities: Floats, wrong: NDArray[np.bool_], weights: Floats, count: int = BINS) -> list[Bin]:
    """The reliability plot: bins that hold equal weight, with score intervals at their effective size."""
    import numpy as np

    made = []
    for held, inside in _binned(probabilities, weights, count):
        found = weighted_share(wrong[inside].astype(float).tolist(), weights[inside].tolist())
        foretold = float(np.average(probabilities[inside], weights=weights[inside]))
        made.append(Bin(foretold, found.share, found.low, found.high, len(inside), held))
    return made


def calibration_error(probabilities: Floats, wrong: NDArray[np.bool_], weights: Floats) -> float:
    """How far probabilities are from what is found, on average, without what chance adds to it.

    The root of the mean squared distance over ``BINS`` bins of equal weight, less the variance of each found
    share, which makes the square unbiased (Kumar et al. 2019). It is never below the expected calibration
    error, the mean distance. 0 without decisions, and where chance explains all of the distance.
    """
    import math

    import numpy as np

    squared = 0.0
    for each, inside in _binned(probabilities, weights):
        held, truth = weights[inside], wrong[inside].astype(float)
        found = float(np.average(truth, weights=held))
        distance = float(np.average(probabilities[inside], weights=held)) - found
        size = held.sum() ** 2 / (held**2).sum()
        squared += each * (distance**2 - found * (1 - found) / max(size - 1, 1.0))
    return math.sqrt(max(0.0, squared))


def binned(probabilities: Floats, weights: Floats, count: int = BINS) -> list[Places]:
    """The places of the decisions in each bin of ``bins``, by rising probability."""
    return [inside for _, inside in _binned(probabilities, weights, count)]


def _binned(probabilities: Floats, weights: Floats, count: int = BINS) -> Iterator[tuple[float, Places]]:
    """The weight of each bin and the decisions in it, by rising probability; equal ones stay together."""
    import numpy as np

    if not len(weights):
        return
    levels, level = np.unique(probabilities, return_inverse=True)
    held = np.bincount(level, weights, len(levels))
    reached = (np.cumsum(held) - held / 2) / weights.sum()
    numbers = np.minimum((reached * count).astype(int), count - 1)[level]
    for number in np.unique(numbers):
        inside = np.flatnonzero(numbers == number)
        yield float(weights[inside].sum() / weights.sum()), inside


def venn_abers(risk: float, risks: Floats, wrong: NDArray[np.bool_], weights: Floats) -> tuple[float, float]:
    """Between which probabilities an item of that risk lies, as far as the decisions tell (Venn-Abers).

    The rising step function is fitted twice, with the item counted as right and as wrong; the two values at
    its risk hold the true one between them in the long run (Vovk and Petej 2014, arXiv:1211.0025).
    """
    import numpy as np
    from sklearn.isotonic import IsotonicRegression

    ends = []
    for said in (0.0, 1.0):
        scores, truth = np.append(risks, risk), np.append(wrong.astype(float), said)
        all_weights = np.append(weights, weights.mean() if len(weights) else 1.0)
        fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(
            scores, truth, all_weights
        )
        ends.append(float(fitted.predict(np.array([risk]))[0]))
    return ends[0], ends[1]
