"""The foot of a chart's card: the legend, and the buttons beside it or, in a narrow card, below it."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from synthreview.ui.elements import row

NARROW = 80
"""Widths of a letter below which a card's buttons stand below its legend."""


def foot(legend: QWidget, *buttons: QWidget) -> QBoxLayout:
    """A legend and the buttons of a card."""
    made = QBoxLayout(QBoxLayout.Direction.LeftToRight)
    made.setSpacing(4)
    made.addWidget(legend, 1)
    beside = row(None, *buttons, spacing=12)
    below = QVBoxLayout()
    below.addStretch(1)
    below.addLayout(beside)
    made.addLayout(below)
    return made


def turn(layout: QBoxLayout, card: QWidget) -> None:
    """Lay a foot beside or below, as the card's width asks for."""
    wide = card.width() >= NARROW * card.fontMetrics().averageCharWidth()
    layout.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
