"""Reading and writing the guidelines beside the item."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from synthreview.ui.review.guidelines.panel import NOTHING_TO_READ
from tests.ui.review.fake_project import FakeProject
from tests.ui.review.samples import every

CONTROL = Qt.KeyboardModifier.ControlModifier


def opened(open_desk, text="", **named):
    project = FakeProject(every(), **named)
    project.written = text
    page = open_desk(project)
    QTest.keyClick(page, "G")
    return project, page, page.guiding.panel


def test_g_shows_the_guidelines_beside_the_item_and_g_takes_them_away(open_desk):
    _, page, panel = opened(open_desk, "# Rules\n\n- Read **twice**.")
    assert panel.isVisible()
    assert panel.view.toPlainText().split() == ["Rules", "Read", "twice."]
    QTest.keyClick(page, "G")
    assert not panel.isVisible()


def test_decisions_go_on_while_the_guidelines_are_read(open_desk):
    project, _, panel = opened(open_desk, "# Rules")
    QTest.keyClick(QApplication.focusWidget(), "A")
    assert list(project.decided) == [1]
    assert panel.isVisible()


def test_esc_takes_the_guidelines_away_and_gives_the_keyboard_to_the_item(open_desk):
    _, page, panel = opened(open_desk, "# Rules")
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert QApplication.focusWidget() is page.item.area


def test_a_text_is_written_with_letters_that_would_otherwise_decide(open_desk):
    project, _, panel = opened(open_desk)
    panel.write.click()
    QTest.keyClicks(panel.editor, "axed")
    QTest.keyClick(panel.editor, Qt.Key.Key_Return, CONTROL)
    assert project.written == "axed"
    assert not project.decided
    assert panel.view.toPlainText() == "axed"


def test_a_text_that_was_left_is_there_again(open_desk):
    project, _, panel = opened(open_desk, "Old")
    panel.edit.click()
    QTest.keyClicks(panel.editor, "New ")
    QTest.keyClick(panel.editor, Qt.Key.Key_Escape)
    assert panel.isVisible()
    assert (project.written, panel.view.toPlainText()) == ("Old", "Old")
    panel.edit.click()
    assert panel.editor.toPlainText() == "New Old"


def test_a_beginning_names_the_reasons_of_the_kinds_in_the_project(open_desk):
    _, _, panel = opened(open_desk)
    panel.begin.click()
    for words in ("Accept", "Input does not fit the instruction", "Role flip"):
        assert words in panel.editor.toPlainText()


def test_what_cannot_be_kept_is_said_and_not_lost(open_desk):
    project, page, panel = opened(open_desk)
    project.refuses = "The disk is full; make room and keep it again."
    panel.write.click()
    QTest.keyClicks(panel.editor, "Rules")
    QTest.keyClick(panel.editor, Qt.Key.Key_Return, CONTROL)
    assert page.item.toast.text == project.refuses
    assert panel.writing
    assert panel.editor.toPlainText() == "Rules"


def test_a_project_shown_read_only_offers_no_writing(open_desk):
    _, _, panel = opened(open_desk, read_only=True)
    assert not panel.write.isVisible()
    assert NOTHING_TO_READ in {child.text() for child in panel.findChildren(type(panel._empty))}


def test_markup_in_the_guidelines_stays_text_and_pictures_are_not_fetched(open_desk):
    _, _, panel = opened(open_desk, "<b>no</b> ![x](http://example.org/x.png) [link](http://example.org)")
    shown = panel.view.toPlainText()
    assert "<b>no</b>" in shown
    assert panel.view.loadResource(2, "http://example.org/x.png") is None
