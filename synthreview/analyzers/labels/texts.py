"""Texts with the labels that were given to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.labels.tally import Labels
from synthreview.analyzers.labels.views import Views
from synthreview.analyzers.rules.hit import excerpt
from synthreview.analyzers.sample import Sample
from synthreview.domain import Item

MOST = 20_000
"""Texts that are kept; more teach a linear model of some hundred weights nothing new."""
_EXCERPT = 90


def labelled(
    items: Sequence[int], texts: Sequence[str], vectors: NDArray[np.float32], labels: Sequence[Counter[str]]
) -> Sample:
    """The labelled texts of one batch: a vector, the counts of valid labels and an excerpt for each."""
    excerpts = [excerpt(text, _EXCERPT) for text in texts]
    return Sample.of(MOST, items, texts, vectors, _column(labels), _column(excerpts))


@dataclass(frozen=True, slots=True)
class Given:
    """Who labelled the texts of one batch how: counts of valid labels per item, maybe empty ones."""

    people: list[Counter[str]]
    model: list[Counter[str]]
    lone: list[Counter[str]]
    """Single labels of items that have no other: in a data set of people's labels, theirs."""

    @classmethod
    def of(cls, batch: Sequence[Item]) -> Given:
        """The labels of a batch."""
        labels = [Labels.of(item) for item in batch]
        people = [Views.of(each.people).counts for each in labels]
        model = [Views.of(each.model).counts for each in labels]
        lone = [
            counts if each.lone and not theirs else Counter[str]()
            for counts, each, theirs in zip(model, labels, people, strict=True)
        ]
        return cls(people, model, lone)


def kept(batch: Sequence[Item], vectors: NDArray[np.float32], counts: Sequence[Counter[str]]) -> Sample:
    """The items of a batch that have labels and a text that says something."""
    places = [place for place, each in enumerate(counts) if each and vectors[place].any()]
    items = [batch[place].id for place in places]
    texts = [batch[place].text("text") for place in places]
    return labelled(items, texts, vectors[places], [counts[place] for place in places])


def _column(values: Sequence[Any]) -> NDArray[np.object_]:
    column = np.empty(len(values), object)
    column[:] = values
    return column


@dataclass(frozen=True, slots=True, eq=False)
class LabelledTexts:
    """Texts by vectors (a row each), and how often each valid label was given to them."""

    items: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    vectors: NDArray[np.float32]
    labels: tuple[Counter[str], ...]
    excerpts: tuple[str, ...]

    @classmethod
    def among(cls, sample: Sample) -> LabelledTexts:
        """The texts of a sample that is not empty; one that occurs again is one, with all its labels."""
        rows = sample.rows()
        vectors, labels, excerpts = rows.columns
        hashes, first = np.unique(rows.hashes, return_index=True)  # rows are sorted by hash
        together = np.add.reduceat(labels, first)
        return cls(rows.items[first], hashes, vectors[first], tuple(together), tuple(excerpts[first]))

    def __len__(self) -> int:
        return len(self.items)

    def names(self) -> list[str]:
        """Every label that was given, sorted."""
        return sorted(set().union(*self.labels))

    def shares(self, names: Sequence[str]) -> NDArray[np.float64]:
        """A row per text, a column per label: the label's share among those of the text."""
        counts = np.array([[given[name] for name in names] for given in self.labels], np.float64)
        return np.asarray(counts / counts.sum(1, keepdims=True))
