"""SQLite's error codes as sentences: what the user can act on, and what is a bug."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path

from synthreview.errors import Damaged, EnvironmentFault, UserError
from synthreview.translation import later, tr

_ENVIRONMENT = {
    sqlite3.SQLITE_FULL: later(
        "The disk is full, so '{name}' could not be written; make room and try again."
        " Everything saved before is safe."
    ),
    sqlite3.SQLITE_READONLY: later("'{name}' cannot be written: the file or its folder is read-only."),
    sqlite3.SQLITE_PERM: later("'{name}' cannot be written: permission is missing."),
    sqlite3.SQLITE_CANTOPEN: later(
        "'{name}' cannot be opened: check that the folder exists and may be read."
    ),
    sqlite3.SQLITE_BUSY: later("Another program holds '{name}' locked; close it and try again."),
    sqlite3.SQLITE_LOCKED: later("Another program holds '{name}' locked; close it and try again."),
    sqlite3.SQLITE_IOERR: later(
        "The disk reported an error while '{name}' was read or written;"
        " copy the project to another disk and open it there."
    ),
}
DAMAGED = later(
    "'{name}' is damaged and can only be read; it is not changed. Restore a backup to go on working on it."
)
_FOREIGN = later("'{name}' is not a synthreview project.")


class Fault(Enum):
    """What an error says of the project file as a whole."""

    DAMAGE = auto()
    DISK = auto()


def kind(error: BaseException | None) -> Fault | None:
    """Whether an error, or what caused it, means that a file is damaged or its disk fails."""
    while error is not None:
        if isinstance(error, Damaged):
            return Fault.DAMAGE
        if isinstance(error, sqlite3.Error):
            code = _code(error)
            if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or _is_no_text(error):
                return Fault.DAMAGE
            if code == sqlite3.SQLITE_IOERR:
                return Fault.DISK
        error = error.__cause__
    return None


def _code(error: sqlite3.Error) -> int:
    # The low byte of an extended code is the primary one.
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def _is_no_text(error: sqlite3.Error) -> bool:
    """Whether a column held bytes that are no text. Python says so without a code, and repeats the bytes."""
    return _code(error) == 0 and str(error).startswith("Could not decode to UTF-8")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the file at ``path`` into EnvironmentFault or UserError."""
    try:
        yield
    except sqlite3.Error as error:
        code = _code(error)
        if code in _ENVIRONMENT:
            raise EnvironmentFault(tr(_ENVIRONMENT[code], name=path.name)) from error
        if code == sqlite3.SQLITE_CORRUPT or _is_no_text(error):
            raise Damaged(tr(DAMAGED, name=path.name)) from error
        if code == sqlite3.SQLITE_NOTADB:
            raise UserError(tr(_FOREIGN, name=path.name)) from error
        raise
