"""The full-text index, filled in the background after an import."""

from __future__ import annotations

from functools import partial

from synthreview.engine import facets
from synthreview.engine.items import ItemBuilder
from synthreview.figures import grouped
from synthreview.jobs import JobContext
from synthreview.store import datasets, search
from synthreview.store import items as stored_items
from synthreview.store.store import Store
from synthreview.store.writer import BULK

CHUNK = 1_000


def index_text(store: Store, job: JobContext) -> int:
    """Add every item that is not in the index yet; returns how many. Goes on where it was stopped."""
    with store.indexing:
        return _index(store, job)


def _index(store: Store, job: JobContext) -> int:
    connection, added = store.read(), 0
    builder = ItemBuilder(connection)
    for dataset in datasets.every(connection):
        done = search.indexed(connection, dataset.id)
        for first, last in stored_items.bounds(connection, dataset.id, CHUNK):
            if last <= done:
                continue
            rows = stored_items.fetch_between(connection, max(first, done + 1), last)
            texts = [(row.id, "\n".join(facets.texts(dataset.kind, builder.original(row)))) for row in rows]
            store.write(partial(search.index, dataset=dataset.id, texts=texts, reaches=last), BULK)
            added += len(rows)
            job.progress(added, 0, f"{dataset.name}: {grouped(added)} items searchable")
    return added
