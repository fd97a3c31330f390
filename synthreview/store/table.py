"""The queue as a table: what is stored of each item, and the decision that counts, without its text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from synthreview.store import worklist
from synthreview.store.filters import Condition

CHUNK = 50_000
"""Rows that are read at once."""
COLUMNS = (
    "item",
    "rank",
    "risk",
    "dataset",
    "position",
    "unit",
    "label",
    "length",
    "language",
    "verdict",
    "flagged",
    "reviewer",
    "selected_by",
    "seconds",
    "at",
)
_SELECT = (
    "SELECT q.item, q.rank, q.risk, i.record >> 32, i.record & 0xffffffff, i.unit, i.label, i.length,"
    " nullif(i.language, ''), s.verdict, coalesce(s.flagged, 0), w.reviewer,"
    " json_extract(w.body, '$.selected_by'), json_extract(w.body, '$.seconds'), json_extract(w.body, '$.at')"
    " FROM queue q JOIN item i ON i.id = q.item LEFT JOIN item_state s ON s.item = q.item"
    " LEFT JOIN decision w ON w.item = q.item AND w.op = s.op"
)


def chunks(connection: sqlite3.Connection, condition: Condition) -> Iterator[list[tuple[Any, ...]]]:
    """The items that meet a condition in queue order, as rows of ``COLUMNS`` (for snapshots only)."""
    cursor = connection.execute(
        f"{_SELECT} WHERE q.version = {worklist.VERSION} AND ({condition.sql}) ORDER BY q.rank, q.item",
        condition.values,
    )
    while rows := cursor.fetchmany(CHUNK):
        yield rows
