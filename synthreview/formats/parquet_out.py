"""Plain Python rows as a Parquet file, its types told from the first rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, BinaryIO

from synthreview.formats.columnar_batches import Sink
from synthreview.formats.columnar_parquet import write_parquet_file
from synthreview.formats.typed_rows import TypedRows

if TYPE_CHECKING:
    import pyarrow as pa

SEEN_ROWS = 1000
"""Rows from which the types are told."""


def write_parquet(out: BinaryIO, fields: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write a column for each field: texts, numbers, truths, None, lists of them, and objects.

    A field that is None in all of the first rows is one of texts; whole and other numbers together are
    floats; an object may lack keys that others have. Streams; ``out`` needs only ``write`` and stays open.
    Raises ValueError naming the field when its values are not of one type.
    """
    import pyarrow as pa

    rows = iter(rows)
    seen = list(islice(rows, SEEN_ROWS))
    schema = pa.schema([(name, _type_of(name, seen)) for name in fields])
    records = (_record(row, schema) for row in chain(seen, rows))
    sink = Sink(out)
    try:
        write_parquet_file(sink, TypedRows(schema), {}, records)
    finally:
        sink.drop()


def _type_of(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.DataType:
    import pyarrow as pa

    try:
        return _writable(pa.infer_type([row.get(name) for row in rows]))
    except (pa.ArrowException, ValueError, OverflowError, TypeError) as error:
        raise ValueError(f"the values of the field {name!r} are not of one type: {error}") from error


def _writable(type_: pa.DataType) -> pa.DataType:
    """The type with texts where nothing but None was seen."""
    import pyarrow as pa

    if pa.types.is_null(type_):
        return pa.string()
    if pa.types.is_list(type_):
        return pa.list_(_writable(type_.value_type))
    if pa.types.is_struct(type_):
        if not type_.num_fields:
            raise ValueError("an object without keys has no place in Parquet")
        return pa.struct([(part.name, _writable(part.type)) for part in type_])
    return type_


def _record(row: Mapping[str, Any], schema: pa.Schema) -> bytes:
    record = {field.name: _complete(row.get(field.name), field.type) for field in schema}
    return json.dumps(record).encode()


def _complete(value: Any, type_: pa.DataType) -> Any:
    """The value with None for the keys that its objects lack."""
    import pyarrow as pa

    if isinstance(value, list) and pa.types.is_list(type_):
        return [_complete(item, type_.value_type) for item in value]
    if isinstance(value, dict) and pa.types.is_struct(type_):
        given = {part.name: _complete(value.get(part.name), part.type) for part in type_}
        return given | {key: own for key, own in value.items() if key not in given}
    return value
