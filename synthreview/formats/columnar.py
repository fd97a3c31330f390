"""Parquet and Arrow files: rows as records of typed JSON, and files of the same kind written from them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from synthreview.errors import UserError
from synthreview.formats.columnar_arrow import ArrowFile, ArrowStream, announces_message, write_arrow_file
from synthreview.formats.columnar_batches import ColumnarFile, Misfit, Sink, damages
from synthreview.formats.columnar_parquet import ParquetFile, write_parquet_file
from synthreview.formats.layout import Container, Layout, Piece, named
from synthreview.formats.typed_rows import TypedRows, Unkept
from synthreview.formats.unreadable import unreadable
from synthreview.translation import tr

_KINDS: dict[Container, Callable[[Path], ColumnarFile]] = {
    Container.PARQUET: ParquetFile,
    Container.ARROW_FILE: ArrowFile,
    Container.ARROW_STREAM: ArrowStream,
}


class CannotOpen(UserError):
    """A file that cannot be read as the layout says, and why, as the end of a sentence about it."""

    why = ""

    @classmethod
    def because(cls, path: Path, why: str) -> CannotOpen:
        """The error about a file; made by one text alone, it can be sent between processes."""
        error = cls(tr("{file} {why}.", file=path, why=why))
        error.why = why
        return error


def sniff_columnar(sample: bytes) -> Container | None:
    """The container that a file's first bytes announce; None when it is no columnar one.

    UserError for the first version of Feather, which was given up.
    """
    if sample.startswith((b"PAR1", b"PARE")):  # the second is encrypted
        return Container.PARQUET
    if sample.startswith(b"ARROW1"):
        return Container.ARROW_FILE
    if sample.startswith(b"FEA1"):
        raise UserError(tr("The file is in the first version of Feather; save it as Parquet."))
    return Container.ARROW_STREAM if announces_message(sample) else None


class Columnar:
    """The rows of a Parquet or Arrow file as typed JSON; memory does not grow with the file.

    ``head`` is the schema, with its metadata, as an Arrow IPC message. A damaged stretch gives faulty
    pieces with what could be read of their rows; what is good before and after stays good.
    Raises UserError when the file is not what the layout says, is encrypted, is damaged where it says
    what it holds, or has a column that cannot be kept; EnvironmentFault when it may not be read.
    """

    def __init__(self, path: Path, layout: Layout) -> None:
        self._file = _open(path, layout.container)
        try:
            self._typed = TypedRows(self._file.schema)
        except Unkept as error:
            self.close()
            raise CannotOpen.because(path, str(error)) from error
        self.head: bytes = self._file.schema.serialize().to_pybytes()
        self._count: int | None = None
        self._done = 0

    def __iter__(self) -> Iterator[Piece]:
        for rows, fault in self._file.batches(self._typed):
            if rows is None:
                yield Piece(b"", b"", None, fault)
                continue
            typed = TypedRows(rows.schema) if fault else self._typed
            for piece in typed.pieces(rows, fault):
                self._done += 1
                yield piece

    @property
    def tail(self) -> bytes:
        """How the file was written, as JSON for ``write_columnar``; complete after the last piece."""
        return json.dumps({**self._file.how, "dictionaries": self._typed.starts}).encode()

    @property
    def rows(self) -> int:
        """How many rows the file has; of a damaged stream, how many can be read."""
        if self._count is None:
            self._count = self._file.count()
        return self._count

    @property
    def share_read(self) -> float:
        """How much of the rows was handed out, 0 to 1."""
        return min(1.0, self._done / self.rows) if self.rows else 1.0

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _open(path: Path, container: Container) -> ColumnarFile:
    try:
        with path.open("rb"):
            pass
    except FileNotFoundError as error:
        raise UserError(tr("There is no file {path}; check the path.", path=path)) from error
    except OSError as error:
        raise unreadable(path, error) from error
    try:
        return _KINDS[container](path)
    except damages() as error:
        if "decrypt" in str(error):
            raise CannotOpen.because(path, tr("is encrypted; save it without encryption")) from error
        why = tr(
            "cannot be opened as {format} ({error}); it may be cut short or damaged, get it again or save it "
            "anew",
            format=named(Layout(container).words),
            error=" ".join(str(error).split()).rstrip("."),
        )
        raise CannotOpen.because(path, why) from error


def write_columnar(out: BinaryIO, layout: Layout, head: bytes, tail: bytes, raws: Iterable[bytes]) -> None:
    """A file of the layout's container with the schema in ``head``, written as ``tail`` tells.

    Streams; ``out`` needs only ``write`` and stays open. Raises UserError naming the first record that
    does not fit the schema; what was written until then is no file.
    """
    import pyarrow as pa

    how = {**json.loads(tail or b"{}"), "container": layout.container}
    typed = _typed(head)
    typed.begin(how.get("dictionaries", ()))
    write = write_parquet_file if layout.container is Container.PARQUET else write_arrow_file
    sink = Sink(out)
    try:
        write(sink, typed, how, raws)
    except (Misfit, pa.ArrowInvalid) as error:
        raise UserError(
            tr(
                "The {format} file cannot be written: {error}; take back what was changed there.",
                format=named(layout.words),
                error=error,
            )
        ) from error
    finally:
        sink.drop()


def as_written(raw: bytes, head: bytes) -> bytes:
    """A record that fits as reading the written file will give it: an edit may have spelled it otherwise.

    ValueError says in words why it does not fit.
    """
    typed = _typed(head)
    return next(typed.pieces(typed.batch([raw]))).raw


def _typed(head: bytes) -> TypedRows:
    import pyarrow as pa

    return TypedRows(pa.ipc.read_schema(pa.py_buffer(head)))
