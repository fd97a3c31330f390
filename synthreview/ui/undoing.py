"""Undo and redo outside of Review, and catching up with what came or went with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from synthreview.domain import Operation
from synthreview.errors import SynthreviewError
from synthreview.jobs import Job, JobContext, JobState
from synthreview.translation import later, tr
from synthreview.ui.bridge import Bridge

if TYPE_CHECKING:
    from synthreview.project import Project


class Undoing(QObject):
    """Takes operations of one project back and forth; what has to be ranked anew is, in the background."""

    said = Signal(str)
    settled = Signal()
    """The queue is up to date again after data came, went or changed."""

    def __init__(self, project: Project, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._project, self._bridge = project, bridge
        self._job: Job[None] | None = None
        self._running, self._heard = False, 0
        bridge.changed.connect(self._job_changed)

    @Slot()
    def undo(self) -> None:
        """Take back the last operation."""
        self._try(self._project.undo, later("Undone: {label}"), tr("There is nothing to undo."))

    @Slot()
    def redo(self) -> None:
        """Do again what was taken back."""
        self._try(self._project.redo, later("Done again: {label}"), tr("There is nothing to redo."))

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

    def _try(self, act: Callable[[], Operation | None], done: str, nothing: str) -> None:
        try:
            operation = act()
        except SynthreviewError as error:
            self.said.emit(str(error))
            return
        self.said.emit(tr(done, label=operation.label) if operation is not None else nothing)
