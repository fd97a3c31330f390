"""One record that was set aside: why, and its text, which ``Mend`` turns into an editor."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from synthreview.figures import grouped
from synthreview.translation import tr
from synthreview.ui import theme
from synthreview.ui.elements import Card, button, label, row
from synthreview.ui.mend_editor import MendEditor, Trial
from synthreview.ui.samples import LIMIT, breakable, shortened
from synthreview.ui.text.display import is_right_to_left

LONGEST = 200_000
"""Characters up to which a record can be edited in place; a longer one is mended in a file."""


class MendRow(Card):
    """Without a trial, or with a text too long to edit here, the record is only shown."""

    kept = Signal(int, str)
    """The record's 0-based position and the text it should have."""

    def __init__(self, position: int, why: str, raw: str, trial: Trial | None) -> None:
        super().__init__(spacing=4, margin=12)
        self.position, self.raw, self._trial = position, raw, trial
        self.editor: MendEditor | None = None
        self._name = tr("record {position}", position=grouped(position + 1))
        self.why = label(tr("Record {position} {why}.", position=grouped(position + 1), why=why), wrap=True)
        self.mend = button(tr("Mend"), self._open)
        self.mend.setAccessibleName(tr("Mend {name}", name=self._name))
        if trial is None or len(raw) > LONGEST:
            self.mend.hide()
        head = row(self.why, self.mend, spacing=12)
        head.setStretch(0, 1)
        self._text = label(breakable(shortened(raw, LIMIT)), wrap=True)
        self._text.setFont(theme.fixed_font())
        if is_right_to_left(self._text.text()):
            self._text.setAlignment(Qt.AlignmentFlag.AlignRight)
        if not raw:
            self._text.hide()
        self.body.addLayout(head)
        self.body.addWidget(self._text)

    @property
    def last(self) -> QWidget:
        """The last widget of the row that takes the keyboard."""
        return self.editor.keep if self.editor is not None else self.mend

    @Slot()
    def _open(self) -> None:
        if self._trial is not None and self.editor is None:
            self.editor = MendEditor(self._name, self.raw, self._trial)
            self.editor.kept.connect(self._keep)
            self.editor.left.connect(self._leave)
            self.body.addWidget(self.editor)
            order = (self.mend, self.editor.field, self.editor.leave, self.editor.keep)
            for before, after in pairwise(order):
                QWidget.setTabOrder(before, after)
            self._text.hide()
            self.mend.hide()
            self.editor.field.setFocus()

    @Slot(str)
    def _keep(self, text: str) -> None:
        self.kept.emit(self.position, text)

    @Slot()
    def _leave(self) -> None:
        if self.editor is not None:
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None
        self._text.show()
        self.mend.show()
        self.mend.setFocus()
