"""Export: one moment of the project written to a file, atomically, read back, and proven in a manifest."""

from __future__ import annotations

import csv
import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import orjson

from synthreview import __version__
from synthreview.domain import PARTS, UNDECIDED, Dataset, Verdict, with_edits
from synthreview.engine.items import ItemBuilder
from synthreview.engine.outfile import MANIFEST_SUFFIX, OutFile
from synthreview.errors import EnvironmentFault, UserError
from synthreview.figures import grouped
from synthreview.formats import writers
from synthreview.formats.layout import Layout
from synthreview.formats.readers import Reader
from synthreview.formats.splice import CannotWrite, splice
from synthreview.jobs import JobContext
from synthreview.store import datasets, findings, ops
from synthreview.store import items as stored_items
from synthreview.store.datasets import Source, now
from synthreview.store.items import StoredItem
from synthreview.store.store import Store

QUARANTINED = "quarantined"
STATES = (*(verdict.past for verdict in Verdict), UNDECIDED, QUARANTINED)
"""Names of what an export may include."""
FORMATS = ("source", "jsonl", "csv")
"""The formats an export can write."""
PROGRESS_EVERY = 200
"""Records between two looks at progress and cancel."""
_REVIEWED = frozenset({Verdict.ACCEPT.past, Verdict.FIX.past})
DEFAULT_INCLUDE = {
    "source": _REVIEWED | {UNDECIDED},
    "jsonl": _REVIEWED,
    "csv": _REVIEWED,
}


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What an export will write, counted before it writes."""

    dataset: str
    format: str
    include: frozenset[str]
    records_total: int
    will_write: int
    left_out: dict[str, int]
    changed: int
    unwritable: int
    """Fixes with an edit that cannot be written back into the source format."""
    formats: tuple[str, ...] = FORMATS


@dataclass(slots=True)
class _Tally:
    written: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    changed: int = 0
    unwritten: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One record as the export sees it."""

    item: StoredItem | None
    """None for a quarantined record."""
    prefix: bytes
    raw: bytes
    state: str
    reasons: tuple[str, ...]


def included(format: str, include: Iterable[str] | None) -> frozenset[str]:
    """The states to write: the named ones ("all" names every one), else the format's default."""
    if format not in FORMATS:
        raise UserError(f"There is no export format '{format}'; there are {', '.join(FORMATS)}.")
    names = frozenset(include or DEFAULT_INCLUDE[format])
    if "all" in names:
        return frozenset(STATES)
    if unknown := names - set(STATES):
        raise UserError(f"An export cannot include '{min(unknown)}'; it knows {', '.join(STATES)} and all.")
    return names


def plan(store: Store, dataset: Dataset, format: str, include: Iterable[str] | None) -> ExportPlan:
    """Count what an export would write."""
    names = included(format, include)
    with store.snapshot() as connection:
        tally = _Tally()
        total = sum(1 for _ in _chosen(connection, dataset, format, names, tally))
        written = sum(tally.written.values())
    return ExportPlan(
        dataset=dataset.name,
        format=format,
        include=names,
        records_total=dataset.records,
        will_write=total if total == written else written,
        left_out=dict(tally.left_out),
        changed=tally.changed,
        unwritable=len(tally.unwritten),
    )


def export(
    store: Store, dataset: Dataset, out: Path, format: str, include: Iterable[str] | None, job: JobContext
) -> dict[str, Any]:
    """Write the data set to ``out`` with ``out``.manifest.json beside it; returns the manifest.

    Either both files are complete and verified or the folder is as it was before.
    """
    names = included(format, include)
    _refuse_target(store, out)
    with store.snapshot() as connection:
        tally = _Tally()
        chosen = _counted(_chosen(connection, dataset, format, names, tally), dataset, job)
        source = datasets.source(connection, dataset.id)
        target = OutFile(out)
        try:
            for chunk in _chunks(connection, dataset, source, format, chosen):
                target.write(chunk)
            target.settle()
            _verify(target.temporary, format, source, sum(tally.written.values()), tally)
            manifest = _manifest(connection, store, dataset, format, names, tally, target)
            target.publish(orjson.dumps(manifest, option=orjson.OPT_INDENT_2), _side_file(tally))
        except BaseException:
            target.discard()
            raise
    return manifest


def _refuse_target(store: Store, out: Path) -> None:
    """What an export must never write over: the project, a source file, anything but a plain file.

    A file that has the content or the name of a source is taken for it, unless its manifest proves
    that an export of ours wrote it.
    """
    try:
        if not out.name or out.is_dir():
            raise UserError(f"'{out}' is a folder; name a file in it to export to.")
        if not out.exists():
            return
        if not out.is_file():
            raise UserError(f"'{out}' is not a plain file; name another.")
        beside = {store.path.with_name(store.path.name + end) for end in ("", "-wal", "-shm", "-journal")}
        if out.resolve() in beside:
            raise UserError(
                f"'{out}' belongs to the project itself, which is never overwritten; name another."
            )
        sha256 = _sha256(out)
        if _written_by_us(out, sha256):
            return
    except OSError as error:
        raise EnvironmentFault(f"'{out}' cannot be used ({error.strerror}); name another file.") from error
    for dataset in datasets.every(store.read()):
        if sha256 == dataset.sha256 or out.name == dataset.source:
            raise UserError(
                f"'{out}' looks like the source file of '{dataset.name}', which is never overwritten;"
                " name another."
            )


def _written_by_us(out: Path, sha256: str) -> bool:
    """Whether the manifest beside a file names its content."""
    try:
        manifest = orjson.loads(out.with_name(out.name + MANIFEST_SUFFIX).read_bytes())
        return bool(manifest["output"]["sha256"] == sha256)
    except (OSError, ValueError, TypeError, KeyError):
        return False


