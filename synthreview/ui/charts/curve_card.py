"""Curves on a card: the finding as title, the numbers below it, the drawing, and the same as a table."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from synthreview.chart import CurveChart
from synthreview.translation import later
from synthreview.ui.charts.card import PlotCard
from synthreview.ui.charts.curve_look import CurveLegend
from synthreview.ui.charts.curve_plot import CurvePlot
from synthreview.ui.charts.curve_table import CurveTable
from synthreview.ui.charts.sheet import Parts
from synthreview.ui.elements import EmptyPlace

HINT = later("Point at the chart for its numbers.")
_LEADS = later("Point at the chart for its numbers; click it to see the items.")
_TABLE = later("Enter or a double click shows the items of a row.")


class CurveCard(PlotCard):
    """Shows one CurveChart, or why there is none yet. ``picked`` has the filter of a point."""

    plot: CurvePlot
    table: CurveTable
    legend: CurveLegend

    def __init__(self, empty: EmptyPlace) -> None:
        self._chart: CurveChart | None = None
        super().__init__(CurvePlot(), CurveTable(), CurveLegend(), empty, (HINT, later("Show as curves")))
        self.table.picked.connect(self.picked)

    def show_chart(self, chart: CurveChart) -> None:
        """Draw a chart; the view chosen before, curves or table, stays."""
        self._chart = chart
        if holds := any(curve.xs for curve in chart.curves):
            self.plot.show_chart(chart)
            self.table.show_chart(chart)
            self.legend.show_chart(chart)
        leads = any(where for curve in chart.curves for where in curve.filters)
        self._hint, self._table_hint = (_LEADS, _TABLE) if leads else (HINT, "")
        self.frame(chart, holds=holds)

    def parts(self) -> Parts:
        """Its curves and its legend."""
        assert self._chart is not None  # its button is hidden before there is a chart
        shown = self._chart

        def views(density: float) -> tuple[QWidget, ...]:
            plot, legend = CurvePlot(density), CurveLegend()
            plot.show_chart(shown)
            legend.show_chart(shown)
            return plot, legend

        return Parts(shown, "", views)
