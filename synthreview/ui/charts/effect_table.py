"""The lines of a panel as a table: the same facts for those who read better than they look."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from synthreview.amounts import amount, interval
from synthreview.panels import Panel
from synthreview.translation import later, tr

_TALLEST = 12
"""Lines from which the table scrolls."""
_HEADS = ("", later("Value"), later("95 % interval"), later("Beyond chance"), later("Rests on"))
_INTERVAL, _TESTED = 2, 3
_NARROWEST, _WIDEST = 64, 200
"""Pixels of the column of names."""
_SIDES = Qt.AlignmentFlag
_ALIGNED = (_SIDES.AlignLeft, _SIDES.AlignRight, _SIDES.AlignRight, _SIDES.AlignHCenter, _SIDES.AlignLeft)


class EffectTable(QTableWidget):
    """One row per line of a panel; Enter or a double click shows the items of a row."""

    picked = Signal(str)
    """The filter of a row that was chosen."""

    def __init__(self, panel: Panel) -> None:
        super().__init__(len(panel.effects), len(_HEADS))
        self._panel = panel
        self.setAccessibleName(tr("{title}. Table.", title=panel.title))
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        for place, (said, side) in enumerate(zip(_HEADS, _ALIGNED, strict=True)):
            head = QTableWidgetItem(tr(said))
            head.setTextAlignment(side | _SIDES.AlignVCenter)
            self.setHorizontalHeaderItem(place, head)
        self.itemActivated.connect(self._activated)
        self._fill()
        self._measure()
        self.setColumnHidden(_INTERVAL, all(effect.low is None for effect in panel.effects))
        self.setColumnHidden(_TESTED, panel.line is None)

    def _fill(self) -> None:
        for number, effect in enumerate(self._panel.effects):
            cells = (
                effect.name,
                amount(effect.value, self._panel),
                interval(effect, self._panel),
                tr("yes") if effect.certain else "",
                effect.words,
            )
            for place, words in enumerate(cells):
                cell = QTableWidgetItem(words)
                cell.setToolTip(words)
                cell.setTextAlignment(_ALIGNED[place] | _SIDES.AlignVCenter)
                self.setItem(number, place, cell)

    def _measure(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        self.resizeColumnsToContents()
        self.setColumnWidth(0, min(max(self.columnWidth(0), _NARROWEST), _WIDEST))
        header.setSectionResizeMode(len(_HEADS) - 1, QHeaderView.ResizeMode.Stretch)
        rows = min(self.rowCount(), _TALLEST)
        line = self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(rows * line + header.sizeHint().height() + 4)

    @Slot(QTableWidgetItem)
    def _activated(self, cell: QTableWidgetItem) -> None:
        where = self._panel.effects[cell.row()].where
        if where:
            self.picked.emit(where)
