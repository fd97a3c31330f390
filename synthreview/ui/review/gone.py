"""Going on where an item is no longer there: its data set was removed, here or by undo."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from synthreview.translation import tr
from synthreview.ui.review.columns import Columns
from synthreview.ui.review.showing import Showing

_TRIES = 200
"""Items looked at for one that is there; a removed data set may fill the top of the list."""


class Gone(QObject):
    """Says what happened and shows the next item; without one, somebody has to make the list anew."""

    none_left = Signal()
    said = Signal(str)
    """What happened, for the status line."""

    def __init__(self, columns: Columns, showing: Showing, parent: QObject) -> None:
        super().__init__(parent)
        self._queue, self._pane, self._showing = columns.queue, columns.item, showing
        self._looking = self._missing = False
        showing.gone.connect(self.go_on)

    @Slot(int, str)
    def go_on(self, item: int, sentence: str) -> None:
        """Leave an item that is gone for the next one in the queue."""
        self._queue.model.settle(item)
        self._missing = True
        if self._looking:
            return
        self._looking = True
        try:
            found = self._next(self._queue.model.row_of(item, self._queue.row))
        finally:
            self._looking = False
        if not found:
            self.none_left.emit()
        self._pane.say(tr("{sentence} This is the next one.", sentence=sentence) if found else sentence)
        self.said.emit(sentence)

    def _next(self, row: int | None) -> bool:
        model = self._queue.model
        for _ in range(_TRIES):
            following = model.next_open(self._queue.row if row is None else row)
            if following is None:
                return False
            self._missing = False
            self._showing.show(model.item_at(following))
            if not self._missing:
                return True
            row = following
        return False
