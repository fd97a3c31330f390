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
from typing import TYPE_CHECKING, NamedTuple

from synthreview.risk.audits import numbered
from synthreview.risk.learned import logit, share
from synthreview.risk.rates import joined
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


class Prior(NamedTuple):
    """What is believed of a curve before any decision."""

    spread: float
    """Standard deviation of its stretching."""
    strength: float
    """Decisions as which its shape counts in a cell."""


LEARNED, COLD = Prior(0.5, 40.0), Prior(2.0, 10.0)
"""A risk that has learned is about as sure as it should be, and a few audits of large weight tell little of
that. One that has not is right in order at best."""
CELLS = 12
"""Cells along the risks in which a curve of two numbers is held against what was found."""
_LEVEL = 2.0
"""Standard deviation of the prior of the shift of all log odds."""
_STEPS = 30
TRIALS = 200
"""Samples drawn anew from the decisions for an interval."""


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
    risks: Floats, wrong: NDArray[np.bool_], weights: Floats, prior: Prior = LEARNED
) -> Calibration | None:
    """The map from decisions, weighted by inverse chances; None where all of them say the same.

    ``weights`` may have any common factor; ValueError when one is not positive. ``prior`` tells how far
    the risks are trusted.
    """
    if len(weights) and weights.min() <= 0:
        raise ValueError("every weight must be positive")
    if len(wrong) == 0 or wrong.all() or not wrong.any():
        return None
    stepped = _effective(weights) >= MANY
    fit = _isotonic if stepped else partial(_platt, prior=prior)
    points, heights = _as_points(fit(risks, wrong.astype(float), weights / weights.mean()))
    return Calibration(points, heights, len(wrong), stepped)


