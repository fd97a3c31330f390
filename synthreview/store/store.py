"""A project file opened: one writer, short readers, and the lock that keeps the writer single."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from filelock import FileLock, Timeout

from synthreview.errors import Damaged, EnvironmentFault, SynthreviewError, UserError
from synthreview.store import backups, faults, schema, shelf
from synthreview.store.faults import DAMAGED, told
from synthreview.store.writer import BULK, URGENT, Writer
from synthreview.translation import later, tr

T = TypeVar("T")

SUFFIX = ".synthreview"


class _Why(NamedTuple):
    """Why a project can only be read, and what that means for one of an older version."""

    said: str
    too_old: str


_ELSEWHERE = _Why(
    later("'{name}' is open in another window or command, so it is shown read-only here."),
    later(
        "'{name}' is open in another window or command, so it is shown read-only here;"
        " it cannot be shown before it was opened once for writing."
    ),
)
_FOLDER = _Why(
    later("'{name}' is shown read-only because its folder cannot be written."),
    later(
        "'{name}' is shown read-only because its folder cannot be written;"
        " it cannot be shown before it was opened once for writing."
    ),
)
_FILE = _Why(
    later("'{name}' is shown read-only because the file cannot be written."),
    later(
        "'{name}' is shown read-only because the file cannot be written;"
        " it cannot be shown before it was opened once for writing."
    ),
)


_DAMAGE = _Why(DAMAGED, DAMAGED)
_FAILING = _Why(
    later(
        "The disk reported an error while '{name}' was written, so it can only be read from here on; what was"
        " saved before is safe. Copy it to another disk and open it there."
    ),
    "",
)

_GONE = _Why(
    later(
        "'{name}' was moved, removed or replaced while it was open, so nothing can be saved in it any more;"
        " put it back in its place, or restore a backup, and open it again."
    ),
    "",
)

QUICK = 64 << 20
"""Bytes up to which a project's structure is checked while it opens; larger ones are checked behind."""


