"""Cards side by side where there is room, else below one another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from synthreview.ui import elements

NARROW = 120
"""Widths of a letter below which cards stand in one column."""


class CardGrid(QWidget):
    """Two columns at most; a last card by itself takes both."""

    def __init__(self, narrow: int = NARROW) -> None:
        super().__init__()
        self._narrow = narrow
        self.cards: list[QWidget] = []
        self._wide = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self.hide()

    def show_cards(self, cards: Sequence[QWidget]) -> None:
        """Put cards in place of those there were; without any it hides."""
        elements.clear(self._grid)
        self.cards = list(cards)
        self.setVisible(bool(cards))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column or two."""
        super().resizeEvent(event)
        wide = self.width() >= self._narrow * self.fontMetrics().averageCharWidth()
        if wide != self._wide:
            self._wide = wide
            self._place()

    def _place(self) -> None:
        columns = 2 if self._wide and len(self.cards) > 1 else 1
        for number, card in enumerate(self.cards):
            alone = number == len(self.cards) - 1 and number % columns == 0
            span = columns if alone else 1
            self._grid.addWidget(card, number // columns, number % columns, 1, span)
        for column in (0, 1):
            self._grid.setColumnStretch(column, int(column < columns))
