"""What every drawn chart has in common: places that tell their numbers by mouse or keys and lead to items."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent

from synthreview.translation import tr
from synthreview.ui import theme
from synthreview.ui.announce import announce


class PointedPlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """A plot with numbered places from left to right. Arrow keys go to them, Enter shows the items of one.

    Whoever draws says how many places there are, what each tells, and where it leads.
    """

    picked = Signal(str)
    """The filter of a place that was clicked or entered."""
    pointed = Signal(str)
    """The numbers of the place under the mouse or keys, in words; empty when there is none."""

    _current: int | None = None  # class attributes, because the base class resizes before it is made

    def __init__(self, **axes: pg.AxisItem) -> None:
        super().__init__(axisItems=axes)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # numbers grow to the right everywhere
        self.setAccessibleName(tr("Chart"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(180)
        self.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        self.setAntialiasing(True)
        item = self.getPlotItem()
        item.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # of its axes, which follow the program's
        item.setMenuEnabled(False)
        item.hideButtons()
        item.layout.setContentsMargins(0, 0, 8, 0)  # half of the last tick's words
        item.getViewBox().setMouseEnabled(False, False)
        item.getViewBox().setDefaultPadding(0)
        self.getAxis("left").setStyle(tickLength=0, tickAlpha=0, maxTickLevel=0)
        self.getAxis("bottom").setStyle(tickLength=0, tickTextOffset=6, hideOverlappingLabels=False)
        for name in ("left", "bottom"):
            self.getAxis(name).enableAutoSIPrefix(False)
        self.scene().sigMouseMoved.connect(self._moved)
        self.scene().sigMouseClicked.connect(self._clicked)
        theme.signals.changed.connect(self.draw)

    def sizeHint(self) -> QSize:
        """A modest size; the card decides."""
        return QSize(360, 240)

    # What a chart of its own kind says

    def draw(self) -> None:
        """Draw everything again, in the colours of the theme in force."""
        raise NotImplementedError

    def places(self) -> int:
        """How many places there are."""
        raise NotImplementedError

    def spoken(self, index: int) -> str:
        """A place in words."""
        raise NotImplementedError

    def where(self, index: int) -> str:
        """The filter of the items behind a place; empty where there are none to show."""
        raise NotImplementedError

    def place_near(self, x: float) -> int | None:
        """The place nearest to a number on the axis."""
        raise NotImplementedError

    def mark(self, index: int | None) -> None:
        """Show which place is the current one."""
        raise NotImplementedError

    # What they share

    def name(self, title: str, subtitle: str) -> None:
        """Say what a new chart is, to those who listen."""
        self._current = None
        self.setAccessibleName(f"{title} {subtitle}".strip())
        leads = any(self.where(index) for index in range(self.places()))
        self.setAccessibleDescription(
            tr("Chart. Arrow keys tell the numbers, Enter shows the items.")
            if leads
            else tr("Chart. Arrow keys tell the numbers.")
        )

    def dress(self) -> None:
        """Take the ground and the axes into the colours of the theme in force."""
        colours = theme.current()
        self.setBackground(colours.surface)
        for name in ("left", "bottom"):
            axis = self.getAxis(name)
            axis.setPen(pg.mkPen(colours.line))
            axis.setTextPen(pg.mkPen(colours.muted))
            axis.setTickFont(self.font())
        self.getAxis("left").setPen(pg.mkPen(None))

    def pick(self, index: int) -> None:
        """Ask for the items behind a place; nothing happens where there are none to show."""
        if self.where(index):
            self.picked.emit(self.where(index))

    def point(self, index: int | None) -> None:
        """Make a place the current one and tell its numbers."""
        if index == self._current:
            return
        self._current = index
        words = "" if index is None else self.spoken(index)
        leads = index is not None and bool(self.where(index))
        self.setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)
        if words:
            self.setAccessibleDescription(words)
        self.mark(index)
        self.pointed.emit(words)

    def place_at(self, scene: QPointF) -> int | None:
        """The place under a point of the scene."""
        box = self.getViewBox()
        if not self.places() or not box.sceneBoundingRect().contains(scene):
            return None
        return self.place_near(box.mapSceneToView(scene).x())

    @Slot(object)
    def _moved(self, scene: QPointF) -> None:
        self.point(self.place_at(scene))

    @Slot(object)
    def _clicked(self, event: Any) -> None:
        index = self.place_at(event.scenePos())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.pick(index)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at once the mouse is elsewhere."""
        super().leaveEvent(event)
        self.point(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by the Tab key is at the first place."""
        super().focusInEvent(event)
        by_keys = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_keys and self._current is None and self.places():
            self._go(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No place is the current one any more."""
        super().focusOutEvent(event)
        self.point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left, Right, Home and End move, Page Up and Page Down by a tenth; Enter shows the items."""
        last, here = self.places() - 1, self._current
        tenth = max(1, last // 10)
        moves = {
            Qt.Key.Key_Right: 0 if here is None else min(here + 1, last),
            Qt.Key.Key_Left: last if here is None else max(here - 1, 0),
            Qt.Key.Key_PageDown: 0 if here is None else min(here + tenth, last),
            Qt.Key.Key_PageUp: last if here is None else max(here - tenth, 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = event.key()
        if last >= 0 and key in moves:
            self._go(moves[Qt.Key(key)])
        elif here is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pick(here)
        else:
            event.ignore()

    def _go(self, index: int) -> None:
        self.point(index)
        announce(self, self.spoken(index))
