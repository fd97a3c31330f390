"""What texts are about, as neighbourhoods of meaning: spherical k-means (Dhillon and Modha 2001).

Texts of two groups are compared inside a neighbourhood. Setting each text beside the nearest one of the other
group would not do: a few texts are nearest to very many, and those are written in a way of their own.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_MOST = 50
_TEXTS = 20
"""Texts of the smaller group that make a neighbourhood, on average."""
_ROUNDS = 12


def neighbourhoods(
    one: NDArray[np.float32], other: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The number of each text's neighbourhood; who belongs to which group is not looked at."""
    vectors = np.concatenate([one, other])
    count = min(max(min(len(one), len(other)) // _TEXTS, 1), _MOST)
    centres = vectors[np.linspace(0, len(vectors) - 1, count).astype(np.int64)]
    nearest = np.zeros(len(vectors), np.int64)
    for _ in range(_ROUNDS):
        nearest = np.argmax(vectors @ centres.T, axis=1)
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest, vectors)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(lengths > 0, sums / np.where(lengths > 0, lengths, 1), centres)
    return nearest[: len(one)], nearest[len(one) :]
