"""The texts of people most like an item, each a button that shows it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from synthreview.project.beside import Near, Nearest
from synthreview.translation import later, tr
from synthreview.ui.elements import Elided, clear, label
from synthreview.ui.review.queue_model import short

LOOKING = later("Looking for texts like this one\u2026")
_SHOWN = 220
"""Characters of a neighbour's text on its button; the tooltip has more."""


class NearRows(QWidget):
    """A title, the neighbours once they are known, and a line that says why there are none."""

    visited = Signal(int)
    """The item that a person wants to see."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._note = label("", "small", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 4, 0, 0)
        self._rows.setSpacing(8)
        self.buttons: list[NearButton] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(label(title, "section"))
        layout.addWidget(self._note)
        layout.addLayout(self._rows)

    @property
    def note(self) -> str:
        """What is said in place of neighbours, or of how they were chosen."""
        return self._note.text()

    def wait(self) -> None:
        """Say that they are being looked for; those of the item before are gone."""
        self._fill(Nearest(why=tr(LOOKING)))

    def show_nearest(self, nearest: Nearest) -> None:
        """Show the neighbours, or why there are none."""
        self._fill(nearest)

    def _fill(self, nearest: Nearest) -> None:
        clear(self._rows)
        self.buttons = [NearButton(near) for near in nearest.rows]
        for made in self.buttons:
            made.clicked.connect(self._visit)
            self._rows.addWidget(made)
        self._note.setText(nearest.why)
        self._note.setVisible(bool(nearest.why))

    @Slot()
    def _visit(self) -> None:
        pressed = self.sender()
        if isinstance(pressed, NearButton):
            self.visited.emit(pressed.near.item)


class NearButton(QPushButton):
    """One neighbour: its text, what people said of it, how alike it is and where it is from."""

    def __init__(self, near: Near) -> None:
        super().__init__()
        self.near = near
        self.setProperty("look", "finding")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        text = " ".join(near.text.split())
        brief = text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}\u2026"
        labelled = tr("People: {labels}", labels=near.labels) if near.labels else tr("By people")
        alike = tr("Likeness {likeness}", likeness=short(near.similarity))
        self.setAccessibleName(
            tr(
                "Show #{item}. {labelled}. {alike}. {brief}",
                item=near.item,
                labelled=labelled,
                alike=alike,
                brief=brief,
            )
        )
        self.setToolTip(near.text)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 8, 12, 8)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.addWidget(label(brief, wrap=True), 0, 0, 1, 2)
        self._grid.addWidget(label(labelled, "badge" if near.labels else "small"), 1, 0)
        where = Elided(f"{alike} · #{near.item} · {near.dataset}", "small", Qt.TextElideMode.ElideRight)
        where.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(where, 1, 1)
        self._grid.setColumnStretch(1, 1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """What the words need."""
        return self._grid.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """What the words need."""
        return self._grid.minimumSize()
