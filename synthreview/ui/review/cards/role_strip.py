"""A slim strip above a conversation: a cell per turn in its speaker's row; turns unlike it are marked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from synthreview.translation import later, tr
from synthreview.ui import theme
from synthreview.ui.announce import announce
from synthreview.ui.elements import label
from synthreview.ui.keys.follow import sentence
from synthreview.ui.mirror import across, turned, turned_f, write
from synthreview.ui.review.cards.bubble import ROLES
from synthreview.ui.review.cards.strip import DOUBTFUL, UNLIKE, Cell, Strip, width_of
from synthreview.ui.review.cards.strip import told as strip_told

_ROW = 18
"""Pixels of a row."""
_NAMES = 96
"""Pixels that the names of the roles take at most."""
LEGEND = later(
    "Turns in their speaker's row; \u25c6 sounds like the other role, \u25c7 may. Click one to read it."
)
_NEXT = later(
    "Turns in their speaker's row; \u25c6 sounds like the other role, \u25c7 may. Click one to read it. "
    "{key}: the next marked one."
)
_OTHER_ROLE = later("Chance")
_CHANCE = 26
"""Pixels of the row with the chance of the other role."""


class RoleStrip(QWidget):
    """The strip and its legend; hidden where nothing is known."""

    asked = Signal(int)
    """The number (from 1) of a turn that a person wants to see."""

    def __init__(self) -> None:
        super().__init__()
        self.cells = StripCells()
        self.cells.asked.connect(self.asked)
        self.told = label("", "plain_small", wrap=True)
        self.cells.told.connect(self.told.setText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.cells)
        layout.addWidget(self.told)
        legend = label("", "small", wrap=True)
        sentence(legend, legend.setText, _NEXT, "next_marked", bare=LEGEND)
        layout.addWidget(legend)

    def show_strip(self, strip: Strip | None) -> None:
        """Show the turns of a conversation, or hide."""
        self.cells.show_strip(strip)
        self.setVisible(strip is not None)


class StripCells(QWidget):
    """The drawn cells. Left and Right go from turn to turn."""

    asked = Signal(int)
    told = Signal(str)
    """The figure of the turn under the mouse or the keys, or else what the strip says as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self._strip: Strip | None = None
        self._current: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Turns by the role they sound like"))
        theme.signals.changed.connect(self.update)

    def show_strip(self, strip: Strip | None) -> None:
        """Draw other turns."""
        self._strip, self._current = strip, None
        cells = strip.cells if strip is not None else ()
        unlike = [str(cell.turn) for cell in cells if cell.chance >= UNLIKE]
        told = (
            tr("Unlike their role: turns {unlike}.", unlike=", ".join(unlike))
            if unlike
            else tr("No turn is clearly unlike its role.")
        )
        self.setAccessibleDescription(tr("{told} Left and Right go from turn to turn.", told=told))
        self._tell(None)
        self.update()

    @property
    def current(self) -> Cell | None:
        """The turn that was gone to last."""
        return None if self._strip is None or self._current is None else self._strip.cells[self._current]

    def sizeHint(self) -> QSize:
        """Two rows of turns, one of chances."""
        return QSize(240, 2 * _ROW + _CHANCE + 2)

    def minimumSizeHint(self) -> QSize:
        """The same rows, of any width."""
        return QSize(120, self.sizeHint().height())

    def place_of(self, number: int) -> QRectF:
        """Where a cell's column is."""
        width = self._width()
        place = QRectF(self._begin() + number * width, 1, width, 2 * _ROW + _CHANCE)
        return turned_f(self.layoutDirection(), QRectF(self.rect()), place)

    def cell_at(self, x: float) -> int | None:
        """The cell whose column is at a place."""
        along = across(self.layoutDirection(), self.width(), x) - self._begin()
        number = int(along // self._width())
        return number if along >= 0 and number < len(self._cells()) else None

    # What a person does

    def _tell(self, number: int | None) -> None:
        """Say the figure of a cell, of the one gone to last, or of the strip."""
        cell = self.current if number is None else self._cells()[number]
        whole = strip_told(self._strip) if self._strip is not None else ""
        self.told.emit(cell.words if cell is not None else whole)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the figure under the mouse."""
        super().mouseMoveEvent(event)
        self._tell(self.cell_at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell what was told before the mouse came."""
        super().leaveEvent(event)
        self._tell(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the turn that is clicked."""
        number = self.cell_at(event.position().x())
        if number is not None and event.button() is Qt.MouseButton.LeftButton:
            self._go(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right, Home and End go to a turn; Enter goes to the current one again."""
        last, here = len(self._cells()) - 1, self._current
        on, back = Qt.Key.Key_Right, Qt.Key.Key_Left
        if self.isRightToLeft():
            on, back = back, on
        moves = {
            on: 0 if here is None else min(here + 1, last),
            back: last if here is None else max(here - 1, 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
            Qt.Key.Key_Return: here,
            Qt.Key.Key_Enter: here,
        }
        number = moves.get(Qt.Key(event.key()))
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if number is not None and number >= 0 and plain:
            self._go(number)
        else:
            event.ignore()

    def _go(self, number: int) -> None:
        self._current = number
        self._tell(None)
        cell = self._cells()[number]
        self.setAccessibleDescription(cell.words)
        announce(self, cell.words)
        self.update()
        self.asked.emit(cell.turn)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys count here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys count elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Tell the turn under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            number = self.cell_at(event.pos().x())
            QToolTip.showText(
                event.globalPos(), self._cells()[number].words if number is not None else "", self
            )
            return True
        return super().event(event)

    # Drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Names of the roles, then cell by cell."""
        if self._strip is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small())
        painter.setPen(QColor(theme.current().muted))
        way, wide = self.layoutDirection(), self._begin() - 8
        for row, role in enumerate(self._strip.roles):
            write(painter, way, turned(way, self.rect(), QRect(0, 1 + row * _ROW, wide, _ROW)), _name(role))
        below = QRect(0, 1 + 2 * _ROW, wide, _CHANCE)
        write(painter, way, turned(way, self.rect(), below), tr(_OTHER_ROLE))
        for number, cell in enumerate(self._strip.cells):
            self._draw_cell(painter, number, cell)
        self._draw_chances(painter)
        if self._current is not None and self.hasFocus():
            painter.setPen(QPen(QColor(theme.current().accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.place_of(self._current).adjusted(0.5, 0, -0.5, 0), 3, 3)

    def _draw_cell(self, painter: QPainter, number: int, cell: Cell) -> None:
        colours, column = theme.current(), self.place_of(number)
        row = self._strip.roles.index(cell.role) if self._strip is not None else 0
        air = 1.5 if column.width() >= 6 else 0.25
        own = QRectF(column.x() + air, 1 + row * _ROW + 3, column.width() - 2 * air, _ROW - 6)
        marked = cell.chance >= DOUBTFUL
        edge = colours.evidence_line if marked else colours.muted if row == 0 else colours.accent
        painter.setPen(QPen(QColor(edge), 1) if column.width() >= 6 else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.sunken if row == 0 else colours.accent_soft))
        round_ = 2 if row == 0 else own.height() / 2  # one role square, the other round
        painter.drawRoundedRect(own, round_, round_)
        if marked:
            middle = QPointF(column.center().x(), 1 + (1 - row) * _ROW + _ROW / 2)
            painter.setPen(QPen(QColor(colours.evidence_line), 1.5))
            filled = QColor(colours.evidence_line if cell.chance >= UNLIKE else colours.window)
            painter.setBrush(filled)
            painter.drawPolygon(_diamond(middle, min(5.5, max(column.width() / 2, 3.0))))

    def _draw_chances(self, painter: QPainter) -> None:
        """The chance of the other role as a bar under each turn; a line where it is one half."""
        foot, room = 1.0 + 2 * _ROW + _CHANCE - 2, _CHANCE - 6.0
        ends = self._begin(), self._begin() + len(self._cells()) * self._width()
        first, last = (across(self.layoutDirection(), self.width(), end) for end in ends)
        painter.setPen(QPen(QColor(theme.current().line), 1, Qt.PenStyle.DashLine))
        for share in (0.0, UNLIKE):
            y = foot - share * room
            painter.drawLine(QPointF(first, y), QPointF(last, y))
        painter.setPen(Qt.PenStyle.NoPen)
        for number, cell in enumerate(self._cells()):
            column = self.place_of(number)
            thick, height = max(1.0, min(column.width() - 4, 8.0)), max(1.0, cell.chance * room)
            marked = cell.chance >= DOUBTFUL
            painter.setBrush(QColor(theme.current().evidence_line if marked else theme.current().muted))
            painter.drawRect(QRectF(column.center().x() - thick / 2, foot - height, thick, height))

    def _cells(self) -> tuple[Cell, ...]:
        return self._strip.cells if self._strip is not None else ()

    def _begin(self) -> int:
        roles = self._strip.roles if self._strip is not None else ()
        metrics = QFontMetrics(self._small())
        return 10 + min(
            max(
                (metrics.horizontalAdvance(name) for name in (tr(_OTHER_ROLE), *map(_name, roles))), default=0
            ),
            _NAMES,
        )

    def _width(self) -> float:
        return width_of(len(self._cells()), self.width() - self._begin() - 2)

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() - 1)
        return font


def _name(role: str) -> str:
    return ROLES.get(role, role[:1].upper() + role[1:])


def _diamond(middle: QPointF, reach: float) -> QPolygonF:
    corners = ((0, -reach), (reach, 0), (0, reach), (-reach, 0))
    return QPolygonF([middle + QPointF(x, y) for x, y in corners])
