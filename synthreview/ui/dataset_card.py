"""One data set on the Data page: its counts, its source, its detectors, and the records set aside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from synthreview import figures
from synthreview.domain import Dataset, Role
from synthreview.ui import elements, theme
from synthreview.ui.elements import Card, Elided, button, label, row
from synthreview.ui.samples import LIMIT, shortened

if TYPE_CHECKING:
    from synthreview.project import Project, RunReport

ROLE_WORDS = {
    Role.SYNTHETIC: "To be reviewed",
    Role.HUMAN: "People's, to compare with",
    Role.HOLDOUT: "People's, held out",
}
SHOWN = 20
"""Records set aside that a card lists."""


class DatasetCard(Card):
    """What is known of one data set."""

    def __init__(self, dataset: Dataset, runs: Sequence[RunReport], project: Project) -> None:
        super().__init__(spacing=8)
        self._dataset, self._project = dataset, project
        head = row(Elided(dataset.name, "heading"), label(dataset.kind.words, "badge"), spacing=8)
        head.addWidget(label(ROLE_WORDS[dataset.role], "badge"))
        head.setStretch(0, 1)
        self.body.addLayout(head)
        self._add_origin()
        self._aside = QVBoxLayout()
        self._aside.setSpacing(8)
        self.body.addLayout(self._aside)
        self._add_runs(runs)

    def _add_origin(self) -> None:
        dataset = self._dataset
        told = f"{figures.counted(dataset.records, 'record')}, {figures.counted(dataset.items, 'item')}"
        form = f"{dataset.format}, {figures.encoding(dataset.encoding)}"
        origin = Elided(f"{dataset.source}, {form}", "muted")
        self.aside_button = button(f"{figures.grouped(dataset.quarantined)} set aside", self._flip, "link")
        self.aside_button.setAccessibleDescription("Shows the records that could not be read, and why.")
        self.aside_button.setVisible(bool(dataset.quarantined))
        line = row(label(told), self.aside_button, origin, spacing=12)
        line.setStretch(2, 1)
        self.body.addLayout(line)

    def _add_runs(self, runs: Sequence[RunReport]) -> None:
        rule = QFrame()
        rule.setProperty("look", "line")
        self.body.addSpacing(4)
        self.body.addWidget(rule)
        self.body.addSpacing(4)
        if not runs:
            reviewed = self._dataset.role is Role.SYNTHETIC
            words = "Not analyzed yet." if reviewed else "Other data sets are compared with this one."
            self.body.addWidget(label(words, "muted"))
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, 200)
        grid.setColumnStretch(1, 1)
        for line, run in enumerate(runs):
            failed = run.status == "failed"
            said = f"Failed: {run.error}" if failed else _found(run.findings)
            look = "error" if failed else "" if run.findings else "muted"
            grid.addWidget(label(title_of(run.analyzer), "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(said, look, wrap=True), line, 1)
        self.body.addLayout(grid)

    @Slot()
    def _flip(self) -> None:
        """Show or hide the records that were set aside."""
        if self._aside.count():
            elements.clear(self._aside)
            return
        told = (
            "These records could not be read. They are kept as they are, and an export can carry them along."
        )
        self._aside.addWidget(label(told, "small", wrap=True))
        for position, why, raw in self._project.quarantined(self._dataset.id, SHOWN):
            text = label(shortened(raw, LIMIT), wrap=True)
            text.setFont(theme.fixed_font())
            told = f"Record {figures.grouped(position + 1)} {why}."
            self._aside.addWidget(Card(label(told, wrap=True), text, spacing=4, margin=12))
        rest = self._dataset.quarantined - SHOWN
        if rest > 0:
            self._aside.addWidget(label(f"And {figures.grouped(rest)} more", "small"))


def _found(findings: int) -> str:
    return figures.counted(findings, "finding") if findings else "No finding"


def title_of(analyzer: str) -> str:
    """An analyzer's title as its author wrote it; its id when it is not installed here."""
    from synthreview.analyzers.registry import registered

    known = registered().get(analyzer)
    return known.title if known is not None else analyzer
