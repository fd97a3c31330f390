"""Which model compares meanings; the same choice as in the menu, in words with room."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QRadioButton

from synthreview.translation import later, tr
from synthreview.ui import theme
from synthreview.ui.elements import button, label
from synthreview.ui.model_menu import ModelMenu
from synthreview.ui.settings_page.rows import Section

_ABOUT = later(
    "The small model is always at work. A large one reads more closely, in the background, and then finds "
    "look-alikes that the small one misses. No model is ever fetched from anywhere."
)

_WIDEST = 280
"""Pixels of a model's name, in letters of usual size."""


class ModelSection(Section):
    """Radio buttons that press the lines of the menu, so that there is one truth."""

    def __init__(self, menu: ModelMenu) -> None:
        self.reset = button(tr("Reset the model"), menu.packaged.trigger, "link")
        super().__init__(later("Model of meaning"), self.reset)
        self._menu = menu
        self.body.addWidget(label(tr(_ABOUT), "small", wrap=True))
        self._group = QButtonGroup(self)
        self.ways = {entry: QRadioButton() for entry in (menu.small, menu.packaged, menu.folder)}
        for entry, way in self.ways.items():
            self._group.addButton(way)
            self.body.addWidget(way)
            way.clicked.connect(entry.trigger)
            entry.changed.connect(self.refresh)
        self.choose = button(tr("Choose another large model\u2026"), menu.choose.trigger)
        self.body.addWidget(self.choose)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show what is in force."""
        for entry, way in self.ways.items():
            words, widest = self._menu.short(entry), theme.scaled(_WIDEST)
            way.setText(way.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, widest))
            way.setAccessibleName(entry.text())
            way.setVisible(entry.isVisible())
            way.setChecked(entry.isChecked())
        self.reset.setDisabled(self._menu.packaged.isChecked())
