"""Where a reviewer left off, so that the next opening of the project goes on there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from synthreview.errors import SynthreviewError
from synthreview.project.sittings import Place
from synthreview.ui.review.feed import WORKLIST, Feed
from synthreview.ui.review.showing import Showing

if TYPE_CHECKING:
    from synthreview.project import Project

_SETTLED = 3000
"""Milliseconds on one item after which the place is written down."""


class Bookmark(QObject):
    """Kept a while after each move and when the page is left; what fails costs only the place."""

    def __init__(self, project: Project, feed: Feed, showing: Showing, parent: QObject) -> None:
        super().__init__(parent)
        self._project, self._feed, self._showing = project, feed, showing
        self._kept = project.place()
        self._first = self._kept.item if self._kept is not None else None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SETTLED)
        self._later.timeout.connect(self.keep)
        showing.changed.connect(self._later.start)

    @property
    def where(self) -> str:
        """The filter to open with."""
        return self._kept.where if self._kept is not None else WORKLIST

    def item(self) -> int | None:
        """The item to open with; asked once, since afterwards the reviewer leads."""
        item, self._first = self._first, None
        return item

    @Slot()
    def keep(self) -> None:
        """Write down where the reviewer is."""
        self._later.stop()
        item = self._showing.anchor
        if item is None:
            return
        place = Place(self._feed.where, item)
        if place != self._kept:
            try:
                self._project.keep_place(place)
            except SynthreviewError:
                return  # a full disk is told where a decision is refused
            self._kept = place
