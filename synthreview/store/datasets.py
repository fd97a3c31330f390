"""Data sets and their records: how a source file lies in the project."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson

from synthreview.domain import Dataset, Kind, Role
from synthreview.errors import UserError
from synthreview.store import worklist
from synthreview.store.schema import MAX_POSITION, POSITION_BITS
from synthreview.store.stored import decoding, loads
from synthreview.translation import tr

Member = tuple[str, int, int, bytes, bytes]
"""Name, first position, records, head, tail of one file of an archive or folder."""

DELETE_CHUNK = 20_000
MAX_ITEM = (1 << 63) - 1
SHOWN, REMOVED, LOST = 1, 2, 3
"""Values of ``ready`` once an import has ended; lost is one whose records a restore did not find."""


def now() -> str:
    """This moment as the project stores it: UTC, ISO 8601, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def record_id(dataset: int, position: int) -> int:
    """The id of a record by its place."""
    return dataset << POSITION_BITS | position


def record_range(dataset: int) -> tuple[int, int]:
    """The first and last possible record id of a data set."""
    return record_id(dataset, 0), record_id(dataset, MAX_POSITION)


def place(record: int) -> tuple[int, int]:
    """Data set and 0-based position of a record id."""
    return record >> POSITION_BITS, record & MAX_POSITION


def begin(
    connection: sqlite3.Connection,
    name: str,
    kind: Kind,
    role: Role,
    source: str,
    format: str,
    layout: Mapping[str, Any],
    mapping: Mapping[str, Any],
    licence: str = "",
    generator: str = "",
) -> int:
    """Open a data set for import and return its id; it stays hidden until ``finish``."""
    if connection.execute("SELECT 1 FROM dataset WHERE name = ?", (name,)).fetchone():
        raise UserError(
            tr("The project already has a data set named '{name}'; choose another with --name.", name=name)
        )
    cursor = connection.execute(
        "INSERT INTO dataset (name, kind, role, source, format, layout, mapping, licence, generator,"
        " imported_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (name, kind, role, source, format, _json(layout), _json(mapping), licence, generator, now()),
    )
    return int(cursor.lastrowid or 0)


def next_is(connection: sqlite3.Connection, number: int) -> None:
    """Give the next data set this id, which is higher than all that are there."""
    connection.execute("DELETE FROM sqlite_sequence WHERE name = 'dataset'")
    connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('dataset', ?)", (number - 1,))


@dataclass(frozen=True, slots=True)
class Finished:
    """What an import came to know of its file."""

    head: bytes
    tail: bytes
    sha256: str
    size: int
    records: int
    items: int
    quarantined: int
    votes: Mapping[str, Mapping[str, int]]
    item_range: tuple[int, int]
    content_sha256: str = ""
    members: Sequence[Member] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


def finish(connection: sqlite3.Connection, dataset: int, end: Finished, *, shown: bool = True) -> None:
    """Close an import: from here on the data set is part of the project, and its items wait for review.

    With ``shown`` False it stays hidden, as a removed one, until an operation shows it.
    """
    connection.execute(
        "UPDATE dataset SET head = ?, tail = ?, sha256 = ?, content_sha256 = ?, bytes = ?, records = ?,"
        " items = ?, quarantined = ?, votes = ?, facts = ?, first_item = ?, last_item = ?, ready = ?"
        " WHERE id = ?",
        (
            *(end.head, end.tail, end.sha256, end.content_sha256 or end.sha256, end.size, end.records),
            *(end.items, end.quarantined, _json(end.votes), _json(end.facts), *end.item_range),
            *(SHOWN if shown else REMOVED, dataset),
        ),
    )
    connection.executemany(
        "INSERT INTO member (dataset, number, name, first, records, head, tail) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((dataset, number, *member) for number, member in enumerate(end.members)),
    )
    worklist.moved(connection)


def next_item_id(connection: sqlite3.Connection) -> int:
    """The id the next item gets."""
    (last,) = connection.execute("SELECT coalesce(max(last_item), 0) FROM dataset").fetchone()
    return max(int(last), 0) + 1


