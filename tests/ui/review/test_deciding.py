"""A person decides by single keys; each decision is recorded once and can be taken back."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from synthreview.domain import Changes, Verdict
from synthreview.errors import EnvironmentFault
from tests.ui.review.fake_project import BigProject, FakeProject
from tests.ui.review.samples import every

KEYS = {Qt.Key.Key_A: Verdict.ACCEPT, Qt.Key.Key_X: Verdict.REJECT, Qt.Key.Key_D: Verdict.DEFER}


@pytest.fixture
def project():
    return FakeProject(every())


@pytest.mark.parametrize(("key", "verdict"), KEYS.items(), ids=[str(verdict) for verdict in KEYS.values()])
def test_one_key_decides_and_shows_the_next_item(open_desk, project, key, verdict):
    desk = open_desk(project)
    assert desk.view.item.id == 1
    QTest.keyClick(desk, key)
    assert project.decided[1].verdict is verdict
    assert desk.view.item.id == 2
    assert desk.queue.row == 1


def test_a_held_key_decides_once(open_desk, project):
    desk = open_desk(project)
    focus = desk.item.area
    QTest.keyPress(focus, Qt.Key.Key_A)
    for _ in range(10):
        QTest.simulateEvent(focus, True, Qt.Key.Key_A.value, Qt.KeyboardModifier.NoModifier, "a", True)
    QTest.keyRelease(focus, Qt.Key.Key_A)
    assert list(project.decided) == [1]


def test_a_held_arrow_goes_on(open_desk, project):
    desk = open_desk(project)
    for _ in range(3):
        QTest.simulateEvent(
            desk.item.area, True, Qt.Key.Key_Down.value, Qt.KeyboardModifier.NoModifier, "", True
        )
    assert desk.view.item.id == 4


def test_the_toast_says_what_was_done_and_undoes_it(open_desk, project):
    desk = open_desk(project)
    QTest.keyClick(desk, Qt.Key.Key_X)
    assert desk.item.toast.text == "Rejected #1"
    QTest.mouseClick(desk.item.toast._act, Qt.MouseButton.LeftButton)
    assert project.decided == {}
    assert desk.view.item.id == 1
    assert desk.item.toast.text == "Undone: Reject #1"


def test_undo_shows_the_item_it_brought_back_and_redo_does_it_again(open_desk, project):
    desk = open_desk(project)
    for key in (Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_D):
        QTest.keyClick(desk, key)
    QTest.keyClick(desk, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(desk, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert list(project.decided) == [1]
    assert desk.view.item.id == 2
    QTest.keyClick(
        desk, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert project.decided[2].verdict is Verdict.REJECT


def test_undo_with_nothing_to_undo_says_so(open_desk, project):
    desk = open_desk(project)
    QTest.keyClick(desk, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.item.toast.text == "There is nothing to undo."


def test_an_undone_item_comes_up_again(open_desk, project):
    desk = open_desk(project)
    QTest.keyClick(desk, Qt.Key.Key_A)
    QTest.keyClick(desk, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(desk, Qt.Key.Key_J)
    QTest.keyClick(desk, Qt.Key.Key_A)
    QTest.keyClicks(desk, "aaaaaaaa")
    assert desk.view.item.id == 1


def test_reasons_and_note_go_with_the_decision(open_desk, project):
    desk = open_desk(project)
    QTest.keyClick(desk, Qt.Key.Key_2)
    QTest.keyClick(desk, Qt.Key.Key_4)
    QTest.keyClick(desk, Qt.Key.Key_2)
    desk.why.note.setPlainText("  see the log ")
    QTest.keyClick(desk, Qt.Key.Key_X)
    decision = project.decided[1]
    assert decision.reasons == ("incorrect_output",)
    assert decision.note == "see the log"
    assert decision.selected_by == "risk"
    assert desk.why.chips.codes == ()
    assert desk.why.note.toPlainText() == ""


def test_reasons_not_yet_decided_are_still_there_on_return(open_desk, project):
    desk = open_desk(project)
    QTest.keyClick(desk, Qt.Key.Key_4)
    QTest.keyClick(desk, Qt.Key.Key_J)
    assert desk.why.chips.codes == ()
    QTest.keyClick(desk, Qt.Key.Key_K)
    assert desk.why.chips.codes == ("incorrect_output",)


def test_typing_in_the_note_never_decides(open_desk, project):
    desk = open_desk(project)
    QTest.keyClick(desk, Qt.Key.Key_N)
    note = QApplication.focusWidget()
    assert note is desk.why.note
    QTest.keyClicks(note, "a x e d f j k 1 / ?")
    assert desk.why.note.toPlainText() == "a x e d f j k 1 / ?"
    assert project.log == []
    assert desk.view.item.id == 1
    QTest.keyClick(note, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is desk.item.area
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_A)
    assert project.decided[1].note == "a x e d f j k 1 / ?"


def test_typing_in_the_filter_never_decides(open_desk, project):
    desk = open_desk(project)
    QTest.keyClick(desk, Qt.Key.Key_Slash)
    line = QApplication.focusWidget()
    assert line is desk.queue.filter
    QTest.keyClicks(line, "axd")
    assert line.text() == "axd"
    assert project.log == []


def test_letters_decide_while_text_of_the_item_is_selected(open_desk, project):
    desk = open_desk(project)
    reading = desk.item.card.boxes["instruction"].view.reading
    QTest.mouseDClick(reading.viewport(), Qt.MouseButton.LeftButton)
    assert reading.textCursor().hasSelection()
    QTest.keyClick(reading, Qt.Key.Key_A)
    assert project.decided[1].verdict is Verdict.ACCEPT


def test_letters_decide_while_the_queue_has_the_keyboard(open_desk, project):
    desk = open_desk(project)
    desk.queue.table.setFocus()
    QTest.keyClick(desk.queue.table, Qt.Key.Key_D)
    assert project.decided[1].verdict is Verdict.DEFER


def test_a_flag_is_set_beside_the_verdict_and_the_item_stays(open_desk, project):
    desk = open_desk(project)
    QTest.keyClick(desk, Qt.Key.Key_F)
    assert project.flagged == {1}
    assert desk.view.item.id == 1
    assert desk.view.flagged
    assert desk.item.bar.buttons["flag"].isChecked()
    QTest.keyClick(desk, Qt.Key.Key_F)
    assert project.flagged == set()


def test_a_press_of_a_button_decides_too(open_desk, project):
    desk = open_desk(project)
    QTest.mouseClick(desk.item.bar.buttons["reject"], Qt.MouseButton.LeftButton)
    assert project.decided[1].verdict is Verdict.REJECT


def test_a_read_only_project_says_why_nothing_can_be_decided(open_desk):
    project = FakeProject(every(), read_only=True)
    desk = open_desk(project)
    QTest.keyClicks(desk, "axedf1")
    assert project.log == []
    assert not desk.item.bar.buttons["accept"].isEnabled()
    assert desk.item.bar._locked.text() == project.read_only_reason
    assert desk.item.bar._locked.isVisible()


def test_what_cannot_be_recorded_is_said_and_the_item_stays(open_desk, project, qtbot):
    desk = open_desk(project)

    def refuse(*_args, **_named):
        raise EnvironmentFault("The disk is full; make room and decide again.")

    project.decide = refuse
    with qtbot.waitSignal(desk.message) as said:
        QTest.keyClick(desk, Qt.Key.Key_A)
    assert said.args == ["The disk is full; make room and decide again."]
    assert desk.view.item.id == 1
    assert desk.item.toast.text == "The disk is full; make room and decide again."


def test_an_item_asked_for_by_itself_is_recorded_so(open_desk, project, qtbot):
    desk = open_desk(project)
    with qtbot.waitSignal(desk.feed.listed):
        desk.open_filter("kind:simulation")
    assert desk.view.item.id == 2
    desk.show_item(5)
    QTest.keyClick(desk, Qt.Key.Key_A)
    assert project.decided[5].selected_by == "direct"
    assert desk.view.item.id == 2
    QTest.keyClick(desk, Qt.Key.Key_A)
    assert project.decided[2].selected_by == "search"


def test_a_decision_made_elsewhere_is_seen(open_desk, project):
    desk = open_desk(project)
    project.decide(1, Verdict.REJECT)
    assert desk.view.decision.verdict is Verdict.REJECT
    assert desk.item.bar.buttons["reject"].isChecked()
    assert desk.item.state.text() == "Rejected by Ana"


def test_changes_from_a_worker_thread_arrive_in_the_window(open_desk, project, qtbot):
    desk = open_desk(project)
    project.entries = project.entries[:3]

    def work():
        for listener in project.listeners:
            listener(Changes(frozenset({"queue"})))

    with qtbot.waitSignal(desk.feed.listed):
        worker = threading.Thread(target=work)
        worker.start()
        worker.join()
    assert desk.queue.model.rowCount() == 3
    assert desk.view.item.id == 1


def test_no_key_does_harm_where_there_is_no_item(open_desk):
    desk = open_desk(FakeProject())
    QTest.keyClicks(desk, "axedfjk1n.,q")
    assert desk.view is None


def test_a_hundred_decisions_leave_no_gap(open_desk):
    project = BigProject(100_000)
    desk = open_desk(project)
    for _ in range(100):
        QTest.keyClick(desk, Qt.Key.Key_A)
    assert list(project.decided) == list(range(1, 101))
    assert desk.view.item.id == 101


def test_taking_back_a_flag_keeps_reasons_and_note(open_desk, project):
    desk = open_desk(project)
    QTest.keyClick(desk, Qt.Key.Key_F)
    QTest.keyClick(desk, Qt.Key.Key_1)
    desk.why.note.setPlainText("look again")
    QTest.keyClick(desk, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.view.item.id == 1
    assert not desk.view.flagged
    assert desk.why.note.toPlainText() == "look again"
    assert len(desk.why.chips.codes) == 1


def test_an_item_is_named_by_its_number_as_it_is(open_desk):
    desk = open_desk(BigProject(5000))
    desk.show_item(4813)
    assert "#4813" in desk.item._what.text()
    QTest.keyClick(desk, Qt.Key.Key_A)
    assert desk.item.toast.text == "Accepted #4813"
