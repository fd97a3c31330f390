"""The ranked queue: built as a new version beside the old one, read by keyset."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Mapping, Sequence

from synthreview.domain import Role
from synthreview.store.filters import EVERYTHING, Condition
from synthreview.store.stored import loads

CHUNK = 20_000
WAYS = ("risk", "uncertain", "minority", "audit")
"""Why an item stands where it does in the queue; a decision on it keeps this as ``selected_by``."""
_STATES = " FROM queue q LEFT JOIN item_state s ON s.item = q.item"
_JOINS = f"{_STATES} LEFT JOIN item i ON i.id = q.item"

# Inside each statement, so that it reads the version and its rows at one moment.
VERSION = "(SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'queue')"


def version(connection: sqlite3.Connection) -> int:
    """The queue version that counts now; 0 before the first."""
    return _meta(connection, "queue")


def moves(connection: sqlite3.Connection) -> int:
    """How many imports and analyzer runs have ended so far."""
    return _meta(connection, "moved")


def moved(connection: sqlite3.Connection) -> None:
    """Note, in the transaction that ends an import or a run, that the queue has to be ranked anew."""
    connection.execute(
        "INSERT INTO meta (key, value) VALUES ('moved', '1')"
        " ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)"
    )


def is_stale(connection: sqlite3.Connection) -> bool:
    """Whether something has ended that the queue does not know of."""
    return moves(connection) != _meta(connection, "ranked")


def _meta(connection: sqlite3.Connection, key: str) -> int:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return int(row[0]) if row else 0


def clear_others(connection: sqlite3.Connection) -> bool:
    """Delete one chunk of versions that do not count; False once none is left."""
    cursor = connection.execute(
        "DELETE FROM queue WHERE (version, rank, item) IN"
        " (SELECT version, rank, item FROM queue WHERE version <> ? LIMIT ?)",
        (version(connection), CHUNK),
    )
    return cursor.rowcount > 0


def add_ranked(
    connection: sqlite3.Connection, new: int, start: int, rows: Sequence[tuple[float, int, int]]
) -> None:
    """Append rows of risk, item and why it stands there (a place in ``WAYS``) from rank ``start`` on."""
    connection.executemany(
        "INSERT INTO queue (version, rank, item, risk, why) VALUES (?, ?, ?, ?, ?)",
        [(new, start + offset, item, risk, why) for offset, (risk, item, why) in enumerate(rows)],
    )


def add_rest(connection: sqlite3.Connection, new: int, start: int, after: int) -> tuple[int, int]:
    """Append up to a chunk of items without findings, in their own order.

    Returns how many were added and the last item looked at (0 once there are no more).
    """
    row = connection.execute(
        "SELECT max(id) FROM (SELECT id FROM item WHERE id > ? ORDER BY id LIMIT ?)", (after, CHUNK)
    ).fetchone()
    if row[0] is None:
        return 0, 0
    cursor = connection.execute(
        "INSERT INTO queue (version, rank, item, risk)"
        " SELECT ?1, ?2 + row_number() OVER (ORDER BY i.id) - 1, i.id, 0 FROM item i"
        " WHERE i.id > ?3 AND i.id <= ?4"
        " AND NOT EXISTS (SELECT 1 FROM queue q WHERE q.version = ?1 AND q.item = i.id)"
        " AND (i.record >> 32) IN (SELECT id FROM dataset WHERE role = ?5 AND ready = 1)",
        (new, start, after, row[0], Role.SYNTHETIC),
    )
    return cursor.rowcount, row[0]


def publish(connection: sqlite3.Connection, new: int, seen: int, learned: Mapping[int, int]) -> None:
    """Make a built version the one that counts.

    It knows of the first ``seen`` moves, and the risks of some data sets come from what was ``learned``: by
    data set, the version.
    """
    connection.executemany(
        "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)",
        [("queue", str(new)), ("ranked", str(seen)), ("ranked_by", json.dumps(learned))],
    )


def ranked_by(connection: sqlite3.Connection) -> dict[int, int]:
    """The data sets whose risks in the queue come from what was learned, each with the version."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'ranked_by'").fetchone()
    return {int(dataset): version for dataset, version in loads(row[0]).items()} if row else {}


