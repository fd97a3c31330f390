"""A notice on a data set whose judges agree less than chance: it stays until someone settles it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from synthreview.translation import later, tr
from synthreview.ui.elements import button, label
from synthreview.ui.flow import FlowLayout

STORY = later(
    "Exchange A and B reads the choices of this data set the other way round. The file is not changed, and"
    " undo takes it back."
)


class Alarm(QFrame):
    """What was found, and the two answers to it."""

    exchange_asked = Signal()
    settled = Signal(str)
    """It is right as it is; carries the sentence that is settled."""

    def __init__(self, sentence: str, *, writable: bool) -> None:
        super().__init__()
        self.sentence = sentence
        self.setProperty("look", "alarm")
        self.setAccessibleName(sentence)
        self.exchange = button(tr("Exchange A and B"), self.exchange_asked)
        self.exchange.setEnabled(writable)
        self.right = button(tr("It is right as it is"), self._settle)
        acts = FlowLayout()
        acts.addWidget(self.exchange)
        acts.addWidget(self.right)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(label(sentence, wrap=True))
        layout.addWidget(label(tr(STORY), "plain_small", wrap=True))
        layout.addLayout(acts)

    def _settle(self) -> None:
        self.settled.emit(self.sentence)
