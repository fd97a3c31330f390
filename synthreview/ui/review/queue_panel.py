"""The left column: how much is left, a filter line, the queue itself."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from synthreview.ui import icons, theme
from synthreview.ui.elements import label, row
from synthreview.ui.review.queue_delegate import QueueDelegate, line_height
from synthreview.ui.review.queue_model import Fetch, QueueModel


class QueuePanel(QFrame):
    """A view that copes with a million rows: one height for all lines, one line selected at most."""

    chosen = Signal(int)
    """The item of the line a person went to."""
    asked = Signal(str)
    """A filter a person typed."""

    def __init__(self, fetch: Fetch) -> None:
        super().__init__()
        self.setProperty("look", "drawer")
        self.model = QueueModel(fetch, self)
        self._led = False
        self._left, self._done = label("Queue", "muted"), label("", "muted")
        self.filter = self._filter_line()
        self._wrong = label("", "error", wrap=True)
        self._wrong.hide()
        self.table = self._table()
        head = QWidget()
        layout = QVBoxLayout(head)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(row(self._left, None, self._done))
        layout.addWidget(self.filter)
        layout.addWidget(self._wrong)
        line = QFrame()
        line.setProperty("look", "line")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 1, 0)
        whole.setSpacing(0)
        for widget in (head, line, self.table):
            whole.addWidget(widget)
        theme.signals.changed.connect(self._dress)
        self._dress()

    @property
    def row(self) -> int:
        """The line the queue is at; -1 when at none."""
        return self.table.currentIndex().row()

    def say_counts(self, left: str, done: str) -> None:
        """Show how much is left and done, in words."""
        self._left.setText(left)
        self._done.setText(done)

    def say_wrong(self, sentence: str) -> None:
        """Show why the filter cannot be used; an empty sentence takes the message away."""
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))
        self.filter.setProperty("wrong", bool(sentence))
        theme.repolish(self.filter)

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

    def _filter_line(self) -> QLineEdit:
        line = QLineEdit()
        line.setProperty("look", "find")
        line.setPlaceholderText("Filter: kind:instruction risk>=0.5")
        line.setAccessibleName("Filter the queue")
        line.setToolTip("Filter the queue (/). Enter looks, Esc leaves.")
        line.setClearButtonEnabled(True)
        symbol = QAction(line)
        icons.dress(symbol, "search", "muted")
        line.addAction(symbol, QLineEdit.ActionPosition.LeadingPosition)
        line.returnPressed.connect(self._ask)
        return line

    def _table(self) -> QTableView:
        table = QTableView()
        table.setAccessibleName("Queue")
        table.setModel(self.model)
        table.setItemDelegate(QueueDelegate(table))
        table.horizontalHeader().hide()
        table.horizontalHeader().setStretchLastSection(True)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.setShowGrid(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setTabKeyNavigation(False)
        table.selectionModel().currentRowChanged.connect(self._on_row)
        return table

    @Slot()
    def _dress(self) -> None:
        height = line_height(theme.interface_font())
        self.table.verticalHeader().setMinimumSectionSize(height)
        self.table.verticalHeader().setDefaultSectionSize(height)
        self.table.viewport().update()

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(self.filter.text().strip())

    @Slot(QModelIndex, QModelIndex)
    def _on_row(self, index: QModelIndex) -> None:
        if index.isValid() and not self._led:
            self.chosen.emit(self.model.item_at(index.row()))