def _effective(weights: Floats) -> float:
    """How many decisions of equal weight tell as much (Kish 1965)."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def decision_weights(
    codes: NDArray[np.int64],
    audited: NDArray[np.bool_],
    reviewed: NDArray[np.bool_],
    region: NDArray[np.bool_] | None = None,
) -> Floats:
    """How many of N items each reviewed one stands for; 0 where not reviewed.

    ``codes`` are the strata of the audit stream, ``audited`` marks its beginning. What the queue alone chose
    was certain to be seen and stands for itself, and so does all in a ``region`` in which everything is
    reviewed; the audits of a stratum stand for all else in it, each for (N(h) - Q(h)) / n(h). Strata next to
    each other are joined until they hold ``rates.TOGETHER`` audits, so that none is without. (Audits that the
    queue would have chosen too make the rest look a little worse than it is, as ``residual`` tells; for a
    curve over risks that matters little, for a total it would.) Raises ValueError when an audited item is not
    reviewed.
    """
    import numpy as np

    if (audited & ~reviewed).any():
        raise ValueError("an audited item has no verdict")
    if not len(codes):
        return np.zeros(0)
    itself = reviewed & ~audited
    if region is not None:
        itself |= region & reviewed
    stands = audited & ~itself
    _, stratum = numbered(codes)
    strata = joined(np.bincount(stratum[stands], minlength=int(stratum.max()) + 1))[stratum]
    count = int(strata.max()) + 1
    rest = np.bincount(strata[~itself], minlength=count)
    drawn = np.bincount(strata[stands], minlength=count)
    each = rest / np.maximum(drawn, 1)
    return np.where(stands, each[strata], itself.astype(float))


def _platt(risks: Floats, truth: Floats, weights: Floats, prior: Prior) -> Callable[[Floats], Floats]:
    """``logit p = a logit(risk) + b`` with a at 1 and b at 0 before the first decision (Newton's method)."""
    import numpy as np

    rows = np.column_stack([logit(risks), np.ones(len(risks))])
    weights = weights * _effective(weights) / len(weights)
    middle, tight = np.array([1.0, 0.0]), 1 / np.array([prior.spread, _LEVEL]) ** 2

    def loss(found: Floats) -> float:
        fitted = rows @ found
        told = np.sum(weights * (np.logaddexp(0.0, fitted) - truth * fitted))
        return float(told + np.sum(tight * (found - middle) ** 2) / 2)

    best = middle
    for _ in range(_STEPS):
        likely = share(np.clip(rows @ best, -30, 30))
        slope = rows.T @ (weights * (likely - truth)) + tight * (best - middle)
        bend = (rows * (weights * likely * (1 - likely))[:, None]).T @ rows + np.diag(tight)
        step = np.linalg.solve(bend, slope)
        size, before = 1.0, loss(best)
        while size > 1e-6 and loss(best - size * step) > before:
            size /= 2
        best = best - size * step
        if float(np.abs(step).max()) < 1e-6:
            break
    stretch, shift = max(best[0], 0.0), best[1]  # a map that falls would turn the queue round
    straight = stretch * rows[:, 0] + shift
    places, moves = _local(risks, truth, weights, share(np.clip(straight, -30, 30)), prior.strength)

    def curve(given: Floats) -> Floats:
        odds = stretch * logit(given) + shift + np.interp(given, places, moves)
        return share(np.clip(odds, -30, 30))

    return curve


def _local(
    risks: Floats, truth: Floats, weights: Floats, told: Floats, strength: float
) -> tuple[Floats, Floats]:
    """How far the log odds of a curve are off, in cells along the risks: their middles, and the moves.

    A curve of two numbers fits where most items are, and may miss where the queue has found out much. In
    each cell what is found moves what is told, which counts as so many decisions.
    """
    import numpy as np

    places, moves = [], []
    edges = np.unique(np.quantile(risks, np.linspace(0, 1, CELLS + 1)))
    cell = np.searchsorted(edges, risks, side="right")
    for number in np.unique(cell):
        inside = cell == number
        held = weights[inside]
        size = held.sum() ** 2 / (held**2).sum()
        before, found = (float(np.average(values[inside], weights=held)) for values in (told, truth))
        after = (strength * before + size * found) / (strength + size)
        places.append(float(np.average(risks[inside], weights=held)))
        moves.append(float(logit(np.array(after)) - logit(np.array(before))))
    return np.array(places), np.array(moves)


def _isotonic(risks: Floats, truth: Floats, weights: Floats) -> Callable[[Floats], Floats]:
    """The rising curve that fits best (pool adjacent violators), straight between risks that were seen."""
    import numpy as np
    from scipy.optimize import isotonic_regression  # scikit-learn's would bring pandas, and twice the memory

    levels, level = np.unique(risks, return_inverse=True)
    held = np.bincount(level, weights)
    means = np.bincount(level, weights * truth) / held
    heights = isotonic_regression(means, weights=held).x

    def curve(given: Floats) -> Floats:
        return np.asarray(np.interp(given, levels, np.clip(heights, 0.0, 1.0)))

    return curve


def _as_points(curve: Callable[[Floats], Floats]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    import numpy as np
    from scipy.optimize import isotonic_regression

    grid = share(np.linspace(-7, 7, 141))
    grid = np.concatenate([[0.0], grid, [1.0]])
    heights = isotonic_regression(curve(grid)).x  # a curve that falls would turn the queue round
    return tuple(map(float, grid)), tuple(map(float, np.clip(heights, 0.0, 1.0)))


def limits(
    risks: Floats, wrong: NDArray[np.bool_], weights: Floats, at: Floats, prior: Prior = LEARNED
) -> tuple[Floats, Floats]:
    """Between which probabilities the true curve lies at some risks, in 95 % of cases (percentile bootstrap).

    Decisions are drawn anew with their weights, and each sample is calibrated. The limits of an item
    (``venn_abers``) are narrower from many decisions on: they tell what one more would change.
    """
    import numpy as np

    rng, tried = np.random.default_rng(0), []
    for _ in range(TRIALS):
        drawn = rng.integers(0, len(wrong), len(wrong))
        curve = calibrate(risks[drawn], wrong[drawn], weights[drawn], prior)
        if curve is not None:
            tried.append(curve(at))
    if not tried:
        return np.zeros(len(at)), np.ones(len(at))
    low, high = np.quantile(np.array(tried), [0.025, 0.975], axis=0)
    return low, high


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


def bins(
    probabilities: Floats, wrong: NDArray[np.bool_], weights: Floats, by: Floats | None = None
) -> list[Bin]:
    """The reliability plot: bins that hold equal weight, with score intervals at their effective size.

    They are cut along the probabilities, or ``by`` the risks that these were made of.
    """
    import numpy as np

    made = []
    for held, inside in _binned(probabilities if by is None else by, weights):
        found = weighted_share(wrong[inside].astype(float).tolist(), weights[inside].tolist())
        foretold = float(np.average(probabilities[inside], weights=weights[inside]))
        made.append(Bin(foretold, found.share, found.low, found.high, len(inside), held))
    return made


def calibration_error(
    probabilities: Floats, wrong: NDArray[np.bool_], weights: Floats, by: Floats | None = None
) -> float:
    """How far probabilities are from what is found, on average, without what chance adds to it.

    The root of the mean squared distance over ``BINS`` bins of equal weight, less the variance of each found
    share, which makes the square unbiased (Kumar et al. 2019). It is never below the expected calibration
    error, the mean distance. 0 without decisions, and where chance explains all of the distance.
    """
    import math

    import numpy as np

    squared = 0.0
    for each, inside in _binned(probabilities if by is None else by, weights):
        held, truth = weights[inside], wrong[inside].astype(float)
        found = float(np.average(truth, weights=held))
        distance = float(np.average(probabilities[inside], weights=held)) - found
        size = held.sum() ** 2 / (held**2).sum()
        squared += each * (distance**2 - found * (1 - found) / max(size - 1, 1.0))
    return math.sqrt(max(0.0, squared))


def binned(by: Floats, weights: Floats) -> list[Places]:
    """The places of the decisions in each bin of ``bins``, rising."""
    return [inside for _, inside in _binned(by, weights)]


def _binned(by: Floats, weights: Floats) -> Iterator[tuple[float, Places]]:
    """The weight of each bin and the decisions in it, rising; equal ones stay together."""
    import numpy as np

    if not len(weights):
        return
    levels, level = np.unique(by, return_inverse=True)
    held = np.bincount(level, weights, len(levels))
    reached = (np.cumsum(held) - held / 2) / weights.sum()
    numbers = np.minimum((reached * BINS).astype(int), BINS - 1)[level]
    for number in np.unique(numbers):
        inside = np.flatnonzero(numbers == number)
        yield float(weights[inside].sum() / weights.sum()), inside


def venn_abers(risk: float, risks: Floats, wrong: NDArray[np.bool_], weights: Floats) -> tuple[float, float]:
    """Between which probabilities an item of that risk lies, as far as the decisions tell (Venn-Abers).

    The rising step function is fitted twice, with the item counted as right and as wrong; the two values at
    its risk hold the true one between them in the long run (Vovk and Petej 2014, arXiv:1211.0025).
    """
    import numpy as np

    ends = []
    for said in (0.0, 1.0):
        scores, truth = np.append(risks, risk), np.append(wrong.astype(float), said)
        all_weights = np.append(weights, weights.mean() if len(weights) else 1.0)
        fitted = _isotonic(scores, truth, all_weights)
        ends.append(float(fitted(np.array([risk]))[0]))
    return ends[0], ends[1]
