"""A plain text field that is as tall as its text, up to a limit from which it scrolls."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QResizeEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit

from synthreview.ui.text.display import Shown, is_right_to_left
from synthreview.ui.text.pasting import pasted

MOST = 420
"""Pixels from which the text scrolls inside the field."""

_FRAME = 22
"""Pixels that border, padding and document margin take."""

_LOOKED_AT = 200
"""Characters, and empty lines, within which the first letter is looked for."""


class Direction(StrEnum):
    """Which way a text runs."""

    AUTO = "auto"
    """Each paragraph as its first letter says."""
    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


_WAYS = {
    Direction.AUTO: Qt.LayoutDirection.LayoutDirectionAuto,
    Direction.LEFT_TO_RIGHT: Qt.LayoutDirection.LeftToRight,
    Direction.RIGHT_TO_LEFT: Qt.LayoutDirection.RightToLeft,
}


class GrowingEdit(QPlainTextEdit):
    """Tab leaves the field; the text is never read as markup, and only text comes in by pasting."""

    said = Signal(str)
    """A sentence about what was not pasted; an empty one takes the last back."""
    spent = Signal()
    """Undo was asked for, and nothing typed here is left to undo."""

    def __init__(self, font: QFont, name: str) -> None:
        super().__init__()
        self.setFont(font)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self._direction = Direction.AUTO
        self.set_direction(Direction.AUTO)
        self.textChanged.connect(self._align)
        self.textChanged.connect(self._grow)
        self._grow()

    def raw_text(self) -> str:
        """The text as it stands, no-break spaces included, which ``toPlainText`` would lose."""
        return self.document().toRawText().replace("\u2029", "\n")

    def load(self, text: str) -> None:
        """Show a text as if it had always been there."""
        anywhere, words = QTextOption.WrapMode.WrapAnywhere, QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
        self.setWordWrapMode(anywhere if Shown(text).unbroken else words)
        self.setPlainText(text)

    def set_direction(self, direction: Direction) -> None:
        """Have the text run one way, or each paragraph its own; all stand at the side of the first letter."""
        self._direction = direction
        option = self.document().defaultTextOption()
        option.setTextDirection(_WAYS[direction])
        self.document().setDefaultTextOption(option)
        self._align()

    @Slot()
    def _align(self) -> None:
        right = self._direction is Direction.RIGHT_TO_LEFT
        if self._direction is Direction.AUTO:
            block = self.document().firstBlock()
            while block.isValid() and block.blockNumber() < _LOOKED_AT and not block.text().strip():
                block = block.next()
            right = is_right_to_left(block.text()[:_LOOKED_AT])
        # This kind of field aligns all paragraphs alike, and by itself never to the right.
        option = self.document().defaultTextOption()
        wanted = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        if option.alignment() != wanted:
            option.setAlignment(wanted)
            self.document().setDefaultTextOption(option)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take text in, without what no text holds; say what stayed out."""
        text, sentence = pasted(source.text())
        if text:
            self.insertPlainText(text)
            self.ensureCursorVisible()
        self.said.emit(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo what was typed here; beyond that, whoever holds the field is asked."""
        undo = event.matches(QKeySequence.StandardKey.Undo)
        if undo and not self.document().isUndoAvailable():
            if not event.isAutoRepeat():
                self.spent.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower field is a taller one."""
        super().resizeEvent(event)
        self._grow()

    @Slot()
    def _grow(self) -> None:
        height, block = 0.0, self.document().firstBlock()
        while block.isValid() and height < MOST:
            height += max(self.blockBoundingRect(block).height(), self.fontMetrics().lineSpacing())
            block = block.next()
        wanted = min(round(height), MOST) + _FRAME
        if self.height() != wanted:
            self.setFixedHeight(wanted)
