"""Import against a bare loop: orjson.loads of each line, executemany of 1,000 rows, same pragmas, same file."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

import orjson

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
    """Seconds the least imaginable import takes, checkpoint included."""
    started = time.perf_counter()
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE record (position INTEGER PRIMARY KEY, raw BLOB)")
    rows: list[tuple[int, bytes]] = []
    with source.open("rb") as lines:
        for position, line in enumerate(lines):
            orjson.loads(line)
            rows.append((position, line))
            if len(rows) == 1_000:
                _write(connection, rows)
                rows = []
    _write(connection, rows)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return time.perf_counter() - started


def _write(connection: sqlite3.Connection, rows: list[tuple[int, bytes]]) -> None:
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


def compare(name: str, source: Path, folder: Path, rounds: int) -> None:
    """Take turns, each going first in every other round and each on a quiet disk; compare the fastest of each."""
    bare, durable, whole = [], [], []

    def bare_turn() -> None:
        bare.append(bare_loop(source, _quiet(folder / "bare.db")))

    def our_turn() -> None:
        records, closed = ours(source, _quiet(folder / "ours.synthreview"))
        durable.append(records)
        whole.append(closed)

    for turn in range(rounds):
        for take in (bare_turn, our_turn) if turn % 2 == 0 else (our_turn, bare_turn):
            take()
    for left in ("bare.db", "ours.synthreview"):
        (folder / left).unlink(missing_ok=True)
    told(
        name,
        bare=f"{min(bare):.2f} s",
        ours=f"{min(durable):.2f} s",
        ratio=f"{min(bare) / min(durable):.2f}",
        with_queue=f"{min(bare) / min(whole):.2f}",
    )


def _quiet(path: Path) -> Path:
    """Nothing of an earlier turn is left at `path` or on its way to the disk when the next one starts."""
    for left in (path.with_name("bare.db"), path.with_name("ours.synthreview")):
        left.unlink(missing_ok=True)
    os.sync()
    return path


def run(folder: Path) -> None:
    """Three rounds on 90 MB."""
    source = alpaca(folder / "made.jsonl", RECORDS)
    compare(f"import of {RECORDS:,} records", source, folder, ROUNDS)
