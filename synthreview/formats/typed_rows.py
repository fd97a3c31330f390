"""Rows of Arrow columns as typed JSON, one object a row: with the schema, the same row comes back from it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any

import orjson

from synthreview.formats.json_text import read_json
from synthreview.formats.layout import RECORD_LIMIT, TOO_LONG, Piece
from synthreview.formats.source import lossless_text
from synthreview.formats.typed_nested import Coded, values_of
from synthreview.formats.typed_values import Column
from synthreview.translation import tr

if TYPE_CHECKING:
    import pyarrow as pa


class Unkept(ValueError):
    """A schema whose rows have no typed JSON; the words complete "The file ..." and end in a remedy."""


class TypedRows:
    """The rows of one schema, from Arrow to typed JSON and back.

    Raises Unkept for a column of a type that has no typed JSON and for a name that two columns have.
    """

    def __init__(self, schema: pa.Schema) -> None:
        import pyarrow as pa

        self.schema = schema
        self._names = _names_of(schema)
        self._columns = []
        for name, field in zip(self._names, schema, strict=True):
            try:
                self._columns.append(values_of(field))
            except ValueError as error:
                raise Unkept(
                    tr(
                        "has a column {name!r} of a type that cannot be kept, {type}; leave that column out",
                        name=name,
                        type=error,
                    )
                ) from error
        # A view of a list of nulls counts them wrong.
        self._bare = [
            column.type if any(pa.types.is_null(part.type) for part in column.walk()) else column.bare
            for column in self._columns
        ]
        self._coded = [part for column in self._columns for part in column.walk() if isinstance(part, Coded)]

    @property
    def starts(self) -> list[Column | None]:
        """What the dictionary of each column of dictionaries begins with; None where that is much."""
        return [coded.start for coded in self._coded]

    def begin(self, starts: Sequence[Column | None] = ()) -> None:
        """Write the next batch with new dictionaries, which begin with ``starts`` where that is given."""
        for coded, start in zip(self._coded, starts, strict=False):
            coded.start = start
        for coded in self._coded:
            coded.begin()

    def damaged(self, batch: pa.RecordBatch) -> list[str]:
        """The columns whose values cannot be looked at without harm."""
        import pyarrow as pa

        names = []
        for bare, array, name in zip(self._bare, batch.columns, self._names, strict=True):
            try:
                (array if array.type.equals(bare) else array.view(bare)).validate(full=True)
            except pa.ArrowException:
                names.append(name)
        return names

    def pieces(self, batch: pa.RecordBatch, fault: str = "") -> Iterator[Piece]:
        """The rows as records; with ``fault`` they are all faulty."""
        names = self._names
        columns = [column.read(array) for column, array in zip(self._columns, batch.columns, strict=True)]
        rows = zip(*columns, strict=True) if columns else repeat((), batch.num_rows)
        for row in rows:
            record = dict(zip(names, row, strict=True))
            raw = _plain_json(record)
            if raw is None:
                yield _odd_piece(record, fault)
            elif fault or len(raw) > RECORD_LIMIT:
                yield Piece(b"", raw, None, fault or tr(TOO_LONG))
            else:
                yield Piece(b"", raw, record, "")

    def batch(self, raws: Sequence[bytes]) -> pa.RecordBatch:
        """The rows of records; ValueError says in words which column one of them does not fit."""
        import pyarrow as pa

        records = [self._record(raw) for raw in raws]
        if not self._columns:
            return pa.RecordBatch.from_struct_array(pa.array(records, pa.struct([])))
        arrays = []
        for name, column in zip(self._names, self._columns, strict=True):
            try:
                arrays.append(column.write([record[name] for record in records]))
            except ValueError as error:
                raise ValueError(tr("the column {name!r} {why}", name=name, why=error)) from error
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)

    def _record(self, raw: bytes) -> dict[str, Any]:
        record = _read(raw)
        if not isinstance(record, dict):
            raise ValueError(tr("it is no row of columns"))
        if list(record) != self._names:
            for name in self._names:
                if name not in record:
                    raise ValueError(tr("it has no column {name!r}", name=name))
            for name in record:
                if name not in self._names:
                    raise ValueError(tr("the file has no column {name!r}", name=name))
        return record


def _names_of(schema: pa.Schema) -> list[str]:
    try:
        names: list[str] = schema.names
    except UnicodeDecodeError as error:
        raise Unkept(tr("has a column whose name is no text in UTF-8; give it another name")) from error
    twice = next((name for name, count in Counter(names).items() if count > 1), None)
    if twice is not None:
        raise Unkept(tr("has several columns named {name!r}; give each a name of its own", name=twice))
    return names


def _plain_json(record: dict[str, Any]) -> bytes | None:
    """The row as JSON; None when it holds what strict JSON has no words for."""
    try:
        raw = orjson.dumps(record)
        return raw if orjson.loads(raw) == record else None  # orjson writes NaN as null
    except TypeError:
        return None


def _odd_piece(record: dict[str, Any], fault: str) -> Piece:
    """A row with NaN, Infinity or texts that are no UTF-8, whose bytes then make it faulty."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    raw = text.encode("utf-8", "surrogateescape")
    try:
        record = read_json(raw, "utf-8")
    except ValueError as error:
        fault = fault or str(error)
    if not fault and len(raw) > RECORD_LIMIT:
        fault = tr(TOO_LONG)
    return Piece(b"", raw, None if fault else record, fault)


def _read(raw: bytes) -> Any:
    """The values of a row, with lone surrogates for bytes that are no UTF-8, as they were read."""
    try:
        return read_json(raw, "utf-8")
    except ValueError:
        try:
            return json.loads(lossless_text(raw, "utf-8"))
        except (ValueError, RecursionError):
            pass
        raise
