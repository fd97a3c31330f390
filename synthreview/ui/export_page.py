"""Export: what will be written is shown before it is, and proved afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
)

from synthreview.errors import SynthreviewError
from synthreview.jobs import Job, JobContext
from synthreview.ui import dialogs, elements
from synthreview.ui.bridge import Bridge
from synthreview.ui.elements import Card, Elided, EmptyPlace, Page, button, column, label, row
from synthreview.ui.export_words import DEFAULTS, FORMATS, STATES, plan_lines, proof, proof_lines
from synthreview.ui.faults import words

if TYPE_CHECKING:
    from synthreview.project import ExportPlan, Project


class ExportPage(QStackedWidget):
    """One data set, one format, what to include; then a file and its proof."""

    import_asked = Signal()

    def __init__(self, project: Project, bridge: Bridge) -> None:
        super().__init__()
        self._project, self._bridge = project, bridge
        self._job: Job[tuple[Path, dict[str, Any]]] | None = None
        self._asked_for = 0
        self._page = Page(width=960)
        self._make_choices()
        self.plan_card, self._plan = _card_with_lines("What will be written")
        self.result_card, self._result = _card_with_lines("Written and checked")
        self.result_card.hide()
        self._lay_out()
        self.addWidget(self._page)
        self.addWidget(
            EmptyPlace(
                "export",
                "Nothing to export yet",
                "Cleaned files are written from here once a data set is in the project.",
                button("Import a file", self.import_asked, "primary", symbol="new"),
            )
        )
        bridge.changed.connect(self._job_changed)

    def _make_choices(self) -> None:
        self.dataset, self.format = QComboBox(), QComboBox()
        self.dataset.setAccessibleName("Data set to export")
        self.format.setAccessibleName("Format of the export")
        for combo in (self.dataset, self.format):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for name, (told, _) in FORMATS.items():
            self.format.addItem(told, name)
        self.dataset.currentIndexChanged.connect(self._source_chosen)
        self.format.currentIndexChanged.connect(self._source_chosen)
        self.include = {state: QCheckBox(told) for state, told in STATES.items()}
        for state, box in self.include.items():
            box.setAccessibleName(f"Include {STATES[state].lower()}")
            box.toggled.connect(self._ask_plan)
        self.out = QLineEdit()
        self.out.setAccessibleName("File to write")
        self.out.textChanged.connect(self._check_ready)
        self.choose = button("Choose", self._choose_file)
        self.export_button = button("Export", self._export, "primary")
        self.cancel_button = button("Cancel", self._cancel)
        self.cancel_button.hide()
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self.copy = button("Copy path", self._copy)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("Data set", self.dataset)
        form.addRow("Format", self.format)
        form.addRow("Include", _two_columns(list(self.include.values())))
        form.addRow("File", row(self.out, self.choose))
        choices = Card(spacing=16)
        choices.body.addLayout(form)
        choices.body.addWidget(self.fault)
        choices.body.addStretch(1)
        choices.body.addLayout(row(None, self.cancel_button, self.export_button))
        side_by_side = QHBoxLayout()
        side_by_side.setSpacing(12)
        side_by_side.addWidget(choices, 3)
        side_by_side.addWidget(self.plan_card, 2)
        self.result_card.body.addLayout(row(self.copy, None))
        self._page.body.addWidget(label("Export", "title"))
        self._page.body.addLayout(side_by_side)
        self._page.body.addWidget(self.result_card)
        self._page.body.addStretch(1)

    # what can be chosen

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what moved while another place was shown."""
        super().showEvent(event)
        self.refresh()

    def moved(self) -> None:
        """Data or decisions have changed: plan again now, or when the page is next shown."""
        if self.isVisible():
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """List the data sets as they now stand; the choices stay."""
        sets = self._project.datasets()
        self.setCurrentIndex(0 if sets else 1)
        chosen = self.dataset.currentData()
        with QSignalBlocker(self.dataset):
            self.dataset.clear()
            for dataset in sets:
                self.dataset.addItem(dataset.name, dataset.id)
            self.dataset.setCurrentIndex(max(0, self.dataset.findData(chosen)))
        if self.dataset.currentData() != chosen:
            self._source_chosen()
        else:
            self._ask_plan()

    def included(self) -> frozenset[str]:
        """The states whose records are written."""
        return frozenset(state for state, box in self.include.items() if box.isChecked())

    @Slot()
    def _source_chosen(self) -> None:
        """Another data set or format: its usual choices, and a new name for the file."""
        for state, box in self.include.items():
            with QSignalBlocker(box):
                box.setChecked(state in DEFAULTS[self.format.currentData()])
        self.out.setText(str(self._proposal()))
        self.result_card.hide()
        self.fault.hide()
        self._ask_plan()

    def _proposal(self) -> Path:
        number = self.dataset.currentData()
        found = next((dataset for dataset in self._project.datasets() if dataset.id == number), None)
        source = Path(found.source if found is not None else "export")
        ending = FORMATS[self.format.currentData()][1] or source.suffix
        return self._project.path.absolute().parent / f"{source.stem}-clean{ending}"

    @Slot()
    def _choose_file(self) -> None:
        chosen = dialogs.save_export(self, Path(self.out.text()))
        if chosen is not None:
            self.out.setText(str(chosen))

    # the plan

    @Slot()
    def _ask_plan(self) -> None:
        """Count in the background what would be written; an answer to an older question is passed over."""
        dataset, name, include = self.dataset.currentData(), self.format.currentData(), self.included()
        if dataset is None:
            return
        self._asked_for += 1
        self._check_ready()
        if not include:
            self._say("Choose what to include.")
            return
        number = self._asked_for

        def work(_job: JobContext) -> tuple[int, ExportPlan | SynthreviewError]:
            try:
                return number, self._project.plan_export(dataset, name, include)
            except SynthreviewError as error:
                return number, error

        self._bridge.run("Counting what will be written", work, self._planned)

    @Slot(object)
    def _planned(self, answer: tuple[int, ExportPlan | SynthreviewError]) -> None:
        number, plan = answer
        if number != self._asked_for:
            return
        if isinstance(plan, SynthreviewError):
            self._say(str(plan))
            return
        elements.clear(self._plan)
        for text, look in plan_lines(plan):
            self._plan.addWidget(label(text, look, wrap=True))
        self._plan.addStretch(1)

    def _say(self, words: str) -> None:
        elements.clear(self._plan)
        self._plan.addWidget(label(words, "muted", wrap=True))
        self._plan.addStretch(1)

    @Slot()
    def _check_ready(self) -> None:
        busy = self._job is not None and not self._job.state.ended
        self.export_button.setEnabled(bool(self.out.text().strip() and self.included()) and not busy)

    # the act

    @Slot()
    def _export(self) -> None:
        out = Path(self.out.text().strip()).expanduser()
        dataset, name, include = self.dataset.currentData(), self.format.currentData(), self.included()

        def work(job: JobContext) -> tuple[Path, dict[str, Any]]:
            return out, self._project.export(dataset, out, format=name, include=include, job=job)

        self.fault.hide()
        self.result_card.hide()
        self._job = self._bridge.run(f"Exporting {out.name}", work, self._written, self._failed)
        self._check_ready()

    @Slot()
    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    @Slot(object)
    def _job_changed(self, job: Job[Any]) -> None:
        if job is self._job:
            self.cancel_button.setVisible(not job.state.ended)
            self._check_ready()

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self.fault.setText(words(error))
        self.fault.show()

    @Slot(object)
    def _written(self, answer: tuple[Path, dict[str, Any]]) -> None:
        out, manifest = answer
        elements.clear(self._result)
        self._result.addWidget(label(proof(manifest), wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for line, (name, value) in enumerate(proof_lines(out, manifest)):
            grid.addWidget(label(name, "muted"), line, 0)
            grid.addWidget(Elided(value), line, 1)
        self._result.addLayout(grid)
        self.copy.setText("Copy path")
        self.copy.setToolTip(str(out))
        self.result_card.show()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.copy.toolTip())
        self.copy.setText("Copied")


def _card_with_lines(title: str) -> tuple[Card, QVBoxLayout]:
    card, lines = Card(label(title, "heading"), spacing=8), QVBoxLayout()
    lines.setSpacing(8)
    card.body.addLayout(lines)
    return card, lines


def _two_columns(boxes: list[QCheckBox]) -> QHBoxLayout:
    half = (len(boxes) + 1) // 2
    made = row(spacing=24)
    for part in (boxes[:half], boxes[half:]):
        made.addLayout(column(*part, spacing=8))
    made.addStretch(1)
    made.setAlignment(Qt.AlignmentFlag.AlignTop)
    return made
