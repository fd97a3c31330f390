"""Results of background work reach living receivers, all of them, once, in the main thread."""

from __future__ import annotations

import gc
import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject, Slot

from synthreview.errors import UserError
from synthreview.jobs import JobState


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
