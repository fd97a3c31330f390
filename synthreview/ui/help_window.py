"""The help pages, read in a window of their own beside the work."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import (
    QAction,
    QColor,
    QKeySequence,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from synthreview import paths
from synthreview.translation import tr, trn
from synthreview.ui import theme
from synthreview.ui.elements import label

_HEADING = re.compile(r"^##+\s+(.+?)\s*$", re.MULTILINE)
_PLAIN = re.compile(r"[*`_]|\[([^\]]*)\]\([^)]*\)")
SIDE = 240
"""Pixels of the list, in letters of usual size."""
LINE = 140
"""Per cent of a letter's height from line to line on a page."""
_MOST_HITS = 500
"""Hits marked on one page at most."""
_PLACE = Qt.ItemDataRole.UserRole


@cache
def pages() -> dict[str, str]:
    """The packed help: each page's title with its text, in reading order."""
    found = {}
    for path in sorted(Path(paths.resource("help")).glob("*.md")):
        text = path.read_text("utf-8")
        found[text.partition("\n")[0].lstrip("# ").strip()] = text
    return found


def headings() -> list[tuple[str, str]]:
    """Every page and every heading in it, in reading order; a page itself has an empty heading."""
    found = []
    for title, text in pages().items():
        found.append((title, ""))
        found += [(title, plain(heading)) for heading in _HEADING.findall(text)]
    return found


def sections(title: str) -> dict[str, str]:
    """The text of a page under each of its headings; what stands before the first one has an empty name."""
    parts = _HEADING.split(pages()[title])
    return {"": parts[0], **dict(zip(map(plain, parts[1::2]), parts[2::2], strict=True))}


def plain(heading: str) -> str:
    """A heading as the page shows it, without the signs of markdown."""
    return _PLAIN.sub(r"\1", heading)


def hits(words: list[str]) -> list[tuple[str, str]]:
    """Where all the words stand: pages that hold them, and under each the headings whose section does."""
    found: list[tuple[str, str]] = []
    for title, text in pages().items():
        if all(word in text.casefold() for word in words):
            found.append((title, ""))
            if words:
                found += [(title, name) for name in _holding(title, words)]
    return found


def _holding(title: str, words: list[str]) -> list[str]:
    return [
        name
        for name, text in sections(title).items()
        if name and all(word in f"{name}\n{text}".casefold() for word in words)
    ]


