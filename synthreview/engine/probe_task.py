"""What a probe of a data set is given: read from the project, by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from synthreview.domain import Dataset, Item, Kind, Role
from synthreview.engine import probe_instructions, probe_labels, probe_pairs
from synthreview.engine.probe_labels import Counts, Row
from synthreview.engine.probe_pairs import Pair
from synthreview.engine.probe_reading import MOST, ReadItem
from synthreview.errors import UserError
from synthreview.probe.grouping import folded
from synthreview.probe.labels import LabelledTexts
from synthreview.probe.running import Task
from synthreview.translation import tr

Read = Callable[[Dataset], list[ReadItem]]


@dataclass(frozen=True, slots=True)
class Sources:
    """The data sets that a probe reads."""

    dataset: Dataset
    holdout: Dataset | None
    human: Dataset | None
    references: Sequence[Dataset]
    """Data sets of people's answers that may speak of the data's items."""


Cautions = list[tuple[str, dict[str, Any]]]
Gathered = tuple[Task, tuple[str, ...], int, Cautions]
"""The task, its classes, how many examples it has, and cautions."""


def gather(sources: Sources, items: list[ReadItem], read: Read, seeds: int, *, what_if: bool) -> Gathered:
    """The task of a data set's kind; UserError where something is missing."""
    make = {Kind.PREFERENCE: _pairs, Kind.INSTRUCTION: _instructions}.get(sources.dataset.kind, _labels)
    return make(sources, items, read, seeds, what_if)


def references(every: Sequence[Dataset], dataset: Dataset) -> list[Dataset]:
    """People's data sets that may speak of a data set's items."""
    return [one for one in every if one.role is Role.HUMAN and one.kind is dataset.kind]


def _labels(sources: Sources, items: list[ReadItem], read: Read, seeds: int, what_if: bool) -> Gathered:
    kind = sources.dataset.kind

    def rows(one: Dataset) -> list[Row]:
        return probe_labels.peoples(probe_labels.rows(kind, read(one)))

    data, there = _at_most(list(probe_labels.rows(kind, items)))
    speaking = sources.references if kind is Kind.TASK_LABEL else ()
    known = probe_labels.by_text(row for one in speaking for row in rows(one))
    tested = rows(sources.holdout) if sources.holdout else [*_own(data), *_by_others(data, known)]
    if kind is Kind.SIMULATION and not sources.holdout:
        raise UserError(
            tr(
                "Roles are tested on conversations between people, or on some that were checked: import them "
                "as held out and choose them here."
            )
        )
    own = rows(sources.human) if sources.human else None
    gathered = probe_labels.gathered(data, tested, own, known)
    cautions: Cautions = [("sampled", {"read": len(data), "of": there})] if len(data) < there else []
    if sources.holdout and (bare := sum(not row.people for row in tested)):
        cautions.append(("bare", {"count": bare}))
    if unused := _unused(gathered):
        cautions.append(("unused", {"labels": unused}))
    seen: tuple[Item, ...] = ()
    if what_if and kind is Kind.TASK_LABEL:
        seen = tuple(_with_people(item.original, row, known) for item, row in zip(items, data, strict=True))
    return Task(gathered, seeds, items=seen), gathered.classes, len(data), cautions


def _at_most(rows: list[Row]) -> tuple[list[Row], int]:
    """No more rows than MOST (conversations have many turns), drawn at random, and how many there are."""
    if len(rows) <= MOST:
        return rows, len(rows)
    return [rows[place] for place in sorted(Random(0).sample(range(len(rows)), MOST))], len(rows)


def _unused(data: LabelledTexts) -> list[str]:
    """Labels that people give and the data never do."""
    used, said = data.examples.raw.sum(axis=0), data.truth.sum(axis=0)
    return [label for label, own, other in zip(data.classes, used, said, strict=True) if other and not own]


def _own(data: Sequence[Row]) -> Iterator[Row]:
    """The data's own rows where people's labels stand beside the model's."""
    return (replace(row, raw={}) for row in data if row.people)


def _by_others(data: Sequence[Row], known: dict[str, Counts]) -> Iterator[Row]:
    """The data's rows whose labels by people are in another data set."""
    for row in data:
        said = known.get(folded(row.text))
        if said and not row.people:
            yield replace(row, raw={}, people=said)


def _with_people(item: Item, row: Row, known: dict[str, Counts]) -> Item:
    """The item with people's labels beside the model's, wherever they stand."""
    said = row.people or known.get(folded(row.text), {})
    labels = [label for label, number in said.items() for _ in range(int(number))]
    return replace(item, parts={**item.parts, "human_labels": labels})


def _pairs(sources: Sources, items: list[ReadItem], read: Read, seeds: int, what_if: bool) -> Gathered:
    def pairs(one: Dataset) -> list[Pair]:
        return probe_pairs.peoples(probe_pairs.pairs(read(one)))

    data = probe_pairs.pairs(items)
    held = pairs(sources.holdout) if sources.holdout else None
    others = (pair for one in sources.references if one != sources.holdout for pair in pairs(one))
    known = {**probe_pairs.by_key([*data, *others]), **probe_pairs.by_key(held or ())}
    tested = data if held is None else held
    agreement = probe_pairs.agree(data, known)
    gathered = probe_pairs.gathered(data, tested, known)
    return Task(gathered, seeds), (), len(data), [("codes", {})] if agreement.alarm else []


def _instructions(sources: Sources, items: list[ReadItem], read: Read, seeds: int, what_if: bool) -> Gathered:
    if sources.holdout is None:
        raise UserError(
            tr(
                "Instructions are tested on people's own answers to other instructions: import them as held "
                "out and choose them here."
            )
        )
    held = read(sources.holdout)
    known = probe_instructions.by_text(
        item for one in sources.references if one != sources.holdout for item in read(one)
    )
    gathered = probe_instructions.gathered(items, held, known)
    return Task(gathered, seeds), (), len(items), [("proxy", {})]
