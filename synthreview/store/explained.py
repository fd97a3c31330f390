"""Why single items were fixed or rejected: what people said, and what detectors had said before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import orjson

Explained = tuple[int, str]
"""An item and the code of a reason."""


def given(connection: sqlite3.Connection, items: Iterable[int]) -> list[Explained]:
    """The reasons in the decisions that count on some items, each once."""
    return connection.execute(
        "SELECT DISTINCT c.value, r.value FROM json_each(?) c CROSS JOIN item_state s ON s.item = c.value"
        " CROSS JOIN decision d ON d.item = s.item AND d.op = s.op"
        " CROSS JOIN json_each(d.body, '$.reasons') r",
        (_listed(items),),
    ).fetchall()


def found(connection: sqlite3.Connection, dataset: int, items: Iterable[int]) -> list[Explained]:
    """The reasons that the latest runs over a data set give for some of its items and nobody calls wrong."""
    return connection.execute(
        "SELECT DISTINCT f.item, f.reason FROM json_each(?) c"
        " CROSS JOIN finding f INDEXED BY finding_item ON f.item = c.value"
        " JOIN analyzer_run r ON r.id = f.run AND r.dataset = ? AND r.status = 'done'"
        " WHERE NOT EXISTS (SELECT 1 FROM objection o WHERE o.item = f.item AND o.analyzer = r.analyzer"
        " AND o.reason = f.reason)",
        (_listed(items), dataset),
    ).fetchall()


def _listed(items: Iterable[int]) -> str:
    return orjson.dumps(list(items)).decode()
