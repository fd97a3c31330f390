"""A simulated conversation; turns that findings point at say so and can be jumped to."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from synthreview.domain import ItemView
from synthreview.ui.elements import button
from synthreview.ui.review.cards.base import Card
from synthreview.ui.review.cards.role_strip import RoleStrip
from synthreview.ui.review.cards.strip import strip_of
from synthreview.ui.review.cards.turns import Turns

MARKED_TURNS = 200
"""Turns shown at most at once so that marked ones are among them."""


class SimulationCard(Card):
    """The task, then the turns as bubbles."""

    asked = Signal(QWidget)
    """A box that a person wants to see."""

    def __init__(self) -> None:
        super().__init__()
        self.add_box("task", "Task")
        self.jump = button("Go to the first marked turn", self._jump, "link", symbol="jump")
        line = QHBoxLayout()
        line.addWidget(self.jump)
        line.addStretch(1)
        self.column.addLayout(line)
        self.strip = RoleStrip()
        self.strip.asked.connect(self._go_to)
        self.column.addWidget(self.strip)
        self.turns = Turns("turns", self.boxes)
        self.column.addWidget(self.turns)
        self._marked: dict[int, str] = {}

    def fill(self, view: ItemView) -> None:
        """Show task and turns, with the words of a finding beside each turn it marks."""
        self.show_text(view, "task")
        turns = view.item.parts.get("turns") or []
        self._marked = self._marked_turns()
        self.turns.show_turns(turns, "Conversation", at_least=min(MARKED_TURNS, max(self._marked, default=0)))
        self.strip.show_strip(strip_of(self._findings, turns))
        for number, words in self._marked.items():
            self.turns.set_note(number, words)
        first = min(self._marked, default=0)
        self.jump.setVisible(first > 1)
        self.jump.setText(f"Go to turn {first + 1}, the first marked one")
        self.jump.setAccessibleName(self.jump.text())

    def _marked_turns(self) -> dict[int, str]:
        marked: dict[int, str] = {}
        for finding in self._findings:
            for evidence in finding.evidence:
                part, _, rest = evidence.part.partition(".")
                number = rest.partition(".")[0]
                if part == "turns" and number.isdigit():
                    marked.setdefault(int(number), evidence.note or finding.words)
        return marked

    @Slot()
    def _jump(self) -> None:
        self._go_to(min(self._marked) + 1)

    @Slot(int)
    def _go_to(self, turn: int) -> None:
        path = f"turns.{turn - 1}"
        if path not in self.boxes:
            self.turns.show_all()
        self.asked.emit(self.boxes[path])
