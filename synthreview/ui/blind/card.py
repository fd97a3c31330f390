"""The texts of an item that is labelled blind, and nothing else of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from synthreview.domain import PARTS, Kind
from synthreview.project import BlindItem
from synthreview.ui import theme
from synthreview.ui.review.cards.part_box import PartBox
from synthreview.ui.review.cards.preference import STACK_BELOW

_FRAME = 34
"""Pixels of a part's frame beside its text."""


class BlindCard(QWidget):
    """One frame for each text; the two sides of a pair stand side by side where there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, PartBox] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(16)
        self._column.addLayout(self._pair)
        self._pairs = False
        theme.signals.changed.connect(self._measure)

    def show_item(self, item: BlindItem) -> None:
        """Show the texts of an item in the place of those before."""
        texts = dict(item.texts)
        for name in texts:
            if name not in self.boxes:
                self._add(name)
        for name, box in self.boxes.items():
            box.setVisible(name in texts)
            box.show_part(texts.get(name, ""))
            for part in (box.title, box.note):
                part.setVisible(len(texts) > 1)
        self._pairs = _sides() <= set(texts)
        self._measure()

    @Slot()
    def _measure(self) -> None:
        letters = QFontMetrics(theme.reading_font()).averageCharWidth() * theme.reading_measure() + _FRAME
        self.setMaximumWidth(2 * letters + 16 if self._pairs else letters)

    def _add(self, name: str) -> None:
        box = self.boxes[name] = PartBox(name)
        if name in _sides():
            self._pair.addWidget(box, 1, Qt.AlignmentFlag.AlignTop)
        else:
            self._column.insertWidget(self._column.count() - 1, box)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the sides below one another where two columns would be too narrow to read."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        self._pair.setDirection(ways.TopToBottom if self.width() < STACK_BELOW else ways.LeftToRight)


def _sides() -> set[str]:
    """The two sides of a pair, as the parts are named."""
    return {part.words for part in PARTS[Kind.PREFERENCE] if part.name in ("a", "b")}
