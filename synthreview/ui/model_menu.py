"""Which model compares meanings: the small one alone, or a large one too, in the background."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from synthreview.translation import tr
from synthreview.ui import dialogs

if TYPE_CHECKING:
    from synthreview.ui.main_window import MainWindow


class ModelMenu(QMenu):
    """A submenu; what is chosen counts at once and is remembered."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(tr("Model of meaning"), window)
        self._window = window
        group = QActionGroup(self)
        self.small = group.addAction(tr("Compare meanings with the small model only"))
        self.packaged = group.addAction(tr("Compare meanings with the packaged large model too"))
        self.folder = group.addAction("")
        for entry in group.actions():
            entry.setCheckable(True)
            self.addAction(entry)
        self.choose = self.addAction(tr("Choose another large model\u2026"), self._choose)
        group.triggered.connect(self._chosen)
        self._show()

    @Slot(QAction)
    def _chosen(self, entry: QAction) -> None:
        preferences = self._window.settings
        preferences.closely = entry is not self.small
        if entry is self.packaged:
            preferences.model = ""
        self._keep()

    @Slot()
    def _choose(self) -> None:
        folder = dialogs.open_model(self._window)
        if folder is not None:
            self._window.settings.closely, self._window.settings.model = True, str(folder)
            self._keep()

    def _keep(self) -> None:
        self._window.looks.save()
        self._show()
        if self._window.session is not None:
            self._window.session.intake.read_anew()

    def short(self, entry: QAction) -> str:
        """An entry in fewer words, for under a heading that says what it is about."""
        if entry is self.small:
            return tr("The small model only")
        if entry is self.packaged:
            return tr("The packaged large model too")
        return tr("{name} too", name=Path(self._window.settings.model).name)

    def _show(self) -> None:
        preferences = self._window.settings
        self.folder.setText(tr("Compare meanings with {name} too", name=Path(preferences.model).name))
        self.folder.setVisible(bool(preferences.model))
        large = self.folder if preferences.model else self.packaged
        (large if preferences.closely else self.small).setChecked(True)
