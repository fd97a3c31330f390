"""A window around a project in memory, with a stand-in for the review desk."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from synthreview.settings import Settings
from synthreview.ui import dialogs
from synthreview.ui.bridge import Bridge
from synthreview.ui.faults import Notifier
from synthreview.ui.looks import dress
from synthreview.ui.main_window import MainWindow
from tests.ui.shell.fake_project import FakeProject


class Desk(QWidget):
    """Remembers what the shell asks of the review desk."""

    message = Signal(str)
    wanted = Signal(str)
    filtered = Signal(str)

    def __init__(self, project, runner, parent=None):
        super().__init__(parent)
        self.filters = []

    def open_filter(self, where):
        self.filters.append(where)

    def use_query_line(self, line):
        self.line = line


@pytest.fixture(autouse=True)
def no_real_dialogs(monkeypatch):
    """A real dialog would wait for a person; unless a test says otherwise, nothing is chosen."""
    for name in ("open_project", "open_data", "save_project", "save_export"):
        monkeypatch.setattr(dialogs, name, lambda *_: None)


@pytest.fixture
def bridge(qtbot):
    made = Bridge()
    yield made
    made.shutdown()


@pytest.fixture
def project(tmp_path):
    return FakeProject(tmp_path / "march.synthreview", "Ana")


@pytest.fixture
def data_file(tmp_path) -> Path:
    path = tmp_path / "alpaca.json"
    path.write_text("[]")
    return path


@pytest.fixture
def window(qtbot):
    FakeProject.opened.clear()
    settings = Settings(reviewer="Ana")
    dress(settings)
    made = MainWindow(settings, Notifier(), projects=FakeProject, desk=Desk)
    qtbot.addWidget(made)
    made.show()
    yield made
    for opened in FakeProject.opened:
        opened.hold.clear()
    made.close()


@pytest.fixture
def opened(window, qtbot, tmp_path):
    """The window with an open, empty project."""
    path = tmp_path / "march.synthreview"
    path.touch()
    window.open_project(path)
    qtbot.waitUntil(lambda: window.session is not None)
    return window
