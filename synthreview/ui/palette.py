"""Find a command: everything a menu does, by typing a part of its words."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Slot
from PySide6.QtGui import QAction, QColor, QIcon, QKeyEvent, QKeySequence, QPainter, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from synthreview.ui import theme
from synthreview.ui.elements import Card

_KEY = Qt.ItemDataRole.UserRole + 1
_SIDE = 16
"""Pixels of a sign; a command without one keeps the place free, so that all words line up."""


def matching(words: str, wanted: str) -> bool:
    """Whether every word typed occurs in a command's words."""
    return all(part in words.lower() for part in wanted.lower().split())


class Palette(QDialog):
    """A field and the commands that match it; Enter runs the chosen one."""

    def __init__(self, commands: Iterable[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Find a command")
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.resize(480, 360)
        self._commands = [command for command in commands if command.isEnabled() and words_of(command)]
        self.field = QLineEdit()
        self.field.setPlaceholderText("Type what you want to do")
        self.field.setAccessibleName("Command")
        self.list = QListWidget()
        self.list.setAccessibleName("Commands")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setIconSize(QSize(_SIDE, _SIDE))
        self.list.setItemDelegate(_Line(self.list))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Card(self.field, self.list, margin=12))
        self.field.textChanged.connect(self._filter)
        self.field.returnPressed.connect(self._run)
        self.list.itemClicked.connect(self._run)
        self.field.installEventFilter(self)
        self._filter("")

    @Slot(str)
    def _filter(self, wanted: str) -> None:
        self.list.clear()
        for command in self._commands:
            if matching(words_of(command), wanted):
                entry = QListWidgetItem(_sign(command), words_of(command))
                entry.setData(Qt.ItemDataRole.UserRole, command)
                entry.setData(_KEY, key_of(command))
                self.list.addItem(entry)
        self.list.setCurrentRow(0)

    @Slot()
    def _run(self) -> None:
        entry = self.list.currentItem()
        if entry is not None:
            self.accept()
            entry.data(Qt.ItemDataRole.UserRole).trigger()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down move through the list while the field keeps the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
        return super().eventFilter(watched, event)


def words_of(command: QAction) -> str:
    """A command's words without the marks and keys that menus put in."""
    return command.text().split("\t")[0].replace("&", "").strip()


def key_of(command: QAction) -> str:
    """The key that does the same, as the person's system writes it; empty without one."""
    return command.text().partition("\t")[2] or command.shortcut().toString(
        QKeySequence.SequenceFormat.NativeText
    )


def _sign(command: QAction) -> QIcon:
    if not command.icon().isNull():
        return command.icon()
    free = QPixmap(_SIDE, _SIDE)
    free.fill(Qt.GlobalColor.transparent)
    return QIcon(free)


class _Line(QStyledItemDelegate):
    """A command with its key at the right end."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        painter.setPen(QColor(theme.current().muted))
        place = option.rect.adjusted(0, 0, -10, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, index.data(_KEY))
