"""Word of jobs comes to the window in the order in which it was given."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QObject, Qt, Signal, Slot

from synthreview.project import Project
from synthreview.ui.undoing import Undoing


class Listener(QObject):
    """Hears what work tells from its thread, what becomes of its job, and its result."""

    told = Signal(str)

    def __init__(self, bridge):
        super().__init__()
        self.heard = []
        self.told.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        bridge.changed.connect(self._follow)

    @Slot(str)
    def _hear(self, word):
        self.heard.append(word)

    @Slot(object)
    def _follow(self, job):
        self.heard.append(str(job.state))

    @Slot(object)
    def done(self, result):
        self.heard.append(result)


def test_the_end_of_a_short_job_is_told_after_what_it_told_itself(bridge, qtbot):
    """It has ended before anybody looks: its first word is read when it is long over."""
    listener = Listener(bridge)

    def work(_job):
        listener.told.emit("told")
        return "result"

    assert bridge.run("Short", work, listener.done).wait(5)
    qtbot.waitUntil(lambda: "result" in listener.heard)
    assert listener.heard == ["told", "done", "result"]


@pytest.fixture
def small(tmp_path):
    source = tmp_path / "birds.jsonl"
    source.write_text('{"instruction": "Name a bird.", "output": "A wren."}\n' * 3, encoding="utf-8")
    project = Project.open(tmp_path / "birds.synthreview", create=True)
    project.import_file(source)
    project.analyze()
    yield project
    project.close()


class Window(QObject):
    """Passes on what moved in a project, as a session does."""

    heard = Signal(object)

    def __init__(self, project, bridge):
        super().__init__()
        self.count = 0
        self.undoing = Undoing(project, bridge, self)
        self.heard.connect(self._take, Qt.ConnectionType.QueuedConnection)
        project.listeners.append(self.heard.emit)

    @Slot(object)
    def _take(self, changes):
        self.count += 1
        time.sleep(0.02)  # a busy window: the run ends meanwhile
        self.undoing.catch_up(forced=changes.topics >= {"decisions", "datasets", "queue"})


def test_catching_up_does_not_hear_itself_as_news(bridge, qtbot, small):
    window = Window(small, bridge)
    window.undoing.catch_up(forced=True)
    time.sleep(0.3)  # the run is over before the window hears of its beginning
    qtbot.waitUntil(lambda: window.count > 0)
    qtbot.wait(500)
    assert window.count == 1
    assert not bridge.active()
