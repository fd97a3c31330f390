"""A plain text field that is as tall as its text, up to a limit from which it scrolls."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit

MOST = 420
"""Pixels from which the text scrolls inside the field."""

_FRAME = 22
"""Pixels that border, padding and document margin take."""


class GrowingEdit(QPlainTextEdit):
    """Tab leaves the field; the text is never read as markup."""

    def __init__(self, font: QFont, name: str) -> None:
        super().__init__()
        self.setFont(font)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._grow)
        self._grow()

    def raw_text(self) -> str:
        """The text as it stands, no-break spaces included, which ``toPlainText`` would lose."""
        return self.document().toRawText().replace("\u2029", "\n")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower field is a taller one."""
        super().resizeEvent(event)
        self._grow()

    @Slot()
    def _grow(self) -> None:
        height, block = 0.0, self.document().firstBlock()
        while block.isValid() and height < MOST:
            height += max(self.blockBoundingRect(block).height(), self.fontMetrics().lineSpacing())
            block = block.next()
        wanted = min(round(height), MOST) + _FRAME
        if self.height() != wanted:
            self.setFixedHeight(wanted)
