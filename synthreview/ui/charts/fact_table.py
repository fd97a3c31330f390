"""What the tables beside charts have in common: facts to be read, and rows that lead to items."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

from synthreview.translation import tr


class FactTable(QTableWidget):
    """Read row by row; Enter or a double click shows the items of a row."""

    picked = Signal(str)
    """The filter of a row that was chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(tr("Table of the chart"))
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.setMinimumHeight(180)
        self.itemActivated.connect(self._activated)

    def sizeHint(self) -> QSize:
        """A modest size; the card decides."""
        return QSize(360, 240)

    def where(self, row: int) -> str:
        """The filter of the items behind a row; empty where there are none to show."""
        raise NotImplementedError

    @Slot(QTableWidgetItem)
    def _activated(self, cell: QTableWidgetItem) -> None:
        if where := self.where(cell.row()):
            self.picked.emit(where)
