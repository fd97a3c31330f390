"""Recording what a person says, and saying quietly that it was recorded and how to go back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from synthreview.domain import Operation, Verdict
from synthreview.errors import ItemGone, SynthreviewError
from synthreview.translation import later, tr
from synthreview.ui.actions import verb
from synthreview.ui.review.drafts import Draft
from synthreview.ui.review.item_pane import ItemPane
from synthreview.ui.review.queue_model import QueueModel

if TYPE_CHECKING:
    from synthreview.project import Project

_DONE = {
    Verdict.ACCEPT: later("Accepted #{item}"),
    Verdict.FIX: later("Fixed #{item}"),
    Verdict.REJECT: later("Rejected #{item}"),
    Verdict.DEFER: later("Deferred #{item}"),
}


class Deciding(QObject):
    """Every call is on disk when it returns; what cannot be recorded is said and changes nothing."""

    failed = Signal(str)
    """A sentence about what could not be recorded."""
    gone = Signal(int, str)
    """An item that is no longer in the project, and a sentence about it."""

    def __init__(self, project: Project, pane: ItemPane, queue: QueueModel, parent: QObject) -> None:
        super().__init__(parent)
        self._project, self._pane, self._queue = project, pane, queue

    def decide(self, item: int, verdict: Verdict, word: Draft, seconds: float, shown_by: str) -> bool:
        """Record a verdict with its reasons, note and edits; False when that failed."""
        try:
            self._project.decide(
                item,
                verdict,
                edits=dict(word.edits),
                reasons=word.reasons,
                note=word.note.strip(),
                seconds=round(seconds, 2),
                selected_by=shown_by,
            )
        except ItemGone as error:
            self.gone.emit(item, str(error))
            return False
        except SynthreviewError as error:
            self._tell(error)
            return False
        self._queue.settle(item)
        self._pane.say(tr(_DONE[verdict], item=item), tr("Undo"), "undo")
        return True

    def flag(self, item: int, *, on: bool) -> None:
        """Set or clear the flag of an item."""
        try:
            self._project.flag(item, on)
        except ItemGone as error:
            self.gone.emit(item, str(error))
            return
        except SynthreviewError as error:
            self._tell(error)
            return
        self._pane.say(
            tr("Flagged #{item}", item=item) if on else tr("Flag removed from #{item}", item=item),
            tr("Undo"),
            "undo",
        )

    def undo(self) -> Operation | None:
        """Take back the last operation and return it."""
        try:
            operation = self._project.undo()
        except SynthreviewError as error:
            self._tell(error)
            return None
        return self._said(operation, tr("Undone"), tr("There is nothing to undo."), "redo")

    def redo(self) -> Operation | None:
        """Do again what was taken back and return it."""
        try:
            operation = self._project.redo()
        except SynthreviewError as error:
            self._tell(error)
            return None
        return self._said(operation, tr("Done again"), tr("There is nothing to redo."), "undo")

    def _said(self, operation: Operation | None, done: str, nothing: str, back: str) -> Operation | None:
        if operation is None:
            self._pane.say(nothing)
            return None
        self._pane.say(f"{done}: {operation.label}", verb(back).words, back)
        if operation.first_item is not None and operation.kind == "decide":
            self._queue.settle(operation.first_item, settled=back == "undo")
        return operation

    def _tell(self, error: SynthreviewError) -> None:
        self._pane.say(str(error))
        self.failed.emit(str(error))
