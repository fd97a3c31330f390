"""A chart on its card: the finding as title, the numbers below it, the bars, and the same as a table."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from synthreview.chart import Chart
from synthreview.translation import later, tr
from synthreview.ui.charts.geometry import Shape
from synthreview.ui.charts.legend import Legend
from synthreview.ui.charts.plot import BarPlot
from synthreview.ui.charts.table import ChartTable
from synthreview.ui.elements import Card, EmptyPlace, button, label, row

HINT = later("Point at a bar for its numbers; click it to see the items.")


class ChartCard(Card):
    """Shows one domain.Chart, or why there is none yet."""

    picked = Signal(str)
    """The filter of the items behind a bar."""

    def __init__(self, shape: Shape, empty: EmptyPlace) -> None:
        super().__init__(spacing=4)
        self.title = label("", "heading", wrap=True)
        self.subtitle = label("", "muted", wrap=True)
        self.readout = label(tr(HINT), "small", wrap=True)
        self.readout.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.readout.setMinimumHeight(2 * self.readout.fontMetrics().lineSpacing())
        self.legend = Legend()
        self.plot, self.table = BarPlot(shape), ChartTable(shape)
        self._toggle = button(tr("Show as table"), self._flip, "link")
        self._views = QStackedWidget()
        for view in (self.plot, self.table, empty):
            self._views.addWidget(view)
        self._build()
        self._views.setCurrentWidget(empty)
        self._show_frame(False)
        for view in (self.plot, self.table):
            view.picked.connect(self.picked)
        self.plot.pointed.connect(self._point)

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        head = row(spacing=12)
        head.addLayout(words, 1)
        self.body.addLayout(head)
        self.body.addSpacing(8)
        self.body.addWidget(self._views, 1)
        self.body.addWidget(self.readout)
        foot = row(spacing=12)
        foot.addWidget(self.legend, 1)
        foot.addWidget(self._toggle)
        self.body.addLayout(foot)

    def show_chart(self, chart: Chart) -> None:
        """Draw a chart; the view chosen before, bars or table, stays."""
        self.title.setText(chart.title)
        self.subtitle.setText(chart.subtitle)
        for view in (self.plot, self.table, self.legend):
            view.show_chart(chart)
        self._show_frame(True)
        if self._views.currentWidget() is not self.table:
            self._views.setCurrentWidget(self.plot)

    def _show_frame(self, on: bool) -> None:
        for widget in (self.title, self.subtitle, self.readout, self.legend, self._toggle):
            widget.setVisible(on)

    @Slot()
    def _flip(self) -> None:
        to_table = self._views.currentWidget() is self.plot
        self._views.setCurrentWidget(self.table if to_table else self.plot)
        self._toggle.setText(tr("Show as bars") if to_table else tr("Show as table"))
        self._toggle.setAccessibleName(self._toggle.text())
        self.readout.setText(
            tr("Enter or a double click shows the items of a row.") if to_table else tr(HINT)
        )

    @Slot(str)
    def _point(self, words: str) -> None:
        self.readout.setText(words or tr(HINT))
