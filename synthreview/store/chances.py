"""What a risk of the queue means for each data set: the chance that an item needs a change, as points."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

import orjson

from synthreview.store import worklist
from synthreview.store.stored import loads

_KEY = "chance:"


def keep(connection: sqlite3.Connection, dataset: int, version: int, body: Mapping[str, Any] | None) -> None:
    """Note what the risks of a version of the queue mean in a data set; None: nobody knows.

    Nothing is noted about a version that counts no more.
    """
    if version != worklist.version(connection):
        return
    if body is None:
        connection.execute("DELETE FROM meta WHERE key = ?", (f"{_KEY}{dataset}",))
    else:
        value = orjson.dumps({"queue": version, **body}).decode()
        connection.execute(
            "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (f"{_KEY}{dataset}", value)
        )


def known(connection: sqlite3.Connection) -> dict[int, dict[str, Any]]:
    """By data set, what the risks of the queue mean; those of an older queue are left out."""
    rows = connection.execute("SELECT key, value FROM meta WHERE key >= ? AND key < ?", (_KEY, f"{_KEY}~"))
    now = worklist.version(connection)
    found = {int(key.removeprefix(_KEY)): loads(value) for key, value in rows.fetchall()}
    return {dataset: body for dataset, body in found.items() if body["queue"] == now}
