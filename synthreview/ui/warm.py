"""Fonts loaded while the window is idle, so that the first item in another script does not make it wait.

The system finds a font for a script it has not yet drawn by opening one after the other: up to a
seventh of a second on a cold disk, in the midst of painting the queue.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QPainter, QPixmap

from synthreview.ui import theme

PAUSE = 40
"""Milliseconds between two scripts, in which keys and paints come first."""

SCRIPTS = (
    "Aa1 \u00b7 \u2013 \u2026 \u201c\u201d",
    "\u00e2\u20ac\u2122 \u00c3\u00a9 \ufffd",
    "\u4fdd\u6301\u5065\u5eb7\uff08",
    "\u3053\u3093",
    "\uc548\ub155",
    "\u041f\u03b3",
    "\u0645\u0631",
    "\u05e9\u05dc",
    "\u0e2a\u0e27",
    "\u2192\u2713\u2605",
    "\U0001f600",
    "\U0001d400",
    "\ue000",
)
"""A few signs of each; the last has no glyph anywhere and makes the system look through all fonts."""


class Warm(QObject):
    """Draws each script once, out of sight, one per pause; then it goes."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.left = list(SCRIPTS)
        self._ground = QPixmap(64, 32)
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._draw_next)
        self._timer.start()

    @Slot()
    def _draw_next(self) -> None:
        if not self.left:
            self._timer.stop()
            self.deleteLater()
            return
        script = self.left.pop(0)
        painter = QPainter(self._ground)
        for font in (theme.interface_font(), theme.reading_font()):
            painter.setFont(font)
            painter.drawText(0, 20, script)
        painter.end()
