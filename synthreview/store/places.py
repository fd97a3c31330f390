"""Where each reviewer was, and when each of them decided."""

from __future__ import annotations

import sqlite3
from typing import Any

import orjson

from synthreview.store.stored import loads

_CHUNK = 1_000


def place(connection: sqlite3.Connection, reviewer: str) -> dict[str, Any]:
    """What was kept of where a reviewer was; empty before the first time."""
    row = connection.execute("SELECT body FROM place WHERE reviewer = ?", (reviewer,)).fetchone()
    return loads(row[0]) if row else {}


def keep_place(connection: sqlite3.Connection, reviewer: str, fields: dict[str, Any]) -> None:
    """Keep where a reviewer is now."""
    connection.execute(
        "INSERT OR REPLACE INTO place (reviewer, body) VALUES (?, ?)",
        (reviewer, orjson.dumps(fields).decode()),
    )


def decided_since(connection: sqlite3.Connection, reviewer: str, since: str) -> list[tuple[str, int]]:
    """When (ISO, UTC) a reviewer decided since a moment and on how many items, in order.

    Operations are read from the newest back, so that a long history costs nothing.
    """
    found: list[tuple[str, int]] = []
    before = 1 << 62
    while True:
        rows = connection.execute(
            "SELECT seq, at, items, reviewer = ? AND kind = 'decide' AND state = 'done' FROM op"
            " WHERE seq < ? ORDER BY seq DESC LIMIT ?",
            (reviewer, before, _CHUNK),
        ).fetchall()
        found += [(at, items) for _, at, items, counts in rows if counts and at >= since]
        if len(rows) < _CHUNK or rows[-1][1] < since:
            return found[::-1]
        before = rows[-1][0]
