"""A person looks through everything that was done, and goes back to any point of it."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget

from synthreview.domain import Decision, OperationState, Verdict
from synthreview.project import HistoryFilter, Project
from synthreview.ui.review.history import words
from synthreview.ui.review.history.filter_line import UNDONE, Chosen, filter_of
from synthreview.ui.review.history.model import HEADING

TODAY = date(2026, 3, 12)
H, ESC, DOWN, END = Qt.Key.Key_H, Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_End


@pytest.fixture
def path(tmp_path):
    source = tmp_path / "notes.jsonl"
    source.write_text("".join(f'{{"text": "Note number {number}."}}\n' for number in range(12)))
    made = Project.open(tmp_path / "notes.synthreview", create=True)
    made.import_file(source)
    made.close()
    return tmp_path / "notes.synthreview"


@pytest.fixture
def project(path):
    opened = Project.open(path, reviewer="Ana")
    yield opened
    shut(opened)


def shut(project):
    """Close a project as the window does, with nothing on screen that would look into it."""
    for window in QApplication.topLevelWidgets():
        window.hide()
        for timer in window.findChildren(QTimer):
            timer.stop()
    project.close()


@pytest.fixture
def see(open_desk, bridge, qtbot):
    """Open the desk and its history, and wait for what was asked for."""

    def opened(project, **size):
        desk = open_desk(project, **size)
        QTest.keyClick(desk, H)
        settle(qtbot, bridge)
        return desk

    return opened


@pytest.fixture
def rest(bridge, qtbot):
    """Wait until nothing is read or written any more."""

    def waited():
        settle(qtbot, bridge)

    return waited


def settle(qtbot, bridge):
    qtbot.wait(200)
    qtbot.waitUntil(lambda: not bridge.active())
    QApplication.processEvents()


def lines(desk):
    model = desk.past.panel.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def spoken(desk, row):
    return desk.past.panel.model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def at(desk, label):
    """Go to the line of an operation."""
    desk.past.panel.list.go_to(lines(desk).index(label))


def act(desk, name):
    QTest.mouseClick(desk.past.panel.foot.acts[name], Qt.MouseButton.LeftButton)


def decided(project):
    return {
        item: project.view(item).decision.verdict
        for item in project.queue_ids("")
        if project.view(item).decision
    }


def three(project):
    for item, verdict in ((1, Verdict.ACCEPT), (2, Verdict.REJECT), (3, Verdict.DEFER)):
        project.decide(item, verdict)


# Opening and closing


def test_h_opens_the_history_in_place_of_the_reasons_and_escape_goes_back_to_the_item(see, project):
    three(project)
    desk = see(project)
    panel = desk.past.panel
    assert panel.isVisible()
    assert not desk.why.isVisible()
    assert QApplication.focusWidget() is panel.list
    assert lines(desk) == ["Defer #3", "Reject #2", "Accept #1", words.BEGINNING]
    QTest.keyClick(panel.list, ESC)
    assert not panel.isVisible()
    assert desk.why.isVisible()
    assert QApplication.focusWidget() is desk.item.area


def test_h_once_more_closes_it(see, project):
    desk = see(project)
    QTest.keyClick(desk, H)
    assert not desk.past.panel.isVisible()


def test_the_heading_beside_an_item_opens_it_too(open_desk, project, rest):
    desk = open_desk(project)
    [button] = [
        b for b in desk.why.findChildren(QAbstractButton) if b.accessibleName() == "Show the whole history"
    ]
    button.click()
    rest()
    assert desk.past.panel.isVisible()


def test_before_anything_was_done_it_says_what_will_stand_here(see, project):
    desk = see(project)
    panel = desk.past.panel
    assert panel.empty_title.isVisible()
    assert panel.empty_title.text() == "Nothing was done yet"
    assert panel.count.text() == "0 steps"
    assert not panel.foot.isVisible()


def test_the_one_who_listens_hears_what_who_when_and_where_one_is(see, project):
    three(project)
    project.undo()
    desk = see(project)
    assert spoken(desk, 0).startswith("Defer #3, Ana, today ")
    assert spoken(desk, 0).endswith(", undone")
    assert spoken(desk, 1).endswith(", you are here")
    assert spoken(desk, 3) == "The beginning, Nothing was done before this"
    assert desk.past.panel.list.row == 1, "it opens where one is"


def test_days_have_headings(see, path):
    project = Project.open(path, reviewer="Ana")
    three(project)
    project.close()
    with sqlite3.connect(path) as connection:
        for seq, days in ((1, 400), (2, 1), (3, 0)):
            moment = datetime.now().astimezone() - timedelta(days=days)
            connection.execute("UPDATE op SET at = ? WHERE seq = ?", (moment.isoformat(), seq))
    connection.close()
    project = Project.open(path, reviewer="Ana")
    desk = see(project)
    model, view = desk.past.panel.model, desk.past.panel.list
    told = [model.index(row, 0).data(HEADING) for row in range(4)]
    assert told[:2] == ["Today", "Yesterday"]
    assert told[2].endswith(str((words.today() - timedelta(days=400)).year))
    assert told[3] == ""
    assert view.rowHeight(0) > view.rowHeight(3)
    shut(project)


def test_a_decision_made_meanwhile_comes_on_top(see, project, rest):
    three(project)
    desk = see(project)
    QTest.keyClick(desk.past.panel.list, Qt.Key.Key_A)
    rest()
    assert lines(desk)[0] == "Accept #4"
    assert desk.past.panel.list.row == 0, "the mark moves along with where one is"
    assert desk.past.panel.isVisible()


def test_arrows_and_end_move_in_the_list_and_leave_the_item_alone(see, project):
    three(project)
    desk = see(project)
    shown = desk.view.item.id
    QTest.keyClick(desk.past.panel.list, DOWN)
    assert desk.past.panel.list.row == 1
    QTest.keyClick(desk.past.panel.list, END)
    assert desk.past.panel.list.row == 3
    assert desk.view.item.id == shown


def test_everything_the_keyboard_reaches_has_a_name(see, project):
    three(project)
    desk = see(project)
    reached = [
        widget
        for widget in desk.past.panel.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisibleTo(desk.past.panel)
    ]
    nameless = [type(widget).__name__ for widget in reached if not widget.accessibleName()]
    assert len(reached) >= 10
    assert nameless == []


# What can be done


def test_enter_shows_the_item_and_the_history_stays(see, project):
    three(project)
    desk = see(project)
    at(desk, "Reject #2")
    QTest.keyClick(desk.past.panel.list, Qt.Key.Key_Return)
    assert desk.view.item.id == 2
    assert desk.past.panel.isVisible()


def test_one_old_decision_is_taken_back_without_the_later_ones(see, project, rest):
    three(project)
    desk = see(project)
    at(desk, "Accept #1")
    act(desk, "revert")
    rest()
    assert decided(project) == {2: Verdict.REJECT, 3: Verdict.DEFER}
    assert desk.item.toast.text == "Taken back: Accept #1"
    assert desk.view.item.id == 1
    assert lines(desk)[0] == "Take back: Accept #1"
    assert spoken(desk, 3).endswith("taken back since")


def test_the_toast_undoes_the_taking_back(see, project, rest):
    three(project)
    desk = see(project)
    at(desk, "Accept #1")
    act(desk, "revert")
    rest()
    QTest.mouseClick(desk.item.toast._act, Qt.MouseButton.LeftButton)
    rest()
    assert decided(project)[1] is Verdict.ACCEPT
    assert spoken(desk, 0).endswith("undone")


def test_an_item_taken_back_comes_up_again(see, project, rest):
    three(project)
    desk = see(project)
    at(desk, "Accept #1")
    act(desk, "revert")
    rest()
    QTest.keyClick(desk, Qt.Key.Key_A)
    assert decided(project)[1] is Verdict.ACCEPT


def test_what_was_changed_since_is_named_and_nothing_is_taken_back(see, project, rest):
    project.decide(1, Verdict.ACCEPT)
    project.decide(1, Verdict.REJECT)
    desk = see(project)
    at(desk, "Accept #1")
    act(desk, "revert")
    rest()
    assert "changed since by 'Reject #1' (Ana)" in desk.item.toast.text
    assert decided(project) == {1: Verdict.REJECT}


def test_of_a_batch_the_rest_is_taken_back_and_what_stays_is_counted(see, project, rest):
    project.decide_many([Decision(item, Verdict.REJECT) for item in (1, 2, 3)])
    project.decide(2, Verdict.ACCEPT)
    desk = see(project)
    at(desk, "Reject 3 items")
    act(desk, "revert")
    rest()
    assert (
        desk.item.toast.text == "Taken back: Reject 3 items (2 of 3). 1 item changed since stay as they are"
    )
    assert decided(project) == {2: Verdict.ACCEPT}


def test_going_back_to_a_point_undoes_all_after_it_and_one_click_returns(see, project, rest):
    three(project)
    desk = see(project)
    at(desk, "Accept #1")
    act(desk, "go")
    rest()
    assert decided(project) == {1: Verdict.ACCEPT}
    assert desk.item.toast.text == "Went back: 2 steps undone"
    assert spoken(desk, 2).endswith("you are here")
    QTest.mouseClick(desk.item.toast._act, Qt.MouseButton.LeftButton)
    rest()
    assert len(decided(project)) == 3
    assert desk.item.toast.text == "Went forward: 2 steps done again"


def test_how_far_it_is_stands_below_before_one_goes(see, project, rest):
    three(project)
    desk = see(project)
    at(desk, "Accept #1")
    rest()
    assert desk.past.panel.foot.detail.text().endswith("Going back to here undoes 2 steps.")


def test_one_goes_forward_to_what_is_undone(see, project, rest):
    three(project)
    project.undo(0)
    desk = see(project)
    at(desk, "Reject #2")
    assert desk.past.panel.foot.acts["go"].text() == "Go forward to here"
    act(desk, "go")
    rest()
    assert decided(project) == {1: Verdict.ACCEPT, 2: Verdict.REJECT}


def test_the_beginning_is_a_point_to_go_to(see, project, rest):
    three(project)
    desk = see(project)
    QTest.keyClick(desk.past.panel.list, END)
    act(desk, "go")
    rest()
    assert decided(project) == {}
    assert desk.past.panel.list.row == 3
    assert spoken(desk, 3).endswith("you are here")


def test_what_was_left_behind_says_for_what_and_is_done_again(see, project, rest):
    three(project)
    project.undo()
    project.decide(5, Verdict.ACCEPT)
    desk = see(project)
    at(desk, "Defer #3")
    panel = desk.past.panel
    assert spoken(desk, 1).endswith("left behind for Accept #5")
    assert panel.foot.what.text() == "Defer #3"
    assert "left behind when 'Accept #5' was done instead" in panel.foot.detail.text()
    assert not panel.foot.acts["go"].isEnabled()
    assert panel.foot.acts["go"].toolTip().startswith("It was left behind")
    act(desk, "again")
    rest()
    assert decided(project)[3] is Verdict.DEFER
    assert desk.item.toast.text == "Done again: Defer #3"
    assert spoken(desk, 2).endswith("done again since")


def test_space_offers_all_that_can_be_done(see, project):
    three(project)
    desk = see(project)
    at(desk, "Reject #2")
    QTest.keyClick(desk.past.panel.list, Qt.Key.Key_Space)
    [menu] = [menu for menu in desk.past.panel.foot.findChildren(QMenu) if menu.isVisible()]
    offered = {entry.text(): entry.isEnabled() for entry in menu.actions()}
    menu.close()
    assert offered == {
        "Show the item": True,
        "Take back only this": True,
        "Go back to here": True,
        "Do again": False,
    }


def test_a_project_to_read_only_says_why_nothing_can_be_taken_back(see, path, project):
    three(project)
    reader = Project.open(path, reviewer="Ben")
    desk = see(reader)
    panel = desk.past.panel
    assert panel.foot.acts["show"].isEnabled()
    for name in ("revert", "go", "again"):
        assert not panel.foot.acts[name].isEnabled()
        assert "open in another window" in panel.foot.acts[name].toolTip()
    assert "open in another window" in panel.foot.detail.text()
    shut(reader)


def test_an_operation_on_a_data_set_is_about_no_item_and_can_be_taken_back(see, project, rest):
    project.rename_dataset(1, "essays")
    three(project)
    desk = see(project)
    at(desk, "Rename 'notes' to 'essays'")
    assert not desk.past.panel.foot.acts["show"].isEnabled()
    act(desk, "revert")
    rest()
    assert project.datasets()[0].name == "notes"


# Finding


def test_what_is_typed_narrows_the_list(see, project, rest):
    three(project)
    project.flag(2, True)
    desk = see(project)
    panel = desk.past.panel
    panel.filter.setFocus()
    QTest.keyClicks(panel.filter, "reject")
    rest()
    assert lines(desk) == ["Reject #2"]
    assert panel.count.text() == "1 match"
    panel.filter.clear()
    QTest.keyClicks(panel.filter, "#2")
    rest()
    assert lines(desk) == ["Flag #2", "Reject #2"]
    panel.filter.clear()
    rest()
    assert len(lines(desk)) == 5


def test_typing_in_the_filter_decides_nothing(see, project, rest):
    desk = see(project)
    desk.past.panel.filter.setFocus()
    QTest.keyClicks(desk.past.panel.filter, "axdfh")
    rest()
    assert decided(project) == {}
    assert desk.past.panel.isVisible()


def test_a_filter_that_nothing_meets_says_so_and_is_cleared_by_one_button(see, project, rest):
    three(project)
    desk = see(project)
    panel = desk.past.panel
    panel.filter.setText("nonsense")
    rest()
    assert panel.empty_title.text() == "Nothing meets this"
    QTest.mouseClick(panel.empty_step, Qt.MouseButton.LeftButton)
    rest()
    assert len(lines(desk)) == 4


def test_chips_ask_for_mine_this_item_many_and_undone(see, project, rest):
    three(project)
    project.reviewer = "Ben"
    project.decide(4, Verdict.ACCEPT)
    project.decide_many([Decision(item, Verdict.REJECT) for item in (2, 5)])
    project.undo()
    project.reviewer = "Ana"
    desk = see(project)
    desk.show_item(2)
    found = {}
    for name, chip in desk.past.panel.chips.items():
        chip.click()
        rest()
        found[name] = lines(desk)
        chip.click()
        rest()
    assert found == {
        "mine": ["Defer #3", "Reject #2", "Accept #1"],
        "item": ["Reject 2 items", "Reject #2"],
        "bulk": ["Reject 2 items"],
        "undone": ["Reject 2 items"],
    }


def test_this_item_follows_the_item_on_screen(see, project, rest):
    three(project)
    desk = see(project)
    desk.show_item(2)
    desk.past.panel.chips["item"].click()
    rest()
    assert lines(desk) == ["Reject #2"]
    desk.show_item(3)
    rest()
    assert lines(desk) == ["Defer #3"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("reject #812", HistoryFilter(words=("reject",), item=812)),
        ("today", HistoryFilter(day=TODAY)),
        ("Yesterday accept", HistoryFilter(words=("accept",), day=TODAY - timedelta(days=1))),
        ("2025-11-02", HistoryFilter(day=date(2025, 11, 2))),
        ("2025-13-02", HistoryFilter(words=("2025-13-02",))),
        ("by:ben", HistoryFilter(reviewer="ben")),
        ("by: #", HistoryFilter(words=("by:", "#"))),
        ("#" + "9" * 30, HistoryFilter(words=("#" + "9" * 30,))),
        ("  ", HistoryFilter()),
    ],
)
def test_a_line_is_understood_as_people_write_it(typed, meant):
    assert filter_of(typed, Chosen(), TODAY) == meant


def test_chips_and_line_hold_together():
    chosen = Chosen(mine="Ana", item=3, bulk=True, undone=True)
    assert filter_of("rej", chosen, TODAY) == HistoryFilter(
        words=("rej",), reviewer="Ana", item=3, bulk=True, states=UNDONE
    )


@pytest.mark.parametrize(
    ("days", "said"), [(0, "Today"), (1, "Yesterday"), (3, "Monday"), (9, "3 March"), (365, "12 March 2025")]
)
def test_days_are_told_as_people_say_them(days, said):
    assert words.day_words(TODAY - timedelta(days=days), TODAY) == said


# Many


def test_a_long_history_is_read_by_the_page(see, path):
    project = Project.open(path, reviewer="Ana")
    project.close()
    with sqlite3.connect(path) as connection:
        connection.execute(
            "WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < 30000)"
            " INSERT INTO op (kind, label, reviewer, at, items, first_item, state)"
            " SELECT 'flag', 'Flag #1', 'Ana', '2026-03-12T10:00:00.000Z', 1, 1, 'done' FROM n"
        )
    connection.close()
    project = Project.open(path, reviewer="Ana")
    fetched = []
    read = project.history_rows
    project.history_rows = lambda numbers: fetched.append(len(numbers)) or read(numbers)
    desk = see(project)
    assert desk.past.panel.model.rowCount() == 30_001
    QTest.keyClick(desk.past.panel.list, END)
    assert sum(fetched) <= 600
    assert max(fetched) <= 100
    shut(project)


def test_the_history_is_the_same_after_a_restart(path):
    project = Project.open(path, reviewer="Ana")
    three(project)
    project.undo()
    project.decide(5, Verdict.ACCEPT)
    project.revert(1)
    before = project.history_rows(project.history_numbers())
    project.close()
    again = Project.open(path, reviewer="Ana")
    after = again.history_rows(again.history_numbers())
    again.close()
    assert after == before
    assert [row.operation.state for row in after].count(OperationState.ABANDONED) == 1
