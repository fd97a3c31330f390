"""MinHash signatures, kept to a few bits a value.

Two sets agree in a value of their signatures with the chance of their Jaccard similarity J (Broder 1997).
Of each value only the lowest b bits are kept, so that different values agree by chance in one of 2^b:
the share of agreements is J + (1 - J) / 2^b (Li and König 2010, doi:10.1145/1772690.1772759).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import rensa
from numpy.typing import NDArray

VALUES = 128
SKETCH_BYTES = VALUES // 2
"""Four bits a value, two values a byte."""
GLANCE_VALUES = 64
_SEED = 20231
_EQUAL_HALVES = np.array([(low == 0) + (high == 0) for high in range(16) for low in range(16)], np.uint8)
_BITS = np.array([byte.bit_count() for byte in range(256)], np.uint8)


def signatures(sets: Sequence[Sequence[str]], values: int = VALUES) -> NDArray[np.uint32]:
    """A row of values for each set of strings; the minimum of two rows is the row of both sets."""
    if not sets:
        return np.empty((0, values), np.uint32)
    made: Any = rensa.RMinHash.digest_matrix_from_token_sets(sets, values, _SEED)
    return np.array(made.to_rows(), np.uint32).reshape(len(sets), values)


def sketch(rows: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Four bits of each value, for estimates within .04 (one standard deviation at J = .8)."""
    low = (rows & 15).astype(np.uint8)
    return np.asarray(low[:, 0::2] | (low[:, 1::2] << 4), np.uint8)


def glance(rows: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """One bit of 64 values, in 8 bytes: enough to tell whether two texts differ for the most part."""
    return np.packbits((rows & 1).astype(np.uint8), axis=1)


def by_sketches(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Estimated similarities of sketches, row by row; may fall a little below 0."""
    agree = _EQUAL_HALVES[one ^ other].sum(axis=-1, dtype=np.int64) / VALUES
    return np.asarray((agree - 1 / 16) / (15 / 16), np.float64)


def by_glances(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Roughly estimated similarities (one standard deviation is .1 at J = .6), along the last axis."""
    differ = _BITS[one ^ other].sum(axis=-1, dtype=np.int64) / GLANCE_VALUES
    return np.asarray(1 - 2 * differ, np.float64)
