"""What a probe of a data set is given: read from the project, by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from synthreview.domain import Dataset, Item, Kind, Role
from synthreview.engine import probe_instructions, probe_labels, probe_pairs
from synthreview.engine.probe_labels import Counts, Row
from synthreview.engine.probe_reading import ReadItem
from synthreview.errors import UserError
from synthreview.probe.grouping import folded
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


Gathered = tuple[Task, tuple[str, ...], int, list[tuple[str, dict[str, Any]]]]
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

    def rows(one: Dataset | None) -> list[Row]:
        return list(probe_labels.rows(kind, read(one))) if one else []

    data = list(probe_labels.rows(kind, items))
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
    seen: tuple[Item, ...] = ()
    if what_if and kind is Kind.TASK_LABEL:
        seen = tuple(_with_people(item.original, row, known) for item, row in zip(items, data, strict=True))
    return Task(gathered, seeds, items=seen), gathered.classes, len(data), []


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
    data = probe_pairs.pairs(items)
    held = probe_pairs.pairs(read(sources.holdout)) if sources.holdout else []
    known = probe_pairs.by_key(
        pair for one in sources.references if one != sources.holdout for pair in probe_pairs.pairs(read(one))
    )
    told = {**known, **probe_pairs.by_key(held)}
    tested = held or [pair for pair in data if probe_pairs.people(pair, told)]
    agreement = probe_pairs.agree(data, told)
    cautions: list[tuple[str, dict[str, Any]]] = [("codes", {})] if agreement.alarm else []
    gathered = probe_pairs.gathered(data, tested, told)
    return Task(gathered, seeds), (), len(data), cautions


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
