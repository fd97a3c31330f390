"""A finding that names another item leads there and back, and every key acts on what is on screen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from synthreview.domain import Changes, Evidence, Kind, Role, Verdict
from tests.ui.review.fake_project import Entry, FakeProject, finding


def naming(words, *items):
    evidence = tuple(Evidence("instruction", item=item) for item in items)
    return replace(finding(words, 0.6), evidence=evidence)


def entry(number, *findings):
    parts = {"instruction": f"Name a lake, {number}.", "output": f"Lake {number}."}
    return Entry(Kind.INSTRUCTION, parts, tuple(findings), 0.5)


class Copies(FakeProject):
    """Six items: 2 names 5; 5 names 2 and 6; 3 names nothing; 4 names five items; 6 is from a reference."""

    def __init__(self, **options):
        super().__init__(
            [
                entry(1),
                entry(2, naming("Nearly the same as #5", 5)),
                entry(3, finding("Too short", 0.5, "output")),
                entry(4, naming("A copy of many", 1, 2, 3, 5, 6)),
                entry(5, naming("Nearly the same as #2", 2), naming("Nearly the same as #6", 6)),
                entry(6),
            ],
            **options,
        )

    def view(self, item):
        view = super().view(item)
        if item == 6:
            return replace(view, dataset=replace(view.dataset, name="people", role=Role.HUMAN))
        return view


@pytest.fixture
def desk(open_desk, qapp):
    made = open_desk(Copies())
    made.show_item(2)
    qapp.processEvents()
    return made


def press(desk, key, *modifiers):
    QTest.keyClick(desk, key, *modifiers)
    QApplication.processEvents()


def heading(desk):
    return " ".join(each.text() for each in desk.item.findChildren(QLabel))


def test_the_link_on_a_finding_shows_the_other_item_and_says_which_it_is(desk):
    (card,) = desk.why.findings
    assert [link.text() for link in card.links] == ["Show #5"]
    QTest.mouseClick(card.links[0], Qt.MouseButton.LeftButton)
    assert desk.view.item.id == 5
    assert "Instruction · #5" in heading(desk)
    assert desk.item.visit.isVisible()
    words = desk.item.visit.words.text()
    assert words == "This is #5, which a finding on #2 names. What you decide now is about #5."


def test_one_key_shows_it_and_the_same_key_goes_back(desk):
    press(desk, Qt.Key.Key_O)
    assert desk.view.item.id == 5
    press(desk, Qt.Key.Key_O)
    assert desk.view.item.id == 2
    assert desk.item.visit.isHidden()


def test_escape_and_the_button_go_back_too(desk):
    press(desk, Qt.Key.Key_O)
    press(desk, Qt.Key.Key_Escape)
    assert desk.view.item.id == 2
    press(desk, Qt.Key.Key_O)
    assert desk.item.visit.button.text() == "Back to #2"
    QTest.mouseClick(desk.item.visit.button, Qt.MouseButton.LeftButton)
    assert desk.view.item.id == 2
    assert QApplication.focusWidget() is desk.item.area


def test_the_queue_stays_where_it_is(desk):
    assert desk.queue.row == 1
    press(desk, Qt.Key.Key_O)
    assert desk.queue.row == 1
    press(desk, Qt.Key.Key_J)
    assert desk.view.item.id == 3
    assert desk.item.visit.isHidden()


def test_a_decision_is_about_the_item_on_screen_and_leads_back(desk):
    press(desk, Qt.Key.Key_O)
    press(desk, Qt.Key.Key_X)
    assert {item: each.verdict for item, each in desk._project.decided.items()} == {5: "reject"}
    assert desk._project.decided[5].selected_by == "direct"
    assert desk.view.item.id == 2
    press(desk, Qt.Key.Key_A)
    assert desk._project.decided[2].verdict == "accept"
    assert desk._project.decided[2].selected_by == "risk"
    assert desk.view.item.id == 3


def test_a_change_of_the_other_item_is_about_the_other_item(desk):
    press(desk, Qt.Key.Key_O)
    press(desk, Qt.Key.Key_E)
    QTest.keyClicks(QApplication.focusWidget(), "Please. ")
    press(desk, Qt.Key.Key_O)  # a letter of the text, in this place
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert list(desk._project.decided) == [5]
    assert desk._project.decided[5].verdict == "fix"
    assert desk.view.item.id == 2


def test_from_item_to_item_the_way_back_is_step_by_step(desk):
    press(desk, Qt.Key.Key_O)
    QTest.mouseClick(desk.why.findings[1].links[0], Qt.MouseButton.LeftButton)
    assert desk.view.item.id == 6
    press(desk, Qt.Key.Key_O)
    assert desk.view.item.id == 5
    press(desk, Qt.Key.Key_O)
    assert desk.view.item.id == 2


def test_a_link_to_where_one_came_from_is_a_way_back(desk):
    press(desk, Qt.Key.Key_O)
    QTest.mouseClick(desk.why.findings[0].links[0], Qt.MouseButton.LeftButton)
    assert desk.view.item.id == 2
    assert desk.item.visit.isHidden()


def test_an_item_of_a_reference_is_only_to_compare_with(desk):
    press(desk, Qt.Key.Key_O)
    QTest.mouseClick(desk.why.findings[1].links[0], Qt.MouseButton.LeftButton)
    assert "reference 'people': there is nothing to decide" in desk.item.visit.words.text()
    for key in (Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_D, Qt.Key.Key_F, Qt.Key.Key_E):
        press(desk, key)
    assert desk._project.decided == {}
    assert desk.fixing.editor is None
    assert not desk.item.bar.buttons["accept"].isEnabled()
    said = [each.text() for each in desk.why.findChildren(QLabel) if each.isVisible()]
    assert "It is not in the queue: its data set is a reference to compare with." in said
    assert "Low" not in said
    press(desk, Qt.Key.Key_O)
    assert desk.item.bar.buttons["accept"].isEnabled()


def test_many_others_are_counted(desk):
    desk.show_item(4)
    (card,) = desk.why.findings
    assert [link.text() for link in card.links] == ["Show #1", "#2", "#3"]
    assert "and 2 more" in [each.text() for each in card.findChildren(QLabel)]
    assert [link.accessibleName() for link in card.links][1] == "Show #2, which this finding names"


def test_where_no_finding_names_an_item_the_key_does_nothing(desk):
    desk.show_item(3)
    assert desk.why.findings[0].links == []
    press(desk, Qt.Key.Key_O)
    assert desk.view.item.id == 3


def test_an_item_that_is_gone_leaves_one_where_one_is(open_desk, qapp):
    desk = open_desk(FakeProject([entry(1, naming("A copy of #99", 99))]))
    press(desk, Qt.Key.Key_O)
    assert desk.view.item.id == 1
    assert desk.item.visit.isHidden()


def test_a_visit_outlives_a_change_of_the_queue(desk, qtbot):
    press(desk, Qt.Key.Key_O)
    with qtbot.waitSignal(desk.feed.listed):
        for listener in desk._project.listeners:
            listener(Changes(frozenset({"queue"})))
    assert desk.view.item.id == 5
    assert desk.queue.row == 1
    press(desk, Qt.Key.Key_O)
    assert desk.view.item.id == 2


def test_so_does_a_visit_from_an_item_that_the_queue_does_not_list(open_desk, qtbot):
    project = Copies()
    project.decide(2, Verdict.ACCEPT)
    desk = open_desk(project)
    desk.show_item(2)
    press(desk, Qt.Key.Key_O)
    with qtbot.waitSignal(desk.feed.listed):
        for listener in project.listeners:
            listener(Changes(frozenset({"queue"})))
    assert desk.view.item.id == 5
    press(desk, Qt.Key.Key_O)
    assert desk.view.item.id == 2


def test_a_note_stays_with_the_item_it_was_written_on(desk):
    desk.why.note.setPlainText("compare")
    press(desk, Qt.Key.Key_O)
    assert desk.why.note.toPlainText() == ""
    press(desk, Qt.Key.Key_O)
    assert desk.why.note.toPlainText() == "compare"
