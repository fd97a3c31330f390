"""Import: a source file streamed into the project, every byte of it, with bounded memory."""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from synthreview.domain import Kind, Role
from synthreview.engine.pool import stream
from synthreview.engine.reading import Ending, read
from synthreview.errors import UserError
from synthreview.formats.layout import Layout
from synthreview.formats.mapping import Mapping
from synthreview.jobs import JobContext
from synthreview.store import batches, datasets
from synthreview.store.batches import Parcel
from synthreview.store.faults import told
from synthreview.store.store import Store
from synthreview.translation import tr, trn

IN_FLIGHT = 3
"""Batches that may wait for the writer: bounds memory without letting it starve."""
LARGE_BYTES = 8 << 20
"""From this size on a file is parsed in a process of its own, whose start costs a quarter second."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did."""

    file: str
    dataset: str
    dataset_id: int
    kind: Kind
    format: str
    encoding: str
    mapping: dict[str, Any]
    records: int
    imported: int
    quarantined: int
    seconds: float
    items: int = 0
    invalid: dict[str, dict[str, int]] = field(default_factory=dict)
    """Per part, values that are no valid label or choice, with their counts."""
    agreement: str = ""
    """How far two judges in the file agree, in words; empty where it has one."""
    alarm: bool = False
    """Whether they agree less than chance: swapped codes or a contrary judge."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What an import is told of a data set that its file does not say."""

    name: str
    role: Role = Role.SYNTHETIC
    licence: str = ""
    generator: str = ""
    shown: bool = True
    """False for one that takes an older one's place once that is decided."""
    first_item: int = 0
    """The id its first item had in a project that is built again; 0 for a new one."""


def import_file(
    store: Store, path: Path, layout: Layout, mapping: Mapping, origin: Origin, job: JobContext
) -> ImportReport:
    """Stream ``path`` into a new data set.

    Either the whole file becomes part of the project or, after a cancel or an error, nothing of it.
    Imports into one project take turns, so that a data set's items have neighbouring ids.
    """
    started = time.monotonic()
    with store.importing:
        dataset = store.write(
            lambda connection: datasets.begin(
                connection,
                origin.name,
                mapping.kind,
                origin.role,
                path.name,
                layout.words,
                layout.to_json(),
                mapping.to_json(),
                origin.licence,
                origin.generator,
            )
        )
        try:
            with told(store.path):
                first = origin.first_item or datasets.next_item_id(store.read())
                end = _stream(store, path, layout, mapping, dataset, first, job)
            if not end.items:
                raise UserError(_nothing_read(path.name, end.first_fault))
            store.write(lambda connection: _finish(connection, dataset, end, shown=origin.shown))
        except BaseException:
            discard(store, dataset)
            raise
    return ImportReport(
        file=path.name,
        dataset=origin.name,
        dataset_id=dataset,
        kind=mapping.kind,
        format=layout.words,
        encoding=layout.encoding,
        mapping=mapping.to_json(),
        records=end.records,
        imported=end.records - end.faults,
        quarantined=end.faults,
        seconds=time.monotonic() - started,
        items=end.items,
        invalid=end.facts.get("invalid", {}),
        agreement=end.facts.get("agreement", ""),
        alarm=end.facts.get("alarm", False),
    )


def _nothing_read(name: str, why: str) -> str:
    if why:
        return tr("No record of '{name}' could be read: {why}.", name=name, why=why)
    return tr("No record of '{name}' could be read.", name=name)


def discard(store: Store, dataset: int) -> None:
    """Take back an import that did not end."""
    while store.write(lambda connection: datasets.discard_chunk(connection, dataset)):
        pass


def _stream(
    store: Store, path: Path, layout: Layout, mapping: Mapping, dataset: int, first: int, job: JobContext
) -> Ending:
    """Write all batches; returns what was counted on the way."""
    waiting: deque[Future[None]] = deque()
    size, records = source_size(path), 0
    arguments = (path, layout, mapping, dataset, first)
    try:
        for part in stream(read, arguments, job, apart=size >= LARGE_BYTES):
            if isinstance(part, Ending):
                break
            waiting.append(store.submit(_appending(part)))
            if len(waiting) > IN_FLIGHT:
                _await_first(waiting)
            records += part.count
            job.progress(part.read, max(size, part.read), trn("{count} record", "{count} records", records))
        while waiting:
            _await_first(waiting)
    finally:
        # What still waits must not be written behind the back of the one who takes the import back.
        for future in waiting:
            if not future.cancel():
                wait([future])
    assert isinstance(part, Ending)
    part.first_item = first
    return part


def _await_first(waiting: deque[Future[None]]) -> None:
    # Taken off only once it is done: an interrupt in between must not lose sight of it.
    waiting[0].result()
    waiting.popleft()


def _appending(parcel: Parcel) -> Any:
    return lambda connection: batches.append(connection, parcel)


def _finish(connection: Any, dataset: int, end: Ending, *, shown: bool) -> None:
    told = datasets.Finished(
        head=end.head,
        tail=end.tail,
        sha256=end.sha256,
        size=end.size,
        records=end.records,
        items=end.items,
        quarantined=end.faults,
        votes={"people": end.people, "model": end.model},
        item_range=(end.first_item, end.next_item - 1),
        content_sha256=end.content_sha256,
        members=end.members,
        facts=end.facts,
    )
    datasets.finish(connection, dataset, told, shown=shown)


def source_size(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    if path.is_dir():
        return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    return path.stat().st_size
