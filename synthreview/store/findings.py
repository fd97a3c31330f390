"""What analyzers found: runs, sparse findings and data-set-level summaries."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import orjson

from synthreview.domain import Evidence, Finding, Summary
from synthreview.panels import Effect, Panel
from synthreview.store import worklist
from synthreview.store.datasets import now
from synthreview.store.stored import decoding, loads


@dataclass(frozen=True, slots=True)
class Run:
    """One analyzer's latest pass over one data set."""

    id: int
    dataset: int
    analyzer: str
    version: int
    fingerprint: str
    event: int
    """The last operation event whose edits the results take into account."""
    status: str
    error: str
    """Why it failed; of one that is done, why a later one did, whose place it keeps."""
    items: int
    findings: int
    seconds: float


CHUNK = 500
_PANEL = "panel:"
"""What the names of panels start with among the results about a whole data set."""
_CALLED_WRONG = (
    "SELECT f.id FROM objection o CROSS JOIN finding f ON f.item = o.item AND f.reason = o.reason"
    " JOIN analyzer_run r ON r.id = f.run AND r.analyzer = o.analyzer"
)
"""Findings that somebody called wrong. CROSS keeps SQLite from reading all findings to look for the few."""
_RUN = "id, dataset, analyzer, version, fingerprint, event, status, error, items, findings, seconds"


def runs(connection: sqlite3.Connection) -> dict[tuple[int, str], Run]:
    """The latest run per data set and analyzer."""
    rows = connection.execute(f"SELECT {_RUN} FROM analyzer_run WHERE status <> 'running'").fetchall()
    return {(row[1], row[2]): Run(*row) for row in rows}


def begin(connection: sqlite3.Connection, dataset: int, analyzer: str, version: int) -> int:
    """Open a new run; its findings stay hidden until ``finish`` puts it in the old one's place."""
    cursor = connection.execute(
        "INSERT INTO analyzer_run (dataset, analyzer, version, fingerprint, event, status, items, findings,"
        " seconds, at) VALUES (?, ?, ?, '', 0, 'running', 0, 0, 0, ?)",
        (dataset, analyzer, version, now()),
    )
    return int(cursor.lastrowid or 0)


FindingRow = tuple[int, str, float, str]
"""item, reason, score, body."""


def rows(findings: Iterable[Finding]) -> list[FindingRow]:
    """Findings as they are stored: plain values, which also travel between processes fast."""
    return [(finding.item, finding.reason, finding.score, _encoded(finding)) for finding in findings]


def add(connection: sqlite3.Connection, run: int, found: Iterable[FindingRow]) -> None:
    """Add findings to a run."""
    connection.executemany(
        f"INSERT INTO finding (run, item, reason, score, body) VALUES ({int(run)}, ?, ?, ?, ?)", found
    )


def drop_items(connection: sqlite3.Connection, run: int, items: Iterable[int]) -> None:
    """Forget a run's findings on some items, before they are scored again."""
    connection.executemany("DELETE FROM finding WHERE item = ? AND run = ?", [(item, run) for item in items])


def finish(
    connection: sqlite3.Connection,
    run: int,
    *,
    fingerprint: str,
    event: int,
    status: str,
    error: str,
    items: int,
    seconds: float,
    summaries: Sequence[Summary | Panel] | None,
) -> int:
    """Close a run: it replaces the one before it. ``summaries`` None keeps those it has.

    Returns the run's number of findings.
    """
    dataset, analyzer = connection.execute(
        "SELECT dataset, analyzer FROM analyzer_run WHERE id = ?", (run,)
    ).fetchone()
    (count,) = connection.execute("SELECT count(*) FROM finding WHERE run = ?", (run,)).fetchone()
    old = [
        row[0]
        for row in connection.execute(
            "SELECT id FROM analyzer_run WHERE dataset = ? AND id <> ? AND analyzer = ?",
            (dataset, run, analyzer),
        )
    ]
    for other in old:
        connection.execute("DELETE FROM finding WHERE run = ?", (other,))
        connection.execute("DELETE FROM summary WHERE run = ?", (other,))
        connection.execute("DELETE FROM analyzer_run WHERE id = ?", (other,))
    connection.execute(
        "UPDATE analyzer_run SET fingerprint = ?, event = ?, status = ?, error = ?, items = ?,"
        " findings = ?, seconds = ?, at = ? WHERE id = ?",
        (fingerprint, event, status, error, items, count, seconds, now(), run),
    )
    worklist.moved(connection)
    if summaries is not None:
        connection.executemany(
            "INSERT OR REPLACE INTO summary (run, name, data) VALUES (?, ?, ?)",
            [(run, *_result(number, each)) for number, each in enumerate(summaries)],
        )
    return int(count)


