"""Who has judged anything at all."""

from __future__ import annotations

import sqlite3

from synthreview.store.reviewed import TOGETHER


def several_judged(connection: sqlite3.Connection) -> bool:
    """Whether two people or more accepted, fixed or rejected an item that they looked at by itself."""
    # The search ends with the second person; only where there is none does it see every decision.
    rows = connection.execute(
        f"SELECT DISTINCT d.reviewer FROM decision d WHERE d.verdict <> 'defer' AND NOT {TOGETHER} LIMIT 2"
    ).fetchall()
    return len(rows) > 1
