"""The queue's ids, fetched in the background; only the newest question is answered."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from synthreview.errors import SynthreviewError
from synthreview.jobs import Cancelled, Job, JobContext, JobState
from synthreview.translation import tr
from synthreview.ui.bridge import Bridge

if TYPE_CHECKING:
    from synthreview.project import Project

WORKLIST = "verdict:undecided"
"""The filter the desk opens with."""

FIRST = 200
"""Items listed at once, before the rest of them."""


@dataclass(frozen=True, slots=True)
class _Answer:
    number: int
    ids: array[int]
    error: SynthreviewError | None = None
    whole: bool = True


class Feed(QObject):
    """Lists the items that meet the filter ``where``: the first of them at once, then all."""

    began = Signal(object)
    """The first ids of a new question that has more of them, as an array."""
    listed = Signal(object)
    """All ids, as an array."""
    refused = Signal(str)
    """A sentence about a filter that cannot be used; the one before is in force again."""
    stopped = Signal()
    """A person cancelled the search; the filter before is in force again unless some items were listed."""

    def __init__(self, project: Project, runner: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._project, self._runner = project, runner
        self._asked = 0
        self._job: Job[Any] | None = None
        self.where = self.listed_where = self.asked_where = WORKLIST
        runner.changed.connect(self._job_changed)

    @property
    def is_worklist(self) -> bool:
        """Whether the filter is the one the desk opens with."""
        return self.where == WORKLIST

    @property
    def is_looking(self) -> bool:
        """Whether more is to come."""
        return self._runner.awaits(self._job)

    def ask(self, where: str) -> None:
        """Take another filter; an empty one means what is undecided."""
        self.where = self.asked_where = where.strip() or WORKLIST
        self._start(first=True)

    @Slot()
    def again(self) -> None:
        """List the items anew."""
        self._start(first=False)

    @Slot()
    def stop(self) -> None:
        """Look no further."""
        if self._job is not None:
            self._job.cancel()

    def _start(self, *, first: bool) -> None:
        if self._runner.closed:
            return  # the window is closing: what moved a moment ago is listed no more
        self._asked += 1
        if self._job is not None and self._job.state is JobState.RUNNING:
            self._job.cancel()
        number, where, project = self._asked, self.where, self._project

        def work(job: JobContext) -> _Answer:
            try:
                if number != self._asked:
                    return _Answer(number, array("q"))
                if first:
                    ids, whole = project.queue_start(where, FIRST, job)
                    return _Answer(number, ids, whole=whole)
                return _Answer(number, project.queue_all(where, job))
            except SynthreviewError as error:
                return _Answer(number, array("q"), error)
            except Cancelled:
                if number != self._asked:  # given way to another question: nobody needs to hear of it
                    return _Answer(number, array("q"))
                raise

        title = tr("Looking for items") if first else tr("Listing the queue")
        self._job = self._runner.run(title, work, self._on_answer)

    @Slot(object)
    def _on_answer(self, answer: _Answer) -> None:
        if answer.number != self._asked:
            return
        if answer.error is not None:
            self.where = self.listed_where
            self.refused.emit(str(answer.error))
            return
        self.listed_where = self.where
        if answer.whole:
            self.listed.emit(answer.ids)
        else:
            self.began.emit(answer.ids)
            self._start(first=False)

    @Slot(object)
    def _job_changed(self, job: Job[Any]) -> None:
        if job is self._job and job.state is JobState.CANCELLED:
            self._job = None
            self.where = self.listed_where
            self.stopped.emit()
