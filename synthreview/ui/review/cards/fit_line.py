"""The instruction that an answer fits better than its own, in one line that leads there."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from synthreview.domain import Confidence, StoredFinding
from synthreview.translation import later, tr
from synthreview.ui.elements import Elided, button, label
from synthreview.ui.mirror import margins

ANALYZER = "swapped_answers"
FITS = later("This output fits another instruction better")
HINT = later("By its words alone, this output is closer to another instruction; only a hint")


class FitLine(QWidget):
    """Hidden where no finding says that the answer belongs elsewhere."""

    visited = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.item: int | None = None
        self.title = Elided("", "", Qt.TextElideMode.ElideRight)
        self.link = button(tr("Show"), self._visit)
        notice = QFrame()
        notice.setProperty("look", "notice")
        line = QHBoxLayout(notice)
        margins(line, 12, 8, 8, 8)
        line.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.words = label("", "small", wrap=True)
        words.addWidget(self.words)
        words.addWidget(self.title)
        line.addLayout(words, 1)
        line.addWidget(self.link)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(notice)
        self.hide()

    def show_findings(self, findings: tuple[StoredFinding, ...]) -> None:
        """Show which item's instruction the output fits, if a finding says so."""
        named = (
            (each, spot.item) for each in findings if each.analyzer == ANALYZER for spot in each.evidence
        )
        found = next(((each, item) for each, item in named if item is not None), None)
        self.setVisible(found is not None)
        self.item = found[1] if found is not None else None
        if found is not None:
            self.words.setText(tr(HINT) if found[0].confidence is Confidence.WEAK else tr(FITS))
            self.title.setText(f"#{self.item}")
            self.link.setText(tr("Show #{item}", item=self.item))
            self.link.setAccessibleName(
                tr("Show #{item}, whose instruction the output fits better", item=self.item)
            )

    def show_titles(self, titles: Mapping[int, str]) -> None:
        """Show the other instruction in its own words."""
        if self.item is not None and self.item in titles:
            self.title.setText(f"#{self.item} · {titles[self.item]}")

    @Slot()
    def _visit(self) -> None:
        if self.item is not None:
            self.visited.emit(self.item)
