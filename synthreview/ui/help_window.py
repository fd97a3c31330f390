"""The help pages, read in a window of their own beside the work."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QKeySequence, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from synthreview import paths
from synthreview.ui import theme
from synthreview.ui.elements import label


def pages() -> dict[str, str]:
    """The packed help: each page's title with its text, in reading order."""
    found = {}
    for path in sorted(Path(paths.resource("help")).glob("*.md")):
        text = path.read_text("utf-8")
        found[text.partition("\n")[0].lstrip("# ").strip()] = text
    return found


class HelpWindow(QWidget):
    """A list of pages, the page chosen, and a line to find words in all of them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("Help \u2013 synthreview")
        self.resize(900, 640)
        self.words = QLineEdit()
        self.words.setPlaceholderText("Find in the help")
        self.words.setAccessibleName("Find in the help")
        self.words.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName("Help pages")
        self.page = QTextBrowser()
        self.page.setAccessibleName("Help page")
        # Pages are our own, but nothing here ever leaves the machine.
        self.page.setOpenLinks(False)
        self.page.document().setDocumentMargin(24)
        self.nothing = label("No page has these words.", "muted", wrap=True)
        side = QVBoxLayout()
        side.setSpacing(8)
        for part in (self.words, self.nothing):
            side.addWidget(part)
        side.addWidget(self.list, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(16)
        whole.addLayout(side, 1)
        whole.addWidget(self.page, 3)
        self.words.textChanged.connect(self._search)
        self.list.currentTextChanged.connect(self._show)
        theme.signals.changed.connect(self._dress)
        leave = QAction("Close the help", self)
        leave.setShortcut(QKeySequence.StandardKey.Cancel)
        leave.triggered.connect(self.close)
        self.addAction(leave)
        self._search("")

    @cached_property
    def _pages(self) -> dict[str, str]:
        return pages()

    @Slot(str)
    def _search(self, words: str) -> None:
        """List the pages that hold all the words, and go to the first of them."""
        wanted = words.lower().split()
        titles = [
            title for title, text in self._pages.items() if all(word in text.lower() for word in wanted)
        ]
        self.list.clear()
        self.list.addItems(titles)
        self.nothing.setVisible(not titles)
        self.list.setCurrentRow(0 if titles else -1)

    @Slot(str)
    def _show(self, title: str) -> None:
        self.page.setMarkdown(self._pages.get(title, ""))
        self._dress()
        first = next(iter(self.words.text().split()), "")
        self.page.moveCursor(QTextCursor.MoveOperation.Start)
        if first:
            self.page.find(first, QTextDocument.FindFlag(0))

    @Slot()
    def _dress(self) -> None:
        """Tables take their lines from the document, not from the style sheet."""
        line = theme.current().line
        self.page.document().setDefaultStyleSheet(f"table {{ border-color: {line}; }}")
