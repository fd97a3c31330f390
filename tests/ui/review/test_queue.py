"""The queue fetches by the page, keeps little, and finds its way on any length."""

from __future__ import annotations

import sys
from array import array

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QAbstractItemModelTester, QTest

from synthreview.domain import Changes, Kind, QueueRow, Verdict
from synthreview.ui.review.queue_model import KEPT, PAGE, ROW, QueueModel, short
from tests.ui.review.fake_project import BigProject, Entry, FakeProject
from tests.ui.review.samples import every

MANY = 100_000


def listed(project):
    model = QueueModel(project.rows)
    model.set_ids(project.queue_ids())
    return model


def test_the_model_keeps_qts_rules(qapp):
    model = QueueModel(BigProject(1000).rows)
    tester = QAbstractItemModelTester(model)
    model.set_ids(array("q", range(1, 1001)))
    model.refresh([5])
    model.set_ids(array("q"))
    assert tester.model() is model


def test_a_long_queue_is_known_in_full_and_fetched_by_the_page(qapp):
    project = BigProject(MANY)
    model = listed(project)
    assert model.rowCount() == MANY
    assert project.fetched == []
    assert model.data(model.index(70_123, 0)) == "Item 70124"
    assert project.fetched == [PAGE]


def test_pages_out_of_use_are_let_go(qapp):
    project = BigProject(MANY)
    model = listed(project)
    for row in range(0, MANY, PAGE):
        model.data(model.index(row, 0))
    assert len(model._pages) == KEPT


def test_only_touched_rows_are_read_again(qapp, qtbot):
    project = BigProject(MANY)
    model = listed(project)
    model.data(model.index(0, 0))
    model.data(model.index(500, 0))
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.refresh([501], near=500)
    assert (changed.args[0].row(), changed.args[1].row()) == (500, 500)
    assert project.fetched == [PAGE, PAGE, 1]
    model.data(model.index(0, 0))
    model.data(model.index(500, 0))
    assert project.fetched == [PAGE, PAGE, 1]


def test_an_item_is_found_anywhere_and_a_missing_one_is_missed(qapp):
    model = listed(BigProject(MANY))
    assert model.row_of(99_999, near=3) == 99_998
    assert model.row_of(5, near=4) == 4
    assert model.row_of(MANY + 1) is None


def test_the_next_open_row_goes_round_and_ends(qapp):
    model = listed(BigProject(4))
    model.settle(2)
    assert model.next_open(0) == 2
    model.settle(3)
    model.settle(4)
    assert model.next_open(2) == 0
    model.settle(1)
    assert model.next_open(0) is None
    model.settle(4, settled=False)
    assert model.next_open(0) == 3


def test_a_queue_line_can_be_heard(qapp):
    model = QueueModel(
        lambda _ids: [
            QueueRow(1, 1, Kind.INSTRUCTION, "d", 0, None, 0.9, "Name a bird", "Too short", Verdict.FIX, True)
        ]
    )
    model.set_ids(array("q", [1]))
    said = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Name a bird, high risk, Too short, fixed, flagged"


def test_many_model_calls_do_not_lose_references_to_none(qapp):
    model = listed(BigProject(100))
    index = model.index(0, 0)
    before = sys.getrefcount(None)
    for _ in range(5000):
        model.data(index, Qt.ItemDataRole.FontRole)
        model.refresh([1])
    assert sys.getrefcount(None) > before - 1000


def test_a_hundred_thousand_items_open_on_the_first_and_jump_to_the_last(open_desk):
    desk = open_desk(BigProject(MANY))
    assert desk.view.item.id == 1
    desk.show_item(MANY)
    assert desk.queue.row == MANY - 1
    assert sum(desk.queue.model._fetch.__self__.fetched) <= 10 * PAGE


