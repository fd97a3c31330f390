"""Putting an item on screen: in the queue, in its card, in the reasons beside it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from synthreview.domain import ItemView, Role
from synthreview.errors import ItemGone, SynthreviewError
from synthreview.translation import tr
from synthreview.ui.announce import announce
from synthreview.ui.review.columns import Columns
from synthreview.ui.review.drafts import Draft, Drafts
from synthreview.ui.review.finding_card import others
from synthreview.ui.review.fixing import Fixing
from synthreview.ui.review.veil import is_veiled, veiled

if TYPE_CHECKING:
    from synthreview.project import Project


def _first_standing(view: ItemView) -> int:
    """Number of the heaviest finding that nobody called wrong; 0 where there is none."""
    return next((number for number, one in enumerate(view.findings) if not one.objected_by), 0)


def _why(view: ItemView) -> tuple[object, ...]:
    """What an item is shown for."""
    return view.findings, view.risk, view.taught_by


def only_to_compare(view: ItemView) -> str:
    """Why an item cannot be decided on; empty where it can."""
    if view.dataset.role is Role.SYNTHETIC:
        return ""
    return tr("It is from the reference '{name}': there is nothing to decide.", name=view.dataset.name)


class Showing(QObject):
    """At most one item is on screen; one of its findings is in focus."""

    changed = Signal()
    """Another item, or none, is on screen."""
    failed = Signal(str)
    """A sentence about an item that cannot be shown."""
    gone = Signal(int, str)
    """An item that is no longer in the project, and a sentence about it."""

    def __init__(
        self, project: Project, columns: Columns, drafts: Drafts, fixing: Fixing, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._project, self._drafts, self._fixing = project, drafts, fixing
        self._columns = columns
        self._queue, self._pane, self._why = columns.queue, columns.item, columns.why
        self._since = time.monotonic()
        self.blind = False
        """Whether the choices of pairs are hidden until they are decided on."""
        self.view: ItemView | None = None
        self.direct = False
        """Whether the item was asked for by itself rather than met in the queue."""
        self.focused = 0
        """Number of the finding in focus."""
        self.trail: list[tuple[int, bool]] = []
        """Items to go back to, from the one met in the queue on, each with its ``direct``."""
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
            self.trail.clear()
            self._arrive(view, direct=direct)

    def visit(self, item: int) -> None:
        """Show an item that a finding of the one on screen names; the queue stays where it is."""
        if self.view is None or self.view.item.id == item:
            return
        if self.trail and self.trail[-1][0] == item:  # the two name each other
            self.back()
            return
        self._fixing.close()
        view = self._read(item)
        if view is not None:
            self.trail.append((self.view.item.id, self.direct))
            self._arrive(view, direct=True)

    def back(self) -> None:
        """Show the item again that the one on screen was visited from."""
        self._fixing.close()
        while self.trail:
            item, direct = self.trail.pop()
            view = self._read(item)
            if view is not None:
                self._arrive(view, direct=direct)
                return

    @property
    def anchor(self) -> int | None:
        """The item whose place in the queue counts: the one on screen, or the one it was visited from."""
        if self.trail:
            return self.trail[0][0]
        return self.view.item.id if self.view is not None else None

    @property
    def other(self) -> int | None:
        """The item that the finding in focus names, or else the first that any finding does."""
        if self.view is None:
            return None
        findings = self.view.findings
        for finding in (*findings[self.focused : self.focused + 1], *findings):
            for item in others(finding, self.view.item.id):
                return item
        return None

    def _arrive(self, view: ItemView, *, direct: bool) -> None:
        self.direct = direct
        self._since = time.monotonic()
        self._put(view)

    def show_nothing(self, place: QWidget) -> None:
        """Show a place without an item."""
        self.view = None
        self.trail.clear()
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
        """The item on screen was decided, flagged or ranked anew: say so, and leave what is being written."""
        view = self._read(self.view.item.id) if self.view is not None else None
        if view is None or self.view is None or self._fixing.editor is not None:
            return
        if is_veiled(view) != is_veiled(self.view):
            self._put(view)  # what was hidden until the decision
            return
        moved, self.view = _why(view) != _why(self.view), view
        self._pane.show_state(view)
        self._why.show_history(view.history)
        if moved:
            self._show_doubts(view)

    def _show_doubts(self, view: ItemView) -> None:
        """A finding was called wrong or counts again: say so where the reader is, scrolling nowhere."""
        self._why.show_view(view)
        if self._pane.card is not None:
            self._pane.card.see_findings(view.findings)
        self._mark(self.focused)

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

    @Slot()
    def next_finding(self) -> None:
        """Focus the next finding, after the last the first."""
        self.focus(self.focused + 1)

    @Slot()
    def previous_finding(self) -> None:
        """Focus the finding before, before the first the last."""
        self.focus(self.focused - 1)

    def _read(self, item: int) -> ItemView | None:
        try:
            view = self._project.view(item)
            return veiled(view) if self.blind else view
        except ItemGone as error:
            self.gone.emit(item, str(error))
            return None
        except SynthreviewError as error:
            self._pane.say(str(error))
            self.failed.emit(str(error))
            return None

    def _put(self, view: ItemView) -> None:
        self.view = view
        row = self._queue.model.row_of(self.anchor or view.item.id, self._queue.row)
        self._queue.go_to(row)
        self._pane.show_view(view)
        self._say_way(view)
        self._fixing.see(view)
        self._why.set_reviewer(None if self._project.read_only else self._project.reviewer)
        self._why.show_view(view)
        word = self._drafts.of(view.item.id, view.decision)
        self._why.set_word(word.reasons, word.note)
        self._columns.set_reasons(True)
        self._mark(_first_standing(view))
        self.changed.emit()

    def _say_way(self, view: ItemView) -> None:
        """Say which item this is where it was not met in the queue, and whether it is to be decided on."""
        locked = only_to_compare(view)
        came_from = self.trail[-1][0] if self.trail else None
        words = self._pane.visit.show_way(view.item.id, came_from, locked)
        if words:
            announce(self._pane, words)

    def _mark(self, number: int) -> None:
        if self.view is not None and self.view.findings and self._pane.card is not None:
            self.focused = number % len(self.view.findings)
            self._why.set_focused(self.focused)
            self._pane.card.mark(self.focused)

    @Slot()
    def _keep_word(self) -> None:
        if self.view is not None:
            edits = self._drafts.of(self.view.item.id, self.view.decision).edits
            draft = Draft(self.word.reasons, self.word.note, edits)
            self._drafts.put(self.view.item.id, self.view.decision, draft)
