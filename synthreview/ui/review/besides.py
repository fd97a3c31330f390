"""What stands beside the item on screen: what people would say, and their texts most like it.

The first is read at once; neighbours are looked for in the background when a person stays, one item at a
time, and never shown for an item that is gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from synthreview.domain import Role
from synthreview.errors import SynthreviewError
from synthreview.jobs import Job, JobContext
from synthreview.project.beside import Nearest
from synthreview.translation import later, tr
from synthreview.ui.bridge import Bridge
from synthreview.ui.review.cards.free_text import FreeTextCard
from synthreview.ui.review.cards.near_rows import NearRows
from synthreview.ui.review.cards.task_label import TaskLabelCard

if TYPE_CHECKING:
    from synthreview.project import Project
    from synthreview.ui.review.item_pane import ItemPane
    from synthreview.ui.review.showing import Showing

STAYED = 150
"""Milliseconds on one item after which its neighbours are looked for: not while paging through."""
_FAILED = later("Texts like this one could not be looked for: {why}")


class Besides(QObject):
    """Fills the card on screen with what is known beside the item."""

    visited = Signal(int)
    """A neighbour that a person wants to see."""

    def __init__(
        self, project: Project, runner: Bridge, pane: ItemPane, showing: Showing, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._project, self._runner, self._pane, self._showing = project, runner, pane, showing
        self._known: set[NearRows] = set()
        self._job: Job[tuple[int, Nearest]] | None = None
        self._asked = 0
        self._stay = QTimer(self)
        self._stay.setSingleShot(True)
        self._stay.setInterval(STAYED)
        self._stay.timeout.connect(self._look)
        showing.changed.connect(self._on_shown)

    @Slot()
    def _on_shown(self) -> None:
        self._stay.stop()
        view, rows = self._showing.view, self._rows()
        if view is None or rows is None:
            return
        if rows not in self._known:
            self._known.add(rows)
            rows.visited.connect(self.visited)
        compared = view.dataset.role is Role.SYNTHETIC
        rows.setVisible(compared)
        card = self._pane.card
        if isinstance(card, TaskLabelCard):
            card.foretold.setVisible(compared)
            if compared:
                card.foretold.show_foretold(*self._project.foretell(view))
        if compared:
            rows.wait()
            self._stay.start()

    def _rows(self) -> NearRows | None:
        card = self._pane.card
        return card.nearest if isinstance(card, TaskLabelCard | FreeTextCard) else None

    @Slot()
    def _look(self) -> None:
        view = self._showing.view
        if view is None or self._runner.closed or self._runner.awaits(self._job):
            return
        project, wanted = self._project, view

        def work(_job: JobContext) -> tuple[int, Nearest]:
            try:
                return wanted.item.id, project.near_people(wanted)
            except SynthreviewError as error:
                return wanted.item.id, Nearest(why=str(error))

        self._asked = view.item.id
        title = tr("Looking for texts like this one")
        self._job = self._runner.run(title, work, self._on_found, self._on_failed)

    @Slot(object)
    def _on_found(self, found: tuple[int, Nearest]) -> None:
        self._show(*found)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._show(self._asked, Nearest(why=tr(_FAILED, why=error)))

    def _show(self, item: int, nearest: Nearest) -> None:
        view, rows = self._showing.view, self._rows()
        if view is None or rows is None or rows.isHidden():
            return
        if view.item.id == item:
            rows.show_nearest(nearest)
        elif not self._stay.isActive():  # another item waited for this one to be done
            self._look()
