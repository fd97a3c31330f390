"""Opening and closing the editor, and keeping what was typed and not yet decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from synthreview.domain import ItemView
from synthreview.ui.review.drafts import Drafts
from synthreview.ui.review.fix_editor import FixEditor
from synthreview.ui.review.item_pane import ItemPane


class Fixing(QObject):
    """At most one editor is open, in the item's place."""

    writing = Signal(bool)
    """Whether an editor is open now."""

    def __init__(self, pane: ItemPane, drafts: Drafts, parent: QObject) -> None:
        super().__init__(parent)
        self._pane, self._drafts = pane, drafts
        self._view: ItemView | None = None
        self._labels: dict[int, set[str]] = {}

    @property
    def editor(self) -> FixEditor | None:
        """The open editor."""
        return self._pane.editor

    def see(self, view: ItemView) -> None:
        """Remember the labels of an item as choices for others of its data set."""
        seen, parts = self._labels.setdefault(view.dataset.id, set()), view.item.parts
        votes = [*(parts.get("human_labels") or []), *(parts.get("model_labels") or []), parts.get("label")]
        seen.update(vote for vote in votes if isinstance(vote, str))
        self._pane.draft.setVisible(bool(self._drafts.of(view.item.id, view.decision).edits))

    def open(self, view: ItemView) -> None:
        """Edit an item, beginning with its unsaved change where there is one."""
        self._view = view
        draft = self._drafts.of(view.item.id, view.decision)
        start = draft.edits or _decided(view)
        self._pane.start_fixing(FixEditor(view, start, self._labels.get(view.dataset.id, ())))
        self.writing.emit(True)

    def close(self, *, keep_draft: bool = True) -> bool:
        """Close the editor, keeping an unsaved change for later; False when none is open."""
        editor, view = self.editor, self._view
        if editor is None or view is None:
            return False
        if keep_draft and editor.edits() != dict(_decided(view)):
            self._drafts.put_edits(view.item.id, view.decision, editor.edits())
        self._pane.stop_fixing()
        self.see(view)
        self.writing.emit(False)
        self._pane.area.setFocus()
        return True


def _decided(view: ItemView) -> Mapping[str, Any]:
    return view.decision.edits if view.decision else {}
