"""Items that several people judged."""

from __future__ import annotations

import sqlite3

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
