"""Who has judged anything at all."""

from __future__ import annotations

import sqlite3

from synthreview.store.reviewed import TOGETHER


def several_judged(connection: sqlite3.Connection) -> bool:
    """Whether two people or more accepted, fixed or rejected an item that they looked at by itself."""
    names = connection.execute("SELECT DISTINCT reviewer FROM decision LIMIT 2").fetchall()
    if len(names) < 2:
        return False  # without a look into the decisions themselves, which takes four times as long
    rows = connection.execute(
        f"SELECT DISTINCT d.reviewer FROM decision d WHERE d.verdict <> 'defer' AND NOT {TOGETHER} LIMIT 2"
    ).fetchall()
    return len(rows) > 1
