"""Decisions of whole sets of items, moved by a few statements whatever the size of the set.

The ids of a set stand in a temporary table while they are worked on: handed over as one JSON list, a
million of them take a fifth of a second, and SQLite works on them without holding up other threads.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence

import orjson

from synthreview.store.stored import loads

MANY = 200
"""From so many items on, statements over sets are quicker than one after the other."""
CHUNK = 50_000
"""Items between two reports of progress."""

Tick = Callable[[int, int], None]
"""Told how many of how many steps are done; may raise, which takes all of the transaction back."""
Turn = tuple[str, Sequence[int], str | None, str | None]
"""Of a reviewer and some items: the decision's value they hold, and the one they get (None: no decision)."""


def choose(connection: sqlite3.Connection, items: Iterable[int]) -> list[tuple[int, int]]:
    """Make these the chosen items of the transaction; ranges of ids with at most a chunk of them each."""
    ordered = sorted(items)
    connection.execute("DROP TABLE IF EXISTS temp.chosen")
    connection.execute("CREATE TEMP TABLE chosen (item INTEGER PRIMARY KEY)")
    listed = orjson.dumps(ordered).decode()
    connection.execute("INSERT OR IGNORE INTO temp.chosen SELECT value FROM json_each(?)", (listed,))
    starts = ordered[::CHUNK]
    ends = [start - 1 for start in starts[1:]] + ordered[-1:]
    return list(zip(starts, ends, strict=True))


def drop_lost(connection: sqlite3.Connection) -> None:
    """Leave out of the chosen items those that are not, or no longer, to be reviewed."""
    connection.execute(
        "DELETE FROM temp.chosen WHERE item NOT IN (SELECT c.item FROM temp.chosen c"
        " JOIN item i ON i.id = c.item JOIN dataset d ON d.id = i.record >> 32"
        " WHERE d.role = 'synthetic' AND d.ready = 1)"
    )


def drop_decided_since(connection: sqlite3.Connection, event: int) -> None:
    """Leave out the chosen items whose decision moved after an event."""
    moved = connection.execute(
        "SELECT DISTINCT e.op FROM op_event e JOIN op_patch p ON p.op = e.op AND p.field = 'decision'"
        " WHERE e.id > ?",
        (event,),
    ).fetchall()
    if moved:
        connection.execute(
            "DELETE FROM temp.chosen WHERE item IN (SELECT c.item FROM temp.chosen c"
            " JOIN op_item t ON t.item = c.item AND t.op IN (SELECT value FROM json_each(?)))",
            (_listed(row[0] for row in moved),),
        )


def extent(connection: sqlite3.Connection) -> tuple[int, int | None]:
    """How many items are chosen, and the one with the lowest number."""
    row: tuple[int, int | None] = connection.execute("SELECT count(*), min(item) FROM temp.chosen").fetchone()
    return row


def held(connection: sqlite3.Connection, reviewer: str) -> Iterator[tuple[str | None, list[int]]]:
    """What a reviewer said of the chosen items so far, each value with its items; None: nothing."""
    (undecided,) = connection.execute(
        "SELECT json_group_array(c.item) FROM temp.chosen c WHERE NOT EXISTS"
        " (SELECT 1 FROM decision d WHERE d.item = c.item AND d.reviewer = ?)",
        (reviewer,),
    ).fetchone()
    if items := loads(undecided):
        yield None, items
    rows = connection.execute(
        "SELECT d.op, d.verdict, d.body, json_group_array(c.item) FROM temp.chosen c"
        " JOIN decision d ON d.item = c.item AND d.reviewer = ? GROUP BY d.op, d.verdict, d.body",
        (reviewer,),
    ).fetchall()
    for op, verdict, body, listed in rows:
        yield orjson.dumps({"op": op, "verdict": verdict, "body": body}).decode(), loads(listed)


