"""How the curves of a chart look: told apart by colour, and by line and sign as well for who sees none."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from synthreview.chart import Curve, CurveChart, Mark
from synthreview.translation import tr
from synthreview.ui import elements, theme
from synthreview.ui.elements import label, row
from synthreview.ui.flow import FlowLayout

FEW = 25
"""Points up to which a line bears a sign at each."""
_LINES = Qt.PenStyle
_WAYS = (
    ("accent", _LINES.SolidLine, "o"),
    ("synthetic", _LINES.DashLine, "s"),
    ("cleaned", _LINES.DotLine, "t"),
    ("muted", _LINES.DashDotLine, "d"),
)


@dataclass(frozen=True, slots=True)
class Way:
    """How one curve is drawn."""

    colour: str
    """A token of the theme."""
    line: Qt.PenStyle
    symbol: str
    """As pyqtgraph names it; empty where points bear no sign."""
    width: float = 2.0

    def pen(self) -> QPen:
        """Its line in the theme in force."""
        return QPen(QColor(theme.current().colour(self.colour)), self.width, self.line)


def ways(chart: CurveChart) -> list[tuple[Curve, Way]]:
    """Each curve of a chart with its look, the lines to compare with last."""
    found: list[tuple[Curve, Way]] = []
    number = -1
    for curve in chart.curves:
        goes_on = curve.mark is Mark.FORECAST and number >= 0
        number += 0 if goes_on else 1
        colour, line, symbol = _WAYS[number % len(_WAYS)]
        if curve.mark is Mark.DOTS:
            found.append((curve, Way(colour, _LINES.NoPen, symbol)))
        elif curve.mark is Mark.FORECAST:
            found.append((curve, Way(colour, _LINES.DashLine, "")))
        else:
            found.append((curve, Way(colour, line, symbol if 2 < len(curve.xs) <= FEW else "")))
    for number, curve in enumerate(chart.references):
        line = (_LINES.SolidLine, _LINES.DashLine, _LINES.DotLine)[number % 3]
        found.append((curve, Way("muted", line, "", 1.0)))
    return found


class CurveLegend(QWidget):
    """A piece of each curve with its name, and what the thin lines or bands around it mean."""

    def __init__(self) -> None:
        super().__init__()
        self._row = FlowLayout(12)
        self.setLayout(self._row)

    def show_chart(self, chart: CurveChart) -> None:
        """Name the curves of a chart."""
        elements.clear(self._row)
        for curve, way in ways(chart):
            if curve.name:
                named = QWidget()
                named.setLayout(row(_Piece(way), label(curve.words, "small"), spacing=6))
                self._row.addWidget(named)
        around = [curve for curve in chart.curves if curve.low]
        if around:
            dots = all(curve.mark is Mark.DOTS for curve in around)
            words = tr("Lines: 95 % intervals") if dots else tr("Bands: 95 % intervals")
            self._row.addWidget(label(words, "small"))


class _Piece(QWidget):
    def __init__(self, way: Way) -> None:
        super().__init__()
        self._way = way
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.signals.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Room for the line and the sign on it."""
        return QSize(26, 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._way.line is not _LINES.NoPen:
            painter.setPen(self._way.pen())
            painter.drawLine(QPointF(1, 6), QPointF(25, 6))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().colour(self._way.colour)))
        if self._way.symbol == "o":
            painter.drawEllipse(QPointF(13, 6), 4, 4)
        elif self._way.symbol == "s":
            painter.drawRect(QRectF(9.5, 2.5, 7, 7))
        elif self._way.symbol == "t":  # pyqtgraph's points downwards
            painter.drawPolygon([QPointF(9, 2.5), QPointF(17, 2.5), QPointF(13, 10)])
        elif self._way.symbol == "d":
            painter.drawPolygon([QPointF(13, 1.5), QPointF(16.5, 6), QPointF(13, 10.5), QPointF(9.5, 6)])
