"""Whether the records of a data set still are what its source held, byte for byte."""

from __future__ import annotations

import hashlib
import sqlite3

from synthreview.formats.bundle import content_hash
from synthreview.formats.layout import COLUMNAR, Layout
from synthreview.store import datasets
from synthreview.store.schema import MAX_POSITION


def changed(connection: sqlite3.Connection) -> list[str]:
    """The names of data sets whose bytes do not give the SHA-256 of their source (long).

    Left out are Parquet and Arrow files: their rows are kept, not their bytes.
    """
    rows = connection.execute(
        "SELECT id, name, sha256, content_sha256 FROM dataset WHERE ready IN (?, ?) ORDER BY id",
        (datasets.SHOWN, datasets.REMOVED),
    ).fetchall()
    return [name for number, name, sha256, content in rows if not _holds(connection, number, sha256, content)]


def _holds(connection: sqlite3.Connection, dataset: int, sha256: str, content: str) -> bool:
    try:
        source = datasets.source(connection, dataset)
        layout = Layout.from_json(source.layout)
    except (ValueError, KeyError, TypeError):  # what tells of the source is damaged itself
        return False
    if layout.container in COLUMNAR or (
        layout.compression and not content
    ):  # the first version kept no other
        return True
    records = _Records(connection, dataset)
    if not layout.bundle:
        return records.sum(source.head, source.tail) == (content or sha256)
    members = datasets.members(connection, dataset)
    sums = [
        (name, records.sum(head, tail, first, first + count)) for name, first, count, head, tail in members
    ]
    return content_hash(sums) == content


class _Records:
    """The bytes of a data set's records as their source had them, read once from the first to the last."""

    def __init__(self, connection: sqlite3.Connection, dataset: int) -> None:
        self._rows = datasets.records(connection, dataset)
        self._next = next(self._rows, None)

    def sum(self, head: bytes, tail: bytes, first: int = 0, end: int = MAX_POSITION) -> str:
        """The SHA-256 of a file: its head, the records from one position up to another, its tail."""
        made = hashlib.sha256(head)
        while self._next is not None and (position := datasets.place(self._next[0])[1]) < end:
            _, prefix, raw, _, before_mending = self._next
            if position >= first:  # else it stands for a file that could not be read
                made.update(prefix)
                made.update(raw if before_mending is None else before_mending)
            self._next = next(self._rows, None)
        made.update(tail)
        return made.hexdigest()
