"""Items that several people judged."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from synthreview.store import idset
from synthreview.store.datasets import item_range
from synthreview.store.reviewed import TOGETHER

CHUNK = 500
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


def first_and_last(connection: sqlite3.Connection, dataset: int, most: int) -> list[tuple[int, str, str]]:
    """Items of a data set that two people or more judged: the first word ever, and the one that counts now.

    ``most`` items at most. The first word comes from what was done: its author may have changed it since.
    """
    inside = "d.item BETWEEN ? AND ?"
    counting = dict(
        connection.execute(
            "SELECT s.item, s.verdict FROM item_state s JOIN decision d ON d.item = s.item AND d.op = s.op"
            f" WHERE {inside} AND {_ALONE} AND s.item IN (SELECT d.item FROM decision d"
            f" WHERE {inside} AND {_ALONE} GROUP BY d.item HAVING count(*) > 1) LIMIT ?",
            (*item_range(connection, dataset), *item_range(connection, dataset), most),
        )
    )
    first = _first(connection, list(counting))
    return [(item, first[item], verdict) for item, verdict in counting.items() if item in first]


def _first(connection: sqlite3.Connection, items: Sequence[int]) -> dict[int, str]:
    """The first verdict on each item that settled it and was given to it alone."""
    found: dict[int, str] = {}
    for start in range(0, len(items), CHUNK):
        some = items[start : start + CHUNK]
        marks = ",".join("?" * len(some))
        rows = connection.execute(
            "SELECT t.item, json_extract(p.after, '$.verdict'), p.items FROM op_item t"
            " JOIN op ON op.seq = t.op AND op.state = 'done'"
            " JOIN op_patch p ON p.op = t.op AND p.field = 'decision' AND p.after IS NOT NULL"
            f" WHERE t.item IN ({marks}) AND json_extract(p.after, '$.verdict') <> 'defer'"
            " AND coalesce(json_extract(p.after, '$.body') ->> '$.selected_by', '') <> 'batch'"
            " ORDER BY t.item, t.op",
            some,
        )
        for item, verdict, packed in rows:
            if item not in found and item in idset.unpack(packed):
                found[item] = verdict
    return found
