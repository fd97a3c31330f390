"""Writing items in a training format: a file of records, a table, or a folder with its card."""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import IO, Any

from synthreview.domain import Dataset, Kind, with_edits
from synthreview.engine.entries import QUARANTINED, Entry, Judged
from synthreview.engine.items import ItemBuilder
from synthreview.engine.kept import Tally
from synthreview.engine.outfolder import OutFolder
from synthreview.engine.source_export import Sink, packed
from synthreview.formats import targets
from synthreview.formats.readers import parse
from synthreview.formats.targets import CannotExpress, Choices, Encoding, Row, encode
from synthreview.formats.targets.argilla import argilla_files
from synthreview.formats.targets.canonical import columns
from synthreview.formats.targets.card import CardFacts, Split, hf_card
from synthreview.formats.targets.splits import Share, split_of
from synthreview.formats.targets.typed import arrow_batch, arrow_schema, features
from synthreview.scratch import scratch
from synthreview.store import datasets

_BATCH = 5_000
"""Rows of a table at a time."""
_CHUNK = 1 << 20
DEFAULT_SPLIT: Sequence[Share] = (("train", 1.0),)

MakeFacts = Callable[[Sequence[Split]], CardFacts]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is written of a data set, and how."""

    dataset: Dataset
    target: str
    names: frozenset[str]
    choices: Choices
    shares: Sequence[Share] = DEFAULT_SPLIT
    escape_formulas: bool = False


@dataclass(slots=True)
class Rows:
    """The items to write, as rows of the export; counts as it goes."""

    connection: sqlite3.Connection
    wanted: Wanted
    tally: Tally
    reviewers: Counter[str] = field(default_factory=Counter)

    def of(self, entries: Iterable[Entry]) -> Iterator[Row]:
        """Rows of the items that are wanted."""
        return (row for _, row in self._with_records(entries))

    def _with_records(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, Row]]:
        builder = ItemBuilder(self.connection)
        for entry in entries:
            if entry.fault:
                self.tally.left_out[QUARANTINED] += 1
                continue
            for item in entry.items:
                if item.state in self.wanted.names:
                    yield entry, self._row(item, builder)
                else:
                    self.tally.leave_out(item)

    def _row(self, item: Judged, builder: ItemBuilder) -> Row:
        stored, dataset = item.stored, self.wanted.dataset
        original = builder.original(stored)
        if item.reviewer:
            self.reviewers[item.reviewer] += 1
        return Row(
            item=stored.id,
            kind=dataset.kind,
            parts=with_edits(original, stored.edits),
            dataset=dataset.name,
            position=stored.position,
            unit=stored.unit,
            verdict=item.state,
            reasons=item.reasons,
            note=item.note,
            reviewer=item.reviewer,
            risk=item.risk,
            licence=dataset.licence,
            generator=dataset.generator,
            original=original if stored.edits else None,
        )

    def group_of(self, entries: Iterable[Entry]) -> Iterator[tuple[bytes, Row]]:
        """Rows with the key of what they belong to, so that splits do not part it."""
        source = ItemBuilder(self.connection).source(self.wanted.dataset.id)
        for entry, row in self._with_records(entries):
            group = ""
            if len(self.wanted.shares) > 1:
                record = parse(entry.raw, source.layout) if source.mapping.group else None
                group = source.mapping.group_of(record, row.unit) or _main_text(row)
            yield group.encode("utf-8", "replace"), row

    def records(self, rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
        """The rows in the format; what it cannot say is counted and left out."""
        for row in rows:
            try:
                made = targets.records(self.wanted.target, row, self.wanted.choices)
            except CannotExpress as why:
                self.tally.unsaid[str(why)] += 1
                self.tally.left_out[row.verdict] += 1
                continue
            self._count(row, len(made))
            yield from made

    def counted(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows, each counted as one record."""
        for row in rows:
            self._count(row, 1)
            yield row

    def _count(self, row: Row, records: int) -> None:
        self.tally.written[row.verdict] += 1
        if row.original is not None:
            self.tally.fix_reasons.update(row.reasons)
        self.tally.records += records
        self.tally.changed += row.original is not None


