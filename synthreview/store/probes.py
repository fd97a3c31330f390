"""The last result of the second-order check on each data set, kept as JSON; it can be made again."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

import orjson

from synthreview.store.stored import loads

_KEY = "probe:"


def keep(connection: sqlite3.Connection, dataset: int, body: Mapping[str, Any]) -> None:
    """Note what was found on a data set, in place of what was found before."""
    connection.execute(
        "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)",
        (f"{_KEY}{dataset}", orjson.dumps(body).decode()),
    )


def known(connection: sqlite3.Connection, dataset: int) -> dict[str, Any] | None:
    """What was found on a data set last; None where it was never probed."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (f"{_KEY}{dataset}",)).fetchone()
    return None if row is None else loads(row[0])
