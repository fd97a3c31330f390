"""The items of a filter in queue order, by the way that is shortest."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Collection

import orjson

from synthreview.store import worklist
from synthreview.store.filters import Condition
from synthreview.store.stored import loads

FEW = 20_000
"""So many items are looked up one by one sooner than the queue is gone through."""
HEAD = 20_000
"""Ranks at the head of the queue, where most pages are full already."""


def ids(connection: sqlite3.Connection, condition: Condition, limit: int = -1) -> array[int]:
    """Items that meet the condition, in queue order; with a limit no more than that many.

    Going through the queue is quick where it soon has enough of them. Where it would have to be gone
    through to its end, and only a few items come into question, these are looked up and put in order.
    """
    if condition.within is None and limit >= 0:
        head = _gone_through(connection, condition, limit, HEAD)
        if len(head) == limit:
            return head
    few = condition.within if condition.within is not None else _few(connection, condition)
    if few is None:
        return worklist.ids(connection, condition, limit)
    return _looked_up(connection, few, condition, limit)


def _few(connection: sqlite3.Connection, condition: Condition) -> list[int] | None:
    """The items whose own row and state come into question; None where they are many."""
    stored = condition.stored
    if stored is None:
        return None
    row = connection.execute(
        "SELECT json_group_array(id) FROM (SELECT i.id FROM item i LEFT JOIN item_state s ON s.item = i.id"
        f" WHERE {stored.sql} LIMIT {FEW + 1})",
        stored.values,
    ).fetchone()
    found: list[int] = loads(row[0])
    return found if len(found) <= FEW else None


_JOINS = "LEFT JOIN item_state s ON s.item = q.item LEFT JOIN item i ON i.id = q.item"


def _gone_through(connection: sqlite3.Connection, condition: Condition, limit: int, ranks: int) -> array[int]:
    rows = connection.execute(
        f"SELECT q.item FROM queue q {_JOINS} WHERE q.version = {worklist.VERSION} AND q.rank <= ?"
        f" AND ({condition.sql}) ORDER BY q.rank LIMIT ?",
        (ranks, *condition.values, limit),
    )
    return array("q", (row[0] for row in rows))


def _looked_up(
    connection: sqlite3.Connection, items: Collection[int], condition: Condition, limit: int
) -> array[int]:
    rows = connection.execute(
        f"SELECT q.item FROM queue q INDEXED BY queue_item {_JOINS} WHERE q.version = {worklist.VERSION}"
        f" AND q.item IN (SELECT value FROM json_each(?)) AND ({condition.sql}) ORDER BY q.rank LIMIT ?",
        (orjson.dumps(sorted(items)).decode(), *condition.values, limit),
    )
    return array("q", (row[0] for row in rows))
