"""How good the ranking is, from decisions that each count by the inverse of their chance to be made.

Everything is about all items, not about those reviewed: a queue that shows the worst first would make any
ranking look good, or bad, on what was reviewed alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthreview.estimates import wilson
from synthreview.risk.weighted import Estimate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TRIALS = 1_000
"""Bootstrap samples of an interval."""
FLUKE = 20
"""Fewer decisions tell nothing of a ranking."""


def auroc(risks: Floats, wrong: NDArray[np.bool_], weights: Floats) -> float:
    """The chance that of a wrong and a right item the wrong one has the higher risk; ties count half.

    Each pair counts by the product of its weights. NaN where all are wrong or none is.
    """
    import numpy as np

    if wrong.all() or not wrong.any():
        return float("nan")
    levels, place = np.unique(risks, return_inverse=True)
    bad = np.bincount(place, weights * wrong, len(levels))
    good = np.bincount(place, weights * ~wrong, len(levels))
    below = np.cumsum(good) - good
    return float(bad @ (below + good / 2) / (bad.sum() * good.sum()))


def auroc_with_interval(
    risks: Floats, wrong: NDArray[np.bool_], weights: Floats, seed: int = 0
) -> Estimate | None:
    """The same with its 95 % interval (percentile bootstrap over decisions); None from too few decisions.

    Where all pairs are in order, or none is, no sample differs; then the score interval at the size of the
    rarer kind is told (Wilson 1927), which no pair can do better than.
    """
    import numpy as np

    known = auroc(risks, wrong, weights)
    if len(wrong) < FLUKE or np.isnan(known):
        return None
    if known in (0.0, 1.0):
        rarer = int(min(wrong.sum(), (~wrong).sum()))
        return Estimate(known, *wilson(round(known * rarer), rarer))
    rng = np.random.default_rng(seed)
    tried = []
    for _ in range(TRIALS):
        drawn = rng.integers(0, len(wrong), len(wrong))
        found = auroc(risks[drawn], wrong[drawn], weights[drawn])
        if not np.isnan(found):
            tried.append(found)
    low, high = np.quantile(tried, [0.025, 0.975])
    return Estimate(known, float(low), float(high))


def beats_chance(found: Estimate | None) -> bool:
    """Whether the decisions show that the ranking is better than a random order."""
    return found is not None and found.low > 0.5
