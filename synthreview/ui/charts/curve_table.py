"""The points of curves as a table: the same facts for those who read better than they look."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidgetItem

from synthreview.chart import CurveChart
from synthreview.translation import tr
from synthreview.ui.charts import curves
from synthreview.ui.charts.fact_table import FactTable


class CurveTable(FactTable):
    """One row per stop, one column per curve."""

    def __init__(self) -> None:
        super().__init__()
        self._filters: list[str] = []

    def where(self, row: int) -> str:
        """The filter of the items at a stop."""
        return self._filters[row]

    def show_chart(self, chart: CurveChart) -> None:
        """Fill the table from a chart."""
        seen = curves.drawn(chart)
        places = curves.stops(seen)
        self._filters = [curves.where(seen, x) for x in places]
        self.setAccessibleName(tr("{title} Table.", title=chart.title))
        self.setColumnCount(1 + len(seen.curves))
        self.setRowCount(len(places))
        alone = len(seen.curves) == 1
        heads = [chart.y_words] if alone and chart.y_words else [curve.words for curve in seen.curves]
        for column, words in enumerate((chart.x_words, *heads)):
            head = QTableWidgetItem(words)
            head.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            head.setToolTip(words)
            self.setHorizontalHeaderItem(column, head)
        for line, x in enumerate(places):
            self._put(line, 0, curves.amount(x, chart.x))
            for column, curve in enumerate(seen.curves, 1):
                said = curves.reading(curve, x)
                self._put(line, column, curves.with_interval(said, chart.y) if said else "\u2013")
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)

    def _put(self, line: int, column: int, words: str) -> None:
        cell = QTableWidgetItem(words)
        cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setItem(line, column, cell)
