"""An interval that stays true however often one looks, for sampling until one is sure enough.

An ordinary 95 % interval that is looked at after each label misses the truth sooner or later far more often
than once in 20 times. A confidence sequence misses it at any of its steps once in 20 times at most.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Counts = NDArray[np.int64]
    Floats = NDArray[np.float64]

PRIOR = (1.0, 1.0)
"""All error rates alike before the first label."""


@dataclass(frozen=True, slots=True, eq=False)
class ConfidenceSequence:
    """The limits of the number of errors among `size` items after each label; arrays of the same length."""

    size: int
    lower: Counts
    upper: Counts

    def certified(
        self, threshold: float, found: int = 0, left: int = 0, kept: int | None = None
    ) -> int | None:
        """The first label after which the error rate is certainly below a threshold; None: not yet.

        Labels are counted from 1. With the numbers of a cleaned data set it is about that: of `found` errors
        `left` are still there, and `kept` items; the rest of the errors are then at most upper - found.
        Any of these may be looked at after each label; the guarantee is for all of them together.
        """
        import numpy as np

        total = self.size if kept is None else kept
        below = np.flatnonzero(self.upper - found + left < threshold * total)
        return int(below[0]) + 1 if len(below) else None


def bounds(
    errors: ArrayLike,
    labels: ArrayLike,
    size: int,
    confidence: float = 0.95,
    prior: tuple[float, float] = PRIOR,
) -> tuple[Counts, Counts]:
    """The lowest and highest number of errors among `size` items, at one look or at many.

    `errors` and `labels` are numbers or arrays of the same length: errors among the items labelled so far,
    which were drawn one by one, without replacement. With a beta-binomial prior of M, the number of errors,
    prior(M) / posterior(M) is a martingale at the true M (Waudby-Smith and Ramdas 2020, Confidence sequences
    for sampling without replacement, NeurIPS 33, arXiv:2006.04347). It exceeds 1 / alpha at any time with
    probability alpha at most (Ville 1939), so the M at which it has not are a confidence set. The ratio is
    BetaBinomial(k; n, a, b) / Hypergeometric(k; N, M, n), which has one valley in M, at its mode
    k (N + 1) / n: either end is found by bisection, at all looks together. The prior must be chosen before
    the first label; it decides how narrow the set is, not whether it holds. Raises ValueError for
    numbers that cannot be.

    The theory is that of simple random sampling. Draws in the order of `audits.audit_order` are stratified,
    and spread their errors more evenly than that: the sequence then covers more.
    """
    import numpy as np

    k, n = np.broadcast_arrays(np.asarray(errors, dtype=np.int64), np.asarray(labels, dtype=np.int64))
    if ((k < 0) | (k > n) | (n > size)).any():
        raise ValueError(f"more errors than labels, or more labels than the {size} items")
    a, b = prior
    if a <= 0 or b <= 0:
        raise ValueError("a prior needs two positive numbers")
    cut = _log_beta(k + a, n - k + b) - _log_beta(a, b) + np.log(1 - confidence)

    least, most = k, size - (n - k)
    ways = _log_fall(np.full_like(n, size), n)

    def inside(there: Counts) -> NDArray[np.bool_]:
        """Whether M errors are in the set. The binomial coefficient of k of n stands on both sides."""
        there = np.clip(there, least, most)  # beyond, at a look whose end is found already
        likely: NDArray[np.bool_] = _log_fall(there, k) + _log_fall(size - there, n - k) - ways > cut
        return likely

    mode = np.clip(k * (size + 1) // np.maximum(n, 1), least, most)
    lower = _edge(mode, least - 1, inside)
    upper = _edge(mode, most + 1, inside)
    return lower, upper


def sequence(
    errors: ArrayLike, size: int, confidence: float = 0.95, prior: tuple[float, float] = PRIOR
) -> ConfidenceSequence:
    """The confidence sequence after each of n labels, in the order of the draws; `errors` is an array of n.

    The limits are those of `bounds`, each look keeping what earlier ones have excluded (the running
    intersection, which holds with the same probability; Waudby-Smith and Ramdas 2020, arXiv:2006.04347).
    Looks that contradict each other, which happens once in 20 times at most, leave the limits where they were
    before. Raises ValueError when there are more labels than items.
    """
    import numpy as np

    labels = np.asarray(errors, dtype=bool)
    lower, upper = bounds(np.cumsum(labels), np.arange(1, len(labels) + 1), size, confidence, prior)
    lower, upper = np.maximum.accumulate(lower), np.minimum.accumulate(upper)
    crossed = np.flatnonzero(lower > upper)
    if len(crossed):
        first = int(crossed[0])
        lower[first:], upper[first:] = (lower[first - 1], upper[first - 1]) if first else (0, size)
    return ConfidenceSequence(size, lower, upper)


def _edge(inside: Counts, outside: Counts, holds: Callable[[Counts], NDArray[np.bool_]]) -> Counts:
    """The last number that holds, on the way to one that does not; for all looks at once."""
    import numpy as np

    inside, outside = inside.copy(), outside.copy()
    while (open_ := np.abs(outside - inside) > 1).any():
        middle = (inside + outside) // 2
        good = holds(middle)
        inside = np.where(open_ & good, middle, inside)
        outside = np.where(open_ & ~good, middle, outside)
    return inside


def _log_fall(top: Counts, count: Counts) -> Floats:
    """The logarithm of top (top - 1) ... of so many factors."""
    from scipy.special import gammaln

    value: Floats = gammaln(top + 1.0) - gammaln(top - count + 1.0)
    return value


def _log_beta(a: Floats | float, b: Floats | float) -> Floats:
    from scipy.special import betaln

    value: Floats = betaln(a, b)
    return value