def name_aside(connection: sqlite3.Connection, dataset: int, name: str) -> None:
    """Give one that no operation ever showed another name."""
    connection.execute("UPDATE dataset SET name = ? WHERE id = ? AND ready <> ?", (name, dataset, SHOWN))


def unfinished(connection: sqlite3.Connection) -> list[int]:
    """Data sets whose import was cut off, and hidden ones that no operation ever showed or hid."""
    rows = connection.execute(
        "SELECT id FROM dataset WHERE ready = 0 OR (ready = ? AND CAST(id AS TEXT) NOT IN"
        " (SELECT key FROM op_patch WHERE field = 'dataset.shown'))",
        (REMOVED,),
    ).fetchall()
    return [row[0] for row in rows]


def names(connection: sqlite3.Connection) -> set[str]:
    """All names that are taken, hidden data sets included."""
    return {row[0] for row in connection.execute("SELECT name FROM dataset")}


def discard_chunk(connection: sqlite3.Connection, dataset: int) -> bool:
    """Delete one chunk of an unfinished data set; False once nothing of it is left."""
    first, last = record_range(dataset)
    ids = connection.execute(
        "SELECT id FROM record WHERE id BETWEEN ? AND ? LIMIT ?", (first, last, DELETE_CHUNK)
    ).fetchall()
    if not ids:
        connection.execute("DELETE FROM dataset WHERE id = ?", (dataset,))
        return False
    low, high = item_range(connection, dataset)
    if high < low:
        # Its import did not end, and only the one that came last can be cut off: its items are at the end.
        low, high = next_item_id(connection), MAX_ITEM
    connection.execute("DELETE FROM item WHERE id BETWEEN ? AND ?", (low, high))
    connection.execute("DELETE FROM record WHERE id BETWEEN ? AND ?", (ids[0][0], ids[-1][0]))
    return True


def item_range(connection: sqlite3.Connection, dataset: int) -> tuple[int, int]:
    """The first and last item id of a data set; the last is smaller when it has none."""
    row: tuple[int, int] = connection.execute(
        "SELECT first_item, last_item FROM dataset WHERE id = ?", (dataset,)
    ).fetchone()
    return row


_COLUMNS = (
    "id, name, kind, role, source, format, layout, mapping, records, items, quarantined, sha256, imported_at,"
    " licence, generator, facts, content_sha256"
)


def every(connection: sqlite3.Connection) -> list[Dataset]:
    """All data sets, in the order of their import."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM dataset WHERE ready = 1 ORDER BY id").fetchall()
    return [_dataset(row) for row in rows]


def get(connection: sqlite3.Connection, dataset: int) -> Dataset:
    """One data set by id; UserError when there is none."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM dataset WHERE id = ?", (dataset,)).fetchone()
    if row is None:
        raise UserError(tr("The project has no data set number {dataset}.", dataset=dataset))
    return _dataset(row)


@decoding
def _dataset(row: Sequence[Any]) -> Dataset:
    return Dataset(
        id=row[0],
        name=row[1],
        kind=Kind(row[2]),
        role=Role(row[3]),
        source=row[4],
        format=row[5],
        encoding=loads(row[6])["encoding"],
        mapping=loads(row[7]),
        records=row[8],
        items=row[9],
        quarantined=row[10],
        sha256=row[11],
        imported_at=row[12],
        licence=row[13],
        generator=row[14],
        facts=loads(row[15]),
        content_sha256=row[16] or row[11],
    )


def _json(value: Mapping[str, Any]) -> str:
    return orjson.dumps(value).decode()


def is_shown(connection: sqlite3.Connection, dataset: int) -> bool:
    """Whether a data set is part of the project: its import has ended and nobody removed it."""
    row = connection.execute("SELECT ready FROM dataset WHERE id = ?", (dataset,)).fetchone()
    return row is not None and row[0] == SHOWN


