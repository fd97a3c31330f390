"""Where the model's label is another than that of most people: a matrix, its largest flips called out."""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from synthreview.analyzers.labels.views import Views, canonical
from synthreview.chart import Cell, Flips
from synthreview.domain import Dataset, Kind
from synthreview.engine import facets
from synthreview.engine.items import ItemBuilder
from synthreview.estimates import wilson
from synthreview.figures import grouped, isolated, natural, share
from synthreview.jobs import JobContext
from synthreview.store import datasets
from synthreview.store import items as stored_items
from synthreview.store.store import Store
from synthreview.translation import tr, trn

MOST = 20_000
"""Items of a data set that are read; of more, so many are drawn at random."""
WIDEST = 20
"""Labels that a matrix has at most, those that people and the model use most."""
NAMED = 100
"""Items of a cell that its filter names at most."""
_KINDS = (Kind.TASK_LABEL, Kind.PREFERENCE)
_CHUNK = 500


@dataclass(slots=True)
class _Read:
    """What reading the items has brought so far."""

    found: defaultdict[tuple[str, str], array[int]]
    """By the label of people and that of the model, the items."""
    split: int = 0
    """Items on which people, or the model's samples, have no one label that is most frequent."""
    without: int = 0
    """Items that lack a valid label of people or of the model."""


def flips(store: Store, dataset: Dataset, job: JobContext | None = None) -> Flips:
    """The matrix of a data set of labels or preferences (long: seconds at `MOST` items).

    The label of people is the one that more of them gave than any other; likewise that of the model's
    samples. Items without such a label are left out and told. Above `MOST` items a random sample is
    read, always the same. Intervals are Wilson's, of the shares in a row, at 95 %.
    """
    job = job or JobContext()
    connection = store.read()
    if dataset.kind not in _KINDS or not datasets.votes(connection, dataset.id).get("people"):
        return Flips(
            tr("People's labels are not in this data set"),
            tr("Without them nothing can be said about where the model differs."),
            "",
            of=dataset.items,
        )
    first, last = datasets.item_range(connection, dataset.id)
    every = range(first, last + 1)
    chosen: Sequence[int] = every if len(every) <= MOST else sorted(Random(0).sample(every, MOST))
    read = _Read(defaultdict(lambda: array("q")))
    for start in range(0, len(chosen), _CHUNK):
        job.progress(start, len(chosen), tr("Reading people's labels in {name}", name=dataset.name))
        for item, people, model in _both(connection, dataset, chosen[start : start + _CHUNK]):
            _add(read, item, people, model)
    return _told(read, len(chosen), len(every))


def _both(
    connection: sqlite3.Connection, dataset: Dataset, ids: Sequence[int]
) -> Iterator[tuple[int, list[str], list[str]]]:
    builder = ItemBuilder(connection)
    for stored in stored_items.fetch(connection, ids):
        people, model = facets.votes(dataset.kind, builder.original(stored))
        yield stored.id, [canonical(label) for label in people], [canonical(label) for label in model]


def _add(read: _Read, item: int, people: list[str], model: list[str]) -> None:
    said, given = Views.of(people).counts, Views.of(model).counts
    if not said or not given:
        read.without += 1
    elif (one := _most(said)) is None or (other := _most(given)) is None:
        read.split += 1
    else:
        read.found[one, other].append(item)


def _most(counts: Counter[str]) -> str | None:
    """The label that is given most; None where two are given as often."""
    (label, most), *others = counts.most_common(2)
    return None if others and others[0][1] == most else label


def _told(read: _Read, looked_at: int, of: int) -> Flips:
    used: Counter[str] = Counter()
    for (one, other), items in read.found.items():
        used[one] += len(items)
        used[other] += len(items)
    labels = sorted((label for label, _ in used.most_common(WIDEST)), key=natural)
    rows = tuple(_row(read, label, labels) for label in labels)
    rare = sum(
        len(items) for (one, other), items in read.found.items() if one not in labels or other not in labels
    )
    called = _called(rows)
    compared = sum(cell.count for row in rows for cell in row)
    same = sum(cell.count for row in rows for cell in row if not cell.flipped)
    return Flips(
        title=_title(compared, same, called),
        subtitle=_subtitle(compared, same, called),
        caution=_caution(read, rare, looked_at, of),
        labels=tuple(labels),
        rows=rows,
        called=called,
        looked_at=looked_at,
        of=of,
    )


def _row(read: _Read, people: str, labels: list[str]) -> tuple[Cell, ...]:
    counts = [len(read.found.get((people, model), ())) for model in labels]
    total = sum(counts)
    cells = []
    for model, count in zip(labels, counts, strict=True):
        low, high = wilson(count, total)
        named = read.found.get((people, model), array("q"))[:NAMED]
        where = " or ".join(f"item:{item}" for item in named)
        part = count / total if total else 0.0
        cells.append(Cell(people, model, count, part, low, high, where, len(named)))
    return tuple(cells)


def _called(rows: Sequence[Sequence[Cell]]) -> tuple[Cell, ...]:
    called = []
    for row in rows:
        kept = next(cell for cell in row if not cell.flipped)
        called += [cell for cell in row if cell.flipped and cell.count and cell.low > kept.high]
    return tuple(sorted(called, key=lambda cell: -cell.low))


def _title(compared: int, same: int, called: Sequence[Cell]) -> str:
    if not compared:
        return tr("No item has a label of people and of the model")
    if called:
        return tr(
            "Where people say “{people}”, the model most often says “{model}”",
            people=isolated(called[0].people),
            model=isolated(called[0].model),
        )
    if same == compared:
        return tr("The model always says what most people say")
    return tr("The model says what most people say on {share} of the items", share=share(same / compared))


def _subtitle(compared: int, same: int, called: Sequence[Cell]) -> str:
    if not compared:
        return tr("Nothing can be said about where the model differs from people.")
    low, high = wilson(same, compared)
    said = [
        trn(
            "The same label on {same} of {count} item: {share} ({low} to {high}).",
            "The same label on {same} of {count} items: {share} ({low} to {high}).",
            compared,
            same=grouped(same),
            share=share(same / compared),
            low=share(low),
            high=share(high),
        )
    ]
    said += [
        tr(
            "“{people}” becomes “{model}” in {share} of the cases ({low} to {high}).",
            people=isolated(cell.people),
            model=isolated(cell.model),
            share=share(cell.share),
            low=share(cell.low),
            high=share(cell.high),
        )
        for cell in called[:3]
    ]
    return " ".join(said)


def _caution(read: _Read, rare: int, looked_at: int, of: int) -> str:
    said = []
    if looked_at < of:
        said.append(
            tr(
                "From a random sample of {looked_at} of {all} items.",
                looked_at=grouped(looked_at),
                all=grouped(of),
            )
        )
    if read.split:
        said.append(
            trn(
                "{count} item is left out because people, or the model's samples, are split evenly.",
                "{count} items are left out because people, or the model's samples, are split evenly.",
                read.split,
            )
        )
    if read.without:
        said.append(
            trn(
                "{count} item is left out because it lacks a valid label.",
                "{count} items are left out because they lack a valid label.",
                read.without,
            )
        )
    if rare:
        said.append(
            trn(
                "{count} item with a rare label is left out.",
                "{count} items with rare labels are left out.",
                rare,
            )
        )
    return " ".join(said)
