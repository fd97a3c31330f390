"""Read-only text that is as tall as its content, so that a whole item scrolls as one page."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QUrl, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit

from synthreview.ui import theme
from synthreview.ui.text.display import Shown, fixed_lines

LINE_HEIGHT = 1.5
"""Of the font's size."""


class ReadingView(QTextEdit):
    """Plain text in reading size. Direction follows each paragraph; program text has a fixed font.

    Selectable by mouse; keys and the wheel go on to whoever holds the view.
    """

    def __init__(self, *, fixed_fonts: bool = True) -> None:
        super().__init__()
        self._fixed_fonts = fixed_fonts
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("look", "reading")
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._dress()
        theme.signals.changed.connect(self._dress)

    def show_text(self, shown: Shown) -> None:
        """Replace the text."""
        self.empty(unbroken=shown.unbroken)
        self.setPlainText(shown.text)
        self._space_lines()
        if self._fixed_fonts:
            for first, end in fixed_lines(shown.text):
                self._set_fixed(first, end)

    def empty(self, *, unbroken: bool) -> None:
        """Take the text away; ``unbroken`` ones that follow may be broken anywhere."""
        anywhere, words = QTextOption.WrapMode.WrapAnywhere, QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
        self.setWordWrapMode(anywhere if unbroken else words)
        self.setCurrentCharFormat(QTextCharFormat())
        self.setPlainText("")
        whole = self.document().rootFrame().frameFormat()
        if whole.topMargin():  # a gap that was put above the first line
            whole.setTopMargin(0)
            self.document().rootFrame().setFrameFormat(whole)

    def spacing(self) -> QTextBlockFormat:
        """The format of an ordinary paragraph: lines as far apart as they are read best."""
        made = QTextBlockFormat()
        wanted = LINE_HEIGHT * self.font().pointSizeF() * self.logicalDpiY() / 72
        made.setLineHeight(wanted, QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        return made

    def loadResource(self, _kind: int, _name: QUrl | str) -> None:
        """Nothing: whatever a text names is not fetched."""

    def place_of(self, start: int, end: int) -> QRectF:
        """The rectangle of a run of shown text (UTF-16 units), in the view's coordinates."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(start, self._length()))
        first = self.cursorRect(cursor)
        cursor.setPosition(min(end, self._length()))
        return QRectF(first.united(self.cursorRect(cursor)))

    def span(self, start: int, end: int) -> QTextCursor:
        """A cursor over a run of shown text (UTF-16 units)."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(start, self._length()))
        cursor.setPosition(min(end, self._length()), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def sizeHint(self) -> QSize:
        """As tall as the text."""
        return QSize(super().sizeHint().width(), self._height())

    def minimumSizeHint(self) -> QSize:
        """Narrow if need be, but never cutting a line off."""
        return QSize(80, self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the text out anew, which may change the height."""
        super().resizeEvent(event)
        self._grow()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Drop the selection, which would otherwise look like a mark."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.setTextCursor(QTextCursor(self.document()))

    def _length(self) -> int:
        return self.document().characterCount() - 1

    def _height(self) -> int:
        return max(1, round(self.document().size().height()))

    def _space_lines(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(self.spacing())

    def _set_fixed(self, first: int, end: int) -> None:
        fixed = QTextCharFormat()
        font = theme.fixed_font()
        fixed.setFontFamilies(font.families())
        fixed.setFontPointSize(font.pointSizeF())
        document = self.document()
        cursor = QTextCursor(document.findBlockByNumber(first))
        last = document.findBlockByNumber(end - 1)
        cursor.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(fixed)

    @Slot()
    def _grow(self) -> None:
        if self.height() != self._height():
            self.setFixedHeight(self._height())

    @Slot()
    def _dress(self) -> None:
        font = theme.reading_font()
        self.setFont(font)
        self.document().setDefaultFont(font)
        option = self.document().defaultTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self.document().setDefaultTextOption(option)
