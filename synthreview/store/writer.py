"""The one connection that writes: a thread with a priority queue, one transaction per task."""

from __future__ import annotations

import itertools
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

from synthreview.errors import EnvironmentFault
from synthreview.translation import tr

T = TypeVar("T")

URGENT = 0
"""What a person waits for: decisions, undo."""
BULK = 1
"""Chunks of long work: import, findings, ranking."""
_STOP = 2


class Writer:
    """Runs tasks on its own thread and connection, the most urgent first.

    A task is a function of the connection, run inside ``BEGIN IMMEDIATE`` ... ``COMMIT`` and rolled
    back when it raises. Its future resolves only after the commit is on disk, so whoever waits for
    it may tell the user that it is saved. ``heed`` hears of every error before the one who waits does.
    """

    def __init__(
        self, connect: Callable[[], sqlite3.Connection], heed: Callable[[BaseException], None]
    ) -> None:
        self._heed = heed
        self._tasks: queue.PriorityQueue[tuple[int, int, Any, Any]] = queue.PriorityQueue()
        self._order = itertools.count()
        self._door = threading.Lock()
        self._closing, self._fold = False, True
        self._ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._serve, args=(connect,), name="writer", daemon=True)
        self._thread.start()
        self._ready.result()

    def submit(self, task: Callable[[sqlite3.Connection], T], priority: int = BULK) -> Future[T]:
        """Queue a task; the future resolves with its result once it is committed.

        EnvironmentFault once the writer is closing: nothing may wait for what will never be done.
        """
        future: Future[T] = Future()
        with self._door:
            if self._closing:
                raise EnvironmentFault(tr("The project is closed; open it again to go on."))
            self._tasks.put((priority, next(self._order), task, future))
        return future

    def run(self, task: Callable[[sqlite3.Connection], T], priority: int = URGENT) -> T:
        """Run a task and wait until it is committed."""
        return self.submit(task, priority).result()

    def close(self, *, fold: bool = True) -> None:
        """Finish what is queued, fold the journal into the file and end the thread.

        Without ``fold`` the file, whose structure cannot be trusted, keeps its journal beside it.
        """
        self._fold = fold
        with self._door:
            if not self._closing:
                self._closing = True
                self._tasks.put((_STOP, next(self._order), None, None))
        self._thread.join()

    def _serve(self, connect: Callable[[], sqlite3.Connection]) -> None:
        try:
            connection = connect()
        except BaseException as error:  # noqa: BLE001 - handed to the opener, who waits for it
            self._ready.set_exception(error)
            return
        self._ready.set_result(None)
        while True:
            _, _, task, future = self._tasks.get()
            if task is None:
                break
            if future.set_running_or_notify_cancel():
                self._transact(connection, task, future)
        # With the journal folded in, the project is one file again when nobody has it open. Where the
        # disk is full the journal stays beside it, as durable as the file.
        if self._fold:
            with suppress(sqlite3.Error):
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()

    def _transact(
        self, connection: sqlite3.Connection, task: Callable[[Any], Any], future: Future[Any]
    ) -> None:
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = task(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        except BaseException as error:  # noqa: BLE001 - belongs to the one who submitted the task
            self._heed(error)
            future.set_exception(error)
        else:
            future.set_result(result)
