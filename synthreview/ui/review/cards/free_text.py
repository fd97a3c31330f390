"""Free text: what was asked for, what it was made from, what came of it."""

from __future__ import annotations

from synthreview.domain import ItemView
from synthreview.ui.review.cards.base import Card


class FreeTextCard(Card):
    """Prompt and source text where there are any, then the text itself."""

    def __init__(self) -> None:
        super().__init__()
        self.add_box("prompt", "Prompt")
        self.add_box("source_text", "Source text")
        self.add_box("text", "Text")

    def fill(self, view: ItemView) -> None:
        """Show the parts there are; the author stands beside the text's title."""
        self.show_text(view, "prompt")
        self.show_text(view, "source_text")
        self.show_text(view, "text", required=True)
        author = view.item.text("author")
        self.boxes["text"].note.setText(f"written by: {author}" if author else "")
