"""A quiet line about what was just done, with the way back; it goes by itself."""

from __future__ import annotations

from PySide6.QtCore import QRect, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from synthreview.translation import tr
from synthreview.ui.announce import announce
from synthreview.ui.elements import Elided, button
from synthreview.ui.mirror import margins, turned

SHOWN_FOR = 7000
"""Milliseconds."""


class Toast(QFrame):
    """Floats over its parent and never takes the keyboard."""

    acted = Signal(str)
    """The id of the verb that the line offered and a person took."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setProperty("look", "toast")
        self._verb = ""
        self._words = Elided()
        self._act = button(tr("Undo"), self._on_act)
        layout = self._layout = QHBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(self._words)
        layout.addWidget(self._act)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        """The line on show; empty when there is none."""
        return "" if self.isHidden() else self._words.text()

    def say(self, words: str, offer: str = "", verb: str = "") -> None:
        """Show a line, with a button for a verb where one is offered, and have it read out."""
        self._words.setText(words)
        self._verb = verb
        self._act.setText(offer)
        self._act.setAccessibleName(offer)
        self._act.setVisible(bool(offer))
        margins(self._layout, 16, 4, 6 if offer else 16, 4)
        self._words.setMinimumHeight(self._act.sizeHint().height())
        self.show()
        self.raise_()
        self._timer.start(SHOWN_FOR)
        announce(self, words)

    def place(self, right: int, bottom: int, width: int) -> None:
        """Put the line's lower right corner at a place of the parent, no wider than ``width``.

        Where people read from right to left it is the lower left corner, as far from the other side.
        """
        self.adjustSize()
        wanted, height = min(self.sizeHint().width(), width), self.sizeHint().height()
        place = QRect(right - wanted, bottom - height, wanted, height)
        self.setGeometry(turned(self.layoutDirection(), self._over.rect(), place))

    @Slot()
    def _on_act(self) -> None:
        self.hide()
        self.acted.emit(self._verb)
