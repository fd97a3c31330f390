"""Import against a bare loop: json.loads of each record, executemany of 1,000 rows, same pragmas, same file."""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path

from synthreview.project import Project
from tests.speed.made import alpaca, told

RECORDS = 200_000
ROUNDS = 3
PRAGMAS = (
    "page_size=8192",
    "journal_mode=WAL",
    "synchronous=FULL",
    "cache_size=-16000",
    "wal_autocheckpoint=2000",
)


def bare_loop(source: Path, path: Path) -> float:
    """Seconds the least imaginable import takes."""
    started = time.perf_counter()
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE record (position INTEGER PRIMARY KEY, raw TEXT)")
    rows: list[tuple[int, str]] = []
    with source.open(encoding="utf-8") as lines:
        for position, line in enumerate(lines):
            json.loads(line)
            rows.append((position, line))
            if len(rows) == 1_000:
                _write(connection, rows)
                rows = []
    _write(connection, rows)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return time.perf_counter() - started


def _write(connection: sqlite3.Connection, rows: list[tuple[int, str]]) -> None:
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO record VALUES (?, ?)", rows)
    connection.execute("COMMIT")


def ours(source: Path, path: Path) -> tuple[float, float]:
    """Seconds until all records are durable, and until the project is closed with its queue built."""
    started = time.perf_counter()
    project = Project.open(path, create=True)
    report = project.import_file(source)
    project.close()
    return report.seconds, time.perf_counter() - started


def run(folder: Path) -> None:
    """Alternate both, three rounds, and compare the fastest of each."""
    source = alpaca(folder / "made.jsonl", RECORDS)
    bare, durable, whole = [], [], []
    for number in range(ROUNDS):
        bare.append(bare_loop(source, folder / f"bare{number}.db"))
        records, closed = ours(source, folder / f"ours{number}.synthreview")
        durable.append(records)
        whole.append(closed)
    told(
        f"import of {RECORDS:,} records",
        bare=f"{min(bare):.2f} s",
        ours=f"{min(durable):.2f} s",
        ratio=f"{min(bare) / min(durable):.2f}",
        with_queue=f"{min(bare) / min(whole):.2f}",
    )
