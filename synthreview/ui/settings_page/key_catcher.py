"""A place to press the key that a verb is to have."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel

from synthreview.translation import tr
from synthreview.ui import theme
from synthreview.ui.announce import announce

_ALONE = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_Meta,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_unknown,
    }
)


class KeyCatcher(QLabel):
    """Takes the next key to itself, whatever it does elsewhere; Esc and Tab leave it as it was."""

    pressed = Signal(str)
    """A key, as it is kept."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # it has the keyboard as long as it is there
        theme.look(self, "hint")
        self.hide()

    def ask(self, words: str) -> None:
        """Wait for the key of a verb, named by its words."""
        self.setText(tr("Press the new key for “{verb}”. Esc leaves it as it is.", verb=words))
        self.setAccessibleName(self.text())
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self.text())

    def event(self, event: QEvent) -> bool:
        """Keep the key from every verb."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the key, unless it is only held with another one to come."""
        if event.key() == Qt.Key.Key_Escape and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._end()
            self.left.emit()
        elif event.key() not in _ALONE and not event.isAutoRepeat():
            self._end()
            self.pressed.emit(caught(event))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Who goes elsewhere has changed their mind."""
        super().focusOutEvent(event)
        if self.isVisible() and event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self._end()
            self.left.emit()

    def _end(self) -> None:
        self.blockSignals(True)
        self.hide()
        self.blockSignals(False)


def caught(event: QKeyEvent) -> str:
    """The key of an event; signs that need Shift on this keyboard are named without it."""
    key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    letter = Qt.Key.Key_A <= key <= Qt.Key.Key_Z
    if not letter and event.text().strip() and event.text().isprintable():
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    return QKeySequence(modifiers.value | key.value).toString(QKeySequence.SequenceFormat.PortableText)
