"""A labelled text stands beside what people said, would say, and said of texts like it."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from synthreview.domain import Kind
from synthreview.jobs import Cancelled
from synthreview.project.beside import Contest, Expected, Forecast, Near, Nearest
from synthreview.ui.review import besides
from synthreview.ui.review.cards.near_rows import LOOKING
from tests.ui.review.fake_project import Entry, FakeProject

RUDE = Forecast((Expected("rude", 0.7, 0.7), Expected("anything else", 0.3, 0.3)), "Judging by 400 texts.")
SPLIT = Contest(0.38, 0.38, 0.38, "People may be split over this: about 38 % would differ.", "AUROC .74.")
UNKNOWN = Contest(None, 0, 1, "", "Not known: it takes 100 texts.")
NEAR = Nearest(
    (
        Near(2, "ref", "It is rude to shout at a waiter.", "rude ×4, fine", 0.83),
        Near(3, "ref", "It is fine to whisper.", "fine ×5", 0.71),
    )
)


def label(text="It is rude to look at your phone.", **more):
    return Entry(Kind.TASK_LABEL, {"text": text, "label": "fine"}, **more)


@pytest.fixture
def desk(open_desk, qapp):
    def opened(*entries, **more):
        made = open_desk(FakeProject(entries), **more)
        qapp.processEvents()
        return made

    return opened


@pytest.fixture
def slow(monkeypatch):
    """Nobody stays long enough on an item for its neighbours to be looked for, however slow the machine."""
    monkeypatch.setattr(besides, "STAYED", 600_000)


def nearest(desk):
    return desk.item.card.nearest


def test_what_people_would_say_is_told_with_its_basis(desk):
    made = desk(label(foretold=(RUDE, SPLIT)))
    foretold = made.item.card.foretold
    assert foretold.shares.accessibleName() == "Of people would say: rude 70\u202f%, anything else 30\u202f%"
    assert foretold.basis.text() == "Judging by 400 texts."


def test_a_contested_text_has_its_place_between_one_mind_and_split(desk):
    made = desk(label(foretold=(RUDE, SPLIT)))
    foretold = made.item.card.foretold
    assert foretold.words.text() == SPLIT.words
    assert foretold.axis.isVisible()
    assert foretold.axis.accessibleName() == "38\u202f% outside the majority"
    assert foretold.why.text() == "AUROC .74."


def test_an_interval_on_the_axis_is_read_out(desk):
    counted = Contest(0.25, 0.07, 0.59, "People are split: a ×6, b ×2.", "8 people labelled this text.")
    made = desk(label(foretold=(RUDE, counted)))
    said = "25\u202f% outside the majority, between 7\u202f% and 59\u202f%"
    assert made.item.card.foretold.axis.accessibleName() == said


def test_what_is_not_known_says_why_and_draws_nothing(desk):
    made = desk(label(foretold=(Forecast((), "Not known: it takes 40 texts."), UNKNOWN)))
    foretold = made.item.card.foretold
    assert foretold.basis.text() == "Not known: it takes 40 texts."
    assert foretold.why.text() == "Not known: it takes 100 texts."
    assert not foretold.shares.isVisible()
    assert not foretold.axis.isVisible()


def test_nothing_is_guessed_where_people_labelled_the_text_itself(desk):
    counted = Forecast((Expected("a", 0.4, 0.9),), "8 people labelled this text.", counted=True)
    made = desk(label(foretold=(counted, SPLIT)))
    assert not made.item.card.foretold.basis.isVisible()
    assert made.item.card.foretold.axis.isVisible()


def test_the_card_is_there_before_its_neighbours_are(desk, slow):
    made = desk(label(nearest=NEAR))
    assert made.item.card.boxes["text"].isVisible()
    assert nearest(made).note == LOOKING
    assert made._project.looked == []


def test_neighbours_come_with_text_labels_and_likeness(desk, qtbot):
    made = desk(label(nearest=NEAR))
    qtbot.waitUntil(lambda: len(nearest(made).buttons) == 2)
    first = nearest(made).buttons[0]
    assert first.accessibleName() == (
        "Show #2. People: rude ×4, fine. Likeness .83. It is rude to shout at a waiter."
    )
    assert nearest(made).note == ""


def test_a_neighbour_is_visited_with_one_key_and_left_again(desk, qtbot):
    made = desk(label(nearest=NEAR), label("It is rude to shout at a waiter."))
    qtbot.waitUntil(lambda: len(nearest(made).buttons) == 2)
    nearest(made).buttons[0].setFocus()
    QTest.keyClick(nearest(made).buttons[0], Qt.Key.Key_Space)
    assert made.view.item.id == 2
    QTest.keyClick(made, Qt.Key.Key_O)
    assert made.view.item.id == 1


def test_neighbours_of_an_item_that_is_gone_are_never_shown(desk, qtbot):
    held = threading.Event()

    def found():
        held.wait(10)
        return NEAR

    made = desk(label(nearest=found), label("Another.", nearest=Nearest(why="Nothing here.")))
    qtbot.waitUntil(lambda: made._project.looked == [1])
    made.show_item(2)
    seen = []
    made.besides._runner.changed.connect(lambda _job: seen.append(len(nearest(made).buttons)))
    held.set()
    qtbot.waitUntil(lambda: nearest(made).note == "Nothing here.")
    assert set(seen) == {0}
    assert nearest(made).buttons == []


def test_a_search_that_was_cancelled_keeps_no_other_item_waiting(desk, qtbot):
    def cancelled():
        raise Cancelled

    made = desk(label(nearest=cancelled), label("Another.", nearest=Nearest(why="Nothing here.")))
    qtbot.waitUntil(lambda: made._project.looked == [1] and not made.besides._runner.active())
    made.show_item(2)
    qtbot.waitUntil(lambda: nearest(made).note == "Nothing here.")


def test_items_that_are_only_passed_by_are_not_looked_up(desk, qtbot, slow):
    made = desk(*(label(f"Text {at}.", nearest=Nearest(why=f"Of {at}.")) for at in range(6)))
    for _ in range(5):
        QTest.keyClick(made, Qt.Key.Key_J)
    made.besides._stay.start(0)  # the person stays
    qtbot.waitUntil(lambda: nearest(made).note == "Of 5.")
    assert made._project.looked == [6]


def test_a_failed_search_is_a_quiet_line(desk, qtbot):
    made = desk(label(nearest=RuntimeError("no vectors")))
    qtbot.waitUntil(lambda: nearest(made).note != LOOKING)
    assert nearest(made).note == "Texts like this one could not be looked for: no vectors"


def test_deciding_does_not_wait_for_neighbours(desk):
    made = desk(label(nearest=NEAR), label("Another."))
    QTest.keyClick(made, Qt.Key.Key_A)
    assert made._project.decided[1].verdict == "accept"
    assert made.view.item.id == 2


def test_a_long_neighbour_is_shown_in_part_and_html_stays_text(desk, qtbot):
    long = Near(2, "ref", "<b>Bold</b> " + "words " * 200, "a", 0.5)
    made = desk(label(nearest=Nearest((long,))))
    qtbot.waitUntil(lambda: len(nearest(made).buttons) == 1)
    shown = [each for each in nearest(made).buttons[0].findChildren(QLabel) if "Bold" in each.text()]
    assert shown[0].text().startswith("<b>Bold</b> words")
    assert shown[0].textFormat() is Qt.TextFormat.PlainText
    assert len(shown[0].text()) < 240
