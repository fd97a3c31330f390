"""An editor for a record that could not be read: it says while one types whether it can be read now."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from synthreview.translation import tr
from synthreview.ui import theme
from synthreview.ui.elements import button, label, row
from synthreview.ui.text.growing_edit import GrowingEdit

SETTLE = 200
"""Milliseconds after the last keystroke before a text is tried."""
UNREADABLE = "\ufffd"
"""What stands for bytes that are no text."""

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

Trial = Callable[[str], str | None]
"""Why a text cannot be read; empty when it can, None when only keeping it tells."""


class MendEditor(QWidget):
    """A text in the fixed font with its verdict; Ctrl+Enter keeps it, Esc leaves it."""

    kept = Signal(str)
    left = Signal()

    def __init__(self, name: str, raw: str, trial: Trial) -> None:
        super().__init__()
        self._trial = trial
        self.field = GrowingEdit(theme.fixed_font(), tr("Text of {name}", name=name))
        options = self.field.document().defaultTextOption()
        options.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self.field.document().setDefaultTextOption(options)
        self.field.setPlainText(raw)
        self.verdict = label("", "muted", wrap=True)
        self.leave = button(tr("Leave"), self.left, "quiet")
        self.leave.setToolTip("Esc")
        self.leave.setAccessibleName(tr("Leave {name} as it is", name=name))
        self.keep = button(tr("Keep"), self._keep, "primary")
        self.keep.setToolTip("Ctrl+Enter")
        self.keep.setAccessibleName(tr("Keep the text of {name}", name=name))
        foot = row(self.verdict, self.leave, self.keep)
        foot.setStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.field)
        layout.addLayout(foot)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE)
        self._settle.timeout.connect(self.judge)
        self.field.textChanged.connect(self._settle.start)
        self.judge()

    def say(self, words: str, look: str) -> None:
        """Show a verdict."""
        self.verdict.setText(words)
        self.field.setAccessibleDescription(words)
        theme.look(self.verdict, look)

    @Slot()
    def judge(self) -> None:
        """Try the text as it stands."""
        text = self.field.raw_text()
        why = self._trial(text)
        self.keep.setEnabled(not why)
        if why is None:
            self.say(tr("Keep it to see whether it can be read."), "muted")
        elif why:
            self.say(tr("Not yet: it {why}.", why=why), "error")
        elif UNREADABLE in text:
            words = tr(
                "Can be read now. Where {unreadable} stands, bytes were no text; write what belongs there.",
                unreadable=UNREADABLE,
            )
            self.say(words, "good")
        else:
            self.say(tr("Can be read now."), "good")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the text field and the buttons leave over: Ctrl+Enter and Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._keep()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _keep(self) -> None:
        self.judge()
        if self.keep.isEnabled():
            self.kept.emit(self.field.raw_text())
