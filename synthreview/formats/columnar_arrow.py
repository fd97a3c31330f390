"""Arrow files and streams: read a few rows at a time, and written as they were."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synthreview.formats.columnar_batches import (
    BATCH_BYTES,
    BATCH_ROWS,
    CUT,
    LOST,
    Batch,
    ColumnarFile,
    Sink,
    damages,
    from_text,
    groups,
    sound,
    to_text,
)
from synthreview.formats.layout import Container
from synthreview.formats.typed_rows import TypedRows
from synthreview.translation import tr

if TYPE_CHECKING:
    import pyarrow as pa

_LONGEST_MESSAGE = 256 << 20
"""Bytes a message may have before its data; more is no message."""
_MAGIC_BYTES = 8
"""What an Arrow file has before the stream inside it."""
_CODECS = ("lz4", "zstd")


def announces_message(data: bytes) -> bool:
    """Whether a message of an Arrow stream seems to begin with these bytes, of which 8 are enough."""
    if len(data) < 8:
        return False
    mark: int
    size: int
    mark, size = struct.unpack_from("<Ii", data)
    return mark == 0xFFFFFFFF and 0 < size < _LONGEST_MESSAGE and size % 8 == 0


class ArrowFile(ColumnarFile):
    """An Arrow file, whose footer tells where each batch is. A damaged batch is read column by column."""

    def __init__(self, path: Path) -> None:
        import pyarrow as pa

        # Mapped, because one batch may be as large as the file: only what is looked at is in memory.
        self._map = pa.memory_map(str(path))
        self._file = pa.ipc.open_file(self._map)
        self.schema = self._file.schema
        metadata = to_text(self._file.metadata)
        self.how = {"container": Container.ARROW_FILE.value, **_how(path, _MAGIC_BYTES), "metadata": metadata}

    def count(self) -> int:
        """How many rows the batches have that can be read."""
        try:
            rows: int = self._file.count_rows()
        except damages():
            return sum(map(self._rows_of, range(self._file.num_record_batches)))
        return rows

    def _rows_of(self, number: int) -> int:
        try:
            rows: int = self._file.get_batch(number).num_rows
        except damages():
            return 0
        return rows

    def close(self) -> None:
        """Let go of the file."""
        self._map.close()

    def batches(self, typed: TypedRows) -> Iterator[Batch]:
        """The rows of each batch."""
        for number in range(self._file.num_record_batches):
            try:
                rows = self._file.get_batch(number)
            except damages():
                yield from self._saved(number)
            else:
                yield from sound(rows, typed)

    def _saved(self, number: int) -> Iterator[Batch]:
        """The rows of a batch that cannot be read whole, from the columns that can be."""
        import pyarrow as pa

        arrays = {}
        for index, name in enumerate(self.schema.names):
            options = pa.ipc.IpcReadOptions(included_fields=[index])
            try:
                array = pa.ipc.open_file(self._map, options=options).get_batch(number).column(0)
                array.validate()
            except damages():
                continue
            arrays[name] = array
        if not arrays:
            yield Batch(None, tr(LOST))
            return
        fields = [self.schema.field(name) for name in arrays]
        rows = pa.RecordBatch.from_arrays(list(arrays.values()), schema=pa.schema(fields))
        bad = [name for name in self.schema.names if name not in arrays]
        yield from sound(rows, TypedRows(rows.schema), bad)


class ArrowStream(ColumnarFile):
    """An Arrow stream. A damaged batch is left out; what is damaged between two ends the rows."""

    def __init__(self, path: Path) -> None:
        import pyarrow as pa

        self._path = path
        with pa.memory_map(str(path)) as source:
            self.schema = pa.ipc.open_stream(source).schema
        self.how = {"container": Container.ARROW_STREAM.value, **_how(path, 0)}

    def count(self) -> int:
        """How many rows can be read."""
        import pyarrow as pa

        first = [0] if self.schema.names else []  # one column is unpacked sooner than all
        options = pa.ipc.IpcReadOptions(included_fields=first)
        return sum(batch.num_rows for batch in self._walk(options) if not isinstance(batch, str))

    def close(self) -> None:
        """The file is open only while it is read."""

    def batches(self, typed: TypedRows) -> Iterator[Batch]:
        """The rows of each batch."""
        for found in self._walk():
            if isinstance(found, str):
                yield Batch(None, found)
            else:
                yield from sound(found, typed)

    def _walk(self, options: pa.ipc.IpcReadOptions | None = None) -> Iterator[pa.RecordBatch | str]:
        """Each batch, or in words why there is none."""
        import pyarrow as pa

        with pa.memory_map(str(self._path)) as source:
            stream = pa.ipc.open_stream(source, options=options)
            while True:
                try:
                    yield stream.read_next_batch()
                except StopIteration:
                    if source.tell() < source.size():
                        yield tr(LOST)
                    return
                except damages():
                    yield tr(CUT if source.tell() >= source.size() else LOST)
                    if not announces_message(source.read_at(8, source.tell())):
                        return


def _how(path: Path, start: int) -> dict[str, Any]:
    """How many rows the first batch has, and how it is packed."""
    import pyarrow as pa

    rows, codec = 0, ""
    with (
        pa.memory_map(str(path)) as source,
        suppress(*damages(), StopIteration, struct.error, IndexError),  # the rows will tell
    ):
        source.seek(start)
        messages = pa.ipc.MessageReader.open_stream(source)
        message = next(message for message in messages if message.type == "record batch")
        rows, codec = _facts(message.metadata.to_pybytes())
    return {"rows": rows, "codec": codec}


def _facts(message: bytes) -> tuple[int, str]:
    """The number of rows and the codec in a record batch's message.

    The message is a flatbuffer, laid out in Arrow's format/Message.fbs; pyarrow does not show the codec.
    """

    def follow(at: int) -> int:
        return at + int(struct.unpack_from("<I", message, at)[0])

    def field(table: int, slot: int) -> int:
        """Where a field of a table is; 0 when it has none."""
        names = table - struct.unpack_from("<i", message, table)[0]
        size = struct.unpack_from("<H", message, names)[0]
        offset = struct.unpack_from("<H", message, names + 4 + 2 * slot)[0] if 4 + 2 * slot < size else 0
        return table + int(offset) if offset else 0

    batch = follow(field(follow(0), 2))
    length, compression = field(batch, 0), field(batch, 3)
    rows = int(struct.unpack_from("<q", message, length)[0]) if length else 0
    if not compression:
        return rows, ""
    codec = field(follow(compression), 0)
    return rows, _CODECS[message[codec] if codec else 0]


def write_arrow_file(sink: Sink, typed: TypedRows, how: Mapping[str, Any], raws: Iterable[bytes]) -> None:
    """An Arrow file or stream of the records, packed and cut into batches as ``how`` tells."""
    import pyarrow as pa

    is_file = how.get("container") == Container.ARROW_FILE
    options = pa.ipc.IpcWriteOptions(compression=how.get("codec") or None, emit_dictionary_deltas=is_file)
    if is_file:
        metadata = from_text(how.get("metadata", ())) or None
        writer = pa.ipc.new_file(sink, typed.schema, options=options, metadata=metadata)
    else:
        writer = pa.ipc.new_stream(sink, typed.schema, options=options)
    rows = min(how.get("rows") or BATCH_ROWS, BATCH_ROWS)
    for group in groups(typed, raws, rows, BATCH_BYTES):
        for batch in group:
            writer.write_batch(batch)
        if not is_file:  # a file has one dictionary for each column, which may only grow
            typed.begin()
    writer.close()
