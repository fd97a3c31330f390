"""Undo and redo outside of Review, and catching up with what came or went with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from synthreview.domain import Operation
from synthreview.errors import SynthreviewError
from synthreview.jobs import Job, JobContext, JobState
from synthreview.translation import later, tr, trn
from synthreview.ui.bridge import Bridge
from synthreview.ui.faults import words

if TYPE_CHECKING:
    from synthreview.project import Project


BIG = 5_000
"""Undo and redo of more items than this run in the background: the window never stands still."""


def turning(size: int, *, forward: bool) -> str:
    """What taking back, or doing again, an operation on many items is called while it runs."""
    return (
        trn("Doing again what was done to {count} item", "Doing again what was done to {count} items", size)
        if forward
        else trn(
            "Taking back what was done to {count} item", "Taking back what was done to {count} items", size
        )
    )


class Undoing(QObject):
    """Takes operations of one project back and forth; what has to be ranked anew is, in the background."""

    said = Signal(str)
    settled = Signal()
    """The queue is up to date again after data came, went or changed."""

    def __init__(self, project: Project, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._project, self._bridge = project, bridge
        self._job: Job[None] | None = None
        self._running, self._heard, self._turning = False, 0, False
        bridge.changed.connect(self._job_changed)

    @Slot()
    def undo(self) -> None:
        """Take back the last operation."""
        self._turn(forward=False)

    @Slot()
    def redo(self) -> None:
        """Do again what was taken back."""
        self._turn(forward=True)

    def undo_only(self, operation: int) -> None:
        """Take back an operation if it is the last one; else say what stands before it."""
        last = self._project.undo_label()
        newest = next((one for one in self._project.history(1)), None)
        if newest is None or newest.seq != operation or last != newest.label:
            self.said.emit(
                tr(
                    "Other changes came after it. Undo those first; the last is: {last}.",
                    last=last or tr("none"),
                )
            )
            return
        self.undo()

    def catch_up(self, *, forced: bool) -> None:
        """Rank and compare anew where something asks for it; one run at a time.

        ``forced`` also where the queue is not stale: an analysis that ended just now ranks, but compares
        nothing anew.
        """
        if self._running:
            self._heard += forced
            return
        if self._project.read_only or not (forced or self._project.is_stale):
            return
        self._running, self._heard = True, 0

        def work(job: JobContext) -> None:
            self._project.refresh_queue(job)

        self._job = self._bridge.run(tr("Bringing the queue up to date"), work, self._caught_up, long=True)

    @Slot(object)
    def _caught_up(self, _nothing: None) -> None:
        self.settled.emit()

    @Slot(object)
    def _job_changed(self, job: Job[Any]) -> None:
        """Go on once a run has ended in any way; it tells of itself once, so more came from elsewhere."""
        if job is self._job and job.state.ended:
            self._running = False
            if job.state is JobState.DONE:
                self.catch_up(forced=self._heard > 1)

    def _turn(self, *, forward: bool) -> None:
        """At once, so that the next key finds it done; in the background where it moves very many items."""
        if self._turning:
            return
        act, done = (self._project.redo, self._redone) if forward else (self._project.undo, self._undone)
        size = self._project.sizes()[int(forward)]
        if size >= BIG:
            self._turning = True
            title = turning(size, forward=forward)
            self.said.emit(f"{title}\u2026")
            self._bridge.run(title, lambda _job: act(), done, self._not_turned)
            return
        try:
            done(act())
        except SynthreviewError as error:
            self.said.emit(str(error))

    @Slot(object)
    def _undone(self, operation: Operation | None) -> None:
        self._say(operation, later("Undone: {label}"), tr("There is nothing to undo."))

    @Slot(object)
    def _redone(self, operation: Operation | None) -> None:
        self._say(operation, later("Done again: {label}"), tr("There is nothing to redo."))

    @Slot(object)
    def _not_turned(self, error: BaseException) -> None:
        self._turning = False
        self.said.emit(words(error))

    def _say(self, operation: Operation | None, done: str, nothing: str) -> None:
        self._turning = False
        self.said.emit(tr(done, label=operation.label) if operation is not None else nothing)
