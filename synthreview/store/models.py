"""What decisions taught about the risk of a data set's items: versions, only ever added to."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

import orjson

from synthreview.store import pages, worklist
from synthreview.store.datasets import now
from synthreview.store.stored import loads


def add(
    connection: sqlite3.Connection, dataset: int, decisions: int, event: int, body: Mapping[str, Any]
) -> int:
    """Keep a new version and return its number."""
    cursor = connection.execute(
        "INSERT INTO risk_model (dataset, decisions, event, body, at) VALUES (?, ?, ?, ?, ?)",
        (dataset, decisions, event, orjson.dumps(body).decode(), now()),
    )
    return int(cursor.lastrowid or 0)


def get(connection: sqlite3.Connection, version: int) -> dict[str, Any] | None:
    """What a version holds."""
    row = connection.execute("SELECT body FROM risk_model WHERE version = ?", (version,)).fetchone()
    return None if row is None else dict(loads(row[0]))


def in_force(connection: sqlite3.Connection) -> dict[int, int]:
    """The data sets that are ranked by what was learned, each with the version."""
    return {int(dataset): int(version) for dataset, version in pages.under(connection, pages.MODEL).items()}


def last_operation(connection: sqlite3.Connection, version: int) -> int:
    """The last operation that a version may have learned from; 0 where there is no such version."""
    (last,) = connection.execute(
        "SELECT coalesce(max(op), 0) FROM op_event"
        " WHERE id <= (SELECT event FROM risk_model WHERE version = ?)",
        (version,),
    ).fetchone()
    return int(last)


def taught_by(connection: sqlite3.Connection, dataset: int) -> int:
    """From how many decisions the risks of a data set were learned; 0 where the detectors alone rank it."""
    version = worklist.ranked_by(connection).get(dataset)
    row = connection.execute("SELECT decisions FROM risk_model WHERE version = ?", (version,)).fetchone()
    return int(row[0]) if row else 0
