"""Marks: where a finding points in a text, told apart by line style as well as by ground."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of a text in code points. ``style`` numbers the detector; ``focused`` marks stand out."""

    start: int
    end: int
    style: int = 0
    focused: bool = False
    note: str = ""


def pen_style(style: int) -> Qt.PenStyle:
    """The line of a detector, for legends."""
    return _UNDERLINES[style % len(_UNDERLINES)][1]


def mark_format(mark: Mark) -> QTextCharFormat:
    """Ground and line under the marked text; the ground of what is not focused is half as strong."""
    colours = theme.current()
    ground = QColor(colours.evidence)
    if not mark.focused:
        ground = _between(ground, QColor(colours.surface))
    made = QTextCharFormat()
    made.setBackground(ground)
    made.setUnderlineStyle(_UNDERLINES[mark.style % len(_UNDERLINES)][0])
    made.setUnderlineColor(QColor(colours.evidence_line))
    return made


def _between(one: QColor, other: QColor) -> QColor:
    return QColor(
        (one.red() + other.red()) // 2, (one.green() + other.green()) // 2, (one.blue() + other.blue()) // 2
    )
