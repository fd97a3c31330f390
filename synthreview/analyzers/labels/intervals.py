"""Intervals of shares and of their differences, where several labels come from one text."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.labels.shares import Z

Floats = NDArray[np.float64]
Interval = tuple[float, float]


def wilson(share: float, size: float) -> Interval:
    """The interval of a share that as many independent labels support (Wilson 1927)."""
    if size <= 0:
        return 0.0, 1.0
    middle = (share + Z * Z / (2 * size)) / (1 + Z * Z / size)
    half = Z * math.sqrt(share * (1 - share) / size + Z * Z / (4 * size * size)) / (1 + Z * Z / size)
    return max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share))


def size_of(share: float, variance: float, texts: int) -> float:
    """How many independent labels would give a share this variance; the texts where all labels agree."""
    return share * (1 - share) / variance if variance > 0 and 0 < share < 1 else float(texts)


def newcombe(first: float, one: Interval, second: float, other: Interval, correlation: float) -> Interval:
    """The interval of ``second - first`` from the intervals of both (Newcombe 1998, method 10)."""
    difference = second - first
    below = _joined(second - other[0], one[1] - first, correlation)
    above = _joined(other[1] - second, first - one[0], correlation)
    return max(-1.0, difference - below), min(1.0, difference + above)


def _joined(one: float, other: float, correlation: float) -> float:
    return math.sqrt(max(one * one - 2 * correlation * one * other + other * other, 0.0))


def mean_by_text(values: Floats, texts: NDArray[np.uint64]) -> tuple[float, float, int]:
    """The mean, its standard error with texts as the independent units, and the number of texts."""
    if not len(values):
        return 0.0, 0.0, 0
    mean = float(values.mean())
    hashes, rows = np.unique(texts, return_inverse=True)
    sums = np.bincount(rows, values - mean)
    spread = len(hashes) / max(len(hashes) - 1, 1)
    return mean, math.sqrt(float((sums**2).sum()) * spread) / len(values), len(hashes)
