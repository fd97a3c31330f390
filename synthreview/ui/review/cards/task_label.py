"""A labelled text: what people said of it against what the model said."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from synthreview.domain import ItemView
from synthreview.ui.elements import label
from synthreview.ui.review.cards.base import Card
from synthreview.ui.review.votes import VoteBars


class TaskLabelCard(Card):
    """The text, its label, and the votes behind it where the data has them."""

    def __init__(self) -> None:
        super().__init__()
        self.add_box("text", "Text")
        self.add_box("label", "Label")
        self.votes = VoteBars()
        self._votes = self._framed()
        self.column.addWidget(self._votes)

    def fill(self, view: ItemView) -> None:
        """Show the parts there are."""
        parts = view.item.parts
        people, model = parts.get("human_labels") or [], parts.get("model_labels") or []
        self.show_text(view, "text", required=True)
        self.show_text(view, "label", required=not (people or model))
        self.votes.show_votes(people, model)
        self._votes.setVisible(bool(people or model))
        annotator = view.item.text("annotator")
        self.boxes["label"].note.setText(f"by {annotator}" if annotator else "")

    def _framed(self) -> QWidget:
        whole, frame = QWidget(), QFrame()
        frame.setProperty("look", "part")
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(16, 16, 16, 8)
        inner.addWidget(self.votes)
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label("Votes", "section"))
        layout.addWidget(frame)
        return whole
