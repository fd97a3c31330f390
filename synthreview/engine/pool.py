"""Local workers: spawned processes for real work, this thread for small data sets."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as StillRunning
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from synthreview import translation
from synthreview.jobs import JobContext

if sys.platform == "linux":
    import fcntl

T = TypeVar("T")
PIPE_BYTES = 1 << 20
"""Room between a sending process and this one: a batch is about as large."""
CHECK_SECONDS = 0.1
"""How often a wait for a worker looks whether a cancel was asked for."""


class Workers:
    """Runs one function over many arguments, results in order, a bounded number at a time.

    ``processes`` 0 works in the calling thread. Processes are spawned, never forked: a fork with
    open SQLite connections or Qt threads would corrupt or hang.
    """

    def __init__(self, processes: int) -> None:
        self._pool = (
            ProcessPoolExecutor(
                processes,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_settle_in,
                initargs=(translation.file_in_use(),),
            )
            if processes
            else None
        )
        self._window = 2 * processes

    @property
    def apart(self) -> bool:
        """Whether the work is done in processes of its own."""
        return self._pool is not None

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def map(
        self, work: Callable[..., T], arguments: Iterable[tuple[Any, ...]], job: JobContext
    ) -> Iterator[T]:
        """``work(*argument)`` for each, in order; raises Cancelled soon after a cancel."""
        if self._pool is None:
            for argument in arguments:
                job.check()
                yield work(*argument)
            return
        running: deque[Future[T]] = deque()
        for argument in arguments:
            running.append(self._pool.submit(work, *argument))
            if len(running) >= self._window:
                yield _result(running.popleft(), job)
        while running:
            yield _result(running.popleft(), job)


def stream(
    work: Callable[..., Iterator[T]], arguments: tuple[Any, ...], job: JobContext, *, apart: bool
) -> Iterator[T]:
    """What the generator ``work`` yields, run here or ``apart`` in a spawned process.

    The process is ended when the caller stops early, or when a cancel is asked for. What it raises
    is raised here.
    """
    if not apart:
        for value in work(*arguments):
            job.check()
            yield value
        return
    spawn = multiprocessing.get_context("spawn")
    incoming, outgoing = spawn.Pipe(duplex=False)
    _widen(outgoing)
    # Packed, so that the child settles in before it imports what the work needs.
    packed = pickle.dumps((work, arguments))
    process = spawn.Process(target=_send_all, args=(outgoing, packed, translation.file_in_use()), daemon=True)
    process.start()
    outgoing.close()
    try:
        while True:
            while not incoming.poll(CHECK_SECONDS):
                job.check()
            job.check()
            more, value = incoming.recv()
            if more:
                yield value
            elif value is None:
                return
            else:
                raise value
    except EOFError:
        raise BrokenProcessPool("the reading process ended unexpectedly") from None
    finally:
        incoming.close()
        process.terminate()
        process.join()


def _widen(pipe: Connection) -> None:
    """Let the sender go on while a batch waits to be taken; where that is not to be had, it waits."""
    if sys.platform == "linux":
        with suppress(OSError):  # an unprivileged user's share of pipe memory may be used up
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def _send_all(outgoing: Connection, packed: bytes, language: Path | None) -> None:
    """In the child: send (True, value) for each value, then (False, None or the exception)."""
    _settle_in(language)
    try:
        work, arguments = pickle.loads(packed)  # noqa: S301 - from our own parent
        for value in work(*arguments):
            outgoing.send((True, value))
    except BrokenPipeError:
        return  # the parent has gone or does not want more
    except BaseException as error:  # noqa: BLE001 - raised again in the parent
        outgoing.send((False, error))
    else:
        outgoing.send((False, None))


def _end_with_parent() -> None:
    """In a child: end when the parent is gone, which a kill does not give it the time to say."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _settle_in(language: Path | None) -> None:
    """In a child, before anything that counts is imported. What it says is said in the parent's language."""
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    translation.use_file(language)
    # Ctrl-C reaches every process of a terminal; the parent ends the others in good order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # There is a process for each core: threads of numerical libraries would only wait for each other.
    os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
    # Nor does it start any, for which joblib would make a semaphore that a terminated child leaves behind.
    os.environ["JOBLIB_MULTIPROCESSING"] = "0"


def processes_for(items: int, small: int = 2_000) -> int:
    """How many processes a data set of this size is worth: starting one costs about half a second."""
    return 0 if items <= small else min(os.cpu_count() or 1, 8)


def _result(future: Future[T], job: JobContext) -> T:
    while True:
        job.check()
        try:
            return future.result(timeout=CHECK_SECONDS)
        except StillRunning:
            if future.done():
                raise
