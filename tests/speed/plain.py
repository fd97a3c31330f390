"""The plain ways that ours are held against: one SQLite table, the file itself, the least imaginable loop.

They promise no more than a script of twenty lines would: no undo, no history, no reasons, one file.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from tests.speed.importing import PRAGMAS
from tests.speed.measured import timed

PAGE = 200
ODD = 20
"""One item in so many is marked, as one in so many of the made records has a fault."""
_ROWS = 1_000


def read_json(source: Path) -> float:
    """Seconds to parse each line of a file."""

    def read() -> None:
        with source.open("rb") as lines:
            for line in lines:
                json.loads(line)

    return timed(read)


def copy(source: Path, out: Path) -> float:
    """Seconds to copy a file and force it to the disk."""
    out.unlink(missing_ok=True)

    def act() -> None:
        shutil.copyfile(source, out)
        with out.open("rb+") as file:
            os.fsync(file.fileno())

    return timed(act)


class PlainTable:
    """One table with a row for each record, an index for its order and full text, as few lines as can be."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = _connect(path)

    def fill(self, source: Path, seed: int = 1) -> None:
        """A row for each line: its text, a risk, whether it is marked, no verdict."""
        chance = random.Random(seed)
        self._connection.executescript(
            "CREATE TABLE item (id INTEGER PRIMARY KEY, raw BLOB, risk REAL, odd INTEGER, verdict TEXT);"
            "CREATE TABLE log (id INTEGER PRIMARY KEY, item INTEGER, old TEXT, new TEXT, at REAL);"
        )
        with source.open("rb") as lines:
            rows = ((place, line, chance.random(), int(place % ODD == 0)) for place, line in enumerate(lines))
            self._write("INSERT INTO item (id, raw, risk, odd) VALUES (?, ?, ?, ?)", rows)
        self._connection.execute("CREATE INDEX item_order ON item (verdict, risk DESC, id)")
        self._connection.execute("CREATE INDEX item_risk ON item (risk DESC, id)")

    def index(self) -> float:
        """Seconds to put the words of all records into a full-text index."""
        self._connection.execute("DROP TABLE IF EXISTS words")
        self._connection.execute(
            "CREATE VIRTUAL TABLE words USING fts5 (text, content='', tokenize='unicode61 remove_diacritics 2')"
        )

        def act() -> None:
            self._write("INSERT INTO words (rowid, text) VALUES (?, ?)", self._texts())

        return timed(act)

    def _texts(self) -> Iterator[tuple[int, str]]:
        with closing(_connect(self._path)) as reader:
            for place, raw in reader.execute("SELECT id, raw FROM item"):
                record = json.loads(raw)
                yield place, "\n".join((record["instruction"], record["input"], record["output"]))

    def opened(self) -> float:
        """Seconds to connect, count, and read the first page and the first item."""

        def act() -> None:
            connection = _connect(self._path)
            connection.execute("SELECT verdict, count(*) FROM item GROUP BY verdict").fetchall()
            page = connection.execute(
                "SELECT id, raw FROM item WHERE verdict IS NULL ORDER BY risk DESC, id LIMIT ?", (PAGE,)
            ).fetchall()
            json.loads(page[0][1])
            connection.close()

        return timed(act)

    def next(self, after: tuple[float, int]) -> tuple[float, int]:
        """The place of the next item in order, once it is read."""
        risk, place, raw = self._connection.execute(
            "SELECT risk, id, raw FROM item WHERE verdict IS NULL AND (risk < ? OR risk = ? AND id > ?)"
            " ORDER BY risk DESC, id LIMIT 1",
            (after[0], after[0], after[1]),
        ).fetchone()
        json.loads(raw)
        return risk, place

    def decide(self, item: int, verdict: str | None) -> None:
        """A verdict and a line of a log, on disk on return."""
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        (old,) = connection.execute("SELECT verdict FROM item WHERE id = ?", (item,)).fetchone()
        connection.execute("UPDATE item SET verdict = ? WHERE id = ?", (verdict, item))
        connection.execute(
            "INSERT INTO log (item, old, new, at) VALUES (?, ?, ?, ?)", (item, old, verdict, time.time())
        )
        connection.execute("COMMIT")

    def undo(self) -> None:
        """Take the last line of the log back, on disk on return."""
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        number, item, old = connection.execute(
            "SELECT id, item, old FROM log ORDER BY id DESC LIMIT 1"
        ).fetchone()
        connection.execute("UPDATE item SET verdict = ? WHERE id = ?", (old, item))
        connection.execute("DELETE FROM log WHERE id = ?", (number,))
        connection.execute("COMMIT")

    def search(self, word: str, where: str = "1") -> list[Any]:
        """The first page of the items that hold a word, in order."""
        return self._connection.execute(
            f"SELECT id FROM words JOIN item ON item.id = words.rowid WHERE words MATCH ? AND {where}"
            " ORDER BY risk DESC, id LIMIT ?",
            (word, PAGE),
        ).fetchall()

    def stats(self) -> list[Any]:
        """Counts by verdict and mark."""
        return self._connection.execute(
            "SELECT verdict, odd, count(*), sum(risk > 0.5) FROM item GROUP BY verdict, odd"
        ).fetchall()

    def rank(self) -> None:
        """Write the order of all items into a table of its own."""
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DROP TABLE IF EXISTS queue")
        connection.execute("CREATE TABLE queue (rank INTEGER PRIMARY KEY, item INTEGER, risk REAL)")
        connection.execute(
            "INSERT INTO queue SELECT row_number() OVER (ORDER BY risk DESC, id), id, risk FROM item"
        )
        connection.execute("COMMIT")

    def close(self) -> None:
        """Put everything into the one file."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()

    def _write(self, statement: str, rows: Iterator[Any]) -> None:
        while some := list(islice(rows, _ROWS)):
            self._connection.execute("BEGIN")
            self._connection.executemany(statement, some)
            self._connection.execute("COMMIT")


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection
