"""A risk that learns from decisions: a logistic regression that starts from the risk before any decision.

``logit p = cold + b + x w``: ``cold`` is the logit of the risk as the detectors' priors make it, ``x`` what
is known of an item: how strongly each reason speaks, its label, how long it is (``length``), and the cold
risk itself (``trust``), so that decisions can also tell how far the priors are right. A Gaussian prior holds
``b`` and ``w`` at zero, so that without decisions nothing changes and each moves a little. The queue
shows the riskiest first, which biases the decisions; as long as what selects them is part of the model, a
regression is not misled by that (selection at random given the features, Rubin 1976,
doi:10.1093/biomet/63.3.581). The probability that is shown is calibrated apart (``calibrating``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ENOUGH = 40
"""Decisions under which nothing is learned."""
HALF = 100
"""Decisions at which what was learned counts for half: blend n / (n + 100)."""
SPREAD = 1.0
"""Standard deviation of the prior of a weight, in log odds from no to full strength."""
SPREAD_OF_ALL = 2.0
"""The same for the level of all risks."""
FLOOR = 0.1
"""Chance that something is wrong with an item that no detector sees. Were it 0, no decision could move it;
were it far below what is usual, a few decisions would have to bridge a wide gap between items with and
without findings."""
_STEPS = 60
_FURTHEST = 30.0


@dataclass(frozen=True, slots=True)
class Learned:
    """What decisions taught: a shift for all items, one for each feature, and from how many decisions."""

    shift: float
    weights: tuple[float, ...]
    decisions: int

    @property
    def blend(self) -> float:
        """How much of it counts, 0 to 1."""
        return self.decisions / (self.decisions + HALF)


def logit(shares: Floats) -> Floats:
    """Log odds of shares, finite at 0 and 1 as well."""
    import numpy as np

    kept = np.clip(shares, 1e-6, 1 - 1e-6)
    return np.log(kept) - np.log1p(-kept)


def share(logits: Floats) -> Floats:
    """The shares that log odds stand for."""
    from scipy.special import expit

    found: Floats = expit(logits)
    return found


def floored(cold: Floats) -> Floats:
    """Cold risks with the chance of a fault that no detector sees (``FLOOR``) beside them, order kept."""
    return 1 - (1 - cold) * (1 - FLOOR)


def trust(cold: Floats) -> Floats:
    """A feature: how far the floored cold risk is above the floor, about 0 to 1.

    Its weight stretches the detectors' log odds or draws them in; they are often right in order only.
    """
    import numpy as np

    return (logit(cold) - logit(np.array(FLOOR))) / 3


def length(characters: Floats) -> Floats:
    """A feature: how long a text is, from 0 (empty) to 1 (10,000 characters and more)."""
    import numpy as np

    return np.clip(np.log10(1 + characters) / 4, 0.0, 1.0)


def learn(features: Floats, cold: Floats, wrong: NDArray[np.bool_]) -> Learned | None:
    """Learn from decisions; None below ``ENOUGH``, or where all of them say the same.

    ``features`` has a row for each decision and a column for each feature, about 0 to 1; ``cold`` are the
    risks before any decision (0 to 1); ``wrong`` tells which items were not accepted as they are. The
    maximum of the posterior is found by Newton's method, with steps that are halved until they gain.
    """
    import numpy as np

    decisions = len(wrong)
    if decisions < ENOUGH or wrong.all() or not wrong.any():
        return None
    rows = np.column_stack([np.ones(decisions), features])
    start, truth = logit(cold), wrong.astype(float)
    tight = np.full(rows.shape[1], 1 / SPREAD**2)
    tight[0] = 1 / SPREAD_OF_ALL**2
    found = np.zeros(rows.shape[1])
    before = _loss(rows, start, truth, tight, found)
    for _ in range(_STEPS):
        likely = share(start + rows @ found)
        slope = rows.T @ (likely - truth) + tight * found
        bend = (rows * (likely * (1 - likely))[:, None]).T @ rows + np.diag(tight)
        step = np.linalg.solve(bend, slope)
        length = 1.0
        while length > 1e-6 and _loss(rows, start, truth, tight, found - length * step) > before:
            length /= 2
        found = found - length * step
        after = _loss(rows, start, truth, tight, found)
        if before - after < 1e-9 * (1 + abs(before)):
            break
        before = after
    return Learned(float(found[0]), tuple(map(float, found[1:])), decisions)


def risks(learned: Learned | None, features: Floats, cold: Floats) -> Floats:
    """The risk of items after what was learned, 0 to 1; the cold ones where nothing was."""
    import numpy as np

    if learned is None:
        return cold
    moved = learned.shift + features @ np.array(learned.weights)
    return share(np.clip(logit(cold) + learned.blend * moved, -_FURTHEST, _FURTHEST))


def _loss(rows: Floats, start: Floats, truth: Floats, tight: Floats, weights: Floats) -> float:
    import numpy as np

    odds = start + rows @ weights
    return float(np.sum(np.logaddexp(0.0, odds) - truth * odds) + np.sum(tight * weights**2) / 2)
