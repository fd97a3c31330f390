"""What a set of items is made of: counted by statements over the set, a chunk of its ids at a time."""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Sequence

import orjson

from synthreview.store.stored import loads

CHUNK = 50_000
"""Ids handed over at once: a statement then takes a tenth of a second at most."""

Group = tuple[int, str | None, str | None, str | None]
"""Data set and label of items, verdict and reviewer of the decision that counts (None: undecided)."""


def groups(connection: sqlite3.Connection, items: Sequence[int]) -> Counter[Group]:
    """How many of the items there are of each data set, label, verdict and reviewer."""
    rows = connection.execute(
        "SELECT i.record >> 32, i.label, s.verdict, w.reviewer, count(*)"
        " FROM json_each(?) j CROSS JOIN item i ON i.id = j.value"
        " LEFT JOIN item_state s ON s.item = i.id LEFT JOIN decision w ON w.item = s.item AND w.op = s.op"
        " GROUP BY 1, 2, 3, 4",
        (_listed(items),),
    ).fetchall()
    return Counter({tuple(group): count for *group, count in rows})


def reviewable(connection: sqlite3.Connection, items: Sequence[int], *, decided: bool) -> array[int]:
    """Those items that are to be reviewed, in their order; without ``decided`` only undecided ones."""
    rows = connection.execute(
        "SELECT j.value FROM json_each(?) j CROSS JOIN item i ON i.id = j.value"
        " JOIN dataset d ON d.id = i.record >> 32 AND d.role = 'synthetic' AND d.ready = 1"
        " LEFT JOIN item_state s ON s.item = i.id WHERE ? OR s.verdict IS NULL",
        (_listed(items), decided),
    ).fetchall()
    return array("q", (row[0] for row in rows))


def class_sizes(connection: sqlite3.Connection, first: int, last: int) -> dict[str | None, int]:
    """The items from ``first`` to ``last`` that are not rejected yet, by label (half a second a million)."""
    return dict(
        connection.execute(
            "SELECT i.label, count(*) FROM item i LEFT JOIN item_state s ON s.item = i.id"
            " WHERE i.id BETWEEN ? AND ? AND s.verdict IS NOT 'reject' GROUP BY i.label",
            (first, last),
        ).fetchall()
    )


_FOUND = (
    "FROM json_each(?) j CROSS JOIN finding f ON f.item = j.value"
    " JOIN analyzer_run r ON r.id = f.run AND r.status = 'done'"
)


def reasons(connection: sqlite3.Connection, items: Sequence[int]) -> Counter[str]:
    """How many of the items carry each reason."""
    rows = connection.execute(
        f"SELECT f.reason, count(DISTINCT f.item) {_FOUND} GROUP BY 1", (_listed(items),)
    ).fetchall()
    return Counter(dict(rows))


def fixable(connection: sqlite3.Connection, items: Sequence[int]) -> Counter[str]:
    """For how many undecided items each reason comes with a change that would put it right."""
    rows = connection.execute(
        f"SELECT f.reason, count(DISTINCT f.item) {_FOUND} LEFT JOIN item_state s ON s.item = f.item"
        " WHERE s.verdict IS NULL AND f.body LIKE '%\"fix\":{%' GROUP BY 1",
        (_listed(items),),
    ).fetchall()
    return Counter(dict(rows))


def fixes(
    connection: sqlite3.Connection, items: Sequence[int], reason: str
) -> list[tuple[int, dict[str, object]]]:
    """The undecided ones among the items with the changes that a reason comes with, in their order."""
    rows = connection.execute(
        f"SELECT f.item, f.body {_FOUND} LEFT JOIN item_state s ON s.item = f.item"
        " WHERE s.verdict IS NULL AND f.reason = ? AND f.body LIKE '%\"fix\":{%' ORDER BY j.key, f.score",
        (_listed(items), reason),
    ).fetchall()
    found: dict[int, dict[str, object]] = {}
    for item, body in rows:  # where two findings change one part, the heavier one's change is taken
        found.setdefault(item, {}).update(loads(body).get("fix", {}))
    return [(item, edits) for item, edits in found.items() if edits]


def pairs(connection: sqlite3.Connection, codes: Sequence[str]) -> list[tuple[int, int]]:
    """Every item with the one that its findings of some reasons say it is a copy of."""
    return connection.execute(
        "SELECT f.item, CAST(json_extract(f.body, '$.args.item') AS INTEGER) FROM finding f"
        " JOIN analyzer_run r ON r.id = f.run AND r.status = 'done'"
        " WHERE f.reason IN (SELECT value FROM json_each(?))"
        " AND json_extract(f.body, '$.args.item') IS NOT NULL",
        (orjson.dumps(list(codes)).decode(),),
    ).fetchall()


def references(connection: sqlite3.Connection, items: Sequence[int]) -> list[tuple[int, int]]:
    """The items with those of people's data sets that speak of them."""
    return connection.execute(
        "SELECT l.item, l.other FROM json_each(?) j CROSS JOIN link l ON l.item = j.value"
        " JOIN dataset d ON d.id = l.reference AND d.role = 'human' AND d.ready = 1 ORDER BY 1, 2",
        (_listed(items),),
    ).fetchall()


def is_linked(connection: sqlite3.Connection, first: int, last: int) -> bool:
    """Whether people's data sets speak of any item from ``first`` to ``last``."""
    row = connection.execute(
        "SELECT 1 FROM link l JOIN dataset d ON d.id = l.reference AND d.role = 'human' AND d.ready = 1"
        " WHERE l.item BETWEEN ? AND ? LIMIT 1",
        (first, last),
    ).fetchone()
    return row is not None


def _listed(items: Sequence[int]) -> str:
    return orjson.dumps(list(items)).decode()
