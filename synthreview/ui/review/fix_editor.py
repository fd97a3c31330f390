"""Fixing an item where it stands: one editor per part, suggested fixes a click away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QRadioButton, QVBoxLayout, QWidget

from synthreview.domain import PARTS, Form, ItemView, part_at
from synthreview.ui.elements import button, label
from synthreview.ui.review.part_editors import (
    ChoiceEditor,
    LabelEditor,
    LabelsEditor,
    PartEditor,
    RoleEditor,
    TextEditor,
)

FIRST_TURNS = 12
"""Turns with an editor each before a person asks for more."""

_SAID_BY_OTHERS = ("annotator", "judge", "human_choice", "human_labels")
"""Parts that record what people said and who was asked: evidence, not data to be mended."""


class FixEditor(QWidget):
    """Built for one item and thrown away with it. ``edits`` is what differs from the imported parts."""

    changed = Signal()

    def __init__(self, view: ItemView, draft: Mapping[str, Any], labels: Iterable[str] = ()) -> None:
        super().__init__()
        self._view = view
        self._draft = dict(draft)
        self._labels = set(labels)
        self._suggestions: dict[QPushButton, Mapping[str, Any]] = {}
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
        self._more = button("Edit all turns", self._add_all_turns, "link")
        layout.addWidget(self._more)
        self._more.setVisible(False)
        self._said = label("", "error", wrap=True)
        self._said.hide()
        layout.addWidget(self._said)
        self._add_parts()

    @property
    def suggestions(self) -> list[QPushButton]:
        """The buttons that put a suggested fix into the editors."""
        return list(self._suggestions)

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

    def _add_suggestions(self, layout: QVBoxLayout) -> None:
        for finding in self._view.findings:
            if finding.fix:
                offer = button("Use suggested fix", self._use, symbol="fix")
                offer.setToolTip(finding.words)
                offer.setAccessibleName(f"Use suggested fix: {finding.words}")
                offer.setText(f"Use suggested fix: {finding.words}"[:70])
                self._suggestions[offer] = finding.fix
                layout.addWidget(offer, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_parts(self) -> None:
        for spec in PARTS[self._view.item.kind]:
            if spec.form is Form.TURNS:
                self._add_turns(spec.name)
            elif spec.name not in _SAID_BY_OTHERS and (spec.required or self._wanted(spec.name, spec.form)):
                self._add(spec.name, spec.words, spec.form)

    def _wanted(self, name: str, form: Form) -> bool:
        if form is Form.LABELS:
            return name == "model_labels" and bool(self._original(name))
        if name == "label" and self._original("model_labels"):
            return bool(self._now(name))
        if form in (Form.LABEL, Form.CHOICE):
            return name in ("label", "choice") or bool(self._now(name))
        pointed = any(e.part == name for f in self._view.findings for e in f.evidence)
        suggested = any(name in finding.fix for finding in self._view.findings)
        return bool(self._now(name)) or pointed or suggested or name in self._draft

    def _add_turns(self, name: str, *, every: bool = False) -> None:
        turns = self._original(name) or []
        marked = {e.part for finding in self._view.findings for e in finding.evidence}
        marked |= {path for finding in self._view.findings for path in finding.fix} | set(self._draft)
        for number in range(len(turns)):
            path = f"{name}.{number}"
            near = any(part == path or part.startswith(f"{path}.") for part in marked)
            if f"{path}.text" not in self.editors and (every or near or number < FIRST_TURNS):
                self._add(f"{path}.role", f"Turn {number + 1}", None)
                self._add(f"{path}.text", f"Turn {number + 1}, text", Form.TEXT)
                self.editors[f"{path}.text"].head.hide()
        left = [number for number in range(len(turns)) if f"{name}.{number}.text" not in self.editors]
        self._more.setVisible(bool(left))

    def _add(self, path: str, title: str, form: Form | None) -> None:
        now, writable = self._now(path), path in self._view.writable
        editor: PartEditor
        if form is Form.TEXT:
            original = str(self._original(path) or "")
            editor = TextEditor(path, title, original, str(now or ""), writable=writable)
        elif form is Form.LABELS:
            people = self._original("human_labels") or []
            editor = LabelsEditor(path, "The model's labels", now or [], people, writable=writable)
        elif form is Form.CHOICE:
            editor = ChoiceEditor(path, title, str(now or ""), writable=writable)
        elif form is Form.LABEL:
            editor = LabelEditor(path, title, str(now or ""), self._labels, writable=writable)
        else:
            editor = RoleEditor(path, title, str(now or ""), writable=writable)
        editor.changed.connect(self._on_change)
        self.editors[path] = editor
        self._column.addWidget(editor)

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
        self.say("")
        self.changed.emit()

    @Slot()
    def _use(self) -> None:
        pressed = self.sender()
        for offer, fix in self._suggestions.items():
            if offer is pressed:
                self._take(fix)

    def _take(self, fix: Mapping[str, Any]) -> None:
        for path, value in fix.items():
            if path in self.editors:
                self.editors[path].set_value(value)
            else:
                self._draft[path] = value
        self._on_change()


def _focus(editor: PartEditor) -> None:
    fields = [
        child for child in editor.findChildren(QWidget) if child.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    chosen = [child for child in fields if isinstance(child, QRadioButton) and child.isChecked()]
    for field in (chosen or fields)[:1]:
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
