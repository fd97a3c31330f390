"""One suggested fix: its key, why, and what it would do, before anybody takes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from synthreview.engine.suggestions import Suggestion
from synthreview.translation import tr
from synthreview.ui.elements import button, label
from synthreview.ui.keys.follow import KeyCap
from synthreview.ui.mirror import margins
from synthreview.ui.text.diff_view import DiffView

MOST = 9
"""Suggestions with a key of their own."""
_CONTEXT, _LONGEST = 40, 160
_TITLE = 90
"""Characters of the reason on the button; all of it is in the tooltip."""


class SuggestionCard(QFrame):
    """A button that puts the fix into the editors, over a small view of what changes."""

    taken = Signal(int)
    """The number of the suggestion, from 1."""

    def __init__(self, number: int, suggestion: Suggestion, before: Mapping[str, Any]) -> None:
        """``before`` holds the present value of each part that the suggestion changes."""
        super().__init__()
        self.number, self.edits = number, suggestion.edits
        self.setProperty("look", "part")
        words = suggestion.words
        short = words if len(words) <= _TITLE else words[: _TITLE - 1].rstrip() + "…"
        self.button = button(tr("Use this"), self._on_take, symbol="fix")
        self.button.setAccessibleName(tr("Use suggested fix: {words}", words=words))
        why = label(short, "words", wrap=True)
        why.setToolTip(words)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(why, 1)
        if number <= MOST:
            head.addWidget(KeyCap(f"suggestion_{number}"), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.button)
        layout = QVBoxLayout(self)
        margins(layout, 12, 8, 8, 10)
        layout.setSpacing(6)
        layout.addLayout(head)
        for path, value in suggestion.edits.items():
            view = DiffView(tr("What this changes in {path}", path=path), _CONTEXT, _LONGEST)
            view.compare(plain(before.get(path)), plain(value))
            layout.addWidget(view)

    @Slot()
    def _on_take(self) -> None:
        self.taken.emit(self.number)


def plain(value: Any) -> str:
    """A part's value as a text that can be compared."""
    if value is None:
        return ""
    if not isinstance(value, list):
        return str(value)
    if value and isinstance(value[0], dict):
        return "\n".join(f"{turn.get('speaker') or turn['role']}: {turn['text']}" for turn in value)
    return ", ".join(tr("invalid") if each is None else str(each) for each in value)