def fail(connection: sqlite3.Connection, run: int, error: str) -> int | None:
    """Close a run that failed: the earlier one keeps its place and what it found, and bears the error.

    Returns the number of its findings; None, and nothing is done, where there is no earlier one.
    """
    earlier = connection.execute(
        "SELECT old.id, old.findings FROM analyzer_run new JOIN analyzer_run old"
        " ON old.dataset = new.dataset AND old.analyzer = new.analyzer AND old.status = 'done'"
        " WHERE new.id = ?",
        (run,),
    ).fetchone()
    if earlier is None:
        return None
    discard(connection, run)
    bear(connection, earlier[0], error)
    return int(earlier[1])


def bear(connection: sqlite3.Connection, run: int, error: str) -> None:
    """Note what a later run failed of; empty where none did."""
    connection.execute("UPDATE analyzer_run SET error = ? WHERE id = ?", (error, run))


def drop_all(connection: sqlite3.Connection, run: int) -> None:
    """Forget all findings of a run."""
    connection.execute("DELETE FROM finding WHERE run = ?", (run,))


def discard(connection: sqlite3.Connection, run: int) -> None:
    """Take back a run that did not end."""
    drop_all(connection, run)
    connection.execute("DELETE FROM analyzer_run WHERE id = ?", (run,))


def unfinished(connection: sqlite3.Connection) -> list[int]:
    """Runs that were cut off."""
    return [row[0] for row in connection.execute("SELECT id FROM analyzer_run WHERE status = 'running'")]


def of_item(connection: sqlite3.Connection, item: int) -> list[tuple[str, Finding]]:
    """An item's findings with their analyzers."""
    rows = connection.execute(
        "SELECT r.analyzer, f.reason, f.score, f.body FROM finding f JOIN analyzer_run r ON r.id = f.run"
        " WHERE f.item = ? AND r.status = 'done'",
        (item,),
    ).fetchall()
    return [(analyzer, _decoded(item, reason, score, body)) for analyzer, reason, score, body in rows]


def of_items(connection: sqlite3.Connection, items: Sequence[int]) -> dict[int, list[tuple[str, Finding]]]:
    """Findings of several items (at most a page of them) with their analyzers."""
    found: dict[int, list[tuple[str, Finding]]] = {}
    marks = ",".join("?" * len(items))
    rows = connection.execute(
        "SELECT f.item, r.analyzer, f.reason, f.score, f.body FROM finding f"
        f" JOIN analyzer_run r ON r.id = f.run WHERE f.item IN ({marks}) AND r.status = 'done'",
        items,
    ).fetchall()
    for item, analyzer, reason, score, body in rows:
        found.setdefault(item, []).append((analyzer, _decoded(item, reason, score, body)))
    return found


def scores(connection: sqlite3.Connection) -> Iterator[tuple[int, str, float]]:
    """Item, reason and score of every finding that nobody called wrong, by item (for snapshots only)."""
    return connection.execute(
        "SELECT item, reason, score FROM finding INDEXED BY finding_item"
        " WHERE run IN (SELECT r.id FROM analyzer_run r JOIN dataset d ON d.id = r.dataset AND d.ready = 1"
        f" WHERE r.status = 'done') AND id NOT IN ({_CALLED_WRONG}) ORDER BY item"
    )


def scores_of(
    connection: sqlite3.Connection,
    dataset: int,
    items: Sequence[int] | None = None,
    *,
    with_objected: bool = False,
) -> list[tuple[int, str, float]]:
    """The same for the items of one data set, or for some of them, ascending, all at once.

    ``with_objected`` has those that somebody called wrong as well: what was known before anybody looked.
    """
    where = (
        " FROM finding INDEXED BY finding_item WHERE run IN"
        " (SELECT id FROM analyzer_run WHERE status = 'done' AND dataset = ?)"
    )
    if not with_objected:
        where += f" AND id NOT IN ({_CALLED_WRONG})"
    if items is None:
        return connection.execute(f"SELECT item, reason, score{where} ORDER BY item", (dataset,)).fetchall()
    found: list[tuple[int, str, float]] = []
    for start in range(0, len(items), CHUNK):
        some = items[start : start + CHUNK]
        marks = ",".join("?" * len(some))
        found += connection.execute(
            f"SELECT item, reason, score{where} AND item IN ({marks}) ORDER BY item", (dataset, *some)
        ).fetchall()
    return found


