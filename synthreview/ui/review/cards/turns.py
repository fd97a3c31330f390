"""A conversation as bubbles: the assistant's on the right, everyone else's on the left."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from synthreview.figures import counted, grouped
from synthreview.ui import theme
from synthreview.ui.elements import button, label
from synthreview.ui.review.cards.part_box import PartBox

FIRST_TURNS = 40
"""Turns shown of a long conversation before a person asks for all."""

INDENT = 64
"""Pixels by which a bubble keeps off the other side."""

_ROLES = {"system": "System", "user": "User", "assistant": "Assistant", "tool": "Tool"}


class Turns(QWidget):
    """Bubbles under numbers, made once and used again; boxes appear under ``PART.NUMBER``."""

    def __init__(self, part: str, boxes: dict[str, PartBox]) -> None:
        super().__init__()
        self._part = part
        self._boxes = boxes
        self._turns: list[dict[str, Any]] = []
        self._bubbles: list[_Bubble] = []
        self._title = label("", "section")
        self._all = button("Show all turns", self.show_all, "link")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addWidget(self._title)
        self._column.addWidget(self._all)

    def show_turns(self, turns: list[dict[str, Any]], title: str, at_least: int = 0) -> None:
        """Show a conversation; its first turns only when it is long, but ``at_least`` so many."""
        self._turns = turns
        self._title.setText(f"{title} · {counted(len(turns), 'turn')}")
        shown = max(FIRST_TURNS, at_least)
        self._show(shown if len(turns) > shown + 5 else len(turns))

    def set_note(self, number: int, words: str) -> None:
        """Say beside a turn why it is marked."""
        if f"{self._part}.{number}" in self._boxes:
            self._bubbles[number].set_note(words)

    @Slot()
    def show_all(self) -> None:
        """Show the turns left out so far."""
        self._show(len(self._turns))

    def _show(self, count: int) -> None:
        while len(self._bubbles) < count:
            bubble = _Bubble()
            self._column.insertWidget(self._column.count() - 1, bubble)
            self._bubbles.append(bubble)
        for number, bubble in enumerate(self._bubbles):
            path = f"{self._part}.{number}"
            self._boxes.pop(path, None)
            bubble.setVisible(number < count)
            if number < count:
                bubble.show_turn(number, self._turns[number])
                self._boxes[path] = bubble.box
        self._all.setVisible(count < len(self._turns))
        self._all.setText(f"Show all {grouped(len(self._turns))} turns")
        self._all.setAccessibleName(self._all.text())


class _Bubble(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.box = PartBox("")
        self.box.always_framed = True
        self.box.note.setProperty("look", "mark")
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(self.box)

    def show_turn(self, number: int, turn: dict[str, Any]) -> None:
        role, speaker = str(turn.get("role") or ""), str(turn.get("speaker") or "")
        own = role == "assistant"
        name = _ROLES.get(role, role)
        as_whom = f" ({speaker})" if speaker and speaker != role else ""
        self.box.title.setText(f"{number + 1} · {name}{as_whom}")
        self.box.view.reading.setAccessibleName(f"Turn {number + 1}, {name}")
        self.box.frame.setProperty("side", "own" if own else "other")
        theme.repolish(self.box.frame)
        aside = 0 if role in ("system", "tool") else INDENT
        self._layout.setContentsMargins(aside if own else 0, 0, 0 if own else aside, 0)
        self.set_note("")
        text = turn.get("text")
        self.box.show_part(text if isinstance(text, str) else "")

    def set_note(self, words: str) -> None:
        self.box.note.setText(words)
        self.box.note.setVisible(bool(words))
