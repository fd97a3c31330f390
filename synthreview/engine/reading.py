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
    """Rows to write at once, and how many bytes of the file were read for them so far."""

    records: list[RecordRow] = field(default_factory=list)
    items: list[ItemRow] = field(default_factory=list)
    bytes: int = 0
    read: int = 0


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
    batch, end = Batch(), Ending(b"", b"", "", 0)
    ids, voting = itertools.count(first_item), kind in facets.VOTING
    record = record_id(dataset, 0)
    for piece in reader:
        fault = piece.fault
        if not fault:
            try:
                units = mapping.items(piece.record)
            except ValueError as error:
                fault = str(error)
            else:
                for unit, parts in units:
                    batch.items.append(_item_row(next(ids), record, unit, kind, parts))
                    if voting:
                        _count_votes(end, kind, parts)
        if fault:
            end.faults += 1
            end.first_fault = end.first_fault or f"record {end.records + len(batch.records) + 1} {fault}"
        batch.records.append((record, piece.prefix, piece.raw, fault or None))
        batch.bytes += len(piece.raw)
        record += 1
        if len(batch.records) >= BATCH_RECORDS or batch.bytes >= BATCH_BYTES:
            yield _closed(batch, reader, end)
            batch = Batch()
    yield _closed(batch, reader, end)
    end.head, end.tail, end.sha256, end.size = reader.head, reader.tail, reader.sha256, reader.bytes_read
    yield end


def _closed(batch: Batch, reader: Reader, end: Ending) -> Batch:
    batch.read = reader.bytes_read
    end.records += len(batch.records)
    end.items += len(batch.items)
    return batch


def _count_votes(end: Ending, kind: Kind, parts: Parts) -> None:
    people, model = facets.votes(kind, parts)
    end.people.update(people)
    end.model.update(model)


def _item_row(item: int, record: int, unit: str | None, kind: Kind, parts: Parts) -> ItemRow:
    # Shifted into SQLite's signed range.
    content = xxhash.xxh3_64_intdigest(_canonical(parts)) - (1 << 63)
    return item, record, unit, content, facets.label(kind, parts), facets.length(kind, parts)


def _canonical(parts: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(parts)
    except orjson.JSONEncodeError:
        # Lone surrogates, which JSON escapes allow and UTF-8 does not.
        return repr(parts).encode("utf-8", "surrogatepass")
