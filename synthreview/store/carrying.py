"""How many items of a data set carry one of some reasons."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence


def items(connection: sqlite3.Connection, dataset: int, reasons: Sequence[str]) -> int:
    """Items at which the latest runs point for one of these reasons, each once.

    Findings that somebody called wrong do not count.
    """
    (count,) = connection.execute(
        "SELECT count(DISTINCT f.item) FROM analyzer_run r CROSS JOIN finding f INDEXED BY finding_run"
        f" ON f.run = r.id AND f.reason IN ({','.join('?' * len(reasons))})"
        " WHERE r.dataset = ? AND r.status = 'done'"
        " AND NOT EXISTS (SELECT 1 FROM objection o WHERE o.item = f.item AND o.analyzer = r.analyzer"
        " AND o.reason = f.reason)",
        (*reasons, dataset),
    ).fetchone()
    return int(count)


def analyzers(connection: sqlite3.Connection, dataset: int) -> frozenset[str]:
    """Those that have looked at a data set to the end."""
    return frozenset(
        row[0]
        for row in connection.execute(
            "SELECT analyzer FROM analyzer_run WHERE dataset = ? AND status = 'done'", (dataset,)
        )
    )
