"""The bar under the item: decisions with their keys, always in the same place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from synthreview.domain import Verdict
from synthreview.translation import tr
from synthreview.ui import icons, theme
from synthreview.ui.actions import verb
from synthreview.ui.elements import label
from synthreview.ui.keys.follow import KeyCap, tip
from synthreview.ui.keys.live import live
from synthreview.ui.mirror import margins

_BEGIN, _END, _GAP = 32, 16, 6
_INSIDE = 5
"""Pixels between sign, word and key of a button."""
DECISIONS = ("accept", "fix", "reject", "defer", "flag")
WAYS_ON = ("keep", "leave")
_DRESSES = (
    (True, True, True),
    (True, False, True),
    (True, True, False),
    (True, False, False),
    (False, False, True),
    (False, False, False),
)
"""What to show where there is less and less room: words, the word of the flag, keys."""


class DecisionBar(QFrame):
    """Five buttons while reviewing; Keep and Leave, in the same place, while fixing."""

    pressed = Signal(str)
    """The id of the verb whose button was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.buttons = {name: VerbButton(name) for name in (*DECISIONS, *WAYS_ON)}
        self._locked = label("", "small", wrap=True)
        self._locked.hide()
        self._modes = QStackedWidget()
        for names in (DECISIONS, WAYS_ON):
            self._modes.addWidget(self._line(names))
        layout = QVBoxLayout(self)
        margins(layout, _BEGIN, 8, _END, 16)
        layout.setSpacing(8)
        layout.addWidget(self._locked)
        layout.addWidget(self._modes)

    def set_writing(self, writing: bool) -> None:
        """Offer Keep and Leave instead of the decisions, or go back to them."""
        self._modes.setCurrentIndex(int(writing))

    def set_state(self, verdict: Verdict | None, *, flagged: bool) -> None:
        """Show what was decided on the item so far."""
        for name, button in self.buttons.items():
            button.setChecked(flagged if name == "flag" else verdict is not None and name == verdict.value)

    def lock(self, sentence: str) -> None:
        """Say why nothing can be decided; an empty sentence unlocks."""
        self._locked.setText(sentence)
        self._locked.setVisible(bool(sentence))
        for name in DECISIONS:
            self.buttons[name].setDisabled(bool(sentence))

    def event(self, event: QEvent) -> bool:
        """Fit the buttons whenever there is more or less room, or letters have another size."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest):
            self._fit()
        return done

    def right_edge(self) -> int:
        """Where the decisions end, counted from where the bar begins; the same while fixing."""
        return _BEGIN + sum(self.buttons[name].sizeHint().width() + _GAP for name in DECISIONS) - _GAP

    def _fit(self) -> None:
        """Wear the fullest dress that there is room for."""
        room = self.width() - _BEGIN - _END + _GAP
        for names in (DECISIONS, WAYS_ON):
            for words, flag_word, keys in _DRESSES:
                worn = {name: (words and (flag_word or name != "flag"), keys) for name in names}
                if sum(self.buttons[name].breadth(*worn[name]) + _GAP for name in names) <= room:
                    break
            for name, (word, key) in worn.items():
                self.buttons[name].wear(word=word, key=key)

    def _line(self, names: tuple[str, ...]) -> QWidget:
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        for name in names:
            layout.addWidget(self.buttons[name])
            self.buttons[name].clicked.connect(self._on_press)
        layout.addStretch(1)
        return line

    @Slot()
    def _on_press(self) -> None:
        button = self.sender()
        if isinstance(button, VerbButton):
            self.pressed.emit(button.name)


class VerbButton(QPushButton):
    """Sign, word and key of a verb."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        chosen = verb(name)
        colours = {"keep": "fix", "leave": "defer", "flag": "defer"}
        self._colour = colours.get(name, name)
        self.setProperty("look", "decision")
        self.setProperty("verdict", "fix" if name == "keep" else name)
        self.setCheckable(name in DECISIONS)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        words = {"keep": tr("Keep the change"), "leave": tr("Leave")}.get(name, chosen.words)
        self.setAccessibleName(words)
        tip(self, chosen.words, name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._sign = QLabel()
        layout = self._line = QHBoxLayout(self)
        margins(layout, 8, 8, 6, 8)
        layout.setSpacing(_INSIDE)
        self._word, self._key = label(words, "verb"), KeyCap(name)
        for child in (self._sign, self._word, self._key):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(child)
        self._worn = (True, True)
        self._draw()
        theme.signals.changed.connect(self._draw)
        live.changed.connect(self._keys_changed)
        self._keys_changed()

    def wear(self, *, word: bool, key: bool) -> None:
        """Show or leave out the word and the key; the sign always stays."""
        if self._worn != (word, key):
            self._worn = (word, key)
            self._word.setVisible(word)
            self._keys_changed()

    @Slot()
    def _keys_changed(self) -> None:
        """A key that was taken away leaves no empty cap; another one may be wider."""
        self._key.setVisible(self._worn[1] and self._key.has_key)
        self._line.invalidate()
        self.updateGeometry()

    def breadth(self, word: bool, key: bool) -> int:
        """Pixels the button takes with or without its word and its key."""
        margins = self._line.contentsMargins()
        key = key and self._key.has_key
        parts = [self._sign, *([self._word] if word else []), *([self._key] if key else [])]
        for part in parts:
            part.ensurePolished()
        widths = [part.sizeHint().width() + _INSIDE for part in parts]
        return margins.left() + sum(widths) - _INSIDE + margins.right()

    def nextCheckState(self) -> None:
        """A press decides; what is shown as decided follows from the project, not from the press."""

    def sizeHint(self) -> QSize:
        """What sign, word and key need."""
        return self._line.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """What sign, word and key need."""
        return self._line.sizeHint()

    @Slot()
    def _draw(self) -> None:
        picture = icons.pixmap(verb(self.name).icon, 16, self.devicePixelRatioF(), self._colour)
        self._sign.setPixmap(picture)