class Store:
    """The project file at ``path``: every read and write of the program goes through here.

    Raises UserError when the file is not a project, or was made by a newer version;
    EnvironmentFault when it cannot be reached, Damaged when nothing of it can be read. When another
    process holds the writer's lock, nothing may be written here, or a part of the file is damaged, the
    store opens read-only and ``read_only_reason`` says why. An older version is copied whole before it
    is brought to this one.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        # The file itself, wherever links and the current folder point later: it has one lock.
        self.path = path = path.resolve()
        self._why: _Why | None = None
        self._readers: dict[threading.Thread, sqlite3.Connection] = {}
        self._readers_lock = threading.Lock()
        self._writer: Writer | None = None
        self.importing = threading.Lock()
        """Held during an import: imports into one project take turns."""
        self.analyzing = threading.Lock()
        self.reading_meanings = threading.Lock()
        self.indexing = threading.Lock()
        self.ranking = threading.Lock()
        self._closed = self._examined = False
        made = _require(path, create=create)
        self._lock = lock_of(path)
        self._acquire()
        try:
            with told(path):
                self._open()
        except BaseException:
            self.close()
            if made:
                path.unlink(missing_ok=True)
            raise

    @property
    def read_only_reason(self) -> str:
        """Why nothing can be written, as a sentence; empty where it can."""
        return tr(self._why.said, name=self.path.name) if self._why is not None else ""

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written through this store."""
        return self._writer is None or self._why is not None

    @property
    def damaged(self) -> bool:
        """Whether the file does not hold together."""
        return self._why is _DAMAGE

    def examine(self) -> bool:
        """Whether the structure of the file holds (a second a gigabyte); if not, it is read only from now.

        Where a journal was left beside it, its indexes are compared with its tables too (some seconds). Done
        once; a small file was looked at when it opened.
        """
        if self._examined:
            return not self.damaged
        connection = reader(self.path)
        try:
            backups.require_sound(connection, wholly=self._unclean)
        except sqlite3.Error as error:
            self.heed(error)
        finally:
            connection.close()
        self._examined = True
        return not self.damaged

    def heed(self, error: BaseException) -> None:
        """Write nothing any more when an error, met anywhere, says that the file or its disk is at fault."""
        fault = faults.kind(error)
        if fault is faults.Fault.DAMAGE:
            self._why = _DAMAGE
        elif fault is faults.Fault.DISK and self._why is None:
            self._why = _FAILING

    def write(self, task: Callable[[sqlite3.Connection], T], priority: int = URGENT) -> T:
        """Run one transaction on the writer and wait until it is on disk."""
        with told(self.path):
            result = self._require_writer().run(task, priority)
        self._require_place()  # or what was just saved went into a file that is gone
        return result

    def submit(self, task: Callable[[sqlite3.Connection], T], priority: int = BULK) -> Future[T]:
        """Queue one transaction on the writer."""
        return self._require_writer().submit(task, priority)

    def read(self) -> sqlite3.Connection:
        """This thread's read-only connection; fetch all rows at once and keep no cursor open."""
        if self._closed:
            raise EnvironmentFault(tr("'{name}' is closed; open it again to go on.", name=self.path.name))
        thread = threading.current_thread()
        connection = self._readers.get(thread)
        if connection is None:
            connection = reader(self.path)
            with self._readers_lock:
                for ended in [other for other in self._readers if not other.is_alive()]:
                    self._readers.pop(ended).close()
                self._readers[thread] = connection
        return connection

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """A read-only connection of its own that sees one moment of the project until the end."""
        connection = reader(self.path)
        try:
            connection.execute("BEGIN")
            yield connection
        finally:
            connection.close()

    def close(self) -> None:
        """End the writer and all readers and let go of the lock."""
        self._closed = True
        # SQLite folds the journal in with the last connection and takes it away, but one that only reads
        # cannot: so the readers go first, and those of a file that cannot be trusted last.
        last = self._reading_last() if self._writer is not None and self._why is not None else None
        with self._readers_lock:
            for connection in self._readers.values():
                connection.close()
            self._readers.clear()
        if self._writer is not None:
            self._writer.close(fold=self._why is None)
            self._writer = None
        if last is not None:
            last.close()
        self._lock.release()

    def _reading_last(self) -> sqlite3.Connection | None:
        """A connection that holds the journal back; None where the file cannot even be read."""
        try:
            connection = reader(self.path)
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except (sqlite3.Error, SynthreviewError):
            return None
        return connection

    def _acquire(self) -> None:
        try:
            self._lock.acquire()
        except Timeout:
            self._why = _ELSEWHERE
        except OSError:
            self._why = _FOLDER
        else:
            if self.path.exists() and not os.access(self.path, os.W_OK):
                self._why = _FILE

    def _open(self) -> None:
        self._identity = _identity(self.path)
        # After a kill, or beside a copy that somebody put in the place of the file it belongs to.
        self._unclean = self._journal_left()
        size = self.path.stat().st_size
        version = _version(self.path) if size else 0
        if 0 < size <= QUICK:
            self.examine()
        if self._why is None:
            if 0 < version < schema.VERSION:
                shelf.put(self.path, shelf.Sort.WHOLE, datetime.now(UTC))
            migrate = version < schema.VERSION
            self._writer = Writer(lambda: _writing_connection(self.path, migrate=migrate), self.heed)
        elif version < schema.VERSION:
            raise EnvironmentFault(tr(self._why.too_old, name=self.path.name))

    def _journal_left(self) -> bool:
        try:
            return self.path.with_name(f"{self.path.name}-wal").stat().st_size > 0
        except OSError:
            return False

    def _require_place(self) -> None:
        """EnvironmentFault when another file, or none, lies now where the project was opened."""
        if self._why is None and not self._closed and _identity(self.path) != self._identity:
            self._why = _GONE
            raise EnvironmentFault(self.read_only_reason)

    def _require_writer(self) -> Writer:
        if self.damaged:
            raise Damaged(self.read_only_reason)
        self._require_place()
        if self._writer is None or self._why is not None:
            raise EnvironmentFault(self.read_only_reason or tr("'{name}' is closed.", name=self.path.name))
        return self._writer


