"""An instruction with its input and the answer to it."""

from __future__ import annotations

from synthreview.domain import PARTS, ItemView, Kind
from synthreview.ui.review.cards.base import Card
from synthreview.ui.review.cards.turns import Turns


class InstructionCard(Card):
    """System, earlier turns, instruction, input, constraints, output: what is empty stays away."""

    def __init__(self) -> None:
        super().__init__()
        self._history = Turns("history", self.boxes)
        for spec in PARTS[Kind.INSTRUCTION]:
            if spec.name == "history":
                self.column.addWidget(self._history)
            else:
                self.add_box(spec.name, spec.words)

    def fill(self, view: ItemView) -> None:
        """Show the parts there are."""
        turns = view.item.parts.get("history") or []
        self._history.show_turns(turns, "Earlier turns")
        self._history.setVisible(bool(turns))
        for spec in PARTS[Kind.INSTRUCTION]:
            if spec.name != "history":
                self.show_text(view, spec.name, required=spec.required)
