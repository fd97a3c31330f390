"""Lines of two texts that belong together brought to one height, where there is room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextCursor

from synthreview.ui.text.reading_view import ReadingView

MOST_GAP = 280
"""Pixels above a line at most; lines that stand further apart stay where they are."""

Gaps = dict[int, float]


def align(one: ReadingView, other: ReadingView, lines: Sequence[tuple[int, int]]) -> None:
    """Put gaps above lines of two views so that the given pairs of lines (counted from 0) stand level."""
    loosen(one)
    loosen(other)
    gaps_one: Gaps = {}
    gaps_other: Gaps = {}
    tops_one, tops_other = _tops(one), _tops(other)
    lead = 0.0  # by how much the gaps so far have moved the second text down more than the first
    for line, beside in lines:
        if line >= len(tops_one) or beside >= len(tops_other):
            break  # beyond what is shown of a long text
        lower = tops_other[beside] - tops_one[line] + lead
        if 0 < lower <= MOST_GAP:
            gaps_one[line] = lower
            lead -= lower
        elif 0 < -lower <= MOST_GAP:
            gaps_other[beside] = -lower
            lead -= lower
    _put(one, gaps_one)
    _put(other, gaps_other)


def loosen(view: ReadingView) -> None:
    """Take the gaps away."""
    block = view.document().begin()
    gaps: Gaps = {0: 0.0} if view.document().rootFrame().frameFormat().topMargin() else {}
    while block.isValid():
        if block.blockFormat().topMargin() and block.blockNumber():
            gaps[block.blockNumber()] = 0.0
        block = block.next()
    _put(view, gaps)


def _tops(view: ReadingView) -> list[float]:
    """Where each line begins, in pixels from the top."""
    layout, block, tops = view.document().documentLayout(), view.document().begin(), []
    while block.isValid():
        tops.append(layout.blockBoundingRect(block).y())
        block = block.next()
    return tops


def _put(view: ReadingView, gaps: Gaps) -> None:
    cursor = QTextCursor(view.document())
    cursor.beginEditBlock()
    for line, gap in gaps.items():
        if line == 0:  # Qt gives the first line of a document no margin of its own
            frame = view.document().rootFrame()
            whole = frame.frameFormat()
            whole.setTopMargin(gap)
            frame.setFrameFormat(whole)
            continue
        block = view.document().findBlockByNumber(line)
        made = block.blockFormat()
        made.setTopMargin(gap)
        cursor.setPosition(block.position())
        cursor.setBlockFormat(made)
    cursor.endEditBlock()
