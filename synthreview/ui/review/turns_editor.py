"""A conversation some of whose turns are left out: what stays, what is struck, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout

from synthreview.formats.kept_turns import kept_turns
from synthreview.translation import later, tr, trn
from synthreview.ui.elements import Elided, button, clear, label, row
from synthreview.ui.review.part_editors import PartEditor, RoleEditor, TextEditor
from synthreview.ui.review.turn_fixes import near_changes

SOURCE_CANNOT = later(
    "The source file has no way to leave single turns out. The shorter conversation is kept in the project "
    "and written by every training format; only the source's own format keeps the turns."
)


class TurnsEditor(PartEditor):
    """Edits a conversation as a whole; ``value`` is the list of the turns that are left."""

    def __init__(
        self,
        path: str,
        title: str,
        original: Sequence[dict[str, Any]],
        now: Sequence[dict[str, Any]],
        *,
        writable: bool,
    ) -> None:
        super().__init__(path, title, writable=True)
        self._original = list(original)
        self._writable = writable
        self._open: set[int] = set()
        self.rows: dict[int, TurnRow] = {}
        self._said, self._cannot = label("", "small", wrap=True), label(tr(SOURCE_CANNOT), "hint", wrap=True)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self.column.addWidget(self._said)
        self.column.addWidget(self._cannot)
        self.column.addLayout(self._column)
        self._load(now)

    def value(self) -> list[dict[str, Any]]:
        """The turns that are left, with what was changed in them."""
        return [self._now(number) for number in range(len(self._original)) if number not in self._dropped]

    def set_value(self, value: Any) -> None:
        """Take other turns, made from the same conversation."""
        self._open.clear()
        self._load(value)
        self.changed.emit()

    def set_below(self, path: str, value: Any) -> None:
        """Take another value for one text of a turn (``3.role``); a turn that is left out stays so."""
        number, _, key = path.partition(".")
        if not number.isdecimal() or int(number) >= len(self._turns):
            return
        for at in self.rows:
            self._turns[at] = self.rows[at].turn()
        self._turns[int(number)][key] = value
        self.rows = {}
        self._lay_out()
        self.changed.emit()

    @property
    def dropped(self) -> frozenset[int]:
        """Numbers (from 0) of the turns that are left out."""
        return frozenset(self._dropped)

    def focus_change(self) -> None:
        """Put the keyboard on the first turn that is left out or changed."""
        first = next((number for number in sorted(self.rows) if self._differs(number)), None)
        if first is not None:
            self.rows[first].toggle.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _load(self, now: Sequence[dict[str, Any]]) -> None:
        try:
            kept = kept_turns(self._original, now)
        except ValueError:  # made longer by other means: nothing here can show that
            kept, now = list(range(len(self._original))), self._original
        self.rows = {}
        self._turns = [dict(turn) for turn in self._original]
        for number, turn in zip(kept, now, strict=True):
            self._turns[number] = dict(turn)
        self._dropped = set(range(len(self._original))) - set(kept)
        self._lay_out()

    def _now(self, number: int) -> dict[str, Any]:
        return self.rows[number].turn() if number in self.rows else self._turns[number]

    def _differs(self, number: int) -> bool:
        return number in self._dropped or self._now(number) != self._original[number]

    def _lay_out(self) -> None:
        """Show what is near a change, and sum up the rest; what was typed stays."""
        for number in self.rows:
            self._turns[number] = self.rows[number].turn()
        self.rows = {}
        clear(self._column)
        kept = [number not in self._dropped for number in range(len(self._turns))]
        changed = [now != before for now, before in zip(self._turns, self._original, strict=True)]
        near = near_changes(kept, changed) | self._open
        for is_near, group in groupby(range(len(self._turns)), near.__contains__):
            numbers = list(group)
            if is_near:
                for number in numbers:
                    self._add_row(number)
            else:
                self._sum_up(numbers)
        gone = len(self._dropped)
        left = trn("{count} turn", "{count} turns", len(self._original) - gone)
        self._said.setText(
            trn("{count} turn left out, {left} left", "{count} turns left out, {left} left", gone, left=left)
            if gone
            else tr("Every turn is kept")
        )
        self._cannot.setVisible(bool(gone) and not self._writable)

    def _add_row(self, number: int) -> None:
        made = TurnRow(number, self._original[number], self._turns[number], dropped=number in self._dropped)
        made.toggled.connect(self._toggle)
        made.changed.connect(self.changed)
        self.rows[number] = made
        self._column.addWidget(made)

    def _sum_up(self, numbers: list[int]) -> None:
        first, last = numbers[0] + 1, numbers[-1] + 1
        words = (
            tr("Turns {first} to {last} are left out. Show them", first=first, last=last)
            if numbers[0] in self._dropped
            else tr("Turns {first} to {last} stay as they are. Show them", first=first, last=last)
        )
        more = button(words, self._show_more, "fold")
        more.setProperty("turns", numbers)
        self._column.addWidget(more)

    @Slot()
    def _show_more(self) -> None:
        pressed = self.sender()
        numbers = [int(number) for number in pressed.property("turns")]
        self._open.update(numbers)
        self._lay_out()
        self.rows[numbers[0]].toggle.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(int)
    def _toggle(self, number: int) -> None:
        self._dropped.symmetric_difference_update({number})
        self._open.update(self.rows)
        self._lay_out()
        self.rows[number].toggle.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.changed.emit()


class TurnRow(QFrame):
    """One turn: its role and text to be edited while it is kept, struck out while it is not."""

    changed = Signal()
    toggled = Signal(int)
    """The number of the turn that a person drops or brings back."""

    def __init__(self, number: int, original: dict[str, Any], now: dict[str, Any], *, dropped: bool) -> None:
        super().__init__()
        self.number = number
        self._turn = dict(now)
        self._original = original
        self.setProperty("look", "part")
        title = tr("Turn {number}", number=number + 1)
        self.toggle = button(tr("Bring back") if dropped else tr("Drop"), self._toggle, "link")
        self.toggle.setAccessibleName(
            tr("Bring back turn {number}", number=number + 1)
            if dropped
            else tr("Drop turn {number}", number=number + 1)
        )
        self.role: RoleEditor | None = None
        self.text: TextEditor | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 8, 12, 8)
        self._layout.setSpacing(4)
        if dropped:
            self._strike(title)
        else:
            self._edit(title)

    def turn(self) -> dict[str, Any]:
        """The turn with what was changed in it."""
        changed: dict[str, Any] = {}
        if self.role is not None and self.role.value() != (self._turn.get("role") or ""):
            changed["role"] = self.role.value()
        if self.text is not None:
            changed["text"] = self.text.value()
        return {**self._turn, **changed}

    def _strike(self, title: str) -> None:
        role = str(self._turn.get("role") or "")
        said = Elided(str(self._turn.get("text") or ""), "removed", Qt.TextElideMode.ElideRight)
        said.setAccessibleName(tr("{title}, left out: {text}", title=title, text=said.text())[:200])
        head = label(
            tr("{title} · {role} · left out", title=title, role=role)
            if role
            else tr("{title} · left out", title=title),
            "section",
        )
        self._layout.addLayout(row(head, None, self.toggle))
        self._layout.addWidget(said)

    def _edit(self, title: str) -> None:
        self.role = RoleEditor("role", title, str(self._turn.get("role") or ""), writable=True)
        self._open = button(tr("Edit the text"), self._open_text, "link")
        self._open.setAccessibleName(tr("Edit the text of turn {number}", number=self.number + 1))
        self.role.beside.addWidget(self._open)
        self.role.beside.addWidget(self.toggle)
        self.role.changed.connect(self.changed)
        self._layout.addWidget(self.role)
        before, now = str(self._original.get("text") or ""), str(self._turn.get("text") or "")
        self._preview = Elided(now, "plain_small", Qt.TextElideMode.ElideRight)
        self._layout.addWidget(self._preview)
        if before != now:
            self._open_text()

    @Slot()
    def _open_text(self) -> None:
        before, now = str(self._original.get("text") or ""), str(self._turn.get("text") or "")
        self.text = TextEditor(
            "text", tr("Turn {number}, text", number=self.number + 1), before, now, writable=True
        )
        self.text.head.hide()
        self.text.changed.connect(self.changed)
        self._preview.hide()
        self._open.hide()
        self._layout.addWidget(self.text)
        if self._open.hasFocus() or self.isVisible():
            self.text.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _toggle(self) -> None:
        self.toggled.emit(self.number)
