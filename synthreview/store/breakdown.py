"""What facets count, as columns: items with their values of what is stored, found and decided.

SQLite hands a range of a table over as a few JSON arrays, one row in all, which takes a fifth of the time
of as many rows (0.2 s a million) and leaves the interpreter to the window meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections import Counter

from synthreview.store.stored import loads

LENGTHS = (0, 100, 500, 2_000, 10_000)
"""Where the ranges of lengths begin, in characters."""

ITEMS = ("label", "length")
"""What is stored of every item at its import."""
LANGUAGES = ("language",)
"""What is told of every item later, when its text is indexed; None until then."""
FINDINGS = ("run", "reason")
"""What is told by each finding of the runs that count."""
STATES = ("verdict", "flag")
"""How an item stands now; those in no state are left out."""
DECISIONS = ("reviewer",)
"""Who decided, whether or not their word counts."""

_SOURCES = {
    ITEMS: "SELECT json_group_array(id), json_group_array(label), json_group_array(length)"
    " FROM item WHERE id BETWEEN ? AND ?",
    LANGUAGES: "SELECT json_group_array(id), json_group_array(language) FROM item WHERE id BETWEEN ? AND ?",
    # Without INDEXED BY the table itself would be read, with all that findings say.
    FINDINGS: "SELECT json_group_array(item), json_group_array(run), json_group_array(reason)"
    " FROM finding INDEXED BY finding_item WHERE item BETWEEN ? AND ?"
    " AND run IN (SELECT id FROM analyzer_run WHERE status = 'done')",
    STATES: "SELECT json_group_array(item), json_group_array(verdict), json_group_array(flagged)"
    " FROM item_state WHERE item BETWEEN ? AND ?",
    DECISIONS: "SELECT json_group_array(item), json_group_array(reviewer)"
    " FROM decision WHERE item BETWEEN ? AND ?",
}

Value = str | int | None
Columns = tuple[list[int], list[list[Value]]]
"""Items, and beside each the values of some keys: a list for each key."""


def columns(connection: sqlite3.Connection, keys: tuple[str, ...], first: int, last: int) -> Columns:
    """The values of a source (``ITEMS`` and the others) for items from ``first`` to ``last``."""
    row = connection.execute(_SOURCES[keys], (first, last)).fetchone()
    items, *values = map(loads, row)
    return items, values


def verdicts(connection: sqlite3.Connection, first: int, last: int) -> Counter[str | None]:
    """How many items from ``first`` to ``last`` have each verdict; None: those that are only flagged."""
    rows = connection.execute(
        "SELECT verdict, count(*) FROM item_state WHERE item BETWEEN ? AND ? GROUP BY 1", (first, last)
    )
    return Counter(dict(rows.fetchall()))
