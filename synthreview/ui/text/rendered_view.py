"""Markdown laid out in a reading view, with every place of the source still known.

The document is written piece by piece from the text itself, never from HTML, so nothing can be fetched
and nothing in it can be clicked; each piece remembers which code points it shows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)

from synthreview.ui import theme
from synthreview.ui.text.display import Shown
from synthreview.ui.text.markdown import Block, Form, Run, Runs, blocks
from synthreview.ui.text.reading_view import ReadingView

MOST = 200_000
"""Code points from which a text stays raw: laid out, it would take too long."""

_SIZES = {1: 1.35, 2: 1.2, 3: 1.1}
"""How much larger than the text headings of a level are."""
_INDENT = 24
_GAP = 8
_FRAMED = (Form.CODE, Form.TABLE)
_SIDES = {"right": Qt.AlignmentFlag.AlignRight, "center": Qt.AlignmentFlag.AlignHCenter}
_Note = Callable[[Run, int, Shown], None]


class Rendered:
    """A text as written into a view; like `Shown`, it tells where code points of the source are."""

    def __init__(self, source: str) -> None:
        self.unbroken = Shown(source).unbroken
        self._blocks = blocks(source)
        self._source = source
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._places: list[tuple[int, Shown]] = []

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a run of the source lies in the view, in UTF-16 units; empty where only markup is in it."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, max(end, start + 1)) - 1
        if first > last:
            at = self._places[first][0] if first < len(self._places) else 0
            return at, at
        return self._place(first, start), self._place(last, end)

    def shows(self, start: int, end: int) -> bool:
        """Whether any of a run of the source is to be seen; a run of spaces counts as seen."""
        low, high = self.span(start, end)
        return low < high or not self._source[start:end].strip()

    def write(self, view: ReadingView) -> None:
        """Put the text into a view in place of what it shows."""
        self._starts, self._ends, self._places = [], [], []
        view.empty(unbroken=self.unbroken)
        _Writer(view, self._source, self._note).write(self._blocks)

    def _note(self, run: Run, at: int, shown: Shown) -> None:
        self._starts.append(run.start)
        self._ends.append(run.end)
        self._places.append((at, shown))

    def _place(self, piece: int, code_point: int) -> int:
        at, shown = self._places[piece]
        inside = min(max(code_point, self._starts[piece]), self._ends[piece]) - self._starts[piece]
        return at + min(shown.place(inside), len(shown.text.encode("utf-16-le")) // 2)


class _Writer:
    """Writes blocks at the end of a document."""

    def __init__(self, view: ReadingView, source: str, note: _Note) -> None:
        self._view, self._source, self._note = view, source, note
        self._cursor = QTextCursor(view.document())
        self._fresh = True
        """Whether the block the cursor is in is still empty."""
        self._last: Block | None = None
        self._colours = theme.current()
        self._size = view.font().pointSizeF()

    def write(self, found: list[Block]) -> None:
        self._cursor.beginEditBlock()
        for block in found:
            if block.form is Form.CODE:
                self._code(block)
            elif block.form is Form.TABLE:
                self._table(block)
            else:
                self._line(block)
            self._last = block
        if self._last is not None and self._last.form in _FRAMED:
            self._thin()
        self._cursor.endEditBlock()

    def _line(self, block: Block) -> None:
        made, style = self._view.spacing(), QTextCharFormat()
        made.setTopMargin(self._gap(block))
        if block.form is Form.HEADING:
            made.setHeadingLevel(block.level)
            style.setFontWeight(QFont.Weight.DemiBold)
            style.setFontPointSize(self._size * _SIZES.get(block.level, 1.0))
        elif block.form is Form.ITEM:
            made.setLeftMargin(_INDENT * (block.level + 1))
            made.setTextIndent(-_INDENT + 4)
        elif block.form is Form.QUOTE:
            made.setLeftMargin(_INDENT)
            style.setForeground(QColor(self._colours.muted))
        elif block.form is Form.RULE:
            whole = QTextLength(QTextLength.Type.PercentageLength, 100)
            made.setProperty(QTextFormat.Property.BlockTrailingHorizontalRulerWidth, whole)
            made.setBackground(QColor(self._colours.line))  # the colour of the rule
        self._open(made)
        if block.form is Form.ITEM:
            self._put(block.runs[:1], style)
            self._cursor.insertText("\u2002")
            self._put(block.runs[1:], style)
        else:
            self._put(block.runs, style)
        if made.leftMargin() and self._cursor.block().textDirection() is Qt.LayoutDirection.RightToLeft:
            made.setRightMargin(made.leftMargin())  # Qt's margins do not follow the direction
            made.setLeftMargin(0)
            self._cursor.setBlockFormat(made)

    def _gap(self, block: Block) -> float:
        if self._last is None:
            return 0
        apart = block.apart or self._last.form in (*_FRAMED, Form.HEADING) or block.form is Form.HEADING
        return _GAP if apart else 0

    def _open(self, made: QTextBlockFormat) -> None:
        if self._fresh:
            self._cursor.setBlockFormat(made)
            self._cursor.setBlockCharFormat(QTextCharFormat())
        else:
            self._cursor.insertBlock(made, QTextCharFormat())
        self._fresh = False

    def _code(self, block: Block) -> None:
        frame = QTextFrameFormat()
        frame.setBackground(QColor(self._colours.sunken))
        frame.setBorder(1)
        frame.setBorderBrush(QBrush(QColor(self._colours.line)))
        frame.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        frame.setPadding(_GAP)
        frame.setTopMargin(_GAP if self._last is not None else 0)
        frame.setBottomMargin(_GAP)
        self._own_place()
        self._cursor.insertFrame(frame)
        self._cursor.setBlockFormat(self._view.spacing())
        info, lines = block.rows[0]
        small = QTextCharFormat()
        small.setForeground(QColor(self._colours.muted))
        small.setFontPointSize(self._size - 2)
        self._put(info, small)
        if info and lines:
            self._cursor.insertBlock(self._view.spacing(), QTextCharFormat())
        self._put(lines, QTextCharFormat())
        self._leave()

    def _table(self, block: Block) -> None:
        made = QTextTableFormat()
        made.setBorderCollapse(True)
        made.setBorder(1)
        made.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        made.setBorderBrush(QBrush(QColor(self._colours.line)))
        made.setCellPadding(6)
        made.setTopMargin(_GAP if self._last is not None else 0)
        made.setBottomMargin(_GAP)
        made.setHeaderRowCount(1)
        self._own_place()
        columns = max(1, *map(len, block.rows))
        table = self._cursor.insertTable(len(block.rows), columns, made)
        head = QTextCharFormat()
        head.setFontWeight(QFont.Weight.DemiBold)
        for row, cells in enumerate(block.rows):
            for column in range(columns):
                cell = table.cellAt(row, column)
                if row == 0:
                    ground = cell.format()
                    ground.setBackground(QColor(self._colours.sunken))
                    cell.setFormat(ground)
                self._cursor = cell.firstCursorPosition()
                line = self._view.spacing()
                if column < len(block.sides) and block.sides[column] in _SIDES:
                    line.setAlignment(_SIDES[block.sides[column]])
                self._cursor.setBlockFormat(line)
                self._put(
                    cells[column] if column < len(cells) else (), head if row == 0 else QTextCharFormat()
                )
        self._leave()

    def _own_place(self) -> None:
        """A frame stands behind a block: one that has no text must not show as an empty line."""
        if self._fresh:
            self._thin()

    def _leave(self) -> None:
        """Go on behind a frame, in the empty block that Qt keeps there."""
        self._cursor = QTextCursor(self._view.document())
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._fresh = True

    def _thin(self) -> None:
        made, style = QTextBlockFormat(), QTextCharFormat()
        made.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        style.setFontPointSize(1)
        self._cursor.setBlockFormat(made)
        self._cursor.setBlockCharFormat(style)

    def _put(self, runs: Runs, style: QTextCharFormat) -> None:
        for run in runs:
            shown = Shown(run.sign or self._source[run.start : run.end])
            self._note(run, self._cursor.position(), shown)
            self._cursor.insertText(shown.text, self._styled(run, style))

    def _styled(self, run: Run, style: QTextCharFormat) -> QTextCharFormat:
        made = QTextCharFormat(style)
        if run.bold:
            made.setFontWeight(QFont.Weight.Bold)
        if run.italic:
            made.setFontItalic(True)
        if run.struck:
            made.setFontStrikeOut(True)
        if run.code:
            fixed = theme.fixed_font()
            made.setFontFamilies(fixed.families())
            made.setFontPointSize(fixed.pointSizeF())
            made.setBackground(QColor(self._colours.sunken))
        return made
