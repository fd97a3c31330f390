"""A small project file with twenty items and nothing decided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from synthreview.domain import Kind, Role
from synthreview.store import batches, datasets
from synthreview.store.batches import Batch
from synthreview.store.store import Store

ITEMS = 20


def fill(store: Store, items: int = ITEMS) -> int:
    """Add a data set of ``items`` one-item records; returns its id."""
    layout = {"container": "json_lines", "encoding": "utf-8"}
    dataset = store.write(
        lambda c: datasets.begin(
            c, "notes", Kind.FREE_TEXT, Role.SYNTHETIC, "notes.jsonl", "JSON Lines", layout, {}
        )
    )
    batch = Batch(datasets.record_id(dataset, 0), 1)
    for number in range(items):
        batch.add_record(b"", b'{"text": "a"}')
        batch.add_item(number, None, 1)
    store.write(lambda c: batches.append(c, batch.packed()))
    end = datasets.Finished(
        head=b"",
        tail=b"",
        sha256="0",
        size=1,
        records=items,
        items=items,
        quarantined=0,
        votes={},
        item_range=(1, items),
    )
    store.write(lambda c: datasets.finish(c, dataset, end))
    return dataset


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An open project with twenty undecided items."""
    opened = Store(tmp_path / "a.synthreview", create=True)
    fill(opened)
    yield opened
    opened.close()
