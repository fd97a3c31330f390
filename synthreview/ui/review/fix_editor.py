"""Fixing an item where it stands: one editor per part, suggested fixes a key away, broken rules told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QRadioButton, QVBoxLayout, QWidget

from synthreview.domain import PARTS, Form, ItemView, part_at
from synthreview.engine.suggestions import suggestions
from synthreview.engine.validity import Problem
from synthreview.translation import tr
from synthreview.ui.announce import announce
from synthreview.ui.elements import button, label
from synthreview.ui.review.part_editors import (
    ChoiceEditor,
    LabelEditor,
    LabelsEditor,
    PartEditor,
    RoleEditor,
    TextEditor,
)
from synthreview.ui.review.rule_panel import RulePanel
from synthreview.ui.review.suggestion_card import SuggestionCard
from synthreview.ui.review.turns_editor import TurnsEditor
from synthreview.ui.review.veil import HIDDEN, is_veiled

FIRST_TURNS = 12
"""Turns with an editor each before a person asks for more."""

_SAID_BY_OTHERS = ("annotator", "judge", "human_choice", "human_labels")
"""Parts that record what people said and who was asked: evidence, not data to be mended."""


class FixEditor(QWidget):
    """Built for one item and thrown away with it. ``edits`` is what differs from the imported parts."""

    changed = Signal()
    kept = Signal()
    """A person keeps the change although it breaks a rule."""
    drafted = Signal()
    """A person leaves the change as a draft."""
    undo_asked = Signal()
    """Undo was asked for twice where nothing typed is left to undo."""

    def __init__(self, view: ItemView, draft: Mapping[str, Any], labels: Iterable[str] = ()) -> None:
        super().__init__()
        self._view = view
        self._draft = dict(draft)
        self._labels = set(labels)
        self._suggestions: list[SuggestionCard] = []
        self._asked_undo = False
        self.editors: dict[str, PartEditor] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        offers = QVBoxLayout()
        offers.setSpacing(8)
        layout.addLayout(offers)
        self._add_suggestions(offers)
        self._column = QVBoxLayout()
        self._column.setSpacing(16)
        layout.addLayout(self._column)
        self._more = button(tr("Edit all turns"), self._add_all_turns, "link")
        layout.addWidget(self._more)
        self._more.setVisible(False)
        self._said = label("", "error", wrap=True)
        self._said.hide()
        layout.addWidget(self._said)
        self.rules = RulePanel()
        self.rules.kept.connect(self.kept)
        self.rules.drafted.connect(self.drafted)
        layout.addWidget(self.rules)
        self._add_parts()

    @property
    def suggestions(self) -> list[QPushButton]:
        """The buttons that put a suggested fix into the editors."""
        return [card.button for card in self._suggestions]

    @Slot(int)
    def use(self, number: int) -> None:
        """Put a suggested fix, counted from 1, into the editors; a number without one says so."""
        if 0 < number <= len(self._suggestions):
            self._take(self._suggestions[number - 1].edits)
        else:
            self.say(tr("There is no suggested fix {number} for this item.", number=number))

    def edits(self) -> dict[str, Any]:
        """Part path to new value, for every part that is not as it was imported."""
        made = {**self._draft}
        made.update({path: editor.value() for path, editor in self.editors.items()})
        return {path: value for path, value in made.items() if value != self._original(path)}

    def focus_first(self) -> None:
        """Put the keyboard into the editor of the part the heaviest finding points at."""
        for finding in self._view.findings:
            for evidence in finding.evidence:
                editor = self.editors.get(evidence.part) or self.editors.get(f"{evidence.part}.text")
                if editor is not None:
                    _focus(editor)
                    editor.point_at(evidence.start)
                    return
        if self.editors:
            _focus(next(iter(self.editors.values())))

    def say(self, sentence: str) -> None:
        """Show why the change cannot be kept as it is."""
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))

    def show_rules(self, problems: Sequence[Problem]) -> None:
        """Say which rules the change breaks, where it cannot be missed; none takes that back."""
        self.rules.show_problems(problems)
        if problems:
            announce(self, self.rules.words)

    def _add_suggestions(self, layout: QVBoxLayout) -> None:
        for number, suggestion in enumerate(suggestions(self._view), 1):
            before = {path: self._now(path) for path in suggestion.edits}
            card = SuggestionCard(number, suggestion, before)
            card.taken.connect(self.use)
            self._suggestions.append(card)
            layout.addWidget(card)

    def _add_parts(self) -> None:
        for spec in PARTS[self._view.item.kind]:
            if spec.form is Form.TURNS:
                self._add_turns(spec.name)
            elif spec.name not in _SAID_BY_OTHERS and (spec.required or self._wanted(spec.name, spec.form)):
                self._add(spec.name, spec.words, spec.form)

    def _wanted(self, name: str, form: Form) -> bool:
        if name in HIDDEN and is_veiled(self._view):
            return False  # judged blind: an editor would tell the choice, or take it away
        if form is Form.LABELS:
            return name == "model_labels" and bool(self._original(name))
        if name == "label" and self._original("model_labels"):
            return bool(self._now(name))
        if form in (Form.LABEL, Form.CHOICE):
            return name in ("label", "choice") or bool(self._now(name))
        pointed = any(e.part == name for f in self._view.findings for e in f.evidence)
        suggested = any(name in finding.fix for finding in self._view.findings)
        return bool(self._now(name)) or pointed or suggested or name in self._draft

    def _add_conversation(self, name: str) -> None:
        """Some turns are left out: the conversation is edited as a whole."""
        writable = name in self._view.writable
        made = TurnsEditor(
            name, tr("Conversation"), self._original(name), self._draft[name], writable=writable
        )
        self._watch(made)
        self.editors[name] = made
        self._column.addWidget(made)

    def _add_turns(self, name: str, *, every: bool = False) -> None:
        if name in self._draft:
            self._add_conversation(name)
            return
        turns = self._original(name) or []
        marked = {e.part for finding in self._view.findings for e in finding.evidence}
        marked |= {path for finding in self._view.findings for path in finding.fix} | set(self._draft)
        for number in range(len(turns)):
            path = f"{name}.{number}"
            near = any(part == path or part.startswith(f"{path}.") for part in marked)
            if f"{path}.text" not in self.editors and (every or near or number < FIRST_TURNS):
                self._add(f"{path}.role", tr("Turn {number}", number=number + 1), None)
                self._add(f"{path}.text", tr("Turn {number}, text", number=number + 1), Form.TEXT)
                self._share_a_line(self.editors[f"{path}.role"], self.editors[f"{path}.text"])
        left = [number for number in range(len(turns)) if f"{name}.{number}.text" not in self.editors]
        self._more.setVisible(bool(left))

    @staticmethod
    def _share_a_line(role: PartEditor, text: PartEditor) -> None:
        """A turn is one block: a line with the role and what can be done about its text, and the text."""
        role.beside.addWidget(text.tools)
        text.head.hide()
        role.column.addWidget(text)

    def _add(self, path: str, title: str, form: Form | None) -> None:
        now, writable = self._now(path), path in self._view.writable
        editor: PartEditor
        if form is Form.TEXT:
            original = str(self._original(path) or "")
            editor = TextEditor(path, title, original, str(now or ""), writable=writable)
        elif form is Form.LABELS:
            people = self._original("human_labels") or []
            editor = LabelsEditor(path, tr("The model's labels"), now or [], people, writable=writable)
        elif form is Form.CHOICE:
            editor = ChoiceEditor(path, title, str(now or ""), writable=writable)
        elif form is Form.LABEL:
            editor = LabelEditor(path, title, str(now or ""), self._labels, writable=writable)
        else:
            editor = RoleEditor(path, title, str(now or ""), writable=writable)
        editor.set_original(self._original(path))
        self._watch(editor)
        self.editors[path] = editor
        self._column.addWidget(editor)

    def _watch(self, editor: PartEditor) -> None:
        editor.changed.connect(self._on_change)
        editor.said.connect(self.say)
        editor.spent.connect(self._on_spent)

    def _now(self, path: str) -> Any:
        return self._draft[path] if path in self._draft else part_at(self._view.item.parts, path)

    def _original(self, path: str) -> Any:
        value = part_at(self._view.original, path)
        return "" if value is None else value

    @Slot()
    def _add_all_turns(self) -> None:
        for spec in PARTS[self._view.item.kind]:
            if spec.form is Form.TURNS:
                self._add_turns(spec.name, every=True)

    @Slot()
    def _on_change(self) -> None:
        self._asked_undo = False
        self.say("")
        self.changed.emit()

    @Slot()
    def _on_spent(self) -> None:
        """One press more than there is to undo is a slip; a second one means what was done before."""
        if self._asked_undo:
            self.undo_asked.emit()
            return
        self._asked_undo = True
        self.say(tr("Nothing is left to undo here. Press the key again to take back what was done before."))

    def _take(self, fix: Mapping[str, Any]) -> None:
        for path, value in fix.items():
            name, _, below = path.partition(".")
            whole = self.editors.get(name)
            if below and isinstance(whole, TurnsEditor):
                whole.set_below(below, value)
            elif path in self.editors:
                self.editors[path].set_value(value)
            else:
                self._draft[path] = value
        self._on_change()


def _focus(editor: PartEditor) -> None:
    fields = [
        child
        for child in editor.findChildren(QWidget)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and child.isVisibleTo(editor)
        and not editor.tools.isAncestorOf(child)
    ]
    chosen = [child for child in fields if isinstance(child, QRadioButton) and child.isChecked()]
    for field in (chosen or fields)[:1]:
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
