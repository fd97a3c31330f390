"""The words that a change takes away and brings in, seen in one running text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QTextEdit

from synthreview.translation import tr, trn
from synthreview.ui import theme
from synthreview.ui.text.display import Shown
from synthreview.ui.text.reading_view import ReadingView
from synthreview.ui.text.word_diff import Change, Piece, word_diff

CONTEXT = 120
"""Unchanged code points kept on each side of a change; the rest is left out with an ellipsis."""
LONGEST = 1_200
"""Code points shown of one removed or added run: its beginning and its end."""
MOST = 6_000
"""Code points shown in all; how many changes follow is said."""

_GAP = "\u2009"


class DiffView(ReadingView):
    """Added words on one ground and underlined, removed ones struck through on another.

    ``context`` and ``longest`` take the places of ``CONTEXT`` and ``LONGEST``.
    """

    def __init__(self, name: str = "", context: int = CONTEXT, longest: int = LONGEST) -> None:
        super().__init__(fixed_fonts=False)
        self.setAccessibleName(name or tr("What changes"))
        self._context, self._longest = context, longest
        self._pieces: list[Piece] = []
        theme.signals.changed.connect(self._draw)

    def compare(self, before: str, after: str) -> None:
        """Show what leads from one text to the other."""
        pieces = word_diff(before, after)
        last = len(pieces) - 1
        shown = [self._shortened(piece, at == 0, at == last) for at, piece in enumerate(pieces)]
        self._pieces = _set_apart(_bounded(shown))
        self.setAccessibleDescription(in_words(pieces))
        self.show_text(Shown("".join(piece.text for piece in self._pieces)))
        self._draw()

    def _shortened(self, piece: Piece, first: bool, last: bool) -> Piece:
        text, same = piece.text, piece.change is Change.SAME
        kept = self._context if same else self._longest // 2
        if len(text) <= 2 * kept + 8:
            return piece
        head = "" if same and first else text[:kept]
        tail = "" if same and last else text[-kept:]
        gone = len(text) - len(head) - len(tail)
        middle = " … " if same else trn(" … {count} character … ", " … {count} characters … ", gone)
        return Piece(piece.change, f"{head}{middle}{tail}")

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


def in_words(pieces: Sequence[Piece]) -> str:
    """A change for people who hear it: what goes and what comes, the first few places."""
    words = {Change.REMOVED: tr("removed"), Change.ADDED: tr("added")}
    changed = [piece for piece in pieces if piece.change is not Change.SAME]
    blank = tr("white space")
    said = [f"{words[piece.change]}: {' '.join(piece.text[:80].split()) or blank}" for piece in changed[:6]]
    return "; ".join([*said, *([tr("and more")] if len(changed) > 6 else [])])


def _bounded(pieces: list[Piece]) -> list[Piece]:
    """The first pieces, as many as fit; the last one says how many changes are not shown."""
    shown: list[Piece] = []
    size = 0
    for at, piece in enumerate(pieces):
        size += len(piece.text)
        if size > MOST and shown:
            left = sum(other.change is not Change.SAME for other in pieces[at:])
            more = trn(" … and {count} more change", " … and {count} more changes", left)
            return [*shown, Piece(Change.SAME, more)] if left else shown
        shown.append(piece)
    return shown


def _set_apart(pieces: list[Piece]) -> list[Piece]:
    """The pieces with a narrow gap where an added word would run into the removed one before it."""
    apart: list[Piece] = []
    for piece in pieces:
        before = apart[-1] if apart else None
        touching = before is not None and before.change is Change.REMOVED and piece.change is Change.ADDED
        if touching and before is not None and not (before.text[-1:] + piece.text[:1]).isspace():
            apart.append(Piece(Change.SAME, _GAP))
        apart.append(piece)
    return apart


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
