"""A search that takes long shows what it has found at the head of the queue while it goes on."""

import threading
from array import array

import pytest

from synthreview.ui.review import listing
from tests.ui.review.fake_project import BigProject


@pytest.fixture
def searching(open_desk, qtbot, monkeypatch):
    """A desk that has found two items, and what lets the search go on to its end."""
    monkeypatch.setattr(listing, "_PATIENCE", 1)
    project, on = BigProject(1000), threading.Event()
    desk = open_desk(project)

    def rest(where="", job=None):
        while not on.is_set():
            job.progress(3, 10)
        return array("q", [3, 5, 8])

    project.queue_start = lambda where="", limit=200, job=None: (array("q", [3, 5]), False)
    project.queue_all = rest
    with qtbot.waitSignal(desk.feed.began):
        desk.open_filter("/(a|b)+c/")
    return desk, on


def test_what_is_found_soon_is_shown_and_the_rest_comes_behind_it(searching, qtbot):
    desk, on = searching
    assert desk.queue.model.rowCount() == 2
    assert desk.view.item.id == 3
    qtbot.waitUntil(desk.queue.stop.isVisible)
    with qtbot.waitSignal(desk.feed.listed):
        on.set()
    assert desk.queue.model.rowCount() == 3
    assert desk.view.item.id == 3
    assert not desk.queue.stop.isVisible()


def test_a_search_can_be_stopped_with_what_it_has_found_so_far(searching, qtbot):
    desk, _ = searching
    qtbot.waitUntil(desk.queue.stop.isVisible)
    with qtbot.waitSignal(desk.feed.stopped):
        desk.queue.stop.click()
    assert desk.feed.where == "/(a|b)+c/"
    assert desk.queue.model.rowCount() == 2
    assert not desk.queue.stop.isVisible()


def test_what_moves_while_the_window_closes_is_listed_no_more(open_desk, bridge):
    desk = open_desk(BigProject(10))
    bridge.shutdown()
    desk.feed.again()
    assert not desk.feed.is_looking
