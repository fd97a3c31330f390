"""Texts with the labels that were given to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.sample import Sample

MOST = 20_000
"""Texts that are kept; more teach a linear model of some hundred weights nothing new."""


def labelled(
    items: Sequence[int], texts: Sequence[str], vectors: NDArray[np.float32], labels: Sequence[Counter[str]]
) -> Sample:
    """The labelled texts of one batch: a vector and the counts of valid labels for each."""
    counts = np.empty(len(labels), object)
    counts[:] = labels
    return Sample.of(MOST, items, texts, vectors, counts)


@dataclass(frozen=True, slots=True, eq=False)
class LabelledTexts:
    """Texts by vectors (a row each), and how often each valid label was given to them."""

    items: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    vectors: NDArray[np.float32]
    labels: tuple[Counter[str], ...]

    @classmethod
    def among(cls, sample: Sample) -> LabelledTexts:
        """The texts of a sample that is not empty."""
        rows = sample.rows()
        vectors, labels = rows.columns
        return cls(rows.items, rows.hashes, vectors, tuple(labels))

    def __len__(self) -> int:
        return len(self.items)

    def names(self) -> list[str]:
        """Every label that was given, sorted."""
        return sorted(set().union(*self.labels))

    def shares(self, names: Sequence[str]) -> NDArray[np.float64]:
        """A row per text, a column per label: the label's share among those of the text."""
        counts = np.array([[given[name] for name in names] for given in self.labels], np.float64)
        return np.asarray(counts / counts.sum(1, keepdims=True))
