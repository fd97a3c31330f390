"""What the desk says when there is no item to show, with the one useful next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from synthreview.translation import tr, trn
from synthreview.ui.elements import EmptyPlace, button

if TYPE_CHECKING:
    from synthreview.project import Counts


class EmptyPlaces(QObject):
    """No data yet, nothing matches, all done."""

    wanted = Signal(str)
    """The verb that was offered: import_file, export, or worklist for the desk's own filter."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._place: QWidget | None = None

    def place(self, counts: Counts, *, filtered: bool) -> QWidget:
        """The place that fits; the former one is thrown away."""
        if self._place is not None:
            self._place.deleteLater()
        self._place = self._made(counts, filtered=filtered)
        return self._place

    def _made(self, counts: Counts, *, filtered: bool) -> EmptyPlace:
        if not counts.items:
            step = button(tr("Import a file"), self._import, "primary")
            words = tr("The items of an imported file stand here, the riskiest first, each with its reasons.")
            return EmptyPlace("file", tr("No data yet"), words, step)
        if filtered:
            step = button(tr("Show what is undecided"), self._clear, "primary")
            return EmptyPlace("search", tr("Nothing matches"), tr("No item meets this filter."), step)
        step = button(tr("Go to Export"), self._export, "primary")
        words = trn(
            "{count} item is accepted, fixed or rejected.",
            "{count} items are accepted, fixed or rejected.",
            counts.decided,
        )
        if counts.deferred:
            put_off = trn("{count} item is deferred.", "{count} items are deferred.", counts.deferred)
            words = f"{words} {put_off}"
        return EmptyPlace("check", tr("Everything is decided"), words, step)

    @Slot()
    def _import(self) -> None:
        self.wanted.emit("import_file")

    @Slot()
    def _export(self) -> None:
        self.wanted.emit("export")

    @Slot()
    def _clear(self) -> None:
        self.wanted.emit("worklist")
