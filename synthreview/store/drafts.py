"""Drafts: what a reviewer wrote on an item and has not decided yet; no operations, for nothing is done."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from synthreview.domain import Draft
from synthreview.store.datasets import now
from synthreview.store.fields import as_json
from synthreview.store.stored import loads


def put(connection: sqlite3.Connection, item: int, reviewer: str, draft: Draft) -> None:
    """Keep a draft in place of the one before; an empty one says that everything was taken back."""
    body = {"reasons": list(draft.reasons), "note": draft.note, "edits": dict(draft.edits)}
    connection.execute(
        "INSERT OR REPLACE INTO draft (item, reviewer, body, at) VALUES (?, ?, ?, ?)",
        (item, reviewer, as_json(body), now()),
    )


def forget(connection: sqlite3.Connection, items: Iterable[int], reviewer: str) -> None:
    """Drop the drafts of items."""
    connection.executemany(
        "DELETE FROM draft WHERE item = ? AND reviewer = ?", [(item, reviewer) for item in items]
    )


def of_item(connection: sqlite3.Connection, item: int, reviewer: str) -> Draft | None:
    """A reviewer's draft of an item, or None."""
    row = connection.execute(
        "SELECT body FROM draft WHERE item = ? AND reviewer = ?", (item, reviewer)
    ).fetchone()
    if row is None:
        return None
    fields = loads(row[0])
    return Draft(tuple(fields["reasons"]), fields["note"], fields["edits"])
