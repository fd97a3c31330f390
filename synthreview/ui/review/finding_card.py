"""One finding: what it says, how much it weighs, how far it can be trusted."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from synthreview.domain import Confidence, StoredFinding
from synthreview.figures import grouped
from synthreview.ui import theme
from synthreview.ui.actions import shown, verb
from synthreview.ui.elements import button, label
from synthreview.ui.review.queue_model import short
from synthreview.ui.text.marks import pen_style

_SAID = {
    Confidence.CERTAIN: "By an exact rule",
    Confidence.LIKELY: "By typical signs",
    Confidence.WEAK: "Only a hint",
}


MOST_LINKS = 3


def others(finding: StoredFinding, item: int) -> tuple[int, ...]:
    """The other items that a finding on an item names, each once, in their order."""
    named = (spot.item for spot in finding.evidence if spot.item is not None and spot.item != item)
    return tuple(dict.fromkeys(named))


class FindingCard(QPushButton):
    """A button that brings the finding's evidence on screen; the line beside it is the evidence's line."""

    visited = Signal(int)
    """Another item that the finding names and a person wants to see."""

    def __init__(self, number: int, finding: StoredFinding, style: int, item: int) -> None:
        super().__init__()
        self.number = number
        self.setProperty("look", "finding")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        fix = " · has a suggested fix" if finding.fix else ""
        trust = f"{_SAID[finding.confidence]}{fix}"
        self.setAccessibleName(f"{finding.words}, weight {finding.weight:.2f}, {trust}")
        self.setToolTip(f"{finding.analyzer}: {finding.reason}")
        layout = self._grid = QGridLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(2)
        layout.addWidget(label(finding.words, "words", wrap=True), 0, 0)
        layout.addWidget(label(short(finding.weight), "muted"), 0, 1, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(label(trust, "small", wrap=True), 1, 0)
        notes = [spot.note for spot in finding.evidence if spot.note and spot.item is not None]
        for row, note in enumerate(notes, 2):
            layout.addWidget(label(note, "small", wrap=True), row, 0, 1, 2)
        if finding.evidence:
            layout.addWidget(_Line(style), 1, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.setColumnStretch(0, 1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.links: list[QPushButton] = []
        named = others(finding, item)
        if named:
            layout.addLayout(self._link(named), 2 + len(notes), 0, 1, 2)

    def _link(self, named: tuple[int, ...]) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(0, 2, 0, 0)
        line.setSpacing(4)
        for other in named[:MOST_LINKS]:
            link = button(f"Show #{other}" if not self.links else f"#{other}", self._visit, "fold")
            link.setProperty("item", other)
            link.setAccessibleName(f"Show #{other}, which this finding names")
            link.setToolTip(f"Show #{other}" + ("" if self.links else f" ({shown(verb('other').keys[0])})"))
            self.links.append(link)
            line.addWidget(link)
        if len(named) > MOST_LINKS:
            line.addWidget(label(f"and {grouped(len(named) - MOST_LINKS)} more", "small"))
        line.addStretch(1)
        return line

    @Slot()
    def _visit(self) -> None:
        self.visited.emit(int(self.sender().property("item")))

    def sizeHint(self) -> QSize:
        """What the words need."""
        return self._grid.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """What the words need."""
        return self._grid.minimumSize()


class _Line(QWidget):
    """The line style that the finding's evidence has in the text."""

    def __init__(self, style: int) -> None:
        super().__init__()
        self._style = style
        self.setFixedSize(22, 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(theme.current().evidence_line), 2, pen_style(self._style)))
        painter.drawLine(0, 4, 22, 4)