def first_reasons(connection: sqlite3.Connection, items: Sequence[int]) -> dict[int, str]:
    """The reason with the highest score of each of some items that have any."""
    found: dict[int, str] = {}
    for item in items:
        row = connection.execute(
            "SELECT reason, max(score) FROM finding WHERE item = ? AND run IN (SELECT id FROM analyzer_run"
            " WHERE status = 'done')",
            (item,),
        ).fetchone()
        if row[0] is not None:
            found[item] = row[0]
    return found


def reason_counts(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """How many items carry each reason, most first."""
    return connection.execute(
        "SELECT reason, count(DISTINCT item) AS n FROM finding"
        " WHERE run IN (SELECT r.id FROM analyzer_run r JOIN dataset d ON d.id = r.dataset AND d.ready = 1"
        " WHERE r.status = 'done') GROUP BY reason ORDER BY n DESC"
    ).fetchall()


def pointed_at(
    connection: sqlite3.Connection, dataset: int, analyzers: Sequence[str]
) -> list[tuple[int, str]]:
    """Items of a data set and the reasons that some analyzers' latest runs give, each pair once."""
    marks = ",".join("?" * len(analyzers))
    return connection.execute(
        "SELECT DISTINCT f.item, f.reason FROM finding f JOIN analyzer_run r ON r.id = f.run"
        f" WHERE r.dataset = ? AND r.status = 'done' AND r.analyzer IN ({marks})",
        (dataset, *analyzers),
    ).fetchall()


def summary(connection: sqlite3.Connection, dataset: int, name: str) -> dict[str, Any] | None:
    """A data set's summary by name, or None."""
    row = connection.execute(
        "SELECT s.data FROM summary s JOIN analyzer_run r ON r.id = s.run WHERE r.dataset = ? AND s.name = ?"
        " AND r.status = 'done'",
        (dataset, name),
    ).fetchone()
    return None if row is None else loads(row[0])


def summaries(connection: sqlite3.Connection, dataset: int) -> dict[str, dict[str, Any]]:
    """All of a data set's summaries by name."""
    rows = connection.execute(
        "SELECT s.name, s.data FROM summary s JOIN analyzer_run r ON r.id = s.run WHERE r.dataset = ?"
        " AND r.status = 'done' AND s.name NOT GLOB ?",
        (dataset, f"{_PANEL}*"),
    ).fetchall()
    return {name: loads(data) for name, data in rows}


def panels(connection: sqlite3.Connection, dataset: int) -> list[tuple[str, Panel]]:
    """A data set's panels with their analyzers, by analyzer and then as they were emitted."""
    rows = connection.execute(
        "SELECT r.analyzer, s.data FROM summary s JOIN analyzer_run r ON r.id = s.run WHERE r.dataset = ?"
        " AND r.status = 'done' AND s.name GLOB ? ORDER BY r.analyzer, s.name",
        (dataset, f"{_PANEL}*"),
    ).fetchall()
    return [(analyzer, _panel(loads(data))) for analyzer, data in rows]


def _result(number: int, result: Summary | Panel) -> tuple[str, str]:
    """A result about the whole data set as name and JSON."""
    if isinstance(result, Panel):
        return f"{_PANEL}{number:03}:{result.name}", orjson.dumps(asdict(result)).decode()
    return result.name, orjson.dumps(dict(result.data)).decode()


@decoding
def _panel(fields: dict[str, Any]) -> Panel:
    effects = tuple(Effect(**effect) for effect in fields.pop("effects"))
    return Panel(**fields, effects=effects)


def _encoded(finding: Finding) -> str:
    body: dict[str, Any] = {}
    if finding.args:
        body["args"] = dict(finding.args)
    if finding.evidence:
        body["evidence"] = [[e.part, e.start, e.end, e.item, e.note] for e in finding.evidence]
    if finding.fix:
        body["fix"] = dict(finding.fix)
    return orjson.dumps(body).decode()


@decoding
def _decoded(item: int, reason: str, score: float, body: str) -> Finding:
    fields = loads(body)
    return Finding(
        item,
        reason,
        score,
        fields.get("args", {}),
        tuple(Evidence(*row) for row in fields.get("evidence", ())),
        fields.get("fix", {}),
    )
