"""Lines of the queue that a person picked out: a set of items of our own, whatever the view shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame

from synthreview.figures import grouped
from synthreview.translation import tr, trn
from synthreview.ui.announce import announce
from synthreview.ui.elements import button, label, row
from synthreview.ui.mirror import margins
from synthreview.ui.review.queue_delegate import QueueDelegate
from synthreview.ui.review.queue_panel import QueuePanel

MOST = 10_000
"""Lines that can be selected; for more there are filters."""


class Selecting(QObject):
    """Shift with an arrow or a click takes a run of lines, Ctrl with a click one more or less."""

    wanted = Signal()
    """A person wants to decide on what is selected."""
    said = Signal(str)
    """A sentence about what cannot be selected."""
    went = Signal(int)
    """The line a person went to while selecting."""

    def __init__(self, queue: QueuePanel, parent: QObject) -> None:
        super().__init__(parent)
        self._queue = queue
        self._items: dict[int, None] = {}
        self._anchor = self._end = -1
        delegate = queue.table.itemDelegate()
        if isinstance(delegate, QueueDelegate):
            delegate.chosen = self._items.keys()
        self.strip = QFrame()
        self.strip.setProperty("look", "notice_line")
        self._words = label("", "plain_small")
        decide = button(tr("Decide on them"), self.wanted, "link")
        clear = button(tr("Clear"), self.clear, "link")
        clear.setAccessibleName(tr("Clear the selection"))
        line = row(self._words, None, decide, clear, spacing=4)
        margins(line, 12, 6, 8, 6)
        self.strip.setLayout(line)
        self.strip.hide()
        layout = queue.layout()
        if layout is not None:
            layout.addWidget(self.strip)
        queue.table.viewport().installEventFilter(self)

    @property
    def items(self) -> tuple[int, ...]:
        """The selected items, in the order in which they were taken."""
        return tuple(self._items)

    def slots(self) -> dict[str, Callable[[], object]]:
        """The verbs this answers to."""
        return {"select_down": self._down, "select_up": self._up}

    @Slot()
    def clear(self) -> bool:
        """Select nothing; False when nothing was selected."""
        if not self._items:
            return False
        self._items.clear()
        self._anchor = self._end = -1
        self._show(tr("Nothing is selected."))
        return True

    @Slot()
    def forget_places(self) -> None:
        """The lines moved: the next run starts anew."""
        self._anchor = self._end = -1

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take clicks with Shift or Ctrl; others go to the view."""
        if event.type() is not QEvent.Type.MouseButtonPress or not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        line = self._queue.table.rowAt(event.position().toPoint().y())
        if event.button() is not Qt.MouseButton.LeftButton or line < 0:
            return super().eventFilter(watched, event)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._run_to(line)
            return True
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._toggle(line)
            return True
        return super().eventFilter(watched, event)

    @Slot()
    def _down(self) -> None:
        self._step(1)

    @Slot()
    def _up(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        line = self._queue.row + step
        if 0 <= line < self._queue.model.rowCount() and self._queue.row >= 0 and self._run_to(line):
            self.went.emit(line)

    def _run_to(self, line: int) -> bool:
        """Select from where the run began, or the current line, up to a line."""
        goes_on = self._anchor >= 0 and self._end in (self._queue.row, self._end_of_click())
        if not goes_on:
            self._anchor = self._end = max(self._queue.row, 0)
        before, after = _between(self._anchor, self._end), _between(self._anchor, line)
        if len(self._items) + len(after) - len(before) > MOST:
            self.said.emit(
                tr(
                    "At most {count} lines can be selected. Filter the queue to decide on more.",
                    count=grouped(MOST),
                )
            )
            return False
        self._drop(place for place in before if place not in after)
        for place in after:
            self._items[self._queue.model.item_at(place)] = None
        self._end = line
        self._show()
        return True

    def _end_of_click(self) -> int:
        """Clicks leave the current line where the run began."""
        return self._end if self._queue.row == self._anchor else -1

    def _toggle(self, line: int) -> None:
        if not self._items and self._queue.row >= 0 and self._queue.row != line:
            self._items[self._queue.model.item_at(self._queue.row)] = None
        item = self._queue.model.item_at(line)
        if item in self._items:
            del self._items[item]
        elif len(self._items) < MOST:
            self._items[item] = None
        self._anchor = self._end = -1
        self._show()

    def _drop(self, places: Iterable[int]) -> None:
        for place in places:
            self._items.pop(self._queue.model.item_at(place), None)

    def _show(self, instead: str = "") -> None:
        words = trn("{count} item selected", "{count} items selected", len(self._items))
        self._words.setText(words)
        self.strip.setVisible(bool(self._items))
        self._queue.table.viewport().update()
        announce(self._queue.table, instead or words)


def _between(one: int, other: int) -> range:
    return range(min(one, other), max(one, other) + 1)
