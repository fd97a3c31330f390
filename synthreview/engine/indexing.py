"""The full-text index and the items' languages, filled in the background after an import."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from synthreview.analyzers.rules.language import spoken
from synthreview.domain import Dataset, Kind, Parts
from synthreview.engine import facets
from synthreview.engine.items import ItemBuilder
from synthreview.engine.pool import Workers, processes_for
from synthreview.jobs import JobContext
from synthreview.store import datasets, search
from synthreview.store import items as stored_items
from synthreview.store.search import Indexed
from synthreview.store.store import Store, reader
from synthreview.store.writer import BULK
from synthreview.translation import trn

CHUNK = 1_000
_TELLING = 300
"""Characters that tell the language."""
_SPOKEN = {Kind.INSTRUCTION: "output", Kind.PREFERENCE: "a"}
"""The part whose language is the item's, where that is not its whole text: what is trained on."""


def index_text(store: Store, job: JobContext) -> int:
    """Add every item that is not in the index yet; returns how many. Goes on where it was stopped."""
    with store.indexing:
        return sum(_index(store, dataset, job) for dataset in datasets.every(store.read()))


def _index(store: Store, dataset: Dataset, job: JobContext) -> int:
    done = search.indexed(store.read(), dataset.id)
    tasks = list(_unfinished(store, dataset, done))
    added = 0
    with Workers(processes_for(CHUNK * len(tasks))) as workers:
        arguments = ((store.path, dataset.kind, *task, done) for task in tasks)
        results = workers.map(_read, arguments, job)
        for (_, last), rows in zip(tasks, results, strict=True):
            store.write(partial(search.index, dataset=dataset.id, rows=rows, reaches=last), BULK)
            added += sum(1 for _, text, _ in rows if text is not None)
            note = trn(
                "{name}: {count} item searchable",
                "{name}: {count} items searchable",
                added,
                name=dataset.name,
            )
            job.progress(added, 0, note)
    return added


def _unfinished(store: Store, dataset: Dataset, done: int) -> Iterator[tuple[int, int]]:
    connection = store.read()
    for first, last in stored_items.bounds(connection, dataset.id, CHUNK):
        if last > done or search.lacking(connection, first, last):
            yield first, last


def _read(project: Path, kind: Kind, first: int, last: int, done: int) -> list[Indexed]:
    """Texts (of items behind ``done``) and languages of a range of items."""
    with closing(reader(project)) as connection:
        builder = ItemBuilder(connection)
        rows = []
        for stored in stored_items.fetch_between(connection, first, last):
            parts = builder.original(stored)
            text = "\n".join(facets.texts(kind, parts))
            language = spoken(_telling(kind, parts) or text[:_TELLING])
            rows.append((stored.id, text if stored.id > done else None, language))
        return rows


def _telling(kind: Kind, parts: Parts) -> str:
    value = parts.get(_SPOKEN.get(kind, ""))
    return value[:_TELLING] if isinstance(value, str) else ""