def give(
    connection: sqlite3.Connection, reviewer: str, value: str, ranges: Sequence[tuple[int, int]], tick: Tick
) -> None:
    """Give the chosen items one new decision, the newest there is, and note its operation with them."""
    fields = loads(value)
    seq, verdict = fields["op"], fields["verdict"]
    for done, (low, high) in enumerate(ranges, 1):
        within = "FROM temp.chosen WHERE item BETWEEN ? AND ?"
        connection.execute(f"INSERT INTO op_item (item, op) SELECT item, ? {within}", (seq, low, high))
        connection.execute(
            "INSERT OR REPLACE INTO decision (item, reviewer, op, verdict, body)"
            f" SELECT item, ?, ?, ?, ? {within}",
            (reviewer, seq, verdict, fields["body"], low, high),
        )
        connection.execute(
            f"INSERT INTO item_state (item, verdict, op) SELECT item, ?, ? {within}"
            " ON CONFLICT (item) DO UPDATE SET verdict = excluded.verdict, op = excluded.op",
            (verdict, seq, low, high),
        )
        tick(done, len(ranges))


def turn(connection: sqlite3.Connection, turns: Sequence[Turn]) -> int | None:
    """Move decisions back or forth; an item that does not hold what it should, or None.

    Where there is such an item nothing was moved.
    """
    _prepare(connection, turns)
    strayed: tuple[int] | None = connection.execute(
        f"SELECT m.item {_MOVED} LEFT JOIN decision d ON d.item = m.item AND d.reviewer = w.reviewer"
        " WHERE d.op IS NOT w.held_op OR d.verdict IS NOT w.held_verdict OR d.body IS NOT w.held_body LIMIT 1"
    ).fetchone()
    if strayed is None:
        connection.execute(
            "DELETE FROM decision WHERE (item, reviewer) IN"
            f" (SELECT m.item, w.reviewer {_MOVED} WHERE w.op IS NULL)"
        )
        connection.execute(
            "INSERT OR REPLACE INTO decision (item, reviewer, op, verdict, body)"
            f" SELECT m.item, w.reviewer, w.op, w.verdict, w.body {_MOVED} WHERE w.op IS NOT NULL"
        )
        _restate(connection)
    for table in ("moved", "word"):
        connection.execute(f"DROP TABLE temp.{table}")
    return None if strayed is None else strayed[0]


_MOVED = "FROM temp.moved m CROSS JOIN temp.word w ON w.part = m.part"
# The order of a CROSS JOIN is kept: along the items, as the tables lie.


def _prepare(connection: sqlite3.Connection, turns: Sequence[Turn]) -> None:
    for table in ("moved", "word"):
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
    connection.execute(
        "CREATE TEMP TABLE moved (item INTEGER, part INTEGER, PRIMARY KEY (item, part)) WITHOUT ROWID"
    )
    connection.execute(
        "CREATE TEMP TABLE word (part INTEGER PRIMARY KEY, reviewer TEXT, held_op INTEGER,"
        " held_verdict TEXT, held_body TEXT, op INTEGER, verdict TEXT, body TEXT)"
    )
    for part, (reviewer, items, held, target) in enumerate(turns):
        connection.execute(
            "INSERT INTO temp.word VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (part, reviewer, *_fields(held), *_fields(target)),
        )
        connection.execute("INSERT INTO temp.moved SELECT value, ? FROM json_each(?)", (part, _listed(items)))


def _restate(connection: sqlite3.Connection) -> None:
    """The newest decision on an item is the one that counts; without any, and no flag, it has no state."""
    undecided = (
        "SELECT m.item FROM temp.moved m WHERE NOT EXISTS (SELECT 1 FROM decision d WHERE d.item = m.item)"
    )
    connection.execute(f"DELETE FROM item_state WHERE NOT flagged AND item IN ({undecided})")
    connection.execute(
        "UPDATE item_state SET verdict = NULL, op = NULL WHERE flagged"
        " AND item IN (SELECT item FROM temp.moved)"
        " AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.item = item_state.item)"
    )
    connection.execute(
        # With max(), the other columns are those of the row that has it.
        "INSERT INTO item_state (item, verdict, op) SELECT item, verdict, newest FROM"
        " (SELECT d.item, d.verdict, max(d.op) AS newest FROM temp.moved m"
        " CROSS JOIN decision d ON d.item = m.item GROUP BY d.item) WHERE true"
        " ON CONFLICT (item) DO UPDATE SET verdict = excluded.verdict, op = excluded.op"
    )


def _fields(value: str | None) -> tuple[int | None, str | None, str | None]:
    if value is None:
        return None, None, None
    fields = loads(value)
    return fields["op"], fields["verdict"], fields["body"]


def _listed(items: Iterable[int]) -> str:
    return orjson.dumps(list(items)).decode()
