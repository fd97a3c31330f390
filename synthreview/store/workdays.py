"""What each reviewer decided on which day, and how long it took, counted from the words that stand."""

from __future__ import annotations

import sqlite3

from synthreview.store.reviewed import TOGETHER

Day = tuple[str, str, int, int]
"""A day (ISO, by this machine's clock), a reviewer, decisions one by one, decisions in batches."""

_STANDING = (
    " FROM decision d JOIN dataset s ON s.role = 'synthetic' AND s.ready = 1"
    " AND d.item BETWEEN s.first_item AND s.last_item"
)
_DAY = "date(json_extract(d.body, '$.at'), 'localtime')"
_ALONE = f"(NOT {TOGETHER})"


def days(connection: sqlite3.Connection) -> list[Day]:
    """Decisions on items to be reviewed, by day and reviewer, in that order. What was undone is none."""
    # A batch shares one body: it is read once, not once for each item.
    return connection.execute(
        "SELECT day, reviewer, sum(n * alone), sum(n * (NOT alone)) FROM"
        f" (SELECT {_DAY} AS day, d.reviewer AS reviewer, {_ALONE} AS alone, d.n AS n FROM"
        f" (SELECT d.reviewer, d.body, count(*) AS n{_STANDING} GROUP BY d.op, d.reviewer, d.body) d)"
        " WHERE day IS NOT NULL GROUP BY day, reviewer ORDER BY day, reviewer"
    ).fetchall()


def taken(connection: sqlite3.Connection) -> list[tuple[str, str, float]]:
    """Of each decision made by itself and timed: its day, its reviewer and its seconds."""
    return connection.execute(
        f"SELECT {_DAY}, d.reviewer, json_extract(d.body, '$.seconds') AS seconds{_STANDING}"
        f" WHERE seconds > 0 AND {_ALONE}"
    ).fetchall()


def left_per_day(connection: sqlite3.Connection) -> dict[str, int]:
    """How many items each day took off the worklist one by one: the first word on an item counts."""
    return dict(
        connection.execute(
            f"SELECT day, count(*) FROM (SELECT min({_DAY}) AS day{_STANDING} WHERE {_ALONE} GROUP BY d.item)"
            " WHERE day IS NOT NULL GROUP BY day ORDER BY day"
        ).fetchall()
    )
