"""A project brought back from a backup: looked at before, built beside the old one, put in its place whole.

A backup of work holds no records. They come from the project that is there, else from the newest whole
backup, else from the source files: what is laid over them is always all that people made.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from filelock import Timeout

from synthreview.engine import backups, importing, integrity, joining
from synthreview.engine.backups import Contents
from synthreview.engine.importing import Origin
from synthreview.engine.joining import Join
from synthreview.engine.refusals import file_hash
from synthreview.errors import Damaged, EnvironmentFault, SynthreviewError, UserError
from synthreview.formats.layout import Layout
from synthreview.formats.mapping import Mapping
from synthreview.jobs import JobContext
from synthreview.store import datasets, shelf
from synthreview.store.backups import Head, copy_whole, drop, heads, lay_over, require_sound, unlink
from synthreview.store.faults import told
from synthreview.store.shelf import Sort
from synthreview.store.store import Store, lock_of, reader
from synthreview.translation import tr


@dataclass(frozen=True, slots=True)
class RestorePlan:
    """What a restore would do."""

    sort: Sort
    then: Contents
    """What the backup holds."""
    now: Contents | None
    """What the project holds that would be replaced; None where it is not there or cannot be read."""
    since: int
    """What was done, undone or labelled in that project since then; it would be gone from it."""
    there: bool
    """Whether there is a project in this place."""
    damaged: bool
    from_sources: tuple[str, ...]
    """Data sets whose records are read from their source files again."""
    missing: tuple[tuple[str, str], ...]
    """Data sets whose records were found nowhere, each with the name of its source file."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    project: Path
    contents: Contents
    aside: Path | None
    """Where the project is kept that was there before; None where there was none."""
    imported: tuple[str, ...]
    """Data sets that were read from their sources and have to be analyzed."""
    left_out: tuple[str, ...]


def plan(backup: Path, project: Path, sources: Sequence[Path] = ()) -> RestorePlan:
    """Look at a backup and at what it would replace (long for large ones); nothing is changed."""
    project = project.resolve()  # the file itself, which keeps its name and its links
    there = project.exists()
    with shelf.unpacked(backup) as (sort, plain):
        then = backups.contents_at(plain)
        found = _gather(plain, project, sources) if sort is Sort.WORK else _Gathered()
    now, since = None, 0
    if there:
        with suppress(SynthreviewError, sqlite3.Error):
            now, since = _contents(project, then.last)
    return RestorePlan(
        sort,
        then,
        now,
        since,
        there,
        there and now is None,
        tuple(head.name for head, _ in found.from_sources),
        tuple((head.name, head.source) for head in found.missing if head.ready == datasets.SHOWN),
    )


def restore(
    backup: Path,
    project: Path,
    sources: Sequence[Path] = (),
    job: JobContext | None = None,
    *,
    without: bool = False,
) -> Restored:
    """Put what a backup holds in the place of ``project``, which is kept aside, or make it there (long).

    UserError when the project is open elsewhere, or when the records of a shown data set were found nowhere
    and ``without`` does not say to leave it out. Until the end the old project stays as it is.
    """
    job, project = job or JobContext(), project.resolve()
    if not project.parent.is_dir():
        raise UserError(tr("The folder '{parent}' does not exist; make it first.", parent=project.parent))
    with _locked(project), _place(project) as folder:
        made = folder / project.name
        job.progress(0, 4, tr("Reading the backup"))
        sort = shelf.unpack(backup, folder / "backup")
        imported: tuple[str, ...] = ()
        left_out: tuple[str, ...] = ()
        if sort is Sort.WHOLE:
            (folder / "backup").replace(made)
        else:
            found = _gather(folder / "backup", project, sources)
            lost = [head for head in found.missing if head.ready == datasets.SHOWN]
            if lost and not without:
                raise _not_found(lost)
            imported, left_out = _build(made, folder / "backup", found, job)
        job.progress(2, 4, tr("Checking"))
        _check(made)
        contents = backups.contents_at(made)
        job.progress(3, 4, tr("Keeping the project as it was"))
        aside = _put_aside(project) if project.exists() else None
        shelf.settle(made, project)
    return Restored(project, contents, aside, imported, left_out)