def votes(connection: sqlite3.Connection, dataset: int) -> dict[str, dict[str, int]]:
    """How often people and the model gave each label, as imported."""
    row = connection.execute("SELECT votes FROM dataset WHERE id = ?", (dataset,)).fetchone()
    return loads(row[0])  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Source:
    """What is needed to read and rebuild a data set's file."""

    layout: dict[str, Any]
    mapping: dict[str, Any]
    head: bytes
    tail: bytes
    bytes: int


def source(connection: sqlite3.Connection, dataset: int) -> Source:
    """How the data set's source file is laid out, with the bytes around its records."""
    row = connection.execute(
        "SELECT layout, mapping, head, tail, bytes FROM dataset WHERE id = ?", (dataset,)
    ).fetchone()
    return Source(loads(row[0]), loads(row[1]), row[2], row[3], row[4])


def quarantined(
    connection: sqlite3.Connection, dataset: int, limit: int, after: int = -1
) -> list[tuple[int, str, bytes]]:
    """Records behind a position that could not be read: position, why, their own bytes."""
    rows = connection.execute(
        "SELECT id, fault, raw FROM record WHERE id > ? AND id <= ? AND fault IS NOT NULL ORDER BY id"
        " LIMIT ?",
        (record_id(dataset, after), record_range(dataset)[1], limit),
    ).fetchall()
    return [(place(row[0])[1], row[1], row[2]) for row in rows]


def free_item(connection: sqlite3.Connection, record: int) -> int:
    """The item id that an import kept free for a record that could not be read.

    UserError when there is none: projects of the first version kept none.
    """
    dataset = record >> POSITION_BITS
    first, last = item_range(connection, dataset)
    row = connection.execute(
        "SELECT id, record FROM item WHERE id BETWEEN ? AND ? AND record < ? ORDER BY id DESC LIMIT 1",
        (first, last, record),
    ).fetchone()
    before, since = row if row is not None else (first - 1, record_id(dataset, 0) - 1)
    (damaged,) = connection.execute(
        "SELECT count(*) FROM record WHERE id > ? AND id <= ? AND fault IS NOT NULL", (since, record)
    ).fetchone()
    free = int(before) + int(damaged)
    taken = connection.execute("SELECT 1 FROM item WHERE id = ?", (free,)).fetchone()
    if taken or free > last:
        raise UserError(
            tr("This data set was imported before records could be mended; update it from its file first.")
        )
    return free


def note(connection: sqlite3.Connection, dataset: int, facts: Mapping[str, Any]) -> None:
    """Keep what else is known of a data set; a fact of the same name is replaced."""
    row = connection.execute("SELECT facts FROM dataset WHERE id = ?", (dataset,)).fetchone()
    connection.execute(
        "UPDATE dataset SET facts = ? WHERE id = ?", (_json({**loads(row[0]), **facts}), dataset)
    )


def members(connection: sqlite3.Connection, dataset: int) -> list[Member]:
    """The files of a data set's archive or folder, in their order; empty for a single file."""
    return connection.execute(
        "SELECT name, first, records, head, tail FROM member WHERE dataset = ? ORDER BY number", (dataset,)
    ).fetchall()


def records(
    connection: sqlite3.Connection, dataset: int
) -> Iterator[tuple[int, bytes, bytes, str | None, bytes | None]]:
    """Every record of a data set in its order: id, prefix, raw, fault, and what a mended one was before.

    Holds a cursor, so for snapshots only.
    """
    return connection.execute(
        "SELECT r.id, r.prefix, r.raw, r.fault, m.raw FROM record r LEFT JOIN repair m ON m.record = r.id"
        " WHERE r.id BETWEEN ? AND ? ORDER BY r.id",
        record_range(dataset),
    )


def prefix(connection: sqlite3.Connection, dataset: int, position: int) -> bytes:
    """What stands before a record in its file; empty when there is no such record."""
    row = connection.execute(
        "SELECT prefix FROM record WHERE id = ?", (record_id(dataset, position),)
    ).fetchone()
    return b"" if row is None else bytes(row[0])
