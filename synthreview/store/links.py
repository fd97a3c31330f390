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
