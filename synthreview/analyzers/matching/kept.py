"""Vectors of a bounded number of question and answer pairs, the same ones whatever order they come in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

MOST = 200_000
"""Pairs that are kept: 50 MB in the instant tier."""
_STEPS = 127


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """Pairs sorted by the hash of their text; of more than ``MOST`` those with the smallest hashes stay.

    ``questions`` and ``answers`` hold a row per pair: unit vectors times 127, as int8.
    """

    items: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    questions: NDArray[np.int8]
    answers: NDArray[np.int8]

    @classmethod
    def of(
        cls,
        items: Sequence[int],
        texts: Iterable[str],
        questions: NDArray[np.float32],
        answers: NDArray[np.float32],
    ) -> Kept:
        """The pairs of one batch."""
        hashes = [xxh3_64_intdigest(text.encode("utf-8", "surrogatepass")) for text in texts]
        return _sorted(
            np.asarray(items, np.int64), np.asarray(hashes, np.uint64), _small(questions), _small(answers)
        )

    def __add__(self, other: Kept) -> Kept:
        return _sorted(
            np.concatenate([self.items, other.items]),
            np.concatenate([self.hashes, other.hashes]),
            np.concatenate([self.questions, other.questions]),
            np.concatenate([self.answers, other.answers]),
        )


def _sorted(
    items: NDArray[np.int64],
    hashes: NDArray[np.uint64],
    questions: NDArray[np.int8],
    answers: NDArray[np.int8],
) -> Kept:
    order = np.lexsort((items, hashes))[:MOST]
    return Kept(items[order], hashes[order], questions[order], answers[order])


def _small(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    return np.asarray(np.round(vectors * _STEPS), np.int8)


def large(vectors: NDArray[np.int8]) -> NDArray[np.float32]:
    """The vectors as they were, within a 127th."""
    return vectors.astype(np.float32) / np.float32(_STEPS)
