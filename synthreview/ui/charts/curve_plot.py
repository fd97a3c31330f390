"""Drawn curves: lines, dots and their intervals over numbers that grow to the right."""

from __future__ import annotations

import html
from bisect import bisect_left
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QPen, QResizeEvent

from synthreview.chart import Curve, CurveChart, Mark, Measure
from synthreview.ui import theme
from synthreview.ui.charts import curves
from synthreview.ui.charts.curve_look import Way, ways
from synthreview.ui.charts.dots import Scale
from synthreview.ui.charts.pointed_plot import PointedPlot

_HERE, _BAND, _REFERENCE, _LINE, _DOT, _CHOSEN = -30, -20, -10, 0, 10, 20
"""Drawing order, from the bottom up."""
_SOFT = 48
"""Opacity, of 255, of the band that is an interval."""
_APART = 24
"""Pixels between the words of two ticks, at least."""
_HIGH = 44
"""Pixels between ticks at the left."""


class CurvePlot(PointedPlot):
    """The curves of a CurveChart; its places are the points, or some of very many."""

    _chart: CurveChart | None = None
    _stops: tuple[float, ...] = ()

    def __init__(self, density: float = 0.0) -> None:
        """``density`` is that of the picture to be drawn, by itself that of the screen."""
        self._density = density
        super().__init__()

    def show_chart(self, chart: CurveChart) -> None:
        """Draw a chart in place of the one before."""
        self._chart = curves.drawn(chart)
        self._stops = curves.stops(self._chart)
        self.name(chart.title, chart.subtitle)
        self.draw()

    @Slot()
    def draw(self) -> None:
        """Draw everything again, in the colours of the theme in force."""
        self.dress()
        self.clear()
        if self._chart is None:
            return
        across, up = curves.limits(self._chart)
        self.setXRange(across.low, across.high, padding=0)
        self.setYRange(up.low, up.high, padding=0)
        for curve, way in ways(self._chart):
            compared = any(curve is each for each in self._chart.references)
            if curve.xs:
                self._add(curve, way, _REFERENCE if compared else _LINE)
        self._here = pg.InfiniteLine(angle=90, pen=pg.mkPen(theme.current().muted, width=1))
        self._dots = pg.ScatterPlotItem(
            size=11, useCache=False, antialias=True, pen=pg.mkPen(theme.current().surface, width=1.5)
        )
        for each, order in ((self._here, _HERE), (self._dots, _CHOSEN)):
            each.setZValue(order)
            self.addItem(each, ignoreBounds=True)
        self.mark(self._current)
        self._name_axes()

    def _add(self, curve: Curve, way: Way, order: int) -> None:
        colour = QColor(theme.current().colour(way.colour))
        if curve.low and curve.mark is Mark.DOTS:
            self._put(_whiskers(curve, self._pen(QPen(colour, 1.5))), order)
        elif curve.low:
            self._put(_band(curve, colour), _BAND)
        if way.line is not Qt.PenStyle.NoPen:
            self._put(
                pg.PlotCurveItem(list(curve.xs), list(curve.ys), pen=self._pen(way.pen()), antialias=True),
                order,
            )
        if way.symbol:
            size = 9 if curve.mark is Mark.DOTS else 7
            signs = pg.ScatterPlotItem(
                list(curve.xs),
                list(curve.ys),
                symbol=way.symbol,
                size=size,
                brush=colour,
                pen=pg.mkPen(None),
                useCache=False,
                antialias=True,
            )
            self._put(signs, _DOT)

    def _pen(self, pen: QPen) -> QPen:
        """The pen as wide at every zoom; such widths are in dots of the screen or picture, not in pixels."""
        pen.setCosmetic(True)
        pen.setWidthF(pen.widthF() * (self._density or self.devicePixelRatioF()))
        return pen

    def _put(self, item: Any, order: int) -> None:
        item.setZValue(order)
        self.addItem(item)

    def _name_axes(self) -> None:
        """Ticks and words that fit the room there is."""
        if self._chart is None:
            return
        across, up = curves.limits(self._chart)
        metrics, left = self.fontMetrics(), self.getAxis("left")
        told = {}
        for name, scale, measure, room in (
            ("left", up, self._chart.y, self.height() // _HIGH),
            ("bottom", across, self._chart.x, self._fitting(across)),
        ):
            told[name] = [
                (value, curves.tick_words(value, measure))
                for value in curves.ticks(scale, measure, min(room, 6))
            ]
            self.getAxis(name).setTicks([told[name]])
        beside = max((metrics.horizontalAdvance(words) for _, words in told["left"]), default=0) + 8
        left.setWidth(beside)
        last = max((metrics.horizontalAdvance(words) for _, words in told["bottom"]), default=0)
        self.getPlotItem().layout.setContentsMargins(0, 0, last // 2, 0)
        self.getAxis("bottom").setStyle(hideOverlappingLabels=last // 2 + 2)
        room = self.width() - beside - 16
        self._write(self.getPlotItem().titleLabel, self._chart.y_words, room)
        below = metrics.elidedText(self._chart.x_words, Qt.TextElideMode.ElideRight, room)
        self.getAxis("bottom").setLabel(html.escape(below), color=theme.current().muted, **self._letters())

    def _fitting(self, across: Scale) -> int:
        """How many ticks find room below the plot."""
        measure = self._chart.x if self._chart is not None else Measure.NUMBER
        some = (curves.tick_words(value, measure) for value in curves.ticks(across, measure, 5))
        widest = max((self.fontMetrics().horizontalAdvance(words) for words in some), default=0)
        return int(self.getViewBox().width() // (widest + _APART))

    def _write(self, title: Any, words: str, room: int) -> None:
        """What the heights are, above them, since words on their side are hard to read."""
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        size = {"size": self._letters()["font-size"], "color": theme.current().muted, "justify": "left"}
        self.getPlotItem().setTitle(html.escape(shown) if shown else None, **size)

    def _letters(self) -> dict[str, str]:
        return {"font-size": f"{self.font().pointSizeF() - 1:.1f}pt"}

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit ticks and words to the new size."""
        super().resizeEvent(event)
        self._name_axes()

    def places(self) -> int:
        """One per stop."""
        return len(self._stops)

    def spoken(self, index: int) -> str:
        """Where the stop is, and what each curve says there."""
        return curves.spoken(self._chart, self._stops[index]) if self._chart is not None else ""

    def where(self, index: int) -> str:
        """The filter of the point at a stop."""
        return curves.where(self._chart, self._stops[index]) if self._chart is not None else ""

    def place_near(self, x: float) -> int | None:
        """The nearest stop."""
        after = bisect_left(self._stops, x)
        near = range(max(after - 1, 0), min(after + 1, len(self._stops)))
        return min(near, key=lambda index: abs(self._stops[index] - x), default=None)

    def mark(self, index: int | None) -> None:
        """A line through all curves, and a dot on each."""
        if self._chart is None:
            return
        self._here.setVisible(index is not None)
        self._dots.setVisible(index is not None)
        if index is None:
            return
        x = self._stops[index]
        self._here.setValue(x)
        looks = {id(curve): way.colour for curve, way in ways(self._chart)}
        spots = [
            {"pos": (x, said.y), "brush": QColor(theme.current().colour(looks[id(said.curve)]))}
            for said in curves.readings(self._chart, x)
        ]
        self._dots.setData(spots)


def _whiskers(curve: Curve, pen: QPen) -> Any:
    """An upright line through each dot, from the low to the high end of its interval."""
    import numpy as np

    ys, low, high = (np.array(values) for values in (curve.ys, curve.low, curve.high))
    return pg.ErrorBarItem(x=np.array(curve.xs), y=ys, top=high - ys, bottom=ys - low, pen=pen)


def _band(curve: Curve, colour: QColor) -> Any:
    """The ground between the low and the high ends."""
    ends = [pg.PlotCurveItem(list(curve.xs), list(end)) for end in (curve.low, curve.high)]
    soft = QColor(colour)
    soft.setAlpha(_SOFT)
    return pg.FillBetweenItem(*ends, brush=soft)
