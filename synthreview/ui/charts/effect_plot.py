"""Dots with their 95 % intervals, a line each: name at left, dot on one axis, value in words at right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
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
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from synthreview.panels import Effect, Panel
from synthreview.translation import later, tr
from synthreview.ui import theme
from synthreview.ui.announce import announce
from synthreview.ui.charts import dots
from synthreview.ui.charts.dots import Columns

INSIDE = 8
"""Pixels between the band behind a line and its words."""
_RADIUS, _SMALL = 4.5, 3.0
_TICK = 6
"""Half the height of the tick of a number to compare with."""
_CHANCE = later("chance alone")
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


class EffectPlot(QWidget):
    """The lines of a Panel. Up and Down move between them, Enter or a click shows the items behind one."""

    picked = Signal(str)
    """The filter of a line that was clicked or entered."""
    pointed = Signal(str)
    """The line under the mouse or the keys, in words; empty when there is none."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self._panel = panel
        self._scale = dots.scale(panel)
        self._shown = panel.effects
        self._current: int | None = None
        self.setAccessibleName(f"{panel.title}. {panel.subtitle}")
        self.setAccessibleDescription(tr("Chart. Up and Down tell the lines, Enter shows the items of one."))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.signals.changed.connect(self._dress)

    def show_first(self, count: int) -> None:
        """Draw so many lines; the axis is that of all, so that nothing moves when more are shown."""
        self._shown = self._panel.effects[:count]
        self._current = None
        self._dress()

    @property
    def shown(self) -> tuple[Effect, ...]:
        """The lines that are drawn."""
        return self._shown

    @property
    def current(self) -> int | None:
        """The line under the mouse or the keys."""
        return self._current

    def sizeHint(self) -> QSize:
        """A line's height for each line, and the axis."""
        return QSize(360, self._top() + len(self._shown) * self._line_height() + self._axis_height())

    def minimumSizeHint(self) -> QSize:
        """As narrow as three columns can be read."""
        return QSize(240, self.sizeHint().height())

    def line_at(self, y: float) -> int | None:
        """The line at a height."""
        number = int((y - self._top()) // self._line_height())
        return number if y >= self._top() and number < len(self._shown) else None

    def point(self, number: int | None) -> None:
        """Make a line the current one and tell it."""
        if number == self._current:
            return
        self._current = number
        words = "" if number is None else dots.spoken(self._shown[number], self._panel)
        leads = number is not None and bool(self._shown[number].where)
        self.setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)
        if words:
            self.setAccessibleDescription(words)
        self.update()
        self.pointed.emit(words)

    def pick(self, number: int) -> None:
        """Ask for the items behind a line; nothing happens where it has none of its own."""
        if self._shown[number].where:
            self.picked.emit(self._shown[number].where)

    # What a person does

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the line under the mouse."""
        self.point(self.line_at(event.position().y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep the press, so that the release is a click on a line."""
        event.setAccepted(event.button() is Qt.MouseButton.LeftButton)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Show the items of the line that was clicked."""
        number = self.line_at(event.position().y())
        if number is not None and self.rect().contains(event.position().toPoint()):
            self.pick(number)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height where the words below the axis take more lines now, or fewer."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at once the mouse is elsewhere."""
        super().leaveEvent(event)
        self.point(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by the Tab key is at the first line."""
        super().focusInEvent(event)
        by_keys = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_keys and self._current is None and self._shown:
            self._go(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No line is the current one any more."""
        super().focusOutEvent(event)
        self.point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, Down, Home and End move; Enter shows the items."""
        here, last = self._current, len(self._shown) - 1
        moves = {
            Qt.Key.Key_Down: 0 if here is None else min(here + 1, last),
            Qt.Key.Key_Up: last if here is None else max(here - 1, 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() in moves:
            self._go(moves[Qt.Key(event.key())])
        elif here is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pick(here)
        else:
            event.ignore()

    def _go(self, number: int) -> None:
        self.point(number)
        announce(self, dots.spoken(self._shown[number], self._panel))

    def event(self, event: QEvent) -> bool:
        """Tell the whole of a name that is cut."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            number = self.line_at(event.pos().y())
            name = self._shown[number].name if number is not None else ""
            QToolTip.showText(event.globalPos(), name if self._is_cut(name) else "", self)
            return True
        return super().event(event)

    def _is_cut(self, name: str) -> bool:
        return self.fontMetrics().horizontalAdvance(name) > self.columns().names

    # Drawing

    @Slot()
    def _dress(self) -> None:
        self.updateGeometry()
        self.update()

    def columns(self) -> Columns:
        """Where names, dots and words stand now."""
        metrics, panel = self.fontMetrics(), self._panel
        advance = metrics.horizontalAdvance
        return dots.columns(
            self.width() - 2 * INSIDE,
            max((advance(effect.name) for effect in panel.effects), default=0) + 2,
            max((advance(dots.with_note(effect, panel)) for effect in panel.effects), default=0) + 2,
            max((advance(dots.alone(effect, panel)) for effect in panel.effects), default=0) + 2,
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, axis, then line by line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(INSIDE, 0)
        place = self.columns()
        self._draw_chance(painter, place)
        if self._current is not None:
            self._draw_band(painter, self._current)
        self._draw_axis(painter, place)
        for number, effect in enumerate(self._shown):
            self._draw_line(painter, place, number, effect)

    def _draw_band(self, painter: QPainter, number: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        colour = QColor(theme.current().accent_soft)
        colour.setAlphaF(0.7)  # so that the band of chance shows through
        painter.setBrush(colour)
        top = self._top() + number * self._line_height()
        painter.drawRoundedRect(QRectF(-INSIDE, top, self.width(), self._line_height()), 6, 6)

    def _draw_chance(self, painter: QPainter, place: Columns) -> None:
        reach = dots.noise(self._panel)
        if not reach:
            return
        left, right = (self._x(place, end) for end in reach)
        height = len(self._shown) * self._line_height()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().sunken))
        painter.drawRect(QRectF(left, self._top(), right - left, height))
        painter.setFont(self._small())
        painter.setPen(QColor(theme.current().muted))
        width = QFontMetrics(self._small()).horizontalAdvance(tr(_CHANCE)) + 4
        start = min(max((left + right - width) / 2, place.left), place.right - width)
        painter.drawText(QRectF(start, 0, width, self._top()), _CENTRE, tr(_CHANCE))

    def _draw_axis(self, painter: QPainter, place: Columns) -> None:
        colours, bottom = theme.current(), self._top() + len(self._shown) * self._line_height()
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(QPointF(place.left, bottom + 0.5), QPointF(place.right, bottom + 0.5))
        painter.setPen(QPen(QColor(colours.muted), 1))
        if (line := self._panel.line) is not None:
            neutral = round(self._x(place, line)) + 0.5
            painter.drawLine(QPointF(neutral, self._top()), QPointF(neutral, bottom))
        painter.setFont(self._small())
        metrics, free = QFontMetrics(self._small()), float(-INSIDE)
        widest = max(metrics.horizontalAdvance(dots.tick_words(end, self._panel)) for end in self._ends())
        most = max((place.right - place.left) // (widest + 16), 2)
        for value in dots.round_values(self._panel, self._scale, most):
            words, x = dots.tick_words(value, self._panel), self._x(place, value)
            width = metrics.horizontalAdvance(words) + 2
            if x - width / 2 > free and x + width / 2 < self.width() - INSIDE:
                painter.drawText(QRectF(x - width / 2, bottom + 2, width, metrics.height()), _CENTRE, words)
                free = x + width / 2 + 6
        room = self._measure_room(place).translated(0, bottom + 2 + metrics.height())
        painter.drawText(room, _WRAPPED, tr(self._panel.measure))

    def _measure_room(self, place: Columns) -> QRect:
        """What the words below the axis take: from its beginning where they fit, else the whole width."""
        words, metrics = tr(self._panel.measure), QFontMetrics(self._small())
        edge = self.width() - 2 * INSIDE
        left = place.left if place.left + metrics.horizontalAdvance(words) < edge else 0
        height = metrics.boundingRect(QRect(0, 0, edge - left, 0), _WRAPPED, words).height()
        return QRect(left, 0, edge - left, height)

    def _draw_line(self, painter: QPainter, place: Columns, number: int, effect: Effect) -> None:
        colours, height = theme.current(), self._line_height()
        top = self._top() + number * height
        painter.setFont(self.font())
        painter.setPen(QColor(colours.text))
        name = self.fontMetrics().elidedText(effect.name, Qt.TextElideMode.ElideRight, place.names)
        painter.drawText(QRect(0, top, place.names, height), _LEFT, name)
        words = (dots.with_note if place.intervals else dots.alone)(effect, self._panel)
        right = QRect(place.words, top, self.width() - 2 * INSIDE - place.words, height)
        painter.setPen(QColor(colours.text if self._is_full(effect) else colours.muted))
        painter.drawText(right, _RIGHT, words)
        self._draw_dot(painter, place, round(top + height / 2) + 0.5, effect)

    def _is_full(self, effect: Effect) -> bool:
        """Hollow is what could be chance, so nothing where nothing is tested, and what is only assumed."""
        return not effect.assumed and (effect.certain or self._panel.line is None)

    def _draw_dot(self, painter: QPainter, place: Columns, y: float, effect: Effect) -> None:
        full = self._is_full(effect)
        colour = QColor(theme.current().accent if full else theme.current().muted)
        if effect.beside is not None:
            x = self._x(place, effect.beside)
            painter.setPen(QPen(QColor(theme.current().text), 1.5))
            painter.drawLine(QPointF(x, y - _TICK), QPointF(x, y + _TICK))
        painter.setPen(QPen(colour, 1.5, c=Qt.PenCapStyle.RoundCap))
        if effect.low is not None and effect.high is not None:
            left, right = self._x(place, effect.low), self._x(place, effect.high)
            painter.drawLine(QPointF(left, y), QPointF(right, y))
            for x, inwards, end in ((left, 4, effect.low), (right, -4, effect.high)):
                if not self._scale.holds(end):  # an arrow: it goes on beyond the axis
                    painter.drawLine(QPointF(x, y), QPointF(x + inwards, y - 3))
                    painter.drawLine(QPointF(x, y), QPointF(x + inwards, y + 3))
        painter.setBrush(colour if full else QColor(theme.current().surface))
        radius = _SMALL if effect.assumed else _RADIUS
        painter.drawEllipse(QPointF(self._x(place, effect.value), y), radius, radius)

    def _ends(self) -> list[float]:
        return dots.round_values(self._panel, self._scale) or [self._scale.low]

    def _x(self, place: Columns, value: float) -> float:
        return place.left + self._scale.at(value) * (place.right - place.left)

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() - 1)
        return font

    def _line_height(self) -> int:
        return self.fontMetrics().height() + 10

    def _top(self) -> int:
        return QFontMetrics(self._small()).height() + 4 if self._panel.noise > 0 else 4

    def _axis_height(self) -> int:
        measure = self._measure_room(self.columns()).height() if self._panel.measure else 0
        return QFontMetrics(self._small()).height() + measure + 6
