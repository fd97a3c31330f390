"""Find a command: everything that can be done, by typing a part of its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from synthreview.translation import tr
from synthreview.ui import theme
from synthreview.ui.announce import announce
from synthreview.ui.commands import Command
from synthreview.ui.elements import Card, label
from synthreview.ui.mirror import turned, write

_SIDE = 16
"""Pixels of a sign; a command without one keeps the place free, so that all words line up."""
_GAP = 10
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


def matching(words: str, wanted: str) -> bool:
    """Whether words fit what was typed at all."""
    return fit(words, wanted) is not None


def fit(words: str, wanted: str) -> float | None:
    """How well words fit what was typed, more is better; None when they do not.

    Every part typed counts: the start of a word most, then any place in the words, then its letters in
    this order with others between, where first letters of words count more.
    """
    text = words.casefold()
    total = 0.0
    for part in wanted.casefold().split():
        found = _fit_part(text, part)
        if found is None:
            return None
        total += found
    return total - len(text) / 1000


def _fit_part(text: str, part: str) -> float | None:
    if text.startswith(part):
        return 4
    if any(word.startswith(part) for word in text.split()):
        return 3
    if part in text:
        return 2
    at, first, starts = -1, -1, 0
    for letter in part:
        at = text.find(letter, at + 1)
        if at < 0:
            return None
        first = at if first < 0 else first
        starts += at == 0 or not text[at - 1].isalnum()
    spread = len(part) / (at - first + 1)
    return (starts / len(part) + spread) / 2


class Palette(QDialog):
    """A field and the commands that fit; Enter runs the chosen one."""

    chosen = Signal(str)
    """The id of the command that is going to run."""

    def __init__(self, commands: Iterable[Command], parent: QWidget, recent: Sequence[str] = ()) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Find a command"))
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        room = parent.window().size()
        self.resize(
            min(theme.scaled(560), room.width() - 48), min(theme.scaled(420), round(room.height() * 0.8))
        )
        ranks = {name: rank for rank, name in enumerate(recent)}
        self._commands = sorted(commands, key=lambda command: ranks.get(command.id, len(ranks)))
        self._recent = set(ranks)
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Type what you want to do"))
        self.field.setAccessibleName(tr("Command"))
        self.nothing = label(tr("No command fits these words."), "muted")
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setIconSize(QSize(_SIDE, _SIDE))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_Line(self.list))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Card(self.field, self.nothing, self.list, margin=12))
        self.field.textChanged.connect(self._filter)
        self.field.returnPressed.connect(self._run)
        self.list.itemClicked.connect(self._run)
        self.field.installEventFilter(self)
        self._filter("")

    @Slot(str)
    def _filter(self, wanted: str) -> None:
        self.list.clear()
        for command in self._fitting(wanted):
            entry = QListWidgetItem(_sign(command), command.words)
            entry.setData(Qt.ItemDataRole.UserRole, command)
            entry.setData(Qt.ItemDataRole.AccessibleTextRole, _spoken(command))
            if command.why_not:
                entry.setToolTip(command.why_not)
            self.list.addItem(entry)
        self.nothing.setVisible(not self.list.count())
        self._go_to(0)

    def _fitting(self, wanted: str) -> list[Command]:
        if not wanted.strip():
            return [command for command in self._commands if not command.rare or command.id in self._recent]
        found = [(fit(command.words, wanted), command) for command in self._commands]
        fits = [(mark, command) for mark, command in found if mark is not None]
        # Letters here and there help who types in haste; beside a word that was meant they are noise.
        if any(mark >= 2 * len(wanted.split()) - 1 for mark, _ in fits):
            fits = [(mark, command) for mark, command in fits if mark > len(wanted.split())]
        fits.sort(key=lambda each: (each[1].rare, bool(each[1].why_not) - each[0]))
        return [command for _, command in fits]

    def _go_to(self, row: int) -> None:
        self.list.setCurrentRow(row)
        entry = self.list.currentItem()
        if entry is not None:
            announce(self.field, entry.data(Qt.ItemDataRole.AccessibleTextRole))

    @Slot()
    def _run(self) -> None:
        entry = self.list.currentItem()
        if entry is None:
            return
        command: Command = entry.data(Qt.ItemDataRole.UserRole)
        if command.why_not:
            announce(self.field, command.why_not)
            return
        self.accept()
        self.chosen.emit(command.id)
        command.act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down move through the list while the field keeps the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step, count = _STEPS.get(Qt.Key(event.key())), self.list.count()
            if step is not None and count:
                row = self.list.currentRow() + step
                self._go_to(row % count if abs(step) == 1 else min(max(row, 0), count - 1))
                return True
        return super().eventFilter(watched, event)


def _spoken(command: Command) -> str:
    rest = command.why_not or command.key or command.about
    return f"{command.words}. {rest}" if rest else command.words


def _sign(command: Command) -> QIcon:
    if not command.icon.isNull():
        return command.icon
    free = QPixmap(_SIDE, _SIDE)
    free.fill(Qt.GlobalColor.transparent)
    return QIcon(free)


class _Line(QStyledItemDelegate):
    """A command with its key at the other end, or with why it cannot be done now."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        command: Command = index.data(Qt.ItemDataRole.UserRole)
        self.initStyleOption(option, index)
        option.text, words = "", option.text
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        way, whole = option.direction, option.rect
        place = turned(way, whole, whole.adjusted(8 + _SIDE + 8, 0, -_GAP, 0))
        rest = command.why_not or command.key or command.about
        room = min(QFontMetrics(option.font).horizontalAdvance(rest) + 4, place.width() * 3 // 5)
        last = turned(way, place, place.adjusted(place.width() - room, 0, 0, 0))
        first = turned(way, place, place.adjusted(0, 0, -room - _GAP, 0))
        painter.save()
        painter.setPen(QColor(theme.current().muted))
        write(painter, way, last, rest, end=True)
        painter.setPen(QColor(theme.current().muted if command.why_not else theme.current().text))
        write(painter, way, first, words)
        painter.restore()
