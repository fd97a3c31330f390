"""Items as stored: their place, raw record, state, and what people decided on them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from synthreview.domain import Decision, Verdict
from synthreview.store import worklist
from synthreview.store.datasets import item_range, place
from synthreview.store.stored import decoding, loads

MAX_VARIABLES = 500
"""Ids per statement."""
MAX_UNITS = 100_000
"""Items one record may hold."""


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item's place and bytes, with the edits that count now."""

    id: int
    dataset: int
    position: int
    unit: str | None
    raw: bytes
    edits: dict[str, Any]


_SELECT = (
    "SELECT i.id, i.record, i.unit, s.verdict, d.body FROM item i"
    " LEFT JOIN item_state s ON s.item = i.id"
    " LEFT JOIN decision d ON d.item = i.id AND d.op = s.op AND d.verdict = 'fix'"
)


@decoding
def _stored(row: Sequence[Any], raws: dict[int, bytes]) -> StoredItem:
    dataset, position = place(row[1])
    edits = loads(row[4]).get("edits", {}) if row[4] else {}
    return StoredItem(row[0], dataset, position, row[2], raws[row[1]], edits)


def fetch(connection: sqlite3.Connection, items: Sequence[int]) -> list[StoredItem]:
    """The items with the given ids, in that order; unknown ids are left out."""
    found = {row[0]: row for chunk in _chunks(items) for row in _by_ids(connection, _SELECT, "i.id", chunk)}
    # Each record once: one that holds a thousand items is not read a thousand times.
    records = sorted({row[1] for row in found.values()})
    raws: dict[int, bytes] = {}
    for chunk in _chunks(records):
        raws.update(_by_ids(connection, "SELECT id, raw FROM record", "id", chunk))
    return [_stored(found[item], raws) for item in items if item in found]


def fetch_between(connection: sqlite3.Connection, first: int, last: int) -> list[StoredItem]:
    """Items with ids from ``first`` to ``last``, ascending."""
    rows = connection.execute(f"{_SELECT} WHERE i.id BETWEEN ? AND ? ORDER BY i.id", (first, last)).fetchall()
    if not rows:
        return []
    raws = dict(
        connection.execute(
            "SELECT id, raw FROM record WHERE id BETWEEN ? AND ? AND fault IS NULL", (rows[0][1], rows[-1][1])
        ).fetchall()
    )
    return [_stored(row, raws) for row in rows]


def bounds(connection: sqlite3.Connection, dataset: int, size: int) -> list[tuple[int, int]]:
    """The data set's item ids cut into ranges (first, last) of at most ``size`` items."""
    first, last = item_range(connection, dataset)
    return [(start, min(start + size - 1, last)) for start in range(first, last + 1, size)]


def at_place(connection: sqlite3.Connection, record: int, unit: str | None) -> int | None:
    """The item that came from a record (and unit), or None."""
    dataset, _ = place(record)
    low, high = item_range(connection, dataset)
    # Items lie in the order of their records, so halving finds the first one of the record.
    end = high
    while low < high:
        middle = (low + high) // 2
        # An id may be kept free for a record that could not be read: the next one there is counts.
        row = connection.execute(
            "SELECT record FROM item WHERE id >= ? AND id <= ? ORDER BY id LIMIT 1", (middle, high)
        ).fetchone()
        low, high = (middle + 1, high) if row is not None and row[0] < record else (low, middle)
    row = connection.execute(
        "SELECT id FROM item WHERE id BETWEEN ? AND ? AND record = ? AND unit IS ? LIMIT 1",
        (low, min(low + MAX_UNITS, end), record, unit),
    ).fetchone()
    return None if row is None else int(row[0])


ItemRow = tuple[int, int, str | None, str | None, str | None, str | None, float | None]
"""Record, item, unit, verdict, the decision's body, its reviewer, risk."""


def of_records(connection: sqlite3.Connection, dataset: int) -> Iterator[ItemRow]:
    """The items of a data set in the order of their records, with what was decided (for snapshots only)."""
    return connection.execute(
        "SELECT i.record, i.id, i.unit, s.verdict, d.body, d.reviewer, q.risk FROM item i"
        " LEFT JOIN item_state s ON s.item = i.id"
        " LEFT JOIN decision d ON d.item = i.id AND d.op = s.op"
        f" LEFT JOIN queue q INDEXED BY queue_item ON q.item = i.id AND q.version = {worklist.VERSION}"
        " WHERE i.id BETWEEN ? AND ? ORDER BY i.id",
        item_range(connection, dataset),
    )


def decision(connection: sqlite3.Connection, item: int) -> Decision | None:
    """The word that counts on an item now."""
    row = connection.execute(
        "SELECT d.item, d.reviewer, d.verdict, d.body FROM decision d"
        " JOIN item_state s ON s.item = d.item AND s.op = d.op WHERE d.item = ?",
        (item,),
    ).fetchone()
    return None if row is None else decoded(*row)


@decoding
def decoded(item: int, reviewer: str, verdict: str, body: str) -> Decision:
    """A stored decision row as a value."""
    fields = loads(body)
    return Decision(
        item=item,
        verdict=Verdict(verdict),
        edits=fields.get("edits", {}),
        reasons=tuple(fields.get("reasons", ())),
        note=fields.get("note", ""),
        reviewer=reviewer,
        seconds=fields.get("seconds", 0.0),
        selected_by=fields.get("selected_by", ""),
        probability=fields.get("probability"),
        at=fields.get("at", ""),
    )


def states(connection: sqlite3.Connection, items: Sequence[int]) -> dict[int, tuple[Verdict | None, bool]]:
    """Verdict and flag of those items that have either."""
    query = "SELECT item, verdict, flagged FROM item_state"
    return {
        item: (Verdict(verdict) if verdict else None, bool(flagged))
        for chunk in _chunks(items)
        for item, verdict, flagged in _by_ids(connection, query, "item", chunk)
    }


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    iterator = iter(ids)
    while chunk := list(islice(iterator, MAX_VARIABLES)):
        yield chunk


def _by_ids(connection: sqlite3.Connection, query: str, column: str, ids: list[int]) -> list[Any]:
    marks = ",".join("?" * len(ids))
    return connection.execute(f"{query} WHERE {column} IN ({marks})", ids).fetchall()
