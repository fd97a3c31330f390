"""The cells of a matrix as a table: the same facts for those who read better than they look."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidgetItem

from synthreview.chart import Cell, Flips
from synthreview.figures import grouped, share
from synthreview.translation import later, tr
from synthreview.ui.charts import matrix_words
from synthreview.ui.charts.fact_table import FactTable

_HEADS = (
    matrix_words.PEOPLE,
    matrix_words.MODEL,
    later("Items"),
    later("Share of the row"),
    later("What it is"),
)
_LEFT, _RIGHT = (
    side | Qt.AlignmentFlag.AlignVCenter for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
)
_ALIGNED = (_LEFT, _LEFT, _RIGHT, _RIGHT, _LEFT)
_NAMES = 2
_UNKNOWN = "\u2013"


class MatrixTable(FactTable):
    """One row per cell, in the order of the matrix."""

    def __init__(self) -> None:
        super().__init__()
        self._cells: list[Cell] = []

    def where(self, row: int) -> str:
        """The filter of the items of a cell."""
        return self._cells[row].where

    def show_flips(self, flips: Flips) -> None:
        """Fill the table from a matrix."""
        self._cells = [cell for row in flips.rows for cell in row]
        self.setAccessibleName(tr("{title} Table.", title=flips.title))
        self.setColumnCount(len(_HEADS))
        self.setRowCount(len(self._cells))
        for column, words in enumerate(_HEADS):
            self.setHorizontalHeaderItem(column, _item(tr(words), column))
        for line, cell in enumerate(self._cells):
            known = matrix_words.total(flips, line // len(flips.labels)) > 0
            told = (
                matrix_words.named(cell.people),
                matrix_words.named(cell.model),
                grouped(cell.count),
                f"{share(cell.share)} ({matrix_words.interval(cell)})" if known else _UNKNOWN,
                matrix_words.standing(flips, cell),
            )
            for column, words in enumerate(told):
                made = _item(words, column)
                if column < _NAMES:
                    made.setToolTip(matrix_words.tip((cell.people, cell.model)[column]))
                self.setItem(line, column, made)
        header = self.horizontalHeader()
        for column in range(len(_HEADS)):
            wide = (
                QHeaderView.ResizeMode.Stretch if column < _NAMES else QHeaderView.ResizeMode.ResizeToContents
            )
            header.setSectionResizeMode(column, wide)
        header.setHighlightSections(False)


def _item(words: str, column: int) -> QTableWidgetItem:
    made = QTableWidgetItem(words)
    made.setTextAlignment(_ALIGNED[column])
    return made
