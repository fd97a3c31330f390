"""From worker threads to the window: one object, one queued signal, every result delivered once.

Workers never own a Qt object. The jobs' listener posts each change through a signal of this one
object, which lives as long as the window, and Qt queues it into the main thread. Receivers are
bound methods of QObjects, held weakly: a result for a page that is gone is dropped.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from synthreview.jobs import Job, JobContext, JobState, Runner

T = TypeVar("T")


class _Receiver:
    """A bound method of a QObject that does not keep its object alive."""

    def __init__(self, method: Callable[[Any], None]) -> None:
        owner = getattr(method, "__self__", None)
        if not isinstance(owner, QObject):
            raise TypeError("results are delivered to bound methods of QObjects only")
        self._method = weakref.WeakMethod(method)
        self._owner = weakref.ref(owner)

    def __call__(self, value: Any) -> None:
        method, owner = self._method(), self._owner()
        if method is not None and owner is not None and shiboken6.isValid(owner):
            method(value)


@dataclass(frozen=True, slots=True)
class _Reception:
    done: _Receiver
    failed: _Receiver | None


class Bridge(QObject):
    """Runs functions in the background and brings their results to the main thread."""

    changed = Signal(object)
    """A Job that started, moved or ended."""
    failed = Signal(str, object)
    """Title and exception of a job whose failure nobody else receives."""
    _posted = Signal(object, bool)
    """A job, and whether that was the last word of it."""

    def __init__(self, parent: QObject | None = None, threads: int = 3) -> None:
        super().__init__(parent)
        self._runner = Runner(self.post, threads)
        self._receptions: dict[Job[Any], _Reception] = {}
        self._closed = False
        self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        title: str,
        work: Callable[[JobContext], T],
        on_done: Callable[[T], None],
        on_failed: Callable[[BaseException], None] | None = None,
        *,
        long: bool = False,
    ) -> Job[T]:
        """Start ``work`` in a worker thread; call in the main thread.

        ``on_done`` gets the result and ``on_failed`` the exception, both in the main thread; they
        are bound methods of QObjects. A cancelled job calls neither (``changed`` tells of it). A
        failure without ``on_failed`` goes out through ``failed``. ``long`` work, which may take more than
        seconds, has threads of its own, so that nobody waits behind it.
        """
        reception = _Reception(_Receiver(on_done), _Receiver(on_failed) if on_failed else None)
        job = self._runner.start(title, work, long=long)
        self._receptions[job] = reception  # before the event loop can deliver anything of this job
        return job

    def post(self, job: Job[Any]) -> None:
        """The jobs' listener: called on worker threads at every change of a job."""
        if shiboken6.isValid(self):
            self._posted.emit(job, job.state.ended)

    def active(self) -> list[Job[Any]]:
        """Jobs that have not ended, oldest first."""
        return self._runner.active()

    def awaits(self, job: Job[Any] | None) -> bool:
        """Whether the job's result is still to come; a job that has ended may be waiting to be delivered."""
        return job in self._receptions

    @property
    def closed(self) -> bool:
        """Whether nothing can be started any more."""
        return self._closed

    def settle(self, timeout: float = 5.0) -> bool:
        """Cancel all jobs, wait for them and drop their results; False if one outlived the wait."""
        self._receptions.clear()
        jobs = self.active()
        for job in jobs:
            job.cancel()
        deadline = time.monotonic() + timeout
        ended = [job.wait(max(0.0, deadline - time.monotonic())) for job in jobs]
        return all(ended)

    def shutdown(self, timeout: float = 5.0) -> bool:
        """Settle for good: nothing can be started or delivered any more."""
        self._closed = True
        self._receptions.clear()
        return self._runner.shutdown(timeout)

    @Slot(object, bool)
    def _deliver(self, job: Job[Any], last: bool) -> None:
        # A short job has ended before its first word is read. Its end is told in its turn: after what
        # the work itself told meanwhile.
        if self._closed or job.state.ended is not last:
            return
        reception = self._receptions.pop(job, None) if last else None
        self.changed.emit(job)
        if reception is None:
            return
        if job.state is JobState.DONE:
            reception.done(job.result)
        elif job.state is JobState.FAILED:
            if reception.failed is not None:
                reception.failed(job.error)
            else:
                self.failed.emit(job.title, job.error)
