"""Estimates with intervals: pure functions on numbers and sequences."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import groupby
from statistics import NormalDist


def wilson(successes: int, trials: int, confidence: float = 0.95) -> tuple[float, float]:
    """The score interval of a proportion (Wilson 1927, JASA 22:209, doi:10.1080/01621459.1927.10502953).

    Nothing observed gives (0, 1). Raises ValueError when there are more successes than trials.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} successes in {trials} trials")
    if trials == 0:
        return 0.0, 1.0
    return score_interval(successes / trials, trials, NormalDist().inv_cdf(0.5 + confidence / 2))


def score_interval(share: float, size: float, z: float) -> tuple[float, float]:
    """Wilson's interval of a share in a sample of a size, also an effective one; ``z``: normal quantile."""
    scale = 1 + z * z / size
    centre = (share + z * z / (2 * size)) / scale
    half = z * math.sqrt(share * (1 - share) / size + z * z / (4 * size * size)) / scale
    low = 0.0 if share == 0 else max(0.0, centre - half)
    high = 1.0 if share == 1 else min(1.0, centre + half)
    return low, high


def of_finite(successes: int, trials: int, size: int, confidence: float = 0.95) -> tuple[int, int]:
    """How many of ``size`` things are successes, given ``trials`` of them drawn without replacement.

    The exact limits of Clopper and Pearson (1934, Biometrika 26:404, doi:10.1093/biomet/26.4.404) with
    the hypergeometric distribution in place of the binomial (Buonaccorsi 1987, The American Statistician
    41:215): numbers at which so few, or so many, successes would still be drawn with more than half of
    what ``confidence`` leaves; with more than all of it where only one side is open, that is after none or
    only successes. So either limit by itself is missed once in 20 times at most. Everything drawn leaves no
    doubt. Raises ValueError for numbers that cannot be.
    """
    if not 0 <= successes <= trials <= size:
        raise ValueError(f"{successes} successes in {trials} of {size}")
    if trials == 0:
        return 0, size
    left = 1 - confidence
    risk = left if successes in (0, trials) else left / 2
    ways = math.comb(size, trials)

    def chance(there: int, few: bool) -> float:
        drawn = range(successes + 1) if few else range(successes, trials + 1)
        return sum(math.comb(there, n) * math.comb(size - there, trials - n) for n in drawn) / ways

    lowest, highest = successes, size - (trials - successes)
    low = lowest if successes == 0 else first(lowest, highest, lambda m: chance(m, False) > risk)
    high = highest if successes == trials else first(lowest, highest, lambda m: chance(m, True) <= risk) - 1
    return low, max(low, high)


def first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The smallest number from ``low`` to ``high`` from which on something holds; else ``high + 1``."""
    return low + bisect_left(range(low, high + 1), True, key=holds)


def average_precision(scores: Sequence[float], truth: Sequence[bool]) -> float:
    """Average precision of a ranking, highest score first; its expected value where scores are tied.

    Ties are broken at random in expectation, so a constant score gets no credit for a lucky order
    (McSherry and Najork 2008, doi:10.1007/978-3-540-78646-7_38). NaN when nothing is true.
    """
    ranked = sorted(zip(scores, truth, strict=True), key=lambda pair: -pair[0])
    positives = sum(bool(true) for _, true in ranked)
    if not positives:
        return math.nan
    seen = found = 0
    area = 0.0
    for _, group in groupby(ranked, key=lambda pair: pair[0]):
        flags = [bool(true) for _, true in group]
        area += _tied(seen, found, len(flags), sum(flags))
        seen, found = seen + len(flags), found + sum(flags)
    return area / positives


def _tied(seen: int, found: int, size: int, positives: int) -> float:
    """The expected sum of precisions at the positives of one group of equal scores.

    Any place of the group is positive with probability p/n; given that, each place before it is one
    with probability (p-1)/(n-1).
    """
    if not positives:
        return 0.0
    before = (positives - 1) / (size - 1) if size > 1 else 0.0
    precisions = ((found + 1 + place * before) / (seen + place + 1) for place in range(size))
    return positives / size * math.fsum(precisions)
