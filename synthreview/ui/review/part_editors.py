"""Editors for single parts: a text, a label, a choice, a turn. Each shows what its change does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from synthreview.translation import Table, later, tr
from synthreview.ui import theme
from synthreview.ui.elements import button, label, row
from synthreview.ui.review.text_look import TextLook
from synthreview.ui.text.common import common_head, common_tail
from synthreview.ui.text.diff_view import DiffView
from synthreview.ui.text.display import Shown, code_lines
from synthreview.ui.text.exact import Exact, in_field
from synthreview.ui.text.growing_edit import GrowingEdit

NOT_WRITABLE = later("kept in the project; cannot be written back to the source file")
_DIFF_DELAY = 120
"""Milliseconds without typing after which the comparison is drawn anew."""
_CHOICES = Table({"a": later("A is better"), "b": later("B is better"), "tie": later("Both are as good")})
INVALID = later("invalid")
"""How a label that is none is written on screen."""
ROLES = ("user", "assistant", "system", "tool")


class PartEditor(QWidget):
    """Edits the part at ``path``; the caller compares ``value`` with the original."""

    changed = Signal()
    said = Signal(str)
    """A sentence about what the editor did not take; an empty one takes the last back."""
    spent = Signal()
    """Undo was asked for where nothing typed is left to undo."""

    def __init__(self, path: str, title: str, *, writable: bool) -> None:
        super().__init__()
        self.path = path
        self._original: Any = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.title = label(title, "section")
        self.head = QWidget()
        self.reset = button(tr("Reset"), self._on_reset, "fold")
        self.reset.setAccessibleName(tr("Reset: {title}", title=title))
        self.reset.setToolTip(tr("Bring back what was imported"))
        self.reset.hide()
        self.tools = QWidget()
        self._tools = row(self.reset, spacing=12)
        self.tools.setLayout(self._tools)
        self.beside = row(self.title, None, self.tools)
        self.head.setLayout(self.beside)
        self.column.addWidget(self.head)
        if not writable:
            self.column.addWidget(label(tr(NOT_WRITABLE), "small", wrap=True))
        self.changed.connect(self.compare)

    def set_original(self, value: Any) -> None:
        """Say what the part was when it was imported."""
        self._original = value
        self.compare()

    def value(self) -> Any:
        """The part as it would be kept."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Take another value, as if it had been typed."""
        raise NotImplementedError

    def point_at(self, code_point: int) -> None:
        """Put the cursor where evidence begins, for parts that have a cursor."""

    @Slot()
    def compare(self) -> None:
        """Offer to reset what is no longer as it was imported."""
        self.reset.setVisible(self.value() != self._original)

    @Slot()
    def _on_reset(self) -> None:
        self.set_value(self._original)
        following = self.nextInFocusChain()
        if self.reset.hasFocus() and following is not None:
            following.setFocus()


class TextEditor(PartEditor):
    """Plain text with the changed words below it."""

    def __init__(self, path: str, title: str, original: str, now: str, *, writable: bool) -> None:
        super().__init__(path, title, writable=writable)
        self._original = original
        self._untouched = in_field(original)
        is_code = code_lines(original) == [(0, original.count("\n") + 1)]
        self.field = GrowingEdit(theme.reading_font(), title)
        self._compared, self._diff = (
            label(tr("What changes"), "small"),
            DiffView(tr("What changes in {title}", title=title)),
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DIFF_DELAY)
        self._timer.timeout.connect(self._draw_changes)
        self.look = TextLook(title, self.field, fixed=is_code)
        self._tools.insertWidget(0, self.look)
        for widget in (self.field, self._compared, self._diff):
            self.column.addWidget(widget)
        chain = (self.field, self.look.direction, self.look.font_button, self.reset)
        for one, following in pairwise(chain):
            QWidget.setTabOrder(one, following)
        self.field.load(now)
        self._exact = Exact(now, self.field.raw_text())
        self._draw_changes()
        self.field.textChanged.connect(self._on_text)
        self.field.said.connect(self.said)
        self.field.spent.connect(self.spent)

    def value(self) -> str:
        """The text; what was not touched is exactly as it came, with its own line ends."""
        typed = self.field.raw_text()
        if typed == self._untouched and typed != self._exact.loaded:
            return str(self._original)  # brought back
        return self._exact.with_typed(typed)

    def set_value(self, value: Any) -> None:
        """Replace what differs; the field's own undo brings the former text back."""
        wanted, typed = in_field(str(value)), self.field.raw_text()
        head = common_head(typed, wanted)
        tail = common_tail(typed, wanted, head)
        cursor, shown = self.field.textCursor(), Shown(typed)
        cursor.setPosition(shown.place(head))
        cursor.setPosition(shown.place(len(typed) - tail), cursor.MoveMode.KeepAnchor)
        cursor.insertText(wanted[head : len(wanted) - tail])
        self.field.setTextCursor(cursor)

    def point_at(self, code_point: int) -> None:
        """Put the cursor where evidence begins."""
        cursor = self.field.textCursor()
        last = self.field.document().characterCount() - 1
        cursor.setPosition(min(Shown(self._exact.exact).place(code_point), last))
        self.field.setTextCursor(cursor)

    @Slot()
    def compare(self) -> None:
        """Draw the comparison, in a moment: a long text is not compared at every key."""
        self._timer.start()

    @Slot()
    def _on_text(self) -> None:
        self.changed.emit()

    @Slot()
    def _draw_changes(self) -> None:
        value = self.value()
        differs = value != self._original
        for widget in (self.reset, self._compared, self._diff):
            widget.setVisible(differs)
        if differs:
            self._diff.compare(self._original, value)


