"""Places given from where reading begins: they change sides where people read from right to left.

Layouts turn round by themselves; what is painted, placed by hand or set off by a margin does not.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QLayout, QStyle, QWidget

_BACKWARDS = Qt.LayoutDirection.RightToLeft


def turned(way: Qt.LayoutDirection, whole: QRect, part: QRect) -> QRect:
    """A part of a ground, given as for reading from the left, where it belongs in this direction."""
    return QStyle.visualRect(way, whole, part)


def turned_f(way: Qt.LayoutDirection, whole: QRectF, part: QRectF) -> QRectF:
    """The same between pixels."""
    if way is not _BACKWARDS:
        return part
    return QRectF(whole.left() + whole.right() - part.right(), part.top(), part.width(), part.height())


def across(way: Qt.LayoutDirection, width: float, x: float) -> float:
    """A place between the two sides of a widget."""
    return width - x if way is _BACKWARDS else x


def side(way: Qt.LayoutDirection, *, end: bool = False) -> Qt.AlignmentFlag:
    """The side where lines begin, or with ``end`` the other one, whatever letters stand there."""
    right = (way is _BACKWARDS) is not end
    return (
        Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    ) | Qt.AlignmentFlag.AlignAbsolute


def write(painter: QPainter, way: Qt.LayoutDirection, place: QRect, text: str, *, end: bool = False) -> None:
    """One line, cut where it does not fit.

    It stands at the side the window reads from (or its ``end``) and runs as its own letters do.
    """
    words = " ".join(text.split())
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
    before = painter.layoutDirection()
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.drawText(place, side(way, end=end) | Qt.AlignmentFlag.AlignVCenter, shown)
    painter.setLayoutDirection(before)


def margins(holder: QLayout | QWidget, begin: int, top: int, end: int, bottom: int) -> None:
    """Margins of which the first is where reading begins."""
    left, right = (end, begin) if QGuiApplication.layoutDirection() is _BACKWARDS else (begin, end)
    holder.setContentsMargins(left, top, right, bottom)
