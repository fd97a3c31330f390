"""Runs the second-order check on a data set of a project, and keeps what it found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from synthreview.analyzers.embeddings import full
from synthreview.domain import Dataset, Kind, Role
from synthreview.engine import probe_meanings, probe_task
from synthreview.engine.pool import stream
from synthreview.engine.probe_reading import ReadItem, read
from synthreview.engine.probe_task import Sources
from synthreview.errors import UserError
from synthreview.jobs import JobContext
from synthreview.kind_words import DATA_OF_KIND
from synthreview.probe import running
from synthreview.probe.result import Result
from synthreview.probe.running import Found, Progress, Task
from synthreview.store import datasets, ops, probes
from synthreview.store.filters import Condition
from synthreview.store.store import Store
from synthreview.translation import tr

SEEDS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be probed."""

    dataset: int
    holdout: int | None = None
    """The data set of people's answers to test on; None: those that the data set has itself."""
    human: int | None = None
    """A data set of people's own examples to train on, where they are not those of the data set."""
    label: str = ""
    """A path in the records to the label, for free text."""
    seeds: int = SEEDS
    what_if: bool = False
    """Whether to foretell what reviewing would bring; for task labels with people's labels."""
    closely: bool = False
    """Whether the large model of meaning reads what it does not know yet."""
    model: Path | None = None
    """A folder with another large model than the packaged one."""
    where: str = ""
    """The filter that the examples meet; empty: all."""


def candidates(store: Store, dataset: Dataset) -> list[Dataset]:
    """Data sets that a data set can be tested on, those that were held out first."""
    every = [
        one
        for one in datasets.every(store.read())
        if one.kind is dataset.kind and one.role is not Role.SYNTHETIC and one.items
    ]
    return sorted(every, key=lambda one: one.role is not Role.HOLDOUT)


def probe(store: Store, asked: Asked, condition: Condition | None, job: JobContext) -> Result:
    """Train quick models on a data set and compare them on people's answers (long); the result is kept,
    unless the project is read-only.

    Raises UserError where nothing can be told. The models are trained in a process of their own.
    """
    connection = store.read()
    event = ops.last_event(connection)
    every = {one.id: one for one in datasets.every(connection)}
    dataset = _there(every, asked.dataset)
    holdout = _there(every, asked.holdout) if asked.holdout is not None else None
    human = _there(every, asked.human) if asked.human is not None else None
    for other in (holdout, human):
        _require_other_of_its_kind(dataset, other)
    if dataset.kind is Kind.FREE_TEXT and not asked.label:
        raise UserError(
            tr(
                "Free text is probed by a label that stands beside it: say which field of the records holds "
                "the label."
            )
        )
    items, there = read(store, dataset, condition, asked.label, job)

    def other_items(other: Dataset) -> list[ReadItem]:
        return read(store, other, None, asked.label, job)[0]

    sources = Sources(dataset, holdout, human, probe_task.references(list(every.values()), dataset))
    task, classes, examples, told = probe_task.gather(
        sources, items, other_items, asked.seeds, what_if=asked.what_if
    )
    close = (
        probe_meanings.read(store, task.data.texts, full.chosen(asked.model), job)
        if asked.closely and not store.read_only
        else probe_meanings.known(store, task.data.texts)
    )
    found = _run(replace(task, close=close), job)
    result = Result(
        kind=dataset.kind,
        dataset=dataset.name,
        holdout=holdout.name if holdout else "",
        measure="rouge" if dataset.kind is Kind.INSTRUCTION else "accuracy",
        tested=found.tested,
        groups=found.groups,
        examples=examples,
        classes=classes,
        views=found.views,
        what_if=found.what_if,
        human=human.name if human else "",
        seeds=asked.seeds,
        split=found.split,
        cautions=(*told, *_cautions(asked, holdout, found, len(items), there)),
        decided=sum(item.looked_at for item in items),
        at=datasets.now(),
        event=event,
    )
    if not store.read_only:
        store.write(lambda c: probes.keep(c, dataset.id, result.as_json()))
    return result


def _there(every: dict[int, Dataset], number: int) -> Dataset:
    """A data set of the project; UserError for one that was removed, or never was."""
    if number not in every:
        raise UserError(tr("The project has no data set number {dataset}.", dataset=number))
    return every[number]


def _require_other_of_its_kind(dataset: Dataset, other: Dataset | None) -> None:
    if other is None:
        return
    if other.id == dataset.id:
        raise UserError(
            tr("'{name}' cannot be tested on itself; choose people's answers to test on.", name=dataset.name)
        )
    if other.role is Role.SYNTHETIC:
        raise UserError(
            tr("'{name}' is to be reviewed itself; choose people's answers to test on.", name=other.name)
        )
    if other.kind is not dataset.kind:
        raise UserError(
            tr(
                "'{other}' is {its_data} and '{name}' is {data}; a holdout is of the same kind.",
                other=other.name,
                its_data=DATA_OF_KIND[other.kind],
                name=dataset.name,
                data=DATA_OF_KIND[dataset.kind],
            )
        )


def _run(task: Task, job: JobContext) -> Found:
    for said in stream(running.run, (task,), job, apart=True):
        if isinstance(said, Found):
            return said
        if isinstance(said, Progress):
            job.progress(said.done, said.total, tr(said.note))
    raise UserError(tr("The check ended without a result."))


def _cautions(
    asked: Asked, holdout: Dataset | None, found: Found, taken: int, there: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    if asked.where:
        yield "where", {"filter": asked.where}
    if holdout is None or holdout.role is not Role.HOLDOUT:
        yield "seen", {"name": holdout.name if holdout else ""}
    if found.overlapping:
        yield "dropped", {"count": found.overlapping}
    if taken < there:
        yield "sampled", {"read": taken, "of": there}
    if asked.what_if and not found.what_if:
        yield "not_foretold", {}
