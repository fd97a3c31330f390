"""Deciding on many items: previews in the background, random checks in the item's place, one operation."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from synthreview.domain import Operation, QueueRow, Role, Verdict
from synthreview.errors import SynthreviewError
from synthreview.jobs import Job, JobContext, JobState
from synthreview.project import CHECKS, BatchPlan, Chosen, Copies, Judged, Matching, What
from synthreview.translation import tr, trn
from synthreview.ui import undoing
from synthreview.ui.actions import verb
from synthreview.ui.announce import announce
from synthreview.ui.bridge import Bridge
from synthreview.ui.review.columns import Columns
from synthreview.ui.review.feed import Feed
from synthreview.ui.review.many.panel import COPIES, FILTER, SELECTED, ManyPanel
from synthreview.ui.review.many.rounds import Round
from synthreview.ui.review.many.selecting import Selecting
from synthreview.ui.review.many.words import done, nothing
from synthreview.ui.review.showing import Showing

if TYPE_CHECKING:
    from synthreview.project import Project

_CATCH_UP = 120
"""Milliseconds in which several clicks become one preview."""


@dataclass(frozen=True, slots=True)
class _Answer:
    number: int
    plan: BatchPlan | None = None
    samples: tuple[QueueRow, ...] = ()
    error: SynthreviewError | None = None


class Batching(QObject):
    """The panel is made when it is first wanted. What it holds is a plan: items, not a question."""

    changed = Signal()
    """Checks began or ended, or something long is being done: other verbs may be shut."""
    failed = Signal(str)
    """A sentence about what could not be done."""

    def __init__(
        self,
        project: Project,
        runner: Bridge,
        feed: Feed,
        columns: Columns,
        showing: Showing,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._project, self._runner, self._feed = project, runner, feed
        self._columns, self._pane, self._showing = columns, columns.item, showing
        self.selecting = Selecting(columns.queue, self)
        self.panel: ManyPanel | None = None
        self.plan: BatchPlan | None = None
        self.round: Round | None = None
        self._judged: Judged | None = None
        self._wrong: tuple[int, ...] = ()
        self.busy = ""
        """What is being done to many items right now, as a sentence; empty when nothing is."""
        self._about: int | None = None
        self._asked = 0
        self._job: Job[Any] | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_CATCH_UP)
        self._again.timeout.connect(self._ask)
        self.selecting.wanted.connect(self.open)
        self.selecting.said.connect(self._say)
        self.selecting.went.connect(self._go_to)
        feed.listed.connect(self._on_listed)
        runner.changed.connect(self._job_changed)
        self._where = feed.where

    def slots(self) -> dict[str, Callable[[], object]]:
        """The verbs this answers to."""
        return {"many": self.open, **self.selecting.slots()}

    @property
    def is_checking(self) -> bool:
        """Whether the item on screen is a random check."""
        return self.round is not None

    def lets(self, verb: str) -> bool:
        """Whether a verb can be used while a batch is checked."""
        return self.round is None or verb not in _SHUT_WHILE_CHECKING

    def why_not(self) -> str:
        """Why the item on screen cannot be decided on now; empty where it can."""
        return self.busy if self.round is None else tr("A check of the batch: nothing is recorded.")

    # The panel

    @Slot()
    def open(self) -> None:
        """Show the panel for what is selected, else for all items of the filter; again: close it."""
        if self.panel is not None and self._columns.panel is self.panel:
            self._columns.close_panel()
            return
        if self.panel is None:
            self.panel = self._made()
        view = self._showing.view
        reviewed = view is not None and view.dataset.role is Role.SYNTHETIC
        self._about = view.item.id if view is not None and reviewed else None
        if view is not None:
            self.panel.show_kind(view.item.kind)
        self._offer()
        self.panel.choose_source(SELECTED if self.selecting.items else FILTER)
        self.panel.choose(None)
        self._columns.open_panel(self.panel)

    def leave(self) -> bool:
        """Leave the note, the checks or the selection, whichever is innermost; False when there is none."""
        shown = self.panel is not None and self._columns.panel is self.panel
        if self.panel is not None and shown and QApplication.focusWidget() is self.panel.note:
            self.panel.setFocus()
            return True
        if self.round is not None:
            self.stop_checks()
            return True
        return not shown and self.selecting.clear()

    def _made(self) -> ManyPanel:
        panel = ManyPanel()
        panel.changed.connect(self._on_changed)
        panel.closed.connect(self._close)
        panel.applied.connect(self.apply)
        panel.cancelled.connect(self._cancel)
        panel.judged.connect(self._on_judged)
        panel.checking.asked.connect(self.start_checks)
        panel.checking.stopped.connect(self.stop_checks)
        panel.preview.visited.connect(self._visit)
        return panel

    def _offer(self) -> None:
        if self.panel is not None:
            where = "" if self._feed.is_worklist else self._feed.where
            listed = None if self._feed.is_looking else self._columns.queue.model.rowCount()
            self.panel.offer(len(self.selecting.items), listed, where, self._about)

    @Slot()
    def _close(self) -> None:
        self.stop_checks()
        self._columns.close_panel()

    # The preview

    @Slot()
    def _on_changed(self) -> None:
        self.stop_checks()
        self.plan = self._judged = None
        self._wrong = ()
        self._again.start()

    @Slot()
    def _ask(self) -> None:
        panel = self.panel
        if panel is None or panel.verdict is None:
            return
        self._asked += 1
        number, project, what, verdict = self._asked, self._project, self._what(), panel.verdict
        decided, reason = panel.decided.isChecked() and panel.decided.isVisible(), panel.reason
        panel.preview.say(tr("Looking\u2026"))
        panel.show_count(0)

        def work(job: JobContext) -> _Answer:
            try:
                plan = project.plan_many(what, verdict, job, with_decided=decided, reason=reason)
                return _Answer(number, plan, tuple(project.rows(plan.samples)))
            except SynthreviewError as error:
                return _Answer(number, error=error)

        self._runner.run(tr("Previewing the batch"), work, self._on_answer)

    def _what(self) -> What:
        source = self.panel.source if self.panel is not None else FILTER
        if source == SELECTED:
            return Chosen(self.selecting.items)
        if source == COPIES and self._about is not None:
            return Copies(self._about)
        return Matching(self._feed.where)

    @Slot(object)
    def _on_answer(self, answer: _Answer) -> None:
        panel = self.panel
        if panel is None or answer.number != self._asked or answer.plan is None:
            if panel is not None and answer.error is not None:
                panel.preview.say(str(answer.error), "error")
            return
        plan = self.plan = answer.plan
        panel.show_plan(plan)
        if plan.verdict is Verdict.FIX and not plan.reason and panel.reason:
            self._again.start()  # now it is known which changes there are
            return
        panel.checking.reset(len(plan.items))
        if plan.items:
            panel.preview.show_plan(plan, answer.samples)
            announce(
                panel, " ".join([trn("{count} item", "{count} items", len(plan.items)), *plan.warnings()])
            )
        else:
            panel.preview.say(nothing(plan))

    # The checks

    @Slot()
    def start_checks(self) -> None:
        """Show random items of the batch, one after the other."""
        if self.plan is None or not self.plan.items or self.panel is None or self.busy:
            return
        drawn = self._project.checks(self.plan, CHECKS, secrets.randbits(32))
        before = self._showing.anchor
        self.round = Round(self.plan.verdict, tuple(drawn), before)
        self._show_check()
        self.changed.emit()
        self.panel.setFocus()

    def judge(self, verdict: Verdict) -> bool:
        """Take a verdict as what it says of a check: accept right, reject wrong; False without checks."""
        if self.round is None:
            return False
        if verdict in (Verdict.ACCEPT, Verdict.REJECT):
            self._on_judged(verdict is Verdict.ACCEPT)
        return True

    @Slot(bool)
    def _on_judged(self, right: bool) -> None:
        if self.round is None:
            return
        self.round = self.round.judged(right=right)
        if self.round.item is None:
            self.stop_checks()
        else:
            self._show_check()

    @Slot()
    def stop_checks(self) -> None:
        """Go back to the item that was on screen before; what the checks said stays."""
        ended, self.round = self.round, None
        if ended is None or self.plan is None or self.panel is None:
            return
        judged = self._project.judge_checks(self.plan, ended.right, len(ended.wrong))
        self._wrong, self._judged = ended.wrong, judged
        self.panel.checking.show_judged(judged, going_on=False)
        self.panel.show_count(len(self.plan.items) - len(ended.wrong))
        announce(self.panel, judged.words())
        if ended.before is not None:
            self._showing.show(ended.before)
        self.changed.emit()

    def _show_check(self) -> None:
        if self.round is None or self.round.item is None or self.panel is None or self.plan is None:
            return
        judged = self._project.judge_checks(self.plan, self.round.right, len(self.round.wrong))
        self.panel.checking.show_judged(judged, going_on=True)
        self.panel.checking.ask(self.round.verdict, self.round.number, len(self.round.items), self.round.item)
        self.panel.show_count(len(self.plan.items) - len(self.round.wrong))
        self._showing.show(self.round.item, direct=True)
        self.panel.bring_up(self.panel.checking)

    # Applying

    @Slot()
    def apply(self) -> None:
        """Decide on all items of the plan, in the background."""
        self.stop_checks()
        plan, panel, project = self.plan, self.panel, self._project
        if plan is None or panel is None or not plan.items or self.busy:
            return
        judged, wrong = self._judged, self._wrong
        reasons = panel.chips.codes if panel.chips.isVisibleTo(panel) else ()
        note = panel.note.text().strip()

        def work(job: JobContext) -> Operation:
            return project.decide_all(plan, reasons=reasons, note=note, judged=judged, but=wrong, job=job)

        words = trn("Deciding on {count} item", "Deciding on {count} items", len(plan.items))
        self._start(words, work, self._on_applied)
        panel.show_busy(busy=True)

    @Slot(object)
    def _on_applied(self, operation: Operation) -> None:
        plan = self.plan
        self.plan = None
        self._end()
        self.selecting.clear()
        self._columns.close_panel()
        said = done(plan.verdict if plan is not None else None, operation.items)
        self._pane.say(said, tr("Undo"), "undo")

    def turn(self, *, forward: bool) -> bool:
        """Undo, or redo, an operation on very many items in the background; False where it is a small one."""
        if self.busy:
            self._pane.say(self.busy)
            return True
        size = self._project.sizes()[int(forward)]
        if size < undoing.BIG:
            return False
        project = self._project

        def work(_job: JobContext) -> Operation | None:
            return project.redo() if forward else project.undo()

        words = undoing.turning(size, forward=forward)
        self._start(words, work, self._on_redone if forward else self._on_undone)
        self._pane.say(f"{self.busy}\u2026")
        return True

    @Slot(object)
    def _on_undone(self, operation: Operation | None) -> None:
        self._on_turned(operation, tr("Undone"), "redo")

    @Slot(object)
    def _on_redone(self, operation: Operation | None) -> None:
        self._on_turned(operation, tr("Done again"), "undo")

    def _on_turned(self, operation: Operation | None, done: str, back: str) -> None:
        self._end()
        if operation is not None:
            self._pane.say(f"{done}: {operation.label}", verb(back).words, back)

    def _start(self, words: str, work: Callable[[JobContext], Any], done: Callable[[Any], None]) -> None:
        self.busy = words
        self._job = self._runner.run(words, work, done, self._on_failed)
        self.changed.emit()

    def _end(self) -> None:
        self.busy, self._job = "", None
        if self.panel is not None:
            self.panel.show_busy(busy=False)
        self.changed.emit()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._end()
        if not isinstance(error, SynthreviewError):
            raise error
        self._say(str(error))
        self.failed.emit(str(error))
        self._on_changed()

    @Slot()
    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    @Slot(object)
    def _job_changed(self, job: Job[Any]) -> None:
        if job is not self._job:
            return
        if job.state is JobState.CANCELLED:
            self._end()
            self._pane.say(tr("Cancelled. Nothing was changed."))
        elif self.panel is not None and not job.state.ended:
            self.panel.show_busy(busy=True, done=job.done, total=job.total)

    # What happens elsewhere

    @Slot(object)
    def _on_listed(self, _ids: Sequence[int]) -> None:
        self.selecting.forget_places()
        if self._feed.where != self._where:
            self._where = self._feed.where
            self.selecting.clear()
            if self.panel is not None and self._columns.panel is self.panel:
                self._offer()
                self._on_changed()
        else:
            self._offer()

    @Slot(int)
    def _go_to(self, line: int) -> None:
        self._showing.show(self._columns.queue.model.item_at(line))
        self._offer()

    @Slot(int)
    def _visit(self, item: int) -> None:
        if self.round is None:
            self._showing.show(item, direct=True)

    @Slot(str)
    def _say(self, sentence: str) -> None:
        self._pane.say(sentence)


_SHUT_WHILE_CHECKING = {
    *("fix", "flag", "defer", "undo", "redo", "next", "previous", "other", "like_this", "wrong"),
    *("select_down", "select_up"),
}
