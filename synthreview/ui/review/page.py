"""The review desk: shows the riskiest item, takes one key, records it, shows the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from synthreview.domain import Changes, ItemView, Operation, Verdict
from synthreview.ui.actions import SUGGESTIONS, action
from synthreview.ui.bridge import Bridge
from synthreview.ui.filter_line.line import FilterLine
from synthreview.ui.review.besides import Besides
from synthreview.ui.review.bookmark import Bookmark
from synthreview.ui.review.closer import Closer
from synthreview.ui.review.columns import Columns
from synthreview.ui.review.deciding import Deciding
from synthreview.ui.review.drafts import Drafts
from synthreview.ui.review.empty import EmptyPlaces
from synthreview.ui.review.feed import Feed
from synthreview.ui.review.fixing import Fixing
from synthreview.ui.review.gone import Gone
from synthreview.ui.review.guidelines.guiding import Guiding
from synthreview.ui.review.history.browsing import Browsing
from synthreview.ui.review.item_pane import ItemPane
from synthreview.ui.review.lessons import Lessons
from synthreview.ui.review.listing import Listing
from synthreview.ui.review.many.batching import Batching
from synthreview.ui.review.narrowing.seeking import Seeking
from synthreview.ui.review.queue_panel import QueuePanel
from synthreview.ui.review.reason_chips import name_verbs
from synthreview.ui.review.saying import Saying
from synthreview.ui.review.showing import Showing, only_to_compare
from synthreview.ui.review.turning import Turning
from synthreview.ui.review.why_panel import WhyPanel

if TYPE_CHECKING:
    from synthreview.project import Project

_CATCH_UP = 150
"""Milliseconds in which several changes of the queue become one new list."""

_SMALLEST = (560, 400)

_WRITING = {"keep", "leave", *SUGGESTIONS}
_NEEDS_ITEM = {"accept", "reject", "fix", "defer", "flag", "note", "next_evidence", "previous_evidence"}
_NEEDS_ITEM |= {"next_marked", "previous_marked", "wrong", "find_reason", "like_this"}
_DECIDES = {"accept", "reject", "fix", "defer", "flag"}
_WRITES = {*_DECIDES, "undo", "redo", "wrong", "many"}


class ReviewPage(QWidget):
    """One project's queue, item by item. Decisions are on disk before the next item shows."""

    message = Signal(str)
    """A sentence about what went wrong, for the status line."""
    wanted = Signal(str)
    """The id of a verb outside of this page that an empty place offered: import_file, export."""
    filtered = Signal(str)
    """The filter in force after a person asked for another one here."""
    _heard = Signal(object)

    def __init__(self, project: Project, runner: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._drafts = Drafts(project, self)
        self._leaving = False  # while a decision is recorded: the next item takes the place of this one
        self.queue, self.item, self.why = QueuePanel(project.rows), ItemPane(), WhyPanel()
        self.columns = Columns(self.queue, self.item, self.why)
        self.feed = Feed(project, runner, self)
        self.fixing = Fixing(project, self.item, self._drafts, self)
        self.showing = Showing(project, self.columns, self._drafts, self.fixing, self)
        self.deciding = Deciding(project, self.item, self.queue.model, self)
        self.saying = Saying(project, self.columns, self.showing, self.deciding, self)
        self.gone = Gone(self.columns, self.showing, self)
        self.turning = Turning(self.item, self.showing, self.fixing, self)
        self.besides = Besides(project, runner, self.item, self.showing, self)
        self.closer = Closer(project, runner, self.item, self.showing, self.queue.model, self)
        self.guiding = Guiding(project, self.columns, self)
        self.past = Browsing(project, runner, self.columns, self.showing, self)
        self.many = Batching(project, runner, self.feed, self.columns, self.showing, self)
        self.bookmark = Bookmark(project, self.feed, self.showing, self)
        self.seeking = Seeking(project, runner, self.feed, self.columns, self.showing, self)
        self.lessons = Lessons(project, runner, self.queue, self.item, self)
        self.empty = EmptyPlaces(self)
        columns = self.columns
        inner = (self.fixing.close, self.many.leave, self.seeking.leave)
        self._inner = (*inner, columns.close_panel, columns.close_drawer)
        self.listing = Listing(
            project, self.feed, self.columns, self.showing, self.fixing, self.empty, parent=self
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.columns)
        self.setMinimumSize(*_SMALLEST)  # or the three columns' own least width would keep them from folding
        self.verbs = {name: action(name, self, slot) for name, slot in self._slots().items()}
        self.turning.allow_with(self.verbs["fix"])
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_CATCH_UP)
        self._connect()
        self.why.set_read_only(project.read_only)
        self._enable()
        self.columns.set_reasons(False)  # until there is an item to give reasons for
        self.open_filter(self.bookmark.where, self.bookmark.item())

    @property
    def view(self) -> ItemView | None:
        """The item on screen."""
        return self.showing.view

    @property
    def where(self) -> str:
        """The filter that was asked for; empty for what is undecided."""
        return "" if self.feed.is_worklist else self.feed.where

    # What others call

    def leave(self) -> None:
        """Keep what must outlive the page; called while the project is still open."""
        self.bookmark.keep()
        self._drafts.write()

    def show_item(self, item: int) -> None:
        """Show an item, whether the queue lists it or not."""
        self.showing.show(item, direct=self.queue.model.row_of(item, self.queue.row) is None)

    @Slot()
    def refresh(self) -> None:
        """Catch up with the project: list, counts and the item on screen."""
        self._later.start()

    def open_filter(self, where: str, item: int | None = None) -> None:
        """List the items that meet a filter, from the top or ``item``; empty: what is undecided."""
        self.listing.open(where, item)
        self.seeking.expect()

    def use_query_line(self, line: FilterLine) -> None:
        """Let a line elsewhere in the window be the filter line, instead of the queue's own."""
        self.listing.line = line
        self.queue.filter.hide()
        self.seeking.use_line(line)

    @Slot()
    def undo(self) -> None:
        """Take back the last operation and show the item it was about."""
        if self.many.turn(forward=False):
            return
        self._show_touched(self.deciding.undo())

    @Slot()
    def redo(self) -> None:
        """Do again what was taken back and show the item it is about."""
        if self.many.turn(forward=True):
            return
        self._show_touched(self.deciding.redo())

    # The queue

    @Slot(str)
    def _on_asked(self, where: str) -> None:
        self._take_filter(where)
        self.item.area.setFocus()

    @Slot(str, object)
    def _take_filter(self, where: str, item: int | None = None) -> None:
        self.open_filter(where, item)
        self.filtered.emit(self.feed.where)

    @Slot()
    def _on_none_left(self) -> None:
        self.listing.show_row(None)

    @Slot(int)
    def _on_chosen(self, item: int) -> None:
        self.showing.show(item)

    # Deciding

    def _decide(self, verdict: Verdict, edits: dict[str, Any] | None = None) -> None:
        if self.view is None or self.many.judge(verdict):
            return
        item, word = self.view.item.id, replace(self.showing.word, edits=edits or {})
        shown_by = "direct" if self.showing.direct else "risk" if self.feed.is_worklist else "search"
        self._leaving = True
        done = self.deciding.decide(item, verdict, word, self.showing.seconds, shown_by)
        self._leaving = False
        if done:
            self.fixing.close(keep_draft=False)
            self._drafts.forget(item)
            if self.showing.trail:
                self._back()
            else:
                self.listing.show_row(self.queue.model.next_open(self.queue.row))

    def _show_touched(self, operation: Operation | None) -> None:
        item = operation.first_item if operation is not None else None
        if operation is None or item is None:
            return
        was_writing = self.fixing.close()
        # A flag or an objection says nothing about reasons, note and edits: these stay.
        if not was_writing and operation.kind not in ("flag", "objection"):
            self._drafts.forget(item)
        self.showing.show(item)
        if self.view is not None and self.view.item.id == item:
            self.queue.model.settle(item, settled=self.view.decision is not None)

    @Slot(object)
    def _on_turned(self, operation: Operation) -> None:
        """Show what became of the item of which an operation was taken back, or done again."""
        if operation.items == 1:
            self._show_touched(operation)

    # Verbs

    def _slots(self) -> dict[str, Callable[[], object]]:
        return {
            **dict.fromkeys(("accept", "reject", "defer"), self._on_verdict),
            "fix": self._fix,
            **self.saying.slots(),
            **self.fixing.slots(),
            **self.closer.slots(),
            "undo": self.undo,
            "redo": self.redo,
            "next": self._next,
            "previous": self._previous,
            "next_evidence": self.showing.next_finding,
            "previous_evidence": self.showing.previous_finding,
            **self.turning.slots(),
            "other": self._other,
            "read_on": self.item.read_on,
            "read_back": self.item.read_back,
            "filter": self._write_filter,
            "queue": self.columns.toggle_queue,
            "keep": self._keep,
            "leave": self._leave,
            **self.guiding.slots(),
            **self.seeking.slots(),
            **self.past.slots(),
            **self.many.slots(),
            "lesson": self.lessons.use,
        }

    @Slot()
    def _enable(self) -> None:
        writing, has_item = self.fixing.editor is not None, self.view is not None
        why_not = self._project.read_only_reason if self._project.read_only else ""
        why_not = why_not or (only_to_compare(self.view) if self.view is not None else "")
        self.item.bar.lock(why_not or self.many.why_not())
        why_not = why_not or self.many.busy
        for name, verb in self.verbs.items():
            if name in _WRITING:
                verb.setEnabled(writing or name == "leave")
            else:
                may = (not why_not or name not in _DECIDES) and self.many.lets(name)
                may = may and (not self._project.read_only or name not in _WRITES)
                may = may and (name != "lesson" or self.lessons.offered is not None)
                verb.setEnabled(not writing and may and (has_item or name not in _NEEDS_ITEM))
        name_verbs(self.verbs, self.why.chips.words if has_item else ())
        self.item.bar.setVisible(has_item)

    @Slot()
    def _on_verdict(self) -> None:
        self._decide(Verdict(self.sender().objectName()))

    @Slot(str)
    def _on_pressed(self, verb: str) -> None:
        self.verbs[verb].trigger()

    @Slot()
    def _fix(self) -> None:
        if self.view is not None and self.verbs["fix"].isEnabled():
            self.fixing.open(self.view)

    @Slot()
    def _keep(self) -> None:
        edits = self.fixing.to_keep()
        if edits is not None:
            self._decide(Verdict.FIX, edits)

    @Slot()
    def _leave(self) -> None:
        """Leave the field, the editor, the drawer or the other item, whichever is innermost."""
        if QApplication.focusWidget() in (self.why.note, self.listing.line):
            self.item.area.setFocus()
        elif any(leave() for leave in self._inner):
            return
        elif self.showing.trail:
            self._back()
        elif not self.seeking.go_back():
            self.item.toast.hide()

    @Slot()
    def _other(self) -> None:
        """Show the item that a finding names; from there, go back."""
        if self.showing.trail:
            self._back()
        elif self.showing.other is not None:
            self._visit(self.showing.other)

    @Slot(int)
    def _visit(self, item: int) -> None:
        self.showing.visit(item)
        self.item.area.setFocus()

    @Slot()
    def _back(self) -> None:
        self.showing.back()
        self.item.area.setFocus()

    @Slot()
    def _next(self) -> None:
        self._step(1)

    @Slot()
    def _previous(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        row = self.queue.row + step
        if 0 <= row < self.queue.model.rowCount():
            self.listing.show_row(row)

    @Slot()
    def _write_filter(self) -> None:
        if self.listing.line is self.queue.filter:
            self.columns.open_drawer()
        self.listing.line.setFocus()
        self.listing.line.selectAll()

    # What happens elsewhere

    def _connect(self) -> None:
        self.listing.refused.connect(self.message)
        self.seeking.asked.connect(self._take_filter)
        self.seeking.failed.connect(self.message)
        self.queue.chosen.connect(self._on_chosen)
        self.queue.asked.connect(self._on_asked)
        self.item.bar.pressed.connect(self._on_pressed)
        self.item.toast.acted.connect(self._on_pressed)
        self.item.resume.connect(self._fix)
        self.item.visit.back.connect(self._back)
        self.why.visited.connect(self._visit)
        self.besides.visited.connect(self._visit)
        self.closer.visited.connect(self._visit)
        self.closer.pressed.connect(self._on_pressed)
        self.showing.changed.connect(self._enable)
        self.showing.failed.connect(self.message)
        for source in (self.fixing.writing, self.many.changed, self.lessons.offers):
            source.connect(self._enable)
        self.fixing.keep_asked.connect(self._keep)
        self.fixing.undo_asked.connect(self.undo)
        self.deciding.failed.connect(self.message)
        self.deciding.failed.connect(self.fixing.say)
        self.deciding.gone.connect(self.gone.go_on)
        self.gone.none_left.connect(self._on_none_left)
        for source in (self.gone.said, self.saying.failed, self._drafts.failed):
            source.connect(self.message)
        self.guiding.failed.connect(self.message)
        self.past.failed.connect(self.message)
        self.many.failed.connect(self.message)
        self.lessons.failed.connect(self.message)
        self.past.shown.connect(self.show_item)
        self.past.turned.connect(self._on_turned)
        self.past.jumped.connect(self.refresh)
        self.why.history_asked.connect(self.past.open)
        self.empty.wanted.connect(self._on_wanted)
        self._later.timeout.connect(self.feed.again)
        self._heard.connect(self._on_changes)
        self._project.listeners.append(self._hear)

    def _hear(self, changes: Changes) -> None:
        """Called on whichever thread made the changes."""
        if shiboken6.isValid(self):
            self._heard.emit(changes)

    @Slot(object)
    def _on_changes(self, changes: Changes) -> None:
        self.guiding.catch_up()
        self.seeking.catch_up(changes.topics)
        self.past.catch_up()
        if "decisions" in changes.topics:
            self.queue.model.refresh(changes.items, self.queue.row)
            self.lessons.heed(len(changes.items))
            self.listing.say_counts()
            if not self._leaving and self.view is not None and self.view.item.id in changes.items:
                self.showing.catch_up_state()
        if "queue" in changes.topics:
            self.showing.catch_up_state()
        if changes.topics - {"decisions", "pages"} or not (changes.items or "pages" in changes.topics):
            self.refresh()

    @Slot(str)
    def _on_wanted(self, verb: str) -> None:
        if verb == "worklist":
            self._on_asked("")
        else:
            self.wanted.emit(verb)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keyboard to the item."""
        super().showEvent(event)
        self.item.area.setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the keyboard on to the item."""
        super().focusInEvent(event)
        self.item.area.setFocus()
