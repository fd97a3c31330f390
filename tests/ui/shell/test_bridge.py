"""Results of background work reach living receivers, all of them, once, in order, in the main thread."""

from __future__ import annotations

import gc
import threading
import time

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from synthreview.errors import UserError
from synthreview.jobs import JobState
from synthreview.project import Project
from synthreview.ui.undoing import Undoing


class Receiver(QObject):
    def __init__(self):
        super().__init__()
        self.got, self.failed, self.threads = [], [], set()

    @Slot(object)
    def take(self, value):
        self.got.append(value)
        self.threads.add(threading.current_thread())

    @Slot(object)
    def fail(self, error):
        self.failed.append(error)


def echo(value):
    return lambda job: value


def test_two_thousand_of_two_thousand_results_arrive_in_the_main_thread(bridge, qtbot):
    receiver = Receiver()
    for number in range(2_000):
        bridge.run("count", echo(number), receiver.take)
    qtbot.waitUntil(lambda: len(receiver.got) == 2_000, timeout=30_000)
    assert sorted(receiver.got) == list(range(2_000))
    assert receiver.threads == {threading.main_thread()}


def test_a_receiver_that_is_gone_is_passed_over(bridge, qtbot):
    gate = threading.Event()
    dropped, deleted, alive = Receiver(), Receiver(), Receiver()
    bridge.run("a", lambda job: gate.wait(10), dropped.take)
    bridge.run("b", lambda job: gate.wait(10), deleted.take)
    bridge.run("c", echo("here"), alive.take)
    del dropped
    gc.collect()
    shiboken6.delete(deleted)
    gate.set()
    qtbot.waitUntil(lambda: alive.got == ["here"] and not bridge.active())
    qtbot.wait(20)
    assert deleted.got == []


def test_a_running_job_does_not_keep_its_receiver_alive(bridge):
    gate = threading.Event()
    receiver = Receiver()
    gone = []
    receiver.destroyed.connect(lambda: gone.append(True))
    bridge.run("wait", lambda job: gate.wait(10), receiver.take)
    del receiver
    gc.collect()
    gate.set()
    assert gone == [True]


def test_a_failure_goes_to_whoever_asked_for_it(bridge, qtbot):
    receiver = Receiver()
    error = UserError("No.")

    def work(job):
        raise error

    bridge.run("fail", work, receiver.take, receiver.fail)
    qtbot.waitUntil(lambda: receiver.failed == [error])
    assert receiver.got == []


def test_a_failure_nobody_asked_for_is_announced_with_its_title(bridge, qtbot):
    receiver = Receiver()

    def work(job):
        raise ValueError

    with qtbot.waitSignal(bridge.failed) as told:
        bridge.run("Counting", work, receiver.take)
    assert told.args[0] == "Counting"
    assert isinstance(told.args[1], ValueError)


def test_a_cancelled_job_calls_nobody_and_is_seen_to_end(bridge, qtbot):
    receiver = Receiver()
    states = []
    bridge.changed.connect(lambda job: states.append(job.state))

    def work(job):
        while True:
            job.check()

    job = bridge.run("endless", work, receiver.take, receiver.fail)
    job.cancel()
    qtbot.waitUntil(lambda: JobState.CANCELLED in states)
    assert receiver.got == receiver.failed == []


def test_only_methods_of_qt_objects_may_receive(bridge):
    with pytest.raises(TypeError, match="bound methods"):
        bridge.run("x", echo(1), print)


def test_after_settling_old_results_stay_away_and_new_ones_arrive(bridge, qtbot):
    receiver = Receiver()
    bridge.run("old", echo("old"), receiver.take)
    assert bridge.settle()
    bridge.run("new", echo("new"), receiver.take)
    qtbot.waitUntil(lambda: bool(receiver.got))
    assert receiver.got == ["new"]


def test_shutting_down_stops_a_running_job(bridge):
    receiver = Receiver()
    begun = threading.Event()

    def work(job):
        begun.set()
        while True:
            job.check()

    job = bridge.run("endless", work, receiver.take)
    assert begun.wait(10)
    assert bridge.shutdown()
    assert job.state is JobState.CANCELLED


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
