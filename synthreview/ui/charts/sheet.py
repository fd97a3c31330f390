"""A chart on a sheet of its own, dark on light, with its title and its numbers: to be put into a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from synthreview.chart import Drawn, Flips
from synthreview.panels import Panel
from synthreview.ui import theme
from synthreview.ui.elements import column, label
from synthreview.ui.stylesheet import stylesheet

WIDTH = 720
"""Pixels across, at the usual density."""
HEIGHT = 360
"""Pixels of a plot that fits any height."""
DENSITY = 2
_MARGIN = 20
_SVG_DOTS = 96
"""Dots in an inch, so that a pixel is a pixel."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a sheet is made of."""

    chart: Drawn
    below: str
    """What must be said with the picture, such as what it cannot tell."""
    views: Callable[[float], tuple[QWidget, ...]]
    """Makes a new plot that shows the chart, and its legend if it has one, in the theme then in force, for
    a picture of a density."""

    @property
    def title(self) -> str:
        """The finding."""
        return self.chart.title


def png(parts: Parts) -> bytes:
    """The sheet as a picture of twice the usual density."""
    with _light(), _sheet(parts, DENSITY) as page:
        image = QImage(page.size() * DENSITY, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(DENSITY)
        image.fill(theme.current().surface)
        painter = QPainter(image)
        page.render(painter, QPoint())
        painter.end()
    image.setText("Title", parts.title)
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(held, "PNG")  # type: ignore[call-overload]  # its stubs know text as bytes only
    return bytes(held.data().data())


def svg(parts: Parts) -> bytes:
    """The sheet as a drawing that stays sharp at every size."""
    content = QByteArray()
    held = QBuffer(content)
    with _light(), _sheet(parts, 1) as page:
        made = QSvgGenerator()
        made.setOutputDevice(held)
        made.setSize(page.size())
        made.setViewBox(QRect(QPoint(), page.size()))
        made.setResolution(_SVG_DOTS)
        made.setTitle(parts.title)
        made.setDescription(parts.chart.subtitle)
        painter = QPainter(made)
        painter.fillRect(page.rect(), theme.current().surface)  # the parts' own grounds leave seams
        page.render(painter, QPoint())
        painter.end()
    return bytes(content.data())


@contextmanager
def _light() -> Iterator[None]:
    """Draw in light colours whatever the window wears; nobody is told, so that the window stays."""
    worn = theme.signals.theme
    theme.signals.theme = theme.LIGHT
    try:
        yield
    finally:
        theme.signals.theme = worn


@contextmanager
def _sheet(parts: Parts, density: float) -> Iterator[QWidget]:
    """The page, laid out but on no screen."""
    page = QFrame()
    page.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    page.setPalette(theme.palette(theme.LIGHT))
    sheet = stylesheet(theme.LIGHT, theme.interface_font().pointSizeF())
    plain = (
        f"QLabel {{ color: {theme.LIGHT.text}; }}"  # the window's own style sheet leaves it to the palette
    )
    page.setStyleSheet(
        f"{plain}\n{sheet}\nQFrame#sheet {{ background: {theme.LIGHT.surface}; border: none; }}"
    )
    page.setObjectName("sheet")
    views = parts.views(density)
    lines = [label(parts.title, "heading", wrap=True), label(parts.chart.subtitle, "muted", wrap=True)]
    below = [label(parts.below, "small", wrap=True)] if parts.below else []
    layout = column(*lines, *views, *below, spacing=6)
    page.setLayout(layout)
    layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    if views and not isinstance(parts.chart, Flips | Panel):  # whose lines have a height of their own
        views[0].setFixedHeight(HEIGHT)
    for view in views:
        if isinstance(view, QGraphicsView):
            view.viewport().setAutoFillBackground(False)  # the window's ground would show at the edges
            view.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)  # it would be a picture in an SVG
    try:
        page.setFixedWidth(WIDTH)
        page.show()  # so that layouts and plots take their sizes
        page.resize(WIDTH, max(page.heightForWidth(WIDTH), page.minimumSizeHint().height()))
        layout.activate()
        yield page
    finally:
        page.hide()
        page.deleteLater()