@dataclass(frozen=True, slots=True)
class _Gathered:
    """Where the records of a backup of work come from."""

    base: Path | None = None
    held: frozenset[int] = frozenset()
    """The data sets whose records are in ``base``."""
    from_sources: tuple[tuple[Head, Path], ...] = ()
    missing: tuple[Head, ...] = ()


def _gather(work: Path, project: Path, sources: Sequence[Path]) -> _Gathered:
    every = heads(work)
    wanted = [head for head in every if head.ready != datasets.LOST]
    base, held = _base(project, wanted)
    paths = _paths(wanted, held, [*sources, project.parent])
    if paths and max(held, default=0) > min(paths):
        # Numbers are given in their order: what comes after one that is imported is imported too.
        held = {number for number in held if number < min(paths)}
        paths = _paths(wanted, held, [*sources, project.parent])
    return _Gathered(
        base,
        frozenset(held),
        tuple((head, paths[head.id]) for head in wanted if head.id in paths),
        tuple(head for head in every if head.id not in held and head.id not in paths),
    )


def _paths(wanted: Sequence[Head], held: Collection[int], places: Sequence[Path]) -> dict[int, Path]:
    """The source files that were found, by data set, of those whose records are not held."""
    found = {head.id: _source(head, places) for head in wanted if head.id not in held}
    return {number: path for number, path in found.items() if path is not None}


def _base(project: Path, wanted: Sequence[Head]) -> tuple[Path | None, set[int]]:
    """What holds the records of most data sets: the project itself, or a whole backup; and of which."""
    best: tuple[Path | None, set[int]] = None, set()
    whole = [backup.path for backup in shelf.found(project) if backup.sort is Sort.WHOLE]
    for path in (project, *whole):
        with suppress(SynthreviewError, sqlite3.Error):
            held = _held(path, wanted) if path.exists() else set()
            if len(held) > len(best[1]):
                best = path, held
        if len(best[1]) == len(wanted):
            break
    return best


def _held(path: Path, wanted: Sequence[Head]) -> set[int]:
    """The data sets among these whose records a sound project holds, under the same numbers."""
    with told(path), closing(reader(path)) as connection:
        require_sound(connection)
        rows = connection.execute("SELECT id, sha256, records, first_item FROM dataset WHERE ready IN (1, 2)")
        there = set(rows.fetchall())
    return {head.id for head in wanted if (head.id, head.sha256, head.records, head.first_item) in there}


def _source(head: Head, places: Sequence[Path]) -> Path | None:
    """The file a data set came from: by its name and its bytes, else by its bytes alone."""
    folder = head.layout.get("bundle") == "folder"
    candidates = [place for place in places if place.is_file() or (folder and place.name == head.source)]
    for place in places:
        if place.is_dir():
            candidates += sorted(place.iterdir(), key=lambda path: path.name != head.source)
    for path in candidates:
        if folder:
            if path.is_dir() and path.name == head.source:
                return path
        elif path.is_file() and path.stat().st_size == head.bytes and file_hash(path) == head.sha256:
            return path
    return None


