"""All keys at a glance, made from the table of verbs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Slot
from PySide6.QtGui import QColor as Colour
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from synthreview.ui.actions import DIGITS, VERBS, Mode, Verb, shown
from synthreview.ui.announce import announce
from synthreview.ui.elements import button, label

_COLUMNS = ((Mode.REVIEW, Mode.BLIND), (Mode.WRITING, Mode.ANYWHERE))
_DIGITS = {
    Mode.REVIEW: Verb("reasons", "Say what is wrong", (DIGITS[0], DIGITS[-1]), Mode.REVIEW),
    Mode.BLIND: Verb("labels", "Choose a label", (DIGITS[0], DIGITS[-1]), Mode.BLIND),
}


class KeysOverlay(QWidget):
    """Lies over the whole window; any Esc, ``?`` or click outside takes it away. Other keys do nothing."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName("All keys")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._before: QWidget | None = None
        self.sheet = QFrame(self)
        self.sheet.setProperty("look", "overlay")
        layout = QVBoxLayout(self.sheet)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.setSpacing(16)
        head = QHBoxLayout()
        head.addWidget(label("Keys", "title"))
        head.addStretch(1)
        close = button("Close", self.close_overlay, "quiet", symbol="close")
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head.addWidget(close)
        layout.addLayout(head)
        layout.addLayout(self._columns())
        window.installEventFilter(self)
        self.hide()

    @Slot()
    def toggle(self) -> None:
        """Show the keys, or take them away."""
        if self.isVisible():
            self.close_overlay()
            return
        self._before = self.window().focusWidget()
        self._place()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, "All keys. Escape closes.")

    @Slot()
    def close_overlay(self) -> None:
        """Take the keys away and give the keyboard back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
            self._before = None

    def event(self, event: QEvent) -> bool:
        """Keep every key to itself, so that nothing is decided behind it."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc and ``?``."""
        if event.key() == Qt.Key.Key_Escape or event.text() == "?" or event.key() == Qt.Key.Key_F1:
            self.close_overlay()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close on a click outside of the sheet."""
        if not self.sheet.geometry().contains(event.position().toPoint()):
            self.close_overlay()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim what is behind."""
        QPainter(self).fillRect(self.rect(), Colour(0, 0, 0, 110))

    def _place(self) -> None:
        self.setGeometry(self.window().rect())
        size = self.sheet.sizeHint().boundedTo(self.size())
        place = QRect(QPoint(), size)
        place.moveCenter(self.rect().center())
        self.sheet.setGeometry(place)

    def _columns(self) -> QHBoxLayout:
        columns = QHBoxLayout()
        columns.setSpacing(48)
        for modes in _COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(12)
            for mode in modes:
                verbs = [verb for verb in VERBS if verb.mode is mode and verb.keys and verb.listed]
                if mode in _DIGITS:
                    verbs.insert(0 if mode is Mode.BLIND else len(verbs), _DIGITS[mode])
                column.addWidget(label(mode.value, "heading"))
                column.addLayout(_lines(verbs))
            column.addStretch(1)
            columns.addLayout(column)
        return columns


def _lines(verbs: list[Verb]) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(6)
    grid.setHorizontalSpacing(16)
    for line, verb in enumerate(verbs):
        keys = QHBoxLayout()
        keys.setSpacing(4)
        between = "to" if verb in _DIGITS.values() else "or"
        for number, key in enumerate(dict.fromkeys(shown(key) for key in verb.keys)):
            if number:
                keys.addWidget(label(between, "small"))
            keys.addWidget(_cap(key))
        keys.addStretch(1)
        grid.addLayout(keys, line, 0)
        grid.addWidget(label(verb.words), line, 1)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, 128)
    return grid


def _cap(key: str) -> QLabel:
    return label(key, "key")
