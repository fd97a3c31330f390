"""The review desk: shows the riskiest item, takes one key, records it, shows the next."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from synthreview.domain import Changes, ItemView, Operation, Verdict
from synthreview.figures import counted, grouped
from synthreview.ui.actions import DIGITS, action
from synthreview.ui.bridge import Bridge
from synthreview.ui.review.columns import Columns
from synthreview.ui.review.deciding import Deciding
from synthreview.ui.review.drafts import Drafts
from synthreview.ui.review.empty import EmptyPlaces
from synthreview.ui.review.feed import Feed
from synthreview.ui.review.fixing import Fixing
from synthreview.ui.review.item_pane import ItemPane
from synthreview.ui.review.queue_panel import QueuePanel
from synthreview.ui.review.showing import Showing, only_to_compare
from synthreview.ui.review.why_panel import WhyPanel

if TYPE_CHECKING:
    from synthreview.project import Project

_CATCH_UP = 150
"""Milliseconds in which several changes of the queue become one new list."""

_SMALLEST = (560, 400)

_WRITING = {"keep", "leave"}
_NEEDS_ITEM = {"accept", "reject", "fix", "defer", "flag", "note", "next_evidence", "previous_evidence"}
_DECIDES = {"accept", "reject", "fix", "defer", "flag"}
_WRITES = {*_DECIDES, "undo", "redo"}


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
        self._drafts = Drafts()
        self.queue, self.item, self.why = QueuePanel(project.rows), ItemPane(), WhyPanel()
        self.columns = Columns(self.queue, self.item, self.why)
        self._query: QLineEdit = self.queue.filter
        self._from_top = True
        self.feed = Feed(project, runner, self)
        self.fixing = Fixing(self.item, self._drafts, self)
        self.showing = Showing(project, self.columns, self._drafts, self.fixing, self)
        self.deciding = Deciding(project, self.item, self.queue.model, self)
        self.empty = EmptyPlaces(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.columns)
        self.setMinimumSize(*_SMALLEST)  # or the three columns' own least width would keep them from folding
        self.verbs = {name: action(name, self, slot) for name, slot in self._slots().items()}
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_CATCH_UP)
        self._connect()
        self.why.set_read_only(project.read_only)
        self._enable()
        self.columns.set_reasons(False)  # until there is an item to give reasons for
        self.feed.again()

    @property
    def view(self) -> ItemView | None:
        """The item on screen."""
        return self.showing.view

    # What others call

    def show_item(self, item: int) -> None:
        """Show an item, whether the queue lists it or not."""
        self.showing.show(item, direct=self.queue.model.row_of(item, self.queue.row) is None)

    @Slot()
    def refresh(self) -> None:
        """Catch up with the project: list, counts and the item on screen."""
        self._later.start()

    def open_filter(self, where: str) -> None:
        """List the items that meet a filter, from the top; an empty one means what is undecided."""
        self._from_top = True
        self.feed.ask(where)
        self._query.setText("" if self.feed.is_worklist else self.feed.where)

    def use_query_line(self, line: QLineEdit) -> None:
        """Let a line elsewhere in the window be the filter line, instead of the queue's own."""
        self._query = line
        self.queue.filter.hide()

    @Slot()
    def undo(self) -> None:
        """Take back the last operation and show the item it was about."""
        self._show_touched(self.deciding.undo())

    @Slot()
    def redo(self) -> None:
        """Do again what was taken back and show the item it is about."""
        self._show_touched(self.deciding.redo())

    # The queue

    @Slot(object)
    def _on_listed(self, ids: array[int]) -> None:
        self.queue.say_wrong("")
        self.queue.model.set_ids(ids)
        self._say_counts()
        # A new question starts at its top; catching up leaves the reader where they are.
        kept = None if self._from_top else self.view
        row = self.queue.model.row_of(self.showing.anchor or 0) if kept is not None else None
        visiting = kept is not None and bool(self.showing.trail)
        self._from_top = False
        self.queue.go_to(row)
        if row is not None or visiting or self.fixing.editor is not None:
            self.showing.catch_up()
        else:
            self._show_row(0 if len(ids) else None)

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        self.queue.say_wrong(sentence)
        self.message.emit(sentence)

    @Slot(str)
    def _on_asked(self, where: str) -> None:
        self.open_filter(where)
        self.filtered.emit(self.feed.where)
        self.item.area.setFocus()

    @Slot(int)
    def _on_chosen(self, item: int) -> None:
        self.showing.show(item)

    def _show_row(self, row: int | None) -> None:
        if row is None:
            counts = self._project.counts()
            self.showing.show_nothing(self.empty.place(counts, filtered=not self.feed.is_worklist))
        else:
            self.showing.show(self.queue.model.item_at(row))

    def _say_counts(self) -> None:
        counts = self._project.counts()
        left = f"Queue · {grouped(counts.undecided)} left"
        if not self.feed.is_worklist:
            left = counted(self.queue.model.rowCount(), "match", "matches")
        self.queue.say_counts(left, f"{grouped(counts.decided)} done")
        self.item.queue_button.setText(left)
        self.item.queue_button.setAccessibleName(f"{left}. Show or hide the queue")

    # Deciding

    def _decide(self, verdict: Verdict, edits: dict[str, Any] | None = None) -> None:
        if self.view is None:
            return
        item, word = self.view.item.id, replace(self.showing.word, edits=edits or {})
        shown_by = "direct" if self.showing.direct else "risk" if self.feed.is_worklist else "search"
        if self.deciding.decide(item, verdict, word, self.showing.seconds, shown_by):
            self._drafts.forget(item)
            self.fixing.close(keep_draft=False)
            if self.showing.trail:
                self._back()
            else:
                self._show_row(self.queue.model.next_open(self.queue.row))

    def _show_touched(self, operation: Operation | None) -> None:
        item = operation.first_item if operation is not None else None
        if operation is None or item is None:
            return
        flagged = operation.kind == "flag"  # says nothing about reasons, note and edits: these stay
        self.fixing.close(keep_draft=flagged)
        if not flagged:
            self._drafts.forget(item)
        self.showing.show(item)

    # Verbs

    def _slots(self) -> dict[str, Callable[[], object]]:
        return {
            **dict.fromkeys(("accept", "reject", "defer"), self._on_verdict),
            **dict.fromkeys((f"reason_{digit}" for digit in DIGITS), self._on_digit),
            "fix": self._fix,
            "flag": self._flag,
            "note": self._write_note,
            "undo": self.undo,
            "redo": self.redo,
            "next": self._next,
            "previous": self._previous,
            "next_evidence": self._next_evidence,
            "previous_evidence": self._previous_evidence,
            "other": self._other,
            "read_on": self.item.read_on,
            "read_back": self.item.read_back,
            "filter": self._write_filter,
            "queue": self.columns.toggle_queue,
            "keep": self._keep,
            "leave": self._leave,
        }

    @Slot()
    def _enable(self) -> None:
        writing, has_item = self.fixing.editor is not None, self.view is not None
        why_not = self._project.read_only_reason if self._project.read_only else ""
        why_not = why_not or (only_to_compare(self.view) if self.view is not None else "")
        self.item.bar.lock(why_not)
        for name, verb in self.verbs.items():
            if name in _WRITING:
                verb.setEnabled(writing or name == "leave")
            else:
                may = not why_not or name not in _DECIDES
                may = may and (not self._project.read_only or name not in _WRITES)
                verb.setEnabled(not writing and may and (has_item or name not in _NEEDS_ITEM))
        self.item.bar.setVisible(has_item)

    @Slot()
    def _on_verdict(self) -> None:
        self._decide(Verdict(self.sender().objectName()))

    @Slot()
    def _on_digit(self) -> None:
        self.why.chips.toggle(int(self.sender().objectName().rpartition("_")[2]))

    @Slot(str)
    def _on_pressed(self, verb: str) -> None:
        self.verbs[verb].trigger()

    @Slot()
    def _fix(self) -> None:
        if self.view is not None and self.verbs["fix"].isEnabled():
            self.fixing.open(self.view)

    @Slot()
    def _keep(self) -> None:
        editor = self.fixing.editor
        if editor is not None and editor.edits():
            self._decide(Verdict.FIX, editor.edits())
        elif editor is not None:
            editor.say("Nothing is changed yet. Change something, or leave with Esc.")

    @Slot()
    def _leave(self) -> None:
        """Leave the field, the editor, the drawer or the other item, whichever is innermost."""
        if QApplication.focusWidget() in (self.why.note, self._query):
            self.item.area.setFocus()
        elif self.fixing.close() or self.columns.close_panel() or self.columns.close_drawer():
            return
        elif self.showing.trail:
            self._back()
        else:
            self.item.toast.hide()

    @Slot()
    def _flag(self) -> None:
        if self.view is not None:
            self.deciding.flag(self.view.item.id, on=not self.view.flagged)

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
            self._show_row(row)

    @Slot()
    def _next_evidence(self) -> None:
        self.showing.focus(self.showing.focused + 1)

    @Slot()
    def _previous_evidence(self) -> None:
        self.showing.focus(self.showing.focused - 1)

    @Slot()
    def _write_note(self) -> None:
        self.why.note.setFocus()
        self.columns.bring_up(self.why.note)

    @Slot()
    def _write_filter(self) -> None:
        if self._query is self.queue.filter:
            self.columns.open_drawer()
        self._query.setFocus()
        self._query.selectAll()

    # What happens elsewhere

    def _connect(self) -> None:
        self.feed.listed.connect(self._on_listed)
        self.feed.refused.connect(self._on_refused)
        self.queue.chosen.connect(self._on_chosen)
        self.queue.asked.connect(self._on_asked)
        self.item.bar.pressed.connect(self._on_pressed)
        self.item.toast.acted.connect(self._on_pressed)
        self.item.resume.connect(self._fix)
        self.item.visit.back.connect(self._back)
        self.why.visited.connect(self._visit)
        self.showing.changed.connect(self._enable)
        self.showing.failed.connect(self.message)
        self.fixing.writing.connect(self._enable)
        self.deciding.failed.connect(self.message)
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
        if "decisions" in changes.topics:
            self.queue.model.refresh(changes.items, self.queue.row)
            self._say_counts()
            if self.view is not None and self.view.item.id in changes.items:
                self.showing.catch_up_state()
        if changes.topics - {"decisions"} or not changes.items:
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
