"""The queue as a table of any length: ids in one array, rows fetched by the page and let go again."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from synthreview.domain import QueueRow, Verdict
from synthreview.translation import Table, later, tr
from synthreview.ui.review import likely
from synthreview.ui.review.found_marks import NOTHING, Found
from synthreview.ui.review.veil import veiled_row

PAGE = 25
"""Rows fetched at once: about a screen, since a jump waits for the pages that it lands on."""

KEPT = 240
"""Pages held in memory."""

ROW = Qt.ItemDataRole.UserRole
"""Role under which a cell gives its QueueRow."""

FOUND = Qt.ItemDataRole.UserRole + 1
"""Role under which a cell gives the marks of what the filter looks for in its title."""

Fetch = Callable[[Sequence[int]], list[QueueRow]]
Index = QModelIndex | QPersistentModelIndex
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, ROW, FOUND)
_NOWHERE = QModelIndex()
_DECIDED = Table(
    {
        Verdict.ACCEPT: later("accepted"),
        Verdict.FIX: later("fixed"),
        Verdict.REJECT: later("rejected"),
        Verdict.DEFER: later("deferred"),
    }
)


class QueueModel(QAbstractTableModel):
    """One column; a row per item in queue order. ``fetch`` reads the rows of some ids."""

    def __init__(self, fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, list[QueueRow]] = OrderedDict()
        self._settled: set[int] = set()
        self.found: Found = NOTHING
        self.veil = False
        """Whether pairs that are not decided on keep their reasons to themselves."""

    def set_ids(self, ids: array[int]) -> None:
        """Show another list; everything about the former one is forgotten."""
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self._settled.clear()
        self.endResetModel()

    def complete(self, ids: array[int]) -> bool:
        """Add what comes after the ids shown so far; False when ``ids`` does not begin with them."""
        count = len(self._ids)
        if not 0 < count <= len(ids) or ids[:count] != self._ids:
            return False
        if count < len(ids):
            self._pages.pop(count // PAGE, None)  # it may have ended early
            self.beginInsertRows(QModelIndex(), count, len(ids) - 1)
            self._ids = ids
            self.endInsertRows()
        return True

    def item_at(self, row: int) -> int:
        """The id of the item in a row."""
        return self._ids[row]

    def row_of(self, item: int, near: int = 0) -> int | None:
        """The row of an item, looked for first at the rows about ``near``; None when it is not listed."""
        for row in range(max(0, near - 2), min(len(self._ids), near + 3)):
            if self._ids[row] == item:
                return row
        try:
            return self._ids.index(item)
        except ValueError:
            return None

    def settle(self, item: int, *, settled: bool = True) -> None:
        """Note that an item was decided since the list was made, or is open again."""
        if settled:
            self._settled.add(item)
        else:
            self._settled.discard(item)

    def next_open(self, row: int) -> int | None:
        """The first row after ``row`` not yet settled, from the top again at the end; None when all are."""
        count = len(self._ids)
        for step in range(1, count + 1):
            candidate = (row + step) % count
            if self._ids[candidate] not in self._settled:
                return candidate
        return None

    def refresh(self, items: Iterable[int] = (), near: int = 0) -> None:
        """Read again the rows of these items; of all when none is named."""
        rows = [row for item in items if (row := self.row_of(item, near)) is not None]
        if not rows:
            self._pages.clear()
            rows = [0, len(self._ids) - 1] if self._ids else []
        self._read_again([row for row in rows if row // PAGE in self._pages])
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), 0))

    def _read_again(self, rows: Sequence[int]) -> None:
        """Replace rows of pages that are held; a whole page would take as long as a screen of them."""
        fresh = {row.item: row for row in self._fetch([self._ids[row] for row in rows])} if rows else {}
        for row in rows:
            number, place = divmod(row, PAGE)
            found, page = fresh.get(self._ids[row]), self._pages.get(number, [])
            if found is None or place >= len(page):
                self._pages.pop(number, None)
            else:
                page[place] = found

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """The length of the list."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """One."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title, full words for screen readers, or the QueueRow itself."""
        if not index.isValid() or role not in _ROLES:
            return None
        row = self._row(index.row())
        if row is not None and self.veil:
            row = veiled_row(row)
        if row is None or role == ROW:
            return row
        if role == FOUND:
            return self.found.marks(row.title)
        return row.title if role == Qt.ItemDataRole.DisplayRole else spoken(row)

    def _row(self, row: int) -> QueueRow | None:
        number, place = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._fetch(self._ids[number * PAGE : (number + 1) * PAGE])
            self._pages[number] = page
            while len(self._pages) > KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        return page[place] if place < len(page) else None


def short(value: float) -> str:
    """A share in two digits: ``.93``; never a rounded 0 or 1 that is not one."""
    if value < 0.005:
        return "<.01" if value > 0 else "0"
    if 0.995 <= value < 1:
        return ">.99"
    return f"{value:.2f}".removeprefix("0")


def spoken(row: QueueRow) -> str:
    """A queue line in words."""
    said = [row.title, likely.spoken(row), row.reason or tr("no finding")]
    said += [_DECIDED[row.verdict]] if row.verdict else []
    said += [tr("flagged")] if row.flagged else []
    return ", ".join(said)
