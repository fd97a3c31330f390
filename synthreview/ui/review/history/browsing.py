"""Opening the history, and carrying out what a person does with a line of it."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from synthreview.domain import Operation
from synthreview.errors import SynthreviewError
from synthreview.jobs import Job, JobContext
from synthreview.project import HistoryFilter
from synthreview.translation import tr, trn
from synthreview.ui.bridge import Bridge
from synthreview.ui.review.columns import Columns
from synthreview.ui.review.history.acts import AGAIN, GO, SHOW
from synthreview.ui.review.history.panel import HistoryPanel
from synthreview.ui.review.showing import Showing

if TYPE_CHECKING:
    from synthreview.project import Project, Turned

_CATCH_UP = 120
"""Milliseconds in which several changes become one new list."""
RETURN = "history_return"
"""The verb that goes back to where one was before the last jump."""


class _Answer(NamedTuple):
    asked: int
    where: HistoryFilter
    numbers: array[int]
    here: int


class _Jump(NamedTuple):
    start: int
    turned: list[Operation]


class Browsing(QObject):
    """The panel is made when it is first wanted; everything is read and written in the background."""

    failed = Signal(str)
    """A sentence about what could not be done."""
    shown = Signal(int)
    """An item that a person wants to see."""
    turned = Signal(object)
    """The operation that took one back, or did it again."""
    jumped = Signal()
    """Many operations were undone or redone at once."""

    def __init__(
        self, project: Project, runner: Bridge, columns: Columns, showing: Showing, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._project, self._runner, self._columns, self._showing = project, runner, columns, showing
        self._asked = 0
        self._job: Job[Any] | None = None
        self._start: int | None = None
        self.panel: HistoryPanel | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_CATCH_UP)
        self._later.timeout.connect(self._ask)
        showing.changed.connect(self._on_other_item)

    def slots(self) -> dict[str, Callable[[], object]]:
        """The verbs this answers to."""
        return {"history": self.toggle, RETURN: self._return}

    @property
    def is_open(self) -> bool:
        """Whether the panel is on screen."""
        return self.panel is not None and self._columns.panel is self.panel

    @Slot()
    def toggle(self) -> None:
        """Show the history, or take it away."""
        if self.is_open:
            self._close()
        else:
            self.open()

    @Slot()
    def open(self) -> None:
        """Show the history and give it the keyboard."""
        self._ask()  # first, so that it is read while the panel is being made
        if self.panel is None:
            self.panel = panel = HistoryPanel(self._project.history_rows, self._project.steps_to)
            panel.asked.connect(self._ask)
            panel.acted.connect(self._on_acted)
            panel.closed.connect(self._close)
            panel.lock(self._project.read_only_reason if self._project.read_only else "")
        self._columns.open_panel(self.panel)

    @Slot()
    def catch_up(self) -> None:
        """Show what was done since, where the history is on screen."""
        if self.is_open:
            self._later.start()

    @Slot()
    def _close(self) -> None:
        self._columns.close_panel()

    @Slot()
    def _on_other_item(self) -> None:
        if self.is_open and self.panel is not None and self.panel.chips["item"].isChecked():
            self._ask()

    @Slot()
    def _ask(self) -> None:
        self._asked += 1
        project, asked, where = self._project, self._asked, self._where()

        def work(_job: JobContext) -> _Answer:
            return _Answer(asked, where, project.history_numbers(where), project.here())

        self._runner.run(tr("Reading the history"), work, self._on_answer)

    def _where(self) -> HistoryFilter:
        if self.panel is None:
            return HistoryFilter()
        view = self._showing.view
        return self.panel.where(self._project.reviewer, view.item.id if view is not None else None)

    @Slot(object)
    def _on_answer(self, answer: _Answer) -> None:
        if answer.asked == self._asked and self.panel is not None:
            self.panel.show_numbers(answer.numbers, answer.here, whole=not answer.where)

    # Acts

    @Slot(str, int)
    def _on_acted(self, act: str, number: int) -> None:
        if act == SHOW:
            [row] = self._project.history_rows([number])
            if row.operation.first_item is not None:
                self.shown.emit(row.operation.first_item)
        elif act == GO:
            self._go(number)
        else:
            one = self._project.again if act == AGAIN else self._project.revert
            self._run(
                tr("Doing again") if act == AGAIN else tr("Taking back"),
                lambda _job: one(number),
                self._on_turned,
            )

    def _go(self, number: int) -> None:
        project = self._project

        def work(job: JobContext) -> _Jump:
            return _Jump(project.here(), project.go_to(number, job))

        self._run(tr("Going through the history"), work, self._on_jumped)

    @Slot()
    def _return(self) -> None:
        if self._start is not None:
            self._go(self._start)

    def _run(self, title: str, work: Callable[[JobContext], Any], on_done: Callable[[Any], None]) -> None:
        """One at a time: a key pressed twice does it once."""
        if not self._runner.awaits(self._job):
            self._job = self._runner.run(title, work, on_done, self._on_failed)

    @Slot(object)
    def _on_turned(self, turned: Turned) -> None:
        operation, what = turned.operation, turned.about
        words = tr("Taken back: {what}", what=what) if turned.back else tr("Done again: {what}", what=what)
        if turned.left:
            words = trn(
                "{words}. {count} item changed since stay as they are",
                "{words}. {count} items changed since stay as they are",
                turned.left,
                words=words,
            )
        self.turned.emit(operation)
        self._columns.item.say(words, tr("Undo"), "undo")

    @Slot(object)
    def _on_jumped(self, jump: _Jump) -> None:
        self._start = jump.start
        self.jumped.emit()
        self._columns.item.say(_jumped(jump), tr("Undo"), RETURN)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, SynthreviewError):
            raise error
        self._columns.item.say(str(error))
        self.failed.emit(str(error))


def _jumped(jump: _Jump) -> str:
    """How far one went: undone operations lie behind, others ahead."""
    count = len(jump.turned)
    if count and jump.turned[0].seq <= jump.start:
        return trn("Went back: {count} step undone", "Went back: {count} steps undone", count)
    return trn("Went forward: {count} step done again", "Went forward: {count} steps done again", count)
