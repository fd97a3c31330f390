"""Care for the project file: take away what was left half done, and check that all holds together."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import partial

from synthreview.engine import source_sums
from synthreview.engine.importing import discard
from synthreview.store import datasets, faults, findings
from synthreview.store.store import Store

_RULES = {
    "every item has its record": (
        "SELECT count(*) FROM item i LEFT JOIN record r ON r.id = i.record WHERE r.id IS NULL"
    ),
    "every record belongs to a data set": (
        "SELECT count(*) FROM record r WHERE NOT EXISTS (SELECT 1 FROM dataset d WHERE d.id = r.id >> 32)"
    ),
    "every decision is about an item": (
        "SELECT count(*) FROM decision d LEFT JOIN item i ON i.id = d.item WHERE i.id IS NULL"
    ),
    "every verdict is its newest decision's": (
        "SELECT count(*) FROM item_state s WHERE s.verdict IS NOT (SELECT d.verdict FROM decision d"
        " WHERE d.item = s.item ORDER BY d.op DESC LIMIT 1)"
    ),
    "every decision belongs to an operation that is done": (
        "SELECT count(*) FROM decision d LEFT JOIN op ON op.seq = d.op AND op.state = 'done'"
        " WHERE op.seq IS NULL"
    ),
    "every decided item has its state": (
        "SELECT count(*) FROM decision d LEFT JOIN item_state s ON s.item = d.item WHERE s.item IS NULL"
    ),
    "every data set holds the records it counts": (
        "SELECT count(*) FROM dataset d WHERE ready = 1 AND records <> (SELECT count(*) FROM record"
        " WHERE id BETWEEN d.id << 32 AND (d.id << 32 | 0xffffffff))"
    ),
}
"""Our own rules: each query counts the rows that break it."""
_SUMS = "the bytes of every data set give the SHA-256 of its source"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found; ``problems`` is empty when all holds."""

    problems: tuple[str, ...]
    rules: tuple[str, ...]

    @property
    def intact(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def check(store: Store) -> CheckReport:
    """SQLite's own integrity check, then our rules (long: it reads every record)."""
    problems: list[str] = []
    try:
        with store.snapshot() as connection:
            problems += _sqlite(connection) or _broken(connection)
    except sqlite3.Error as error:
        if faults.kind(error) is not faults.Fault.DAMAGE:
            raise
        store.heed(error)
        problems.append(f"SQLite: {error}")
    return CheckReport(tuple(problems), ("SQLite's integrity check", *_RULES, _SUMS))


def _sqlite(connection: sqlite3.Connection) -> list[str]:
    found = (str(row[0]) for row in connection.execute("PRAGMA integrity_check"))
    return [f"SQLite: {problem}" for problem in found if problem != "ok"]


def _broken(connection: sqlite3.Connection) -> list[str]:
    counted = ((rule, _count(connection, query)) for rule, query in _RULES.items())
    problems = [f"broken {count} times: {rule}" for rule, count in counted if count]
    if names := source_sums.changed(connection):
        problems.append(f"broken by {', '.join(names)}: {_SUMS}")
    return problems


def tidy(store: Store) -> None:
    """Take away imports and analyzer runs that were cut off."""
    connection = store.read()
    for dataset in datasets.unfinished(connection):
        discard(store, dataset)
    for run in findings.unfinished(connection):
        store.write(partial(findings.discard, run=run))


def _count(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])
