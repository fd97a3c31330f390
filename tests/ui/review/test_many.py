"""Deciding on many items at once, on a real project: which, what it would do, checks, one undo."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from synthreview.domain import Kind, Verdict
from synthreview.formats.mapping import Mapping
from synthreview.project import Project
from synthreview.ui import undoing
from synthreview.ui.review.many import selecting
from synthreview.ui.review.many.preview import SampleLine, Warned

LABELS = Mapping(Kind.TASK_LABEL, {"text": "text", "label": "label", "human_labels": "human_labels"})
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
COUNT = 40


def records():
    for number in range(COUNT):
        label = "rude" if number % 4 == 0 else "fine"
        people = ["fine", "rude", "rude"] if number % 10 == 1 else [label] * 3
        yield {"text": f"Case {number}: somebody said something.", "label": label, "human_labels": people}


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "manners.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records()))
    made = Project.open(tmp_path / "manners.synthreview", create=True, reviewer="Ana")
    made.import_file(path, mapping=LABELS)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def settled(qtbot, bridge):
    """What the item on screen is looked up for has ended before the threads do."""
    yield
    qtbot.wait(150)


@pytest.fixture
def desk(open_desk, project):
    return open_desk(project)


def key(desk, which, modifiers=Qt.KeyboardModifier.NoModifier, times=1):
    for _ in range(times):
        QTest.keyClick(QApplication.focusWidget() or desk, which, modifiers)
        QApplication.processEvents()


def open_many(desk):
    desk.activateWindow()
    key(desk, Qt.Key.Key_M)
    return desk.many.panel


def planned(qtbot, desk):
    qtbot.waitUntil(lambda: desk.many.plan is not None)
    return desk.many.plan


def reject_all(qtbot, desk):
    panel = open_many(desk)
    key(desk, Qt.Key.Key_X)
    planned(qtbot, desk)
    return panel


def applied(qtbot, desk):
    qtbot.waitUntil(lambda: not desk.many.busy)
    QApplication.processEvents()


def warnings(panel):
    return [one.text() for box in panel.preview.findChildren(Warned) for one in box.words]


def test_m_opens_a_panel_beside_the_item_and_esc_leaves_it(desk):
    panel = open_many(desk)
    assert panel.isVisible()
    assert desk.item.area.isVisible(), "nothing covers the item"
    key(desk, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert desk.why.isVisible()


def test_nothing_is_chosen_at_first_and_nothing_can_be_applied(desk):
    panel = open_many(desk)
    assert not panel.apply.isEnabled()
    assert panel.sources["filter"].text() == "All 40 items that are undecided"
    assert not panel.sources["selected"].isEnabled()


def test_in_the_panel_a_key_chooses_the_verdict_for_the_batch_and_decides_nothing(qtbot, desk, project):
    panel = reject_all(qtbot, desk)
    assert panel.verdicts[Verdict.REJECT].isChecked()
    assert project.counts().decided == 0
    assert panel.apply.text() == "Apply to 40 items"


def test_the_preview_warns_where_a_class_and_a_minority_lose_much(qtbot, desk):
    panel = reject_all(qtbot, desk)
    told = warnings(panel)
    assert "Removes all 10 items of the label 'rude'." in told
    assert any("items whose label a minority of people chose" in sentence for sentence in told)
    assert len(panel.preview.findChildren(SampleLine)) == 5


def test_a_sample_is_shown_beside_the_panel(qtbot, desk):
    panel = reject_all(qtbot, desk)
    sample = panel.preview.findChildren(SampleLine)[2]
    sample.click()
    assert desk.view.item.id == sample.item
    assert panel.isVisible()


def test_apply_decides_on_all_says_so_quietly_and_one_undo_takes_it_back(qtbot, desk, project):
    panel = reject_all(qtbot, desk)
    key(desk, Qt.Key.Key_1)
    key(desk, Qt.Key.Key_N)
    QTest.keyClicks(panel.note, "all of march")
    key(desk, Qt.Key.Key_Return, CONTROL)
    applied(qtbot, desk)
    assert project.counts().rejected == 40
    decision = project.view(7).decision
    assert (decision.note, decision.selected_by, len(decision.reasons)) == ("all of march", "batch", 1)
    assert desk.item.toast.text == "Rejected 40 items"
    assert not panel.isVisible()
    qtbot.waitUntil(lambda: desk.queue.model.rowCount() == 0)
    key(desk, Qt.Key.Key_Z, CONTROL)
    assert project.counts().undecided == 40
    qtbot.waitUntil(lambda: desk.queue.model.rowCount() == 40)


def test_the_key_of_the_item_still_decides_on_the_item_when_the_keyboard_is_there(qtbot, desk, project):
    open_many(desk)
    desk.item.area.setFocus()
    item = desk.view.item.id
    key(desk, Qt.Key.Key_X)
    assert project.view(item).decision.verdict is Verdict.REJECT


def test_shift_and_down_selects_lines_and_m_is_then_about_them(qtbot, desk, project):
    desk.activateWindow()
    key(desk, Qt.Key.Key_Down, SHIFT, times=3)
    assert desk.many.selecting.items == (1, 2, 3, 4)
    assert desk.view.item.id == 4
    assert desk.many.selecting.strip.isVisible()
    key(desk, Qt.Key.Key_Up, SHIFT)
    assert desk.many.selecting.items == (1, 2, 3)
    panel = open_many(desk)
    assert panel.sources["selected"].isChecked()
    assert panel.sources["selected"].text() == "3 items selected in the queue"
    key(desk, Qt.Key.Key_A)
    assert list(planned(qtbot, desk).items) == [1, 2, 3]
    panel.apply.click()
    applied(qtbot, desk)
    assert project.counts().accepted == 3
    assert desk.many.selecting.items == ()


def click(desk, line, modifier):
    table = desk.queue.table
    place = table.visualRect(desk.queue.model.index(line, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, QPoint(20, place.y()))


def test_shift_and_click_selects_a_run_and_ctrl_and_click_one_more_or_less(desk):
    click(desk, 5, SHIFT)
    assert sorted(desk.many.selecting.items) == [1, 2, 3, 4, 5, 6]
    click(desk, 3, SHIFT)
    assert sorted(desk.many.selecting.items) == [1, 2, 3, 4]
    click(desk, 7, CONTROL)
    click(desk, 1, CONTROL)
    assert sorted(desk.many.selecting.items) == [1, 3, 4, 8]
    desk.item.area.setFocus()
    key(desk, Qt.Key.Key_Escape)
    assert desk.many.selecting.items == ()


def test_a_selection_is_bounded_and_the_bound_is_told(desk, monkeypatch):
    monkeypatch.setattr(selecting, "MOST", 3)
    click(desk, 5, SHIFT)
    assert desk.many.selecting.items == ()
    assert "At most 3 lines can be selected" in desk.item.toast.text


def test_another_filter_forgets_the_selection(qtbot, desk):
    click(desk, 2, SHIFT)
    with qtbot.waitSignal(desk.feed.listed):
        desk.open_filter("label:rude")
    assert desk.many.selecting.items == ()
    panel = open_many(desk)
    assert panel.sources["filter"].text() == "All 10 items of this filter"


def test_what_was_decided_is_left_out_and_can_be_taken_in(qtbot, open_desk, project):
    project.decide(1, Verdict.ACCEPT)
    project.decide(2, Verdict.ACCEPT)
    desk = open_desk(project)
    with qtbot.waitSignal(desk.feed.listed):
        desk.open_filter("item<=6")
    panel = reject_all(qtbot, desk)
    assert panel.apply.text() == "Apply to 4 items"
    assert panel.decided.text() == "Also the 2 decided before"
    panel.decided.click()
    qtbot.waitUntil(lambda: panel.apply.text() == "Apply to 6 items")


def check(qtbot, desk):
    panel = reject_all(qtbot, desk)
    panel.checking.begin.click()
    return panel


def test_checks_show_one_item_after_the_other_and_record_nothing(qtbot, desk, project):
    panel, seen = check(qtbot, desk), []
    for _ in range(20):
        seen.append(desk.view.item.id)
        key(desk, Qt.Key.Key_A)
    assert len(set(seen)) == 20
    assert not desk.many.is_checking
    assert project.counts().decided == 0
    assert "0 of 20 checks were wrong: at most" in panel.checking.result.text()
    assert desk.view.item.id == 1, "back at the item from before"


def test_what_a_check_found_wrong_is_left_out_and_told_with_the_operation(qtbot, desk, project):
    panel = check(qtbot, desk)
    wrong = desk.view.item.id
    key(desk, Qt.Key.Key_X)
    key(desk, Qt.Key.Key_A, times=2)
    key(desk, Qt.Key.Key_Escape)
    assert not desk.many.is_checking
    assert panel.isVisible(), "Esc ends the checks first"
    assert "1 of 3 checks was wrong" in panel.checking.result.text()
    assert panel.apply.text() == "Apply to 39 items"
    panel.apply.click()
    applied(qtbot, desk)
    assert project.view(wrong).decision is None
    assert project.undo_label() == "Reject 39 items (3 checked, 1 wrong)"


def test_while_checking_the_item_says_so_and_other_verbs_are_shut(qtbot, desk, project):
    check(qtbot, desk)
    desk.item.area.setFocus()
    shut = {name for name in ("fix", "flag", "defer", "undo", "next") if not desk.verbs[name].isEnabled()}
    assert shut == {"fix", "flag", "defer", "undo", "next"}
    item = desk.view.item.id
    key(desk, Qt.Key.Key_A)
    assert desk.view.item.id != item, "A judged the check from the item too"
    assert project.counts().decided == 0


def test_another_verdict_needs_other_checks(qtbot, desk, project):
    panel = check(qtbot, desk)
    key(desk, Qt.Key.Key_A, times=3)
    key(desk, Qt.Key.Key_Escape)
    key(desk, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: desk.many.plan is not None)
    assert not panel.checking.result.isVisible()
    panel.apply.click()
    applied(qtbot, desk)
    assert project.undo_label() == "Defer 40 items"


def test_an_item_decided_by_itself_after_the_preview_keeps_its_decision(qtbot, desk, project):
    panel = reject_all(qtbot, desk)
    project.decide(5, Verdict.ACCEPT)
    panel.apply.click()
    applied(qtbot, desk)
    assert project.view(5).decision.verdict is Verdict.ACCEPT
    assert desk.item.toast.text == "Rejected 39 items"


def test_a_batch_with_nothing_in_it_says_why(qtbot, open_desk, project):
    for item in range(1, COUNT + 1):
        project.decide(item, Verdict.ACCEPT)
    desk = open_desk(project)
    with qtbot.waitSignal(desk.feed.listed):
        desk.open_filter("label:rude")
    panel = reject_all(qtbot, desk)
    assert not panel.apply.isEnabled()
    told = " ".join(line.text() for line in panel.preview.findChildren(QLabel))
    assert "All 10 items were decided before" in told


def test_undo_of_very_many_runs_in_the_background_and_says_so(qtbot, desk, project, monkeypatch):
    monkeypatch.setattr(undoing, "BIG", 10)
    reject_all(qtbot, desk).apply.click()
    applied(qtbot, desk)
    desk.undo()
    assert desk.many.busy == "Taking back what was done to 40 items"
    assert not desk.verbs["accept"].isEnabled()
    applied(qtbot, desk)
    assert project.counts().undecided == 40
    assert desk.item.toast.text == "Undone: Reject 40 items"
    desk.redo()
    applied(qtbot, desk)
    assert project.counts().rejected == 40
    assert desk.verbs["undo"].isEnabled()


def test_a_cancelled_batch_says_that_nothing_was_changed(qtbot, desk, project, monkeypatch):
    from synthreview.jobs import Cancelled

    def stopped(*_, **__):
        raise Cancelled

    panel = reject_all(qtbot, desk)
    monkeypatch.setattr(project, "decide_all", stopped)
    panel.apply.click()
    applied(qtbot, desk)
    assert desk.item.toast.text == "Cancelled. Nothing was changed."
    assert project.counts().decided == 0


def test_where_nothing_can_be_written_the_panel_stays_shut(open_desk, project):
    again = Project.open(project.path)
    assert again.read_only
    desk = open_desk(again)
    key(desk, Qt.Key.Key_M)
    assert desk.many.panel is None
    again.close()


def test_everything_in_the_panel_that_takes_the_keyboard_has_a_name(qtbot, desk):
    from PySide6.QtGui import QAccessible
    from PySide6.QtWidgets import QWidget

    panel = check(qtbot, desk)
    for widget in panel.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            interface = QAccessible.queryAccessibleInterface(widget)
            assert interface.text(QAccessible.Text.Name), widget
