"""What a person has begun is there again: on the next item and back, after a restart, after a kill."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from synthreview.domain import Draft, Verdict
from synthreview.ui.review.drafts import SOON
from tests.ui.review.fake_project import FakeProject
from tests.ui.review.samples import every


@pytest.fixture
def project():
    return FakeProject(every())


@pytest.fixture
def desk(open_desk, project):
    opened = open_desk(project)
    opened.show_item(3)
    return opened


def press(desk, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(desk, key, modifier)


def test_reasons_and_note_are_written_down_within_a_second(desk, project, qtbot):
    assert SOON < 1000
    press(desk, Qt.Key.Key_4)
    desk.why.note.setPlainText("look again")
    qtbot.waitUntil(lambda: project.drafts.get(3) == Draft(("incorrect_output",), "look again"))


def test_what_is_typed_is_written_down_while_the_editor_is_open(desk, project, qtbot):
    press(desk, Qt.Key.Key_E)
    field = desk.fixing.editor.editors["output"].field
    for _ in range(12):  # typing on does not put it off
        QTest.keyClicks(field, "word ")
        qtbot.wait(SOON // 8)
    assert (
        project.drafts[3].edits["output"].endswith("word ")
        or "word word" in project.drafts[3].edits["output"]
    )
    assert desk.fixing.editor is not None


def test_leaving_the_item_writes_at_once(desk, project):
    press(desk, Qt.Key.Key_E)
    desk.fixing.editor.editors["output"].field.setPlainText("Half a sentence")
    desk.show_item(5)
    assert project.drafts[3].edits == {"output": "Half a sentence"}


def test_closing_the_project_writes_at_once(desk, project):
    press(desk, Qt.Key.Key_E)
    desk.fixing.editor.editors["output"].field.setPlainText("Half a sentence")
    desk.leave()
    assert project.drafts[3].edits == {"output": "Half a sentence"}


def test_a_change_from_before_the_restart_is_offered(open_desk, project):
    project.drafts[3] = Draft(("other",), "hm", {"output": "Half a sentence"})
    desk = open_desk(project)
    desk.show_item(3)
    assert desk.item.draft.isVisible()
    assert desk.item.draft.text().startswith("You have an unsaved change to this item")
    assert (desk.why.chips.codes, desk.why.note.toPlainText()) == (("other",), "hm")
    QTest.mouseClick(desk.item.draft, Qt.MouseButton.LeftButton)
    assert desk.fixing.editor.editors["output"].value() == "Half a sentence"


def test_a_decision_ends_the_draft(desk, project):
    press(desk, Qt.Key.Key_4)
    desk.leave()
    assert 3 in project.drafts
    press(desk, Qt.Key.Key_X)
    assert project.drafts == {}


def test_a_kept_fix_ends_the_draft(desk, project):
    press(desk, Qt.Key.Key_E)
    desk.fixing.editor.editors["output"].field.setPlainText("Short.")
    desk.leave()
    desk.verbs["keep"].trigger()
    assert project.decided[3].edits == {"output": "Short."}
    assert project.drafts == {}


def test_what_is_taken_back_is_no_draft_any_more(desk, project):
    press(desk, Qt.Key.Key_4)
    desk.leave()
    press(desk, Qt.Key.Key_4)
    desk.leave()
    assert project.drafts == {}


def test_a_fix_brought_back_to_what_was_decided_is_no_unsaved_change(open_desk, project):
    project.decide(3, Verdict.FIX, edits={"output": "Short."})
    desk = open_desk(project)
    desk.show_item(3)
    press(desk, Qt.Key.Key_E)
    field = desk.fixing.editor.editors["output"].field
    QTest.keyClicks(field, "x")
    desk.leave()
    assert 3 in project.drafts
    field.undo()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert project.drafts == {}
    assert not desk.item.draft.isVisible()


def test_each_reviewer_has_drafts_of_their_own(desk, project):
    press(desk, Qt.Key.Key_4)
    desk.leave()
    project.reviewer, project.drafts = "Ben", {}
    desk.show_item(5)
    desk.show_item(3)
    assert desk.why.chips.codes == ()


def test_a_read_only_project_keeps_nothing(open_desk):
    project = FakeProject(every(), read_only=True)
    desk = open_desk(project)
    desk._drafts.put(3, None, Draft(note="x"))
    desk.leave()
    assert project.drafts == {}


def test_what_cannot_be_stored_is_said_and_still_there(desk, project, monkeypatch, qtbot):
    from synthreview.errors import EnvironmentFault

    def full(*_):
        raise EnvironmentFault("The disk is full; make room to go on.")

    monkeypatch.setattr(project, "keep_draft", full)
    with qtbot.waitSignal(desk.message) as said:
        press(desk, Qt.Key.Key_4)
        desk.leave()
    assert said.args == [
        "What you began on an item could not be stored: The disk is full; make room to go on."
    ]
    desk.show_item(5)
    desk.show_item(3)
    assert desk.why.chips.codes == ("incorrect_output",)
