"""How a line of the history is painted: the day it opens, what was done, who, when, what became of it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from synthreview.domain import OperationState
from synthreview.project import HistoryRow
from synthreview.translation import tr
from synthreview.ui import theme
from synthreview.ui.mirror import across, turned, write
from synthreview.ui.review.history.model import HEADING, IS_HERE, ROW
from synthreview.ui.review.history.words import (
    BEGINNING,
    HERE,
    NOBODY,
    NOTHING_YET,
    stands,
    state_words,
    time_words,
)

_BEGIN, _END, _GAP = 16, 12, 8
_INDENT = 14
"""Of what is on a branch that was left."""
_MARK = 4


class HistoryDelegate(QStyledItemDelegate):
    """Paints one line; asks the model for nothing but its row, its day and whether one is here."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Lines have one height, and those that open a day a heading above it."""
        return QSize(
            200, line_height(option.font) + (heading_height(option.font) if index.data(HEADING) else 0)
        )

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a line, below the day it opens."""
        whole: QRect = option.rect
        font: QFont = option.font
        way: Qt.LayoutDirection = option.direction
        painter.save()
        ground = QRect(whole)
        # As tall as the view has made it: a page's headings get their place a moment after it is read.
        above = whole.height() - line_height(font)
        if above > 0:
            ground.setTop(whole.top() + above)
            _heading(
                painter,
                way,
                QRect(whole.left(), whole.top(), whole.width(), above),
                font,
                index.data(HEADING),
            )
        selected, here = bool(option.state & QStyle.StateFlag.State_Selected), bool(index.data(IS_HERE))
        _ground(painter, way, ground, selected=selected, here=here)
        row = index.data(ROW)
        if isinstance(row, HistoryRow):
            _operation(painter, way, ground, font, row, here=here)
        else:
            _beginning(painter, way, ground, font, here=here)
        painter.restore()


def line_height(font: QFont) -> int:
    """The height of a line of the history."""
    return 2 * QFontMetrics(font).height() + 14


def heading_height(font: QFont) -> int:
    """The height of a day above its first line."""
    return QFontMetrics(font).height() + 12


def _heading(
    painter: QPainter, way: Qt.LayoutDirection, place: QRect, font: QFont, words: str | None
) -> None:
    colours = theme.current()
    painter.fillRect(place, QColor(colours.sunken))
    small = _small(font)
    small.setWeight(QFont.Weight.DemiBold)
    painter.setFont(small)
    painter.setPen(QColor(colours.muted))
    write(painter, way, _inner(way, place), words or "")


def _ground(painter: QPainter, way: Qt.LayoutDirection, ground: QRect, *, selected: bool, here: bool) -> None:
    colours = theme.current()
    if selected:
        painter.fillRect(ground, QColor(colours.accent_soft))
    if here:
        mark = QRect(ground.left(), ground.top(), _MARK, ground.height())
        painter.fillRect(turned(way, ground, mark), QColor(colours.accent))
    painter.fillRect(QRect(ground.left(), ground.bottom(), ground.width(), 1), QColor(colours.line))


def _operation(
    painter: QPainter, way: Qt.LayoutDirection, ground: QRect, font: QFont, row: HistoryRow, *, here: bool
) -> None:
    operation, colours = row.operation, theme.current()
    left = operation.state is OperationState.ABANDONED
    if left:
        _branch(painter, way, ground)
    first, second = _lines(_inner(way, ground, _INDENT if left else 0), font)
    struck = QFont(font)
    struck.setStrikeOut(not stands(row))
    time = time_words(operation.at)
    painter.setFont(_small(font))
    painter.setPen(QColor(colours.muted))
    width = painter.fontMetrics().horizontalAdvance(time)
    write(painter, way, first, time, end=True)
    painter.setFont(struck)
    painter.setPen(QColor(colours.text if stands(row) else colours.muted))
    write(painter, way, _before(way, first, width), operation.label)
    painter.setFont(_small(font))
    painter.setPen(QColor(colours.muted))
    if here:
        second = _here(painter, way, second, font)
    became = (
        tr("Left behind for {other}", other=row.left_for)
        if row.left_for and not row.done_again
        else state_words(row)
    )
    who = operation.reviewer or tr(NOBODY)
    write(painter, way, second, f"{became} \u00b7 {who}" if became else who)


def _beginning(painter: QPainter, way: Qt.LayoutDirection, ground: QRect, font: QFont, *, here: bool) -> None:
    first, second = _lines(_inner(way, ground), font)
    painter.setFont(font)
    painter.setPen(QColor(theme.current().text))
    write(painter, way, first, tr(BEGINNING))
    painter.setFont(_small(font))
    painter.setPen(QColor(theme.current().muted))
    write(painter, way, _here(painter, way, second, font) if here else second, tr(NOTHING_YET))


def _here(painter: QPainter, way: Qt.LayoutDirection, place: QRect, font: QFont) -> QRect:
    """Write the mark at the end of the line; what is left of it."""
    painter.save()
    bold = _small(font)
    bold.setWeight(QFont.Weight.DemiBold)
    painter.setFont(bold)
    painter.setPen(QColor(theme.current().accent))
    write(painter, way, place, tr(HERE), end=True)
    width = painter.fontMetrics().horizontalAdvance(tr(HERE))
    painter.restore()
    return _before(way, place, width)


def _branch(painter: QPainter, way: Qt.LayoutDirection, ground: QRect) -> None:
    """A dashed line where the words begin: off the line of what was done."""
    pen = painter.pen()
    pen.setColor(QColor(theme.current().muted))
    pen.setWidth(1)
    pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    x = ground.left() + round(across(way, ground.width() - 1, _BEGIN + 3))
    painter.drawLine(x, ground.top() + 6, x, ground.bottom() - 6)


def _inner(way: Qt.LayoutDirection, ground: QRect, indent: int = 0) -> QRect:
    return turned(way, ground, ground.adjusted(_BEGIN + indent, 0, -_END, 0))


def _before(way: Qt.LayoutDirection, line: QRect, width: int) -> QRect:
    """What is left of a line at whose end so many pixels are taken."""
    return turned(way, line, line.adjusted(0, 0, -width - _GAP, 0))


def _lines(place: QRect, font: QFont) -> tuple[QRect, QRect]:
    height, low = QFontMetrics(font).height(), QFontMetrics(_small(font)).height()
    top = place.top() + (place.height() - height - low - 2) // 2
    return (
        QRect(place.left(), top, place.width(), height),
        QRect(place.left(), top + height + 2, place.width(), low),
    )


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() - 1)
    return small
