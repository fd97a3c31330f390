"""A source file as batches of rows for the project: the part of an import that only computes.

It runs in a process of its own for large files, so that parsing neither slows the writer down nor
makes the window stutter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import xxhash

from synthreview.domain import Kind, Parts
from synthreview.engine import facets
from synthreview.engine.judges import Judges
from synthreview.formats.layout import Layout, Member, Piece, Run, singly, together
from synthreview.formats.mapping import Mapping, Reading
from synthreview.formats.readers import Reader
from synthreview.store.batches import Batch, Parcel
from synthreview.store.datasets import record_id
from synthreview.translation import tr

BATCH_RECORDS = 4_000
BATCH_BYTES = 4 << 20
BATCH_ITEMS = 10_000
"""A batch closes at any of these limits, so that a decision never waits long behind one."""
INVALID_KEPT = 20
"""Different invalid values that are remembered per part, the most frequent."""

_LABEL_LISTS = ("human_labels", "model_labels")


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
    judged: dict[str, Any] = field(default_factory=dict)
    """How far the judge and people agree, where the file has both (see ``Judges.facts``)."""

    @property
    def facts(self) -> dict[str, Any]:
        """What the data set's row keeps beside the counts."""
        found: dict[str, Any] = {}
        if self.invalid:
            kept = {part: dict(values.most_common(INVALID_KEPT)) for part, values in self.invalid.items()}
            found["invalid"] = kept
        return found | self.judged


def read(
    path: Path, layout: Layout, mapping: Mapping, dataset: int, first_item: int
) -> Iterator[Parcel | Ending]:
    """The file's batches in order, and last its Ending. Item ids count up from ``first_item``.

    A record that cannot be read takes one id too, so that it has a place for its item once it is mended.
    """
    reader, kind = Reader(path, layout), mapping.kind
    first, labelled = record_id(dataset, 0), kind in facets.VOTING
    judges = Judges() if {"choice", "human_choice"} <= set(mapping.parts) else None
    end = Ending(b"", b"", "", 0, next_item=first_item)
    batch = Batch(first, first_item)
    for step in _steps(reader, mapping):
        if isinstance(step, _Texts):
            prefixes, raws, columns = step
            batch.add_run(prefixes, raws, _hashes(columns), _lengths(columns), end.next_item)
            end.next_item += len(raws)
        else:
            prefix, raw, record, fault = step
            for reading in _readings(mapping, record, fault, batch, end):
                label = facets.stored_label(kind, reading) if labelled else None
                batch.add_item(content_hash(reading.parts), label, facets.length(reading.parts))
                if labelled:
                    _count_votes(end, kind, reading)
                if judges is not None:
                    judges.add(reading.parts, mapping.group_of(record, reading.unit))
            batch.add_record(prefix, raw)
        if len(batch.raws) >= BATCH_RECORDS or batch.size >= BATCH_BYTES or batch.items >= BATCH_ITEMS:
            yield _closed(batch, reader, end)
            batch = Batch(first + end.records, end.next_item)
    yield _closed(batch, reader, end)
    end.head, end.tail, end.sha256, end.size = reader.head, reader.tail, reader.sha256, reader.bytes_read
    end.content_sha256, end.members = reader.content_sha256, reader.members
    if judges is not None:
        end.judged = judges.facts(mapping.to_json())
    yield end


class _Texts(NamedTuple):
    """Records that are one item of plain texts each, as most are, and the texts of each part."""

    prefixes: list[bytes]
    raws: list[bytes]
    columns: dict[str, list[str]]


def _steps(reader: Reader, mapping: Mapping) -> Iterator[_Texts | Piece]:
    """All records: the usual ones many at a time, every other alone."""
    for found in together(reader.runs()):
        columns = mapping.columns_of_texts(found.records) if isinstance(found, Run) else None
        if isinstance(found, Run) and columns is not None:
            yield _Texts(found.prefixes, found.raws, columns)
        else:
            yield from singly((found,))


def _readings(mapping: Mapping, record: Any, fault: str, batch: Batch, end: Ending) -> Sequence[Reading]:
    """The items of a record, none where it cannot be read; gives each its id."""
    readings: Sequence[Reading] = ()
    if not fault:
        try:
            readings = mapping.read(record)
        except ValueError as error:
            fault = str(error)
    place = len(batch.raws)
    if fault:
        end.faults += 1
        number = end.records + place + 1
        end.first_fault = end.first_fault or tr("record {number} {fault}", number=number, fault=fault)
        batch.faults[place] = fault
    if fault or len(readings) != 1 or readings[0].unit is not None:
        batch.spell_out()
    if not batch.plain:
        for number, reading in enumerate(readings):
            batch.ids.append(end.next_item + number)
            batch.records.append(batch.first_record + place)
            batch.units.append(reading.unit)
    end.next_item += len(readings) or 1
    return readings


def _closed(batch: Batch, reader: Reader, end: Ending) -> Parcel:
    batch.read = reader.bytes_read
    end.records += len(batch.raws)
    end.items += batch.items
    return batch.packed()


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


_HALF = 1 << 63
"""Shifts a hash into SQLite's range of integers."""


def _hashes(columns: dict[str, list[str]]) -> list[int]:
    """``content_hash`` of the parts in ``columns``, item by item."""
    hashed, written, names = xxhash.xxh3_64_intdigest, orjson.dumps, tuple(columns)
    try:
        return [
            hashed(written(dict(zip(names, texts, strict=False)))) - _HALF
            for texts in zip(*columns.values(), strict=True)
        ]
    except orjson.JSONEncodeError:
        rows = zip(*columns.values(), strict=True)
        return [content_hash(dict(zip(names, texts, strict=True))) for texts in rows]


def _lengths(columns: dict[str, list[str]]) -> list[int]:
    """Characters per item."""
    return list(map(sum, zip(*(map(len, column) for column in columns.values()), strict=True)))


def content_hash(parts: Parts) -> int:
    """A hash of an item's parts, in the range of SQLite's integers."""
    try:
        canonical = orjson.dumps(parts)
    except orjson.JSONEncodeError:
        # Lone surrogates, which JSON escapes allow and UTF-8 does not.
        canonical = repr(parts).encode("utf-8", "surrogatepass")
    return xxhash.xxh3_64_intdigest(canonical) - _HALF
