"""How a line of the queue is painted: risk as a bar, title, heaviest reason, verdict as a sign."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from synthreview.domain import QueueRow
from synthreview.translation import tr
from synthreview.ui import icons, theme
from synthreview.ui.mirror import side, turned, turned_f, write
from synthreview.ui.review import likely
from synthreview.ui.review.queue_model import FOUND, ROW
from synthreview.ui.text.display import Shown
from synthreview.ui.text.marks import Mark, found_format

_BAR_BEGIN, _BAR_WIDTH, _BAR_ABOVE = 10, 5, 10
_BEGIN, _END = 26, 12
_SIGN = 16


class QueueDelegate(QStyledItemDelegate):
    """Paints one line; asks the model for nothing but its QueueRow."""

    chosen: Collection[int] = ()
    """Items that are selected, to be decided on together."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Every line has one height."""
        return QSize(200, line_height(option.font))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the line of one item."""
        row = index.data(ROW)
        if not isinstance(row, QueueRow):
            return
        ground: QRect = option.rect
        font: QFont = option.font
        way: Qt.LayoutDirection = option.direction
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        self._paint_ground(painter, ground, selected=selected)
        if row.item in self.chosen:
            edge = QRect(ground.left(), ground.top(), 4, ground.height())
            painter.fillRect(turned(way, ground, edge), QColor(theme.current().accent))
        self._paint_risk(painter, way, ground, row.risk)
        room = self._paint_signs(painter, way, ground, row)
        place = QRect(ground.left() + _BEGIN, ground.top(), room - _BEGIN, ground.height())
        self._paint_words(painter, way, turned(way, ground, place), font, row, index.data(FOUND) or ())
        painter.restore()

    def _paint_ground(self, painter: QPainter, ground: QRect, *, selected: bool) -> None:
        colours = theme.current()
        if selected:
            painter.fillRect(ground, QColor(colours.accent_soft))
        painter.fillRect(QRect(ground.left(), ground.bottom(), ground.width(), 1), QColor(colours.line))

    def _paint_risk(self, painter: QPainter, way: Qt.LayoutDirection, ground: QRect, risk: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.risk_colour(risk)))
        top, height = ground.top() + _BAR_ABOVE, ground.height() - 2 * _BAR_ABOVE - 1
        bar = QRectF(ground.left() + _BAR_BEGIN, top, _BAR_WIDTH, height)
        painter.drawRoundedRect(turned_f(way, QRectF(ground), bar), 2.5, 2.5)

    def _paint_signs(self, painter: QPainter, way: Qt.LayoutDirection, ground: QRect, row: QueueRow) -> int:
        """Draw the signs at the end of the line; how wide a place they leave before them."""
        signs = ["check"] if row.item in self.chosen else []
        signs += [row.verdict.value] if row.verdict else []
        signs += ["flag"] if row.flagged else []
        room = ground.width() - _END
        for sign in signs:
            room -= _SIGN
            place = QRect(ground.left() + room, ground.center().y() - _SIGN // 2, _SIGN, _SIGN)
            painter.drawPixmap(turned(way, ground, place).topLeft(), self._picture(painter, sign))
            room -= 4
        return room

    def _picture(self, painter: QPainter, sign: str) -> QPixmap:
        colour = sign if sign not in ("flag", "check") else "accent"
        return icons.pixmap(sign, _SIGN, painter.device().devicePixelRatioF(), colour)

    def _paint_words(
        self,
        painter: QPainter,
        way: Qt.LayoutDirection,
        place: QRect,
        font: QFont,
        row: QueueRow,
        found: Sequence[Mark],
    ) -> None:
        colours = theme.current()
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() - 1)
        height = QFontMetrics(font).height()
        top = place.top() + (place.height() - height - QFontMetrics(small).height() - 2) // 2
        painter.setFont(font)
        painter.setPen(QColor(colours.muted if row.verdict else colours.text))
        title = QRect(place.left(), top, place.width(), height)
        if found:
            _marked_line(painter, way, title, row.title, found)
        else:
            write(painter, way, title, row.title or tr("(no text)"))
        painter.setFont(small)
        painter.setPen(QColor(colours.muted))
        reason = row.reason or tr("No finding")
        words = f"{likely.brief(row.risk, row.chance)} · {reason}"
        low = QFontMetrics(small).height()
        write(painter, way, QRect(place.left(), top + height + 2, place.width(), low), words)


def line_height(font: QFont) -> int:
    """The height of a line of the queue."""
    return 2 * QFontMetrics(font).height() + 16


def _marked_line(
    painter: QPainter, way: Qt.LayoutDirection, place: QRect, text: str, found: Sequence[Mark]
) -> None:
    words = Shown(text)
    shown = painter.fontMetrics().elidedText(words.text, Qt.TextElideMode.ElideRight, place.width())
    layout = QTextLayout(shown, painter.font())
    kept = len(shown.encode("utf-16-le")) // 2 - (shown != words.text)
    formats = []
    for mark in found:
        start, end = words.place(mark.start), words.place(mark.end)
        if start < kept:
            run = QTextLayout.FormatRange()
            run.start, run.length, run.format = start, min(end, kept) - start, found_format()
            formats.append(run)
    layout.setFormats(formats)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(10 * place.width())
    layout.endLayout()
    at_right = side(way) & Qt.AlignmentFlag.AlignRight
    left = place.right() + 1 - line.naturalTextWidth() if at_right else place.left()
    layout.draw(painter, QPointF(left, place.top()))
