"""A chart on its card: the finding as title, the numbers below it, the drawing, and the same as a table."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from synthreview.chart import Chart, CurveChart
from synthreview.translation import later, tr
from synthreview.ui.charts.foot import foot, turn
from synthreview.ui.charts.geometry import Shape
from synthreview.ui.charts.legend import Legend
from synthreview.ui.charts.plot import BarPlot
from synthreview.ui.charts.pointed_plot import PointedPlot
from synthreview.ui.charts.saving import Saver
from synthreview.ui.charts.sheet import Parts
from synthreview.ui.charts.table import ChartTable
from synthreview.ui.elements import Card, EmptyPlace, button, label

HINT = later("Point at a bar for its numbers; click it to see the items.")
_TABLE = later("Enter or a double click shows the items of a row.")


class PlotCard(Card):
    """The frame around a plot: words, readout, legend, the way to the table and into a file."""

    picked = Signal(str)
    """The filter of the items behind a place in the plot."""

    def __init__(
        self, plot: PointedPlot, table: QWidget, legend: QWidget, empty: QWidget, words: tuple[str, str]
    ) -> None:
        """``words`` say how to read the plot and how to come back to it from the table."""
        super().__init__(spacing=4)
        self._hint, self._back = words
        self._table_hint = _TABLE
        self.title = label("", "heading", wrap=True)
        self.subtitle = label("", "muted", wrap=True)
        self.readout = label(tr(self._hint), "small", wrap=True)
        self.readout.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.readout.setMinimumHeight(2 * self.readout.fontMetrics().lineSpacing())
        self.plot, self.table, self.legend = plot, table, legend
        self._toggle = button(tr("Show as table"), self._flip, "link")
        self.saver = Saver(self.parts)
        self._views, self._empty = QStackedWidget(), empty
        for view in (self.plot, self.table, empty):
            self._views.addWidget(view)
        self._build()
        self._views.setCurrentWidget(empty)
        self._show_frame(False)
        self.plot.picked.connect(self.picked)
        self.plot.pointed.connect(self._point)

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        self.body.addLayout(words)
        self.body.addSpacing(8)
        self.body.addWidget(self._views, 1)
        self.body.addWidget(self.readout)
        self._foot = foot(self.legend, self._toggle, self.saver.button)
        self.body.addLayout(self._foot)
        self.body.addWidget(self.saver.note)

    def parts(self) -> Parts:
        """What a file of the chart is made of."""
        raise NotImplementedError

    def frame(self, chart: Chart | CurveChart, *, holds: bool = True) -> None:
        """Say what a chart is; the view chosen before, drawing or table, stays.

        One that ``holds`` nothing to draw leaves its words above the empty place.
        """
        self.title.setText(chart.title)
        self.subtitle.setText(chart.subtitle)
        self.saver.note.hide()
        self._show_frame(holds)
        for widget in (self.title, self.subtitle):
            widget.show()
        if not holds:
            self._views.setCurrentWidget(self._empty)
        elif self._views.currentWidget() is not self.table:
            self._views.setCurrentWidget(self.plot)
        self._say_hint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand the buttons below the legend where both would be cramped."""
        super().resizeEvent(event)
        turn(self._foot, self)

    def _show_frame(self, on: bool) -> None:
        for widget in (self.title, self.subtitle, self.readout, self.legend, self._toggle, self.saver.button):
            widget.setVisible(on)

    @Slot()
    def _flip(self) -> None:
        to_table = self._views.currentWidget() is self.plot
        self._views.setCurrentWidget(self.table if to_table else self.plot)
        self._toggle.setText(tr(self._back) if to_table else tr("Show as table"))
        self._toggle.setAccessibleName(self._toggle.text())
        self._say_hint()

    def _say_hint(self) -> None:
        in_table = self._views.currentWidget() is self.table
        self.readout.setText(tr(self._table_hint if in_table else self._hint))

    @Slot(str)
    def _point(self, words: str) -> None:
        if words:
            self.readout.setText(words)
        else:
            self._say_hint()


class ChartCard(PlotCard):
    """Shows one Chart, or why there is none yet."""

    plot: BarPlot
    table: ChartTable
    legend: Legend

    def __init__(self, shape: Shape, empty: EmptyPlace) -> None:
        self._shape = shape
        self._chart: Chart | None = None
        table = ChartTable(shape)
        super().__init__(BarPlot(shape), table, Legend(), empty, (HINT, later("Show as bars")))
        table.picked.connect(self.picked)

    def show_chart(self, chart: Chart) -> None:
        """Draw a chart; the view chosen before, bars or table, stays."""
        self._chart = chart
        self.plot.show_chart(chart)
        self.table.show_chart(chart)
        self.legend.show_chart(chart)
        self.frame(chart)

    def parts(self) -> Parts:
        """Its bars and its legend."""
        assert self._chart is not None  # its button is hidden before there is a chart
        shown = self._chart

        def views(_density: float) -> tuple[QWidget, ...]:
            plot, legend = BarPlot(self._shape), Legend()
            plot.show_chart(shown)
            legend.show_chart(shown)
            return plot, legend

        return Parts(shown, "", views)
