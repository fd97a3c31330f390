"""Does cleaning make a better model? Asked, worked out in the background, and told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QSignalBlocker, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QWidget

from synthreview.domain import Dataset, Kind, Role
from synthreview.engine.probing import Asked
from synthreview.errors import UserError
from synthreview.jobs import Job, JobContext, JobState
from synthreview.probe.result import Result
from synthreview.translation import later, tr
from synthreview.ui.announce import announce
from synthreview.ui.bridge import Bridge
from synthreview.ui.catching_up import CatchingUp
from synthreview.ui.commands import Command
from synthreview.ui.elements import Card, EmptyPlace, Page, button, label, row
from synthreview.ui.probe.readable import readable
from synthreview.ui.probe.setup import SetupCard

if TYPE_CHECKING:
    from synthreview.project import Project
    from synthreview.ui.probe.board import ResultBoard

NARROW = 90
"""Widths of a letter below which the choice of data sets stands below the title."""
LABELLED_BLIND = frozenset({Kind.TASK_LABEL, Kind.PREFERENCE})
"""Kinds of data that people can label without seeing the model's label."""
_WHAT = later(
    "The same quick model is trained on the data as it came and on the data as you left it, and both are "
    "tested on answers of people that neither has seen. If the second is right more often, and more so than "
    "after as many corrections at random, your review helps. That needs people's answers: import a file of "
    "them as held out, or label some items blind."
)
_NOT_AHEAD = later(
    "What reviewing would bring cannot be foretold: people's answers are known for less than half of the "
    "data."
)