def _build(
    made: Path, work: Path, found: _Gathered, job: JobContext
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Make the project from its records and what people made; which were imported, which are left out."""
    if found.base is not None and found.held:
        copy_whole(found.base, made)
    store, missing, imported = Store(made, create=True), list(found.missing), []
    try:
        _make_way(store, found)
        compared = _compared(store)
        for head, path in found.from_sources:
            if _import(store, head, path, job):
                imported.append(head)
            else:
                missing.append(head)
    finally:
        store.close()
    lay_over(made, work, [head.id for head in missing])
    store = Store(made)
    try:
        _compare_again(store, compared, {head.id for head in imported}, job)
    finally:
        store.close()
    names = tuple(head.name for head in imported)
    return names, tuple(head.name for head in missing if head.ready == datasets.SHOWN)


def _make_way(store: Store, found: _Gathered) -> None:
    """Take away data sets of other records that have a number, or ids of items, which are to be given."""
    imported = [head.id for head, _ in found.from_sources]
    wanted = {*imported, *(head.id for head in found.missing)}
    rows = store.read().execute("SELECT id FROM dataset").fetchall()
    for (number,) in rows:
        if number in wanted or (imported and number > imported[0] and number not in found.held):
            store.write(partial(drop, dataset=number))
            importing.discard(store, number)


_Compared = dict[int, list[dict[str, Any]]]
"""By data set, what it is compared with as a reference and how, as its facts tell."""


def _compared(store: Store) -> _Compared:
    rows = store.read().execute("SELECT id, facts FROM dataset WHERE ready IN (1, 2)").fetchall()
    return {number: orjson.loads(facts).get("joined", []) for number, facts in rows}


def _compare_again(store: Store, before: _Compared, imported: Collection[int], job: JobContext) -> None:
    """Find the partners of references again, which are in no backup of work, where they are others now."""
    after = _compared(store)
    for number, known in after.items():
        fresh = {number, *(one["to_id"] for one in known)} & set(imported)
        if known == before.get(number, []) and not fresh:
            continue
        store.write(partial(unlink, reference=number))
        for one in known:
            if one["to_id"] in after:
                ours, theirs = (datasets.get(store.read(), each) for each in (number, one["to_id"]))
                joining.join(store, ours, theirs, Join(one["by"]), job)


def _import(store: Store, head: Head, path: Path, job: JobContext) -> bool:
    """Bring records in again under the numbers they had; False when they are others now."""
    store.write(lambda connection: datasets.next_is(connection, head.id))
    origin = Origin(f"{head.id} {head.name}", shown=False, first_item=head.first_item)
    layout, mapping = Layout.from_json(head.layout), Mapping.from_json(head.mapping)
    try:
        report = importing.import_file(store, path, layout, mapping, origin, job)
    except UserError:
        return False
    now = datasets.get(store.read(), report.dataset_id)
    if (now.sha256, now.records) == (head.sha256, head.records):
        return True
    importing.discard(store, now.id)
    return False


def _check(made: Path) -> None:
    store = Store(made)
    try:
        report = integrity.check(store)
    finally:
        store.close()
    if not report.intact:
        raise Damaged(
            tr(
                "What came out of the backup does not hold together ({problem}), so nothing was replaced;"
                " take an older one.",
                problem=report.problems[0],
            )
        )


def _put_aside(project: Path) -> Path:
    """Keep the project that is there, journal included, and leave its file alone in its place."""
    now = backups.moment()
    try:
        aside = shelf.put(project, Sort.WHOLE, now).path
        with told(project), closing(sqlite3.connect(project)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (Damaged, UserError):
        aside = shelf.set_aside(project, now)
    for journal in shelf.JOURNALS:
        project.with_name(project.name + journal).unlink(missing_ok=True)
    return aside


@contextmanager
def _locked(project: Path) -> Iterator[None]:
    """Keep other windows and commands from opening it meanwhile; UserError where one has it open."""
    lock = lock_of(project)
    try:
        lock.acquire()
    except Timeout as error:
        raise UserError(
            tr("'{name}' is open in another window or command; close it first.", name=project.name)
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _place(project: Path) -> Iterator[Path]:
    """A folder beside the project, so that what is made in it only has to be renamed; empty at the start."""
    folder = project.with_name(f".{project.name}.restoring")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir()
    except OSError as error:
        raise EnvironmentFault(
            tr(
                "Nothing can be written in '{parent}' ({why}), so no backup can be restored there.",
                parent=project.parent,
                why=error.strerror,
            )
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _contents(project: Path, last: str) -> tuple[Contents, int]:
    """What a project holds, and how much of it came after a moment."""
    with told(project), closing(reader(project)) as connection:
        require_sound(connection)
        (since,) = connection.execute(
            "SELECT (SELECT count(*) FROM op_event WHERE at > ?1)"
            " + (SELECT count(*) FROM blind_answer WHERE at > ?1)",
            (last,),
        ).fetchone()
        return backups.contents_of(connection), since


def _not_found(lost: Sequence[Head]) -> UserError:
    named = ", ".join(f"'{head.name}' ({head.source})" for head in lost)
    return UserError(
        tr(
            "The records of {datasets} were not found; say where the source files are, as they were when they"
            " were imported, or leave these data sets out.",
            datasets=named,
        )
    )
