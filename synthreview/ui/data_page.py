"""Data: what is in the project, what could not be read, and what the detectors made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from synthreview.jobs import Job
from synthreview.ui import elements
from synthreview.ui.bridge import Bridge
from synthreview.ui.dataset_card import DatasetCard
from synthreview.ui.elements import EmptyPlace, Page, button, label, row
from synthreview.ui.intake import Intake

if TYPE_CHECKING:
    from synthreview.project import Project


class DataPage(QStackedWidget):
    """The data sets, with import and analysis."""

    import_asked = Signal()

    def __init__(self, project: Project, bridge: Bridge, intake: Intake) -> None:
        super().__init__()
        self._project, self._intake = project, intake
        self._page = Page(width=960)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(12)
        self._build()
        self.empty_button = button("Import a file", self.import_asked, "primary", symbol="new")
        self._empty = EmptyPlace(
            "data",
            "No data yet",
            "Data sets will be listed here. Import a file, or drop one anywhere on this window.",
            self.empty_button,
        )
        self.addWidget(self._page)
        self.addWidget(self._empty)
        bridge.changed.connect(self._job_changed)
        self.refresh()

    def _build(self) -> None:
        self.import_button = button("Import a file", self.import_asked, "primary", symbol="new")
        self.analyze_button = button("Analyze", self._intake.analyze)
        self.analyze_button.setToolTip("Runs the detectors over what has changed")
        self.cancel_button = button("Cancel", self._cancel, "quiet")
        head = row(label("Data", "title"), None, self.analyze_button, self.import_button)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress of the analysis")
        self._note = label("", "muted")
        self._running = QWidget()
        self._running.setLayout(row(self._note, self._bar, self.cancel_button, spacing=12))
        self._running.hide()
        self._page.body.addLayout(head)
        self._page.body.addWidget(self._running)
        self._page.body.addLayout(self._cards)
        self._page.body.addStretch(1)

    @Slot()
    def refresh(self) -> None:
        """List the data sets as they now stand."""
        sets, runs = self._project.datasets(), self._project.runs()
        elements.clear(self._cards)
        for dataset in sets:
            card = DatasetCard(dataset, [run for run in runs if run.dataset == dataset.name], self._project)
            self._cards.addWidget(card)
        self.setCurrentWidget(self._page if sets else self._empty)
        for act in (self.import_button, self.empty_button, self.analyze_button):
            act.setEnabled(not self._project.read_only)

    @Slot(object)
    def _job_changed(self, job: Job[object]) -> None:
        if job is not self._intake.analysis:
            return
        ended = job.state.ended
        self._running.setVisible(not ended)
        self.analyze_button.setVisible(ended)
        self._bar.setMaximum(job.total)
        self._bar.setValue(job.done)
        self._note.setText("Analyzing" + (f": {job.note}" if job.note else ""))

    @Slot()
    def _cancel(self) -> None:
        if self._intake.analysis is not None:
            self._intake.analysis.cancel()
