"""How the cells of a matrix look: tinted by share in one hue, marked by signs as well for who sees no hue."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from synthreview.chart import Flips
from synthreview.figures import share
from synthreview.translation import tr
from synthreview.ui import elements, theme
from synthreview.ui.charts import matrix_words
from synthreview.ui.elements import label, row
from synthreview.ui.flow import FlowLayout
from synthreview.ui.theme import Theme

READABLE = 4.5
"""The least contrast of text and ground (WCAG 2.2, section 1.4.3)."""
_HUE = theme.LIGHT.accent
"""Of all tints in both themes: that of the dark one is too pale for its light letters."""
_LEAST = 0.08
_ROUND = 3
_FLAG = 10
"""Pixels of the sign in the corner of a flip that is called out."""
_STEPS = 6


def tint(value: float) -> QColor:
    """The ground of a cell with a share in the theme in force, on which text of the theme can be read.

    Between none and the least share is a step, so that a rare flip is seen at all.
    """
    colours = theme.current()
    return _mixed(colours, (_LEAST + (1 - _LEAST) * value) * _deepest(colours) if value else 0.0)


@cache
def _deepest(colours: Theme) -> float:
    """How much of the hue the ground of a full cell takes: as much as text on it allows."""
    text = QColor(colours.text)
    parts = (percent / 100 for percent in range(100, 0, -1))
    return next((part for part in parts if contrast(text, _mixed(colours, part)) >= READABLE), 0.0)


def _mixed(colours: Theme, part: float) -> QColor:
    """From the ground of empty places towards the hue."""
    none, full = QColor(colours.sunken), QColor(_HUE)
    ends = ((none.red(), full.red()), (none.green(), full.green()), (none.blue(), full.blue()))
    return QColor(*(round(low + part * (high - low)) for low, high in ends))


def contrast(one: QColor, other: QColor) -> float:
    """The ratio of WCAG 2.2, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def fill(painter: QPainter, box: QRectF, value: float) -> None:
    """Paint the ground of a cell."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint(value))
    painter.drawRoundedRect(box, _ROUND, _ROUND)


def mark_agreement(painter: QPainter, box: QRectF) -> None:
    """A thin line around the cell."""
    _outline(painter, box.adjusted(0.5, 0.5, -0.5, -0.5), QPen(QColor(theme.current().muted), 1))


def mark_called(painter: QPainter, box: QRectF, *, right: bool = True) -> None:
    """A thick line around the cell, set off from its ground, and a flag in its upper corner."""
    colours = theme.current()
    _outline(painter, box.adjusted(1.5, 1.5, -1.5, -1.5), QPen(QColor(colours.surface), 3))
    _outline(painter, box, QPen(QColor(colours.synthetic), 2))
    size = min(_FLAG, box.height() / 2, box.width() / 2)
    corner = box.topRight() if right else box.topLeft()
    inwards = -size if right else size
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.synthetic))
    painter.drawPolygon(QPolygonF([corner, corner + QPointF(inwards, 0), corner + QPointF(0, size)]))


def mark_current(painter: QPainter, box: QRectF) -> None:
    """A line around the cell under the mouse or the keys, in the colour of text."""
    _outline(painter, box, QPen(QColor(theme.current().text), 2.5))


def _outline(painter: QPainter, box: QRectF, pen: QPen) -> None:
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, _ROUND, _ROUND)


class MatrixLegend(QWidget):
    """What the tints stand for, and the lines around cells."""

    def __init__(self) -> None:
        super().__init__()
        self._row = FlowLayout(12)
        self.setLayout(self._row)

    def show_flips(self, flips: Flips) -> None:
        """Name what a matrix has."""
        elements.clear(self._row)
        self._add(
            label(tr("Share of the row"), "small"),
            label(share(0), "small"),
            _Ramp(),
            label(share(1), "small"),
        )
        self._add(_Sample(called=False), label(tr(matrix_words.AGREES), "small"))
        if flips.called:
            self._add(_Sample(called=True), label(tr(matrix_words.CALLED), "small"))

    def _add(self, *widgets: QWidget) -> None:
        named = QWidget()
        named.setLayout(row(*widgets, spacing=6))
        self._row.addWidget(named)


class _Drawn(QWidget):
    """A small picture in a legend."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self._width = width
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.signals.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As high as small text."""
        return QSize(self._width, 14)


class _Ramp(_Drawn):
    """The tints from no item to all."""

    def __init__(self) -> None:
        super().__init__(_STEPS * 14)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for step in range(_STEPS):
            place = _STEPS - 1 - step if self.isRightToLeft() else step
            fill(painter, QRectF(14 * place + 1, 1, 12, 12), step / (_STEPS - 1))


class _Sample(_Drawn):
    """A cell as it is marked."""

    def __init__(self, *, called: bool) -> None:
        super().__init__(22)
        self._called = called

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(1.5, 1.5, 19, 11)
        fill(painter, box, 0)
        if self._called:
            mark_called(painter, box, right=not self.isRightToLeft())
        else:
            mark_agreement(painter, box)
