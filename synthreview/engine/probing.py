"""Runs the second-order check on a data set of a project, and keeps what it found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from synthreview.domain import Dataset, Item, Kind, Role
from synthreview.engine import probe_labels
from synthreview.engine.blind_reference import GENERATOR
from synthreview.engine.pool import stream
from synthreview.engine.probe_reading import read
from synthreview.errors import UserError
from synthreview.jobs import JobContext
from synthreview.kind_words import DATA_OF_KIND
from synthreview.probe import running
from synthreview.probe.grouping import folded
from synthreview.probe.result import Result
from synthreview.probe.running import Found, LabelProbe, Progress
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
    """Whether to foretell what reviewing would bring."""


def candidates(store: Store, dataset: Dataset) -> list[Dataset]:
    """Data sets that a data set can be tested on, those that were held out first."""
    every = [
        one
        for one in datasets.every(store.read())
        if one.kind is dataset.kind and one.role is not Role.SYNTHETIC and one.items
    ]
    return sorted(every, key=lambda one: one.role is not Role.HOLDOUT)


def probe(store: Store, asked: Asked, condition: Condition | None, job: JobContext) -> Result:
    """Train quick models on a data set and compare them on people's answers (long); the result is kept.

    Raises UserError where nothing can be told. The models are trained in a process of their own.
    """
    connection = store.read()
    event = ops.last_event(connection)
    dataset = datasets.get(connection, asked.dataset)
    holdout = datasets.get(connection, asked.holdout) if asked.holdout is not None else None
    human = datasets.get(connection, asked.human) if asked.human is not None else None
    for other in (holdout, human):
        _require_same_kind(dataset, other)
    task, facts = _labels(store, dataset, holdout, human, asked, condition, job)
    found = _run(task, job)
    result = Result(
        kind=dataset.kind,
        dataset=dataset.name,
        holdout=holdout.name if holdout else "",
        measure="accuracy",
        tested=found.tested,
        groups=found.groups,
        examples=facts["examples"],
        classes=task.data.classes,
        views=found.views,
        what_if=found.what_if,
        human=human.name if human else "",
        seeds=asked.seeds,
        split=found.split,
        cautions=tuple(_cautions(holdout, facts)),
        at=datasets.now(),
        event=event,
    )
    store.write(lambda c: probes.keep(c, dataset.id, result.as_json()))
    return result


def _require_same_kind(dataset: Dataset, other: Dataset | None) -> None:
    if other is not None and other.kind is not dataset.kind:
        raise UserError(
            tr(
                "'{other}' is {its_data} and '{name}' is {data}; a holdout is of the same kind.",
                other=other.name,
                its_data=DATA_OF_KIND[other.kind],
                name=dataset.name,
                data=DATA_OF_KIND[dataset.kind],
            )
        )


def _labels(
    store: Store,
    dataset: Dataset,
    holdout: Dataset | None,
    human: Dataset | None,
    asked: Asked,
    condition: Condition | None,
    job: JobContext,
) -> tuple[LabelProbe, dict[str, Any]]:
    if dataset.kind is Kind.FREE_TEXT and not asked.label:
        raise UserError(
            tr(
                "Free text is probed by a label that stands beside it: say which field of the records holds "
                "the label."
            )
        )

    def rows(one: Dataset) -> list[probe_labels.Row]:
        return list(probe_labels.rows(one.kind, read(store, one, None, asked.label, job)[0]))

    items, there = read(store, dataset, condition, asked.label, job)
    data = list(probe_labels.rows(dataset.kind, items))
    references = [one for one in datasets.every(store.read()) if _tells_of(one, dataset)]
    known = probe_labels.by_text(row for one in references for row in rows(one))
    tested = rows(holdout) if holdout else [*_own(data), *_by_others(data, known)]
    if holdout:
        known = {**probe_labels.by_text(tested), **known}
    own = rows(human) if human else None
    gathered = probe_labels.gathered(data, tested, own, known)
    seen: Sequence[Item] = ()
    if asked.what_if and dataset.kind is Kind.TASK_LABEL:
        seen = [_with_people(item.original, row, known) for item, row in zip(items, data, strict=True)]
    facts = {
        "examples": len(data),
        "there": there,
        "read": len(items),
        "decided": sum(item.looked_at for item in items),
    }
    return LabelProbe(gathered, asked.seeds, items=tuple(seen)), facts


def _tells_of(one: Dataset, dataset: Dataset) -> bool:
    return one.role is Role.HUMAN and one.kind is dataset.kind and one.kind is Kind.TASK_LABEL


def _own(data: Sequence[probe_labels.Row]) -> Iterator[probe_labels.Row]:
    """The data's own rows where people's labels stand beside the model's."""
    return (replace(row, raw={}) for row in data if row.people)


def _by_others(
    data: Sequence[probe_labels.Row], known: dict[str, probe_labels.Counts]
) -> Iterator[probe_labels.Row]:
    """The data's rows whose labels by people are in another data set."""
    for row in data:
        said = known.get(folded(row.text))
        if said and not row.people:
            yield replace(row, raw={}, people=said)


def _with_people(item: Item, row: probe_labels.Row, known: dict[str, probe_labels.Counts]) -> Item:
    """The item with people's labels beside the model's, wherever they stand."""
    said = row.people or known.get(folded(row.text), {})
    labels = [label for label, number in said.items() for _ in range(int(number))]
    return replace(item, parts={**item.parts, "human_labels": labels})


def _run(task: LabelProbe, job: JobContext) -> Found:
    for said in stream(running.run, (task,), job, apart=True):
        if isinstance(said, Progress):
            job.progress(said.done, said.total, tr(said.note))
        else:
            return said
    raise UserError(tr("The probe ended without a result."))


def _cautions(holdout: Dataset | None, facts: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if holdout is None or holdout.role is Role.HUMAN:
        blind = holdout is not None and holdout.generator == GENERATOR
        yield "seen", {"name": holdout.name if holdout else "", "blind": blind}
    if facts["read"] < facts["there"]:
        yield "sampled", {"read": facts["read"], "of": facts["there"]}
    if not facts["decided"]:
        yield "undecided", {}
