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
from synthreview.formats.layout import Layout, Member
from synthreview.formats.mapping import Mapping, Reading
from synthreview.formats.readers import Reader
from synthreview.risk.agreement import agreement, says
from synthreview.store.datasets import ItemRow, RecordRow, record_id

BATCH_RECORDS = 2_000
BATCH_BYTES = 4 << 20
BATCH_ITEMS = 10_000
"""A batch closes at any of these limits, so that a decision never waits long behind one."""
INVALID_KEPT = 20
"""Different invalid values that are remembered per part, the most frequent."""

_LABEL_LISTS = ("human_labels", "model_labels")


@dataclass(slots=True)
class Batch:
    """Columns of rows to write at once, and how many bytes of the file were read for them so far.

    Columns, because they cross a process boundary faster than rows do.
    """

    first_record: int
    prefixes: list[bytes] = field(default_factory=list)
    raws: list[bytes] = field(default_factory=list)
    faults: list[str | None] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    """Per item, its id."""
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
        columns = (self.records, self.units, self.hashes, self.labels, self.lengths)
        return zip(self.ids, *columns, strict=True)

    def add_record(self, prefix: bytes, raw: bytes, fault: str) -> None:
        """Append a record."""
        # One object for equal prefixes in a row: it is sent to another process only once.
        self.prefixes.append(self.prefixes[-1] if self.prefixes and self.prefixes[-1] == prefix else prefix)
        self.raws.append(raw)
        self.faults.append(fault or None)
        self.size += len(raw)

    def add_item(self, item: int, record: int, kind: Kind, reading: Reading) -> None:
        """Append an item with what is stored beside it."""
        self.ids.append(item)
        self.records.append(record)
        self.units.append(reading.unit)
        self.hashes.append(content_hash(reading.parts))
        self.labels.append(facets.stored_label(kind, reading))
        self.lengths.append(facets.length(kind, reading.parts))


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
    first_item: int = 0
    next_item: int = 0
    """The id behind the last one that was given away."""
    content_sha256: str = ""
    members: tuple[Member, ...] = ()
    invalid: dict[str, Counter[str]] = field(default_factory=dict)
    """Per part, the values that are no valid label or choice."""
    agreement: str = ""
    """How far the judge and people agree, in words, where the file has both."""
    alarm: bool = False

    @property
    def facts(self) -> dict[str, Any]:
        """What the data set's row keeps beside the counts."""
        found: dict[str, Any] = {}
        if self.invalid:
            kept = {part: dict(values.most_common(INVALID_KEPT)) for part, values in self.invalid.items()}
            found["invalid"] = kept
        if self.agreement:
            found |= {"agreement": self.agreement, "alarm": self.alarm}
        return found


@dataclass(slots=True)
class _Judges:
    """The choices of the judge and of people, item by item."""

    model: list[str | None] = field(default_factory=list)
    people: list[str | None] = field(default_factory=list)
    groups: list[str | int] = field(default_factory=list)

    def add(self, parts: Parts, group: str | None) -> None:
        """Take in an item that both chose on."""
        model, people = parts.get("choice"), parts.get("human_choice")
        if model is not None and people is not None:
            self.model.append(model)
            self.people.append(people)
            self.groups.append(group or parts.get("prompt") or len(self.groups))

    def tell(self, end: Ending) -> None:
        """Say how far they agree."""
        if self.model:
            found = agreement(self.model, self.people, self.groups)
            end.agreement, end.alarm = says(found, "The judge", "people"), found.alarm


def read(
    path: Path, layout: Layout, mapping: Mapping, dataset: int, first_item: int
) -> Iterator[Batch | Ending]:
    """The file's batches in order, and last its Ending. Item ids count up from ``first_item``.

    A record that cannot be read takes one id too, so that it has a place for its item once it is mended.
    """
    reader, kind = Reader(path, layout), mapping.kind
    record, voting = record_id(dataset, 0), kind in facets.VOTING
    judges = _Judges() if {"choice", "human_choice"} <= set(mapping.parts) else None
    batch, end = Batch(record), Ending(b"", b"", "", 0, next_item=first_item)
    for piece in reader:
        fault = piece.fault
        if not fault:
            try:
                readings = mapping.read(piece.record)
            except ValueError as error:
                fault = str(error)
            else:
                for reading in readings:
                    batch.add_item(end.next_item, record, kind, reading)
                    end.next_item += 1
                    if voting:
                        _count_votes(end, kind, reading)
                    if judges is not None:
                        judges.add(reading.parts, mapping.group_of(piece.record, reading.unit))
        if fault:
            end.faults += 1
            end.next_item += 1
            end.first_fault = end.first_fault or f"record {end.records + len(batch.raws) + 1} {fault}"
        batch.add_record(piece.prefix, piece.raw, fault)
        record += 1
        if len(batch.raws) >= BATCH_RECORDS or batch.size >= BATCH_BYTES or len(batch.ids) >= BATCH_ITEMS:
            yield _closed(batch, reader, end)
            batch = Batch(record)
    yield _closed(batch, reader, end)
    end.head, end.tail, end.sha256, end.size = reader.head, reader.tail, reader.sha256, reader.bytes_read
    end.content_sha256, end.members = reader.content_sha256, reader.members
    if judges is not None:
        judges.tell(end)
    yield end


def _closed(batch: Batch, reader: Reader, end: Ending) -> Batch:
    batch.read = reader.bytes_read
    end.records += len(batch.raws)
    end.items += len(batch.records)
    return batch


def _count_votes(end: Ending, kind: Kind, reading: Reading) -> None:
    people, model = facets.votes(kind, reading.parts)
    end.people.update(people)
    end.model.update(model)
    for part, value in reading.invalid.items():
        end.invalid.setdefault(part, Counter())[value] += 1
    for part in _LABEL_LISTS:
        absent = sum(label is None for label in reading.parts.get(part) or ())
        if absent:
            end.invalid.setdefault(part, Counter())["-1, empty or not a number"] += absent


def content_hash(parts: Parts) -> int:
    """A hash of an item's parts, in the range of SQLite's integers."""
    return xxhash.xxh3_64_intdigest(_canonical(parts)) - (1 << 63)


def _canonical(parts: Parts) -> bytes:
    try:
        return orjson.dumps(parts)
    except orjson.JSONEncodeError:
        # Lone surrogates, which JSON escapes allow and UTF-8 does not.
        return repr(parts).encode("utf-8", "surrogatepass")
