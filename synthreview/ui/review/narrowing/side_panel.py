"""What stands in the queue's column in the queue's place: a heading, a way back, a body."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from synthreview.translation import tr
from synthreview.ui import icons
from synthreview.ui.elements import label, row
from synthreview.ui.keys.follow import tip
from synthreview.ui.mirror import margins


class SidePanel(QFrame):
    """Never modal: the item stays on screen and its keys go on working."""

    closed = Signal()

    def __init__(self, heading: str, verb: str) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self.setAccessibleName(heading)
        back = QToolButton()
        back.setProperty("look", "quiet")
        icons.dress(back, "close", "muted")
        back.setAccessibleName(tr("Back to the queue"))
        tip(back, tr("Back to the queue"), "leave", verb)
        back.clicked.connect(self.closed)
        head = QWidget()
        line = row(label(heading, "heading"), None, back)
        margins(line, 12, 6, 6, 2)
        head.setLayout(line)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(head)