class LabelEditor(PartEditor):
    """One of the labels seen so far, or a new one."""

    def __init__(self, path: str, title: str, now: str, seen: Iterable[str], *, writable: bool) -> None:
        super().__init__(path, title, writable=writable)
        self.field = QComboBox()
        self.field.setEditable(True)
        self.field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.field.setAccessibleName(title)
        self.field.addItems(sorted({*seen, now} - {""}))
        self.field.setCurrentText(now)
        self.field.setMaximumWidth(360)
        self.column.addWidget(self.field)
        self.field.currentTextChanged.connect(self._on_text)

    def value(self) -> str:
        """The label."""
        return self.field.currentText().strip()

    def set_value(self, value: Any) -> None:
        """Take another label."""
        self.field.setCurrentText(str(value))

    @Slot()
    def _on_text(self) -> None:
        self.changed.emit()


class LabelsEditor(PartEditor):
    """The labels of several annotators or samples, in their order, as one line."""

    def __init__(
        self,
        path: str,
        title: str,
        now: Sequence[str | None],
        people: Sequence[str | None],
        *,
        writable: bool,
    ) -> None:
        super().__init__(path, title, writable=writable)
        self._people = list(people)
        self._exact: list[str | None] = []
        self.field = QLineEdit()
        self.field.setAccessibleName(tr("{title}, labels with commas between them", title=title))
        self.field.setMinimumWidth(240)
        self.use_people = button(tr("Use people's labels"), self._take_people)
        if not self._people:
            self.use_people.hide()
        line = row(self.field, self.use_people)
        line.setStretch(0, 1)
        self.column.addLayout(line)
        self.set_value(now)
        self.field.textChanged.connect(self._on_text)

    def value(self) -> list[str | None]:
        """The labels, exactly as they came while nothing was typed; None stands for an invalid one."""
        if self.field.text() == _line(self._exact):
            return self._exact
        words = [word.strip() for word in self.field.text().split(",")]
        return [None if word == tr(INVALID) else word for word in words if word]

    def set_value(self, value: Any) -> None:
        """Take other labels."""
        self._exact = list(value)
        self.field.setText(_line(self._exact))

    @Slot()
    def _take_people(self) -> None:
        self.set_value(self._people)

    @Slot()
    def _on_text(self) -> None:
        self.changed.emit()


def _line(labels: Sequence[str | None]) -> str:
    return ", ".join(tr(INVALID) if each is None else each for each in labels)


class ChoiceEditor(PartEditor):
    """A, B or tie."""

    def __init__(self, path: str, title: str, now: str, *, writable: bool) -> None:
        super().__init__(path, title, writable=writable)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QRadioButton] = {}
        for value, words in _CHOICES.items():
            choice = QRadioButton(words)
            choice.setAccessibleName(words)
            self._group.addButton(choice)
            self.buttons[value] = choice
        self.column.addLayout(row(*self.buttons.values(), None, spacing=16))
        self._now = now
        self.set_value(now)
        self._group.buttonToggled.connect(self._on_toggle)

    def value(self) -> str:
        """``a``, ``b``, ``tie``, or what was there while none of them is chosen."""
        return next((value for value, choice in self.buttons.items() if choice.isChecked()), self._now)

    def set_value(self, value: Any) -> None:
        """Choose; an unknown value chooses nothing."""
        if value in self.buttons:
            self.buttons[value].setChecked(True)

    @Slot()
    def _on_toggle(self) -> None:
        self.changed.emit()


class RoleEditor(PartEditor):
    """Who says a turn, beside the turn's number."""

    def __init__(self, path: str, title: str, now: str, *, writable: bool) -> None:
        super().__init__(path, title, writable=writable)
        self.field = QComboBox()
        self.field.setAccessibleName(tr("{title}, role", title=title))
        self.field.addItems(list(dict.fromkeys([*ROLES, now])))
        self.field.setCurrentText(now)
        self.beside.insertWidget(1, self.field)
        self.field.currentTextChanged.connect(self._on_text)

    def value(self) -> str:
        """The role."""
        return self.field.currentText()

    def set_value(self, value: Any) -> None:
        """Take another role."""
        if self.field.findText(str(value)) < 0:
            self.field.addItem(str(value))
        self.field.setCurrentText(str(value))

    @Slot()
    def _on_text(self) -> None:
        self.changed.emit()
