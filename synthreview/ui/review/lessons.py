"""Learning from decisions in the background; the queue's order moves only when a person asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from synthreview.domain import Operation
from synthreview.errors import SynthreviewError
from synthreview.jobs import JobContext
from synthreview.translation import tr, trn
from synthreview.ui.bridge import Bridge
from synthreview.ui.review.item_pane import ItemPane
from synthreview.ui.review.queue_panel import QueuePanel

if TYPE_CHECKING:
    from synthreview.project import Project, Taught

EVERY = 20
"""Decisions after which something new may have been learned."""
QUIET = 1_000
"""Milliseconds without a decision after which it is looked for: learning would slow the next key down."""


class Lessons(QObject):
    """Offers a better order above the queue once decisions have taught one."""

    failed = Signal(str)
    offers = Signal()
    """There is something to be used, or not any more."""

    def __init__(
        self, project: Project, runner: Bridge, queue: QueuePanel, pane: ItemPane, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._project, self._runner, self._queue, self._pane = project, runner, queue, pane
        self._since, self._busy = 0, False
        self.offered: Taught | None = None
        queue.offer.clicked.connect(self.use)
        self._pause = QTimer(self, singleShot=True, interval=QUIET)
        self._pause.timeout.connect(self._start)

    def heed(self, decided: int) -> None:
        """So many items were decided just now."""
        self._since += decided
        if self._since >= EVERY and not self._busy and not self._project.read_only:
            self._pause.start()  # anew with each decision

    @Slot()
    def _start(self) -> None:
        if self._busy or self._runner.closed:
            return
        self._since, self._busy = 0, True
        self._runner.run(tr("Learning from decisions"), self._learn, self._on_learned)

    def _learn(self, _job: JobContext) -> Taught | SynthreviewError | None:
        try:
            return self._project.learn_all()
        except SynthreviewError as error:
            return error

    @Slot(object)
    def _on_learned(self, answer: Taught | SynthreviewError | None) -> None:
        self._busy = False
        if isinstance(answer, SynthreviewError):
            self.failed.emit(str(answer))
            return
        self._queue.model.refresh()  # what their risks mean may be known better now
        if answer is not None:
            self.offered = answer
            self.offers.emit()
            self._queue.say_offer(
                trn(
                    "Use what {count} decision taught",
                    "Use what {count} decisions taught",
                    answer.decisions,
                )
            )
        self.heed(0)

    @Slot()
    def use(self) -> None:
        """Rank by what was learned."""
        taught, self.offered = self.offered, None
        self._queue.say_offer("")
        self.offers.emit()
        if taught is None:
            return

        def work(job: JobContext) -> Operation | SynthreviewError:
            try:
                return self._project.use(taught.dataset, taught.version, job)
            except SynthreviewError as error:
                return error

        self._runner.run(tr("Ranking by what decisions taught"), work, self._on_used, long=True)

    @Slot(object)
    def _on_used(self, answer: Operation | SynthreviewError) -> None:
        if isinstance(answer, SynthreviewError):
            self.failed.emit(str(answer))
        else:
            self._pane.say(tr("The riskiest come first by what you taught"), tr("Undo"), "undo")
