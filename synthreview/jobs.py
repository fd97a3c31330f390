"""Background work without Qt: a job is a plain function that reports progress and can be cancelled."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from typing import Any, Generic, TypeVar

T = TypeVar("T")

PROGRESS_INTERVAL = 0.1
"""Seconds between two progress reports of one job: ten a second is all an eye can use."""


class Cancelled(Exception):
    """Raised inside a job when its cancel was asked for."""


class JobContext:
    """What a long-running function gets: a place to report progress and to notice a cancel.

    ``total`` is 0 while it is not known. The default context reports nowhere and is never
    cancelled, so the same functions serve scripts and tests.
    """

    def __init__(self, report: Callable[[int, int, str], None] | None = None) -> None:
        self._report = report
        self._cancel = threading.Event()
        self._last = 0.0

    def cancel(self) -> None:
        """Ask the work to stop at its next check."""
        self._cancel.set()

    def check(self) -> None:
        """Raise Cancelled when a cancel was asked for; call at least every 200 ms."""
        if self._cancel.is_set():
            raise Cancelled

    def progress(self, done: int, total: int = 0, note: str = "") -> None:
        """Report how far the work is, at most ten times a second, and check for a cancel."""
        self.check()
        now = time.monotonic()
        if self._report is not None and (now - self._last >= PROGRESS_INTERVAL or done == total):
            self._last = now
            self._report(done, total, note)


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of the job."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class Job(Generic[T]):
    """One run of a function in the background, as seen from outside."""

    def __init__(self, title: str, listener: Callable[[Job[Any]], None]) -> None:
        self.title = title
        self.state = JobState.QUEUED
        self.done = 0
        self.total = 0
        self.note = ""
        self.result: T | None = None
        self.error: BaseException | None = None
        self.started = time.monotonic()
        self._listener = listener
        self._ended = threading.Event()
        self.context = JobContext(self._on_progress)

    def cancel(self) -> None:
        """Ask the job to stop."""
        self.context.cancel()

    def wait(self, timeout: float | None = None) -> bool:
        """Block until the job has ended; False when the timeout came first."""
        return self._ended.wait(timeout)

    @property
    def seconds_left(self) -> float | None:
        """The time left at the pace so far, or None while it cannot be told."""
        if not self.total or not self.done or self.state is not JobState.RUNNING:
            return None
        spent = time.monotonic() - self.started
        return spent * (self.total - self.done) / self.done

    def _on_progress(self, done: int, total: int, note: str) -> None:
        self.done, self.total, self.note = done, total, note
        self._listener(self)

    def _run(self, work: Callable[[JobContext], T]) -> None:
        self.state, self.started = JobState.RUNNING, time.monotonic()
        self._listener(self)
        try:
            self.context.check()
            self.result = work(self.context)
            self.state = JobState.DONE
        except Cancelled:
            self.state = JobState.CANCELLED
        except BaseException as error:  # noqa: BLE001 - an executor would swallow it; the listener shows it
            self.error = error
            self.state = JobState.FAILED
        self._ended.set()
        self._listener(self)


class Runner:
    """Runs jobs on a few threads. The listener is called from those threads, at every change.

    Long jobs have threads of their own: what a person waits for never stands behind them.
    """

    def __init__(self, listener: Callable[[Job[Any]], None], threads: int = 3) -> None:
        self._listener = listener
        self._pools = [ThreadPoolExecutor(threads, thread_name_prefix=name) for name in ("job", "long")]
        self._jobs: set[Job[Any]] = set()
        self._lock = threading.Lock()

    def start(self, title: str, work: Callable[[JobContext], T], *, long: bool = False) -> Job[T]:
        """Queue ``work``; its argument is the job's context. ``long``: it may take more than seconds."""
        job: Job[T] = Job(title, self._notify)
        with self._lock:
            self._jobs.add(job)
        self._pools[long].submit(job._run, work)  # noqa: SLF001 - the runner is the job's other half
        return job

    def active(self) -> list[Job[Any]]:
        """Jobs that have not ended, oldest first."""
        with self._lock:
            return sorted(self._jobs, key=lambda job: job.started)

    def shutdown(self, timeout: float = 5.0) -> bool:
        """Cancel everything and wait; False when a job was still running at the timeout."""
        jobs = self.active()
        for job in jobs:
            job.cancel()
        deadline = time.monotonic() + timeout
        # Every job gets its wait, also behind one that did not end in time.
        waited = [job.wait(max(0.0, deadline - time.monotonic())) for job in jobs]
        stopped = all(waited)
        for pool in self._pools:
            pool.shutdown(wait=stopped, cancel_futures=True)
        return stopped

    def _notify(self, job: Job[Any]) -> None:
        if job.state.ended:
            with self._lock:
                self._jobs.discard(job)
        self._listener(job)
