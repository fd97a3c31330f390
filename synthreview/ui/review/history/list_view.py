"""The list of the history: arrows, Home and End move in it, Enter shows the item, Space offers all acts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from synthreview.translation import tr
from synthreview.ui import theme
from synthreview.ui.elements import show_as_list
from synthreview.ui.review.history.delegate import HistoryDelegate, heading_height, line_height
from synthreview.ui.review.history.model import HistoryModel

_MOVES = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
}
_SHOWS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_OFFERS = {Qt.Key.Key_Space, Qt.Key.Key_Menu}
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class HistoryList(QTableView):
    """Copes with any number of lines: all have one height but those that open a day."""

    chosen = Signal(int)
    """The row a person or the program went to."""
    shown = Signal()
    """A person wants to see the item of the row."""
    offered = Signal(QPoint)
    """A person wants to choose what to do with the row, at a place of the screen."""

    def __init__(self, model: HistoryModel) -> None:
        super().__init__()
        self._model = model
        self._tall: set[int] = set()
        self.setAccessibleName(tr("Steps, newest first"))
        self.setAccessibleDescription(tr("Enter shows the item, Space offers what can be done."))
        self.setModel(model)
        self.setItemDelegate(HistoryDelegate(self))
        show_as_list(self)
        self.selectionModel().currentRowChanged.connect(self._on_row)
        self.doubleClicked.connect(self._on_double)
        # A moment later: a page is read while the view is being painted.
        model.paged.connect(self._give_headings_room, Qt.ConnectionType.QueuedConnection)
        theme.signals.changed.connect(self._dress)
        self._dress()

    @property
    def row(self) -> int:
        """The current row; -1 at none."""
        return self.currentIndex().row()

    def go_to(self, row: int | None) -> None:
        """Make a row the current one and bring it on screen."""
        if row is None:
            self.selectionModel().clear()
            return
        index = self._model.index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def forget_headings(self) -> None:
        """Make all lines one height again, for another list."""
        for row in self._tall:
            if row < self._model.rowCount():
                self.setRowHeight(row, self.verticalHeader().defaultSectionSize())
        self._tall.clear()

    def event(self, event: QEvent) -> bool:
        """Keep the keys of a list from the verbs of the desk."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, show, offer."""
        key = Qt.Key(event.key())
        if not _own(event):
            event.ignore()
        elif key in _SHOWS:
            if not event.isAutoRepeat():
                self.shown.emit()
        elif key in _OFFERS:
            self._offer(self.visualRect(self.currentIndex()).center())
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            last = self._model.rowCount() - 1
            self.go_to(None if last < 0 else 0 if key == Qt.Key.Key_Home else last)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the row that was clicked."""
        index = self.indexAt(event.pos())
        if index.isValid():
            self.setCurrentIndex(index)
            self._offer(event.pos())

    def _offer(self, place: QPoint) -> None:
        if self.row >= 0:
            self.offered.emit(self.viewport().mapToGlobal(place))

    @Slot(QModelIndex, QModelIndex)
    def _on_row(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row())

    @Slot(QModelIndex)
    def _on_double(self, _index: QModelIndex) -> None:
        self.shown.emit()

    @Slot(int, int)
    def _give_headings_room(self, first: int, last: int) -> None:
        """The rows of a page that open a day are taller than the others."""
        height = line_height(self.font()) + heading_height(self.font())
        for row in range(first, min(last + 1, self._model.rowCount())):
            if row not in self._tall and self._model.heading(row):
                self._tall.add(row)
                self.setRowHeight(row, height)

    @Slot()
    def _dress(self) -> None:
        height = line_height(theme.interface_font())
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        for row in self._tall:
            self.setRowHeight(row, height + heading_height(theme.interface_font()))
        self.viewport().update()


def _own(event: QKeyEvent) -> bool:
    key = Qt.Key(event.key())
    return event.modifiers() in _PLAIN and key in _MOVES | _SHOWS | _OFFERS
