"""Which findings of the detectors people have judged, counted by statements over a data set."""

from __future__ import annotations

import sqlite3

from synthreview.store.datasets import item_range
from synthreview.store.reviewed import TOGETHER

Tally = tuple[str, int, int, int]
"""A reason; items that carry it; those of them where it is judged; and those where it is confirmed."""


def by_reason(connection: sqlite3.Connection, dataset: int) -> list[Tally]:
    """How the findings of a data set fared, by reason, those judged most first.

    A finding is judged where its item was accepted, fixed or rejected by itself, or where a reviewer called
    the finding wrong. It is confirmed where the item was fixed or rejected and nobody called it wrong. An
    item counts once for each reason, however many findings give it.
    """
    first, last = item_range(connection, dataset)
    judged = {
        reason: (items, confirmed)
        for reason, items, confirmed in connection.execute(_JUDGED, {"d": dataset, "a": first, "z": last})
    }
    carried = connection.execute(
        "SELECT f.reason, count(DISTINCT f.item) FROM analyzer_run r JOIN finding f ON f.run = r.id"
        " WHERE r.dataset = ? AND r.status = 'done' GROUP BY f.reason",
        (dataset,),
    ).fetchall()
    tallies = [(reason, items, *judged.get(reason, (0, 0))) for reason, items in carried]
    return sorted(tallies, key=lambda tally: (-tally[2], -tally[1], tally[0]))


# Along the decided items: they are few beside all findings, and each has its findings in one place.
_JUDGED = f"""
    WITH run AS (SELECT id, analyzer FROM analyzer_run WHERE dataset = :d AND status = 'done'),
    wrong AS (
        SELECT DISTINCT o.item, o.reason, run.id AS run FROM objection o JOIN run ON run.analyzer = o.analyzer
        WHERE o.item BETWEEN :a AND :z),
    found AS (
        SELECT f.item, f.reason, s.verdict <> 'accept' AND f.id NOT IN (
            SELECT f.id FROM wrong w JOIN finding f ON f.item = w.item AND f.run = w.run
            AND f.reason = w.reason) AS confirmed
        FROM item_state s CROSS JOIN decision d ON d.item = s.item AND d.op = s.op
        CROSS JOIN finding f INDEXED BY finding_item ON f.item = s.item
        WHERE s.item BETWEEN :a AND :z AND s.verdict IN ('accept', 'fix', 'reject') AND NOT ({TOGETHER})
        AND f.run IN (SELECT id FROM run)
        UNION ALL
        SELECT f.item, f.reason, 0 FROM wrong w JOIN finding f ON f.item = w.item AND f.run = w.run
        AND f.reason = w.reason)
    SELECT reason, count(*), sum(confirmed)
    FROM (SELECT item, reason, max(confirmed) AS confirmed FROM found GROUP BY item, reason)
    GROUP BY reason
"""


def together(connection: sqlite3.Connection, dataset: int) -> int:
    """How many items of a data set have a verdict that was given to many at once."""
    (count,) = connection.execute(
        "SELECT count(*) FROM item_state s JOIN decision d ON d.item = s.item AND d.op = s.op"
        f" WHERE s.item BETWEEN ? AND ? AND s.verdict <> 'defer' AND {TOGETHER}",
        item_range(connection, dataset),
    ).fetchone()
    return int(count)
