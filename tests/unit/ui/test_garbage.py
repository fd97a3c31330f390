"""Cycles are collected in the main thread only, by the clock."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest

from synthreview.ui.garbage import Garbage


class Knot:
    """Holds itself, so that only the collector can take it apart."""

    def __init__(self) -> None:
        self.itself = self


def knots(count: int = 5_000) -> weakref.ref[Knot]:
    first = Knot()
    for _ in range(count):
        Knot()
    return weakref.ref(first)


@pytest.fixture
def garbage(qapp):
    made = Garbage()
    yield made
    made.stop()


def test_work_in_a_thread_collects_nothing(garbage) -> None:
    left: list[weakref.ref[Knot]] = []
    worker = threading.Thread(target=lambda: left.append(knots()))
    worker.start()
    worker.join()
    assert left[0]() is not None
    garbage.collect()
    assert left[0]() is None


def test_with_nothing_due_nothing_is_collected(garbage, monkeypatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(gc, "get_count", lambda: (0, 0, 0))
        patched.setattr(gc, "collect", lambda _generation: pytest.fail("nothing was due"))
        garbage.collect()


def test_once_no_window_is_left_python_collects_by_itself_again(qapp) -> None:
    Garbage().stop()
    assert gc.isenabled()
    gc.disable()
