"""Objections: reviewers say that a finding is wrong; kept by analyzer and reason, so they outlast runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import orjson

from synthreview.domain import Operation
from synthreview.store import ops
from synthreview.store.datasets import item_range, now
from synthreview.store.fields import OBJECTION, READ
from synthreview.translation import later, tr

KIND = "objection"
"""The kind of the operations that make objections or take them back."""

Named = tuple[str, str]
"""A finding of an item: its analyzer and its reason."""


def set_objection(
    connection: sqlite3.Connection, item: int, finding: Named, reviewer: str, *, on: bool
) -> Operation:
    """Call a finding wrong, or take that back, as one operation; ItemGone when there is no such item."""
    ops.require_items(connection, [item])
    key = _key(*finding, reviewer)
    sentence = (
        later("Call a finding of #{item} wrong") if on else later("No longer call a finding of #{item} wrong")
    )
    label = tr(sentence, item=item)
    # Said once more, it keeps the time at which it was first said.
    value = (READ[OBJECTION](connection, item, key) or now()) if on else None
    return ops.change(connection, KIND, label, reviewer, [(OBJECTION, key, item, value)])


def of_items(connection: sqlite3.Connection, items: Sequence[int]) -> dict[int, dict[Named, tuple[str, ...]]]:
    """Who called which findings of some items (at most a page of them) wrong, in the order they did."""
    marks = ",".join("?" * len(items))
    rows = connection.execute(
        f"SELECT item, analyzer, reason, reviewer FROM objection WHERE item IN ({marks})"
        " ORDER BY at, reviewer",
        items,
    ).fetchall()
    found: dict[int, dict[Named, tuple[str, ...]]] = {}
    for item, analyzer, reason, reviewer in rows:
        named = found.setdefault(item, {})
        named[analyzer, reason] = (*named.get((analyzer, reason), ()), reviewer)
    return found


def keys(connection: sqlite3.Connection, dataset: int) -> list[tuple[int, str, str]]:
    """All that was called wrong in a data set: item, key of the field, and when."""
    rows = connection.execute(
        "SELECT item, analyzer, reason, reviewer, at FROM objection WHERE item BETWEEN ? AND ?",
        item_range(connection, dataset),
    ).fetchall()
    return [(item, _key(analyzer, reason, reviewer), at) for item, analyzer, reason, reviewer, at in rows]


def _key(analyzer: str, reason: str, reviewer: str) -> str:
    return orjson.dumps([analyzer, reason, reviewer]).decode()


def count(connection: sqlite3.Connection, dataset: int) -> int:
    """How many findings of a data set somebody called wrong."""
    (number,) = connection.execute(
        "SELECT count(*) FROM (SELECT DISTINCT item, analyzer, reason FROM objection"
        " WHERE item BETWEEN ? AND ?)",
        item_range(connection, dataset),
    ).fetchone()
    return int(number)
