"""Data: what is in the project, what could not be read, what the detectors made of it, and its care."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from synthreview.jobs import Job
from synthreview.translation import tr
from synthreview.ui import theme
from synthreview.ui.actions import action
from synthreview.ui.bridge import Bridge
from synthreview.ui.care import Care, Done
from synthreview.ui.dataset_card import DatasetCard
from synthreview.ui.elements import EmptyPlace, Page, button, label, row
from synthreview.ui.intake import Intake
from synthreview.ui.toast import Toast
from synthreview.ui.undoing import Undoing

if TYPE_CHECKING:
    from synthreview.project import Project
    from synthreview.ui.blind.page import BlindPage

HEAD = 480
"""Pixels, in letters of usual size, below which the buttons stand under the title."""


class DataPage(QStackedWidget):
    """The data sets, with import, analysis and everything that is done to a whole data set."""

    import_asked = Signal()
    folder_asked = Signal()
    review_asked = Signal(str)
    """The filter of items to look at."""
    turned = Signal()
    """Undo means something else now: labelling blind has one of its own."""

    def __init__(self, project: Project, bridge: Bridge, intake: Intake, undoing: Undoing) -> None:
        super().__init__()
        self._project, self._bridge, self._intake, self._undoing = project, bridge, intake, undoing
        self.blind: BlindPage | None = None
        self.care = Care(project, bridge, self)
        self.cards: dict[int, DatasetCard] = {}
        self._page = Page(width=960)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(12)
        self._build()
        self.empty_button = button(tr("Import a file"), self.import_asked, "primary", symbol="new")
        self.empty_folder = button(tr("Import a folder"), self.folder_asked)
        self._empty = EmptyPlace(
            "data",
            tr("No data yet"),
            tr(
                "Data sets will be listed here. Import a file or a folder, or drop one anywhere on this "
                "window."
            ),
            self.empty_button,
            self.empty_folder,
        )
        self.addWidget(self._page)
        self.addWidget(self._empty)
        self.toast = Toast(self)
        self.toast.acted.connect(self._undoing.undo)
        for verb, act in (("undo", self.undo), ("redo", self.redo)):
            action(verb, self, act)
        self.care.done.connect(self._done)
        self.care.failed.connect(self._failed)
        self.care.busy.connect(self._busy)
        bridge.changed.connect(self._job_changed)
        self.refresh()

    def _build(self) -> None:
        self.import_button = button(tr("Import a file"), self.import_asked, "primary", symbol="new")
        self.folder_button = button(tr("Import a folder"), self.folder_asked)
        self.analyze_button = button(tr("Analyze"), self._intake.analyze)
        self.analyze_button.setToolTip(tr("Runs the detectors over what has changed"))
        self.cancel_button = button(tr("Cancel"), self._cancel, "quiet")
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.addWidget(label(tr("Data"), "title"), 1)
        self._head.addLayout(row(self.analyze_button, self.folder_button, self.import_button, None))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress of the analysis"))
        self._note = label("", "muted")
        self._running = QWidget()
        self._running.setLayout(row(self._note, self._bar, self.cancel_button, spacing=12))
        self._running.hide()
        self._page.body.addLayout(self._head)
        self._page.body.addWidget(self._running)
        self._page.body.addLayout(self._cards)
        self._page.body.addStretch(1)

    @Slot()
    def refresh(self) -> None:
        """Show the data sets as they now stand; what is open on a card stays open."""
        sets, runs = self._project.datasets(), self._project.runs()
        there = {dataset.id for dataset in sets}
        for gone in [number for number in self.cards if number not in there]:
            card = self.cards.pop(gone)
            self._cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, dataset in enumerate(sets):
            card = self.cards.get(dataset.id) or self._card(dataset.id, place)
            card.show_dataset(dataset, [run for run in runs if run.dataset == dataset.name], sets)
        if not self.labels_blind:
            self.setCurrentWidget(self._page if sets else self._empty)
        for act in (
            self.import_button,
            self.folder_button,
            self.empty_button,
            self.empty_folder,
            self.analyze_button,
        ):
            act.setEnabled(not self._project.read_only)

    def _card(self, number: int, place: int) -> DatasetCard:
        made = DatasetCard(self._project, self.care)
        made.undo_asked.connect(self._undoing.undo_only)
        made.blind_asked.connect(self.label_blind)
        self.cards[number] = made
        self._cards.insertWidget(place, made)
        return made

    # labelling blind

    @property
    def labels_blind(self) -> bool:
        """Whether labelling blind stands in the place of the data sets."""
        return self.blind is not None and self.currentWidget() is self.blind

    @Slot(int)
    def label_blind(self, dataset: int | None = None) -> None:
        """Put labelling blind in the place of the data sets; it is made on the first need."""
        if self.blind is None:
            from synthreview.ui.blind.page import BlindPage

            self.blind = BlindPage(self._project, self._bridge)
            self.blind.left.connect(self._back)
            self.blind.review_asked.connect(self._review)
            self.blind.moved.connect(self.turned)
            self.addWidget(self.blind)
        self.toast.hide()
        self.setCurrentWidget(self.blind)
        self.blind.open(dataset)
        self.turned.emit()

    @Slot(str)
    def _back(self, words: str) -> None:
        self.setCurrentWidget(self._page)
        self.refresh()
        card = self.cards.get(self.blind.dataset or 0) if self.blind is not None else None
        (card.more if card is not None else self.import_button).setFocus()
        self.turned.emit()
        if words:
            self._say(words, undo=False)

    @Slot(str)
    def _review(self, where: str) -> None:
        self._back("")
        self.review_asked.emit(where)

    def undo_label(self) -> str | None:
        """What undo would take back here."""
        return self.blind.undo_label if self.blind and self.labels_blind else self._project.undo_label()

    @Slot()
    def undo(self) -> None:
        """Take back the last label while labelling blind, else the last operation."""
        if self.blind and self.labels_blind:
            self.blind.undo()
        else:
            self._undoing.undo()

    @Slot()
    def redo(self) -> None:
        """Do again what was taken back; labelling blind has nothing of the kind."""
        if not self.labels_blind:
            self._undoing.redo()

    # what was done to a data set

    @Slot(object)
    def _done(self, done: Done) -> None:
        self.refresh()
        card = self.cards.get(done.dataset)
        if done.lasting and card is not None:
            card.say(done.words, done.operation)
            self._page.ensureWidgetVisible(card.result)
        else:
            self._say(done.words, undo=bool(done.operation))
        if card is None and self.currentWidget() is self._page:
            self.import_button.setFocus()  # what had the keyboard is gone
        if done.analyze:
            self._intake.analyze_quietly()

    @Slot(int, str)
    def _failed(self, dataset: int, why: str) -> None:
        card = self.cards.get(dataset)
        if card is not None:
            card.say(tr("{why} Nothing was changed.", why=why))
        else:
            self._say(why, undo=False)

    @Slot(int, bool)
    def _busy(self, dataset: int, busy: bool) -> None:
        if dataset in self.cards:
            self.cards[dataset].set_busy(busy)

    def _say(self, words: str, *, undo: bool) -> None:
        self.toast.say(words, tr("Undo") if undo else "", "undo")
        self._place_toast()

    def _place_toast(self) -> None:
        self.toast.place(self.width() - 24, self.height() - 24, self.width() - 48)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the toast in its corner, and all buttons on the page."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        self._head.setDirection(ways.TopToBottom if self.width() < theme.scaled(HEAD) else ways.LeftToRight)
        self._place_toast()

    # analysis

    @Slot(object)
    def _job_changed(self, job: Job[object]) -> None:
        if job is not self._intake.analysis:
            return
        ended = job.state.ended
        self._running.setVisible(not ended)
        self.analyze_button.setVisible(ended)
        self._bar.setMaximum(job.total)
        self._bar.setValue(job.done)
        self._note.setText(tr("Analyzing: {step}", step=job.note) if job.note else tr("Analyzing"))

    @Slot()
    def _cancel(self) -> None:
        if self._intake.analysis is not None:
            self._intake.analysis.cancel()
