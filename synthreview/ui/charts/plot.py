"""The drawn chart: bars that tell their numbers under the mouse or the arrow keys and lead to their items."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QBrush, QColor, QResizeEvent

from synthreview import figures
from synthreview.chart import Chart
from synthreview.translation import tr
from synthreview.ui import theme
from synthreview.ui.charts import geometry
from synthreview.ui.charts.geometry import Bar, Shape
from synthreview.ui.charts.ink import ink
from synthreview.ui.charts.pointed_plot import PointedPlot

BAND = -10
"""Drawing order of the band behind the chosen category; bars are at 0, intervals above."""


class ValueAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """Counts with grouped digits, or shares as per cent."""

    shape = Shape.STACKED

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Words for tick values; a count is never shown in fractions."""
        if self.shape is Shape.GROUPED:
            return [figures.share(value * scale) for value in values]
        return [figures.grouped(round(value)) if value == round(value) else "" for value in values]


class BarPlot(PointedPlot):
    """Bars of a Chart; its places are the categories."""

    _chart: Chart | None = None

    def __init__(self, shape: Shape) -> None:
        self._axis = ValueAxis("left")
        super().__init__(left=self._axis)
        self._shape = self._axis.shape = shape
        self._band = pg.BarGraphItem(x=[0], height=[0], width=1)
        self._band.setZValue(BAND)

    def show_chart(self, chart: Chart) -> None:
        """Draw a chart in place of the one before."""
        self._chart = chart
        self.name(chart.title, chart.subtitle)
        self.draw()

    @Slot()
    def draw(self) -> None:
        """Draw everything again, in the colours of the theme in force."""
        self.dress()
        self.showGrid(x=False, y=False)
        self.clear()
        if self._chart is None or not self._chart.categories:
            return
        drawn = geometry.bars(self._chart, self._shape)
        self.addItem(self._band)
        for series, layer in zip(self._chart.series, drawn, strict=True):
            self._add(series.name, layer)
        highest = 1.04 * geometry.ceiling(self._chart, self._shape)
        self.setXRange(-0.5, len(self._chart.categories) - 0.5, padding=0)
        self.setYRange(0, highest, padding=0)
        if self._shape is Shape.STACKED:
            self._mark_cut(highest)
        self.mark(self._current)
        self._name_categories()

    def _add(self, name: str, layer: list[Bar]) -> None:
        chosen = ink(name, theme.current())
        pen = pg.mkPen(chosen.outline, width=1) if chosen.outline else pg.mkPen(None)
        seen = [bar for bar in layer if bar.height]
        self.addItem(
            pg.BarGraphItem(
                x=[bar.x for bar in seen],
                y0=[bar.bottom for bar in seen],
                height=[bar.height for bar in seen],
                width=[bar.width for bar in seen],
                brush=QBrush(QColor(chosen.ground)),
                pen=pen,
            )
        )
        lines = [bar for bar in layer if bar.low is not None and bar.high is not None]
        if lines:
            self.addItem(_intervals(lines))

    def _mark_cut(self, highest: float) -> None:
        """Tear the columns that go beyond the axis, and write their number beside the tear."""
        colours = theme.current()
        for index, total in enumerate(geometry.totals(self._chart) if self._chart is not None else ()):
            if total > highest:
                gap = QBrush(QColor(colours.surface))
                tear = {"y0": [0.9 * highest], "height": [0.02 * highest], "width": 1}
                self.addItem(pg.BarGraphItem(x=[index], brush=gap, pen=pg.mkPen(None), **tear))
                words = pg.TextItem(
                    tr("{total}, cut", total=figures.grouped(total)), color=colours.muted, anchor=(0, 0.5)
                )
                words.setFont(self.font())
                words.setPos(index + 0.45, 0.96 * highest)
                self.addItem(words)

    def _name_categories(self) -> None:
        if self._chart is None:
            return
        axis = self.getAxis("bottom")
        ticks = geometry.edges(self._chart)
        if ticks is None:
            room = int(self.getViewBox().width() / max(1, len(self._chart.categories))) - 8
            metrics = self.fontMetrics()
            ticks = [
                (float(index), metrics.elidedText(name, Qt.TextElideMode.ElideRight, room))
                for index, name in enumerate(self._chart.categories)
            ]
        axis.setTicks([ticks])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the category names to the new width."""
        super().resizeEvent(event)
        self._name_categories()

    def places(self) -> int:
        """One per category."""
        return len(self._chart.categories) if self._chart is not None else 0

    def spoken(self, index: int) -> str:
        """A category and each series' number."""
        return geometry.spoken(self._chart, index, self._shape) if self._chart is not None else ""

    def where(self, index: int) -> str:
        """The filter of a category."""
        filters = self._chart.filters if self._chart is not None else ()
        return filters[index] if index < len(filters) else ""

    def place_near(self, x: float) -> int | None:
        """The category whose column a number falls into."""
        return round(x) if 0 <= round(x) < self.places() else None

    def mark(self, index: int | None) -> None:
        """A band behind a category."""
        height = self.getViewBox().viewRange()[1][1] if index is not None else 0
        soft = QBrush(QColor(theme.current().accent_soft))
        self._band.setOpts(x=[index or 0], height=[height], width=1, brush=soft, pen=pg.mkPen(None))


def _intervals(lines: list[Bar]) -> Any:
    """Lines from the low to the high end of each bar's interval."""
    middles = [((bar.low or 0.0) + (bar.high or 0.0)) / 2 for bar in lines]
    halves = [((bar.high or 0.0) - (bar.low or 0.0)) / 2 for bar in lines]
    import numpy as np

    return pg.ErrorBarItem(
        x=np.array([bar.x for bar in lines]),
        y=np.array(middles),
        height=2 * np.array(halves),
        pen=pg.mkPen(theme.current().text, width=1.5),
    )
