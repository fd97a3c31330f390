"""What a reviewer does to see other items: narrowing down, saved filters, items alike, words found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from synthreview.engine.found import Facet
from synthreview.errors import SynthreviewError
from synthreview.jobs import Job, JobContext
from synthreview.query import Chip
from synthreview.translation import tr
from synthreview.ui.bridge import Bridge
from synthreview.ui.filter_line.line import FilterLine
from synthreview.ui.review.columns import Columns
from synthreview.ui.review.feed import Feed
from synthreview.ui.review.found_marks import NOTHING, Found
from synthreview.ui.review.narrowing.conditions import looks_for_words
from synthreview.ui.review.narrowing.counting import Counting
from synthreview.ui.review.narrowing.panel import NarrowPanel
from synthreview.ui.review.saved_filters import SavedFiltersPanel
from synthreview.ui.review.showing import Showing

if TYPE_CHECKING:
    from synthreview.project import Project

LIKE = "like:"

_SLOW = 300
"""Milliseconds after which a search is said to be on its way."""


class Seeking(QObject):
    """Panels are made when they are first wanted; they stand in the queue's column."""

    asked = Signal(str, object)
    """Another filter, and the item to go to in it (None: its first)."""
    failed = Signal(str)
    """A sentence about what could not be done."""

    def __init__(
        self,
        project: Project,
        runner: Bridge,
        feed: Feed,
        columns: Columns,
        showing: Showing,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._project, self._runner, self._feed = project, runner, feed
        self._columns, self._showing = columns, showing
        self.counting = Counting(project, runner, self)
        self.narrow: NarrowPanel | None = None
        self.saved: SavedFiltersPanel | None = None
        self.line: FilterLine = columns.queue.filter
        self._follow(self.line)
        self._former: tuple[str, int | None] | None = None
        self._found_for = ""
        self.found: Found = NOTHING
        self._like: int | None = None
        self._preparing: Job[int] | None = None
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SLOW)
        self._slow.timeout.connect(columns.queue.say_looking)
        self.counting.counted.connect(self._counted)
        self.counting.failed.connect(self._not_counted)
        self.counting.known.connect(self._know)
        feed.began.connect(self._listed)
        feed.listed.connect(self._listed)
        feed.refused.connect(self._stay)
        feed.stopped.connect(self._stay)
        columns.queue.stopped.connect(feed.stop)
        showing.changed.connect(self._mark_found)

    def slots(self) -> dict[str, Callable[[], object]]:
        """The verbs this answers to."""
        return {"narrow": self._narrow, "saved_filters": self._show_saved, "like_this": self._like_this}

    def use_line(self, line: FilterLine) -> None:
        """Offer values in a filter line, and take its conditions away."""
        self.line.entered.disconnect(self.counting.learn)
        self.line.dropped.disconnect(self._drop)
        self._follow(line)

    def _follow(self, line: FilterLine) -> None:
        self.line = line
        line.entered.connect(self.counting.learn)
        line.dropped.connect(self._drop)

    def catch_up(self, topics: frozenset[str]) -> None:
        """Something has moved in the project."""
        self.counting.forget(topics)
        if self._at(self.narrow):
            self.counting.soon(self._feed.where)
        if self._at(self.saved):
            self._fill_saved()

    def expect(self) -> None:
        """Another filter was asked for; where its items take a while, the queue says so."""
        self._slow.start()

    def leave(self) -> bool:
        """Leave what is innermost: what is wrong with a filter, or a panel; False when there is neither."""
        return self.line.rest() or self.close_panel()

    def close_panel(self) -> bool:
        """Bring the queue back in its column, and the keyboard to the item; False when it is there."""
        closed = self._columns.queue.close_side()
        if closed:
            self._columns.close_drawer()
            self._columns.item.area.setFocus()
        return closed

    def go_back(self) -> bool:
        """Leave items alike for the filter before, at the item it was left at; False when there is none."""
        if self._former is None:
            return False
        where, item = self._former
        self._former = None
        self.asked.emit(where, item)
        return True

    # Narrowing down

    @Slot()
    def _narrow(self) -> None:
        if self.narrow is None:
            self.narrow = NarrowPanel()
            self.narrow.asked.connect(self._ask)
            self.narrow.closed.connect(self._close)
        if self._at(self.narrow):
            self.close_panel()
            return
        self._open(self.narrow)
        self.narrow.say_counting()
        self.counting.count(self._feed.where)

    @Slot(object, str)
    def _counted(self, facets: list[Facet], where: str) -> None:
        if self.narrow is not None:
            self.narrow.show_facets(facets, where)

    @Slot(str)
    def _not_counted(self, sentence: str) -> None:
        if self.narrow is not None:
            self.narrow.say_failed(sentence)

    @Slot(object)
    def _know(self, values: dict[str, Any]) -> None:
        self.line.set_values(values)

    @Slot(object)
    def _drop(self, chip: Chip) -> None:
        if chip.piece.startswith(LIKE) and self._former is not None and not chip.rest:
            self.go_back()
        else:
            self._ask(chip.rest)

    # Saved filters

    @Slot()
    def _show_saved(self) -> None:
        if self.saved is None:
            self.saved = SavedFiltersPanel()
            self.saved.set_read_only(self._project.read_only)
            self.saved.asked.connect(self._open_saved)
            self.saved.closed.connect(self._close)
            self.saved.kept.connect(self._keep)
            self.saved.renamed.connect(self._rename)
            self.saved.removed.connect(self._remove)
        if self._at(self.saved):
            self.close_panel()
            return
        self._fill_saved()
        self._open(self.saved)

    def _fill_saved(self) -> None:
        if self.saved is not None:
            kept = self._project.saved_filters()
            self.saved.show_filters(kept, self._project.reviewer, self._feed.where)

    @Slot(str)
    def _open_saved(self, where: str) -> None:
        self.close_panel()
        self._ask(where)

    @Slot(str)
    def _keep(self, name: str) -> None:
        kept = self._project.saved_filters()
        if name in kept and kept[name] != self._feed.where and self.saved is not None:
            self.saved.say_wrong(
                tr("There is a filter '{name}' already; write another name, or remove it.", name=name)
            )
            return
        where = self._feed.where
        self._do(lambda: self._project.save_filter(name, where), tr("Saved the filter '{name}'", name=name))

    @Slot(str, str)
    def _rename(self, name: str, to: str) -> None:
        if to in self._project.saved_filters() and self.saved is not None:
            self.saved.say_wrong(tr("There is a filter '{name}' already; write another name.", name=to))
            return
        self._do(
            lambda: self._project.rename_filter(name, to), tr("'{old}' is now '{new}'", old=name, new=to)
        )

    @Slot(str)
    def _remove(self, name: str) -> None:
        self._do(lambda: self._project.remove_filter(name), tr("Removed the filter '{name}'", name=name))

    def _do(self, act: Callable[[], object], words: str) -> None:
        try:
            act()
        except SynthreviewError as error:
            if self.saved is not None:
                self.saved.say_wrong(str(error))
            self.failed.emit(str(error))
            return
        self._columns.item.say(words, tr("Undo"), "undo")
        if self.saved is not None:
            self.saved.taken()
        self._fill_saved()

    # Items alike

    @Slot()
    def _like_this(self) -> None:
        view = self._showing.view
        if view is None or self._runner.awaits(self._preparing):
            return
        self._like = view.item.id
        if self._project.likeness_ready():
            self._ask_like(0)
            return
        self._columns.item.say(tr("Comparing all items first; see below how far it is."))

        def work(job: JobContext) -> int:
            return self._project.prepare_likeness(job)

        title = tr("Comparing items by meaning")
        self._preparing = self._runner.run(title, work, self._ask_like, self._cannot_compare, long=True)

    @Slot(object)
    def _ask_like(self, _made: int) -> None:
        item, self._like = self._like, None
        if item is None:
            return
        if not self._feed.where.startswith(LIKE):
            self._former = (self._feed.where, self._showing.anchor)
        self._ask(f"{LIKE}{item}")

    @Slot(object)
    def _cannot_compare(self, error: BaseException) -> None:
        self._like = None
        self._columns.item.say(str(error))
        self.failed.emit(str(error))

    # What was listed

    @Slot()
    def _stay(self) -> None:
        """The filter before is in force again."""
        self._slow.stop()
        if not self._feed.where.startswith(LIKE):
            self._former = None

    @Slot(object)
    def _listed(self, _ids: object) -> None:
        self._slow.stop()
        where = self._feed.where
        if not where.startswith(LIKE):
            self._former = None
        if where != self._found_for:
            self._found_for = where
            self.found = self._finder(where)
            self._columns.queue.show_found(self.found)
            self._mark_found()
        if self._at(self.narrow) and self.narrow is not None and self.counting.where != where:
            self.narrow.say_counting()
            self.counting.count(where)
        if self._at(self.saved):
            self._fill_saved()

    def _finder(self, where: str) -> Found:
        return Found(self._project.highlights(where)) if looks_for_words(where) else NOTHING

    @Slot()
    def _mark_found(self) -> None:
        """Mark the words in the item, and bring the first of them on screen."""
        pane = self._columns.item
        if pane.card is None or self._showing.view is None:
            return
        if pane.card.found is not self.found:
            pane.card.set_found(self.found)
        found = pane.card.first_found() if self.found else None
        if found is not None:
            box, mark = found
            box.view.bring(mark)
            pane.lay_out()
            pane.reveal(box.place_of(mark).translated(box.mapTo(pane.card, box.rect().topLeft())))

    # Where the panels stand

    @Slot(str)
    def _ask(self, where: str) -> None:
        self.asked.emit(where, None)

    def _at(self, panel: object) -> bool:
        return panel is not None and self._columns.queue.stack.currentWidget() is panel

    def _open(self, panel: NarrowPanel | SavedFiltersPanel) -> None:
        self._columns.open_drawer()
        self._columns.queue.open_side(panel)

    @Slot()
    def _close(self) -> None:
        self.close_panel()
