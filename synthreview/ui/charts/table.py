"""A chart's numbers as a table: the same facts for those who read better than they look."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from synthreview import figures
from synthreview.chart import Chart, Series
from synthreview.translation import tr
from synthreview.ui.charts import geometry
from synthreview.ui.charts.geometry import Shape


class ChartTable(QTableWidget):
    """One row per category, one column per series; Enter or a double click shows the items of a row."""

    picked = Signal(str)
    """The filter of a row that was chosen."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self._shape = shape
        self._chart: Chart | None = None
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(tr("Table of the chart"))
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.setMinimumHeight(180)
        self.itemActivated.connect(self._activated)

    def sizeHint(self) -> QSize:
        """A modest size; the card decides."""
        return QSize(360, 240)

    def show_chart(self, chart: Chart) -> None:
        """Fill the table from a chart."""
        self._chart = chart
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

    @Slot(QTableWidgetItem)
    def _activated(self, cell: QTableWidgetItem) -> None:
        if self._chart is not None and cell.row() < len(self._chart.filters):
            where = self._chart.filters[cell.row()]
            if where:
                self.picked.emit(where)
