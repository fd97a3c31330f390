"""Items that several people judged."""

from __future__ import annotations

import sqlite3

from synthreview.store.datasets import item_range
from synthreview.store.reviewed import TOGETHER

_ALONE = (
    f"d.verdict <> 'defer' AND NOT {TOGETHER}"
    " AND EXISTS (SELECT 1 FROM dataset s WHERE s.role = 'synthetic' AND s.ready = 1"
    " AND d.item BETWEEN s.first_item AND s.last_item)"
)


def judged_twice(connection: sqlite3.Connection) -> list[tuple[int, str, str]]:
    """Item, reviewer and verdict of each judgement of an item that two people or more judged, by item.

    Deferring is no judgement, and neither is a verdict given to many items at once.
    """
    return connection.execute(
        "SELECT d.item, d.reviewer, d.verdict FROM decision d WHERE d.item IN"
        f" (SELECT d.item FROM decision d WHERE {_ALONE} GROUP BY d.item HAVING count(*) > 1) AND {_ALONE}"
        " ORDER BY d.item, d.reviewer"
    ).fetchall()


def first_and_last(connection: sqlite3.Connection, dataset: int) -> list[tuple[int, str, str]]:
    """Each item of a data set that two people or more judged: its first word, and the one that counts now."""
    inside = "d.item BETWEEN ? AND ?"
    whole = item_range(connection, dataset)
    rows = connection.execute(
        "SELECT d.item, d.verdict, s.verdict, min(d.op) FROM decision d JOIN item_state s ON s.item = d.item"
        f" WHERE {inside} AND {_ALONE} AND s.verdict IN ('accept', 'fix', 'reject') AND d.item IN"
        f" (SELECT d.item FROM decision d WHERE {inside} AND {_ALONE} GROUP BY d.item HAVING count(*) > 1)"
        " GROUP BY d.item ORDER BY d.item",
        (*whole, *whole),
    ).fetchall()
    return [(item, first, last) for item, first, last, _ in rows]
