"""Different texts labelled by people and a model: a test of all labels, and the least shift it would find."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.labels.contrast import Contrast

Floats = NDArray[np.float64]

POWER, LEVEL = 0.8, 0.05
_EXPECTED = 5.0
_DRAWS = 2000
_SEED = 20240126


def homogeneity(contrast: Contrast) -> float:
    """The chance of such differences between two sides that use all labels alike.

    A likelihood-ratio (G) test on as many independent labels as each side's are worth (Rao and Scott 1981);
    by random tables where a label is expected less than five times.
    """
    from scipy.stats import chi2

    sizes = [
        _worth(shares, parts, texts)
        for shares, parts, texts in (
            (contrast.people, contrast.people_parts, contrast.people_texts),
            (contrast.model, contrast.model_parts, contrast.model_texts),
        )
    ]
    used = contrast.people + contrast.model > 0
    if min(sizes) < 1 or used.sum() < 2:
        return 1.0
    tables = np.stack([contrast.people[used] * sizes[0], contrast.model[used] * sizes[1]])
    pooled = tables.sum(axis=0) / tables.sum()
    statistic = float(_g(tables[None])[0])
    if pooled.min() * min(sizes) >= _EXPECTED:
        return float(chi2.sf(statistic, used.sum() - 1))
    random = np.random.default_rng(_SEED)
    drawn = np.stack([random.multinomial(round(size), pooled, _DRAWS) for size in sizes], axis=1)
    return float((1 + (_g(drawn.astype(np.float64)) >= statistic - 1e-9).sum()) / (1 + _DRAWS))


def _worth(shares: Floats, parts: Floats, texts: int) -> float:
    """So many independent labels would have shares as variable as these."""
    seen = shares > 0
    spread = float(((parts[:, seen] ** 2).sum(axis=0) / shares[seen]).sum())
    return (int(seen.sum()) - 1) / spread if spread > 0 else float(texts)


def _g(tables: Floats) -> Floats:
    """The statistic of tables of two rows, the first axis being the table."""
    rows, columns = tables.sum(axis=2, keepdims=True), tables.sum(axis=1, keepdims=True)
    expected = rows * columns / rows.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(tables > 0, tables * np.log(tables / expected), 0.0)
    return np.asarray(2 * terms.sum(axis=(1, 2)))


def power(shift: float, size: float, shares: Floats) -> float:
    """The chance that the test finds a shift, as total variation, between the labels that hide it best.

    Noncentral chi-squared with noncentrality ``size`` times sum(difference^2 / share) (Cohen 1988, chapter
    7); ``size`` is the harmonic n of both sides, n1 n2 / (n1 + n2).
    """
    from scipy.stats import chi2, ncx2

    freedom = int((shares > 0).sum()) - 1
    if freedom < 1 or size <= 0:
        return 0.0
    return float(ncx2.sf(chi2.isf(LEVEL, freedom), freedom, size * shift * shift * _hardest(shares)))


def detectable(size: float, shares: Floats) -> float | None:
    """The least shift that is found with a power of .8 at the 5 % level; None where none is."""
    low, high = 0.0, 1.0
    if power(high, size, shares) < POWER:
        return None
    while high - low > 1e-4:
        middle = (low + high) / 2
        low, high = (low, middle) if power(middle, size, shares) >= POWER else (middle, high)
    return high


def _hardest(shares: Floats) -> float:
    """The least sum(difference^2 / share) of a shift of 1: it is between two halves of the labels.

    The halves, nearly alike in use, are found greedily, the commonest labels first.
    """
    halves = [0.0, 0.0]
    for share in sorted(shares[shares > 0].tolist(), reverse=True):
        halves[halves.index(min(halves))] += share
    return sum(1 / half for half in halves) if min(halves) > 0 else math.inf
