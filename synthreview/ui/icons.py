"""Icons from our own line drawings, in any colour and crisp at every screen scale."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, Slot
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from synthreview.paths import resource
from synthreview.ui import theme

SIZES = (16, 20, 24, 40)
"""Sides in device-independent pixels at which each icon is drawn."""

SCALES = (1, 2, 3)


def icon(name: str, colour: str | None = None) -> QIcon:
    """The drawing ``resources/icons/NAME.svg`` in a colour or colour token; text colour by default."""
    now = theme.current()
    return _icon(name, now.colour(colour or "text"), now.muted)


def pixmap(name: str, side: int, scale: float, colour: str) -> QPixmap:
    """One drawing of ``side`` device-independent pixels for a screen of the given scale."""
    return _pixmap(name, side, scale, theme.current().colour(colour))


def dress(target: QAbstractButton | QAction, name: str, colour: str = "text") -> None:
    """Give a button or action an icon in a theme token's colour and keep it right when the theme changes."""
    worn = target.findChild(_Wardrobe, options=Qt.FindChildOption.FindDirectChildrenOnly)
    wardrobe = worn if isinstance(worn, _Wardrobe) else _Wardrobe(target)
    wardrobe.wear(name, colour)


class _Wardrobe(QObject):
    """Lives and dies with the widget whose icon it keeps in the theme's colour."""

    def __init__(self, target: QAbstractButton | QAction) -> None:
        super().__init__(target)
        self._target = target
        self._name = self._colour = ""
        theme.signals.changed.connect(self.refresh)

    def wear(self, name: str, colour: str) -> None:
        self._name, self._colour = name, colour
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        self._target.setIcon(icon(self._name, self._colour))


@cache
def _icon(name: str, colour: str, disabled: str) -> QIcon:
    made = QIcon()
    for side in SIZES:
        for scale in SCALES:
            made.addPixmap(_pixmap(name, side, scale, colour))
            made.addPixmap(_pixmap(name, side, scale, disabled), QIcon.Mode.Disabled)
    return made


@cache
def _pixmap(name: str, side: int, scale: float, colour: str) -> QPixmap:
    drawing = _source(name).replace("currentColor", colour)
    picture = QPixmap(QSize(round(side * scale), round(side * scale)))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter)
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture


@cache
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")
