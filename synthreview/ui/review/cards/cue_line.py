"""The words that win or lose with the judge of a pair, those in its answers as buttons that lead to them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from synthreview.engine.judge_cues import Cue, JudgeCues
from synthreview.figures import grouped
from synthreview.translation import Table, later, tr, trn
from synthreview.ui import theme
from synthreview.ui.elements import button, clear, label
from synthreview.ui.flow import FlowLayout

_SIDES = Table({"a": "A", "b": "B", "ab": later("A and B")})


class CueLine(QWidget):
    """A legend with the line that cue words have in the answers, and a button for each; hidden without."""

    asked = Signal(str)
    """A word that a person wants to see in the answers."""

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "muted", wrap=True)
        self._words = QWidget()
        self._flow = FlowLayout(8)
        self._words.setLayout(self._flow)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._sign = Wave()
        head.addWidget(self._sign)
        head.addWidget(self._title, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._words)
        self.hide()

    def show_cues(self, known: JudgeCues | None, sides: Mapping[str, str]) -> None:
        """Show the cue words; ``sides`` tells of each word that occurs where: ``a``, ``b`` or ``ab``."""
        clear(self._flow)
        there = [cue for cue in known.cues if cue.word in sides] if known is not None else []
        self.setVisible(bool(there))
        if known is None:
            return
        self._title.setText(_said(known))
        for cue in there:
            chip = button(
                tr(
                    "“{word}” in {sides}: {record}",
                    word=cue.word,
                    sides=_SIDES[sides[cue.word]],
                    record=record(cue),
                ),
                self._ask,
                "chip",
            )
            chip.setProperty("word", cue.word)
            chip.setToolTip(_why(known, cue))
            chip.setAccessibleDescription(_why(known, cue))
            self._flow.addWidget(chip)

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(str(self.sender().property("word")))


def record(cue: Cue) -> str:
    """How a word fares: ``loses 746 of 990``."""
    total = grouped(cue.won + cue.lost)
    return (
        tr("wins {won} of {total}", won=grouped(cue.won), total=total)
        if cue.z > 0
        else tr("loses {lost} of {total}", lost=grouped(cue.lost), total=total)
    )


def _said(known: JudgeCues) -> str:
    if known.beside_people:
        return tr(
            "Wavy line: words that often win or lose with {judge}, more than with people", judge=known.judge
        )
    return tr("Wavy line: words that often win or lose with {judge}", judge=known.judge)


def _why(known: JudgeCues, cue: Cue) -> str:
    errors = tr("{errors:.1f} standard errors", errors=abs(cue.z))
    verdicts = trn(
        "{count} verdict of {judge}", "{count} verdicts of {judge}", known.verdicts, judge=known.judge
    )
    if known.beside_people:
        told = (
            tr("{errors} above how it fares with people, from {verdicts}", errors=errors, verdicts=verdicts)
            if cue.z > 0
            else tr(
                "{errors} below how it fares with people, from {verdicts}", errors=errors, verdicts=verdicts
            )
        )
    else:
        told = (
            tr("{errors} above how often words win, from {verdicts}", errors=errors, verdicts=verdicts)
            if cue.z > 0
            else tr("{errors} below how often words win, from {verdicts}", errors=errors, verdicts=verdicts)
        )
    whole = tr("{told}; pairs count where only one answer has the word.", told=told)
    return whole if known.beside_people else " ".join([whole, tr("By itself that is no bias.")])


class Wave(QWidget):
    """The line that marks cue words."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(24, 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A wave."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.current().accent), 1.5))
        painter.drawPolyline(QPolygonF([QPointF(2 * step, 4 + 4 * (step % 2)) for step in range(12)]))
