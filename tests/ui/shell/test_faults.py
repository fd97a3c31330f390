"""Unexpected exceptions of any thread become one quiet line, without the data they happened on."""

from __future__ import annotations

import gc
import sys
import threading

import pytest
from PySide6.QtGui import QGuiApplication

from synthreview.errors import UserError
from synthreview.ui.faults import SENTENCE, Notifier, details

SECRET = "the patient's name is"


@pytest.fixture
def notifier(qtbot, capsys):
    made = Notifier()
    made.install()
    made.told = []
    made.fault.connect(lambda words, text: made.told.append((words, text)))
    yield made
    made.uninstall()


def caught(error):
    try:
        raise error
    except type(error) as kept:
        return kept


def test_an_exception_of_the_main_thread_is_told_once(notifier, qtbot):
    error = caught(ValueError(SECRET))
    for _ in range(50):
        sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: bool(notifier.told))
    qtbot.wait(20)
    assert [words for words, _ in notifier.told] == [SENTENCE]


def test_an_exception_of_a_plain_thread_is_told(notifier, qtbot):
    def fail():
        raise ValueError(SECRET)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(notifier.told))
    assert "in fail" in notifier.told[0][1]


def test_an_exception_of_a_finalizer_is_told(notifier, qtbot):
    class Broken:
        def __del__(self):
            raise ValueError(SECRET)

    Broken()
    gc.collect()
    qtbot.waitUntil(lambda: bool(notifier.told))
    assert "ValueError" in notifier.told[0][1]


def test_details_name_the_place_but_never_the_data(notifier):
    text = details(caught(ValueError(SECRET)))
    assert SECRET not in text
    assert "ValueError" in text
    assert "test_faults.py" in text


def test_an_expected_error_is_told_in_its_own_words_every_time(notifier, qtbot):
    for _ in range(2):
        notifier.tell(UserError("The file is empty; choose another."))
    qtbot.waitUntil(lambda: len(notifier.told) == 2)
    assert notifier.told[0][0] == "The file is empty; choose another."


def test_the_hooks_are_given_back():
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    notifier = Notifier()
    notifier.install()
    assert sys.excepthook != before[0]
    notifier.uninstall()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_the_window_shows_a_line_whose_details_can_be_copied(window, qtbot):
    window._notifier.tell(caught(ValueError(SECRET)))
    qtbot.waitUntil(window.fault.isVisible)
    window.fault.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "ValueError" in copied
    assert SECRET not in copied
    window.fault.close_button.click()
    assert not window.fault.isVisible()
