"""A person says that a finding is wrong; it stays, struck through, and counts no more."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from synthreview.domain import Kind
from synthreview.ui.review.finding_card import NO_PLACE
from synthreview.ui.text.marks import Look
from tests.ui.review.fake_project import Entry, FakeProject, finding
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


def words(card):
    return [child.text() for child in card.findChildren(QLabel)]


def test_w_calls_the_finding_in_focus_wrong_and_says_who_did(desk, project):
    press(desk, Qt.Key.Key_Period)
    press(desk, Qt.Key.Key_W)
    assert [one.objected_by for one in project.entries[2].findings] == [(), ("Ana",), ()]
    card = desk.why.findings[1]
    assert card.isChecked(), "the focus stays where it was"
    assert "Called wrong by Ana" in words(card)
    struck = [label.text() for label in card.findChildren(QLabel) if label.font().strikeOut()]
    assert struck == ["A second instruction follows the answer"]
    assert "called wrong by Ana" in card.accessibleName()
    assert desk.view.item.id == 3, "nothing is decided by it"


def test_w_again_takes_it_back(desk, project):
    press(desk, Qt.Key.Key_W)
    assert desk.item.toast.text == "Called a finding of #3 wrong"
    press(desk, Qt.Key.Key_W)
    assert desk.item.toast.text == "A finding of #3 counts again"
    assert not any(one.objected_by for one in project.entries[2].findings)


def test_undo_takes_it_back_and_keeps_what_was_begun(desk, project):
    press(desk, Qt.Key.Key_4)
    press(desk, Qt.Key.Key_W)
    press(desk, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not any(one.objected_by for one in project.entries[2].findings)
    assert desk.item.toast.text == "Undone: Call a finding of #3 wrong"
    assert desk.why.chips.codes == ("incorrect_output",)


def test_the_button_on_the_card_does_the_same(desk, project):
    QTest.mouseClick(desk.why.findings[2].doubt, Qt.MouseButton.LeftButton)
    assert project.entries[2].findings[2].objected_by == ("Ana",)
    assert desk.why.findings[2].doubt.text() == "Take back"
    assert QApplication.focusWidget() is desk.item.area, "letters go on acting on the item"


def test_what_another_reviewer_said_can_be_joined_and_not_taken_back(open_desk, project):
    project.call_wrong(3, "rules", project.entries[2].findings[0].reason)
    project.reviewer = "Ben"
    desk = open_desk(project)
    desk.show_item(3)
    assert desk.showing.focused == 1, "reading starts with what still stands"
    QTest.mouseClick(desk.why.findings[0].doubt, Qt.MouseButton.LeftButton)
    assert project.entries[2].findings[0].objected_by == ("Ana", "Ben")
    QTest.mouseClick(desk.why.findings[0].doubt, Qt.MouseButton.LeftButton)
    assert project.entries[2].findings[0].objected_by == ("Ana",)


def test_its_evidence_is_no_longer_marked_strongly(desk):
    press(desk, Qt.Key.Key_Period)
    press(desk, Qt.Key.Key_W)
    marks = desk.item.card.boxes["output"].view._marks
    assert [(mark.look, mark.focused) for mark in marks] == [(Look.DOUBTED, False)]
    assert all(mark.look is Look.EVIDENCE for mark in desk.item.card.boxes["input"].view._marks)


def test_the_page_does_not_move_under_the_reader(open_desk):
    text = "A line of text.\n" * 200
    of = FakeProject([Entry(Kind.FREE_TEXT, {"text": text}, (finding("Odd", 0.6, "text", 1500, 1510),))])
    desk = open_desk(of)
    press(desk, Qt.Key.Key_Period)
    before = desk.item.area.verticalScrollBar().value()
    assert before > 0
    press(desk, Qt.Key.Key_W)
    assert desk.item.area.verticalScrollBar().value() == before


def test_a_suggested_fix_of_a_finding_called_wrong_is_not_offered(desk):
    press(desk, Qt.Key.Key_W)
    press(desk, Qt.Key.Key_E)
    assert [each.accessibleName() for each in desk.fixing.editor.suggestions] == [
        "Use suggested fix: A second instruction follows the answer"
    ]


def test_an_item_without_findings_says_that_there_is_nothing_to_call_wrong(desk, project):
    desk.show_item(10)
    press(desk, Qt.Key.Key_W)
    assert desk.item.toast.text.startswith("Nothing was found in this item")
    assert project.log == []


def test_a_project_that_cannot_be_written_offers_no_button(open_desk):
    desk = open_desk(FakeProject(every(), read_only=True))
    desk.show_item(3)
    assert desk.why.findings[0].doubt is None
    press(desk, Qt.Key.Key_W)
    assert not any(one.objected_by for one in desk.view.findings)


def test_evidence_in_a_turn_that_is_left_out_is_brought_up(open_desk):
    turns = [{"role": "user", "speaker": "", "text": f"Turn {number}"} for number in range(400)]
    found = (finding("Odd", 0.9, "turns.2.text"), finding("Flipped", 0.8, "turns.390.text"))
    desk = open_desk(FakeProject([Entry(Kind.SIMULATION, {"turns": turns}, found)]))
    assert "turns.390" not in desk.item.card.boxes
    press(desk, Qt.Key.Key_Period)
    box = desk.item.card.boxes["turns.390"]
    assert [mark.focused for mark in box.view._marks] == [True]
    assert desk.item.card.place_of(1) is not None
    assert desk.item.area.verticalScrollBar().value() > 0


def test_evidence_in_earlier_turns_is_brought_up_too(open_desk):
    turns = [{"role": "user", "speaker": "", "text": f"Turn {number}"} for number in range(80)]
    parts = {"history": turns, "instruction": "Go on.", "output": "Yes."}
    found = (finding("Odd", 0.9, "output"), finding("Private", 0.8, "history.70.text", 0, 4))
    desk = open_desk(FakeProject([Entry(Kind.INSTRUCTION, parts, found)]))
    press(desk, Qt.Key.Key_Period)
    assert [mark.focused for mark in desk.item.card.boxes["history.70"].view._marks] == [True]


def test_evidence_in_votes_leads_to_the_votes(open_desk):
    parts = {"text": "It is fine.", "human_labels": ["3", "1", "3"], "model_labels": ["0", None, "0"]}
    of = FakeProject([Entry(Kind.TASK_LABEL, parts, (finding("Most people say 3", 0.9, "model_labels"),))])
    desk = open_desk(of)
    card = desk.item.card
    assert card.place_of(0) is not None
    assert card._frame.property("marked") is True
    press(desk, Qt.Key.Key_W)
    assert card._frame.property("marked") is False


def test_evidence_in_a_choice_leads_to_what_is_said_of_it(desk):
    desk.show_item(6)
    assert desk.item.card.place_of(0) is not None


def test_a_finding_without_evidence_says_so(open_desk):
    of = FakeProject([Entry(Kind.FREE_TEXT, {"text": "Hello."}, (finding("Unlike the others", 0.6),))])
    desk = open_desk(of)
    assert NO_PLACE in words(desk.why.findings[0])


def test_reasons_beyond_the_ninth_are_found_by_typing(open_desk, project):
    desk = open_desk(project)
    desk.show_item(2)
    press(desk, Qt.Key.Key_0)
    finder = desk.why.finder
    assert QApplication.focusWidget() is finder.line
    QTest.keyClicks(finder.line, "constr")
    assert [finder.list.item(at).text() for at in range(finder.list.count())] == ["Digression: constructive"]
    QTest.keyClick(finder.line, Qt.Key.Key_Return)
    assert desk.why.chips.codes == ("digression_constructive",)
    assert QApplication.focusWidget() is desk.item.area
    assert not finder.isVisible()
    press(desk, Qt.Key.Key_X)
    assert project.decided[2].reasons == ("digression_constructive",)


def test_leaving_the_list_of_reasons_changes_nothing(open_desk, project):
    desk = open_desk(project)
    press(desk, Qt.Key.Key_0)
    QTest.keyClicks(desk.why.finder.line, "ax")
    QTest.keyClick(desk.why.finder.line, Qt.Key.Key_Escape)
    assert desk.why.chips.codes == ()
    assert project.log == []
    assert QApplication.focusWidget() is desk.item.area


def test_every_reason_explains_itself(desk):
    for number in range(1, 11):
        desk.show_item(number)
        assert all(chip.toolTip() for chip in desk.why.chips._chips.values())


def test_an_item_that_is_gone_is_told_and_the_next_one_shows(desk, project):
    project.gone = {4, 5}
    desk.show_item(4)
    assert desk.view.item.id == 6
    assert desk.item.toast.text == "Item #4 is gone: its data set was removed. This is the next one."


def test_an_item_that_went_while_it_was_read_is_told_when_it_is_decided(desk, project, monkeypatch):
    from synthreview.errors import ItemGone

    def gone(*_, **__):
        raise ItemGone("Item #3 is gone: its data set was removed.")

    monkeypatch.setattr(project, "decide", gone)
    project.gone = {3}
    press(desk, Qt.Key.Key_X)
    assert desk.view.item.id == 4
    assert "#3 is gone" in desk.item.toast.text


def test_when_every_item_is_gone_the_desk_says_that_nothing_is_left(desk, project):
    project.gone = set(range(1, 11))
    desk.show_item(4)
    assert desk.view is None
