"""Items that both sides labelled: whose label moves where, and whether chance explains it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.labels.multiple import holm
from synthreview.analyzers.labels.shares import Z

_LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Shift:
    """One label on items that both sides labelled."""

    annotator: str
    label: str
    pairs: int
    only_people: int
    only_model: int
    p: float
    """McNemar's exact test, adjusted for the number of labels and models."""

    @property
    def difference(self) -> float:
        """How much more often the model gives it, as a share of the items."""
        return (self.only_model - self.only_people) / self.pairs

    @property
    def interval(self) -> tuple[float, float]:
        """Of the difference, with half an item more on each side (Agresti and Min 2005)."""
        pairs, more, less = self.pairs + 2, self.only_model + 0.5, self.only_people + 0.5
        middle = (more - less) / pairs
        half = Z * (max(more + less - (more - less) ** 2 / pairs, 0.0) ** 0.5) / pairs
        return min(middle - half, self.difference), max(middle + half, self.difference)

    @property
    def certain(self) -> bool:
        """Whether chance does not explain the difference."""
        return self.p < _LEVEL


@dataclass(frozen=True, slots=True)
class Pairing:
    """One model's labels beside people's on the same items."""

    annotator: str
    pairs: int
    agree: int
    moved: float
    """The total variation between the labels of both sides."""
    margins: float
    """That both use every label as often, by Stuart and Maxwell's test."""
    symmetry: float
    """That labels move from one to another as often as back, by Bowker's test."""


def pairings(confusion: Mapping[tuple[str, str, str], int], fewest: int) -> tuple[list[Pairing], list[Shift]]:
    """The tests for each model with enough items; ``confusion`` counts (annotator, people, model)."""
    by_annotator: dict[str, Counter[tuple[str, str]]] = {}
    for (annotator, people, model), count in confusion.items():
        by_annotator.setdefault(annotator, Counter())[people, model] += count
    found, shifts = [], []
    for annotator, cells in sorted(by_annotator.items()):
        if cells.total() >= fewest:
            labels = sorted({label for pair in cells for label in pair})
            table = np.array([[cells[one, other] for other in labels] for one in labels], np.float64)
            pairs, moved = table.sum(), np.abs(table.sum(axis=0) - table.sum(axis=1)).sum() / 2
            found.append(
                Pairing(
                    annotator,
                    int(pairs),
                    int(np.trace(table)),
                    float(moved / pairs),
                    stuart_maxwell(table),
                    bowker(table),
                )
            )
            shifts += _shifts(annotator, labels, table)
    adjusted = holm([shift[-1] for shift in shifts])
    return found, [Shift(*shift[:-1], p) for shift, p in zip(shifts, adjusted, strict=True)]


def _shifts(
    annotator: str, labels: Sequence[str], table: NDArray[np.float64]
) -> list[tuple[str, str, int, int, int, float]]:
    both, pairs = np.diag(table), int(table.sum())
    only_people, only_model = table.sum(axis=1) - both, table.sum(axis=0) - both
    return [
        (annotator, label, pairs, int(less), int(more), mcnemar(int(less), int(more)))
        for label, less, more in zip(labels, only_people, only_model, strict=True)
    ]


def mcnemar(one: int, other: int) -> float:
    """The exact test that of the items only one side gives a label, both sides have as many."""
    from scipy.stats import binom

    return min(1.0, 2 * float(binom.cdf(min(one, other), one + other, 0.5))) if one + other else 1.0


def stuart_maxwell(table: NDArray[np.float64]) -> float:
    """The test that rows and columns of a table have the same sums (Stuart 1955, Maxwell 1970)."""
    from scipy.stats import chi2

    difference = table.sum(axis=1) - table.sum(axis=0)
    spread = -(table + table.T)
    np.fill_diagonal(spread, table.sum(axis=1) + table.sum(axis=0) - 2 * np.diag(table))
    moving = np.diag(spread) > 0
    difference, spread = difference[moving], spread[np.ix_(moving, moving)]
    freedom = int(np.linalg.matrix_rank(spread)) if len(difference) else 0
    if not freedom:
        return 1.0
    return float(chi2.sf(difference @ np.linalg.pinv(spread, hermitian=True) @ difference, freedom))


def bowker(table: NDArray[np.float64]) -> float:
    """The test that a square table is symmetric (Bowker 1948)."""
    from scipy.stats import chi2

    upper = np.triu_indices(len(table), 1)
    one, other = table[upper], table.T[upper]
    moved = one + other > 0
    statistic = ((one - other)[moved] ** 2 / (one + other)[moved]).sum()
    return float(chi2.sf(statistic, moved.sum())) if moved.any() else 1.0
