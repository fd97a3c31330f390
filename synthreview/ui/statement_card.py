"""A card at the head of Insights: a question, a large number, and what it rests on."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox

from synthreview import figures
from synthreview.engine.quality import TARGETS
from synthreview.translation import tr
from synthreview.ui.elements import Card, button, label, row
from synthreview.ui.statements import Statement

SHOWN = 40
"""Items that a filter names at most."""
TARGET = "target"


class StatementCard(Card):
    """A question, a large number, and a sentence."""

    picked = Signal(str)
    """The filter of the items that hold the number up."""
    aimed = Signal(float)
    """Another target was chosen."""

    def __init__(self, statement: Statement, *, fixed: bool = False) -> None:
        """``fixed``: nobody may choose another target."""
        super().__init__(spacing=4)
        self.body.addWidget(label(statement.title, "heading", wrap=True))
        if statement.target is not None:
            self.body.addLayout(row(label(tr("Target"), "muted"), self._targets(statement.target), None))
            self.target.setDisabled(fixed)
        self.body.addSpacing(4)
        if statement.number:
            self.body.addWidget(label(statement.number, "display"))
            if statement.unit:
                self.body.addWidget(label(statement.unit, "muted", wrap=True))
            self.body.addSpacing(4)
        self.body.addWidget(label(statement.words, "muted", wrap=True))
        for each in statement.more:
            self.body.addWidget(label(each, "small", wrap=True))
        self.body.addStretch(1)
        if statement.items:
            where = " or ".join(f"item:{item}" for item in statement.items[:SHOWN])
            self.these = button(tr("Show them"), lambda: self.picked.emit(where), "link")
            self.body.addLayout(row(self.these, None))

    def _targets(self, now: float) -> QComboBox:
        self.target = QComboBox()
        self.target.setObjectName(TARGET)
        self.target.setAccessibleName(tr("Share of errors that may stay"))
        self.target.setToolTip(tr("Share of errors that may stay in the cleaned data set"))
        for share in sorted({*TARGETS, now}):
            self.target.addItem(tr("below {share} errors", share=figures.share(share)), share)
        self.target.setCurrentIndex(self.target.findData(now))
        self.target.activated.connect(self._on_target)
        return self.target

    @Slot()
    def _on_target(self) -> None:
        self.aimed.emit(self.target.currentData())
