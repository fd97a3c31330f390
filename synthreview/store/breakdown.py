"""How many of some items have which value: of a column, of their findings, of the decisions on them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from itertools import pairwise

from synthreview.store.filters import Condition

Counts = Counter[str | int | None]

LENGTHS = (0, 100, 500, 2_000, 10_000)
"""Where the ranges of lengths begin, in characters."""
_LENGTH = " ".join(f"WHEN length < {end} THEN {start}" for start, end in pairwise(LENGTHS))

_ITEMS = "SELECT id AS item, label, language, length FROM item WHERE id BETWEEN ? AND ?"
_FINDINGS = (
    "SELECT f.item, f.reason, r.analyzer FROM finding f JOIN analyzer_run r ON r.id = f.run"
    " AND r.status = 'done' WHERE f.item BETWEEN ? AND ?"
)
_SOURCES = {
    "label": ("label", _ITEMS),
    "language": ("language", _ITEMS),
    "length": (f"CASE {_LENGTH} ELSE {LENGTHS[-1]} END", _ITEMS),
    "analyzer": ("analyzer", _FINDINGS),
    "reason": ("reason", _FINDINGS),
    "verdict": ("verdict", "SELECT item, verdict FROM item_state WHERE item BETWEEN ? AND ?"),
    "flag": ("flagged", "SELECT item, flagged FROM item_state WHERE item BETWEEN ? AND ?"),
    "reviewer": ("reviewer", "SELECT item, reviewer FROM decision WHERE item BETWEEN ? AND ?"),
}
KEYS = tuple(_SOURCES)
"""What can be counted; items in no state count nowhere under verdict and flag."""


def counts(connection: sqlite3.Connection, key: str, among: Condition, first: int, last: int) -> Counts:
    """How many items from ``first`` to ``last`` that meet a condition on ``q.item`` have each value."""
    value, source = _SOURCES[key]
    number = "count(DISTINCT item)" if source is _FINDINGS else "count(*)"
    rows = connection.execute(
        f"SELECT {value}, {number} FROM ({source}) q WHERE {among.sql} GROUP BY 1",
        (first, last, *among.values),
    )
    return Counter(dict(rows.fetchall()))
