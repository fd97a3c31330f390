"""Marks: where a finding points in a text, told apart by line style as well as by ground."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat

from synthreview.ui import theme

_UNDERLINES = (
    (QTextCharFormat.UnderlineStyle.SingleUnderline, Qt.PenStyle.SolidLine),
    (QTextCharFormat.UnderlineStyle.DotLine, Qt.PenStyle.DotLine),
    (QTextCharFormat.UnderlineStyle.DashUnderline, Qt.PenStyle.DashLine),
    (QTextCharFormat.UnderlineStyle.DashDotLine, Qt.PenStyle.DashDotLine),
    (QTextCharFormat.UnderlineStyle.DashDotDotLine, Qt.PenStyle.DashDotDotLine),
)


class Look(StrEnum):
    """What a mark tells: where a finding points, what only one of two texts says, a word a judge goes by,
    what a filter looked for, or where a finding points that somebody called wrong."""

    EVIDENCE = "evidence"
    DOUBTED = "doubted"
    ONLY_HERE = "only_here"
    CUE = "cue"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of a text in code points. ``style`` numbers the detector; ``focused`` marks stand out."""

    start: int
    end: int
    style: int = 0
    focused: bool = False
    note: str = ""
    look: Look = Look.EVIDENCE


def pen_style(style: int) -> Qt.PenStyle:
    """The line of a detector, for legends."""
    return _UNDERLINES[style % len(_UNDERLINES)][1]


def mark_format(mark: Mark) -> QTextCharFormat:
    """Ground and line under the marked text; the ground of what is not focused is half as strong."""
    colours = theme.current()
    if mark.look is not Look.EVIDENCE:
        return _FORMATS[mark.look](mark)
    ground = QColor(colours.evidence)
    if not mark.focused:
        ground = _between(ground, QColor(colours.surface))
    made = QTextCharFormat()
    made.setBackground(ground)
    made.setUnderlineStyle(_UNDERLINES[mark.style % len(_UNDERLINES)][0])
    made.setUnderlineColor(QColor(colours.evidence_line))
    return made


def _doubted(_mark: Mark) -> QTextCharFormat:
    """A thin line and no ground: it is there to be found again, not to be noticed."""
    made = QTextCharFormat()
    made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    made.setUnderlineColor(QColor(theme.current().muted))
    return made


def _only_here(_mark: Mark) -> QTextCharFormat:
    colours = theme.current()
    made = QTextCharFormat()
    made.setBackground(QColor(colours.accent_soft))
    made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    made.setUnderlineColor(QColor(colours.accent))
    return made


def _cue(mark: Mark) -> QTextCharFormat:
    colours = theme.current()
    made = QTextCharFormat()
    if mark.focused:
        made.setBackground(QColor(colours.evidence))
    made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    made.setUnderlineColor(QColor(colours.accent))
    return made


def found_format() -> QTextCharFormat:
    """What a filter looked for: between two lines, where evidence has one below."""
    colours = theme.current()
    made = QTextCharFormat()
    made.setBackground(QColor(colours.accent_soft))
    made.setFontOverline(True)
    made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    made.setUnderlineColor(QColor(colours.accent))
    return made


def _found(_mark: Mark) -> QTextCharFormat:
    return found_format()


_FORMATS = {Look.DOUBTED: _doubted, Look.ONLY_HERE: _only_here, Look.CUE: _cue, Look.FOUND: _found}


def _between(one: QColor, other: QColor) -> QColor:
    return QColor(
        (one.red() + other.red()) // 2, (one.green() + other.green()) // 2, (one.blue() + other.blue()) // 2
    )
