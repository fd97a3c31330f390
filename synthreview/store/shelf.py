"""The folder of backups beside a project: what is in it, what is put there and what goes.

A backup is made under another name, read back, and takes its place when it is on disk; older ones go only
after that.
"""

from __future__ import annotations

import gzip
import re
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from filelock import FileLock

from synthreview.durable import sync
from synthreview.errors import EnvironmentFault, UserError
from synthreview.scratch import scratch
from synthreview.store import schema
from synthreview.store.backups import WORK_ID, copy_whole, copy_work, reading, require_sound
from synthreview.store.faults import told
from synthreview.store.thinning import Keep, superfluous
from synthreview.translation import tr

KEEP = {
    "work": Keep(hours=48, days=14, weeks=10, months=12),
    "whole": Keep(hours=24, days=4, weeks=4, months=3),
}
"""How many of each sort stay."""
JOURNALS = ("-wal", "-shm")
_STAMP = "%Y-%m-%dT%H-%M-%S-%f"
_CHUNK = 1 << 20
_PACKED = b"\x1f\x8b"
"""How a file begins that gzip wrote."""


class Sort(StrEnum):
    """What a backup holds."""

    WORK = "work"
    """What people made, small: decisions, operations, texts, and which data sets there were."""
    WHOLE = "whole"
    """The project with its data."""


_ENDING = {Sort.WORK: "work.gz", Sort.WHOLE: "whole.synthreview"}
_NAME = re.compile(r"\.(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3})Z\.(work\.gz|whole\.synthreview)$")


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup on disk."""

    path: Path
    sort: Sort
    at: datetime
    size: int


def folder(project: Path) -> Path:
    """Where the backups of a project are: beside it, under its name."""
    return project.with_name(f"{project.stem}.backups")


def found(project: Path) -> list[Backup]:
    """The backups of a project, newest first."""
    try:
        names = sorted(folder(project).glob(f"{_escaped(project.stem)}.*"))
    except OSError:
        return []
    backups = [backup for backup in map(backup_at, names) if backup is not None]
    return sorted(backups, key=lambda backup: backup.at, reverse=True)


def backup_at(path: Path) -> Backup | None:
    """A file as a backup, by its name; None where its name is not one's."""
    named = _NAME.search(path.name)
    if named is None or not path.is_file():
        return None
    at = datetime.strptime(f"{named[1]}000", _STAMP).replace(tzinfo=UTC)
    sort = next(sort for sort, ending in _ENDING.items() if ending == named[2])
    return Backup(path, sort, at, path.stat().st_size)


