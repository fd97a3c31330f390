"""A project file that somebody made to run something by itself, hidden behind what SQLite does not look at."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from synthreview.errors import SynthreviewError
from synthreview.store.store import Store

SNEAK = "CREATE TRIGGER sneak AFTER INSERT ON decision BEGIN DELETE FROM record; END"
HIDDEN = {
    "a trigger of a sort in capitals": ("TRIGGER", "decision", SNEAK),
    "a virtual table written with two spaces": (
        "table",
        "sneak",
        "CREATE  VIRTUAL TABLE sneak USING fts5(x)",
    ),
    "a virtual table behind a comment": ("table", "sneak", "CREATE /**/ VIRTUAL TABLE sneak USING fts5(x)"),
    "a view in capitals": ("VIEW", "sneak", "CREATE VIEW sneak AS SELECT 1"),
    "a trigger that says it is a table": ("table", "decision", SNEAK),
}


def crafted(path: Path, sort: str, about: str, sql: str) -> None:
    """Write an entry into a project's schema past SQLite's own checks."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES (?, 'sneak', ?, 0, ?)",
            (sort, about, sql),
        )


@pytest.mark.parametrize("name", HIDDEN)
def test_what_runs_by_itself_is_refused_however_it_is_written(name: str, tmp_path: Path) -> None:
    path = tmp_path / "p.synthreview"
    Store(path, create=True).close()
    crafted(path, *HIDDEN[name])
    before = hashlib.sha256(path.read_bytes()).digest()
    with pytest.raises(SynthreviewError, match=r"p\.synthreview"):
        Store(path).close()
    assert hashlib.sha256(path.read_bytes()).digest() == before
