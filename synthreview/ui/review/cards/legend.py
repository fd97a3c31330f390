"""What the lines under a text mark: one line per sign, in the style it has in the text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from synthreview.domain import StoredFinding
from synthreview.translation import trn
from synthreview.ui.elements import clear, label, row
from synthreview.ui.review.cards.base import line_styles
from synthreview.ui.review.finding_card import Line


class Legend(QWidget):
    """Hidden where nothing is marked in the part it belongs to."""

    def __init__(self, part: str) -> None:
        super().__init__()
        self._part = part
        self.lines: list[str] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def show_marks(self, findings: Sequence[StoredFinding]) -> None:
        """Say what each kind of mark in the part is."""
        clear(self._column)
        self.lines = []
        for finding, style in zip(findings, line_styles(findings), strict=True):
            marked = [spot for spot in finding.evidence if spot.part == self._part and spot.item is None]
            if not finding.objected_by and any(spot.end is not None for spot in marked):
                self.lines.append(_told(finding.words, len(marked)))
                line = row(Line(style), label(self.lines[-1], "small", wrap=True), spacing=8)
                line.setStretch(1, 1)
                self._column.addLayout(line)
        self.setVisible(bool(self.lines))


def _told(sign: str, times: int) -> str:
    if times == 1:
        return sign
    return trn("{sign} ({count} time here)", "{sign} ({count} times here)", times, sign=sign)
