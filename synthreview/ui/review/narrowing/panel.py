"""Narrow down: what the items under the filter are made of, and one step to fewer of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent

from synthreview.engine.found import Facet
from synthreview.translation import later, tr
from synthreview.ui.elements import label, rule
from synthreview.ui.review.narrowing.facet_list import FacetList
from synthreview.ui.review.narrowing.side_panel import SidePanel

HOW = later("Click or Enter: only these. With Shift: all but these.")


class NarrowPanel(SidePanel):
    """Says in words when it is counting, when there is nothing, and what went wrong."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr("Narrow down"), "narrow")
        self.list = FacetList()
        self.list.asked.connect(self.asked)
        self.said = label("", "small", wrap=True)
        self.said.setContentsMargins(12, 0, 12, 6)
        self.how = label(tr(HOW), "small", wrap=True)
        self.how.setContentsMargins(12, 8, 12, 10)
        self._rule = rule("line")
        for widget in (self.said, self.list, self._rule, self.how):
            self.body.addWidget(widget)
        self.body.setStretchFactor(self.list, 1)
        self._facets: Sequence[Facet] = ()
        self.setFocusProxy(self.list)
        self.say_counting()

    def say_counting(self) -> None:
        """The counts on show are not those of the filter in force, or there are none yet."""
        self.said.setText(tr("Counting…"))
        self.said.show()

    def show_facets(self, facets: Sequence[Facet], where: str) -> None:
        """Show the counts of a filter."""
        self._facets = facets
        self.list.show_facets(facets, where)
        nothing = not any(facet.values for facet in facets)
        self.said.setText(
            tr("No item meets this filter, so there is nothing to narrow down.") if nothing else ""
        )
        self.said.setVisible(nothing)
        for part in (self._rule, self.how):
            part.setVisible(not nothing)

    def say_failed(self, sentence: str) -> None:
        """Say why there are no counts."""
        self.said.setText(sentence)
        self.said.show()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the keyboard on to the list."""
        super().focusInEvent(event)
        self.list.setFocus()
