"""Parquet files: read a few rows at a time, and written as they were."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synthreview.formats.columnar_batches import (
    BATCH_BYTES,
    BATCH_ROWS,
    Batch,
    ColumnarFile,
    Sink,
    damages,
    fitting,
    from_text,
    groups,
    sound,
    to_text,
)
from synthreview.formats.layout import Container
from synthreview.formats.typed_rows import TypedRows
from synthreview.translation import later, tr

if TYPE_CHECKING:
    import pyarrow as pa

GROUP_BYTES = 32 << 20
"""Bytes of Arrow data from which on a row group is written, though its source's had more rows."""
GROUP_ROWS = 1 << 17
"""Rows of a row group, where a source does not tell."""

_PROBE = 16
"""Rows looked at first, to see how long they are."""
_BUFFER = 1 << 20
"""Bytes of a column to read from disk at a time."""
_CODECS = {
    "UNCOMPRESSED": "none",
    "SNAPPY": "snappy",
    "GZIP": "gzip",
    "BROTLI": "brotli",
    "ZSTD": "zstd",
    "LZ4": "lz4",
}
_CODEC = "snappy"
"""The one that is taken where a source does not tell."""
_VERSIONS = ("1.0", "2.4", "2.6")
_SCHEMA_KEY = b"ARROW:schema"
_LOST = later("cannot be read: this part of the file is damaged")


class ParquetFile(ColumnarFile):
    """A Parquet file. Where a row group cannot be read whole, its columns are read one by one."""

    def __init__(self, path: Path) -> None:
        import pyarrow.parquet as pq

        # With a buffer a column is not read whole; a file that is cut while mapped would end the program.
        self._file = pq.ParquetFile(
            path, memory_map=False, pre_buffer=False, buffer_size=_BUFFER, page_checksum_verification=True
        )
        self._size = _PROBE
        self.schema = self._file.schema_arrow
        self.how = self._how()

    def count(self) -> int:
        """How many rows the file says it has."""
        rows: int = self._file.metadata.num_rows
        return rows

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _how(self) -> dict[str, Any]:
        metadata = self._file.metadata
        own = dict(metadata.metadata or {})
        arrow_schema = own.pop(_SCHEMA_KEY, None)
        in_schema = self.schema.metadata or {}
        kinds = {metadata.schema.column(number).physical_type for number in range(metadata.num_columns)}
        sizes = [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)]
        return {
            "container": Container.PARQUET.value,
            "codecs": self._codecs(),
            "version": metadata.format_version,
            "rows": max(sizes, default=0),
            "arrow_schema": arrow_schema is not None,
            "int96": "INT96" in kinds,
            "metadata": to_text({key: own[key] for key in own if own[key] != in_schema.get(key)}),
        }

    def _codecs(self) -> str | dict[str, str]:
        """The compression of all columns or of each, in the first row group that can be read."""
        for number in range(self._file.metadata.num_row_groups):
            try:
                next(self._file.iter_batches(1, row_groups=[number]), None)
            except damages() as error:
                if any(words in str(error) for words in ("decrypt", "not supported")):
                    raise
                continue
            group = self._file.metadata.row_group(number)  # asked of an encrypted column, pyarrow aborts
            columns = [group.column(index) for index in range(group.num_columns)]
            codecs = {column.path_in_schema: _CODECS.get(column.compression, _CODEC) for column in columns}
            return codecs if len({*codecs.values()}) > 1 else next(iter(codecs.values()), _CODEC)
        return _CODEC

    def batches(self, typed: TypedRows) -> Iterator[Batch]:
        """The rows, those of a damaged row group without the columns that are damaged."""
        for group in range(self._file.metadata.num_row_groups):
            first, end = 0, self._file.metadata.row_group(group).num_rows
            try:
                for rows in self._read(group):
                    first += rows.num_rows
                    yield from sound(rows, typed)
            except damages():
                pass
            if first < end:
                yield from self._saved(group, typed.schema.names, first)

    def _saved(self, group: int, names: list[str], first: int) -> Iterator[Batch]:
        """The rows from ``first`` on of a row group that cannot be read whole."""
        import pyarrow as pa

        end = self._file.metadata.row_group(group).num_rows
        bad = [name for name in names if not self._is_sound(group, name)]
        good = [name for name in names if name not in bad]
        try:
            for rows in self._read(group, good, first) if bad and good else ():
                first += rows.num_rows
                yield from sound(rows, TypedRows(rows.schema), bad)
        except damages():
            pass
        for start in range(first, end, BATCH_ROWS):
            empty = pa.array([{}] * min(BATCH_ROWS, end - start), pa.struct([]))
            yield Batch(pa.RecordBatch.from_struct_array(empty), tr(_LOST))

    def _is_sound(self, group: int, name: str) -> bool:
        try:
            for _ in self._read(group, [name]):
                pass
        except damages():
            return False
        return True

    def _read(self, group: int, names: list[str] | None = None, first: int = 0) -> Iterator[pa.RecordBatch]:
        """The rows of a row group from ``first`` on, as many at a time as their length allows."""
        shape = self._file.metadata.row_group(group)
        average = shape.total_byte_size // max(1, shape.num_rows)
        self._size = max(1, min(self._size, BATCH_BYTES // max(1, average)))
        while first < shape.num_rows:
            size, start, end = self._size, first, 0
            for batch in self._file.iter_batches(size, row_groups=[group], columns=names):
                end += batch.num_rows
                if end <= first:
                    continue
                rows = batch.slice(batch.num_rows - (end - first))
                first = end
                yield rows if names is None else rows.select(names)
                best = fitting(rows)
                if 2 * best <= size or (start == 0 and end == rows.num_rows and best >= 2 * size):
                    self._size = best
                    break
            else:
                return


def write_parquet_file(sink: Sink, typed: TypedRows, how: Mapping[str, Any], raws: Iterable[bytes]) -> None:
    """A Parquet file of the records, with the compression, version and row groups that ``how`` tells."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    options = {"compression": how.get("codecs", _CODEC), **_options(typed.schema, how)}
    writer = pq.ParquetWriter(sink, typed.schema, **options)
    for group in groups(typed, raws, how.get("rows") or GROUP_ROWS, GROUP_BYTES):
        table = pa.Table.from_batches(group, typed.schema).unify_dictionaries()
        writer.write_table(table, row_group_size=max(1, table.num_rows))
        typed.begin()
    if how.get("metadata"):
        writer.add_key_value_metadata(from_text(how["metadata"]))
    writer.close()


def _options(schema: pa.Schema, how: Mapping[str, Any]) -> dict[str, Any]:
    """The settings nearest to the source's under which the file reads with the same schema."""
    version = how.get("version") if how.get("version") in _VERSIONS else _VERSIONS[-1]
    choices = product((how.get("arrow_schema", True), True), (version, _VERSIONS[-1]), (True, False))
    options: dict[str, Any] = {}
    for stored, version, compliant in choices:
        options = {
            "store_schema": stored,
            "version": version,
            "use_compliant_nested_type": compliant,
            "use_deprecated_int96_timestamps": how.get("int96", False),
        }
        if _schema_read_back(schema, options).equals(schema, check_metadata=True):
            break
    return options


def _schema_read_back(schema: pa.Schema, options: Mapping[str, Any]) -> pa.Schema:
    import pyarrow.parquet as pq

    file = io.BytesIO()
    with pq.ParquetWriter(file, schema, **options):
        pass
    return pq.read_schema(file)
