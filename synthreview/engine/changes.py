"""Every change that people made to a data set, before and after, as plain rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from synthreview.domain import Dataset, Verdict, with_edits
from synthreview.engine.entries import Judged, entries
from synthreview.engine.items import ItemBuilder

_TOLD = {Verdict.FIX.past: "fixed", Verdict.REJECT.past: "removed"}


def changes(connection: sqlite3.Connection, dataset: Dataset) -> Iterator[dict[str, Any]]:
    """One row for each item that was fixed or rejected, and for each record that was mended.

    ``before`` and ``after`` are the parts that differ; of a removed item ``before`` is all of it.
    For snapshots only.
    """
    builder = ItemBuilder(connection)
    for entry in entries(connection, dataset.id):
        if entry.source is not None:
            yield {
                "change": "mended",
                "dataset": dataset.name,
                "position": entry.position,
                "unit": None,
                "before": entry.source.decode(dataset.encoding, "replace"),
                "after": entry.raw.decode(dataset.encoding, "replace"),
            }
        for item in entry.items:
            if item.state in _TOLD:
                yield _change(item, dataset, builder)


def _change(item: Judged, dataset: Dataset, builder: ItemBuilder) -> dict[str, Any]:
    stored = item.stored
    before = builder.original(stored)
    after: dict[str, Any] | None = None
    if item.state == Verdict.FIX.past:
        edited = with_edits(before, stored.edits)
        after = {name: value for name, value in edited.items() if value != before.get(name)}
        before = {name: before.get(name) for name in after}
    return {
        "change": _TOLD[item.state],
        "dataset": dataset.name,
        "position": stored.position,
        "unit": stored.unit,
        "item": stored.id,
        "reasons": list(item.reasons),
        "note": item.note,
        "reviewer": item.reviewer,
        "before": before,
        "after": after,
    }
