"""Mappings kept under a name: a menu to use one, and a line to name another, without a second dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from synthreview import presets
from synthreview.errors import SynthreviewError
from synthreview.translation import tr
from synthreview.ui.elements import button, entry, label, row

if TYPE_CHECKING:
    from synthreview.formats.mapping import Mapping


class SavedMappings(QWidget):
    """A button with the saved mappings; ``Save this mapping`` opens a line for its name."""

    used = Signal(object)
    """The Mapping a person chose."""
    wanted = Signal()
    """A name was typed: ``keep`` is to be called with the mapping as it stands."""
    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill)
        self.open_button = button(tr("Saved mappings"), self._open, "quiet", symbol="more")
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("A name for this mapping"))
        self.name.setAccessibleName(tr("Name of the saved mapping"))
        self.name.returnPressed.connect(self.wanted)
        self.name.installEventFilter(self)
        self.save = button(tr("Save"), self.wanted)
        self.save.setAccessibleName(tr("Save the mapping"))
        self._line = QWidget()
        self._line.setLayout(row(self.name, self.save))
        self._line.hide()
        self.told = label("", "small", wrap=True)
        self.told.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._line)
        layout.addWidget(self.told)

    def keep(self, mapping: Mapping) -> None:
        """Save a mapping under the name that was typed."""
        name = self.name.text().strip()
        try:
            presets.save(name, mapping.to_json())
        except SynthreviewError as error:
            self.failed.emit(str(error))
            return
        self._line.hide()
        self.told.setText(tr("Saved as '{name}'.", name=name))
        self.told.show()
        self.open_button.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc puts the line away and leaves the dialog open; Enter saves and does not import."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self._line.hide()
                self.open_button.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.wanted.emit()
                return True
        return super().eventFilter(watched, event)

    @Slot()
    def _open(self) -> None:
        self.menu.popup(self.open_button.mapToGlobal(self.open_button.rect().bottomLeft()))

    @Slot()
    def _fill(self) -> None:
        self.menu.clear()
        names = presets.names()
        use = self.menu.addMenu(tr("Use a saved mapping"))
        forget = self.menu.addMenu(tr("Forget a saved mapping"))
        for name in names:
            entry(use, name, self._use, name)
            entry(forget, name, self._forget, name)
        for menu in (use, forget):
            menu.setEnabled(bool(names))
        entry(self.menu, tr("Save this mapping\u2026"), self._ask_name)

    @Slot()
    def _ask_name(self) -> None:
        self.told.hide()
        self._line.show()
        self.name.setFocus()
        self.name.selectAll()

    @Slot()
    def _use(self) -> None:
        from synthreview.formats.mapping import Mapping

        try:
            self.used.emit(Mapping.from_json(presets.load(self._chosen())))
        except SynthreviewError as error:
            self.failed.emit(str(error))

    @Slot()
    def _forget(self) -> None:
        presets.forget(self._chosen())

    def _chosen(self) -> str:
        act = self.sender()
        return str(act.data()) if isinstance(act, QAction) else ""
