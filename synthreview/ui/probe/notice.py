"""A quiet sentence on a soft ground: why something cannot be, or what has moved since."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from synthreview.ui import icons, theme
from synthreview.ui.announce import announce
from synthreview.ui.elements import label


class Notice(QFrame):
    """Hidden while it has nothing to say."""

    def __init__(self, symbol: str) -> None:
        super().__init__()
        self.setProperty("look", "notice")
        self._symbol, self._picture = symbol, QLabel()
        self._picture.setFixedSize(QSize(20, 20))
        self.words = label("", wrap=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(10)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words, 1)
        theme.signals.changed.connect(self._draw)
        self._draw()
        self.hide()

    def say(self, words: str) -> None:
        """Show a sentence and have it read out where it is new; empty for nothing."""
        is_new = words != self.words.text()
        self.words.setText(words)
        self.setVisible(bool(words))
        if words and is_new:
            announce(self, words)

    @Slot()
    def _draw(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._symbol, 20, self.devicePixelRatioF(), "muted"))
