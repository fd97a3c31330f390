"""Help is at hand, in the program, and can be searched."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from synthreview.ui.help_window import HelpWindow, pages


@pytest.fixture
def help_window(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    yield HelpWindow(parent)
    parent.deleteLater()


def test_every_page_has_a_title_of_its_own():
    assert len(pages()) >= 6
    assert "What you can rely on" in pages()


def test_the_first_page_is_open_and_others_are_a_click_away(help_window):
    assert "first hour" in help_window.page.toPlainText()
    help_window.list.setCurrentRow(2)
    assert "Where risk comes from" in help_window.page.toPlainText()


def test_words_find_the_pages_that_hold_them(help_window):
    help_window.words.setText("manifest")
    titles = [help_window.list.item(row).text() for row in range(help_window.list.count())]
    assert "Data in and out" in titles
    assert "Deciding" not in titles
    assert help_window.page.textCursor().selectedText().lower() == "manifest"


def test_words_nobody_wrote_say_so(help_window):
    help_window.words.setText("zebra crossing")
    assert help_window.list.count() == 0
    assert not help_window.nothing.isHidden()
    assert help_window.page.toPlainText() == ""


def test_the_help_menu_opens_it(window):
    window.menus.run("help")
    assert window._help.isVisible()


def test_escape_leaves_the_help(help_window, qtbot):
    help_window.show()
    qtbot.waitUntil(help_window.isActiveWindow)
    qtbot.keyClick(help_window.words, Qt.Key.Key_Escape)
    assert not help_window.isVisible()


def test_headings_that_hold_the_words_stand_under_their_page(help_window):
    help_window.words.setText("risk")
    titles = [help_window.list.item(row).text() for row in range(help_window.list.count())]
    help_window.words.setText("quotation")
    places = [help_window.list.item(row).text().strip() for row in range(help_window.list.count())]
    assert places == ["Deciding", "Filters"]
    assert len(titles) > len(places)


def test_a_heading_leads_to_its_place_on_the_page(help_window):
    help_window.words.setText("quotation")
    help_window.list.setCurrentRow(1)
    assert help_window.page.textCursor().selectedText().lower() == "quotation"
    help_window.go_to("Deciding", "Filters")
    assert help_window.page.textCursor().block().text() == "Filters"


def test_every_hit_on_the_page_is_marked_and_enter_goes_from_one_to_the_next(help_window, qtbot):
    help_window.words.setText("undo")
    marks = help_window.page.extraSelections()
    assert len(marks) > 1
    assert {mark.cursor.selectedText().lower() for mark in marks} == {"undo"}
    first = help_window.page.textCursor().position()
    qtbot.keyClick(help_window.words, Qt.Key.Key_Return)
    assert help_window.page.textCursor().position() > first
    help_window.words.clear()
    assert help_window.page.extraSelections() == []
