"""Facets as lines of one list: a heading for each key, its values below, the rest behind "Show more"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from synthreview.engine.found import Facet, FacetValue
from synthreview.translation import tr, trn
from synthreview.ui.review.narrowing.conditions import holds

FIRST = 6
"""Values of a facet shown before a person asks for more."""

LINE = Qt.ItemDataRole.UserRole
"""Role under which a row gives its FacetLine."""

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class FacetLine:
    """A heading (``value`` None), a value, or the offer of more values (``more`` not 0)."""

    facet: Facet
    value: FacetValue | None = None
    share: float = 0.0
    """The value's count as a share of the largest of its facet."""
    rest: str | None = None
    """The filter without this value, where the filter asks for it."""
    more: int = 0
    closed: bool = False


class FacetModel(QAbstractListModel):
    """Which facets are closed, and which are shown in full, stays as counts change."""

    def __init__(self) -> None:
        super().__init__()
        self._facets: Sequence[Facet] = ()
        self._where = ""
        self._lines: list[FacetLine] = []
        self._closed: set[str] = set()
        self._full: set[str] = set()

    def set_facets(self, facets: Sequence[Facet], where: str) -> None:
        """Show other facets, those of the items under the filter ``where``."""
        self._facets, self._where = facets, where
        self._arrange()

    def turn(self, key: str, *, closed: bool) -> None:
        """Open or close a facet."""
        (self._closed.add if closed else self._closed.discard)(key)
        self._arrange()

    def show_all(self, key: str) -> None:
        """Show every value of a facet."""
        self._full.add(key)
        self._arrange()

    def line(self, row: int) -> FacetLine:
        """The line of a row."""
        return self._lines[row]

    def row_like(self, line: FacetLine | None) -> int:
        """Where a line of an earlier state is now, or else its heading; -1 when neither is there."""
        if line is None:
            return -1
        value = line.value.value if line.value is not None else None
        found = -1
        for row, one in enumerate(self._lines):
            if one.facet.key == line.facet.key:
                found = row if found < 0 else found
                if value is not None and one.value is not None and one.value.value == value:
                    return row
        return found

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Headings and values."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, words for screen readers, or the FacetLine itself."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.value.words if line.value is not None else line.facet.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(line)
        if role == Qt.ItemDataRole.ToolTipRole and line.value is not None:
            return "\n".join([line.value.words, trn("{count} item", "{count} items", line.value.count)])
        return None

    def _arrange(self) -> None:
        self.beginResetModel()
        self._lines = [line for facet in self._facets if facet.values for line in self._of(facet)]
        self.endResetModel()

    def _of(self, facet: Facet) -> list[FacetLine]:
        closed = facet.key in self._closed
        made = [FacetLine(facet, closed=closed)]
        if closed:
            return made
        count = len(facet.values)
        shown = count if facet.key in self._full or count <= FIRST + 1 else FIRST
        most = max((value.count for value in facet.values), default=0) or 1
        for value in facet.values[:shown]:
            rest = holds(self._where, facet.key, value.value)
            made.append(FacetLine(facet, value, value.count / most, rest))
        if shown < count:
            made.append(FacetLine(facet, more=count - shown))
        return made


def spoken(line: FacetLine) -> str:
    """A line in words."""
    if line.more:
        return tr("Show {count} more of: {facet}", count=line.more, facet=line.facet.words)
    if line.value is None:
        return ", ".join([line.facet.words, tr("closed") if line.closed else tr("open")])
    said = [f"{line.facet.words}: {line.value.words}", trn("{count} item", "{count} items", line.value.count)]
    return ", ".join([*said, *([tr("in the filter")] if line.rest is not None else [])])
