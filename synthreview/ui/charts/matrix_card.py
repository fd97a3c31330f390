"""People's labels against the model's on a card: the finding as title, the matrix, the same as a table."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from synthreview.chart import Chart, Flips
from synthreview.translation import later
from synthreview.ui.charts.card import PlotCard
from synthreview.ui.charts.matrix_look import MatrixLegend
from synthreview.ui.charts.matrix_plot import MatrixPlot
from synthreview.ui.charts.matrix_table import MatrixTable
from synthreview.ui.charts.sheet import Parts
from synthreview.ui.elements import EmptyPlace, label

HINT = later("Point at a cell for its numbers; click it to see the items.")


class MatrixCard(PlotCard):
    """Shows one Flips, or why there is none yet. ``picked`` has the filter of a cell."""

    plot: MatrixPlot
    table: MatrixTable
    legend: MatrixLegend

    def __init__(self, empty: EmptyPlace) -> None:
        self._flips: Flips | None = None
        super().__init__(MatrixPlot(), MatrixTable(), MatrixLegend(), empty, (HINT, later("Show as matrix")))
        self.caution = label("", "small", wrap=True)
        self.caution.hide()
        self.body.addWidget(self.caution)
        self.table.picked.connect(self.picked)

    @property
    def holds(self) -> bool:
        """Whether it shows a matrix rather than why there is none."""
        return self._flips is not None and self._flips.holds

    def show_flips(self, flips: Flips) -> None:
        """Draw a matrix; the view chosen before, matrix or table, stays."""
        self._flips = flips
        self.plot.show_flips(flips)
        self.table.show_flips(flips)
        self.legend.show_flips(flips)
        self.caution.setText(flips.caution)
        self.caution.setVisible(bool(flips.caution))
        self.frame(Chart(flips.title, flips.subtitle, (), ()), holds=flips.holds)

    def parts(self) -> Parts:
        """Its matrix, its legend, and what is left out."""
        assert self._flips is not None  # its button is hidden before there is a matrix
        shown = self._flips

        def views(_density: float) -> tuple[QWidget, ...]:
            plot, legend = MatrixPlot(), MatrixLegend()
            plot.show_flips(shown)
            legend.show_flips(shown)
            return plot, legend

        return Parts(shown, shown.caution, views)
