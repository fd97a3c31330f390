"""The list of facets on screen: a bar and a number for each value, reached by keyboard as by mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from synthreview.engine.found import Facet
from synthreview.figures import grouped
from synthreview.translation import tr
from synthreview.ui import icons, theme
from synthreview.ui.mirror import turned, turned_f, write
from synthreview.ui.review.narrowing.conditions import without
from synthreview.ui.review.narrowing.facet_model import LINE, FacetLine, FacetModel

_SIDE, _SIGN, _BAR = 12, 14, 3
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FacetList(QListView):
    """Enter or a click adds a value to the filter or takes it away; with Shift, leaves it out."""

    asked = Signal(str)
    """The filter that a person wants now."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = FacetModel()
        self._where = ""
        self._shift = False
        self.setModel(self.lines)
        self.setItemDelegate(_FacetDelegate(self))
        self.setProperty("look", "plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(tr("What the items are made of"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        theme.signals.changed.connect(self._dress)

    def show_facets(self, facets: Sequence[Facet], where: str) -> None:
        """Show other counts, staying at the line a person is at."""
        at, place = self._line(), self.verticalScrollBar().value()
        self._where = where
        self.lines.set_facets(facets, where)
        self._stay(at, place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter acts, Left and Right close and open a facet; the rest as in any list."""
        key, line = Qt.Key(event.key()), self._line()
        if line is not None and key in _ENTER:
            self._act(line, out=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif line is not None and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._turn(line, closed=key is Qt.Key.Key_Left)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click acts on the line under it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self._act(index.data(LINE), out=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def _line(self) -> FacetLine | None:
        index = self.currentIndex()
        return index.data(LINE) if index.isValid() else None

    def _act(self, line: FacetLine, *, out: bool) -> None:
        if line.more:
            place = self.verticalScrollBar().value()
            row = self.currentIndex().row()
            self.lines.show_all(line.facet.key)
            self._stay(None, place)
            self.setCurrentIndex(self.lines.index(row, 0))
        elif line.value is None:
            self._turn(line, closed=not line.closed)
        elif out:
            self.asked.emit(without(line.rest if line.rest is not None else self._where, line.value.where))
        else:
            self.asked.emit(line.rest if line.rest is not None else line.value.where)

    def _turn(self, line: FacetLine, *, closed: bool) -> None:
        place = self.verticalScrollBar().value()
        self.lines.turn(line.facet.key, closed=closed)
        self._stay(FacetLine(line.facet), place)

    def _stay(self, line: FacetLine | None, place: int) -> None:
        row = self.lines.row_like(line)
        self.verticalScrollBar().setValue(place)
        if row < 0 and self.lines.rowCount() > 1:
            row = 1
        if row >= 0:
            self.setCurrentIndex(self.lines.index(row, 0))

    @Slot()
    def _dress(self) -> None:
        self.doItemsLayout()


class _FacetDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line: FacetLine = index.data(LINE)
        height = QFontMetrics(option.font).height()
        return QSize(80, height + (18 if line.value is None and not line.more else 12))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line: FacetLine = index.data(LINE)
        colours, ground = theme.current(), QRect(option.rect)
        way: Qt.LayoutDirection = option.direction
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        at = option.state & QStyle.StateFlag.State_Selected
        if at or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(ground, QColor(colours.accent_soft if at else colours.sunken))
        if at and option.state & QStyle.StateFlag.State_HasFocus:
            mark = QRect(ground.left(), ground.top(), 3, ground.height())
            painter.fillRect(turned(way, ground, mark), QColor(colours.accent))
        inside = ground.adjusted(_SIDE, 0, -_SIDE, 0)
        if line.more:
            painter.setPen(QColor(colours.accent))
            write(painter, way, _after_sign(way, inside), tr("Show {count} more", count=line.more))
        elif line.value is None:
            self._paint_heading(painter, way, inside, QFont(option.font), line)
        else:
            self._paint_value(painter, way, inside, line)
        painter.restore()

    def _paint_heading(
        self, painter: QPainter, way: Qt.LayoutDirection, place: QRect, font: QFont, line: FacetLine
    ) -> None:
        ahead = "chevron-left" if way is Qt.LayoutDirection.RightToLeft else "chevron-right"
        top = place.bottom() - 4 - painter.fontMetrics().height()
        self._sign(painter, way, ahead if line.closed else "chevron-down", place, top + 2, "muted")
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(theme.current().text))
        words = _after_sign(way, place)
        words.setTop(top)
        words.setHeight(painter.fontMetrics().height())
        write(painter, way, words, line.facet.words)

    def _paint_value(self, painter: QPainter, way: Qt.LayoutDirection, place: QRect, line: FacetLine) -> None:
        if line.value is None:
            return
        colours, metrics = theme.current(), painter.fontMetrics()
        top, height = place.top() + 3, metrics.height()
        if line.rest is not None:
            self._sign(painter, way, "check", place, top + (height - _SIGN) // 2, "accent")
        right = _after_sign(way, place)
        row = QRect(right.left(), top, right.width(), height)
        number = grouped(line.value.count)
        painter.setPen(QColor(colours.muted))
        write(painter, way, row, number, end=True)
        painter.setPen(QColor(colours.text))
        room = max(20, row.width() - metrics.horizontalAdvance(number) - 12)
        write(painter, way, turned(way, row, QRect(row.left(), top, room, height)), line.value.words)
        track = QRectF(row.left(), top + height + 2, row.width(), _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.sunken))
        painter.drawRoundedRect(track, 1.5, 1.5)
        # The accent is kept for what the filter asks for: a column of it would shout louder than the words.
        painter.setBrush(QColor(colours.accent if line.rest is not None else colours.edge))
        bar = QRectF(track)
        bar.setWidth(max(_BAR, track.width() * line.share) if line.value.count else 0)
        painter.drawRoundedRect(turned_f(way, track, bar), 1.5, 1.5)

    def _sign(
        self, painter: QPainter, way: Qt.LayoutDirection, name: str, line: QRect, top: int, colour: str
    ) -> None:
        picture = icons.pixmap(name, _SIGN, painter.device().devicePixelRatioF(), colour)
        place = QRect(line.left(), top, _SIGN, _SIGN)
        painter.drawPixmap(turned(way, line, place).topLeft(), picture)


def _after_sign(way: Qt.LayoutDirection, place: QRect) -> QRect:
    return turned(way, place, place.adjusted(_SIGN + 6, 0, 0, 0))
