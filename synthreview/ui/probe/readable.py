"""Words in lines that are not too long to read."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from synthreview.ui import theme
from synthreview.ui.elements import row

WIDTH = 700
"""Pixels of a line of words, at the usual size of text."""


def readable(words: QWidget) -> QHBoxLayout:
    """Words that do not grow wider than lines should be; a row keeps the height of wrapped text."""
    words.setMaximumWidth(theme.scaled(WIDTH))
    line = row(words, None)
    line.setStretch(0, 1_000)
    return line
