"""What the colours of a chart stand for, in the order in which they are drawn."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from synthreview.domain import Chart
from synthreview.ui import elements, theme
from synthreview.ui.charts.ink import ink
from synthreview.ui.elements import label


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
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)

    def show_chart(self, chart: Chart) -> None:
        """Name the series of a chart."""
        elements.clear(self._row)
        for series in chart.series:
            self._row.addWidget(Swatch(series.name))
            self._row.addWidget(label(series.name.capitalize(), "small"))
            self._row.addSpacing(8)
        if any(series.low for series in chart.series):
            self._row.addWidget(label("Lines: 95 % intervals", "small"))
        self._row.addStretch(1)
