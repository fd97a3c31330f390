"""Sketches that agree in a stretch of values, found without comparing all with all.

A band is six values (three bytes of a sketch). Texts with J = .8 share at least one of the 21 bands with a
chance of .999, those with J = .3 with .05 (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.similarity.signatures import SKETCH_BYTES

_BAND_BYTES = 3
_WINDOW = 8
"""In a crowded band each sketch is compared with so many neighbours, in the order of the values after it."""

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Rows of the first and of the second of each pair; the first is the lower."""


def candidates(sketches: NDArray[np.uint8]) -> Iterator[Pairs]:
    """Pairs of rows that share a band, a lot at a time; a pair comes up once for each band it shares."""
    for start in range(0, SKETCH_BYTES - _BAND_BYTES + 1, _BAND_BYTES):
        place = [(start + step) % SKETCH_BYTES for step in range(8)]
        keys = np.ascontiguousarray(sketches[:, place]).view(">u8").ravel().astype(np.uint64)
        order = np.argsort(keys, kind="stable")
        band = keys[order] >> np.uint64(8 * (8 - _BAND_BYTES))
        for gap in range(1, _WINDOW + 1):
            near = np.flatnonzero(band[gap:] == band[:-gap])
            if not len(near):
                break
            one, other = order[near], order[near + gap]
            yield np.minimum(one, other), np.maximum(one, other)
