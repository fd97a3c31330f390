"""How a line of the queue is painted: risk as a bar, title, heaviest reason, verdict as a sign."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from synthreview.domain import QueueRow
from synthreview.ui import icons, theme
from synthreview.ui.review.queue_model import ROW, short

_BAR_LEFT, _BAR_WIDTH, _BAR_ABOVE = 10, 5, 10
_LEFT = 26
_RIGHT = 12
_SIGN = 16


class QueueDelegate(QStyledItemDelegate):
    """Paints one line; asks the model for nothing but its QueueRow."""

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
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        self._paint_ground(painter, ground, selected=selected)
        self._paint_risk(painter, ground, row.risk)
        right = self._paint_signs(painter, ground, row)
        place = QRect(ground.left() + _LEFT, ground.top(), right - _LEFT, ground.height())
        self._paint_words(painter, place, font, row)
        painter.restore()

    def _paint_ground(self, painter: QPainter, ground: QRect, *, selected: bool) -> None:
        colours = theme.current()
        if selected:
            painter.fillRect(ground, QColor(colours.accent_soft))
        painter.fillRect(QRect(ground.left(), ground.bottom(), ground.width(), 1), QColor(colours.line))

    def _paint_risk(self, painter: QPainter, ground: QRect, risk: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.risk_colour(risk)))
        top, height = ground.top() + _BAR_ABOVE, ground.height() - 2 * _BAR_ABOVE - 1
        painter.drawRoundedRect(QRectF(ground.left() + _BAR_LEFT, top, _BAR_WIDTH, height), 2.5, 2.5)

    def _paint_signs(self, painter: QPainter, ground: QRect, row: QueueRow) -> int:
        signs = [row.verdict.value] if row.verdict else []
        signs += ["flag"] if row.flagged else []
        right = ground.width() - _RIGHT
        for sign in signs:
            right -= _SIGN
            picture = self._picture(painter, sign)
            painter.drawPixmap(ground.left() + right, ground.center().y() - _SIGN // 2, picture)
            right -= 4
        return right

    def _picture(self, painter: QPainter, sign: str) -> QPixmap:
        colour = sign if sign != "flag" else "accent"
        return icons.pixmap(sign, _SIGN, painter.device().devicePixelRatioF(), colour)

    def _paint_words(self, painter: QPainter, place: QRect, font: QFont, row: QueueRow) -> None:
        colours = theme.current()
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() - 1)
        height = QFontMetrics(font).height()
        top = place.top() + (place.height() - height - QFontMetrics(small).height() - 2) // 2
        painter.setFont(font)
        painter.setPen(QColor(colours.muted if row.verdict else colours.text))
        _line(painter, QRect(place.left(), top, place.width(), height), row.title or "(no text)")
        painter.setFont(small)
        painter.setPen(QColor(colours.muted))
        words = f"{short(row.risk)} · {row.reason or 'No finding'}"
        _line(painter, QRect(place.left(), top + height + 2, place.width(), height), words)


def line_height(font: QFont) -> int:
    """The height of a line of the queue."""
    return 2 * QFontMetrics(font).height() + 16


def _line(painter: QPainter, place: QRect, text: str) -> None:
    words = " ".join(text.split())
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, shown)