def put(project: Path, sort: Sort, now: datetime, out: Path | None = None) -> Backup:
    """Make a backup of a project, into its folder or at ``out``, and thin out the older ones of its sort.

    Damaged when the project, or the copy, does not hold together: then nothing is kept and no older one
    goes. EnvironmentFault when the disk will not take it.
    """
    path = out or _named(project, _ENDING[sort], now)
    with _refusals(path), _alone(project) if out is None else _writing(out):
        path.parent.mkdir(exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.unlink(missing_ok=True)
        try:
            (_write_whole if sort is Sort.WHOLE else _write_work)(project, part)
            part.chmod(0o444)
            settle(part, path)
        finally:
            part.unlink(missing_ok=True)
    if out is None:
        thin(project, sort, now)
    return Backup(path, sort, now, path.stat().st_size)


def thin(project: Path, sort: Sort, now: datetime) -> None:
    """Take away older backups of a sort, by the rule of its sort."""
    backups = [backup for backup in found(project) if backup.sort is sort]
    gone = superfluous((backup.at for backup in backups), now, KEEP[sort])
    for backup in backups:
        if backup.at in gone:
            with suppress(OSError):
                backup.path.unlink()


def unpack(backup: Path, target: Path) -> Sort:
    """Write what a backup holds to ``target``, a new file that can be written, and check it.

    Its tables are those of this program. UserError when the file is none, Damaged when it does not hold
    together.
    """
    with _readable(backup), backup.open("rb") as source, _refusals(target), target.open("wb") as out:
        packed = source.read(len(_PACKED)) == _PACKED
        source.seek(0)
        try:
            if packed:
                with gzip.GzipFile(fileobj=source) as plain:
                    shutil.copyfileobj(plain, out, _CHUNK)
            else:
                shutil.copyfileobj(source, out, _CHUNK)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise _no_backup(backup) from error
    with told(backup), closing(sqlite3.connect(target, isolation_level=None)) as connection:
        sort, _ = _judged(connection, backup)
        schema.migrate(connection)
        connection.execute("PRAGMA journal_mode = DELETE")
    return sort


@contextmanager
def unpacked(backup: Path) -> Iterator[tuple[Sort, Path]]:
    """What a backup holds as a checked file to be read, with tables of this program; errors as ``unpack``.

    A whole one of this version is read where it lies: it may be large.
    """
    with _readable(backup), backup.open("rb") as file:
        plain = file.read(len(_PACKED)) != _PACKED
    if plain:
        with told(backup), closing(reading(backup)) as connection:
            sort, version = _judged(connection, backup)
        if version == schema.VERSION:
            yield sort, backup
            return
    with scratch() as folder:
        yield unpack(backup, folder / "backup"), folder / "backup"


def _judged(connection: sqlite3.Connection, backup: Path) -> tuple[Sort, int]:
    """What a sound backup holds, and of which version it is; UserError when it is none of ours, or newer."""
    require_sound(connection)
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application not in (WORK_ID, schema.APPLICATION_ID) or schema.foreign(connection):
        raise _no_backup(backup)
    if version > schema.VERSION:
        raise UserError(
            tr(
                "'{name}' was made by a newer version of synthreview; install that one to restore it.",
                name=backup.name,
            )
        )
    return Sort.WORK if application == WORK_ID else Sort.WHOLE, version


@contextmanager
def _readable(backup: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UserError(
            tr("'{name}' cannot be read ({why}).", name=backup.name, why=error.strerror)
        ) from error


def set_aside(project: Path, now: datetime) -> Path:
    """Copy a damaged project with its journals beside the backups; returns the copy."""
    path = _named(project, "damaged.synthreview", now)
    with _refusals(path), _alone(project):
        path.parent.mkdir(exist_ok=True)
        for journal in ("", *JOURNALS):
            source = project.with_name(project.name + journal)
            if source.exists():
                part = path.with_name(f".{path.name}{journal}.part")
                shutil.copyfile(source, part)
                settle(part, path.with_name(path.name + journal))
    return path


@contextmanager
def _alone(project: Path) -> Iterator[None]:
    """One backup of a project at a time: so what lies there half made is of one that was killed, and goes."""
    with FileLock(project.parent / f".{project.name}.backup.lock"):
        for left in folder(project).glob(f".{_escaped(project.stem)}.*.part*"):
            left.unlink(missing_ok=True)
        yield


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    """One backup to a chosen place at a time; the project's own folder need not take anything then."""
    out.parent.mkdir(exist_ok=True)  # here, since a lock makes all the folders that are missing
    lock = out.with_name(f".{out.name}.lock")
    try:
        with FileLock(lock):
            yield
    finally:
        with suppress(OSError):
            lock.unlink()


def _named(project: Path, ending: str, now: datetime) -> Path:
    stamp = now.astimezone(UTC).strftime(_STAMP)[:-3]
    return folder(project) / f"{project.stem}.{stamp}Z.{ending}"


def _write_whole(project: Path, part: Path) -> None:
    copy_whole(project, part)


def _write_work(project: Path, part: Path) -> None:
    plain = part.with_name(f"{part.name}.plain")
    plain.unlink(missing_ok=True)
    try:
        copy_work(project, plain)
        with plain.open("rb") as source, gzip.open(part, "wb", compresslevel=3) as packed:
            shutil.copyfileobj(source, packed, _CHUNK)
        # Reading it back checks the sum that gzip keeps of all bytes.
        with plain.open("rb") as source, gzip.open(part) as packed:
            if any(chunk != packed.read(_CHUNK) for chunk in _chunks(source.read)):
                raise EnvironmentFault(
                    tr(
                        "'{name}' does not read back as it was written; the disk may be failing.",
                        name=part.name,
                    )
                )
    finally:
        plain.unlink(missing_ok=True)


def _chunks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while chunk := read(_CHUNK):
        yield chunk


def settle(part: Path, path: Path) -> None:
    """Force a file to disk, and give it its name there, whatever had that name before."""
    sync(part)
    part.replace(path)
    sync(path.parent)


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EnvironmentFault(
            tr(
                "'{path}' could not be written ({why}), so there is no new backup; the project is as it was.",
                path=path,
                why=error.strerror,
            )
        ) from error


def _no_backup(path: Path) -> UserError:
    return UserError(tr("'{name}' is no backup of a project, or not a whole one.", name=path.name))


def _escaped(stem: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in stem)
