"""A drawn matrix: people's labels as rows, the model's as columns, cells tinted by their share of the row."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip

from synthreview.chart import Flips
from synthreview.figures import grouped
from synthreview.translation import later, tr
from synthreview.ui import theme
from synthreview.ui.charts import matrix_look, matrix_words
from synthreview.ui.charts.matrix_grid import INSIDE, MANY, Box, Grid, Sizes, grid
from synthreview.ui.charts.pointed_plot import PointedPlot

_LOWEST = 180
"""Pixels of height, at least."""
_ITEMS = later("Items")
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignHCenter | _MIDDLE
_BELOW = Qt.AlignmentFlag.AlignBottom


class MatrixPlot(PointedPlot):
    """The cells of a Flips; its places are the cells, row by row. Reads from where the program does.

    Arrow keys move between cells, Home and End to the ends of a row, Page Up and Page Down to those of a
    column. It is drawn on the scene itself: a matrix has names at its sides instead of axes.
    """

    _flips: Flips | None = None

    def __init__(self) -> None:
        super().__init__()
        self.getPlotItem().hide()
        self.setMinimumHeight(0)  # the rows say how high

    def show_flips(self, flips: Flips) -> None:
        """Draw a matrix in place of the one before."""
        self._flips = flips if flips.holds else None
        self.name(flips.title, flips.subtitle)
        self.updateGeometry()
        self.draw()

    @Slot()
    def draw(self) -> None:
        """Draw everything again, in the colours of the theme in force."""
        self.dress()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """As high as its rows need."""
        return QSize(360, self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """As high as its rows need at the width it has."""
        return QSize(240, _LOWEST if self._flips is None else max(_LOWEST, ceil(self.grid().height)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for other room: the heads of columns may now stand on their side, or lie."""
        super().resizeEvent(event)
        self.updateGeometry()

    # Where things are

    def grid(self) -> Grid:
        """Where everything stands now."""
        assert self._flips is not None  # nothing is asked of an empty plot
        return grid(self.width(), self.height(), len(self._flips.labels), self._sizes(self._flips))

    def _sizes(self, flips: Flips) -> Sizes:
        normal, small = self.fontMetrics(), QFontMetrics(self._small())
        cells = [cell for row in flips.rows for cell in row if cell.count]
        shares = self._widest(
            QFontMetrics(self._share_font()), [matrix_words.brief(cell.share) for cell in cells]
        )
        totals = [grouped(matrix_words.total(flips, row)) for row in range(len(flips.rows))]
        return Sizes(
            line=normal.height(),
            small=small.height(),
            name=self._widest(normal, [matrix_words.named(label) for label in flips.labels]),
            corner=small.horizontalAdvance(tr(matrix_words.PEOPLE)),
            share=shares,
            count=self._widest(small, [grouped(cell.count) for cell in cells]),
            total=self._widest(small, [*totals, tr(_ITEMS)]),
        )

    @staticmethod
    def _widest(metrics: QFontMetrics, words: Sequence[str]) -> int:
        return max((metrics.horizontalAdvance(each) for each in words), default=0) + 1

    def _on_screen(self, box: Box) -> QRectF:
        """A box where it is seen: reading may begin at the right."""
        x = self.width() - box.x - box.width if QGuiApplication.isRightToLeft() else box.x
        return QRectF(x, box.y, box.width, box.height)

    def _from_start(self, x: float) -> float:
        return self.width() - x if QGuiApplication.isRightToLeft() else x

    def rect_of(self, index: int) -> QRectF:
        """Where a cell is seen."""
        return self._on_screen(self.grid().cell(index))

    # What a person does

    def places(self) -> int:
        """One per cell."""
        return len(self._flips.labels) ** 2 if self._flips is not None else 0

    def spoken(self, index: int) -> str:
        """A cell as a sentence, and how many of its items can be shown."""
        if self._flips is None:
            return ""
        more = matrix_words.leads(matrix_words.place(self._flips, index))
        return f"{matrix_words.spoken(self._flips, index)} {more}".rstrip()

    def where(self, index: int) -> str:
        """The filter of a cell."""
        return matrix_words.place(self._flips, index).where if self._flips is not None else ""

    def place_at(self, scene: QPointF) -> int | None:
        """The cell under a point of the scene."""
        return self.grid().at(self._from_start(scene.x()), scene.y()) if self._flips is not None else None

    def mark(self, index: int | None) -> None:
        """A line around the cell, a band behind its two labels."""
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the cell beside, above or below, or to the end of the row or column."""
        here, count = self._current, len(self._flips.labels) if self._flips is not None else 0
        keys = Qt.Key
        if not count or event.key() in (keys.Key_Return, keys.Key_Enter):
            super().keyPressEvent(event)
            return
        row, column = divmod(here or 0, count)
        left, right = (-1, 1) if not QGuiApplication.isRightToLeft() else (1, -1)
        moves = {
            keys.Key_Left: (row, column + left),
            keys.Key_Right: (row, column + right),
            keys.Key_Up: (row - 1, column),
            keys.Key_Down: (row + 1, column),
            keys.Key_Home: (row, 0),
            keys.Key_End: (row, count - 1),
            keys.Key_PageUp: (0, column),
            keys.Key_PageDown: (count - 1, column),
        }
        if event.key() not in moves:
            event.ignore()
            return
        row, column = (min(max(each, 0), count - 1) for each in moves[keys(event.key())])
        self._go(0 if here is None else row * count + column)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the whole of a name that is cut."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self._flips is not None:
            place = QPointF(event.pos())
            number = self.grid().named_at(self._from_start(place.x()), place.y())
            cut = number is not None and self.is_cut(number)
            words = matrix_words.tip(self._flips.labels[number or 0]) if cut else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return bool(super().viewportEvent(event))

    def is_cut(self, number: int) -> bool:
        """Whether a label does not stand in full beside the matrix or above it."""
        assert self._flips is not None
        place = self.grid()
        needs: int = self.fontMetrics().horizontalAdvance(matrix_words.named(self._flips.labels[number]))
        return needs > min(place.left - 2 * INSIDE, self._head_room(place))

    # Drawing

    def drawForeground(self, painter: QPainter, _rect: QRectF | QRect) -> None:
        """Names, heads and cells, then the lines around some."""
        if self._flips is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # each label by its own letters
        place = self.grid()
        self._draw_words(painter, place)
        for number, label in enumerate(self._flips.labels):
            self._draw_names(painter, place, number, matrix_words.named(label))
        for index in range(self.places()):
            self._draw_cell(painter, place, index)
        self._draw_marks(painter, place)
        painter.restore()

    def _draw_words(self, painter: QPainter, place: Grid) -> None:
        """Whose labels stand where."""
        painter.setFont(self._small())
        painter.setPen(QColor(theme.current().muted))
        metrics, wide = QFontMetrics(self._small()), place.labels * place.across
        above = Box(place.left, 0, wide + place.total, metrics.height())
        self._write(painter, above, tr(matrix_words.MODEL), _MIDDLE)
        self._write(painter, Box(0, 0, place.left, place.top - INSIDE), tr(matrix_words.PEOPLE), _BELOW)
        sums = Box(place.left + wide, 0, place.total, place.top - INSIDE)
        self._write(painter, sums, tr(_ITEMS), _BELOW, end=True)

    def _draw_names(self, painter: QPainter, place: Grid, number: int, name: str) -> None:
        assert self._flips is not None
        colours, row, column = theme.current(), place.name(number), place.column(number)
        here = divmod(self._current, place.labels) if self._current is not None else (None, None)
        for box, on in ((row, number == here[0]), (column, number == here[1])):
            if on:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colours.accent_soft))
                painter.drawRoundedRect(self._on_screen(box).adjusted(1, 1, -1, -1), 4, 4)
        painter.setFont(self.font())
        painter.setPen(QColor(colours.text))
        self._write(painter, row, name, _MIDDLE)
        if place.upright:
            self._write_upright(painter, self._on_screen(column), name, place)
        else:
            self._write(painter, column, name, _CENTRE)
        painter.setFont(self._small())
        painter.setPen(QColor(colours.muted))
        self._write(
            painter, place.sum(number), grouped(matrix_words.total(self._flips, number)), _MIDDLE, end=True
        )

    def _write(
        self, painter: QPainter, box: Box, words: str, flags: Qt.AlignmentFlag, *, end: bool = False
    ) -> None:
        """Words inside a box, cut where they do not fit, from where reading begins or up to where it ends."""
        if flags & Qt.AlignmentFlag.AlignHCenter == Qt.AlignmentFlag(0):
            right = QGuiApplication.isRightToLeft() is not end
            flags |= Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        room = self._on_screen(box).adjusted(INSIDE, 0, -INSIDE, 0)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()) + 1)
        painter.drawText(room, flags | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextSingleLine, shown)

    def _write_upright(self, painter: QPainter, box: QRectF, words: str, place: Grid) -> None:
        """Words that begin at the lower edge of a box and go up."""
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, self._head_room(place))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | _MIDDLE
        painter.save()
        painter.translate(box.center().x(), box.bottom())
        painter.rotate(-90)
        across = QRectF(INSIDE, -box.width(), box.height() - INSIDE, 2 * box.width())
        painter.drawText(across, flags | Qt.TextFlag.TextSingleLine, shown)
        painter.restore()

    @staticmethod
    def _head_room(place: Grid) -> int:
        """Pixels of words that the head of a column has room for."""
        return int((place.head if place.upright else place.across) - 2 * INSIDE) + 1

    def _draw_cell(self, painter: QPainter, place: Grid, index: int) -> None:
        assert self._flips is not None
        cell, box = matrix_words.place(self._flips, index), self._on_screen(place.cell(index))
        matrix_look.fill(painter, box, cell.share)
        if not cell.count or not place.lines:
            return
        painter.setPen(QColor(theme.current().text))
        painter.setFont(self._share_font())
        share, line = matrix_words.brief(cell.share), painter.fontMetrics().height()
        if place.lines == 1:
            painter.drawText(box, _CENTRE, share)
            return
        small = QFontMetrics(self._small()).height()
        top = box.center().y() - (line + small) / 2
        painter.drawText(QRectF(box.x(), top, box.width(), line), _CENTRE, share)
        painter.setFont(self._small())
        painter.drawText(QRectF(box.x(), top + line, box.width(), small), _CENTRE, grouped(cell.count))

    def _draw_marks(self, painter: QPainter, place: Grid) -> None:
        assert self._flips is not None
        for number in range(place.labels):
            matrix_look.mark_agreement(painter, self._on_screen(place.cell(number * (place.labels + 1))))
        for index in range(self.places()):
            if matrix_words.place(self._flips, index) in self._flips.called:
                right = not QGuiApplication.isRightToLeft()
                matrix_look.mark_called(painter, self._on_screen(place.cell(index)), right=right)
        if self._current is not None:
            matrix_look.mark_current(painter, self._on_screen(place.cell(self._current)))

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() - 1)
        return font

    def _share_font(self) -> QFont:
        many = self._flips is not None and len(self._flips.labels) > MANY
        return self._small() if many else self.font()
