"""Opening and closing the editor, keeping what was typed, and asking the rules before a fix is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from synthreview.domain import ItemView
from synthreview.engine.validity import Problem, Severity
from synthreview.errors import SynthreviewError
from synthreview.translation import tr
from synthreview.ui.actions import SUGGESTIONS
from synthreview.ui.review.drafts import Drafts
from synthreview.ui.review.fix_editor import FixEditor
from synthreview.ui.review.item_pane import ItemPane

if TYPE_CHECKING:
    from synthreview.project import Project

_LOOK_AGAIN = 400
"""Milliseconds without typing after which broken rules that were told are looked at again."""


class Fixing(QObject):
    """At most one editor is open, in the item's place."""

    writing = Signal(bool)
    """Whether an editor is open now."""
    keep_asked = Signal()
    """A person keeps the change although it breaks a rule."""
    undo_asked = Signal()
    """Undo goes beyond what was typed."""

    def __init__(self, project: Project, pane: ItemPane, drafts: Drafts, parent: QObject) -> None:
        super().__init__(parent)
        self._project, self._pane, self._drafts = project, pane, drafts
        self._view: ItemView | None = None
        self._labels: dict[int, set[str]] = {}
        self._told: tuple[str, ...] = ()
        self._taken: set[tuple[int, str]] = set()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_LOOK_AGAIN)
        self._again.timeout.connect(self._look_again)
        drafts.unwritten = self.keep_unwritten

    @property
    def editor(self) -> FixEditor | None:
        """The open editor."""
        return self._pane.editor

    def slots(self) -> dict[str, Callable[[], object]]:
        """The verbs of the editor."""
        return dict.fromkeys(SUGGESTIONS, self._on_suggestion)

    def see(self, view: ItemView) -> None:
        """Remember the labels of an item as choices for others of its data set."""
        seen, parts = self._labels.setdefault(view.dataset.id, set()), view.item.parts
        votes = [*(parts.get("human_labels") or []), *(parts.get("model_labels") or []), parts.get("label")]
        seen.update(vote for vote in votes if isinstance(vote, str))
        edits = self._drafts.of(view.item.id, view.decision).edits
        self._pane.draft.setVisible(bool(edits) and edits != _decided(view))

    def begun(self, view: ItemView) -> Mapping[str, Any]:
        """The edits that the editor would open with: the unsaved ones, or else those decided."""
        return self._drafts.of(view.item.id, view.decision).edits or _decided(view)

    def open(self, view: ItemView, start: Mapping[str, Any] | None = None) -> None:
        """Edit an item, beginning with ``start``, or else its unsaved change where there is one."""
        self._view, self._told = view, ()
        start = self.begun(view) if start is None else start
        editor = FixEditor(view, start, self._labels.get(view.dataset.id, ()))
        editor.changed.connect(self._on_change)
        editor.kept.connect(self.keep_asked)
        editor.drafted.connect(self._on_drafted)
        editor.undo_asked.connect(self.undo_asked)
        self._pane.start_fixing(editor)
        self.writing.emit(True)

    def close(self, *, keep_draft: bool = True) -> bool:
        """Close the editor, keeping an unsaved change for later; False when none is open."""
        editor, view = self.editor, self._view
        if editor is None or view is None:
            return False
        self._again.stop()
        if keep_draft:
            self.keep_unwritten()
        self._pane.stop_fixing()
        self.see(view)
        self.writing.emit(False)
        self._pane.area.setFocus()
        self._drafts.write()
        return True

    def keep_unwritten(self) -> None:
        """Put what stands in the open editor into the draft."""
        editor, view = self.editor, self._view
        if editor is not None and view is not None:
            edits = editor.edits()
            self._drafts.put_edits(view.item.id, view.decision, {} if edits == _decided(view) else edits)

    def to_keep(self) -> dict[str, Any] | None:
        """The edits to keep; None where there is something to be said first, which the editor then says.

        Asked again with the same broken rules on show, the change is kept if it can be: they were told.
        """
        editor, view = self.editor, self._view
        if editor is None or view is None:
            return None
        edits = editor.edits()
        if not edits:
            editor.say(tr("Nothing is changed yet. Change something, or leave with Esc."))
            return None
        found = self._problems(view, edits)
        grave = [problem for problem in found if problem.severity is not Severity.NOTE]
        told = tuple(problem.sentence for problem in grave)
        stops = any(problem.severity is Severity.STOP for problem in grave)
        known = all((view.dataset.id, sentence) in self._taken for sentence in told)
        if not stops and (known or told == self._told):
            self._taken.update((view.dataset.id, sentence) for sentence in told)
            return edits
        self._told = told
        self._show(found)
        return None

    @Slot(str)
    def say(self, sentence: str) -> None:
        """Show in the open editor why its change could not be recorded."""
        if self.editor is not None:
            self.editor.say(sentence)

    def _problems(self, view: ItemView, edits: Mapping[str, Any]) -> Sequence[Problem]:
        try:
            return self._project.problems(view.item.id, edits)
        except SynthreviewError:
            return ()  # told when the change is recorded

    def _show(self, problems: Sequence[Problem]) -> None:
        if self.editor is not None:
            self.editor.show_rules(problems)
            self._pane.lay_out()
            self._pane.area.ensureWidgetVisible(self.editor.rules, 0, 24)

    @Slot()
    def _on_change(self) -> None:
        self._drafts.touch()
        if self._told:
            self._again.start()

    @Slot()
    def _look_again(self) -> None:
        """Take back what was told once it no longer holds."""
        editor, view = self.editor, self._view
        if editor is not None and view is not None and self._told:
            found = [one for one in self._problems(view, editor.edits()) if one.severity is not Severity.NOTE]
            self._told = tuple(problem.sentence for problem in found)
            editor.show_rules(found)

    @Slot()
    def _on_drafted(self) -> None:
        self.close()

    @Slot()
    def _on_suggestion(self) -> None:
        if self.editor is not None:
            self.editor.use(int(self.sender().objectName().rpartition("_")[2]))


def _decided(view: ItemView) -> Mapping[str, Any]:
    return view.decision.edits if view.decision else {}
