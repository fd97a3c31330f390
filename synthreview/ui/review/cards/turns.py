"""A conversation as bubbles, what one speaker says in a row close together."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from synthreview.translation import tr, trn
from synthreview.ui.elements import button, label, row
from synthreview.ui.review.cards.bubble import Bubble, places
from synthreview.ui.review.cards.part_box import PartBox

FIRST_TURNS = 40
"""Turns shown of a long conversation before a person asks for all."""


class Turns(QWidget):
    """Bubbles under numbers, made once and used again; boxes appear under ``PART.NUMBER``."""

    fixes_asked = Signal(int)
    """The number (from 0) of the turn whose fixes a person wants to see, where fixes are offered."""
    went_on = Signal()
    """Turns left out so far are shown, without marks and notes yet."""

    def __init__(self, part: str, boxes: dict[str, PartBox], *, fixable: bool = False) -> None:
        super().__init__()
        self._fixable = fixable
        self._part = part
        self._boxes = boxes
        self._turns: list[dict[str, Any]] = []
        self._shown = 0
        self.bubbles: list[Bubble] = []
        self._title = label("", "section")
        self._all = button(tr("Show all turns"), self.show_all, "link")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.head = row(self._title, None)
        """The line of the title, with room for a button at its end."""
        self._column.addLayout(self.head)
        self._column.addWidget(self._all)

    def show_turns(self, turns: list[dict[str, Any]], title: str, at_least: int = 0) -> None:
        """Show a conversation; its first turns only when it is long, but ``at_least`` so many."""
        self._turns, self._shown = turns, 0
        count = trn("{count} turn", "{count} turns", len(turns))
        self._title.setText(f"{title} · {count}")
        shown = max(FIRST_TURNS, at_least)
        self._show(shown if len(turns) > shown + 5 else len(turns))

    def set_note(self, number: int, words: str) -> None:
        """Say beside a turn why it is marked."""
        if f"{self._part}.{number}" in self._boxes:
            self.bubbles[number].set_note(words)

    @Slot()
    def show_all(self) -> None:
        """Show the turns left out so far."""
        self._show(len(self._turns))
        self.went_on.emit()

    def _show(self, count: int) -> None:
        while len(self.bubbles) < count:
            bubble = Bubble(fixable=self._fixable)
            bubble.fixes_asked.connect(self.fixes_asked)
            self._column.insertWidget(self._column.count() - 1, bubble)
            self.bubbles.append(bubble)
        where = places(self._turns[:count])
        for number, bubble in enumerate(self.bubbles):
            path = f"{self._part}.{number}"
            if number >= count:
                self._boxes.pop(path, None)
            bubble.setVisible(number < count)
            if self._shown <= number < count:
                bubble.show_turn(where[number], self._turns[number])
                self._boxes[path] = bubble.box
        self._shown = count
        self._all.setVisible(count < len(self._turns))
        self._all.setText(trn("Show all {count} turn", "Show all {count} turns", len(self._turns)))
        self._all.setAccessibleName(self._all.text())
