"""What Parquet and Arrow files share: rows in batches that fit in memory, damage, a place to write."""

from __future__ import annotations

from abc import ABC, abstractmethod
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from synthreview.formats.typed_rows import TypedRows
from synthreview.translation import later, tr, trn

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_BYTES = 8 << 20
"""Bytes of Arrow data to look at at a time; as Python values they take several times that."""
BATCH_ROWS = 4096
"""Rows to look at at a time, however short they are."""

CUT = later("is missing: the file ends early")
LOST = later("stands for rows that cannot be read: this part of the file is damaged")


class Batch(NamedTuple):
    """Rows that were read together.

    With a fault they lack the columns that are damaged; where not even their number is known, ``rows``
    is None.
    """

    rows: pa.RecordBatch | None
    fault: str = ""


class ColumnarFile(ABC):
    """One kind of columnar file: its schema, how it was written (plain JSON), and its rows."""

    schema: pa.Schema
    how: dict[str, Any]

    @abstractmethod
    def count(self) -> int:
        """How many rows can be read."""

    @abstractmethod
    def batches(self, typed: TypedRows) -> Iterator[Batch]:
        """The rows in their order."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the file."""


def damages() -> tuple[type[Exception], ...]:
    """The errors that reading damaged data raises."""
    import pyarrow as pa

    return pa.ArrowException, OSError, ValueError


def without(columns: Iterable[str]) -> str:
    """The fault of rows that lack what stood in these columns."""
    names = [repr(name) for name in columns]
    return trn(
        "cannot be read whole: the column {columns} is damaged",
        "cannot be read whole: the columns {columns} are damaged",
        len(names),
        columns=", ".join(names),
    )


def fitting(rows: pa.RecordBatch) -> int:
    """How many rows like these to look at at a time."""
    size: int = rows.nbytes
    count: int = rows.num_rows
    return max(1, min(BATCH_ROWS, BATCH_BYTES * count // max(1, size)))


def sound(rows: pa.RecordBatch, typed: TypedRows, missing: Iterable[str] = ()) -> Iterator[Batch]:
    """The rows a few at a time, without the columns that cannot be looked at; ``missing`` are so already."""
    bad = [*missing, *typed.damaged(rows)]
    if bad:
        rows = rows.select([name for name in rows.schema.names if name not in bad])
    step = fitting(rows)
    for start in range(0, rows.num_rows, step):
        yield Batch(rows.slice(start, step), without(bad) if bad else "")


def to_text(metadata: Mapping[bytes, bytes] | None) -> list[list[str]]:
    """Metadata of any bytes as JSON; ``from_text`` reads it back."""
    return [[b64encode(part).decode() for part in pair] for pair in (metadata or {}).items()]


def from_text(pairs: Iterable[tuple[str, str]]) -> dict[bytes, bytes]:
    """The metadata that ``to_text`` wrote."""
    return {b64decode(key): b64decode(value) for key, value in pairs}


class Misfit(ValueError):
    """A record that cannot be a row of the file, counted from 1, and why in words."""


def groups(typed: TypedRows, raws: Iterable[bytes], rows: int, size: int) -> Iterator[list[pa.RecordBatch]]:
    """The records as groups of ``rows`` rows in batches, smaller where they would exceed ``size`` bytes.

    Raises Misfit for the first record that does not fit the schema.
    """
    records = iter(raws)
    done = 0
    group: list[pa.RecordBatch] = []
    room = rows
    while chunk := _some(records, min(room, BATCH_ROWS)):
        try:
            group.append(typed.batch(chunk))
        except ValueError as error:
            raise _misfit(typed, chunk, done, error) from error
        done += len(chunk)
        room -= len(chunk)
        if not room or sum(batch.nbytes for batch in group) >= size:
            yield group
            group, room = [], rows
    if group:
        yield group


def _some(records: Iterator[bytes], count: int) -> list[bytes]:
    """The next records, ``count`` at most, and no more than can be looked at at a time."""
    chunk: list[bytes] = []
    size = 0
    for raw in islice(records, count):
        chunk.append(raw)
        size += len(raw)
        if size >= BATCH_BYTES:
            break
    return chunk


def _misfit(typed: TypedRows, raws: list[bytes], done: int, error: ValueError) -> Misfit:
    for number, raw in enumerate(raws, done + 1):
        try:
            typed.batch([raw])
        except ValueError as why:
            return Misfit(tr("record {number} does not fit: {why}", number=number, why=why))
    return Misfit(tr("the records do not fit together: {error}", error=error))


class Sink:
    """A stream to write to, as pyarrow wants it: it is never closed from here.

    After ``drop`` nothing is written any more; a writer that failed would still write its end.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out: BinaryIO | None = out
        self._at = 0
        self.closed = False

    def write(self, data: bytes) -> int:
        """Write the bytes; their number."""
        if self._out is not None:
            self._out.write(data)
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        """How many bytes were written."""
        return self._at

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """Leave the stream as it is."""

    def drop(self) -> None:
        """Write nothing any more."""
        self._out = None
