"""What the colours of a chart stand for, in the order in which they are drawn."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from synthreview.chart import Chart
from synthreview.translation import tr
from synthreview.ui import elements, theme
from synthreview.ui.charts.ink import ink
from synthreview.ui.elements import label, row
from synthreview.ui.flow import FlowLayout


class Swatch(QWidget):
    """A small square filled as the series is."""

    def __init__(self, series: str) -> None:
        super().__init__()
        self._series = series
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.signals.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Ten pixels a side."""
        return QSize(10, 10)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The square."""
        chosen = ink(self._series, theme.current())
        painter = QPainter(self)
        painter.setPen(QPen(QColor(chosen.outline or chosen.ground), 1))
        painter.setBrush(QColor(chosen.ground))
        painter.drawRoundedRect(QRectF(0.5, 0.5, 9, 9), 2, 2)


class Legend(QWidget):
    """Swatches with names, and what the thin lines mean where there are any."""

    def __init__(self) -> None:
        super().__init__()
        self._row = FlowLayout(12)
        self.setLayout(self._row)

    def show_chart(self, chart: Chart) -> None:
        """Name the series of a chart."""
        elements.clear(self._row)
        for series in chart.series:
            named = QWidget()
            named.setLayout(row(Swatch(series.name), label(series.words, "small"), spacing=6))
            self._row.addWidget(named)
        if any(series.low for series in chart.series):
            self._row.addWidget(label(tr("Lines: 95 % intervals"), "small"))
