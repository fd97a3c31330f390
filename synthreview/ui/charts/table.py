"""A chart's numbers as a table: the same facts for those who read better than they look."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidgetItem

from synthreview import figures
from synthreview.chart import Chart, Series
from synthreview.translation import tr
from synthreview.ui.charts import geometry
from synthreview.ui.charts.fact_table import FactTable
from synthreview.ui.charts.geometry import Shape


class ChartTable(FactTable):
    """One row per category, one column per series."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self._shape = shape
        self._filters: tuple[str, ...] = ()

    def where(self, row: int) -> str:
        """The filter of the items of a category."""
        return self._filters[row] if row < len(self._filters) else ""

    def show_chart(self, chart: Chart) -> None:
        """Fill the table from a chart."""
        self._filters = chart.filters
        self.setAccessibleName(tr("{title} Table.", title=chart.title))
        self.setColumnCount(1 + len(chart.series))
        self.setRowCount(len(chart.categories))
        self.setHorizontalHeaderLabels(["", *(series.words for series in chart.series)])
        for index, category in enumerate(chart.categories):
            self.setItem(index, 0, QTableWidgetItem(geometry.named(category)))
            for place, series in enumerate(chart.series):
                self.setItem(index, 1 + place, self._cell(series, index))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)

    def _cell(self, series: Series, index: int) -> QTableWidgetItem:
        count = figures.grouped(series.counts[index])
        words = count
        if self._shape is Shape.GROUPED:
            words = f"{figures.share(series.shares()[index])} ({count})" if series.total else "\u2013"
        cell = QTableWidgetItem(words)
        cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return cell
