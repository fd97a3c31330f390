"""A risk as a length, beside the word for it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from synthreview.ui import theme
from synthreview.ui.mirror import turned_f

_HEIGHT = 8


class RiskBar(QWidget):
    """Filled from where reading begins, in the risk's colour."""

    def __init__(self) -> None:
        super().__init__()
        self._risk = self._filled = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_risk(self, risk: float, filled: float) -> None:
        """Take a risk between 0 and 1, and how far the bar is filled."""
        self._risk, self._filled = risk, filled
        self.update()

    def sizeHint(self) -> QSize:
        """A low, wide strip."""
        return QSize(120, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw track and bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(0, (self.height() - _HEIGHT) / 2 + 2, self.width(), _HEIGHT)
        painter.setBrush(QColor(theme.current().sunken))
        painter.drawRoundedRect(track, 4, 4)
        bar = QRectF(track)
        bar.setWidth(max(_HEIGHT, self.width() * self._filled))
        painter.setBrush(QColor(theme.risk_colour(self._risk)))
        painter.drawRoundedRect(turned_f(self.layoutDirection(), track, bar), 4, 4)
