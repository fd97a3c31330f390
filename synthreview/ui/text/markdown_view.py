"""Markdown that people of the project wrote, shown to be read: nothing in it is fetched or followed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser

from synthreview.ui import theme

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
        self.document().setMarkdown(self._text, _FEATURES)
