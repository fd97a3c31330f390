"""P-values of several questions asked at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def holm(values: Sequence[float]) -> list[float]:
    """P-values adjusted so that one wrong answer among all is as rare as it says (Holm 1979)."""
    p = np.asarray(values, np.float64)
    order = np.argsort(p, kind="stable")
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * (len(p) - np.arange(len(p)))), 1)
    found: list[float] = adjusted.tolist()
    return found


def benjamini_hochberg(values: Sequence[float]) -> list[float]:
    """P-values adjusted so that of what passes a level, that share is wrong (Benjamini, Hochberg 1995)."""
    p = np.asarray(values, np.float64)
    order = np.argsort(p, kind="stable")[::-1]
    adjusted = np.empty(len(p))
    ranks = len(p) - np.arange(len(p))
    adjusted[order] = np.minimum(np.minimum.accumulate(p[order] * len(p) / ranks), 1)
    found: list[float] = adjusted.tolist()
    return found
