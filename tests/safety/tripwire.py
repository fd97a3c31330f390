"""The connection that writes, made to fail at the n-th statement."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from synthreview.store import store

FULL, DISK, BUG = sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_ERROR


class Tripwire:
    """Stands before SQLite's connection and counts; ROLLBACK always gets through.

    Where ``itself`` is set SQLite has rolled the transaction back by itself, as it does when a disk is full in
    the wrong moment; otherwise it is left open.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._left = 0
        self._code, self._itself = FULL, False
        self.tripped = False
        self.seen = 0

    def arm(self, at: int, code: int = FULL, *, itself: bool = False) -> None:
        """Fail at the statement of that number, 1 for the next; 0 never."""
        self._left, self._code, self._itself = at, code, itself
        self.tripped, self.seen = False, 0

    def execute(self, statement: str, *values: Any) -> Any:
        self._step(statement)
        return self._connection.execute(statement, *values)

    def executemany(self, statement: str, *values: Any) -> Any:
        self._step(statement)
        return self._connection.executemany(statement, *values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def _step(self, statement: str) -> None:
        if statement == "ROLLBACK":
            return
        self._left -= 1
        self.seen += 1
        if self._left != 0:
            return
        self.tripped = True
        if self._itself and self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        error = sqlite3.OperationalError("tripped")
        error.sqlite_errorcode = self._code
        raise error


def laid(monkeypatch: pytest.MonkeyPatch) -> list[Tripwire]:
    """From now on projects are opened with a tripwire; the newest is the last of the list."""
    wires: list[Tripwire] = []
    real = store._writing_connection

    def wired(*given: Any, **options: Any) -> Any:
        wires.append(Tripwire(real(*given, **options)))
        return wires[-1]

    monkeypatch.setattr(store, "_writing_connection", wired)
    return wires
