"""Finding items in the whole window: the line above everything, on a real project."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.shell.conftest import LONG, imported

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def towns(tmp_path):
    records = [
        {
            "instruction": f"Name {number} rivers near the coast.",
            "input": "",
            "output": "The Elbe and the Rhine.",
        }
        for number in range(2, 12)
    ]
    records += [
        {"instruction": f"Write {number} lines about a mountain town.", "input": "", "output": "Snow falls."}
        for number in range(2, 12)
    ]
    records[3]["output"] = ""
    path = tmp_path / "towns.json"
    path.write_text(json.dumps(records, indent=1), encoding="utf-8")
    return path


@pytest.fixture
def desk(real, qtbot, towns):
    imported(real, qtbot, towns)
    qtbot.waitUntil(lambda: real.session.review.view is not None, timeout=LONG)
    real.activateWindow()
    qtbot.waitUntil(lambda: real.isActiveWindow() and not real.bridge.active(), timeout=LONG)
    return real.session.review


def write(real, qtbot, text):
    line = real.top.query
    QTest.keyClick(real.session.review, Qt.Key.Key_Slash)
    QTest.keyClicks(line, text)
    with qtbot.waitSignal(real.session.review.feed.listed, timeout=LONG):
        QTest.keyClick(line, Qt.Key.Key_Return)


def chips(real):
    return [condition.chip.words for condition in real.top.query.chips.conditions]


def test_words_and_patterns_list_what_has_them_and_read_as_conditions(real, desk, qtbot):
    write(real, qtbot, "mountain /[0-9]+ lines/")
    assert desk.queue.model.rowCount() == 10
    assert chips(real) == ["with \u201cmountain\u201d", "matching /[0-9]+ lines/"]
    assert real.top.query.chips.isVisible()
    box = desk.item.card.boxes["instruction"]
    marked = [box.text[mark.start : mark.end] for mark in box.view._layers["found"]]
    assert "mountain" in marked
    assert any(words.endswith(" lines") for words in marked)
    assert QApplication.focusWidget() is desk.item.area


def test_a_bad_pattern_is_told_under_the_line(real, desk):
    QTest.keyClick(desk, Qt.Key.Key_F, CTRL)
    QTest.keyClicks(real.top.query, "/[a-/")
    QTest.keyClick(real.top.query, Qt.Key.Key_Return)
    assert "close the '['" in real.top.query.drop.wrong.text()
    assert real.top.query.drop.isVisible()
    QTest.keyClick(real.top.query, Qt.Key.Key_Escape)
    assert not real.top.query.drop.isVisible()


def test_a_filter_of_a_value_that_does_not_exist_is_told_and_the_list_stays(real, desk, qtbot):
    QTest.keyClick(desk, Qt.Key.Key_Slash)
    QTest.keyClicks(real.top.query, "kind:poem")
    with qtbot.waitSignal(desk.feed.refused, timeout=LONG):
        QTest.keyClick(real.top.query, Qt.Key.Key_Return)
    assert real.top.query.drop.isVisible()
    assert real.top.query.drop.wrong.text().startswith("There is no kind 'poem'")
    assert desk.queue.model.rowCount() == 20


def test_counts_lead_to_fewer_items(real, desk, qtbot):
    with qtbot.waitSignal(desk.seeking.counting.counted, timeout=LONG):
        QTest.keyClick(desk, Qt.Key.Key_T)
    panel = desk.seeking.narrow.list
    lines = [panel.lines.line(row) for row in range(panel.lines.rowCount())]
    reason = next(
        row for row, line in enumerate(lines) if line.facet.key == "reason" and line.value is not None
    )
    count = lines[reason].value.count
    panel.setCurrentIndex(panel.lines.index(reason, 0))
    with qtbot.waitSignal(desk.feed.listed, timeout=LONG):
        QTest.keyClick(panel, Qt.Key.Key_Return)
    assert desk.queue.model.rowCount() == count
    with qtbot.waitSignal(desk.feed.listed, timeout=LONG):
        QTest.keyClick(panel, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert desk.queue.model.rowCount() == 20 - count


def test_a_saved_filter_is_kept_renamed_and_undone(real, desk, qtbot):
    write(real, qtbot, "mountain")
    QTest.keyClick(desk, Qt.Key.Key_V)
    panel = desk.seeking.saved
    panel.name.setFocus()
    QTest.keyClicks(panel.name, "High places")
    QTest.keyClick(panel.name, Qt.Key.Key_Return)
    assert real.session.project.saved_filters() == {"High places": "mountain"}
    panel.list.setCurrentRow(panel.list.count() - 1)
    panel.rename.click()
    QTest.keyClicks(panel.name, "Alps")
    QTest.keyClick(panel.name, Qt.Key.Key_Return)
    assert real.session.project.saved_filters() == {"Alps": "mountain"}
    desk.undo()
    assert real.session.project.saved_filters() == {"High places": "mountain"}


def test_items_alike_are_listed_and_the_cross_goes_back(real, desk, qtbot):
    write(real, qtbot, "item>=0")
    desk.show_item(15)
    QTest.keyClick(desk, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: chips(real) == ["like #15"], timeout=LONG)
    qtbot.waitUntil(lambda: desk.queue.model.row_of(15) is None, timeout=LONG)
    assert "mountain" in desk.view.item.text("instruction") or desk.queue.model.rowCount() > 10
    with qtbot.waitSignal(desk.feed.listed, timeout=LONG):
        real.top.query.chips.conditions[0].cross.click()
    assert desk.feed.where == "item>=0"
    assert desk.view.item.id == 15
