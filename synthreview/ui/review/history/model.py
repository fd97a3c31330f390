"""The history as a list of any length: numbers in one array, operations read by the page and let go."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from synthreview.project import HistoryRow
from synthreview.translation import tr
from synthreview.ui.review.history.words import (
    BEGINNING,
    HERE_SPOKEN,
    NOTHING_YET,
    day_words,
    moment,
    spoken,
    today,
)

PAGE = 100
"""Operations read at once."""
KEPT = 40
"""Pages held in memory."""
ROW, HEADING, IS_HERE = (Qt.ItemDataRole.UserRole + number for number in range(3))
"""Roles: the line's HistoryRow (None: the beginning), the day it opens (or empty), whether one is here."""

Fetch = Callable[[Sequence[int]], list[HistoryRow]]
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class HistoryModel(QAbstractTableModel):
    """One column; a row per operation, newest first, and the beginning of all last."""

    paged = Signal(int, int)
    """The first and the last row of a page that was read just now."""

    def __init__(self, fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._numbers: array[int] = array("q")
        self._pages: OrderedDict[int, list[HistoryRow]] = OrderedDict()
        self._edges: dict[int, date] = {}
        self._whole = False
        self._today = today()
        self.here = 0
        """The newest operation that stands."""

    def show(self, numbers: array[int], here: int, *, whole: bool) -> None:
        """Show other operations; ``whole`` when nothing is filtered out, so that the beginning shows."""
        self.beginResetModel()
        self._numbers, self.here, self._whole = numbers, here, whole and bool(numbers)
        self._today = today()
        self._pages.clear()
        self._edges.clear()
        self.endResetModel()

    def number_at(self, row: int) -> int:
        """The number of the operation in a row; 0 for the beginning."""
        return self._numbers[row] if 0 <= row < len(self._numbers) else 0

    def row_of(self, number: int) -> int | None:
        """The row of an operation; None when it is not listed."""
        if number == 0:
            return len(self._numbers) if self._whole else None
        try:
            return self._numbers.index(number)
        except ValueError:
            return None

    def row_at(self, row: int) -> HistoryRow | None:
        """What is in a row; None for the beginning and for no row at all."""
        if not 0 <= row < len(self._numbers):
            return None
        number, place = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._fetch(self._numbers[number * PAGE : (number + 1) * PAGE])
            self._pages[number] = page
            while len(self._pages) > KEPT:
                self._pages.popitem(last=False)
            self.paged.emit(number * PAGE, number * PAGE + len(page) - 1)
        self._pages.move_to_end(number)
        return page[place] if place < len(page) else None

    def heading(self, row: int) -> str:
        """The day that a row opens, in words; empty within a day."""
        this = self.row_at(row)
        if this is None:
            return ""
        day = moment(this.operation.at).date()
        return "" if row and self._day(row - 1) == day else day_words(day, self._today)

    def _day(self, row: int) -> date:
        """The day of a row; of a page that is not held it is read alone, or each would ask for the next."""
        page = self._pages.get(row // PAGE)
        if page is not None:
            return moment(page[row % PAGE].operation.at).date()
        if row not in self._edges:
            [edge] = self._fetch(self._numbers[row : row + 1])
            self._edges[row] = moment(edge.operation.at).date()
        return self._edges[row]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """The operations, and the beginning."""
        return 0 if parent.isValid() else len(self._numbers) + self._whole

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """One."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The label, the whole line in words, or what the delegate draws."""
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        here = self.number_at(index.row()) == self.here
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.operation.label if row is not None else tr(BEGINNING)
            case Qt.ItemDataRole.AccessibleTextRole:
                if row is not None:
                    return spoken(row, self._today, here=here)
                return ", ".join([tr(BEGINNING), tr(NOTHING_YET), *([tr(HERE_SPOKEN)] if here else [])])
        drawn = {int(ROW): row, int(IS_HERE): here}
        return self.heading(index.row()) if role == HEADING else drawn.get(int(role))
