"""All reasons by their words: for those beyond the digit keys, and for who does not know the digits yet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from synthreview.domain import Reason
from synthreview.translation import tr
from synthreview.ui.palette import matching

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_LEAVES = (Qt.Key.Key_Escape,)
_LINES = 6
"""Reasons on show at once; the others are a scroll or a letter away."""


class ReasonFinder(QWidget):
    """A line to type into and the reasons that match; Enter turns the chosen one on or off, Esc leaves."""

    chosen = Signal(str)
    """The code of a reason that a person turned on or off."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._reasons: Sequence[Reason] = ()
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("Type a part of the reason"))
        self.line.setAccessibleName(tr("Find a reason"))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Reasons"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.line)
        layout.addWidget(self.list)
        self.line.textChanged.connect(self._filter)
        self.line.installEventFilter(self)
        self.list.itemClicked.connect(self._choose)
        self.hide()

    def ask(self, reasons: Sequence[Reason]) -> None:
        """Offer reasons and take the keyboard."""
        self._reasons = reasons
        self.line.clear()
        self._filter("")
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list go to it while the line keeps the keyboard."""
        if isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if event.type() is QEvent.Type.ShortcutOverride and key in (*_STEPS, *_LEAVES):
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                return self._press(key)
        if event.type() is QEvent.Type.FocusOut:
            self.hide()
        return super().eventFilter(watched, event)

    def _press(self, key: Qt.Key) -> bool:
        if key in _STEPS and self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + _STEPS[key]) % self.list.count())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif key in _LEAVES:
            self._leave()
        else:
            return False
        return True

    @Slot(str)
    def _filter(self, wanted: str) -> None:
        self.list.clear()
        for reason in self._reasons:
            if matching(tr(reason.words), wanted):
                entry = QListWidgetItem(tr(reason.words))
                entry.setData(Qt.ItemDataRole.UserRole, reason.code)
                entry.setToolTip(tr(reason.explained))
                self.list.addItem(entry)
        self.list.setCurrentRow(0)
        height = self.list.sizeHintForRow(0) if self.list.count() else self.line.sizeHint().height()
        self.list.setFixedHeight(height * max(1, min(_LINES, self.list.count())) + 4)

    @Slot()
    def _choose(self) -> None:
        entry = self.list.currentItem()
        if entry is not None:
            self.chosen.emit(entry.data(Qt.ItemDataRole.UserRole))
            self._leave()

    def _leave(self) -> None:
        self.hide()
        self.left.emit()
