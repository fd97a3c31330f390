"""Finding a command by a part of its words: what fits, in which order, and what cannot be done now."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from synthreview import settings
from synthreview.domain import Verdict
from synthreview.ui.actions import action
from synthreview.ui.commands import Command
from synthreview.ui.keys.live import live
from synthreview.ui.palette import Palette, fit

WORDS = ("Accept", "Reject", "Go to Review", "Go to Insights", "Redo", "Next finding", "Scroll the item down")


def shown(palette) -> list[str]:
    return [palette.list.item(row).text() for row in range(palette.list.count())]


def command(palette, words) -> Command:
    row = next(row for row in range(palette.list.count()) if palette.list.item(row).text() == words)
    return palette.list.item(row).data(Qt.ItemDataRole.UserRole)


def ranked(wanted: str) -> list[str]:
    found = [(fit(words, wanted), words) for words in WORDS]
    return [words for mark, words in sorted(found, key=lambda each: -(each[0] or 0)) if mark is not None]


@pytest.fixture
def make(qtbot, opened):
    def made(*commands, recent=()):
        palette = Palette(commands, opened, recent)
        qtbot.addWidget(palette)
        return palette

    return made


def simple(words, act=print, **rest) -> Command:
    return Command(words.casefold(), words, act, **rest)


# What fits


def test_the_start_of_a_word_goes_before_letters_inside_of_one():
    assert ranked("re") == ["Redo", "Reject", "Go to Review", "Scroll the item down"]


def test_first_letters_of_words_are_enough():
    assert ranked("gtr")[0] == "Go to Review"
    assert ranked("nf")[0] == "Next finding"


def test_letters_in_another_order_do_not_fit():
    assert fit("Accept", "tpa") is None


def test_every_word_typed_must_fit():
    assert ranked("go ins") == ["Go to Insights"]


def test_letters_strewn_about_give_way_to_a_word_that_was_meant(make):
    palette = make(*map(simple, WORDS))
    palette.field.setText("down")
    assert shown(palette) == ["Scroll the item down"]


def test_what_fits_nothing_says_so(make):
    palette = make(*map(simple, WORDS))
    palette.field.setText("zebra")
    assert shown(palette) == []
    assert not palette.nothing.isHidden()


# Order


def test_what_was_chosen_last_comes_first(make):
    palette = make(*map(simple, WORDS), recent=("redo", "next finding"))
    assert shown(palette)[:3] == ["Redo", "Next finding", "Accept"]


def test_what_cannot_be_done_stays_and_says_why_but_does_not_run(make, qtbot):
    ran = []
    locked = simple("Redo", lambda: ran.append(1), why_not="There is nothing to redo.")
    palette = make(locked, simple("Reject"))
    palette.field.setText("redo")
    assert command(palette, "Redo").why_not == "There is nothing to redo."
    assert palette.list.item(0).toolTip() == "There is nothing to redo."
    palette.show()
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == []
    assert palette.isVisible()


def test_what_can_be_done_goes_before_what_cannot(make):
    palette = make(simple("Redo", why_not="No."), simple("Reject"))
    palette.field.setText("re")
    assert shown(palette) == ["Reject", "Redo"]


def test_help_waits_until_something_is_typed(make):
    palette = make(simple("Accept"), simple("Deciding: Filters", rare=True))
    assert shown(palette) == ["Accept"]
    palette.field.setText("filters")
    assert shown(palette) == ["Deciding: Filters"]


def test_arrows_and_pages_move_while_the_field_keeps_the_keyboard(make):
    palette = make(*(simple(f"Command {n}") for n in range(20)))
    palette.show()
    for key, row in (
        (Qt.Key.Key_Down, 1),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Up, 19),
        (Qt.Key.Key_Down, 0),
        (Qt.Key.Key_PageDown, 8),
        (Qt.Key.Key_PageUp, 0),
    ):
        QTest.keyClick(palette.field, key)
        assert palette.list.currentRow() == row


# In the window


def gathered(window) -> dict[str, Command]:
    return {each.id: each for each in window.commands.gather()}


def test_verbs_of_the_place_are_there_with_the_persons_keys(opened):
    page = opened.session.review
    for name in ("accept", "reject"):
        action(name, page, page.update)
    opened.go("review")
    try:
        live.put({"accept": ("Y",)})
        found = gathered(opened)
        assert (found["accept"].words, found["accept"].key, found["reject"].key) == ("Accept", "Y", "X")
    finally:
        live.put({})
    opened.go("insights")
    assert "accept" not in gathered(opened)


def test_places_settings_and_help_are_found(opened):
    found = gathered(opened)
    assert {"home", "export", "settings", "settings:Keys", "help:Deciding: Filters"} <= set(found)
    found["settings:Keys"].act()
    assert opened.place == "settings"


def test_a_saved_filter_opens_in_review(opened, monkeypatch):
    monkeypatch.setattr(
        opened.session.project, "saved_filters", lambda: {"Long ones": "length>900"}, raising=False
    )
    found = gathered(opened)["filter:Long ones"]
    assert found.words == "Show Long ones"
    found.act()
    assert opened.session.review.filters[-1] == "length>900"


def test_a_heading_of_the_help_opens_there(opened):
    gathered(opened)["help:Deciding: Filters"].act()
    page = opened._help.page
    assert page.textCursor().block().text() == "Filters"


def test_undo_is_there_once_and_says_why_it_cannot(opened, qtbot, data_file):
    undo = [each for each in opened.commands.gather() if each.id == "undo"]
    assert [each.why_not for each in undo] == ["There is nothing to undo."]
    opened.session.project.import_file(data_file)
    opened.session.project.decide(1, Verdict.REJECT)
    qtbot.waitUntil(lambda: gathered(opened)["undo"].why_not == "")
    assert gathered(opened)["undo"].words == "Undo Reject #1"


def test_without_a_project_commands_say_to_open_one(window):
    assert gathered(window)["close_project"].why_not == "Open a project first."


def test_what_is_chosen_is_remembered(opened):
    opened.find_command()
    palette = opened.findChild(Palette)
    palette.field.setText("go to data")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert opened.place == "data"
    assert settings.load().recent_commands[0] == "data"
    assert isinstance(palette.nothing, QLabel)
