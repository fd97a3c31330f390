"""Markdown that people of the project wrote, shown to be read: nothing in it is fetched or followed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat
from PySide6.QtWidgets import QFrame, QTextBrowser

from synthreview.ui import theme

_STEPS = {1: 2, 2: 1}
"""Qt's steps of size by which headings of a level stand out from the text."""
_ABOVE, _BELOW = 14, 4
"""Pixels around a heading."""
_INDENT = 18
"""Pixels by which a list stands in."""
_FEATURES = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML


class MarkdownView(QTextBrowser):
    """HTML stays text, links do nothing, pictures stay away."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._text = ""
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("look", "reading")
        self.setAccessibleName(name)
        self.document().setDocumentMargin(0)
        theme.signals.changed.connect(self._show)

    def show_markdown(self, text: str) -> None:
        """Show another text from its beginning."""
        self._text = text
        self._show()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Nothing: a picture's address may lead off this machine."""
        return None

    @Slot()
    def _show(self) -> None:
        self.document().setDefaultFont(theme.interface_font())
        self.document().setIndentWidth(_INDENT)
        self.document().setMarkdown(self._text, _FEATURES)
        self._size_headings()

    def _size_headings(self) -> None:
        """Qt makes headings twice the text, which is too loud beside an item."""
        cursor, block = QTextCursor(self.document()), self.document().begin()
        while block.isValid():
            if level := block.blockFormat().headingLevel():
                cursor.setPosition(block.position())
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                style, around = QTextCharFormat(), QTextBlockFormat()
                style.setProperty(QTextFormat.Property.FontSizeAdjustment, _STEPS.get(level, 0))
                around.setTopMargin(_ABOVE if block.position() else 0)
                around.setBottomMargin(_BELOW)
                cursor.mergeCharFormat(style)
                cursor.mergeBlockFormat(around)
            block = block.next()
