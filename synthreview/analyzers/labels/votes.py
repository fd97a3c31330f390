"""A bounded number of items with the labels people and a model gave, for intervals that respect texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synthreview.analyzers.labels.groups import groups_in
from synthreview.analyzers.labels.tally import Labels
from synthreview.analyzers.sample import Rows, Sample
from synthreview.domain import Item, Kind

Floats = NDArray[np.float64]

MOST = 20_000
"""Items whose labels are kept; the shares of more are known from sums, with narrower intervals."""
MOST_READ = 3_000
"""Items of which the beginning of the text is kept, to tell topics apart."""
_BEGINNING = 400
_MOST_LABELS = 50
"""Labels of one side of one item that are kept."""


def text_of(item: Item) -> str:
    """The text that was labelled; of a preference the prompt, or the answers where there is none."""
    if item.kind is Kind.PREFERENCE:
        return item.text("prompt") or f"{item.text('a')}\n{item.text('b')}"
    return item.text("text")


def sampled(batch: Sequence[Item], labels: Sequence[Labels]) -> Sample:
    """The labels of a batch, with what slices of the data set are made by."""
    given = [(item, each) for item, each in zip(batch, labels, strict=True) if each.people or each.model]
    texts = [text_of(item) for item, _ in given]
    columns = (
        _objects(tuple(each.people[:_MOST_LABELS]) for _, each in given),
        _objects(tuple(each.model[:_MOST_LABELS]) for _, each in given),
        _objects(each.annotator for _, each in given),
        np.array([each.lone and not each.people for _, each in given], bool),
        np.array([_length(item) for item, _ in given], np.int64),
        np.array([groups_in(text) for text in texts], np.int64),
    )
    return Sample.of(MOST, [item.id for item, _ in given], texts, *columns)


def read(batch: Sequence[Item]) -> Sample:
    """The beginnings of the texts of a batch."""
    texts = [text_of(item) for item in batch]
    return Sample.of(
        MOST_READ, [item.id for item in batch], texts, _objects(text[:_BEGINNING] for text in texts)
    )


def _length(item: Item) -> int:
    """As the filter ``length`` counts it."""
    return sum(len(value) for value in item.parts.values() if type(value) is str)


def _objects(values: Iterable[Any]) -> NDArray[np.object_]:
    listed = list(values)
    column = np.empty(len(listed), object)
    column[:] = listed
    return column


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """Labels counted: a row per item, a column per label."""

    names: tuple[str, ...]
    texts: NDArray[np.uint64]
    """The hash of the text; rows with the same text are not independent."""
    people: Floats
    model: Floats
    annotator: NDArray[np.object_]
    length: NDArray[np.int64]
    groups: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.texts)

    @classmethod
    def of(
        cls, names: Sequence[str], invalid: Collection[str], own: Sample, reference: Sample | None = None
    ) -> Votes:
        """The rows of a data set, and of a reference: there, labels alone are people's."""
        place = {name: at for at, name in enumerate(names)}
        parts = [_counted(own.rows(), place, invalid, people_alone=False)] if len(own) else []
        if reference is not None and len(reference):
            parts.append(_counted(reference.rows(), place, invalid, people_alone=True))
        if not parts:
            none, empty = np.empty((0, len(names))), np.empty(0, np.int64)
            return cls(tuple(names), empty.astype(np.uint64), none, none, empty.astype(object), empty, empty)
        texts, people, model, annotator, length, groups = (
            np.concatenate(column) for column in zip(*parts, strict=True)
        )
        return cls(tuple(names), texts, people, model, annotator, length, groups)

    def by(self, annotator: str) -> Votes:
        """All of people's labels, and those of one model."""
        return replace(self, model=self.model * (self.annotator == annotator)[:, None])

    def where(self, chosen: NDArray[np.bool_]) -> Votes:
        """Some of the rows."""
        return Votes(
            self.names,
            self.texts[chosen],
            self.people[chosen],
            self.model[chosen],
            self.annotator[chosen],
            self.length[chosen],
            self.groups[chosen],
        )


def _counted(
    rows: Rows, place: dict[str, int], invalid: Collection[str], *, people_alone: bool
) -> tuple[NDArray[Any], ...]:
    people, model, annotator, alone, length, groups = rows.columns
    if people_alone:
        if not any(map(len, people)):
            people = np.where(alone, model, people)
        model = _objects(() for _ in people)
    sides = (_counts(side, place, invalid) for side in (people, model))
    return (rows.hashes, *sides, annotator, length, groups)


def _counts(side: Iterable[Sequence[str]], place: dict[str, int], invalid: Collection[str]) -> Floats:
    listed = list(side)
    counts = np.zeros((len(listed), len(place)))
    for row, given in enumerate(listed):
        for label in given:
            if label not in invalid and label in place:
                counts[row, place[label]] += 1
    return counts
