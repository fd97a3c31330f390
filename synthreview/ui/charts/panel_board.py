"""Everything analyzers say about one whole data set: cards in one column, or in two where there is room."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from synthreview.panels import Panel
from synthreview.translation import later, tr
from synthreview.ui.charts.dots import FOLDED
from synthreview.ui.charts.panel_card import PanelCard
from synthreview.ui.elements import label

_NARROW = 120
"""Widths of a letter below which the cards stand in one column."""
_WORDS = 7
"""Lines that a card's words take, about."""
NOTHING = later("The analyzers say nothing about this data set as a whole.")

Said = list[tuple[str, Panel]]


class PanelBoard(QWidget):
    """The panels of the chosen data set, in their order; a sentence where there are none."""

    picked = Signal(str)
    """The filter of the items behind a line of a panel."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[PanelCard] = []
        self._said: Said | None = None
        self.heading = label(tr("The data set as a whole"), "heading")
        self.nothing = label(tr(NOTHING), "muted", wrap=True)
        self._columns = [QVBoxLayout(), QVBoxLayout()]
        self._side = QHBoxLayout()
        self._side.setSpacing(12)
        for column in self._columns:
            column.setSpacing(12)
            self._side.addLayout(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.heading, self.nothing):
            layout.addWidget(widget)
        layout.addLayout(self._side)
        self._wide = False
        self.hide()

    def show_panels(self, said: Said) -> None:
        """Show what is said of a data set; cards that are the same stay as a person left them."""
        self.show()
        if said == self._said:
            return
        self._said = said
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [PanelCard(analyzer, panel) for analyzer, panel in said]
        for card in self.cards:
            card.picked.connect(self.picked)
        self.nothing.setVisible(not self.cards)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column or two."""
        super().resizeEvent(event)
        wide = self.width() >= _NARROW * self.fontMetrics().averageCharWidth()
        if wide != self._wide:
            self._wide = wide
            self._place()

    def _place(self) -> None:
        """Put each card, in order, under the column that is shorter so far."""
        for column in self._columns:
            while column.count():
                column.takeAt(0)
        heights = [0] * (2 if self._wide and len(self.cards) > 1 else 1)
        for card in self.cards:
            shorter = heights.index(min(heights))
            heights[shorter] += _WORDS + min(len(card.panel.effects), FOLDED)
            self._columns[shorter].addWidget(card)
        for column in self._columns:
            column.addStretch(1)
        self._side.setStretch(1, len(heights) - 1)
