"""What people have decided on the items of a data set, counted by the words that stand now."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from synthreview.store.datasets import item_range

_COUNTING = (
    " FROM item_state s JOIN decision d ON d.item = s.item AND d.op = s.op WHERE s.item BETWEEN ? AND ?"
)
"""An item's word that counts: the newest of those that people gave it."""


TOGETHER = 'd.body LIKE \'%"selected_by":"batch"%\''
"""Of a decision ``d``: it was made for many items at once, so that nobody looked at the single one."""


class Decided(NamedTuple):
    """Items that one person gave one verdict after they were shown in one way."""

    reviewer: str
    verdict: str
    way: str
    """As a decision's ``selected_by``; empty where it was not recorded."""
    items: int
    first: str
    """When the first of them was decided (UTC, ISO 8601)."""
    last: str


def decided(connection: sqlite3.Connection, dataset: int) -> list[Decided]:
    """A data set's decisions by reviewer, verdict and way of selection, most items first."""
    rows = connection.execute(
        "SELECT d.reviewer, d.verdict, coalesce(json_extract(d.body, '$.selected_by'), ''), count(*),"
        " coalesce(min(json_extract(d.body, '$.at')), ''), coalesce(max(json_extract(d.body, '$.at')), '')"
        f"{_COUNTING} GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3",
        item_range(connection, dataset),
    ).fetchall()
    return [Decided(*row) for row in rows]


def reasons(connection: sqlite3.Connection, dataset: int) -> list[tuple[str, str, int]]:
    """Verdict, reason code and items with both, as people gave them, most items first."""
    # Decisions made together share one list of reasons: it is taken apart once, not once for each item.
    return connection.execute(
        "SELECT d.verdict, r.value, sum(d.n) FROM (SELECT d.verdict AS verdict,"
        f" json_extract(d.body, '$.reasons') AS reasons, count(*) AS n{_COUNTING} GROUP BY 1, 2) d,"
        " json_each(d.reasons) r GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
        item_range(connection, dataset),
    ).fetchall()


def unexplained(connection: sqlite3.Connection, dataset: int) -> int:
    """Items that were fixed or rejected without a reason."""
    return _count(
        connection,
        f"SELECT count(*){_COUNTING} AND s.verdict IN ('fix', 'reject')"
        " AND coalesce(json_array_length(d.body, '$.reasons'), 0) = 0",
        dataset,
    )


def by_several(connection: sqlite3.Connection, dataset: int) -> int:
    """Items that more than one person has decided on."""
    return _count(
        connection,
        "SELECT count(*) FROM (SELECT 1 FROM decision WHERE item BETWEEN ? AND ? GROUP BY item"
        " HAVING count(*) > 1)",
        dataset,
    )


def with_findings(connection: sqlite3.Connection, dataset: int) -> int:
    """Items that the detectors' latest runs point at."""
    return _count(
        connection,
        "SELECT count(*) FROM (SELECT DISTINCT item FROM finding INDEXED BY finding_item"
        " WHERE item BETWEEN ? AND ? AND run IN (SELECT id FROM analyzer_run WHERE status = 'done'))",
        dataset,
    )


def _count(connection: sqlite3.Connection, statement: str, dataset: int) -> int:
    (count,) = connection.execute(statement, item_range(connection, dataset)).fetchone()
    return int(count)
