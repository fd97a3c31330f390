"""What hangs below a filter line: offers to choose from, and what is wrong with what was written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
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
from synthreview.ui.elements import label
from synthreview.ui.filter_line.offers import Offer
from synthreview.ui.mirror import turned, write

_LEAST = 420
"""Pixels, where the window has them."""
_SIDE = 10


class Drop(QFrame):
    """Lies over the window's other widgets without ever taking the keyboard."""

    taken = Signal(object)
    """The Offer a person clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "overlay")
        self.list = QListWidget()
        self.list.setProperty("look", "plain")
        self.list.setAccessibleName(tr("Offers"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_Line(self.list))
        self.list.itemClicked.connect(self._clicked)
        self.wrong = label("", "error", wrap=True)
        self.hint = label("", "small", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(4)
        for words in (self.wrong, self.hint):
            words.setContentsMargins(_SIDE, 4, _SIDE, 4)
        for widget in (self.wrong, self.list, self.hint):
            layout.addWidget(widget)
        self.hide()

    @property
    def chosen(self) -> Offer | None:
        """The offer that is marked."""
        index = self.list.currentIndex()
        offer: Offer | None = index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None
        return offer

    def show_below(self, line: QWidget, offers: Sequence[Offer], wrong: str, hint: str) -> None:
        """Show offers and words under a line; with none of them, nothing is shown."""
        self.list.clear()
        for offer in offers:
            entry = QListWidgetItem(offer.text.strip())
            entry.setData(Qt.ItemDataRole.UserRole, offer)
            entry.setData(Qt.ItemDataRole.AccessibleTextRole, f"{offer.text.strip()}, {offer.words}")
            self.list.addItem(entry)
        self.list.setVisible(bool(offers))
        self.list.setFixedHeight(sum(self.list.sizeHintForRow(row) for row in range(len(offers))) + 2)
        for words, said in ((self.wrong, wrong), (self.hint, hint)):
            words.setText(said)
            words.setVisible(bool(said))
        if offers or wrong or hint:
            self._place(line)
        else:
            self.hide()

    def step(self, by: int) -> Offer | None:
        """Mark the next offer or the one before, round by way of none; the offer marked now."""
        row = (self.list.currentRow() + 1 + by) % (self.list.count() + 1) - 1
        self.list.setCurrentRow(row)
        if row < 0:
            self.list.clearSelection()
        return self.chosen

    def _place(self, line: QWidget) -> None:
        window = line.window()
        if self.parent() is not window:
            self.setParent(window)
        corner = line.mapTo(window, QPoint(0, line.height() + 4))
        width = min(max(line.width(), _LEAST), window.width() - 16)
        begin = corner.x() if not line.isRightToLeft() else corner.x() + line.width() - width
        left = max(8, min(begin, window.width() - width - 8))
        inner = width - 12 - 2 * _SIDE
        for words in (self.wrong, self.hint):
            words.setFixedHeight(words.heightForWidth(inner + 2 * _SIDE) if words.text() else 0)
        self.setGeometry(left, corner.y(), width, self.sizeHint().height())
        self.show()
        self.raise_()

    @Slot(QListWidgetItem)
    def _clicked(self, entry: QListWidgetItem) -> None:
        self.taken.emit(entry.data(Qt.ItemDataRole.UserRole))


class _Line(QStyledItemDelegate):
    """What is put in, and behind it what it means."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, QFontMetrics(option.font).height() + 10)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours = theme.current()
        ground: QRect = option.rect
        painter.save()
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft))
            painter.drawRoundedRect(ground, 6, 6)
        offer: Offer = index.data(Qt.ItemDataRole.UserRole)
        metrics = QFontMetrics(option.font)
        inside = ground.adjusted(_SIDE, 0, -_SIDE, 0)
        way: Qt.LayoutDirection = option.direction
        room = min(metrics.horizontalAdvance(offer.text.strip()) + 1, inside.width() * 3 // 5)
        painter.setPen(QColor(colours.text))
        write(painter, way, turned(way, inside, inside.adjusted(0, 0, room - inside.width(), 0)), offer.text)
        painter.setPen(QColor(colours.muted))
        rest = turned(way, inside, inside.adjusted(max(120, room + 16), 0, 0, 0))
        write(painter, way, rest, offer.words)
        painter.restore()
