"""A window around a project in memory, with a stand-in for the review desk."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from synthreview.jobs import JobContext
from synthreview.project import Project
from synthreview.settings import Settings
from synthreview.ui import dialogs, sample
from synthreview.ui.bridge import Bridge
from synthreview.ui.faults import Notifier
from synthreview.ui.import_dialog import ImportDialog
from synthreview.ui.looks import dress
from synthreview.ui.main_window import MainWindow
from tests.ui.shell.fake_project import FakeProject

LONG = 30_000
"""Milliseconds a slow machine may take."""


class Desk(QWidget):
    """Remembers what the shell asks of the review desk."""

    message = Signal(str)
    wanted = Signal(str)
    filtered = Signal(str)

    def __init__(self, project, runner, parent=None):
        super().__init__(parent)
        self.filters = []
        self.where = ""

    def open_filter(self, where):
        self.filters.append(where)

    def leave(self):
        pass

    def use_query_line(self, line):
        self.line = line


@pytest.fixture(autouse=True)
def no_real_dialogs(monkeypatch):
    """A real dialog would wait for a person; unless a test says otherwise, nothing is chosen."""
    for name in [name for name in vars(dialogs) if name.startswith(("open_", "save_"))]:
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


@pytest.fixture
def real(qtbot):
    settings = Settings(reviewer="Ana")
    dress(settings)
    notifier = Notifier()
    window = MainWindow(settings, notifier)
    window.faults = []
    notifier.fault.connect(lambda words, details: window.faults.append((words, details)))
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()
    assert window.faults == []


def imported(window, qtbot, file) -> None:
    window.take_file(file)
    qtbot.waitUntil(lambda: window.findChild(ImportDialog) is not None)
    dialog = window.findChild(ImportDialog)
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=LONG)
    dialog.import_button.click()
    qtbot.waitUntil(lambda: window.session is not None and window.place == "review", timeout=LONG)
    qtbot.waitUntil(lambda: not window.bridge.active(), timeout=LONG)


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """A small project with every kind of item, analyzed."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SYNTHREVIEW_HOME", str(home))
        project = sample.open_sample(Project, "Ana", JobContext())
        project.analyze()
        path = project.path
        project.close()
    return path


@pytest.fixture
def full(qtbot, filled, tmp_path):
    """The window on that project; sized and lettered by the test."""
    path = tmp_path / "full.synthreview"
    shutil.copyfile(filled, path)
    made = []

    def opened(width=1280, larger=0, scheme="light"):
        settings = Settings(reviewer="Ana", text_size=larger, theme=scheme)
        dress(settings)
        window = MainWindow(settings, Notifier())
        made.append(window)
        qtbot.addWidget(window)
        window.resize(width, 820)
        window.show()
        window.open_project(path)
        qtbot.waitUntil(lambda: window.session is not None and not window.bridge.active(), timeout=LONG)
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window, LONG)
        return window

    yield opened
    for window in made:
        window.close()
    dress(Settings(theme="light"))


def settle(window, qtbot):
    qtbot.waitUntil(lambda: not window.bridge.active(), timeout=LONG)
    for _ in range(4):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        QApplication.processEvents()


def visit(window, qtbot, place):
    """Go to a place; after a slash stands the kind of item that Review shows."""
    name, _, kind = place.partition("/")
    window.go(name)
    settle(window, qtbot)
    if kind:
        window.open_filter(f"kind:{kind}")
        qtbot.waitUntil(lambda: window.session.review.view is not None, timeout=LONG)
        qtbot.waitUntil(lambda: window.session.review.view.item.kind.value == kind, timeout=LONG)
    settle(window, qtbot)
    qtbot.wait(50)
    settle(window, qtbot)
