"""A line above an item that was not met in the queue: which one it is, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from synthreview.translation import tr
from synthreview.ui.elements import button, fill, label
from synthreview.ui.keys.follow import tip
from synthreview.ui.mirror import margins


class VisitBar(QWidget):
    """Shown while an item is on screen that a finding of another one names."""

    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = label("", wrap=True)
        self.button = button(tr("Back"), self.back, symbol="undo")
        tip(self.button, tr("Back"), "other", "leave")
        notice = QFrame()
        notice.setProperty("look", "notice")
        line = QHBoxLayout(notice)
        fill(line, (self.words, self.button), 12)
        margins(line, 12, 8, 8, 8)
        line.setStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 12)
        layout.addWidget(notice)
        self.hide()

    def show_way(self, item: int, came_from: int | None, locked: str = "") -> str:
        """Say which item is on screen; ``came_from`` None hides. Returns the words."""
        self.setVisible(came_from is not None)
        if came_from is None:
            return ""
        rest = locked or tr("What you decide now is about #{item}.", item=item)
        words = tr(
            "This is #{item}, which a finding on #{came_from} names. {rest}",
            item=item,
            came_from=came_from,
            rest=rest,
        )
        self.words.setText(words)
        self.button.setText(tr("Back to #{came_from}", came_from=came_from))
        self.button.setAccessibleName(self.button.text())
        return words
