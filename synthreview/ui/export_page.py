"""Export: what will be written is shown before it is, and proved afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent, QStandardItemModel
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
)

from synthreview.domain import Dataset
from synthreview.errors import SynthreviewError
from synthreview.jobs import Job, JobContext
from synthreview.translation import tr
from synthreview.ui import dialogs, elements, export_formats, theme
from synthreview.ui.bridge import Bridge
from synthreview.ui.catching_up import CatchingUp
from synthreview.ui.elements import Card, Elided, EmptyPlace, Page, button, label, row
from synthreview.ui.export_check import ExportCheck
from synthreview.ui.export_options import OptionBoxes
from synthreview.ui.export_words import INCLUDES, STATES, plan_lines, proof, proof_lines
from synthreview.ui.faults import words
from synthreview.ui.flow import FlowLayout

if TYPE_CHECKING:
    from synthreview.project import ExportOptions, ExportPlan, Project

NARROW = 760
"""Pixels, at the usual size of text, below which the plan stands below the choices."""


FIRST_LINE = 6
"""Pixels above the first box, so that it stands on the line of its name."""


class Asked(NamedTuple):
    """What an export or its plan is asked for."""

    dataset: int
    format: str
    include: frozenset[str]
    options: ExportOptions


class ExportPage(CatchingUp):
    """One data set, one format, what to include; then a file or folder and its proof."""

    import_asked = Signal()

    def __init__(self, project: Project, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._project = project
        self._job: Job[tuple[Path, dict[str, Any]]] | None = None
        self._sets: Sequence[Dataset] = ()
        self._asked_for = 0
        self._nothing = False
        self._page = Page(width=960)
        self._make_choices()
        self.plan_card, self._plan = _card_with_lines(tr("What will be written"))
        self.result_card, self._result = _card_with_lines(tr("Written and checked"))
        self.result_card.hide()
        self.check_card = ExportCheck(project, bridge)
        self._lay_out()
        self.addWidget(self._page)
        self.addWidget(
            EmptyPlace(
                "export",
                tr("Nothing to export yet"),
                tr("Cleaned files are written from here once a data set is in the project."),
                button(tr("Import a file"), self.import_asked, "primary", symbol="new"),
            )
        )
        bridge.changed.connect(self._job_changed)

    def _make_choices(self) -> None:
        self.dataset, self.format = QComboBox(), QComboBox()
        self.dataset.setAccessibleName(tr("Data set to export"))
        self.format.setAccessibleName(tr("Format of the export"))
        for combo in (self.dataset, self.format):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMaxVisibleItems(24)
        self.dataset.currentIndexChanged.connect(self._dataset_chosen)
        self.format.currentIndexChanged.connect(self._format_chosen)
        self.include = {state: QCheckBox(told) for state, told in STATES.items()}
        for state, box in self.include.items():
            box.setAccessibleName(INCLUDES[state])
            box.toggled.connect(self._ask_plan)
        self.options = OptionBoxes()
        self.options.changed.connect(self._ask_plan)
        self.out = QLineEdit()
        self.out.textChanged.connect(self._check_ready)
        self.out_label = QLabel(tr("File"))
        self.choose = button(tr("Choose"), self._choose_file)
        self.choose.setAccessibleName(tr("Choose where the export goes"))
        self.export_button = button(tr("Export"), self._export, "primary")
        self.cancel_button = button(tr("Cancel"), self._cancel)
        self.cancel_button.hide()
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self.copy = button(tr("Copy path"), self._copy)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("Data set"), self.dataset)
        form.addRow(tr("Format"), self.format)
        states = FlowLayout(gap=12)
        states.setContentsMargins(0, FIRST_LINE, 0, 0)
        for box in self.include.values():
            states.addWidget(box)
        form.addRow(tr("Include"), states)
        form.addRow(tr("Options"), self.options)
        form.addRow(self.out_label, row(self.out, self.choose))
        choices = Card(spacing=16)
        choices.body.addLayout(form)
        choices.body.addWidget(self.fault)
        choices.body.addStretch(1)
        choices.body.addLayout(row(None, self.cancel_button, self.export_button))
        self._beside = QHBoxLayout()
        self._beside.setSpacing(12)
        self._beside.addWidget(choices, 3)
        self._beside.addWidget(self.plan_card, 2)
        self.result_card.body.addLayout(row(self.copy, None))
        self._page.body.addWidget(label(tr("Export"), "title"))
        self._page.body.addLayout(self._beside)
        self._page.body.addWidget(self.result_card)
        self._page.body.addWidget(self.check_card)
        self._page.body.addStretch(1)

    # what can be chosen

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the plan goes below the choices."""
        super().resizeEvent(event)
        narrow = self.width() < theme.scaled(NARROW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._beside.setDirection(way)

    def _look(self) -> None:
        """List the data sets as they now stand; the choices stay."""
        self._sets = self._project.datasets()
        self.setCurrentIndex(0 if self._sets else 1)
        chosen = self.dataset.currentData()
        with QSignalBlocker(self.dataset):
            self.dataset.clear()
            for dataset in self._sets:
                self.dataset.addItem(dataset.name, dataset.id)
            self.dataset.setCurrentIndex(max(0, self.dataset.findData(chosen)))
        if self.dataset.currentData() != chosen:
            self._dataset_chosen()
        else:
            self._ask_plan()

    def included(self) -> frozenset[str]:
        """The states whose records are written."""
        return frozenset(state for state, box in self.include.items() if box.isChecked())

    def choose_format(self, name: str) -> None:
        """Choose a format by its name."""
        self.format.setCurrentIndex(self.format.findData(name))

    def _chosen(self) -> Dataset | None:
        number = self.dataset.currentData()
        return next((dataset for dataset in self._sets if dataset.id == number), None)

    @Slot()
    def _dataset_chosen(self) -> None:
        """Another data set: the formats that can carry it; the chosen one stays where it can."""
        dataset = self._chosen()
        if dataset is None:
            return
        before = self.format.currentData()
        with QSignalBlocker(self.format):
            self.format.clear()
            for heading, offers in export_formats.groups(dataset):
                if heading:
                    self._add_heading(heading)
                for offer in offers:
                    self.format.addItem(offer.words, offer.name)
            self.format.setCurrentIndex(max(0, self.format.findData(before) if before else 0))
        self._format_chosen()

    def _add_heading(self, heading: str) -> None:
        """A line that cannot be chosen."""
        self.format.addItem(heading)
        model = self.format.model()
        if isinstance(model, QStandardItemModel):
            line = model.item(self.format.count() - 1)
            line.setFlags(Qt.ItemFlag.NoItemFlags)
            font = line.font()
            font.setBold(True)
            line.setFont(font)

    @Slot()
    def _format_chosen(self) -> None:
        """Another format: what it knows, its usual choices, and a new name for the file."""
        from synthreview.engine.exporting import DEFAULT_INCLUDE

        dataset, format = self._chosen(), self.format.currentData()
        if dataset is None or format is None:
            return
        for state, box in self.include.items():
            with QSignalBlocker(box):
                box.setChecked(state in DEFAULT_INCLUDE[format])
        self.include["quarantined"].setVisible(format == export_formats.SOURCE)
        self.options.show_format(format)
        folder_out = export_formats.is_folder(format, dataset)
        self.out_label.setText(tr("Folder") if folder_out else tr("File"))
        self.out.setAccessibleName(tr("Folder to write") if folder_out else tr("File to write"))
        folder = self._project.path.absolute().parent
        self.out.setText(str(folder / export_formats.proposed_name(format, dataset)))
        self.result_card.hide()
        self.fault.hide()
        self._ask_plan()

    @Slot()
    def _choose_file(self) -> None:
        chosen = dialogs.save_export(self, Path(self.out.text()))
        if chosen is not None:
            self.out.setText(str(chosen))

    def _asked(self) -> Asked:
        """What is chosen; UserError says what is wrong with it."""
        format = self.format.currentData()
        return Asked(self.dataset.currentData(), format, self.included(), self.options.options())

    # the plan

    @Slot()
    def _ask_plan(self) -> None:
        """Count in the background what would be written; an answer to an older question is passed over."""
        if self._chosen() is None:
            return
        self._asked_for += 1
        number = self._asked_for
        self._nothing = False
        self._check_ready()
        try:
            asked = self._asked()
        except SynthreviewError as error:
            self._say(str(error))
            self.export_button.setEnabled(False)
            return
        if not asked.include:
            self._say(tr("Choose what to include."))
            return

        def work(_job: JobContext) -> tuple[int, ExportPlan | SynthreviewError]:
            try:
                return number, self._project.plan_export(*asked)
            except SynthreviewError as error:
                return number, error

        self._read(tr("Counting what will be written"), work, self._planned)

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
        self._nothing = not plan.will_write
        self._check_ready()

    def _say(self, words: str) -> None:
        elements.clear(self._plan)
        self._plan.addWidget(label(words, "muted", wrap=True))
        self._plan.addStretch(1)

    @Slot()
    def _check_ready(self) -> None:
        busy = self._bridge.awaits(self._job)
        something = bool(self.out.text().strip() and self.included()) and not self._nothing
        self.export_button.setEnabled(something and not busy)

    # the act

    @Slot()
    def _export(self) -> None:
        out = Path(self.out.text().strip()).expanduser()
        dataset, format, include, options = self._asked()

        def work(job: JobContext) -> tuple[Path, dict[str, Any]]:
            return out, self._project.export(dataset, out, format, include, job, options)

        self.fault.hide()
        self.result_card.hide()
        self._job = self._bridge.run(
            tr("Exporting {name}", name=out.name), work, self._written, self._failed, long=True
        )
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
        for told, look in proof(manifest):
            self._result.addWidget(label(told, look, wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for line, (name, value) in enumerate(proof_lines(out, manifest)):
            grid.addWidget(label(name, "muted"), line, 0)
            grid.addWidget(Elided(value), line, 1)
        self._result.addLayout(grid)
        self.copy.setText(tr("Copy path"))
        self.copy.setToolTip(str(out))
        self.result_card.show()
        self._page.ensureWidgetVisible(self.result_card)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.copy.toolTip())
        self.copy.setText(tr("Copied"))


def _card_with_lines(title: str) -> tuple[Card, QVBoxLayout]:
    card, lines = Card(label(title, "heading"), spacing=8), QVBoxLayout()
    lines.setSpacing(8)
    card.body.addLayout(lines)
    return card, lines
