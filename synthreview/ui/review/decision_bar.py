"""The bar under the item: decisions with their keys, always in the same place."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
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
from synthreview.ui import icons, theme
from synthreview.ui.actions import shown, verb
from synthreview.ui.elements import label

_LEFT, _RIGHT, _GAP = 32, 24, 8
DECISIONS = ("accept", "fix", "reject", "defer", "flag")


class DecisionBar(QFrame):
    """Five buttons while reviewing; Keep and Leave, in the same place, while fixing."""

    pressed = Signal(str)
    """The id of the verb whose button was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.buttons = {name: VerbButton(name) for name in (*DECISIONS, "keep", "leave")}
        self._locked = label("", "small", wrap=True)
        self._locked.hide()
        self._modes = QStackedWidget()
        for names in (DECISIONS, ("keep", "leave")):
            self._modes.addWidget(self._line(names))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_LEFT, 8, _RIGHT, 16)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where all does not fit, leave out the word of the flag, then the keys."""
        super().resizeEvent(event)
        room = self.width() - _LEFT - _RIGHT
        for flag_word, keys in ((True, True), (False, True), (True, False)):
            for name, button in self.buttons.items():
                button.wear(word=flag_word or name != "flag", key=keys)
            if sum(self.buttons[name].sizeHint().width() + _GAP for name in DECISIONS) - _GAP <= room:
                break

    def right_edge(self) -> int:
        """Where the buttons end, in the bar's coordinates."""
        shown_now = [button for button in self.buttons.values() if button.isVisibleTo(self)]
        return max((button.mapTo(self, button.rect().topRight()).x() for button in shown_now), default=0)

    def _line(self, names: tuple[str, ...]) -> QWidget:
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
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
        words = {"keep": "Keep the change", "leave": "Leave"}.get(name, chosen.words)
        self.setAccessibleName(words)
        self.setToolTip(chosen.tip)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._sign = QLabel()
        layout = self._line = QHBoxLayout(self)
        layout.setContentsMargins(10, 8, 8, 8)
        layout.setSpacing(7)
        self._word, self._key = label(words, "verb"), label(shown(chosen.keys[0]), "key")
        for child in (self._sign, self._word, self._key):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(child)
        self._draw()
        theme.signals.changed.connect(self._draw)

    def wear(self, *, word: bool, key: bool) -> None:
        """Show or leave out the word and the key; the sign always stays."""
        self._word.setVisible(word)
        self._key.setVisible(key)
        self._line.invalidate()
        self.updateGeometry()

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