def _entries(connection: sqlite3.Connection, dataset: Dataset) -> Iterator[_Entry]:
    """Every record of the data set in order, with the state of its item."""
    items = groupby(stored_items.of_records(connection, dataset.id), key=itemgetter(0))
    current = next(items, None)
    for record, prefix, raw, fault in datasets.records(connection, dataset.id):
        if fault is not None:
            yield _Entry(None, prefix, raw, QUARANTINED, ())
            continue
        # One item per record in this version's formats: the record shares its item's state.
        assert current is not None
        _, item, unit, verdict, body = next(iter(current[1]))
        current = next(items, None)
        fields = orjson.loads(body) if body else {}
        edits = fields.get("edits", {}) if verdict == Verdict.FIX else {}
        stored = StoredItem(item, *datasets.place(record), unit, raw, edits)
        state = Verdict(verdict).past if verdict else UNDECIDED
        yield _Entry(stored, prefix, raw, state, tuple(fields.get("reasons", ())))


def _chosen(
    connection: sqlite3.Connection, dataset: Dataset, format: str, names: frozenset[str], tally: _Tally
) -> Iterator[tuple[_Entry, bytes]]:
    """The records to write, with their bytes after fixes; counts as it goes."""
    builder = ItemBuilder(connection)
    for entry in _entries(connection, dataset):
        if entry.state not in names or (entry.item is None and format != "source"):
            tally.left_out[entry.state] += 1
            tally.reasons.update(entry.reasons)
            continue
        tally.written[entry.state] += 1
        raw = entry.raw
        if entry.item is not None and entry.item.edits:
            raw = _fixed(entry.item, builder, tally) if format == "source" else entry.raw
            tally.changed += raw != entry.raw or format != "source"
        yield entry, raw


def _fixed(item: StoredItem, builder: ItemBuilder, tally: _Tally) -> bytes:
    """The record's bytes with the item's edits spliced in; what cannot be is put on the side."""
    source, raw = builder.source(item.dataset), item.raw
    for part, value in item.edits.items():
        try:
            raw = splice(raw, source.layout, source.mapping, {part: value}, item.unit)
        except CannotWrite as why:
            tally.unwritten.append(
                {"item": item.id, "position": item.position, "part": part, "value": value, "why": str(why)}
            )
    return raw


def _counted(
    chosen: Iterable[tuple[_Entry, bytes]], dataset: Dataset, job: JobContext
) -> Iterator[tuple[_Entry, bytes]]:
    for done, entry in enumerate(chosen, 1):
        if done % PROGRESS_EVERY == 0:
            job.progress(done, dataset.records, f"{dataset.name}: {grouped(done)} records written")
        yield entry


def _chunks(
    connection: sqlite3.Connection,
    dataset: Dataset,
    source: Source,
    format: str,
    chosen: Iterable[tuple[_Entry, bytes]],
) -> Iterator[bytes]:
    if format == "source":
        first = next((row[1] for row in datasets.records(connection, dataset.id)), b"")
        pieces = ((entry.prefix, raw) for entry, raw in chosen)
        return writers.rebuild(Layout.from_json(source.layout), source.head, pieces, source.tail, first)
    builder = ItemBuilder(connection)
    parts = (with_edits(builder.original(entry.item), entry.item.edits) for entry, _ in chosen if entry.item)
    if format == "jsonl":
        return writers.jsonl(parts)
    return writers.csv(parts, [spec.name for spec in PARTS[dataset.kind]])


def _verify(path: Path, format: str, source: Source, written: int, tally: _Tally) -> None:
    """Read the written file again and count what a reader finds in it."""
    if format == "source":
        found = sum(1 for _ in Reader(path, Layout.from_json(source.layout)))
        # A quarantined span may read as more or fewer records than it was; only its bytes are promised.
        expected = None if tally.written[QUARANTINED] else written
    elif format == "jsonl":
        with path.open("rb") as lines:
            found = sum(1 for line in lines if orjson.loads(line) is not None)
        expected = written
    else:
        with path.open(encoding="utf-8", newline="") as lines:
            found = sum(1 for _ in csv.reader(lines)) - 1
        expected = written
    if expected is not None and found != expected:
        raise EnvironmentFault(
            f"'{path.name}' holds {grouped(found)} records after writing where {grouped(expected)} were"
            " meant, so the export was taken back; try again, and on another disk if it happens twice."
        )


def _manifest(
    connection: sqlite3.Connection,
    store: Store,
    dataset: Dataset,
    format: str,
    names: frozenset[str],
    tally: _Tally,
    target: OutFile,
) -> dict[str, Any]:
    written = sum(tally.written.values())
    return {
        "synthreview": __version__,
        "created": now(),
        "project": store.path.name,
        "operation": ops.last_event(connection),
        "dataset": dataset.name,
        "kind": dataset.kind,
        "source": {"file": dataset.source, "sha256": dataset.sha256, "records": dataset.records},
        "output": {
            "file": target.path.name,
            "format": format,
            "sha256": target.sha256,
            "bytes": target.size,
            "records": written,
        },
        "include": sorted(names),
        "written": dict(tally.written),
        "left_out": dict(tally.left_out),
        "left_out_reasons": dict(tally.reasons),
        "records_byte_equal": written - tally.changed if format == "source" else 0,
        "records_changed": tally.changed,
        "edits_not_written_back": len(tally.unwritten),
        "licence": dataset.licence,
        "generator": dataset.generator,
        "analyzers": [
            {"id": run.analyzer, "version": run.version}
            for run in findings.runs(connection).values()
            if run.dataset == dataset.id
        ],
        "verified": True,
    }


def _side_file(tally: _Tally) -> bytes:
    return b"".join(orjson.dumps(row) + b"\n" for row in tally.unwritten)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