class HelpWindow(QWidget):
    """A list of pages and headings, the page chosen, and a line to find words in all of them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("Help \u2013 synthreview"))
        self.resize(900, 640)
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Find in the help"))
        self.words.setAccessibleName(tr("Find in the help"))
        self.words.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Help pages"))
        self.list.setProperty("look", "card")
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page = QTextBrowser()
        self.page.setAccessibleName(tr("Help page"))
        # Pages are our own, but nothing here ever leaves the machine.
        self.page.setOpenLinks(False)
        self.page.document().setDocumentMargin(24)
        self.page.viewport().installEventFilter(self)
        self.nothing = label(tr("No page has these words."), "muted", wrap=True)
        self.found = label("", "small", wrap=True)
        side = QVBoxLayout()
        side.setSpacing(8)
        for part in (self.words, self.nothing, self.found):
            side.addWidget(part)
        side.addWidget(self.list, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(16)
        held = QWidget()
        held.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        held.setFixedWidth(theme.scaled(SIDE))
        whole.addWidget(held)
        whole.addWidget(self.page, 1)
        self.words.textChanged.connect(self._search)
        self.words.returnPressed.connect(self._next_hit)
        self.list.currentItemChanged.connect(self._show)
        theme.signals.changed.connect(self._dress)
        leave = QAction(tr("Close the help"), self)
        leave.setShortcut(QKeySequence.StandardKey.Cancel)
        leave.triggered.connect(self.close)
        self.addAction(leave)
        self._title = ""
        self._search("")

    def go_to(self, title: str, heading: str = "") -> None:
        """Open a page, at a heading where one is named."""
        self.words.clear()
        row = next((n for n, place in enumerate(hits([])) if place == (title, "")), -1)
        self.list.setCurrentRow(row)
        self._scroll_to(heading)

    @Slot(str)
    def _search(self, words: str) -> None:
        """List the pages that hold all the words, with their headings, and go to the first of them."""
        places = hits(words.casefold().split())
        self.list.blockSignals(True)
        self.list.clear()
        for title, heading in places:
            entry = QListWidgetItem(f"\u2003{heading}" if heading else title)
            entry.setData(_PLACE, (title, heading))
            entry.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title}: {heading}" if heading else title)
            if not heading and words.strip():
                font = entry.font()
                font.setBold(True)
                entry.setFont(font)
            self.list.addItem(entry)
        self.nothing.setVisible(not places)
        self.list.setCurrentRow(0 if places else -1)
        self.list.blockSignals(False)
        self._show()

    @Slot()
    def _show(self) -> None:
        there = self.list.currentRow() >= 0
        title, heading = self.list.currentItem().data(_PLACE) if there else ("", "")
        if title != self._title:
            self._title = title
            self.page.setMarkdown(pages().get(title, ""))
            self._set_lines()
        self._dress()
        self._scroll_to(heading)
        if self.words.text().strip():
            self._next_hit()

    def _set_lines(self) -> None:
        """Give the lines of the page room, as it is read and not glanced at."""
        form = QTextBlockFormat()
        form.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(self.page.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(form)

    def _keep_measure(self) -> None:
        """Lines no longer than text to be judged has, however wide the window."""
        widest = self.page.fontMetrics().averageCharWidth() * theme.reading_measure()
        widest += 2 * round(self.page.document().documentMargin())
        self.page.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.page.setLineWrapColumnOrWidth(min(widest, self.page.viewport().width()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the width of the page."""
        if event.type() is QEvent.Type.Resize:
            self._keep_measure()
        return super().eventFilter(watched, event)

    def _scroll_to(self, heading: str) -> None:
        self.page.moveCursor(QTextCursor.MoveOperation.Start)
        block = self.page.document().begin()
        while heading and block.isValid():
            if block.blockFormat().headingLevel() and block.text().strip() == heading:
                self.page.moveCursor(QTextCursor.MoveOperation.End)  # so that the heading comes to the top
                self.page.setTextCursor(QTextCursor(block))
                self.page.ensureCursorVisible()
                return
            block = block.next()

    @Slot()
    def _next_hit(self) -> None:
        """Go to the next place on the page that holds the first word; after the last, to the first."""
        first = next(iter(self.words.text().split()), "")
        if first and not self.page.find(first, QTextDocument.FindFlag(0)):
            self.page.moveCursor(QTextCursor.MoveOperation.Start)
            self.page.find(first, QTextDocument.FindFlag(0))

    def _mark(self) -> None:
        """Give every hit the ground of evidence."""
        form = QTextCharFormat()
        form.setBackground(QColor(theme.current().evidence))
        form.setForeground(QColor(theme.current().text))
        marks: list[QTextEdit.ExtraSelection] = []
        for word in self.words.text().split():
            cursor = self.page.document().find(word)
            while not cursor.isNull() and len(marks) < _MOST_HITS:
                mark = QTextEdit.ExtraSelection()
                mark.cursor, mark.format = QTextCursor(cursor), form
                marks.append(mark)
                cursor = self.page.document().find(word, cursor)
        self.page.setExtraSelections(marks)
        many = (
            trn(
                "{count} place on this page. Enter goes to the next.",
                "{count} places on this page. Enter goes to the next.",
                len(marks),
            )
            if len(marks) > 1
            else ""
        )
        self.found.setText(many)
        self.found.setVisible(bool(many))

    @Slot()
    def _dress(self) -> None:
        """Tables take their lines from the document, not from the style sheet."""
        self._keep_measure()
        line = theme.current().line
        self.page.document().setDefaultStyleSheet(f"table {{ border-color: {line}; }}")
        self._mark()
