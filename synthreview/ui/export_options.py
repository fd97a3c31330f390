"""What a person may choose beside the format and the states; only what the chosen format knows shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from synthreview.formats.targets import COLUMNS, Choices
from synthreview.formats.targets.splits import Share, parse_shares
from synthreview.translation import Table, later, tr
from synthreview.ui import export_formats
from synthreview.ui.elements import label
from synthreview.ui.flow import FlowLayout
from synthreview.ui.fold import Fold

if TYPE_CHECKING:
    from synthreview.project import ExportOptions

SPLITS = Table(
    {
        "train=1": later("Train 100 %"),
        "train=0.9,test=0.1": later("Train 90 %, test 10 %"),
        "train=0.8,test=0.2": later("Train 80 %, test 20 %"),
        "train=0.8,validation=0.1,test=0.1": later("Train 80 %, validation 10 %, test 10 %"),
        "": later("Others\u2026"),
    }
)
"""Usual splits, as they are written and in words; the last one stands for a text of one's own."""
COLUMN_WORDS = Table(
    {
        "verdict": later("Verdict"),
        "reasons": later("Reasons"),
        "risk": later("Risk"),
        "reviewer": later("Reviewer"),
        "licence": later("Licence"),
        "generator": later("Written by"),
        "note": later("Note"),
        "position": later("Record number"),
        "unit": later("Item in the record"),
        "dataset": later("Data set"),
    }
)


class OptionBoxes(QWidget):
    """Boxes and choices; ``options`` is what they come to."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._format = export_formats.SOURCE
        self.conversational = self._box(tr("Lists of messages instead of texts"))
        self.whole = self._box(tr("Implicit prompt: two whole dialogues"))
        self.names = self._box(tr("Say in messages who speaks"))
        self.formulas = self._box(tr("Keep formulas from running"))
        self.formulas_about = label(
            tr("Puts ' before each cell that a spreadsheet would take for a formula."), "small", wrap=True
        )
        self.formulas.setAccessibleDescription(self.formulas_about.text())
        self.diff = self._box(tr("Also write a diff of every change"))
        self.card = self._box(tr("Also write a data card"))
        self.columns = {name: self._box(COLUMN_WORDS.get(name, name)) for name in COLUMNS}
        for box in self.columns.values():
            box.setAccessibleName(tr("Column {text}", text=box.text()))
        self._make_splits()
        self._lay_out()
        self.show_format(self._format)

    def _box(self, words: str) -> QCheckBox:
        made = QCheckBox(words)
        made.setAccessibleName(words)
        made.toggled.connect(self.changed)
        return made

    def _make_splits(self) -> None:
        self.splits = QComboBox()
        self.splits.setAccessibleName(tr("Splits"))
        self.splits.setMinimumContentsLength(12)
        self.splits.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for written, words in SPLITS.items():
            self.splits.addItem(words, written)
        self.own_splits = QLineEdit("train=0.9,test=0.1")
        self.own_splits.setAccessibleName(tr("Splits, each as name=share"))
        self.own_splits.setToolTip(tr("Each split as name=share; the shares sum to 1"))
        self.splits.currentIndexChanged.connect(self._splits_chosen)
        self.own_splits.textChanged.connect(self.changed)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(8)
        self._splits = QWidget()
        splits = QVBoxLayout(self._splits)
        splits.setContentsMargins(0, 0, 0, 0)
        splits.setSpacing(8)
        for part in (self.splits, self.own_splits):
            splits.addWidget(part)
        splits.addWidget(label(tr("Items of one group always go to the same split."), "small", wrap=True))
        boxes = (self.conversational, self.whole, self.names, self.formulas)
        for widget in (self._splits, *boxes, self.formulas_about, self.diff, self.card):
            layout.addWidget(widget)
        sheet = QWidget()
        flow = FlowLayout(gap=12)
        sheet.setLayout(flow)
        for box in self.columns.values():
            flow.addWidget(box)
        self.columns_fold = Fold(tr("Columns beside the parts"), sheet)
        layout.addWidget(self.columns_fold)

    def show_format(self, format: str) -> None:
        """Offer what a format knows."""
        self._format = format
        formats = export_formats
        self.conversational.setVisible(format in formats.CONVERSATIONAL)
        self.whole.setVisible(format in formats.WHOLE_DIALOGUES)
        self.names.setVisible(format in formats.NAMES)
        for widget in (self.formulas, self.formulas_about):
            widget.setVisible(format in formats.FORMULAS)
        self._splits.setVisible(format in formats.SPLITS)
        self.own_splits.setVisible(not self.splits.currentData())
        self.columns_fold.setVisible(format not in formats.OWN_COLUMNS)

    def options(self) -> ExportOptions:
        """What is chosen of what shows; UserError says what is wrong with the splits."""
        from synthreview.project import ExportOptions

        choices = Choices(
            conversational=_on(self.conversational),
            implicit_prompt=_on(self.whole),
            names=_on(self.names),
            columns=self._chosen_columns(),
        )
        plain = ExportOptions(
            choices,
            escape_formulas=_on(self.formulas),
            diff=self.diff.isChecked(),
            card=self.card.isChecked(),
        )
        return plain if self._splits.isHidden() else replace(plain, shares=self._shares())

    def _chosen_columns(self) -> tuple[str, ...]:
        if self.columns_fold.isHidden():
            return ()
        return tuple(name for name, box in self.columns.items() if box.isChecked())

    def _shares(self) -> Sequence[Share]:
        return parse_shares(self.splits.currentData() or self.own_splits.text())

    @Slot()
    def _splits_chosen(self) -> None:
        self.own_splits.setVisible(not self.splits.currentData())
        self.changed.emit()


def _on(box: QCheckBox) -> bool:
    """Whether a box is checked and belongs to the chosen format."""
    return box.isChecked() and not box.isHidden()
