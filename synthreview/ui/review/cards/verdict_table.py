"""Who said what of a pair of answers: its judge, people, and the other judges of the same pair."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from synthreview.engine.other_judges import PEOPLE, OtherVerdict
from synthreview.figures import grouped
from synthreview.translation import Table, later, tr, trn
from synthreview.ui.elements import button, clear, label

MOST = 12
"""Verdicts listed at most."""
_CHOICES = Table({"a": "A", "b": "B", "tie": later("both alike")})


class VerdictTable(QWidget):
    """A line per verdict; hidden where only the judge itself has spoken."""

    visited = Signal(int)
    """The item of a verdict that a person wants to see."""

    def __init__(self) -> None:
        super().__init__()
        self.title = label("", "section", wrap=True)
        frame = QFrame()
        frame.setProperty("look", "part")
        self._grid = QGridLayout(frame)
        self._grid.setContentsMargins(16, 10, 16, 10)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addWidget(frame)
        self.hide()

    def show_verdicts(self, judge: str, choice: str, people: str, others: Sequence[OtherVerdict]) -> None:
        """Show them beside what the item itself says: ``a``, ``b``, ``tie`` or nothing."""
        clear(self._grid)
        self.setVisible(bool(others))
        if not others:
            return
        self.title.setText(agreement(judge, choice, people, others))
        own = [(judge or tr("Its judge"), choice, tr("this item"), None)] if choice in _CHOICES else []
        own += [(tr(PEOPLE), people, tr("this item"), None)] if people in _CHOICES else []
        grouped_ones: dict[tuple[str, str], list[OtherVerdict]] = {}
        for each in others:
            grouped_ones.setdefault((each.judge, each.choice), []).append(each)
        told = [(*key, _note(alike, judge), alike[0].item) for key, alike in grouped_ones.items()]
        for number, (who, said, note, item) in enumerate([*own, *told[:MOST]]):
            differs = bool(choice) and said != choice
            self._grid.addWidget(label(who), number, 0)
            self._grid.addWidget(label(_CHOICES[said], "heading" if differs else ""), number, 1)
            self._grid.addWidget(
                label(tr("{note}, differs", note=note) if differs else note, "small", wrap=True), number, 2
            )
            if item is not None:
                link = button(tr("Show #{item}", item=item), self._visit, "fold")
                link.setProperty("item", item)
                self._grid.addWidget(link, number, 3, Qt.AlignmentFlag.AlignRight)
        if len(told) > MOST:
            more = label(tr("and {count} more", count=grouped(len(told) - MOST)), "small")
            self._grid.addWidget(more, self._grid.rowCount(), 0, 1, 4)

    @Slot()
    def _visit(self) -> None:
        self.visited.emit(int(self.sender().property("item")))


def _note(alike: Sequence[OtherVerdict], judge: str) -> str:
    """Where verdicts of one judge that say the same stand."""
    turned = sum(verdict.turned for verdict in alike)
    if len(alike) == 1:
        where = tr("asked again") if alike[0].judge == judge else tr("in {dataset}", dataset=alike[0].dataset)
        return tr("{where}, A and B exchanged", where=where) if turned else where
    times = trn("{count} time", "{count} times", len(alike))
    return (
        tr("{times}, {turned} of them with A and B exchanged", times=times, turned=grouped(turned))
        if turned
        else times
    )


def agreement(judge: str, choice: str, people: str, others: Sequence[OtherVerdict]) -> str:
    """How far other judges, and the judge itself when asked again, say what the judge says."""
    again = [each.choice for each in others if judge and each.judge == judge]
    voices = [each.choice for each in others if not judge or each.judge != judge]
    voices += [people] if people in _CHOICES else []
    if choice not in _CHOICES:
        return trn(
            "{count} verdict on the same pair", "{count} verdicts on the same pair", len(voices) + len(again)
        )
    who, told = judge or tr("its judge"), []
    if voices:
        told.append(
            trn(
                "{same} of {count} verdict by others on this pair agrees with {who}.",
                "{same} of {count} verdicts by others on this pair agree with {who}.",
                len(voices),
                same=grouped(voices.count(choice)),
                who=who,
            )
        )
    if again:
        told.append(
            trn(
                "Asked again, {who} said the same {same} of {count} time.",
                "Asked again, {who} said the same {same} of {count} times.",
                len(again),
                same=grouped(again.count(choice)),
                who=who,
            )
        )
    return " ".join(told)
