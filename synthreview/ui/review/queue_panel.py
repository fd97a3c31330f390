"""The left column: how much is left, a filter line, the queue itself."""

from __future__ import annotations

from array import array

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from synthreview.figures import grouped
from synthreview.translation import tr, trn
from synthreview.ui import theme
from synthreview.ui.elements import button, column, label, row, rule, show_as_list
from synthreview.ui.filter_line.line import FilterLine
from synthreview.ui.review.found_marks import Found
from synthreview.ui.review.queue_delegate import QueueDelegate, line_height
from synthreview.ui.review.queue_model import Fetch, QueueModel


class QueuePanel(QFrame):
    """A view that copes with a million rows: one height for all lines, one line selected at most."""

    chosen = Signal(int)
    """The item of the line a person went to."""
    asked = Signal(str)
    """A filter a person typed."""
    stopped = Signal()
    """A person does not want to wait for the list."""

    def __init__(self, fetch: Fetch) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self.model = QueueModel(fetch, self)
        self._led = False
        self._whole = True
        self._left, self._done = label(tr("Queue"), "muted"), label("", "muted")
        self.filter = FilterLine()
        self.filter.asked.connect(self.asked)
        self.table = self._table()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        head = QWidget()
        layout = QVBoxLayout(head)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        self.stop = button(tr("Stop"), self.stopped, "link")
        self.stop.setAccessibleName(tr("Stop looking"))
        self.stop.hide()
        layout.addLayout(row(self._left, self.stop, None, self._done))
        layout.addWidget(self.filter)
        self.offer = button("", lambda: None, "link")
        self.offer.setToolTip(
            tr("Decisions tell how far each detector can be trusted. The order changes; undo brings it back.")
        )
        self.offer.hide()
        layout.addLayout(row(self.offer, None))
        whole = row(spacing=0)
        whole.addLayout(column(head, rule("line"), self.stack, spacing=0))
        whole.addWidget(rule("upright"))
        self.setLayout(whole)
        theme.signals.changed.connect(self._dress)
        self._dress()

    @property
    def row(self) -> int:
        """The line the queue is at; -1 when at none."""
        return self.table.currentIndex().row()

    def say_counts(self, left: str, done: str) -> None:
        """Show how much is left and done, in words."""
        self.stop.hide()
        self._left.setText(left)
        self._done.setText(done)

    def say_offer(self, words: str) -> None:
        """Offer something to be done with the whole queue; empty words take the offer back."""
        self.offer.setText(words)
        self.offer.setAccessibleName(words)
        self.offer.setVisible(bool(words))

    def list_ids(self, ids: array[int], *, whole: bool) -> None:
        """Show another list or, once more than its beginning is known, the ``whole`` of it."""
        began, self._whole = not self._whole, whole
        if whole and began and self.model.complete(ids):
            return
        place = self.table.verticalScrollBar().value()
        self._led = True
        self.model.set_ids(ids)
        self._led = False
        self.table.verticalScrollBar().setValue(place)

    def matches(self) -> str:
        """How many items are listed, in words."""
        count = self.model.rowCount()
        return (
            trn("{count} match", "{count} matches", count)
            if self._whole
            else tr("At least {count} matches", count=grouped(count))
        )

    def say_looking(self) -> None:
        """Say that another list is on its way."""
        self._left.setText(tr("Looking\u2026"))
        self.stop.show()

    def show_found(self, found: Found) -> None:
        """Mark what the filter looks for in the titles."""
        self.model.found = found
        self.table.viewport().update()

    def open_side(self, panel: QWidget) -> None:
        """Put a panel in the place of the lines and give it the keyboard."""
        if self.stack.indexOf(panel) < 0:
            self.stack.addWidget(panel)
        self.stack.setCurrentWidget(panel)
        panel.setFocus()

    def close_side(self) -> bool:
        """Bring the lines back; False when they are there."""
        if self.stack.currentWidget() is self.table:
            return False
        self.stack.setCurrentWidget(self.table)
        return True

    def go_to(self, row_number: int | None) -> None:
        """Mark a line as the current one and bring it on screen; None marks no line."""
        self._led = True
        if row_number is None:
            self.table.selectionModel().clear()
        else:
            index = self.model.index(row_number, 0)
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self._led = False

    def _table(self) -> QTableView:
        table = QTableView()
        table.setAccessibleName(tr("Queue"))
        table.setModel(self.model)
        table.setItemDelegate(QueueDelegate(table))
        show_as_list(table)
        table.selectionModel().currentRowChanged.connect(self._on_row)
        return table

    @Slot()
    def _dress(self) -> None:
        height = line_height(theme.interface_font())
        self.table.verticalHeader().setMinimumSectionSize(height)
        self.table.verticalHeader().setDefaultSectionSize(height)
        self.table.viewport().update()

    @Slot(QModelIndex, QModelIndex)
    def _on_row(self, index: QModelIndex) -> None:
        if index.isValid() and not self._led:
            self.chosen.emit(self.model.item_at(index.row()))
