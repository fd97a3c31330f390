"""Which items of a reference speak of which reviewed items."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from synthreview.store.datasets import item_range


def replace(
    connection: sqlite3.Connection, reference: int, dataset: int, rows: Iterable[tuple[int, int]]
) -> None:
    """Put new links (item, item of the reference) in the place of those between these two data sets."""
    connection.execute(
        "DELETE FROM link WHERE reference = ? AND item BETWEEN ? AND ?",
        (reference, *item_range(connection, dataset)),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO link (reference, item, other) VALUES (?, ?, ?)",
        ((reference, item, other) for item, other in rows),
    )


def of_reference(connection: sqlite3.Connection, reference: int) -> list[tuple[int, int]]:
    """All links of a reference: item, item of the reference."""
    return connection.execute(
        "SELECT item, other FROM link WHERE reference = ? ORDER BY item", (reference,)
    ).fetchall()


def of_item(connection: sqlite3.Connection, item: int) -> list[tuple[int, int]]:
    """The references that speak of an item: data set and item there."""
    return connection.execute(
        "SELECT l.reference, l.other FROM link l JOIN dataset d ON d.id = l.reference AND d.ready = 1"
        " WHERE l.item = ?",
        (item,),
    ).fetchall()
