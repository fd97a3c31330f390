"""What is kept where, for those who back up, move or look into it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from synthreview import paths, settings
from synthreview.translation import later, tr
from synthreview.ui.announce import announce
from synthreview.ui.elements import Elided, button, label, row
from synthreview.ui.settings_page.rows import Section

_PROJECT = later("Open project")


class PlacesSection(Section):
    """Paths with a button each that copies it."""

    def __init__(self) -> None:
        super().__init__(later("What is kept where"))
        self.body.insertWidget(
            1, label(tr("All of it is on this machine; nothing is sent."), "small", wrap=True)
        )
        self.copies: dict[str, QWidget] = {}
        self._paths: dict[str, str] = {}
        self._project = Elided("", "muted")
        for said, path in (
            (later("Settings"), settings.file()),
            (later("State and crash report"), paths.state_dir()),
            (later("Caches"), paths.cache_dir()),
        ):
            self._line(said, Elided(str(path), "muted"), str(path))
        self._line(_PROJECT, self._project, "")
        self.show_project(None)

    def show_project(self, path: Path | None) -> None:
        """Name the file of the open project."""
        self._paths[_PROJECT] = str(path.absolute()) if path is not None else ""
        self._project.setText(self._paths[_PROJECT] or tr("None is open"))
        self.copies[_PROJECT].setEnabled(path is not None)

    def _line(self, said: str, shown: Elided, path: str) -> None:
        copy = button(tr("Copy"), self._copy)
        copy.setAccessibleName(tr("Copy the path: {place}", place=tr(said)))
        copy.setObjectName(said)
        self.copies[said], self._paths[said] = copy, path
        field = QWidget()
        field.setLayout(row(shown, copy, spacing=12))
        self.form.addRow(label(tr(said)), field)

    @Slot()
    def _copy(self) -> None:
        sender = self.sender()
        if sender is not None:
            path = self._paths[sender.objectName()]
            QGuiApplication.clipboard().setText(path)
            announce(self, tr("Copied {path}", path=path))