def test_a_click_on_a_line_shows_its_item(open_desk):
    desk = open_desk()
    place = desk.queue.table.visualRect(desk.queue.model.index(3, 0)).center()
    QTest.mouseClick(desk.queue.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.view.item.id == 4
    QTest.keyClick(desk, Qt.Key.Key_K)
    assert desk.view.item.id == 3


def test_a_decided_line_shows_its_verdict(open_desk):
    desk = open_desk()
    QTest.keyClick(desk, Qt.Key.Key_X)
    assert desk.queue.model.data(desk.queue.model.index(0, 0), ROW).verdict is Verdict.REJECT


def test_the_line_of_a_decided_item_is_painted_with_its_sign(open_desk, qapp):
    from synthreview.ui import theme

    desk = open_desk()
    QTest.keyClick(desk, Qt.Key.Key_X)
    QTest.keyClick(desk, Qt.Key.Key_J)
    place = desk.queue.table.visualRect(desk.queue.model.index(0, 0))
    picture = desk.queue.table.viewport().grab(place).toImage()
    seen = {
        picture.pixelColor(x, y).name().upper()
        for x in range(picture.width() // 2, picture.width())
        for y in range(picture.height())
    }
    assert QColor(theme.current().reject).name().upper() in seen


def test_the_head_counts_what_is_left_and_done(open_desk):
    desk = open_desk(BigProject(1377))
    assert desk.queue._left.text() == "Queue · 1\u202f377 left"
    assert desk.queue._done.text() == "0 done"


def test_a_filter_lists_what_matches(open_desk, qtbot):
    desk = open_desk()
    QTest.keyClick(desk, Qt.Key.Key_Slash)
    QTest.keyClicks(desk.queue.filter, "kind:simulation")
    with qtbot.waitSignals([desk.feed.listed, desk.filtered]):
        QTest.keyClick(desk.queue.filter, Qt.Key.Key_Return)
    assert desk.queue.model.rowCount() == 1
    assert desk.view.item.id == 2
    assert desk.queue._left.text() == "1 match"


def test_a_filter_that_cannot_be_used_says_why_and_changes_nothing(open_desk, qtbot):
    desk = open_desk()
    with qtbot.waitSignal(desk.feed.refused):
        desk.open_filter("nonsense:1")
    assert desk.queue.filter.drop.wrong.text().startswith("The filter has no key 'nonsense'")
    assert desk.queue.filter.drop.isVisible()
    assert desk.queue.model.rowCount() == 10
    with qtbot.waitSignal(desk.feed.listed):
        desk.open_filter("")
    assert not desk.queue.filter.drop.isVisible()


def test_only_the_newest_question_is_answered(open_desk, qtbot):
    desk = open_desk()
    desk.feed.ask("kind:simulation")
    with qtbot.waitSignal(desk.feed.listed):
        desk.feed.ask("kind:preference")
    qtbot.wait(50)
    assert desk.view.item.id == 6


def test_nothing_that_matches_offers_the_way_back(open_desk, qtbot):
    desk = open_desk()
    with qtbot.waitSignal(desk.feed.listed):
        desk.open_filter("kind:poem")
    assert desk.view is None
    assert not desk.item.bar.isVisible()
    with qtbot.waitSignal(desk.feed.listed):
        desk.empty.wanted.emit("worklist")
    assert desk.view.item.id == 1


def test_an_empty_project_offers_to_import(open_desk, qtbot):
    desk = open_desk(FakeProject())
    button = desk.item.places.currentWidget().findChild(type(desk.item.queue_button))
    with qtbot.waitSignal(desk.wanted) as wanted:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wanted.args == ["import_file"]


def test_when_all_is_decided_export_is_offered_and_undo_brings_the_last_back(open_desk, qtbot):
    project = FakeProject([Entry(Kind.INSTRUCTION, {"instruction": "Hi", "output": "Ho"})])
    desk = open_desk(project)
    QTest.keyClick(desk, Qt.Key.Key_A)
    assert desk.view is None
    button = desk.item.places.currentWidget().findChild(type(desk.item.queue_button))
    with qtbot.waitSignal(desk.wanted) as wanted:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wanted.args == ["export"]
    QTest.keyClick(desk, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.view.item.id == 1
    assert desk.item.bar.isVisible()


def test_a_new_ranking_keeps_the_item_on_screen(open_desk, qtbot):
    project = FakeProject(every())
    desk = open_desk(project)
    desk.show_item(4)
    project.queue_ids = lambda _where="": array("q", [9, 8, 4, 1])
    with qtbot.waitSignal(desk.feed.listed):
        for listener in project.listeners:
            listener(Changes(frozenset({"queue"})))
    assert desk.view.item.id == 4
    assert desk.queue.row == 2


def test_a_line_elsewhere_can_be_the_filter_line(open_desk, qtbot):
    from PySide6.QtWidgets import QApplication

    from synthreview.ui.filter_line.line import FilterLine

    desk = open_desk()
    line = FilterLine()
    line.setParent(desk)
    line.show()
    desk.use_query_line(line)
    QTest.keyClick(desk, Qt.Key.Key_Slash)
    assert QApplication.focusWidget() is line
    assert not desk.queue.filter.isVisible()
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is desk.item.area


@pytest.mark.parametrize(
    ("risk", "words"),
    [(0, "0"), (0.001, "<.01"), (0.93, ".93"), (0.994, ".99"), (0.999, ">.99"), (1, "1.00")],
)
def test_a_risk_is_never_rounded_to_certainty(risk, words):
    assert short(risk) == words
