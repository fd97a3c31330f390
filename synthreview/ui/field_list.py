"""The fields of the first record, to be dragged onto a part or picked by keyboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)

from synthreview.translation import Table, later, tr
from synthreview.ui import mirror
from synthreview.ui.samples import shortened
from synthreview.ui.text.display import is_right_to_left

Index = QModelIndex | QPersistentModelIndex
_PATH = Qt.ItemDataRole.UserRole
VALUE = 80
"""Characters of a value that are shown."""
_WORDS = Table({"@": later("@, the item at hand"), "@list": later("@list, the name of its list")})
OPEN = 30
"""Fields up to which nested ones are shown from the start."""
WIDEST = 300
"""Pixels that the names take at most."""


def parent_of(path: str, known: Mapping[str, Any]) -> str:
    """The longest known path that a path leads on from; empty for one at the top."""
    ends = [place for place, sign in enumerate(path) if sign in ".[" and place]
    return next((path[:end] for end in reversed(ends) if path[:end] in known), "")


class _Values(QStyledItemDelegate):
    """Values begin where the column does and run as their own letters do, as they are data."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.displayAlignment = mirror.side(option.direction) | Qt.AlignmentFlag.AlignVCenter
        backwards = is_right_to_left(option.text)
        option.direction = Qt.LayoutDirection.RightToLeft if backwards else Qt.LayoutDirection.LeftToRight


class FieldList(QTreeWidget):
    """One line a field, nested ones below what holds them."""

    picked = Signal(str)
    """The path of a field that was chosen with Enter or a double click."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.setAccessibleName(tr("Fields in the first record"))
        self.setAccessibleDescription(tr("Enter offers the parts that the field can be used for."))
        self.setHeaderLabels([tr("Field"), tr("In the first record")])
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.header().setStretchLastSection(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setUniformRowHeights(True)
        self.setItemDelegateForColumn(1, _Values(self))
        self.setIndentation(16)
        self.itemDoubleClicked.connect(self._activated)

    def show_fields(self, fields: Sequence[str], values: Mapping[str, str]) -> None:
        """List paths, with the values they have in the first record where these are known."""
        self.clear()
        lines: dict[str, QTreeWidgetItem] = {}
        for path in fields:
            above = parent_of(path, lines)
            value = shortened(values.get(path, ""), VALUE)
            name = _WORDS.get(path) or path[len(above) :].removeprefix(".")
            line = QTreeWidgetItem([name, value])
            line.setData(0, _PATH, path)
            line.setToolTip(0, path)
            line.setToolTip(1, value)
            lines[path] = line
            if above:
                lines[above].addChild(line)
            else:
                self.addTopLevelItem(line)
        self.setRootIsDecorated(any(line.childCount() for line in lines.values()))
        if len(fields) <= OPEN:
            self.expandAll()
        self.resizeColumnToContents(0)
        self.setColumnWidth(0, min(self.columnWidth(0) + 16, WIDEST))
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)

    def mimeData(self, items: Sequence[QTreeWidgetItem]) -> QMimeData:
        """A dragged field is its path."""
        made = QMimeData()
        if items:
            made.setText(str(items[0].data(0, _PATH)))
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter offers the parts; left to itself it would go on to the dialog and import."""
        line = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and line is not None:
            event.accept()
            self._activated(line, 0)
        else:
            super().keyPressEvent(event)

    @Slot(QTreeWidgetItem, int)
    def _activated(self, line: QTreeWidgetItem, _column: int) -> None:
        self.picked.emit(str(line.data(0, _PATH)))
