"""Two answers to one prompt, and which of them was preferred."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from synthreview.domain import ItemView
from synthreview.ui.elements import label
from synthreview.ui.review.cards.base import Card
from synthreview.ui.review.cards.part_box import PartBox

STACK_BELOW = 560
"""Pixels of width under which the answers stand below one another."""

_SAID = {"a": "A is better", "b": "B is better", "tie": "both are as good"}


class PreferenceCard(Card):
    """Prompt above, A and B side by side; the chosen one says so in words."""

    def __init__(self) -> None:
        super().__init__()
        self.add_box("prompt", "Prompt")
        self.boxes["a"], self.boxes["b"] = PartBox("A"), PartBox("B")
        self.pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.pair.setSpacing(16)
        for side in ("a", "b"):
            self.pair.addWidget(self.boxes[side], 1, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(self.pair)
        self.verdict = label("", "muted", wrap=True)
        self.column.addWidget(self.verdict)

    def fill(self, view: ItemView) -> None:
        """Show the parts and who preferred which."""
        self.show_text(view, "prompt")
        choice, people = view.item.text("choice"), view.item.text("human_choice")
        judge = view.item.text("judge") or "the judge"
        for side in ("a", "b"):
            box = self.boxes[side]
            self.show_text(view, side, required=True)
            said = [f"chosen by {judge}"] if choice == side else []
            said += ["chosen by people"] if people == side else []
            box.note.setText(", ".join(said))
            box.set_state("chosen", on=choice == side)
        self.verdict.setText(self._sentence(view.item.text("judge"), choice, people))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the answers where two columns would be too narrow to read."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        wanted = ways.TopToBottom if self.width() < STACK_BELOW else ways.LeftToRight
        if self.pair.direction() is not wanted:
            self.pair.setDirection(wanted)

    def _sentence(self, judge: str, choice: str, people: str) -> str:
        who = f"Judge {judge}" if judge else "The judge"
        said = [f"{who}: {_SAID[choice]}." if choice in _SAID else "No choice is recorded."]
        said += [f"People: {_SAID[people]}."] if people in _SAID else []
        return " ".join(said)
