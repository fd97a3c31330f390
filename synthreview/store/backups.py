"""Copies of a project file: whole ones, and small ones of what people made in it.

A small one is a project file of the same version without its data: all that people did, the heads of the
data sets, and of the records only those that somebody mended. Laid over the same records it gives the
project back.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from synthreview.store import schema, worklist
from synthreview.store.datasets import LOST
from synthreview.store.faults import told
from synthreview.store.fields import WRITE
from synthreview.store.stored import loads

WORK_ID = 0x53795277
"""Marks a file as one of work without data ("SyRw"), so that nobody opens it as a project."""

PEOPLE = (
    *("op", "op_patch", "op_item", "op_event", "decision", "item_state", "objection", "draft", "place"),
    *("page", "blind_sample", "blind_item", "blind_answer", "audit_stream", "audit", "risk_model", "repair"),
)
"""Tables that hold what people did and what was drawn for them: no program can make it again."""

NOTHING = "0.0.0"
"""The mark of a project in which nobody has done anything."""

_OF_ITEMS = ("decision", "item_state", "objection", "draft")


def copy_whole(source: Path, target: Path) -> None:
    """Copy a project as it is at this moment, journal included, into a new file, and check the copy.

    Others may write meanwhile. Damaged when the copy does not hold together.
    """
    with told(source), closing(reading(source)) as theirs, closing(sqlite3.connect(target)) as ours:
        theirs.backup(ours)
        # One file that is whole by itself, wherever it is carried.
        ours.execute("PRAGMA journal_mode = DELETE")
        require_sound(ours)


def copy_work(source: Path, target: Path) -> None:
    """Write what people made in a project into a new small file, as it is at this moment, and check it."""
    with told(source), closing(sqlite3.connect(target, isolation_level=None, uri=True)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")  # a file that is not finished is thrown away
        connection.execute("PRAGMA synchronous = OFF")
        schema.migrate(connection)
        connection.execute("ATTACH ? AS project", (read_only_uri(source),))
        connection.execute("BEGIN")
        for table in (*PEOPLE, "dataset", "member"):
            _copy(connection, table, "project", "main")
            _require_all(connection, table)
        for table, column in (("record", "id"), ("item", "record")):
            mended = f"WHERE {column} IN (SELECT record FROM project.repair)"
            _copy(connection, table, "project", "main", mended)
        connection.execute("COMMIT")
        connection.execute("DETACH project")
        connection.execute(f"PRAGMA application_id = {WORK_ID}")
        require_sound(connection)


def lay_over(target: Path, work: Path, lost: Collection[int]) -> None:
    """Put what people made, as a file of ``copy_work`` holds it, in the place of what ``target`` holds.

    ``target`` has the records of the data sets under their own numbers, but for those in ``lost``, whose
    decisions stay in the history only. One transaction; both files are migrated.
    """
    with told(target), closing(sqlite3.connect(target, isolation_level=None, uri=True)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("ATTACH ? AS work", (read_only_uri(work),))
        connection.execute("BEGIN IMMEDIATE")
        _heed_other_work(connection)
        if _mended(connection, "main") != _mended(connection, "work"):
            _index_again(connection)
        _take_back_mending(connection)
        _exchange(connection)
        _free_names(connection)
        indexed = connection.execute("SELECT indexed, id FROM main.dataset").fetchall()
        for table in ("dataset", "member"):
            key = "id" if table == "dataset" else "dataset"
            connection.execute(f"DELETE FROM main.{table} WHERE {key} IN (SELECT id FROM work.dataset)")
            _copy(connection, table, "work", "main")
        connection.execute("UPDATE main.dataset SET indexed = 0")
        connection.executemany("UPDATE main.dataset SET indexed = ? WHERE id = ?", indexed)
        for table in PEOPLE:
            connection.execute(f"DELETE FROM main.{table}")
            _copy(connection, table, "work", "main")
        _mend(connection)
        for dataset in lost:
            _leave_out(connection, dataset)
        worklist.moved(connection)
        connection.execute("COMMIT")
        connection.execute("DETACH work")


def drop(connection: sqlite3.Connection, dataset: int) -> None:
    """Forget what was made of a data set whose records are about to be taken away, and the index of words."""
    for table in ("finding", "summary"):
        connection.execute(
            f"DELETE FROM {table} WHERE run IN (SELECT id FROM analyzer_run WHERE dataset = ?)", (dataset,)
        )
    for table in ("analyzer_run", "meaning", "member"):
        connection.execute(f"DELETE FROM {table} WHERE dataset = ?", (dataset,))
    unlink(connection, dataset)
    _index_again(connection)


def unlink(connection: sqlite3.Connection, reference: int) -> None:
    """Forget which items a reference speaks of."""
    connection.execute("DELETE FROM link WHERE reference = ?", (reference,))


@dataclass(frozen=True, slots=True)
class Head:
    """What a file of work knows of a data set: enough to find its source and bring its records in again."""

    id: int
    name: str
    source: str
    sha256: str
    layout: dict[str, Any]
    mapping: dict[str, Any]
    bytes: int
    records: int
    first_item: int
    ready: int


def heads(work: Path) -> list[Head]:
    """The data sets in a file of work, removed ones included, in the order of their import."""
    with told(work), closing(reading(work)) as connection:
        rows = connection.execute(
            "SELECT id, name, source, sha256, layout, mapping, bytes, records, first_item, ready FROM dataset"
            " WHERE ready <> 0 ORDER BY id"
        ).fetchall()
    return [
        Head(number, name, source, sha256, loads(layout), loads(mapping), *counts)
        for number, name, source, sha256, layout, mapping, *counts in rows
    ]


def mark(connection: sqlite3.Connection) -> str:
    """A short text that is another one whenever people have done something."""
    parts = [
        connection.execute(f"SELECT {what}").fetchone()[0]
        for what in (
            "coalesce(max(id), 0) FROM op_event",
            "coalesce(max(id), 0) FROM blind_answer",
            "count(taken_back) FROM blind_answer",
        )
    ]
    return ".".join(str(part) for part in parts)


def require_sound(connection: sqlite3.Connection, *, wholly: bool = False) -> None:
    """Raise what SQLite raises on damage when the structure of the file does not hold together."""
    problem = connection.execute(f"PRAGMA {'integrity' if wholly else 'quick'}_check(1)").fetchone()[0]
    if problem != "ok":
        raise _damage(problem)


def _copy(connection: sqlite3.Connection, table: str, source: str, target: str, where: str = "") -> None:
    columns = ", ".join(_columns(connection, target, table))
    connection.execute(
        f"INSERT INTO {target}.{table} ({columns}) SELECT {columns} FROM {source}.{table} {where}"
    )


def _require_all(connection: sqlite3.Connection, table: str) -> None:
    """Raise what SQLite raises on damage where rows lack: a damaged page may look empty."""
    held, copied = (
        connection.execute(f"SELECT count(*) FROM {database}.{table}").fetchone()[0]
        for database in ("project", "main")
    )
    if held != copied:
        raise _damage(f"{held} rows in {table}, {copied} came out")


def _damage(problem: str) -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError(problem)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def _columns(connection: sqlite3.Connection, database: str, table: str) -> Sequence[str]:
    return [row[1] for row in connection.execute(f"PRAGMA {database}.table_info({table})")]


def _heed_other_work(connection: sqlite3.Connection) -> None:
    """What was found after the two parted is of texts that may never have been: look at all of it again."""
    (parted,) = connection.execute(
        "SELECT coalesce(min(id), 1 << 62) FROM (SELECT * FROM main.op_event EXCEPT"
        " SELECT * FROM work.op_event)"
    ).fetchone()
    connection.execute("UPDATE main.analyzer_run SET fingerprint = '' WHERE event >= ?", (parted,))
    connection.execute("DELETE FROM main.meaning WHERE event >= ?", (parted,))


def _mended(connection: sqlite3.Connection, database: str) -> list[tuple[int, bytes]]:
    return connection.execute(
        f"SELECT r.id, r.raw FROM {database}.repair m JOIN {database}.record r ON r.id = m.record ORDER BY 1"
    ).fetchall()


def _index_again(connection: sqlite3.Connection) -> None:
    # Texts cannot be taken out of this index one by one: it does not keep them.
    connection.execute("INSERT INTO item_text (item_text) VALUES ('delete-all')")
    connection.execute("UPDATE main.dataset SET indexed = 0")


def _free_names(connection: sqlite3.Connection) -> None:
    """A data set that came in later gives back a name that another one had."""
    connection.execute(
        "UPDATE main.dataset SET name = name || ' #' || id WHERE id NOT IN (SELECT id FROM work.dataset)"
        " AND name IN (SELECT name FROM work.dataset)"
    )


def _take_back_mending(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM main.item WHERE record IN (SELECT record FROM main.repair)")
    connection.execute(
        "UPDATE main.record SET raw = m.raw, fault = m.fault FROM main.repair m"
        " WHERE m.record = main.record.id"
    )


def _mend(connection: sqlite3.Connection) -> None:
    connection.execute(
        "UPDATE main.record SET raw = w.raw, fault = w.fault FROM work.record w WHERE w.id = main.record.id"
    )
    _copy(connection, "item", "work", "main", "WHERE record IN (SELECT id FROM main.record)")


def _exchange(connection: sqlite3.Connection) -> None:
    """Where the two read the choices of a data set the other way round, the stored labels follow."""
    rows = connection.execute(
        "SELECT w.id, w.mapping FROM work.dataset w JOIN main.dataset d ON d.id = w.id"
        " WHERE d.mapping <> w.mapping"
    ).fetchall()
    for dataset, mapping in rows:
        WRITE["dataset.mapping"](connection, dataset, "", mapping)


def _leave_out(connection: sqlite3.Connection, dataset: int) -> None:
    """Keep the name and numbers of a data set whose records are not there, and nothing that stands on it."""
    connection.execute("UPDATE main.dataset SET ready = ? WHERE id = ?", (LOST, dataset))
    for table in _OF_ITEMS:
        connection.execute(
            f"DELETE FROM main.{table} WHERE item BETWEEN (SELECT first_item FROM main.dataset WHERE id = ?1)"
            " AND (SELECT last_item FROM main.dataset WHERE id = ?1)",
            (dataset,),
        )
    for table in ("audit_stream", "audit", "blind_sample"):
        connection.execute(f"DELETE FROM main.{table} WHERE dataset = ?", (dataset,))


def reading(path: Path) -> sqlite3.Connection:
    """A connection that only reads a file nobody has to have open as a project."""
    return sqlite3.connect(read_only_uri(path), uri=True, isolation_level=None, timeout=5)


def read_only_uri(path: Path, *, alone: bool = False) -> str:
    """How SQLite opens a database to read it and nothing else; ``alone`` without what its journal holds.

    One without a journal, in a folder that cannot be written, nobody can write; SQLite then needs no
    shared-memory file, which it could not make there.
    """
    journal = path.with_name(path.name + "-wal")  # Path.exists would raise where one may not look
    immutable = alone or not (os.access(path.parent, os.W_OK) or os.path.exists(journal))  # noqa: PTH110
    return f"file:{quote(os.fsencode(path.absolute()))}?mode=ro{'&immutable=1' if immutable else ''}"
