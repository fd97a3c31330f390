"""A simulated conversation; turns that findings point at say so, can be jumped to and fixed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from synthreview.domain import ItemView
from synthreview.translation import tr
from synthreview.ui.elements import button, entry
from synthreview.ui.review.cards.base import Card
from synthreview.ui.review.cards.role_strip import RoleStrip
from synthreview.ui.review.cards.strip import marked_turns, strip_of
from synthreview.ui.review.cards.turns import Turns
from synthreview.ui.review.turn_fixes import TurnFix, offers

MARKED_TURNS = 200
"""Turns shown at most at once so that marked ones are among them."""


class SimulationCard(Card):
    """The task, then the turns as bubbles."""

    asked = Signal(QWidget)
    """A box that a person wants to see."""
    fixed = Signal(object)
    """The TurnFix that a person chose."""

    def __init__(self) -> None:
        super().__init__()
        self.add_box("task", tr("Task"))
        self.jump = button(tr("Turn {turn}", turn=1), self._jump, "link", symbol="jump")
        keeps = self.jump.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)  # the first turn stands at one height in every item
        self.jump.setSizePolicy(keeps)
        self.strip = RoleStrip()
        self.strip.asked.connect(self._go_to)
        self.column.addWidget(self.strip)
        self.turns = Turns("turns", self.boxes, fixable=True)
        self.turns.fixes_asked.connect(self._offer)
        self.turns.went_on.connect(self._mark_more)
        self.turns.head.addWidget(self.jump)
        self.column.addWidget(self.turns)
        self.menu = QMenu(self)
        self.menu.setAccessibleName(tr("Fixes of this turn"))
        self._turns: list[dict[str, Any]] = []
        self._marked: dict[int, str] = {}
        self._at: int | None = None
        self._focused: int | None = None

    def fill(self, view: ItemView) -> None:
        """Show task and turns, with the words of a finding beside each turn it marks."""
        self.show_text(view, "task")
        self._turns = view.item.parts.get("turns") or []
        self._at = None
        strip = strip_of(self._findings, self._turns)
        self._marked = marked_turns(self._findings, strip, len(self._turns))
        pointed = marked_turns(self._findings, None, len(self._turns))
        least = min(MARKED_TURNS, max(pointed, default=0) + 1)
        self.turns.show_turns(self._turns, tr("Conversation"), at_least=least)
        self.strip.show_strip(strip)
        self._note()
        first = min(self._marked, default=0)
        self.jump.setVisible(first > 1)
        self.jump.setText(tr("Turn {turn}", turn=first + 1))
        self.jump.setAccessibleName(tr("Go to turn {turn}, the first marked one", turn=first + 1))
        self.jump.setToolTip(self.jump.accessibleName())

    def uncover(self, part: str) -> None:
        """Show all turns where the one that is asked for was left out."""
        if part.startswith("turns."):
            self.turns.show_all()

    def mark(self, focused: int | None) -> None:
        """Mark the evidence, and remember which of it is in focus for turns shown later."""
        self._focused = focused
        super().mark(focused)

    def step_marked(self, step: int) -> str:
        """Go to the next marked turn, or the one before, counted round; its words, empty where none is."""
        marked = sorted(self._marked)
        if not marked:
            return ""
        if step > 0:
            turn = next((each for each in marked if self._at is None or each > self._at), marked[0])
        else:
            turn = next(
                (each for each in reversed(marked) if self._at is not None and each < self._at), marked[-1]
            )
        self._go_to(turn + 1)
        self.turns.bubbles[turn].more.setFocus()
        return tr(
            "Turn {turn}, {number} of {count} marked: {reason}",
            turn=turn + 1,
            number=marked.index(turn) + 1,
            count=len(marked),
            reason=self._marked[turn],
        )

    def _note(self) -> None:
        for number, words in self._marked.items():
            self.turns.set_note(number, words)

    @Slot()
    def _mark_more(self) -> None:
        self._note()
        self.mark(self._focused)

    @Slot()
    def _jump(self) -> None:
        self._go_to(min(self._marked) + 1)

    @Slot(int)
    def _go_to(self, turn: int) -> None:
        self._at = turn - 1
        path = f"turns.{turn - 1}"
        if path not in self.boxes:
            self.turns.show_all()
        self.asked.emit(self.boxes[path])

    @Slot(int)
    def _offer(self, number: int) -> None:
        self.menu.clear()
        for fix in offers(self._turns, number, self._findings):
            entry(self.menu, fix.words, self._choose, fix)
        near = self.turns.bubbles[number].more
        self.menu.popup(near.mapToGlobal(QPoint(0, near.height())))
        actions = self.menu.actions()
        if actions:
            self.menu.setActiveAction(actions[0])

    @Slot()
    def _choose(self) -> None:
        chosen = self.sender()
        if isinstance(chosen, QAction) and isinstance(chosen.data(), TurnFix):
            self.fixed.emit(chosen.data())
