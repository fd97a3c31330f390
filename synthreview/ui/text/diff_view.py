"""The words that a change takes away and brings in, seen in one running text."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QTextEdit

from synthreview.ui import theme
from synthreview.ui.text.display import Shown
from synthreview.ui.text.reading_view import ReadingView
from synthreview.ui.text.word_diff import Change, Piece, word_diff

CONTEXT = 120
"""Unchanged code points kept on each side of a change; the rest is left out with an ellipsis."""


class DiffView(ReadingView):
    """Added words on one ground, removed ones struck through on another."""

    def __init__(self) -> None:
        super().__init__(fixed_fonts=False)
        self.setAccessibleName("What changes")
        self._pieces: list[Piece] = []
        theme.signals.changed.connect(self._draw)

    def compare(self, before: str, after: str) -> None:
        """Show what leads from one text to the other."""
        pieces = word_diff(before, after)
        last = len(pieces) - 1
        self._pieces = [_shortened(piece, at == 0, at == last) for at, piece in enumerate(pieces)]
        self.show_text(Shown("".join(piece.text for piece in self._pieces)))
        self._draw()

    @Slot()
    def _draw(self) -> None:
        drawn, at = [], 0
        for piece in self._pieces:
            end = at + len(Shown(piece.text).text.encode("utf-16-le")) // 2
            if piece.change is not Change.SAME:
                selection = QTextEdit.ExtraSelection()
                selection.cursor = self.span(at, end)
                selection.format = _format(piece.change)
                drawn.append(selection)
            at = end
        self.setExtraSelections(drawn)


def _format(change: Change) -> QTextCharFormat:
    colours = theme.current()
    made = QTextCharFormat()
    made.setBackground(QColor(colours.added if change is Change.ADDED else colours.removed))
    if change is Change.REMOVED:
        made.setFontStrikeOut(True)
    else:
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        made.setUnderlineColor(QColor(colours.accept))
    return made


def _shortened(piece: Piece, first: bool, last: bool) -> Piece:
    text = piece.text
    if piece.change is not Change.SAME or len(text) <= 2 * CONTEXT + 8:
        return piece
    head = "" if first else text[:CONTEXT]
    tail = "" if last else text[-CONTEXT:]
    return Piece(Change.SAME, f"{head} … {tail}")
