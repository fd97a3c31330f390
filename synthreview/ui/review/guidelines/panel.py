"""What reviewers of the project agree on: read beside the item, written in the same place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QPlainTextEdit,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from synthreview.translation import later, tr
from synthreview.ui import theme
from synthreview.ui.actions import keys_of
from synthreview.ui.elements import button, column, label, row, rule
from synthreview.ui.flow import FlowLayout
from synthreview.ui.keys.follow import sentence
from synthreview.ui.mirror import margins
from synthreview.ui.review.close_button import close_button
from synthreview.ui.review.wrapped_button import WrappedButton
from synthreview.ui.text.markdown_view import MarkdownView

NOTHING = later(
    "No guidelines yet. Write down what counts as right and wrong in this project, so that everyone "
    "decides alike. They stay in the project file."
)
NOTHING_TO_READ = later("No guidelines are written in this project.")
HOW = later("Markdown: # heading, - list, **strong**.")
_AROUND = 16


class GuidelinesPanel(QFrame):
    """Three faces: nothing yet, the text, the text being written."""

    kept = Signal(str)
    """A text that a person wants to keep."""
    begun = Signal()
    """A person wants a beginning to go on from."""
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._unkept = ""
        self._read_only = False
        self.view = MarkdownView(tr("Guidelines"))
        self.setFocusProxy(self.view)
        self.editor = GuidelinesEdit()
        self.editor.kept.connect(self._keep)
        self.editor.left.connect(self._leave)
        self.edit = button(tr("Edit"), self.show_writing, "quiet", symbol="fix")
        close = close_button(tr("the guidelines"), self.closed)
        self._empty = label(tr(NOTHING), "muted", wrap=True)
        self.write = button(tr("Write guidelines"), self.show_writing, "primary")
        self.begin = WrappedButton(tr("Begin with the reasons there are"))
        self.begin.setAccessibleName(self.begin.text())
        self.begin.setAutoDefault(False)
        self.begin.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.begin.clicked.connect(self.begun)
        nothing = QWidget()
        nothing.setLayout(column(self._empty, self.write, self.begin, None, spacing=12))
        self._faces = QStackedWidget()
        for face in (nothing, self.view, self._writing()):
            self._faces.addWidget(face)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = row(label(tr("Guidelines"), "heading"), None, self.edit, close, spacing=4)
        margins(head, _AROUND, 10, 8, 10)
        layout.addLayout(head)
        layout.addWidget(rule("line"))
        self._faces.setContentsMargins(_AROUND, 12, _AROUND, _AROUND)
        layout.addWidget(self._faces, 1)
        self.show_text("")

    @property
    def writing(self) -> bool:
        """Whether the text is being written."""
        return self._faces.currentIndex() == 2

    def set_read_only(self, read_only: bool) -> None:
        """Whether the text can be changed."""
        self._read_only = read_only
        self.show_text(self._text)

    def show_text(self, text: str) -> None:
        """Show the guidelines; what is being written stays."""
        self._text = text
        self.view.show_markdown(text)
        if not self.writing:
            self.show_reading()

    def propose(self, text: str) -> None:
        """Go on from a text that is not kept yet."""
        self.show_writing()
        self.editor.setPlainText(text)

    @Slot()
    def show_reading(self) -> None:
        """Show the text as it was kept."""
        self._faces.setCurrentIndex(1 if self._text.strip() else 0)
        self.edit.setVisible(bool(self._text.strip()) and not self._read_only)
        self._empty.setText(tr(NOTHING_TO_READ) if self._read_only else tr(NOTHING))
        for offer in (self.write, self.begin):
            offer.setVisible(not self._read_only)
        self.setFocusProxy(self.view if self._text.strip() else self.write)

    @Slot()
    def show_writing(self) -> None:
        """Begin to write."""
        self.editor.setPlainText(self._unkept or self._text)
        self._faces.setCurrentIndex(2)
        self.edit.hide()
        self.setFocusProxy(self.editor)
        self.editor.setFocus()

    def _writing(self) -> QWidget:
        kept, left = button(tr("Keep"), self._keep, "primary"), button(tr("Leave"), self._leave)
        sentence(kept, kept.setText, later("Keep ({key})"), "keep", bare=later("Keep"))
        sentence(left, left.setText, later("Leave ({key})"), "leave", bare=later("Leave"))
        face, below = QWidget(), column(self.editor, label(tr(HOW), "small", wrap=True))
        ways, flow = QWidget(), FlowLayout(8)
        ways.setLayout(flow)
        for way in (kept, left):
            flow.addWidget(way)
        below.addWidget(ways)
        face.setLayout(below)
        return face

    def resizeEvent(self, event: QResizeEvent) -> None:
        """No button is wider than the panel."""
        super().resizeEvent(event)
        self.begin.fit(self.width() - 2 * _AROUND)

    @Slot()
    def _leave(self) -> None:
        """Go back to the text; what was written and not kept is there again at the next edit."""
        self._unkept = self.editor.toPlainText()
        self.show_reading()
        self.setFocus()

    @Slot()
    def _keep(self) -> None:
        self._text, self._unkept = self.editor.toPlainText(), ""
        self.view.show_markdown(self._text)
        self.show_reading()
        self.kept.emit(self._text)


class GuidelinesEdit(QPlainTextEdit):
    """The keys that keep and leave a change do so here; neither reaches the item behind."""

    kept = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Guidelines, as Markdown"))
        self.setTabChangesFocus(True)
        self._dress()
        theme.signals.changed.connect(self._dress)

    def event(self, event: QEvent) -> bool:
        """Take the two keys before the window's own actions do."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._act(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep, leave, or write."""
        act = self._act(event)
        if act is None:
            super().keyPressEvent(event)
        else:
            act.emit()

    def _act(self, event: QKeyEvent) -> SignalInstance | None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        pressed = QKeySequence(QKeyCombination(held, Qt.Key(event.key())))
        for name, act in (("keep", self.kept), ("leave", self.left)):
            if pressed in [QKeySequence(key) for key in keys_of(name)]:
                return act
        return None

    @Slot()
    def _dress(self) -> None:
        self.setFont(theme.interface_font())
