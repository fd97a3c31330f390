"""SQLite's error codes as sentences: what the user can act on, and what is a bug."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from synthreview.errors import EnvironmentFault, UserError
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
_DAMAGED = later("'{name}' is damaged and was not changed; open a backup of it.")
_FOREIGN = later("'{name}' is not a synthreview project.")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the file at ``path`` into EnvironmentFault or UserError."""
    try:
        yield
    except sqlite3.Error as error:
        # The low byte of an extended code is the primary one.
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        if code in _ENVIRONMENT:
            raise EnvironmentFault(tr(_ENVIRONMENT[code], name=path.name)) from error
        if code == sqlite3.SQLITE_CORRUPT:
            raise EnvironmentFault(tr(_DAMAGED, name=path.name)) from error
        if code == sqlite3.SQLITE_NOTADB:
            raise UserError(tr(_FOREIGN, name=path.name)) from error
        raise
