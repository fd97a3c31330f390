"""One part of an item: its name, its text in a frame, the evidence in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from synthreview.translation import later, tr
from synthreview.ui import theme
from synthreview.ui.elements import Elided, label
from synthreview.ui.text.evidence_view import EvidenceView
from synthreview.ui.text.marks import Mark

EMPTY = later("Nothing here")
FRAMED_FROM = 400
"""Code points from which a text marked as a whole gets a frame rather than a ground."""


class PartBox(QWidget):
    """A titled frame. ``show_part`` fills it; marks come afterwards."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._text = ""
        self.always_framed = False
        """Whether any mark frames the box too, as in conversations, to be found while scrolling."""
        self.title = label(title, "section")
        self.note = Elided("", "small", Qt.TextElideMode.ElideRight)
        self.view = EvidenceView(title)
        self._empty = label(tr(EMPTY), "muted")
        self.frame = QFrame()
        self.frame.setProperty("look", "part")
        inner = QVBoxLayout(self.frame)
        inner.setContentsMargins(16, 10, 16, 14)  # lines have their spare height above
        inner.setSpacing(0)
        inner.addWidget(self.view)
        inner.addWidget(self._empty)
        head = self.head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.note)
        head.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.frame)

    def show_part(self, text: str, *, rendered: bool = False) -> None:
        """Show a text without marks, with ``rendered`` its Markdown laid out; an empty one says so."""
        self._text = text
        self._empty.setVisible(not text)
        self.view.setVisible(bool(text))
        self.view.show_text(text, rendered=rendered)
        self.set_state("marked", on=False)

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Mark spans; a mark over all of a long text, or of an empty one, frames the box instead."""
        spans = [mark for mark in marks if mark.start < mark.end and not self._whole(mark)]
        self.view.set_marks(spans)
        self.set_state("marked", on=len(spans) < len(marks) or (self.always_framed and bool(marks)))

    @property
    def text(self) -> str:
        """The text as it is."""
        return self._text

    def length(self) -> int:
        """Code points of the text."""
        return len(self._text)

    def place_of(self, mark: Mark) -> QRect:
        """Where a mark is, in this widget's coordinates."""
        if self._whole(mark) or mark.start >= mark.end:
            return QRect(QPoint(), self.size())
        return self.view.place_of(mark).translated(self.view.mapTo(self, QPoint()))

    def set_state(self, name: str, *, on: bool) -> None:
        """Switch a state the style sheet knows: marked, chosen."""
        if bool(self.frame.property(name)) != on:
            self.frame.setProperty(name, on)
            theme.repolish(self.frame)

    def _whole(self, mark: Mark) -> bool:
        return mark.start == 0 and mark.end >= len(self._text) >= FRAMED_FROM
