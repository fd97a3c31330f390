"""A quiet line across the window: what happened, what can be done, and a way to put it away."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from synthreview.translation import tr
from synthreview.ui import icons, theme
from synthreview.ui.elements import button, label


class Banner(QWidget):
    """Hidden until there is something to say; never takes the keyboard."""

    def __init__(self, symbol: str = "warning", ground: str = "removed") -> None:
        super().__init__()
        self._symbol, self._ground = symbol, ground
        self._details = ""
        self._picture = QLabel()
        self.words = label(wrap=True)
        self.copy = button(tr("Copy details"), self._copy, "quiet")
        self.close_button = button(tr("Close"), self.hide, "quiet", symbol="close")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 12, 6)
        layout.setSpacing(12)
        layout.addWidget(self._picture)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.copy)
        layout.addWidget(self.close_button)
        self.hide()

    def offer(self, act: QWidget) -> None:
        """Put a button between the words and what puts them away."""
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.insertWidget(layout.indexOf(self.close_button), act)

    @Slot(str, str)
    def say(self, words: str, details: str = "") -> None:
        """Show a sentence; with details there is a button that copies them."""
        self._details = details
        self.words.setText(words)
        self.copy.setVisible(bool(details))
        self._picture.setPixmap(icons.pixmap(self._symbol, 20, self.devicePixelRatioF(), "text"))
        self.setAccessibleName(words)
        self.show()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.words.text()}\n{self._details}")
        self.copy.setText(tr("Copied"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A tinted ground with a line below."""
        colours = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.colour(self._ground)))
        below = QRectF(0, self.height() - 1, self.width(), 1)
        painter.fillRect(below, QColor(colours.line))

    def hideEvent(self, event: object) -> None:
        """Be ready for the next sentence."""
        self.copy.setText(tr("Copy details"))
        del event
