"""How good the ranking is, from decisions that each count by the inverse of their chance to be made.

Everything is about all items, not about those reviewed: a queue that shows the worst first would make any
ranking look good, or bad, on what was reviewed alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from synthreview.risk.weighted import Estimate, weighted_share

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
    """The same with its 95 % interval (percentile bootstrap over decisions); None from too few decisions."""
    import numpy as np

    known = auroc(risks, wrong, weights)
    if len(wrong) < FLUKE or np.isnan(known):
        return None
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


@dataclass(frozen=True, slots=True)
class Reached:
    """What reviewing the riskiest so many items finds."""

    share: float
    """Of all items, reviewed."""
    precision: Estimate
    """Of those reviewed, wrong."""
    recall: float
    """Of all wrong ones, found."""
    lift: float
    """How many times as many as in a random order."""


def reached(
    places: Floats,
    wrong: NDArray[np.bool_],
    weights: Floats,
    shares: tuple[float, ...] = (0.05, 0.1, 0.2, 0.5),
) -> list[Reached]:
    """Precision, recall and lift at shares of the queue; empty where nothing wrong is known.

    ``places`` are the decided items' places in the queue of all items, as shares from 0 (first) to 1.
    """
    whole = float(weights @ wrong)
    if not whole:
        return []
    rate, made = whole / weights.sum(), []
    for end in shares:
        inside = places < end
        if inside.any():
            found = weighted_share(wrong[inside].astype(float).tolist(), weights[inside].tolist())
            recall = float(weights[inside] @ wrong[inside]) / whole
            made.append(Reached(end, found, recall, found.share / float(rate)))
    return made


def recall_curve(places: Floats, wrong: NDArray[np.bool_], weights: Floats) -> tuple[Floats, Floats]:
    """Shares of the queue and the shares of all wrong items found by then, from 0 to 1."""
    import numpy as np

    order = np.argsort(places, kind="stable")
    found = np.cumsum((weights * wrong)[order])
    whole = found[-1] if len(found) and found[-1] else 1.0
    return np.concatenate([[0.0], places[order], [1.0]]), np.concatenate(
        [[0.0], found / whole, [1.0 if len(found) and found[-1] else 0.0]]
    )
