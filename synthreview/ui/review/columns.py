"""Three columns that fold: under 1,100 px the queue becomes a drawer, under 900 the reasons go below.

A panel stands in the place of the reasons, or lies over the item where both have no room.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStyle, QWidget

from synthreview.ui import theme
from synthreview.ui.review.item_pane import ItemPane
from synthreview.ui.review.queue_panel import QueuePanel
from synthreview.ui.review.why_panel import WhyPanel

FOLD_QUEUE = 1100
FOLD_WHY = 900
QUEUE_WIDTH = 300
WHY_WIDTH = 340
QUEUE_SHARE, QUEUE_WIDEST = 0.19, 420
"""A wide window gives titles more room: this share of it, up to so many pixels."""
LEAST_ITEM = 320
"""Pixels that an item needs beside a panel."""


class Columns(QWidget):
    """Places queue, item and reasons by the width of the window."""

    def __init__(self, queue: QueuePanel, item: ItemPane, why: WhyPanel) -> None:
        super().__init__()
        self.queue, self.item, self.why = queue, item, why
        self.drawer_open = False
        self._folded = self._below = False
        self._wanted = True
        self.panel: QWidget | None = None
        self._side = QScrollArea()
        self._side.setProperty("look", "panel")
        self._side.setWidgetResizable(True)
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._side.setWidget(why)
        self._rule = QFrame()
        self._rule.setProperty("look", "upright")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(queue)
        self._row.addWidget(item, 1)
        self._row.addWidget(self._rule)
        self._row.addWidget(self._side)
        item.queue_button.clicked.connect(self.toggle_queue)
        theme.signals.changed.connect(self._measure)
        self._measure()

    @property
    def folded(self) -> bool:
        """Whether the queue is a drawer."""
        return self._folded

    @property
    def below(self) -> bool:
        """Whether the reasons stand below the item."""
        return self._below

    @Slot()
    def toggle_queue(self) -> None:
        """Open or close the drawer; a queue that is a column stays."""
        if self._folded:
            self.drawer_open = not self.drawer_open
            self._place_drawer()

    def open_drawer(self) -> None:
        """Open the drawer where the queue is one."""
        if not self.drawer_open:
            self.toggle_queue()

    def bring_up(self, field: QWidget) -> None:
        """Scroll so that a part of the reasons is on screen."""
        (self.item.area if self._below else self._side).ensureWidgetVisible(field)

    def close_drawer(self) -> bool:
        """Close the drawer; False when it was not open."""
        if not self.drawer_open:
            return False
        self.toggle_queue()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold and unfold."""
        super().resizeEvent(event)
        self._fold()

    def event(self, event: QEvent) -> bool:
        """Fold once the window is known."""
        if event.type() is QEvent.Type.Show:
            self._fold()
        return super().event(event)

    def open_panel(self, panel: QWidget) -> None:
        """Put a panel (history, guidelines ...) at the right, over the reasons, and give it the keyboard.

        One panel at a time; the reasons come back with ``close_panel``.
        """
        if self.panel is panel:
            panel.setFocus()
            return
        self._drop_panel()
        theme.look(panel, "panel")
        self.panel = panel
        self._place_panel()
        panel.show()
        self._show_side()
        panel.setFocus()

    def close_panel(self) -> bool:
        """Take the panel away and go back to the item; False when there is none."""
        if self.panel is None:
            return False
        self._drop_panel()
        self._show_side()
        self.item.area.setFocus()
        return True

    def _drop_panel(self) -> None:
        if self.panel is not None:
            self.panel.hide()
            self.panel = None

    @Slot()
    def _measure(self) -> None:
        """Columns grow with their letters, and so fold sooner."""
        self._side.setFixedWidth(theme.scaled(WHY_WIDTH))
        if not self._below:
            self._measure_reasons()
        self._fold()

    def _measure_reasons(self) -> None:
        """As wide with a scroll bar beside them as without: nothing moves from item to item."""
        bar = self._side.verticalScrollBar().sizeHint().width()
        self.why.setMaximumWidth(theme.scaled(WHY_WIDTH) - bar)
        self.why.leave_room(bar)

    def _fold(self) -> None:
        width = self.window().width()
        self._fold_queue(width < theme.scaled(FOLD_QUEUE))
        self._fold_why(width < theme.scaled(FOLD_WHY))
        self.queue.setFixedWidth(self._queue_width())
        if self._folded:
            self._place_drawer()
        self._place_panel()
        self._show_side()

    def _queue_width(self) -> int:
        usual = theme.scaled(QUEUE_WIDTH)
        if self._folded:
            return min(usual, self.width()) or usual
        return max(usual, min(theme.scaled(QUEUE_WIDEST), round(self.window().width() * QUEUE_SHARE)))

    def _place_panel(self) -> None:
        """Beside the item, or over it where the item would be left with too little."""
        panel = self.panel
        if panel is None:
            return
        wanted = theme.scaled(WHY_WIDTH)
        queue = 0 if self._folded else self._queue_width()
        beside = self.width() - queue - wanted >= theme.scaled(LEAST_ITEM)
        panel.setFixedWidth(wanted if beside else min(wanted, self.width()))
        if beside and self._row.indexOf(panel) < 0:
            self._row.addWidget(panel)
        elif not beside:
            self._row.removeWidget(panel)
            panel.setParent(self)
            place = QRect(self.width() - panel.width(), 0, panel.width(), self.height())
            panel.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
            panel.show()
            panel.raise_()

    def _fold_queue(self, folded: bool) -> None:
        if folded == self._folded:
            return
        self._folded, self.drawer_open = folded, False
        if folded:
            self._row.removeWidget(self.queue)
        else:
            self._row.insertWidget(0, self.queue)
        self.queue.setVisible(not folded)
        self.item.queue_button.setVisible(folded)

    def _place_drawer(self) -> None:
        self.queue.setVisible(self.drawer_open)
        if self.drawer_open:
            place = QRect(0, 0, self.queue.width(), self.height())
            self.queue.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
            self.queue.raise_()

    def _fold_why(self, below: bool) -> None:
        if below == self._below:
            return
        self._below = below
        if below:
            self._side.takeWidget()
            self.why.leave_room(0)
            self.item.below.addWidget(self.why)
        else:
            self.item.below.removeWidget(self.why)
            self._side.setWidget(self.why)
            self._measure_reasons()
        theme.look(self.why, "card" if below else "panel")
        self._show_side()
        self.item.set_narrow(below)

    def set_reasons(self, wanted: bool) -> None:
        """Whether there is an item whose reasons can be shown."""
        self._wanted = wanted
        self._show_side()

    def _show_side(self) -> None:
        self.why.setVisible(self._wanted)
        beside = self._wanted and not self._below
        self._side.setVisible(beside and self.panel is None)
        self._rule.setVisible(beside or (self.panel is not None and self._row.indexOf(self.panel) >= 0))
