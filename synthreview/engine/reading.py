"""A source file as batches of rows for the project: the part of an import that only computes.

It runs in a process of its own for large files, so that parsing neither slows the writer down nor
makes the window stutter.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import xxhash

from synthreview.domain import Kind, Parts
from synthreview.engine import facets
from synthreview.formats.layout import Layout
from synthreview.formats.mapping import Mapping
from synthreview.formats.readers import Reader
from synthreview.store.datasets import ItemRow, RecordRow, record_id

BATCH_RECORDS = 2_000
BATCH_BYTES = 4 << 20
"""A batch closes at either limit, so that a decision never waits long behind one."""


@dataclass(slots=True)
class Batch:
    """Columns of rows to write at once, and how many bytes of the file were read for them so far.

    Columns, because they cross a process boundary faster than rows do.
    """

    first_record: int
    first_item: int
    prefixes: list[bytes] = field(default_factory=list)
    raws: list[bytes] = field(default_factory=list)
    faults: list[str | None] = field(default_factory=list)
    records: list[int] = field(default_factory=list)
    """Per item, the record it came from."""
    units: list[str | None] = field(default_factory=list)
    hashes: list[int] = field(default_factory=list)
    labels: list[str | None] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    size: int = 0
    read: int = 0

    def record_rows(self) -> Iterator[RecordRow]:
        """The records as rows."""
        return zip(itertools.count(self.first_record), self.prefixes, self.raws, self.faults, strict=False)

    def item_rows(self) -> Iterator[ItemRow]:
        """The items as rows."""
        ids = itertools.count(self.first_item)
        columns = (self.records, self.units, self.hashes, self.labels, self.lengths)
        return zip(ids, *columns, strict=False)

    def add_record(self, prefix: bytes, raw: bytes, fault: str) -> None:
        """Append a record."""
        # One object for equal prefixes in a row: it is sent to another process only once.
        self.prefixes.append(self.prefixes[-1] if self.prefixes and self.prefixes[-1] == prefix else prefix)
        self.raws.append(raw)
        self.faults.append(fault or None)
        self.size += len(raw)

    def add_item(self, record: int, unit: str | None, kind: Kind, parts: Parts) -> None:
        """Append an item with what is stored beside it."""
        self.records.append(record)
        self.units.append(unit)
        # Shifted into SQLite's signed range.
        self.hashes.append(xxhash.xxh3_64_intdigest(_canonical(parts)) - (1 << 63))
        self.labels.append(facets.label(kind, parts))
        self.lengths.append(facets.length(kind, parts))


@dataclass(slots=True)
class Ending:
    """What is known of a file once it was read to its end."""

    head: bytes
    tail: bytes
    sha256: str
    size: int
    records: int = 0
    items: int = 0
    faults: int = 0
    people: Counter[str] = field(default_factory=Counter)
    model: Counter[str] = field(default_factory=Counter)
    first_fault: str = ""


def read(
    path: Path, layout: Layout, mapping: Mapping, dataset: int, first_item: int
) -> Iterator[Batch | Ending]:
    """The file's batches in order, and last its Ending. Item ids count up from ``first_item``."""
    reader, kind = Reader(path, layout), mapping.kind
    record, voting = record_id(dataset, 0), kind in facets.VOTING
    batch, end = Batch(record, first_item), Ending(b"", b"", "", 0)
    for piece in reader:
        fault = piece.fault
        if not fault:
            try:
                units = mapping.items(piece.record)
            except ValueError as error:
                fault = str(error)
            else:
                for unit, parts in units:
                    batch.add_item(record, unit, kind, parts)
                    if voting:
                        _count_votes(end, kind, parts)
        if fault:
            end.faults += 1
            end.first_fault = end.first_fault or f"record {end.records + len(batch.raws) + 1} {fault}"
        batch.add_record(piece.prefix, piece.raw, fault)
        record += 1
        if len(batch.raws) >= BATCH_RECORDS or batch.size >= BATCH_BYTES:
            yield _closed(batch, reader, end)
            batch = Batch(record, first_item + end.items)
    yield _closed(batch, reader, end)
    end.head, end.tail, end.sha256, end.size = reader.head, reader.tail, reader.sha256, reader.bytes_read
    yield end


def _closed(batch: Batch, reader: Reader, end: Ending) -> Batch:
    batch.read = reader.bytes_read
    end.records += len(batch.raws)
    end.items += len(batch.records)
    return batch


def _count_votes(end: Ending, kind: Kind, parts: Parts) -> None:
    people, model = facets.votes(kind, parts)
    end.people.update(people)
    end.model.update(model)


def _canonical(parts: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(parts)
    except orjson.JSONEncodeError:
        # Lone surrogates, which JSON escapes allow and UTF-8 does not.
        return repr(parts).encode("utf-8", "surrogatepass")
