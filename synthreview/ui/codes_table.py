"""What the values of a choice or a label mean: one line for each value that a source writes."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSignalBlocker,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from synthreview.translation import Table, later, tr
from synthreview.ui import icons, mirror
from synthreview.ui.elements import button, row

CHOICE_WORDS = Table({"a": later("A is better"), "b": later("B is better"), "tie": later("Tie")})
"""What a choice says, in words."""
MOST_LINES = 6
"""Lines that are on show at once; a longer list scrolls."""

Index = QModelIndex | QPersistentModelIndex


class _Meanings(QStyledItemDelegate):
    """Offers the three choices where a meaning is edited."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        made = QComboBox(parent)
        made.addItems(list(CHOICE_WORDS.values()))
        made.setAccessibleName(tr("Meaning"))
        made.activated.connect(self._chosen)
        return made

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A mark at the end says that there is a choice."""
        super().paint(painter, option, index)
        mark = icons.pixmap("chevron-down", 16, painter.device().devicePixelRatioF(), "muted")
        cell = option.rect
        place = QRect(cell.right() - 24, cell.center().y() - 7, 16, 16)
        painter.drawPixmap(mirror.turned(option.direction, cell, place), mark)

    @Slot()
    def _chosen(self) -> None:
        editor = self.sender()
        if isinstance(editor, QWidget):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data() or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())


class _Lines(QTableWidget):
    """Enter edits the cell at hand; left to itself it would go on to the dialog and import."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            if self.state() is not QAbstractItemView.State.EditingState and self.currentItem() is not None:
                self.editItem(self.currentItem())
        else:
            super().keyPressEvent(event)


class CodesTable(QWidget):
    """Edits the codes of one part; for a choice the meanings are chosen, for a label they are typed."""

    changed = Signal()

    def __init__(self, part: str, *, choice: bool) -> None:
        super().__init__()
        self._choice = choice
        self.table = _Lines(0, 2)
        self.table.setProperty("look", "card")
        self.table.setAccessibleName(tr("Codes of {part}: value in the file and what it means", part=part))
        self.table.setHorizontalHeaderLabels([tr("Value in the file"), tr("Means")])
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        if choice:
            self.table.setItemDelegateForColumn(1, _Meanings(self.table))
            self.table.cellClicked.connect(self._clicked)
        self.table.itemChanged.connect(self.changed)
        self.add = button(tr("Add a value"), self._add)
        self.remove = button(tr("Remove"), self._remove, "quiet")
        for act in (self.add, self.remove):
            act.setAccessibleDescription(tr("Codes of {part}", part=part))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.table)
        layout.addLayout(row(self.add, self.remove, None))
        self._fit()

    def show_codes(self, codes: Mapping[str, str]) -> None:
        """List the codes as they stand."""
        with QSignalBlocker(self.table):
            self.table.setRowCount(0)
            for value, means in codes.items():
                self._append(value, means)
        self._fit()

    def codes(self) -> dict[str, str]:
        """Value to meaning; lines without a value say nothing."""
        found = {}
        for line in range(self.table.rowCount()):
            value, means = (self._text(line, column) for column in (0, 1))
            if value and means:
                found[value] = _meaning(means)
        return found

    def offer(self, value: str) -> None:
        """Add a line for a value and let its meaning be chosen."""
        with QSignalBlocker(self.table):
            self._append(value, next(iter(CHOICE_WORDS)) if self._choice else "")
        self._fit()
        self.table.setCurrentCell(self.table.rowCount() - 1, 1 if value else 0)
        self.table.setFocus()
        if value:
            self.changed.emit()
        else:
            self.table.editItem(self.table.currentItem())

    def _append(self, value: str, means: str) -> None:
        line = self.table.rowCount()
        self.table.insertRow(line)
        told = CHOICE_WORDS.get(means, means) if self._choice else means
        for column, text in enumerate((value, told)):
            self.table.setItem(line, column, QTableWidgetItem(text))

    def _text(self, line: int, column: int) -> str:
        cell = self.table.item(line, column)
        return cell.text().strip() if cell is not None else ""

    @Slot(int, int)
    def _clicked(self, line: int, column: int) -> None:
        """One click offers the meanings."""
        cell = self.table.item(line, column)
        if column == 1 and cell is not None:
            self.table.editItem(cell)

    @Slot()
    def _add(self) -> None:
        self.offer("")

    @Slot()
    def _remove(self) -> None:
        line = self.table.currentRow()
        if line >= 0:
            self.table.removeRow(line)
            self._fit()
            self.changed.emit()

    def _fit(self) -> None:
        """As tall as its lines, up to a few; the rest scrolls."""
        lines = min(max(self.table.rowCount(), 1), MOST_LINES)
        height = self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + lines * height + 6)
        self.remove.setEnabled(self.table.rowCount() > 0)


def _meaning(words: str) -> str:
    """The code of a choice by its words; what is no choice stands for itself."""
    return next((choice for choice, said in CHOICE_WORDS.items() if said == words), words)
