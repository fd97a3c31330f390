"""Items that may judge the same thing as another one: those that share its words, and linked ones."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from synthreview.domain import Kind


def linked(connection: sqlite3.Connection, item: int) -> list[int]:
    """The items of references that speak of an item, by reference."""
    rows = connection.execute(
        "SELECT l.other FROM link l JOIN dataset d ON d.id = l.reference AND d.ready = 1"
        " WHERE l.item = ? ORDER BY l.reference, l.other",
        (item,),
    ).fetchall()
    return [other for (other,) in rows]


def sharing(connection: sqlite3.Connection, phrases: Sequence[str], kind: Kind, most: int) -> list[int]:
    """Up to ``most`` items of a kind in which all phrases of the full-text index occur, by id."""
    rows = connection.execute(
        "SELECT i.id FROM item_text t JOIN item i ON i.id = t.rowid"
        " JOIN dataset d ON d.id = i.record >> 32 AND d.kind = ? AND d.ready = 1"
        " WHERE item_text MATCH ? ORDER BY t.rowid LIMIT ?",
        (kind, " AND ".join(phrases), most),
    ).fetchall()
    return [item for (item,) in rows]
