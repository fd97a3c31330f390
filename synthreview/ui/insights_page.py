"""Insights: what leads want to know, each number with what it rests on and a way to its items."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox

from synthreview.chart import Chart, CurveChart, Flips
from synthreview.domain import Dataset, Role
from synthreview.errors import SynthreviewError
from synthreview.jobs import JobContext
from synthreview.translation import tr
from synthreview.ui import dialogs, elements, report_pdf
from synthreview.ui.actions import verb
from synthreview.ui.bridge import Bridge
from synthreview.ui.catching_up import CatchingUp
from synthreview.ui.charts.panel_board import PanelBoard
from synthreview.ui.elements import EmptyPlace, Page, button, column, label, row
from synthreview.ui.mix_card import MixCard
from synthreview.ui.statement_card import TARGET, StatementCard
from synthreview.ui.statements import Statement, statements

if TYPE_CHECKING:
    from pathlib import Path

    from synthreview.engine.report import Report
    from synthreview.project import Project, Quality
    from synthreview.ui.charts.panel_board import Said
    from synthreview.ui.planner import Planner

Curves = list[tuple[str, CurveChart]]

NARROW = 130
"""Widths of a letter below which the charts stand below one another."""

LONG = 160
"""Letters of a sentence that needs a wide card."""


def choices(sets: list[Dataset]) -> list[tuple[str, int]]:
    """The data sets whose shares and panels can be shown, by name."""
    return [(dataset.name, dataset.id) for dataset in sets]


class InsightsPage(CatchingUp):
    """Statements, two charts and panels; drawn when first shown and again when decisions have moved."""

    picked = Signal(str)
    """The filter of the items behind a bar or a line."""
    import_asked = Signal()
    probe_asked = Signal()
    """A person wants to know whether cleaning helps."""
    message = Signal(str)
    """A sentence about what went wrong."""

    def __init__(self, project: Project, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._project = project
        self._quality: Quality | None = None
        self._of_dataset: int | None = None
        self._ahead = ""
        self._said: tuple[Statement, ...] = ()
        self.planner: Planner | None = None
        self._page = Page()
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards.setSpacing(12)
        self._charts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._charts.setSpacing(12)
        self._of = label(tr("Data set"), "muted")
        self.dataset = QComboBox()
        self.dataset.setAccessibleName(tr("Data set of the shares and panels"))
        self.dataset.setMinimumContentsLength(12)
        self.dataset.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.dataset.currentIndexChanged.connect(self._ask_dataset)
        self.probe = button(tr("Does cleaning help?"), self.probe_asked)
        self.report = button(verb("report").words, self.write_report)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(12)
        self._head.addLayout(row(label(tr("Insights"), "title"), None, self._of, self.dataset), 1)
        self._head.addLayout(row(self.probe, self.report, None))
        self._page.body.addLayout(self._head)
        self._page.body.addLayout(self._cards)
        self._page.body.addLayout(self._charts, 1)
        self._drawn = column(spacing=16)
        self._page.body.addLayout(self._drawn)
        self.panels = PanelBoard()
        self.panels.picked.connect(self.picked)
        self._page.body.addWidget(self.panels)
        self.mix = MixCard(project)
        self.mix.failed.connect(self.message)
        self.mix.hide()
        self._page.body.addWidget(self.mix)
        self.addWidget(self._page)
        self._empty = EmptyPlace(
            "insights",
            tr("Nothing to see yet"),
            tr("Charts of risk and of labels appear here once a data set is in the project."),
            button(tr("Import a file"), self.import_asked, "primary", symbol="new"),
        )
        self.addWidget(self._empty)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand the charts below one another where they would be cramped."""
        super().resizeEvent(event)
        wide = self.width() >= NARROW * self.fontMetrics().averageCharWidth()
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._charts.setDirection(way)
        self._cards.setDirection(way)
        self._head.setDirection(way)

    def _look(self) -> None:
        """Ask for everything again."""
        sets = [dataset for dataset in self._project.datasets() if dataset.role is Role.SYNTHETIC]
        self.setCurrentWidget(self._page if sets else self._empty)
        if not sets:
            return
        self._make_charts()
        chosen = self.dataset.currentData()
        with QSignalBlocker(self.dataset):
            self.dataset.clear()
            for words, number in choices(sets):
                self.dataset.addItem(words, number)
            self.dataset.setCurrentIndex(max(0, self.dataset.findData(chosen)))
        for widget in (self._of, self.dataset):
            widget.setVisible(self.dataset.count() > 1)
        self._state()
        self._read(tr("Measuring the pace"), self._read_pace, self._show_pace)
        self._read(tr("Drawing the risk"), self._read_risk, self._show_risk)
        self._ask_dataset()

    def _state(self) -> None:
        """Fill the cards at the head; those that say what they said stay as a person left them."""
        said = statements(self._project.counts(), self._quality, self._ahead)
        if said == self._said:
            return
        self._said = said
        aiming = self.focusWidget() is not None and self.focusWidget().objectName() == TARGET
        elements.clear(self._cards)
        for statement in said:
            card = StatementCard(statement, fixed=self._project.read_only)
            card.picked.connect(self.picked)
            card.aimed.connect(self._aim)
            self._cards.addWidget(card, 2 if len(statement.words) > LONG else 1)
            if aiming and statement.target is not None:
                card.target.setFocus()

    @Slot(float)
    def _aim(self, share: float) -> None:
        """Hold what is left against another target, at once; how far it is takes a while to find out."""
        before = self._quality
        if before is not None:
            self._quality = replace(before, target=share, ahead=replace(before.ahead, below=None))
        try:
            self._project.set_target(share)
        except SynthreviewError as error:
            self._quality, self._said = before, ()
            self.message.emit(str(error))
            self._state()

    def _make_planner(self, size: int) -> None:
        """Make the planner on the first need, as its curve needs the charts' library."""
        if self.planner is None:
            from synthreview.ui.planner import Planner

            self.planner = Planner(size)
            self._page.body.addWidget(self.planner)
        self.planner.set_size(size)

    def _make_charts(self) -> None:
        """Make the charts on the first need: their library takes a while to load."""
        if self._charts.count():
            return
        from synthreview.ui.charts.card import ChartCard
        from synthreview.ui.charts.curve_board import CurveBoard
        from synthreview.ui.charts.geometry import Shape
        from synthreview.ui.charts.matrix_card import MatrixCard

        self.risk = ChartCard(
            Shape.STACKED,
            EmptyPlace(
                "insights", tr("No risk yet"), tr("After an analysis the items stand here by their risk.")
            ),
        )
        self.shares = ChartCard(
            Shape.GROUPED,
            EmptyPlace(
                "insights",
                tr("No shares yet"),
                tr("Labels or kinds stand here once there is something to count."),
            ),
        )
        for card in (self.risk, self.shares):
            card.setMinimumHeight(380)
            card.picked.connect(self.picked)
            self._charts.addWidget(card, 1)
        self.curves, self.flips = CurveBoard(), MatrixCard(EmptyPlace("insights", "", ""))
        self.flips.hide()
        for widget in (self.curves, self.flips):
            widget.picked.connect(self.picked)
            self._drawn.addWidget(widget)

    def _read_risk(self, _job: JobContext) -> Chart:
        return self._project.risk_chart()

    @Slot()
    def _ask_dataset(self) -> None:
        """Ask for what belongs to the chosen data set."""
        number = self.dataset.currentData()
        if number is None:
            return
        if number != self._of_dataset:  # never the numbers of one data set under the name of another
            self._of_dataset, self._quality = number, None
            self._state()

        def work(_job: JobContext) -> tuple[int, Chart]:
            return number, self._project.share_chart(number)

        def read(job: JobContext) -> tuple[int, Said]:
            return number, [*self._project.judged(number, job), *self._project.panels(number)]

        def draw(job: JobContext) -> tuple[int, Curves]:
            return number, self._project.curves(number, job)

        def compare(job: JobContext) -> tuple[int, Flips]:
            return number, self._project.flips(number, job)

        def judge(_job: JobContext) -> tuple[int, Quality | None]:
            return number, self._project.quality(number)

        self._read(tr("Estimating what is left"), judge, self._show_quality)
        self._read(tr("Counting the shares"), work, self._show_shares)
        self._read(tr("Drawing what decisions tell"), draw, self._show_curves)
        self._read(tr("Comparing labels"), compare, self._show_flips)
        self._read(tr("Reading what analyzers say"), read, self._show_panels)

    @Slot(object)
    def _show_risk(self, chart: Chart) -> None:
        if any(series.total for series in chart.series):
            self.risk.show_chart(chart)

    @Slot()
    def write_report(self) -> None:
        """Ask for a place and write all that is known there, for those who approve the data."""
        project = self._project
        out = dialogs.save_report(self, project.path.with_suffix(".report.html"))
        if out is None:
            return

        as_pdf = out.suffix.lower() == ".pdf"

        def work(job: JobContext) -> tuple[Path, Report | SynthreviewError | None]:
            try:
                if as_pdf:
                    return out, project.report(None, job)
                project.report_html(out, None, job)
            except SynthreviewError as error:
                return out, error
            return out, None

        self._bridge.run(tr("Writing the report"), work, self._on_report, long=True)

    @Slot(object)
    def _on_report(self, answer: tuple[Path, Report | SynthreviewError | None]) -> None:
        """Say that it is written; a PDF is laid out here, since only the main thread may own a document."""
        out, told = answer
        try:
            if isinstance(told, SynthreviewError):
                raise told
            if told is not None:
                self._project.write_report(out, report_pdf.pdf(told))
        except SynthreviewError as error:
            self.message.emit(str(error))
        else:
            self.message.emit(tr("The report is in {name}", name=out.name))

    def _read_pace(self, _job: JobContext) -> str:
        ahead = self._project.progress()
        return ahead.title if ahead.work or ahead.until else ""  # how far it is stands above

    @Slot(object)
    def _show_pace(self, ahead: str) -> None:
        self._ahead = ahead
        self._state()

    @Slot(object)
    def _show_quality(self, answer: tuple[int, Quality | None]) -> None:
        number, quality = answer
        if number == self.dataset.currentData():
            self._quality = quality
            self._state()
            self.mix.setVisible(quality is not None)
            self.mix.refresh()
            if quality is not None:
                self._make_planner(quality.items)

    @Slot(object)
    def _show_shares(self, answer: tuple[int, Chart]) -> None:
        number, chart = answer
        if number == self.dataset.currentData() and chart.categories:
            self.shares.show_chart(chart)

    @Slot(object)
    def _show_curves(self, answer: tuple[int, Curves]) -> None:
        number, charts = answer
        if number == self.dataset.currentData():
            self.curves.show_charts(charts)

    @Slot(object)
    def _show_flips(self, answer: tuple[int, Flips]) -> None:
        number, found = answer
        if number == self.dataset.currentData():
            self.flips.show_flips(found)
            self.flips.setVisible(found.holds)

    @Slot(object)
    def _show_panels(self, answer: tuple[int, Said]) -> None:
        number, said = answer
        if number == self.dataset.currentData():
            self.panels.show_panels(said)
