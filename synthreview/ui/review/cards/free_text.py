"""Free text: what was asked for, what it was made from, what came of it, and what people write like it."""

from __future__ import annotations

from synthreview.domain import ItemView
from synthreview.translation import tr
from synthreview.ui.review.cards.base import Card
from synthreview.ui.review.cards.legend import Legend
from synthreview.ui.review.cards.near_rows import NearRows


class FreeTextCard(Card):
    """Prompt and source text where there are any, then the text with its marks named, then neighbours."""

    def __init__(self) -> None:
        super().__init__()
        self.add_box("prompt", tr("Prompt"))
        self.add_box("source_text", tr("Source text"))
        self.add_box("text", tr("Text"))
        self.legend = Legend("text")
        self.column.addWidget(self.legend)
        self.nearest = NearRows(tr("Nearest texts by people"))
        self.column.addWidget(self.nearest)

    def fill(self, view: ItemView) -> None:
        """Show the parts there are; the author stands beside the text's title."""
        self.show_text(view, "prompt")
        self.show_text(view, "source_text")
        self.show_text(view, "text", required=True)
        self.legend.show_marks(view.findings)
        author = view.item.text("author")
        self.boxes["text"].note.setText(tr("written by: {author}", author=author) if author else "")
