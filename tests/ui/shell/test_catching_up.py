"""Pages look again for what moved: when they are shown, and once for many changes."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Slot

from synthreview.ui.catching_up import CatchingUp
from tests.ui.shell.conftest import LONG


class Counting(CatchingUp):
    """Counts its looks; each has two things to read, which end when they are let go."""

    def __init__(self, bridge):
        super().__init__(bridge)
        self.looks, self.go = 0, threading.Event()
        self.shown = []

    def _look(self):
        self.looks += 1
        for name in ("risk", "pace"):
            self._read(name, lambda _job, name=name: self.go.wait(LONG / 1000) and name, self._show)

    @Slot(object)
    def _show(self, name):
        self.shown.append(name)


@pytest.fixture
def page(bridge, qtbot):
    made = Counting(bridge)
    qtbot.addWidget(made)
    return made


def test_what_nobody_sees_is_not_read(page):
    page.moved()
    assert page.looks == 0
    page.show()
    assert page.looks == 1


def test_many_changes_while_it_reads_are_one_more_look(page, qtbot):
    page.show()
    for _ in range(50):
        page.moved()
    assert page.looks == 1
    page.go.set()
    qtbot.waitUntil(lambda: len(page.shown) == 4, timeout=LONG)
    qtbot.wait(50)
    assert page.looks == 2
    page.moved()
    assert page.looks == 3


def test_a_page_that_was_hidden_while_it_read_looks_when_it_is_shown_again(page, qtbot):
    page.show()
    page.moved()
    page.hide()
    page.go.set()
    qtbot.waitUntil(lambda: len(page.shown) == 2, timeout=LONG)
    assert page.looks == 1
    page.show()
    assert page.looks == 2
    qtbot.waitUntil(lambda: len(page.shown) == 4, timeout=LONG)
    page.hide()
    page.show()
    assert page.looks == 2  # nothing has moved
