"""The drawn chart: bars that tell their numbers under the mouse or the arrow keys and lead to their items."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QResizeEvent

from synthreview import figures
from synthreview.chart import Chart
from synthreview.translation import tr
from synthreview.ui import theme
from synthreview.ui.charts import geometry
from synthreview.ui.charts.geometry import Bar, Shape
from synthreview.ui.charts.ink import ink

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


class BarPlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Bars of a domain.Chart. Arrow keys move between categories, Enter shows the items behind one."""

    picked = Signal(str)
    """The filter of a category that was clicked or entered."""
    pointed = Signal(str)
    """The numbers of the category under the mouse or keys, in words; empty when there is none."""

    _chart: Chart | None = None  # a class attribute, because the base class resizes before it is made

    def __init__(self, shape: Shape) -> None:
        self._axis = ValueAxis("left")
        super().__init__(axisItems={"left": self._axis})
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # numbers grow to the right everywhere
        self._shape = self._axis.shape = shape
        self._current: int | None = None
        self._band = pg.BarGraphItem(x=[0], height=[0], width=1)
        self._band.setZValue(BAND)
        self._prepare()
        self.scene().sigMouseMoved.connect(self._moved)
        self.scene().sigMouseClicked.connect(self._clicked)
        theme.signals.changed.connect(self.draw)

    def _prepare(self) -> None:
        self.setAccessibleName(tr("Chart"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(180)
        self.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        self.setAntialiasing(True)
        item = self.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.getViewBox().setMouseEnabled(False, False)
        item.getViewBox().setDefaultPadding(0)
        self._axis.setStyle(tickLength=0, tickAlpha=0, maxTickLevel=0)
        self.getAxis("bottom").setStyle(tickLength=0, tickTextOffset=6, hideOverlappingLabels=False)

    def sizeHint(self) -> QSize:
        """A modest size; the card decides."""
        return QSize(360, 240)

    def show_chart(self, chart: Chart) -> None:
        """Draw a chart in place of the one before."""
        self._chart, self._current = chart, None
        self.setAccessibleName(f"{chart.title} {chart.subtitle}".strip())
        self.setAccessibleDescription(tr("Chart. Arrow keys tell the numbers, Enter shows the items."))
        self.draw()

    @Slot()
    def draw(self) -> None:
        """Draw everything again, in the colours of the theme in force."""
        colours = theme.current()
        self.setBackground(colours.surface)
        for name in ("left", "bottom"):
            axis = self.getAxis(name)
            axis.setPen(pg.mkPen(colours.line))
            axis.setTextPen(pg.mkPen(colours.muted))
            axis.setTickFont(self.font())
        self._axis.setPen(pg.mkPen(None))
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
        self._draw_band()
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

    def pick(self, index: int) -> None:
        """Ask for the items behind a category; nothing happens where there are none to show."""
        if self._chart is not None and index < len(self._chart.filters) and self._chart.filters[index]:
            self.picked.emit(self._chart.filters[index])

    def point(self, index: int | None) -> None:
        """Make a category the current one and tell its numbers."""
        if index == self._current or self._chart is None:
            return
        self._current = index
        words = "" if index is None else geometry.spoken(self._chart, index, self._shape)
        leads = index is not None and index < len(self._chart.filters) and bool(self._chart.filters[index])
        self.setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)
        if words:
            self.setAccessibleDescription(words)
        self._draw_band()
        self.pointed.emit(words)

    def category_at(self, place: QPointF) -> int | None:
        """The category whose column is under a point of the scene."""
        if self._chart is None or not self.getViewBox().sceneBoundingRect().contains(place):
            return None
        index = round(self.getViewBox().mapSceneToView(place).x())
        return index if 0 <= index < len(self._chart.categories) else None

    def _draw_band(self) -> None:
        height = self.getViewBox().viewRange()[1][1] if self._current is not None else 0
        soft = QBrush(QColor(theme.current().accent_soft))
        self._band.setOpts(x=[self._current or 0], height=[height], width=1, brush=soft, pen=pg.mkPen(None))

    @Slot(object)
    def _moved(self, place: QPointF) -> None:
        self.point(self.category_at(place))

    @Slot(object)
    def _clicked(self, event: Any) -> None:
        index = self.category_at(event.scenePos())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.pick(index)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at once the mouse is elsewhere."""
        super().leaveEvent(event)
        self.point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left, Right, Home and End move; Enter shows the items."""
        last = len(self._chart.categories) - 1 if self._chart is not None else -1
        here = self._current
        moves = {
            Qt.Key.Key_Right: 0 if here is None else min(here + 1, last),
            Qt.Key.Key_Left: last if here is None else max(here - 1, 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if last >= 0 and key in moves:
            self.point(moves[key])
        elif here is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pick(here)
        else:
            event.ignore()


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