class ProbePage(CatchingUp):
    """The choices of a check, and below them what the last one found."""

    import_asked = Signal()
    blind_asked = Signal(int)
    """A data set of which people should label some items."""
    here_asked = Signal()
    """A person wants to see this page."""

    def __init__(self, project: Project, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._project = project
        self._sets: list[Dataset] = []
        self._of_dataset: int | None = None
        self._asked: Asked | None = None
        self._job: Job[Result | UserError] | None = None
        self._known: Job[tuple[Result | None, int]] | None = None
        self.board: ResultBoard | None = None
        self.dataset = QComboBox()
        self.dataset.setAccessibleName(tr("Data set to check"))
        self.dataset.setMinimumContentsLength(12)
        self.dataset.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.dataset.currentIndexChanged.connect(self._choose)
        self._of = label(tr("Data set"), "muted")
        self.setup = SetupCard()
        self.setup.run_asked.connect(self.run)
        self.setup.cancel_asked.connect(self._cancel)
        self.empty_import = button(tr("Import a file"), self.import_asked)
        self.empty_blind = button(tr("Label items blind"), self._ask_blind)
        self.before = Card(label(tr("Nothing has been checked yet"), "heading"))
        self.before.body.addLayout(readable(label(tr(_WHAT), "muted", wrap=True)))
        self.before.body.addSpacing(4)
        self.before.body.addLayout(row(self.empty_import, self.empty_blind, None))
        self.before.hide()
        self._page = Page()
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(8)
        self._head.addWidget(label(tr("Does cleaning help?"), "title", wrap=True), 1)
        self._head.addLayout(row(self._of, self.dataset, None))
        self._page.body.addLayout(self._head)
        for widget in (self.before, self.setup):
            self._page.body.addWidget(widget)
        self._page.body.addStretch(1)
        self.addWidget(self._page)
        self.addWidget(
            EmptyPlace(
                "probe",
                tr("Nothing to check yet"),
                tr("Whether cleaning makes a better model is told here once a data set is in the project."),
                button(tr("Import a file"), self.import_asked, "primary", symbol="new"),
            )
        )
        bridge.changed.connect(self._job_changed)

    def palette_commands(self) -> list[Command]:
        """The question this page answers, in its own words."""
        return [Command("probe:page", tr("Does cleaning help?"), self._show_page)]

    @Slot()
    def _show_page(self) -> None:
        self.here_asked.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand the choice of data sets below the title where both would be cramped."""
        super().resizeEvent(event)
        wide = self.width() >= NARROW * self.fontMetrics().averageCharWidth()
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._head.setDirection(way)

    def _look(self) -> None:
        """List the data sets as they now stand and ask what is known of the chosen one."""
        self._sets = [one for one in self._project.datasets() if one.role is Role.SYNTHETIC]
        self.setCurrentIndex(0 if self._sets else 1)
        chosen = self.dataset.currentData()
        with QSignalBlocker(self.dataset):
            self.dataset.clear()
            for one in self._sets:
                self.dataset.addItem(one.name, one.id)
            self.dataset.setCurrentIndex(max(0, self.dataset.findData(chosen)))
        for widget in (self._of, self.dataset):
            widget.setVisible(self.dataset.count() > 1)
        self._choose()

    @property
    def _dataset(self) -> Dataset | None:
        number = self.dataset.currentData()
        return next((one for one in self._sets if one.id == number), None)

    @Slot()
    def _choose(self) -> None:
        """Offer what the chosen data set can be checked with, and ask for its last result."""
        dataset = self._dataset
        if dataset is None:
            return
        project = self._project
        if dataset.id != self._of_dataset:  # never the result of one data set under the name of another
            self.setup.say("")
            self._show_result(None)
        self.setup.show_choice(
            dataset,
            project.probe_candidates(dataset.id),
            project.read_only_reason if project.read_only else "",
        )
        self.empty_blind.setVisible(dataset.kind in LABELLED_BLIND)

        def read(_job: JobContext) -> tuple[Result | None, int]:
            found = project.probed(dataset.id)
            return found, project.decided_since(dataset.id, found) if found is not None else 0

        self._known = self._read(tr("Reading the last check"), read, self._show_known)

    @Slot(object)
    def _show_known(self, known: tuple[Result | None, int]) -> None:
        if self._bridge.awaits(self._known):
            return  # something has moved since; a newer answer is on its way
        dataset, (result, since) = self.dataset.currentData(), known
        if dataset != self._of_dataset:
            self._of_dataset = dataset
            self.setup.set_open(result is None)
        self.before.setVisible(result is None)
        self._show_result(result, since)

    def _show_result(self, result: Result | None, since: int = 0, note: str = "") -> None:
        if result is None:
            if self.board is not None:
                self.board.hide()
            return
        if self.board is None:
            self.board = self._make_board()
        self.board.show_result(result, since, note)
        self.board.show()

    def _make_board(self) -> ResultBoard:
        """Make the charts on the first need: their library takes a while to load."""
        from synthreview.ui.probe.board import ResultBoard

        made = ResultBoard()
        self._page.body.insertWidget(self._page.body.count() - 1, made)
        return made

    # a check

    @Slot()
    def run(self) -> None:
        """Check the chosen data set, one check at a time."""
        if self._dataset is None or self._job is not None:
            return
        project, asked = self._project, self.setup.asked()

        def work(job: JobContext) -> Result | UserError:
            try:
                return project.probe(asked, "", job)
            except UserError as error:
                return error

        self._asked = asked
        self.setup.show_running(True)
        self.dataset.setEnabled(False)
        title = tr("Checking whether cleaning helps")
        self._job = self._bridge.run(title, work, self._ran, long=True)

    @Slot()
    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    @Slot(object)
    def _job_changed(self, job: Job[Any]) -> None:
        if job is not self._job:
            return
        if not job.state.ended:
            self.setup.show_job(job)
            return
        self._job = None
        self.setup.show_running(False)
        self.dataset.setEnabled(True)
        if job.state is JobState.CANCELLED:
            self.setup.say(tr("Stopped. Nothing was changed."))

    @Slot(object)
    def _ran(self, answer: Result | UserError) -> None:
        if isinstance(answer, UserError):
            self.setup.set_open(True)
            self.setup.say(str(answer))
            self._bring_up(self.setup.notice)
            return
        asked = self._asked
        assert asked is not None  # it was run
        note = tr(_NOT_AHEAD) if asked.what_if and not answer.what_if else ""
        self.before.hide()
        self.setup.set_open(False)
        self._show_result(answer, 0, note)
        if self.board is not None:
            self._bring_up(self.board.title)
            announce(self, self.board.title.text())

    def _bring_up(self, part: QWidget) -> None:
        """Scroll to what has only just been shown, once it has its place."""
        for _ in range(2):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self._page.ensureWidgetVisible(part, 0, 64)

    @Slot()
    def _ask_blind(self) -> None:
        if self._dataset is not None:
            self.blind_asked.emit(self._dataset.id)
