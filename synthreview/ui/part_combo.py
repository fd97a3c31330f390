"""The field of one part: chosen from those a record has, typed as a path, or dropped from the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QComboBox, QCompleter

from synthreview.translation import later, tr

UNUSED = later("Not used")


class PartCombo(QComboBox):
    """An editable choice whose text is a path, or says that there is none."""

    def __init__(self, purpose: str, path: str, fields: Sequence[str]) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumContentsLength(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setAcceptDrops(True)
        self.setAccessibleName(purpose)
        self.currentTextChanged.connect(self.setToolTip)  # a long path is cut at the end
        self.offer(fields, path)
        line = self.lineEdit()
        if line is not None:
            line.setAcceptDrops(False)  # it would put a dropped path into the one that stands there
            line.setAccessibleName(purpose)
        completer = self.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)

    @property
    def path(self) -> str:
        """The path that is chosen; empty for none."""
        text = self.currentText().strip()
        return "" if text == tr(UNUSED) else text

    def offer(self, fields: Sequence[str], path: str) -> None:
        """List the fields and choose a path, silently."""
        with QSignalBlocker(self):
            self.clear()
            self.addItem(tr(UNUSED))
            self.addItems(list(dict.fromkeys([*fields, *([path] if path else [])])))
            self.setCurrentText(path or tr(UNUSED))
        self.setToolTip(path)
        line = self.lineEdit()
        if line is not None:
            line.setCursorPosition(0)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a field from the list."""
        if event.mimeData().hasText() and not event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """The dropped field is the part's field from now on."""
        event.acceptProposedAction()
        self.setCurrentText(event.mimeData().text().strip())
