"""Three columns that fold: under 1,100 px the queue becomes a drawer, under 900 the reasons go below."""

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
QWIDGETSIZE_MAX = (1 << 24) - 1
"""Qt's own value for a widget without a greatest size."""


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
        if self._row.indexOf(panel) < 0:
            panel.setProperty("look", "panel")
            self._row.addWidget(panel)
        self.panel = panel
        panel.setFixedWidth(theme.scaled(WHY_WIDTH))
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
        self.queue.setFixedWidth(theme.scaled(QUEUE_WIDTH))
        for side in (self._side, self.panel):
            if side is not None:
                side.setFixedWidth(theme.scaled(WHY_WIDTH))
        self._fold()

    def _fold(self) -> None:
        width = self.window().width()
        self._fold_queue(width < theme.scaled(FOLD_QUEUE))
        self._fold_why(width < theme.scaled(FOLD_WHY))
        if self._folded:
            self._place_drawer()

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
            place = QRect(0, 0, theme.scaled(QUEUE_WIDTH), self.height())
            self.queue.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
            self.queue.raise_()

    def _fold_why(self, below: bool) -> None:
        if below == self._below:
            return
        self._below = below
        if below:
            self._side.takeWidget()
            self.item.below.addWidget(self.why)
        else:
            self.item.below.removeWidget(self.why)
            self.why.setMaximumWidth(QWIDGETSIZE_MAX)
            self._side.setWidget(self.why)
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
        self._rule.setVisible(beside or self.panel is not None)
