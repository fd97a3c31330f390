"""Below the list: all about the line a person is at, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from synthreview.translation import later, tr, trn
from synthreview.ui import theme
from synthreview.ui.announce import announce
from synthreview.ui.elements import column, entry, label
from synthreview.ui.review.history.acts import GO, SHOW, WORDS, Line, why_not
from synthreview.ui.review.history.words import BEGINNING, NOBODY, fate, steps_words, today, when_words
from synthreview.ui.review.wrapped_button import WrappedButton

_RESTING = 120
"""Milliseconds on a line before it is counted how far it is from here."""
_LINES = 5
_AROUND, _GAP = 16, 8
_KEYS = later("In the list, Enter shows the item and Space offers all that can be done.")
_NONE = later("Nothing is chosen.")


class LineFoot(QWidget):
    """Offers the acts; where one cannot be done it says why. ``steps`` counts how far an operation is."""

    acted = Signal(str, int)
    """An act and the number of the operation it is about (0: the beginning)."""

    def __init__(self, steps: Callable[[int], int]) -> None:
        super().__init__()
        self._steps, self._line = steps, Line(None, 0)
        self._empty, self._locked = True, ""
        self.what, self.detail = label("", wrap=True), label("", "small", wrap=True)
        self.acts = {act: self._act(act) for act in WORDS}
        self._told_place = QWidget()
        self._told_place.setLayout(column(self.what, self.detail, None, spacing=2))
        self._rested = QTimer(self)
        self._rested.setSingleShot(True)
        self._rested.setInterval(_RESTING)
        self._rested.timeout.connect(self._say_steps)
        grid = QGridLayout()
        grid.setSpacing(_GAP)
        for number, pressed in enumerate(self.acts.values()):
            grid.addWidget(pressed, number // 2, number % 2)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(_AROUND, 12, _AROUND, 16)
        lines.setSpacing(10)
        lines.addWidget(self._told_place)
        lines.addLayout(grid)
        theme.signals.changed.connect(self._measure)
        self._measure()

    def lock(self, why: str) -> None:
        """Only to read, and why; an empty sentence opens it again."""
        self._locked = why

    def show_line(self, line: Line | None) -> None:
        """Say everything about a line and offer what can be done with it; None: there is none."""
        self._empty, self._line = line is None, line or Line(None, 0)
        self.what.setText(self._name())
        self.detail.setText(self._told())
        for act, words in ((SHOW, self._line.show_words), (GO, self._line.go_words)):
            self.acts[act].say(words)
            self.acts[act].setAccessibleName(words)
        for act, pressed in self.acts.items():
            reason = self._why_not(act)
            pressed.setEnabled(not reason)
            pressed.setToolTip(reason or tr(_KEYS))
            pressed.setAccessibleDescription(reason)
        self._rested.start()

    def act(self, act: str) -> None:
        """Have an act carried out, or say why it cannot be."""
        reason = self._why_not(act)
        if reason:
            self.detail.setText(reason)
            announce(self, reason)
        else:
            self.acted.emit(act, self._line.number)

    @Slot(QPoint)
    def offer(self, place: QPoint) -> None:
        """Offer the acts in a menu at a place of the screen."""
        menu = QMenu(self)
        menu.setAccessibleName(tr("What to do"))
        for act, pressed in self.acts.items():
            made = entry(menu, pressed.accessibleName(), self._on_act)
            made.setObjectName(act)
            made.setEnabled(pressed.isEnabled())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    @Slot()
    def _on_act(self) -> None:
        self.act(self.sender().objectName())

    def _why_not(self, act: str) -> str:
        return tr(_NONE) if self._empty else why_not(self._line, act, self._locked)

    @Slot()
    def _say_steps(self) -> None:
        """How far it is to the line, once a person rests on it."""
        if self.isVisible() and not self._why_not(GO):
            words = steps_words(self._steps(self._line.number))
            self.detail.setText("\n".join(part for part in (self._told(), words) if part))

    def _name(self) -> str:
        if self._empty:
            return ""
        return self._line.row.operation.label if self._line.row is not None else tr(BEGINNING)

    def _told(self) -> str:
        row = self._line.row
        if row is None:
            return self._locked
        operation = row.operation
        who, when = operation.reviewer or tr(NOBODY), when_words(operation.at, today())
        count = trn("{count} item", "{count} items", operation.items)
        items = f" \u00b7 {count}" if operation.items > 1 else ""
        rest = " ".join(words for words in (fate(row), self._locked) if words)
        return "\n".join(part for part in (f"{who}, {when}{items}", rest) if part)

    def _act(self, act: str) -> WrappedButton:
        made = WrappedButton(WORDS[act])
        made.setAccessibleName(WORDS[act])
        made.setAutoDefault(False)
        made.clicked.connect(self._on_act)
        made.setObjectName(act)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two buttons share a line."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for pressed in self.acts.values():
            pressed.fit((self.width() - 2 * _AROUND - _GAP) // 2)

    @Slot()
    def _measure(self) -> None:
        # A place of one height, so that the buttons below never move.
        self.what.setMaximumHeight(2 * theme.interface_font_height())
        self._told_place.setFixedHeight(_LINES * theme.interface_font_height() + 4)
        self._fit()