def ids(connection: sqlite3.Connection, condition: Condition, limit: int = -1) -> array[int]:
    """Items that meet the condition, in queue order; with a limit no more than that many."""
    rows = connection.execute(
        f"SELECT q.item{_JOINS} WHERE q.version = {VERSION} AND ({condition.sql}) ORDER BY q.rank LIMIT ?",
        (*condition.values, limit),
    )
    return array("q", (row[0] for row in rows))


def after(connection: sqlite3.Connection, item: int | None, condition: Condition) -> int | None:
    """The next item in queue order behind ``item`` (None: the first) that meets the condition."""
    place = position(connection, item) if item is not None else None
    row = connection.execute(
        f"SELECT q.item{_JOINS} WHERE q.version = {VERSION} AND (q.rank, q.item) > (?, ?)"
        f" AND ({condition.sql}) ORDER BY q.rank, q.item LIMIT 1",
        (*((place[0], item) if place else (-1, -1)), *condition.values),
    ).fetchone()
    return None if row is None else int(row[0])


def position(connection: sqlite3.Connection, item: int) -> tuple[int, float] | None:
    """Rank (1 = worst) and risk of an item, or None when it is not in the queue."""
    row: tuple[int, float] | None = connection.execute(
        f"SELECT rank, risk FROM queue INDEXED BY queue_item WHERE version = {VERSION} AND item = ?", (item,)
    ).fetchone()
    return row


def way(connection: sqlite3.Connection, item: int) -> str:
    """Why an item stands where it does in the queue; empty when it is not in it."""
    row = connection.execute(
        f"SELECT why FROM queue INDEXED BY queue_item WHERE version = {VERSION} AND item = ?", (item,)
    ).fetchone()
    return WAYS[row[0]] if row else ""


def positions(connection: sqlite3.Connection, items: Sequence[int]) -> dict[int, tuple[int, float]]:
    """Ranks and risks of a page of items."""
    marks = ",".join("?" * len(items))
    rows = connection.execute(
        "SELECT item, rank, risk FROM queue INDEXED BY queue_item"
        f" WHERE version = {VERSION} AND item IN ({marks})",
        items,
    ).fetchall()
    return {item: (rank, risk) for item, rank, risk in rows}


def histogram(
    connection: sqlite3.Connection, condition: Condition, bins: int
) -> list[tuple[int, str | None, int]]:
    """How many items fall into each risk bin, by verdict: (bin, verdict or None, count)."""
    joins = _STATES if condition == EVERYTHING else _JOINS  # a million items themselves take a second more
    return connection.execute(
        f"SELECT min(CAST(q.risk * ? AS INTEGER), ?) AS bin, s.verdict, count(*){joins}"
        f" WHERE q.version = {VERSION} AND ({condition.sql}) GROUP BY bin, s.verdict",
        (bins, bins - 1, *condition.values),
    ).fetchall()


def bands(connection: sqlite3.Connection, high: float, medium: float) -> tuple[int, int, int]:
    """How many items are of high risk, of medium, and of lower."""
    above, between, below = connection.execute(
        "SELECT coalesce(sum(risk >= ?), 0), coalesce(sum(risk >= ? AND risk < ?), 0),"
        f" coalesce(sum(risk < ?), 0) FROM queue WHERE version = {VERSION}",
        (high, medium, high, medium),
    ).fetchone()
    return above, between, below


def next_risks(connection: sqlite3.Connection, items: tuple[int, int], limit: int) -> list[float]:
    """The risks of the items that are shown next, of those between two."""
    rows = connection.execute(
        f"SELECT q.risk{_STATES} WHERE q.version = {VERSION} AND q.item BETWEEN ? AND ?"
        " AND s.verdict IS NULL ORDER BY q.rank LIMIT ?",
        (*items, limit),
    ).fetchall()
    return [row[0] for row in rows]


def open_risks(connection: sqlite3.Connection, items: tuple[int, int], steps: int) -> list[tuple[float, int]]:
    """Items between two that wait for a verdict: mean risk and number in each step of risk, worst first."""
    # The plus keeps SQLite from jumping to each item by the index, which takes four times as long.
    return connection.execute(
        f"SELECT avg(q.risk), count(*){_STATES} WHERE q.version = {VERSION} AND +q.item BETWEEN ? AND ?"
        " AND s.verdict IS NULL GROUP BY CAST(q.risk * ? AS INTEGER) ORDER BY 1 DESC",
        (*items, steps),
    ).fetchall()
