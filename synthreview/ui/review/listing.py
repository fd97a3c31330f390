"""Putting the items of a filter on screen: the first at once, the others behind it, nobody moved."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from synthreview.figures import grouped
from synthreview.translation import tr
from synthreview.ui.filter_line.line import FilterLine
from synthreview.ui.review.columns import Columns
from synthreview.ui.review.empty import EmptyPlaces
from synthreview.ui.review.feed import Feed
from synthreview.ui.review.fixing import Fixing
from synthreview.ui.review.showing import Showing

if TYPE_CHECKING:
    from synthreview.project import Project


_PATIENCE = 1_000
"""Milliseconds after which a list whose rest is still to come can be cut short."""


class Listing(QObject):
    """A new question starts at its top, or at an item; catching up leaves the reader where they are."""

    refused = Signal(str)
    """A sentence about a filter that cannot be used."""

    def __init__(
        self,
        project: Project,
        feed: Feed,
        columns: Columns,
        showing: Showing,
        fixing: Fixing,
        empty: EmptyPlaces,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._project, self._feed, self._showing, self._fixing = project, feed, showing, fixing
        self._queue, self._pane, self._empty = columns.queue, columns.item, empty
        self._from_top = True
        self._target: int | None = None
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_PATIENCE)
        self._late.timeout.connect(self._offer_stop)
        self.line: FilterLine = self._queue.filter
        feed.began.connect(self._on_began)
        feed.listed.connect(self._on_listed)
        feed.refused.connect(self._on_refused)
        feed.stopped.connect(self._on_stopped)

    def open(self, where: str, item: int | None = None) -> None:
        """List the items that meet a filter, from the top or from ``item`` on where it is among them."""
        self._from_top, self._target = True, item
        self._feed.ask(where)
        self.line.show_filter(self._feed.where)

    def show_row(self, row: int | None) -> None:
        """Show the item of a line of the queue; None where there is none."""
        if row is None:
            counts = self._project.counts()
            self._showing.show_nothing(self._empty.place(counts, filtered=not self._feed.is_worklist))
        else:
            self._showing.show(self._queue.model.item_at(row))

    def say_counts(self) -> None:
        """Say how much is left, or how many items match, and how much is done."""
        counts = self._project.counts()
        left = tr("Queue · {undecided} left", undecided=grouped(counts.undecided))
        if not self._feed.is_worklist:
            left = self._queue.matches()
        self._queue.say_counts(left, tr("{decided} done", decided=grouped(counts.decided)))
        self._pane.queue_button.setText(left)
        self._pane.queue_button.setAccessibleName(tr("{left}. Show or hide the queue", left=left))

    @Slot(object)
    def _on_began(self, ids: array[int]) -> None:
        if self._target is None or self._target in ids:
            self._list(ids, whole=False)
            self._late.start()

    @Slot()
    def _offer_stop(self) -> None:
        self._queue.stop.setVisible(self._feed.is_looking)

    @Slot(object)
    def _on_listed(self, ids: array[int]) -> None:
        self._late.stop()
        self._list(ids, whole=True)

    def _list(self, ids: array[int], *, whole: bool) -> None:
        self._queue.list_ids(ids, whole=whole)
        self.say_counts()
        kept = None if self._from_top else self._showing.view
        item = self._showing.anchor if kept is not None else self._target
        row = self._queue.model.row_of(item) if item is not None else None
        visiting = kept is not None and bool(self._showing.trail)
        self._from_top, self._target = False, None
        if row is None or row != self._queue.row:
            self._queue.go_to(row)
        if (kept is not None and row is not None) or visiting or self._fixing.editor is not None:
            self._showing.catch_up()
        else:
            self.show_row(row if row is not None else 0 if len(ids) else None)

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        self._from_top, self._target = False, None
        self.line.refuse(self._feed.asked_where, self._feed.where, sentence)
        self.say_counts()
        self.refused.emit(sentence)

    @Slot()
    def _on_stopped(self) -> None:
        self._from_top, self._target = False, None
        self.line.show_filter(self._feed.where)
        self.say_counts()
