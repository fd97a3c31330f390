"""Putting an item on screen: in the queue, in its card, in the reasons beside it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from synthreview.domain import ItemView
from synthreview.errors import SynthreviewError
from synthreview.ui.review.columns import Columns
from synthreview.ui.review.drafts import Draft, Drafts
from synthreview.ui.review.fixing import Fixing

if TYPE_CHECKING:
    from synthreview.project import Project


class Showing(QObject):
    """At most one item is on screen; one of its findings is in focus."""

    changed = Signal()
    """Another item, or none, is on screen."""
    failed = Signal(str)
    """A sentence about an item that cannot be shown."""

    def __init__(
        self, project: Project, columns: Columns, drafts: Drafts, fixing: Fixing, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._project, self._drafts, self._fixing = project, drafts, fixing
        self._columns = columns
        self._queue, self._pane, self._why = columns.queue, columns.item, columns.why
        self._since = time.monotonic()
        self.view: ItemView | None = None
        self.direct = False
        """Whether the item was asked for by itself rather than met in the queue."""
        self.focused = 0
        """Number of the finding in focus."""
        self._why.focused.connect(self.focus)
        self._why.changed.connect(self._keep_word)

    @property
    def seconds(self) -> float:
        """How long the item has been on screen."""
        return time.monotonic() - self._since

    @property
    def word(self) -> Draft:
        """The reasons and the note that stand beside the item now."""
        return Draft(self._why.chips.codes, self._why.note.toPlainText())

    def show(self, item: int, *, direct: bool = False) -> None:
        """Show an item from its beginning; an open editor is closed and its text kept."""
        self._fixing.close()
        view = self._read(item)
        if view is not None:
            self.direct = direct
            self._since = time.monotonic()
            self._put(view)

    def show_nothing(self, place: QWidget) -> None:
        """Show a place without an item."""
        self.view = None
        self._queue.go_to(None)
        self._pane.show_empty(place)
        self._columns.set_reasons(False)
        self.changed.emit()

    def catch_up(self) -> None:
        """Show anew an item whose findings or parts may have moved, unless it is being edited."""
        if self.view is not None and self._fixing.editor is None:
            view = self._read(self.view.item.id)
            if view is not None and view != self.view:
                self._put(view)

    def catch_up_state(self) -> None:
        """The item on screen was decided or flagged: say so, and leave what is being written."""
        if self.view is not None and self._fixing.editor is None:
            self.view = self._project.view(self.view.item.id)
            self._pane.show_state(self.view)
            self._why.show_history(self.view.history)

    @Slot(int)
    def focus(self, number: int) -> None:
        """Focus a finding, counted round, and scroll to its evidence."""
        self._mark(number)
        if self.view is not None and self.view.findings and self._pane.card is not None:
            self._pane.card.bring(self.focused)
            self._pane.lay_out()
            place = self._pane.card.place_of(self.focused)
            if place is not None:
                self._pane.reveal(place)

    def _read(self, item: int) -> ItemView | None:
        try:
            return self._project.view(item)
        except SynthreviewError as error:
            self._pane.say(str(error))
            self.failed.emit(str(error))
            return None

    def _put(self, view: ItemView) -> None:
        self.view = view
        self._queue.go_to(self._queue.model.row_of(view.item.id, self._queue.row))
        self._pane.show_view(view)
        self._fixing.see(view)
        self._why.show_view(view)
        word = self._drafts.of(view.item.id, view.decision)
        self._why.set_word(word.reasons, word.note)
        self._columns.set_reasons(True)
        self._mark(0)
        self.changed.emit()

    def _mark(self, number: int) -> None:
        if self.view is not None and self.view.findings and self._pane.card is not None:
            self.focused = number % len(self.view.findings)
            self._why.set_focused(self.focused)
            self._pane.card.mark(self.focused)

    @Slot()
    def _keep_word(self) -> None:
        if self.view is not None:
            edits = self._drafts.of(self.view.item.id, self.view.decision).edits
            self._drafts.put(self.view.item.id, Draft(self.word.reasons, self.word.note, edits))
