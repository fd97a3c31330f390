"""The ``More`` menu of a data set: what can be done to it, each act undone by Ctrl+Z."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from synthreview.domain import Dataset, Kind, Role
from synthreview.translation import tr
from synthreview.ui import icons
from synthreview.ui.elements import entry
from synthreview.ui.import_form import JOIN_WAYS

if TYPE_CHECKING:
    from synthreview.project import Join


class DatasetMenu(QPushButton):
    """A button that opens the menu; the acts are signals."""

    rename_asked = Signal()
    update_asked = Signal()
    attach_asked = Signal(int, object)
    """The data set a reference is joined to, and the Join, None for what meets."""
    blind_asked = Signal()
    exchange_asked = Signal()
    hold_asked = Signal(bool)
    """Whether its answers are to be kept from the detectors."""
    remove_asked = Signal()

    def __init__(self) -> None:
        super().__init__(tr("More"))
        self.setProperty("look", "quiet")
        self.setAutoDefault(False)
        icons.dress(self, "more")
        self.entries = QMenu(self)
        self.setMenu(self.entries)

    def show_dataset(self, dataset: Dataset, sets: Sequence[Dataset]) -> None:
        """Offer what can be done to a data set among those there are."""
        self.setAccessibleName(tr("More about {name}", name=dataset.name))
        self.entries.clear()
        entry(self.entries, tr("Rename"), self.rename_asked)
        folder = "Folder" in dataset.format
        update = tr("Update from a newer folder…") if folder else tr("Update from a newer file…")
        entry(self.entries, update, self.update_asked)
        if dataset.role is not Role.SYNTHETIC:
            reviewed = (one for one in sets if one.role is Role.SYNTHETIC and one.kind is dataset.kind)
            self._add_attaching(list(reviewed))
            held = dataset.role is Role.HOLDOUT
            words = tr("Let detectors use it") if held else tr("Hold out for the check of effect")
            entry(self.entries, words, self._hold, not held)
        elif dataset.kind in (Kind.TASK_LABEL, Kind.PREFERENCE):
            entry(self.entries, tr("Label 100 items blind\u2026"), self.blind_asked)
        if dataset.kind is Kind.PREFERENCE:
            entry(self.entries, tr("Exchange A and B"), self.exchange_asked)
        self.entries.addSeparator()
        entry(self.entries, tr("Remove"), self.remove_asked)

    def _add_attaching(self, targets: Sequence[Dataset]) -> None:
        attaching = self.entries.addMenu(tr("Attach to"))
        attaching.setEnabled(bool(targets))
        for target in targets:
            ways = attaching.addMenu(target.name.replace("&", "&&"))
            for by, words in JOIN_WAYS.items():
                entry(ways, words, self._attach, (target.id, by))

    @Slot()
    def _hold(self) -> None:
        act = self.sender()
        if isinstance(act, QAction):
            self.hold_asked.emit(act.data())

    @Slot()
    def _attach(self) -> None:
        from synthreview.project import Join

        act = self.sender()
        if isinstance(act, QAction):
            to, by = act.data()
            way: Join | None = Join(by) if by else None
            self.attach_asked.emit(to, way)
