"""Charts with numbers along both axes, side by side where there is room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from synthreview.chart import CurveChart
from synthreview.translation import tr
from synthreview.ui.charts.curve_card import CurveCard
from synthreview.ui.elements import EmptyPlace, label

_NARROW = 120
"""Widths of a letter below which the cards stand in one column."""
_HEIGHT = 360


class CurveBoard(QWidget):
    """Cards by name, in the order given; a chart that is not known any more takes its card away."""

    picked = Signal(str)
    """The filter of the items behind a point."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: dict[str, CurveCard] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._heading = label(tr("How the review goes"), "heading")
        self._wide = False
        self.hide()

    def show_charts(self, charts: Sequence[tuple[str, CurveChart]]) -> None:
        """Show charts by name; a card that is there already keeps the view a person chose."""
        for name in self.cards.keys() - {name for name, _ in charts}:
            card = self.cards.pop(name)
            card.hide()
            card.deleteLater()
        made = {name: self.cards.get(name) or self._card() for name, _ in charts}
        for name, chart in charts:
            made[name].show_chart(chart)
        self.cards = made
        self.setVisible(bool(charts))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column or two."""
        super().resizeEvent(event)
        wide = self.width() >= _NARROW * self.fontMetrics().averageCharWidth()
        if wide != self._wide:
            self._wide = wide
            self._place()

    def _card(self) -> CurveCard:
        card = CurveCard(EmptyPlace("insights", tr("Nothing to draw yet"), ""))
        card.setMinimumHeight(_HEIGHT)
        card.picked.connect(self.picked)
        return card

    def _place(self) -> None:
        columns = 2 if self._wide and len(self.cards) > 1 else 1
        self._grid.addWidget(self._heading, 0, 0, 1, columns)
        for place, card in enumerate(self.cards.values()):
            last = place == len(self.cards) - 1
            span = columns if last and place % columns == 0 else 1
            self._grid.addWidget(card, 1 + place // columns, place % columns, 1, span)
            card.show()
        for column in (0, 1):
            self._grid.setColumnStretch(column, int(column < columns))