def _main_text(row: Row) -> str:
    for name in ("prompt", "task", "instruction", "text"):
        value = row.parts.get(name)
        if isinstance(value, str) and value:
            return value
    return f"{row.dataset} {row.position}"


def write_target(sink: Sink, rows: Rows, entries: Iterator[Entry], facts: MakeFacts) -> None:
    """Write the rows in their format."""
    wanted = rows.wanted
    kind, encoding = wanted.dataset.kind, targets.target(wanted.target).encoding
    if isinstance(sink, OutFolder):
        if wanted.target == "argilla":
            _write_argilla(sink, rows, entries)
        else:
            _write_hf(sink, rows, entries, facts)
        return
    records = rows.records(rows.of(entries))
    if encoding is Encoding.PARQUET:
        with tempfile.TemporaryFile() as file:
            _write_table(file, kind, wanted.choices, records)
            for chunk in _content(file):
                sink.write(chunk)
        return
    for chunk in packed(_text(encoding, kind, wanted, records), sink.path.name):
        sink.write(chunk)


def _text(
    encoding: Encoding, kind: Kind, wanted: Wanted, records: Iterator[dict[str, Any]]
) -> Iterator[bytes]:
    if encoding is Encoding.CSV:
        fields = columns(kind, wanted.choices)
        return encode.csv(records, fields, escape_formulas=wanted.escape_formulas)
    return encode.array(records) if encoding is Encoding.ARRAY else encode.lines(records)


def _write_table(file: IO[bytes], kind: Kind, choices: Choices, records: Iterator[dict[str, Any]]) -> None:
    import pyarrow.parquet

    schema = arrow_schema(kind, choices)
    with pyarrow.parquet.ParquetWriter(file, schema) as writer:
        while batch := list(islice(records, _BATCH)):
            writer.write_batch(arrow_batch(batch, schema))


def _content(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk


def _write_hf(sink: OutFolder, rows: Rows, entries: Iterator[Entry], facts: MakeFacts) -> None:
    """One Parquet file a split, and a filled card."""
    wanted = rows.wanted
    kind = wanted.dataset.kind
    import pyarrow.parquet

    schema = arrow_schema(kind, wanted.choices)
    counts: Counter[str] = Counter()
    with scratch() as folder:
        files = {name: folder / name for name, _ in wanted.shares}
        writers = {name: pyarrow.parquet.ParquetWriter(path, schema) for name, path in files.items()}
        waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for key, row in rows.group_of(entries):
            name = split_of(key, wanted.shares)
            waiting[name] += rows.records([row])
            if len(waiting[name]) >= _BATCH:
                writers[name].write_batch(arrow_batch(waiting[name], schema))
                counts[name] += len(waiting.pop(name))
        for name, writer in writers.items():
            if waiting[name]:
                writer.write_batch(arrow_batch(waiting[name], schema))
                counts[name] += len(waiting[name])
            writer.close()
        splits = [
            Split(name, f"data/{name}-00000-of-00001.parquet", counts[name]) for name in files if counts[name]
        ]
        for split in splits:
            with files[split.name].open("rb") as file:
                sink.add(split.path, _content(file))
    told = replace(
        facts(splits), columns=columns(kind, wanted.choices), features=features(kind, wanted.choices)
    )
    sink.add("README.md", [hf_card(told).encode()])


def _write_argilla(sink: OutFolder, rows: Rows, entries: Iterator[Entry]) -> None:
    wanted = rows.wanted
    votes = datasets.votes(rows.connection, wanted.dataset.id)
    labels = sorted({label for counts in votes.values() for label in counts})
    written = rows.counted(rows.of(entries))
    for name, chunks in argilla_files(wanted.dataset.name, wanted.dataset.kind, written, labels):
        sink.add(name, chunks)
