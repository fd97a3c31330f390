"""Rows of a form: what it is, the control, and under it what a person should know."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QLayout, QVBoxLayout, QWidget

from synthreview.ui import theme
from synthreview.ui.elements import label

_WORDS = 140
"""Pixels for the words of a row at the usual size of text, so that the controls of all cards line up."""
_WIDEST = 170


def add_row(form: QFormLayout, words: str, control: QWidget, *inside: QWidget | QLayout) -> QWidget:
    """Add a row and return its field, in which the control stands with what is under it."""
    named = label(words)
    named.setMinimumWidth(min(theme.scaled(_WORDS), _WIDEST))
    named.setBuddy(control)
    field = QWidget()
    layout = QVBoxLayout(field)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    for each in inside:
        if isinstance(each, QWidget):
            layout.addWidget(each)
        else:
            layout.addLayout(each)
    form.addRow(named, field)
    return field
