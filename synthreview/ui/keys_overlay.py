"""All keys at a glance, made from the table of verbs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import QColor as Colour
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from synthreview.translation import later, tr
from synthreview.ui import mirror, theme
from synthreview.ui.actions import BLIND_DIGITS, DIGITS, VERBS, Mode, first_key, keys_of, shown
from synthreview.ui.announce import announce
from synthreview.ui.elements import button, label
from synthreview.ui.keys.keymap import combination
from synthreview.ui.keys.live import live

_COLUMNS = ((Mode.REVIEW,), (Mode.BLIND, Mode.WRITING, Mode.ANYWHERE))
_DIGITS = {
    Mode.REVIEW: (later("Say what is wrong"), f"reason_{DIGITS[0]}", f"reason_{DIGITS[-1]}"),
    Mode.BLIND: (later("Choose a label"), f"label_{BLIND_DIGITS[0]}", f"label_{BLIND_DIGITS[-1]}"),
}
_BESIDE = 900
"""Pixels of width, in letters of usual size, from which the columns stand side by side."""
_AROUND = 24
"""Pixels between the sheet and the window's edge at least."""
_LEFT, _RIGHT = 32, 12
_WIDE = 960
"""Pixels of the sheet, in letters of usual size, where there is room for two columns."""
_CAPS, _WORDS = 96, 190
_CLOSES = frozenset({Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Question})

Line = tuple[str, list[str], str]
"""Words, keys as they are shown, and the word between two keys."""


class KeysOverlay(QWidget):
    """Lies over the whole window; any Esc, ``?`` or click outside takes it away. Other keys do nothing."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName(tr("All keys"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._before: QWidget | None = None
        self.sheet = QFrame(self)
        self.sheet.setProperty("look", "overlay")
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self.sheet)
        mirror.margins(layout, _LEFT, 24, _RIGHT, 12)
        layout.setSpacing(12)
        layout.addLayout(self._head())
        layout.addWidget(self.area, 1)
        self._beside: bool | None = None
        window.installEventFilter(self)
        live.changed.connect(self._fill)
        theme.signals.changed.connect(self._dress)
        self._fill()
        self.hide()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.addWidget(label(tr("Keys"), "title"))
        head.addStretch(1)
        close = button(tr("Close"), self.close_overlay, "quiet", symbol="close")
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head.addWidget(close)
        return head

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
        announce(self, tr("All keys. Escape closes, arrows scroll."))

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

    def focusNextPrevChild(self, _next: bool) -> bool:
        """What lies behind is not reached before the sheet is gone."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc, ``?`` and the person's own key for this sheet; scroll with the keys for that."""
        bar = self.area.verticalScrollBar()
        page, line = self.area.viewport().height() - 32, theme.interface_font_height() * 2
        steps = {
            Qt.Key.Key_Down: line,
            Qt.Key.Key_Up: -line,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Space: page,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        key = Qt.Key(event.key())
        if key in _CLOSES or event.text() == "?" or event.keyCombination() in _own_keys():
            self.close_overlay()
        elif key in steps:
            bar.setValue(bar.value() + steps[key])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close on a click outside of the sheet."""
        if not self.sheet.geometry().contains(event.position().toPoint()):
            self.close_overlay()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim what is behind."""
        QPainter(self).fillRect(self.rect(), Colour(0, 0, 0, 110))

    def _place(self) -> None:
        self.setGeometry(self.window().rect())
        if self._beside is not (self.width() >= theme.scaled(_BESIDE) + 2 * _AROUND):
            self._fill()
        inside = self._held.sizeHint()
        bar = self.area.verticalScrollBar().sizeHint().width() + 8
        wide = max(inside.width() + bar + _LEFT + _RIGHT, theme.scaled(_WIDE) if self._beside else 0)
        high = inside.height() + theme.interface_font_height() * 4 + _LEFT
        room = self.size() - QSize(2 * _AROUND, 2 * _AROUND)
        place = QRect(QPoint(), QSize(wide, high).boundedTo(room))
        place.moveCenter(self.rect().center())
        self.sheet.setGeometry(place)

    @Slot()
    def _dress(self) -> None:
        """Take the room that letters of another size need."""
        self._fill()
        if self.isVisible():
            self._place()

    @Slot()
    def _fill(self) -> None:
        """Write all lines anew: keys, letters or the window have changed."""
        self._beside = self.window().width() >= theme.scaled(_BESIDE) + 2 * _AROUND
        held = self._held = QWidget()
        held.setProperty("look", "clear")
        columns = QHBoxLayout(held) if self._beside else QVBoxLayout(held)
        columns.setContentsMargins(0, 0, 12, 12)
        columns.setSpacing(40 if self._beside else 20)
        for modes in _COLUMNS:
            column = QVBoxLayout()
            column.addLayout(_grid(modes))
            column.addStretch(1)
            columns.addLayout(column, 1)
        self.area.setWidget(held)


def lines(mode: Mode) -> list[Line]:
    """What the sheet says of a mode: every verb that has a key, with this person's keys."""
    told: list[Line] = [
        (verb.words, list(dict.fromkeys(map(shown, keys_of(verb.id)))), tr("or"))
        for verb in VERBS
        if verb.mode is mode and verb.listed and keys_of(verb.id)
    ]
    if mode in _DIGITS:
        words, first, last = _DIGITS[mode]
        keys = [key for key in (first_key(first), first_key(last)) if key]
        told.insert(0 if mode is Mode.BLIND else 5, (tr(words), keys, tr("to")))
    return told


def _own_keys() -> list[QKeyCombination]:
    return [combination(key) for key in keys_of("keys")]


def _grid(modes: tuple[Mode, ...]) -> QGridLayout:
    """One grid for all modes of a column, so that their words begin at one line."""
    grid = QGridLayout()
    grid.setVerticalSpacing(6)
    grid.setHorizontalSpacing(16)
    for mode in modes:
        head = label(mode.words, "heading", wrap=True)
        head.setContentsMargins(0, 16 if grid.count() else 0, 0, 4)
        grid.addWidget(head, grid.rowCount(), 0, 1, 2)
        for words, keys, between in lines(mode):
            line = grid.rowCount()
            grid.addLayout(_caps(keys, between), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(words, wrap=True), line, 1)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, theme.scaled(_CAPS))
    grid.setColumnMinimumWidth(1, min(theme.scaled(_WORDS), 240))
    return grid


def _caps(keys: list[str], between: str) -> QHBoxLayout:
    caps = QHBoxLayout()
    caps.setSpacing(4)
    for number, key in enumerate(keys):
        if number:
            caps.addWidget(label(between, "small"))
        caps.addWidget(_cap(key))
    caps.addStretch(1)
    return caps


def _cap(key: str) -> QLabel:
    return label(key, "key")
