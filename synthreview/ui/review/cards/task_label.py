"""A labelled text: what people said of it or would say, against what the model said."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from synthreview.domain import ItemView
from synthreview.translation import tr
from synthreview.ui import theme
from synthreview.ui.elements import label
from synthreview.ui.review.cards.base import Card
from synthreview.ui.review.cards.foretold import ForetoldPanel
from synthreview.ui.review.cards.near_rows import NearRows
from synthreview.ui.review.votes import VoteBars


class TaskLabelCard(Card):
    """The text, its label, the votes behind it, what people would say, and texts people labelled."""

    def __init__(self) -> None:
        super().__init__()
        self.add_box("text", tr("Text"))
        self.add_box("label", tr("Label"))
        self.votes = VoteBars()
        self._votes = self._framed()
        self.column.addWidget(self._votes)
        self.foretold = ForetoldPanel()
        self.column.addWidget(self.foretold)
        self.nearest = NearRows(tr("Nearest texts that people labelled"))
        self.column.addWidget(self.nearest)

    def fill(self, view: ItemView) -> None:
        """Show the parts there are."""
        parts = view.item.parts
        people, model = parts.get("human_labels") or [], parts.get("model_labels") or []
        self.show_text(view, "text", required=True)
        self.show_text(view, "label", required=not (people or model))
        self.votes.show_votes(people, model)
        self._votes.setVisible(bool(people or model))
        annotator = view.item.text("annotator")
        self.boxes["label"].note.setText(tr("by {annotator}", annotator=annotator) if annotator else "")

    def mark(self, focused: int | None) -> None:
        """Mark the evidence; labels that have no box are marked as the votes that show them."""
        super().mark(focused)
        standing = (finding for finding in self._findings if not finding.objected_by)
        on = any(self.stand_in(spot.part) is not None for finding in standing for spot in finding.evidence)
        if bool(self._frame.property("marked")) != on:
            self._frame.setProperty("marked", on)
            theme.repolish(self._frame)

    def stand_in(self, part: str) -> QWidget | None:
        """The votes, for people's labels and the model's."""
        return self._votes if part in ("human_labels", "model_labels") else None

    def _framed(self) -> QWidget:
        whole = QWidget()
        self._frame = frame = QFrame()
        frame.setProperty("look", "part")
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(16, 16, 16, 8)
        inner.addWidget(self.votes)
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label(tr("Votes"), "section"))
        layout.addWidget(frame)
        return whole