def lock_of(path: Path) -> FileLock:
    """The lock that whoever writes to a project holds; ``path`` leads to the file itself, over no link."""
    return FileLock(path.parent / f".{path.name}.lock", timeout=0, thread_local=False)


def reader(path: Path) -> sqlite3.Connection:
    """A read-only connection in autocommit mode, also for worker processes."""
    with told(path):
        connection = sqlite3.connect(
            backups.read_only_uri(path),
            uri=True,
            isolation_level=None,
            check_same_thread=False,  # one thread uses it; another may close it at the end
            timeout=5,
        )
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file lies in a place; None where there is none, or where that cannot be known."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _require(path: Path, *, create: bool) -> bool:
    """Check what can be known before opening; make an empty file for a new project and say so."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        raise EnvironmentFault(
            tr("'{path}' cannot be reached ({why}); check its folder.", path=path, why=error.strerror)
        ) from error
    if path.is_dir():
        raise UserError(
            tr(
                "'{name}' is a folder, not a project; name a file that ends in {suffix}.",
                name=path.name,
                suffix=SUFFIX,
            )
        )
    if path.exists():
        return False
    if not create:
        raise UserError(
            tr("There is no project at '{path}'; 'synthreview import {path} FILE' makes one.", path=path)
        )
    if not path.parent.is_dir():
        raise UserError(tr("The folder '{parent}' does not exist; make it first.", parent=path.parent))
    try:
        path.touch()
    except OSError as error:
        raise EnvironmentFault(
            tr(
                "'{name}' cannot be made in '{parent}': {strerror}; choose another folder.",
                name=path.name,
                parent=path.parent,
                strerror=error.strerror,
            )
        ) from error
    return True


def _version(path: Path) -> int:
    """The file's schema version, having made sure that it is ours and not from the future."""
    connection = _looking(path)
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        tables = {row[0] for row in connection.execute("SELECT tbl_name FROM sqlite_schema")}
        strange = schema.foreign(connection)
    except UnicodeDecodeError as error:
        raise Damaged(tr(DAMAGED, name=path.name)) from error
    finally:
        connection.close()
    # What a kill during the making of a project leaves is ours too.
    if application != schema.APPLICATION_ID and tables - {"_sqlite_migrations"}:
        raise UserError(
            tr("'{name}' is a database of another program, not a synthreview project.", name=path.name)
        )
    if version > schema.VERSION:
        raise UserError(
            tr(
                "'{name}' was made by a newer version of synthreview (file version {version}, this"
                " program knows {known}); it was not touched. Install the newer version to open it.",
                name=path.name,
                version=version,
                known=schema.VERSION,
            )
        )
    if strange:
        raise UserError(
            tr(
                "'{name}' holds '{strange}', which runs by itself and is not of synthreview; it was not"
                " opened, because somebody may mean harm. Take an earlier copy.",
                name=path.name,
                strange=strange,
            )
        )
    return int(version)


def _looking(path: Path) -> sqlite3.Connection:
    """A connection to see what a file is: where no journal is beside it, none is made, nor shared memory."""
    if any(os.path.exists(f"{path}{suffix}") for suffix in ("-wal", "-journal")):  # noqa: PTH110 - never raises
        return reader(path)
    return sqlite3.connect(backups.read_only_uri(path, alone=True), uri=True, isolation_level=None)


def _writing_connection(path: Path, *, migrate: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in (
        "page_size = 8192",  # of a new file: records are long, and larger pages hold them with less ado
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "busy_timeout = 5000",
        "trusted_schema = OFF",
        "cache_size = -16000",
        # Larger than SQLite's own 1,000 pages: imports then fold the journal in less often.
        "wal_autocheckpoint = 2000",
    ):
        connection.execute(f"PRAGMA {pragma}")
    if migrate:
        schema.migrate(connection)
    return connection
