"""One finding: what it says, how much it weighs, how far it can be trusted."""

from __future__ import annotations

from functools import reduce

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from synthreview.domain import Confidence, StoredFinding
from synthreview.figures import grouped
from synthreview.translation import Table, later, tr
from synthreview.ui import theme
from synthreview.ui.elements import button, label
from synthreview.ui.keys.follow import tip
from synthreview.ui.mirror import turned
from synthreview.ui.review.queue_model import short
from synthreview.ui.text.marks import pen_style

_SAID = Table(
    {
        Confidence.CERTAIN: later("By an exact rule"),
        Confidence.LIKELY: later("By typical signs"),
        Confidence.WEAK: later("Only a hint"),
    }
)

NO_PLACE = later("It is about the item as a whole: there is no place in the text to show.")

MOST_LINKS = 3

_ROUND, _MARK = 10, 4


def others(finding: StoredFinding, item: int) -> tuple[int, ...]:
    """The other items that a finding on an item names, each once, in their order."""
    named = (spot.item for spot in finding.evidence if spot.item is not None and spot.item != item)
    return tuple(dict.fromkeys(named))


def said_wrong(finding: StoredFinding) -> str:
    """Who called a finding wrong, in words; empty where nobody did."""
    return tr("Called wrong by {names}", names=_objectors(finding)) if finding.objected_by else ""


def _objectors(finding: StoredFinding) -> str:
    return reduce(_both, (name or tr("somebody unnamed") for name in finding.objected_by))


def _both(one: str, other: str) -> str:
    return tr("{one} and {other}", one=one, other=other)


def _heard(finding: StoredFinding, trust: str) -> str:
    """The whole card as one line for who hears it."""
    if finding.objected_by:
        names = _objectors(finding)
        return tr("{words}, called wrong by {names}, {trust}", words=finding.words, names=names, trust=trust)
    weight = finding.weight
    return tr("{words}, weight {weight:.2f}, {trust}", words=finding.words, weight=weight, trust=trust)


def _who(objected: str) -> QLabel:
    return label(objected, "plain_small", wrap=True)


class FindingCard(QPushButton):
    """A button that brings the finding's evidence on screen; the line beside it is the evidence's line.

    A finding that somebody called wrong is struck through and says who did.
    """

    visited = Signal(int)
    """Another item that the finding names and a person wants to see."""
    doubted = Signal(int)
    """The number of a finding that a person calls wrong, or no longer does."""

    def __init__(
        self, number: int, finding: StoredFinding, style: int, item: int, reviewer: str | None = None
    ) -> None:
        """``reviewer`` is who may call it wrong, None where nobody can."""
        super().__init__()
        self.number = number
        self.setProperty("look", "tile")  # its own mark of focus stands where reading begins
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        trust = _SAID[finding.confidence]
        if finding.fix:
            trust = tr("{trust} · has a suggested fix", trust=trust)
        objected = said_wrong(finding)
        self.setAccessibleName(_heard(finding, trust))
        self.setToolTip(f"{finding.analyzer}: {finding.reason}")
        layout = self._grid = QGridLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(2)
        words = label(finding.words, "muted" if objected else "words", wrap=True)
        weight = label("\u2013" if objected else short(finding.weight), "muted")
        layout.addWidget(words, 0, 0)
        layout.addWidget(weight, 0, 1, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        layout.addWidget(label(trust, "small", wrap=True), 1, 0)
        notes = [spot.note for spot in finding.evidence if spot.note and spot.item is not None]
        if not finding.evidence:
            notes.append(tr(NO_PLACE))
        for row, note in enumerate(notes, 2):
            layout.addWidget(label(note, "small", wrap=True), row, 0, 1, 2)
        if finding.evidence and not objected:
            layout.addWidget(Line(style), 1, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.setColumnStretch(0, 1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.links: list[QPushButton] = []
        self.doubt: QPushButton | None = None
        named, below = others(finding, item), 2 + len(notes)
        if named or reviewer is not None:
            line = self._link(named, objected)
            if reviewer is not None:
                line.addWidget(self._make_doubt(finding, reviewer))
            layout.addLayout(line, below + 1, 0, 1, 2)
        elif objected:
            layout.addWidget(_who(objected), below, 0, 1, 2)
        font = words.font()
        font.setWeight(QFont.Weight.Normal if objected else QFont.Weight.Medium)
        font.setStrikeOut(bool(objected))
        words.setFont(font)

    def _link(self, named: tuple[int, ...], objected: str) -> QHBoxLayout:
        """Other items that the finding names, and who called it wrong, side by side."""
        line = QHBoxLayout()
        line.setContentsMargins(0, 2, 0, 0)
        line.setSpacing(4)
        for other in named[:MOST_LINKS]:
            link = button(
                tr("Show #{other}", other=other) if not self.links else f"#{other}", self._visit, "fold"
            )
            link.setProperty("item", other)
            link.setAccessibleName(tr("Show #{other}, which this finding names", other=other))
            tip(link, tr("Show #{other}", other=other), *(() if self.links else ("other",)))
            self.links.append(link)
            line.addWidget(link)
        if len(named) > MOST_LINKS:
            line.addWidget(label(tr("and {count} more", count=grouped(len(named) - MOST_LINKS)), "small"))
        if objected:
            line.addWidget(_who(objected), 1)
        else:
            line.addStretch(1)
        return line

    def _make_doubt(self, finding: StoredFinding, reviewer: str) -> QPushButton:
        """The button that calls the finding wrong, or takes that back."""
        mine = reviewer in finding.objected_by
        self.doubt = button(tr("Take back") if mine else tr("This is wrong"), self._on_doubt, "fold")
        self.doubt.setAccessibleName(f"{self.doubt.text()}: {finding.words}")
        tip(self.doubt, tr("It counts again") if mine else tr("It stays here and no longer counts"), "wrong")
        return self.doubt

    @Slot()
    def _on_doubt(self) -> None:
        self.doubted.emit(self.number)

    @Slot()
    def _visit(self) -> None:
        self.visited.emit(int(self.sender().property("item")))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame the card of the finding in focus, with a thick line where reading begins."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(theme.current().accent)
        frame, mark = QPainterPath(), QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)
        mark.addRect(turned(self.layoutDirection(), self.rect(), QRect(0, 0, _MARK, self.height())))
        painter.strokePath(frame, QPen(colour, 1))
        painter.fillPath(frame.intersected(mark), colour)

    def sizeHint(self) -> QSize:
        """What the words need."""
        return self._grid.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """What the words need."""
        return self._grid.minimumSize()


class Line(QWidget):
    """The line style that the finding's evidence has in the text."""

    def __init__(self, style: int) -> None:
        super().__init__()
        self._style = style
        self.setFixedSize(22, 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(theme.current().evidence_line), 2, pen_style(self._style)))
        painter.drawLine(0, 4, 22, 4)
