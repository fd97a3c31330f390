"""Vectors of length 1 in a byte per number, as a project keeps them.

A packed vector is its scale (32 bits) and its numbers as int8; cosines move by less than .002.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_STEPS = 127
_SCALE = np.dtype("<f4")


def pack(vectors: NDArray[np.float32]) -> list[bytes]:
    """One value per row."""
    scales = np.abs(vectors).max(1, keepdims=True) / _STEPS
    small = np.round(vectors / np.where(scales > 0, scales, 1)).astype(np.int8)
    return [
        scale.tobytes() + numbers.tobytes()
        for scale, numbers in zip(scales.astype(_SCALE), small, strict=True)
    ]


def unpack(packed: Sequence[bytes], width: int) -> NDArray[np.float32]:
    """The rows, of length 1 again, from values of ``width`` bytes; an empty value becomes a row of zeros."""
    width = max(width, _SCALE.itemsize + 1)  # where nothing was packed yet
    filled = b"".join(each or bytes(width) for each in packed)
    table = np.frombuffer(filled, np.uint8).reshape(len(packed), width)
    scales = table[:, : _SCALE.itemsize].copy().view(_SCALE)
    rows = table[:, _SCALE.itemsize :].view(np.int8).astype(np.float32) * scales
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1), np.float32)
