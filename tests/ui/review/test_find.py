"""A person finds items: by words, by conditions, by what they are made of, by likeness, by a saved filter."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from synthreview.domain import Changes, Kind, Verdict
from synthreview.errors import UserError
from synthreview.ui.review.narrowing.facet_model import spoken
from synthreview.ui.text.marks import Look
from tests.ui.review.fake_project import BigProject, Entry, FakeProject
from tests.ui.review.samples import every

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def asked(qtbot, desk, where):
    with qtbot.waitSignal(desk.feed.listed):
        desk.open_filter(where)


def narrowed(qtbot, desk):
    """The panel with its counts, opened by key."""
    with qtbot.waitSignal(desk.seeking.counting.counted):
        QTest.keyClick(desk, Qt.Key.Key_T)
    return desk.seeking.narrow


def lines(panel):
    model = panel.list.lines
    return [spoken(model.line(row)) for row in range(model.rowCount())]


def at(panel, words):
    rows = [row for row, said in enumerate(lines(panel)) if said.startswith(words)]
    panel.list.setCurrentIndex(panel.list.lines.index(rows[0], 0))


def chips(line):
    return [condition.chip.words for condition in line.chips.conditions]


def offered(line):
    return [line.drop.list.item(row).text() for row in range(line.drop.list.count())]


def found_in(desk):
    return {
        path: [box.text[mark.start : mark.end] for mark in box.view._layers.get("found", ())]
        for path, box in desk.item.card.boxes.items()
        if box.view._layers.get("found")
    }


# The filter line


def test_a_filter_reads_as_conditions_while_nobody_writes_it(open_desk, qtbot):
    desk = open_desk()
    asked(qtbot, desk, "kind:instruction verdict:undecided")
    line = desk.queue.filter
    assert line.chips.isVisible()
    assert chips(line) == ["kind instruction", "undecided"]


def test_what_the_queue_opens_with_needs_no_words(open_desk):
    line = open_desk().queue.filter
    assert line.text() == ""
    assert not line.chips.isVisible()


def test_the_cross_of_a_condition_takes_it_away(open_desk, qtbot):
    desk = open_desk()
    asked(qtbot, desk, "kind:simulation verdict:undecided")
    with qtbot.waitSignals([desk.feed.listed, desk.filtered]):
        desk.queue.filter.chips.conditions[1].cross.click()
    assert desk.feed.where == "kind:simulation"
    assert chips(desk.queue.filter) == ["kind simulation"]


def test_every_cross_can_be_reached_by_keyboard_and_says_what_it_takes_away(open_desk, qtbot):
    desk = open_desk()
    asked(qtbot, desk, "flag:no risk>0")
    one, two = desk.queue.filter.chips.conditions
    QTest.keyClick(desk, Qt.Key.Key_Slash)
    QTest.keyClick(desk.queue.filter, Qt.Key.Key_Backtab)
    assert two.cross.hasFocus()
    QTest.keyClick(two.cross, Qt.Key.Key_Backtab)
    assert one.cross.hasFocus()
    assert desk.queue.filter.chips.isVisible()
    assert one.cross.accessibleName() == "Take away: not flagged"
    QTest.keyClick(one.cross, Qt.Key.Key_Tab)
    assert two.cross.hasFocus()
    QTest.keyClick(two.cross, Qt.Key.Key_Tab)
    assert desk.queue.filter.hasFocus()
    QTest.keyClick(desk.queue.filter, Qt.Key.Key_Backtab)
    with qtbot.waitSignal(desk.feed.listed):
        QTest.keyClick(two.cross, Qt.Key.Key_Space)
    assert desk.feed.where == "flag:no"


@pytest.mark.parametrize(("key", "modifier"), [(Qt.Key.Key_Slash, None), (Qt.Key.Key_F, CTRL)])
def test_a_key_begins_the_writing_on_the_text_of_the_filter(open_desk, qtbot, key, modifier):
    desk = open_desk()
    asked(qtbot, desk, "kind:simulation")
    QTest.keyClick(desk, key, modifier or Qt.KeyboardModifier.NoModifier)
    line = desk.queue.filter
    assert line.hasFocus()
    assert not line.chips.isVisible()
    assert line.selectedText() == "kind:simulation"


def test_escape_restores_the_filter_in_force(open_desk, qtbot):
    desk = open_desk()
    asked(qtbot, desk, "kind:simulation")
    QTest.keyClick(desk, Qt.Key.Key_Slash)
    QTest.keyClicks(desk.queue.filter, "accept")
    QTest.keyClick(desk.queue.filter, Qt.Key.Key_Escape)
    assert desk.queue.filter.text() == "kind:simulation"
    assert desk.queue.filter.chips.isVisible()
    assert QApplication.focusWidget() is desk.item.area
    assert not desk._project.decided


def test_what_was_written_and_left_can_be_taken_up_again(open_desk, qtbot):
    desk = open_desk()
    line = desk.queue.filter
    QTest.keyClick(desk, Qt.Key.Key_Slash)
    QTest.keyClicks(line, "label:rude")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    QTest.keyClick(desk, Qt.Key.Key_Slash)
    assert offered(line)[0] == "label:rude"


def test_keys_are_offered_with_their_meaning_and_taken_with_enter(open_desk):
    desk = open_desk()
    line = desk.queue.filter
    QTest.keyClick(desk, Qt.Key.Key_Slash)
    QTest.keyClicks(line, "ki")
    assert offered(line) == ["kind:"]
    assert line.drop.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "kind:, what sort of item it is"
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.text() == "kind:"
    assert line.hasFocus()


def test_values_are_offered_as_the_project_has_them(open_desk, qtbot):
    desk = open_desk()
    line = desk.queue.filter
    with qtbot.waitSignal(desk.seeking.counting.known):
        QTest.keyClick(desk, Qt.Key.Key_Slash)
    QTest.keyClicks(line, "-kind:sim")
    assert offered(line) == ["kind:simulation"]
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert line.text() == "-kind:simulation "


def test_the_arrow_keys_in_the_line_do_not_move_through_the_queue(open_desk):
    desk = open_desk()
    QTest.keyClick(desk, Qt.Key.Key_Slash)
    QTest.keyClick(desk.queue.filter, Qt.Key.Key_Down)
    QTest.keyClick(desk.queue.filter, Qt.Key.Key_Down)
    assert desk.view.item.id == 1


def test_an_earlier_filter_is_one_choice_away(open_desk, qtbot):
    desk = open_desk()
    asked(qtbot, desk, "kind:simulation")
    asked(qtbot, desk, "")
    line = desk.queue.filter
    QTest.keyClick(desk, Qt.Key.Key_Slash)
    QTest.keyClick(line, Qt.Key.Key_Down)
    with qtbot.waitSignal(desk.feed.listed):
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert desk.feed.where == "kind:simulation"


def test_a_filter_that_cannot_be_read_is_told_beneath_and_stays_to_be_mended(open_desk, qtbot):
    desk = open_desk()
    line = desk.queue.filter
    QTest.keyClick(desk, Qt.Key.Key_Slash)
    QTest.keyClicks(line, "/(coast/")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.drop.isVisible()
    assert "close the '('" in line.drop.wrong.text()
    assert line.hasFocus()
    assert line.text() == "/(coast/"
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    assert not line.property("wrong")


def test_a_filter_refused_later_leaves_the_one_in_force(open_desk, qtbot):
    desk = open_desk()
    asked(qtbot, desk, "kind:simulation")
    with qtbot.waitSignal(desk.feed.refused):
        desk.open_filter("nonsense:1")
    assert desk.feed.where == "kind:simulation"
    assert desk.view.item.id == 2
    assert desk.queue.filter.text() == "nonsense:1"
    QTest.keyClick(desk, Qt.Key.Key_Escape)
    assert desk.queue.filter.text() == "kind:simulation"
    assert not desk.queue.filter.drop.isVisible()


# The list


def test_the_first_items_are_there_before_all_are_found(open_desk, qtbot):
    project = BigProject(1000)
    desk = open_desk(project)
    hold, whole = threading.Event(), project.queue_ids
    project.queue_page = lambda where="", limit=200, job=None: whole(where)[:limit]
    project.queue_ids = lambda where="", job=None: hold.wait(30) and whole(where)
    with qtbot.waitSignal(desk.feed.began):
        desk.open_filter("colour")
    assert desk.queue.model.rowCount() == 200
    assert desk.queue._left.text() == "At least 200 matches"
    QTest.keyClick(desk, Qt.Key.Key_J)
    desk.queue.table.verticalScrollBar().setValue(50)
    place = desk.queue.table.verticalScrollBar().value()
    with qtbot.waitSignal(desk.feed.listed):
        hold.set()
    assert desk.queue.model.rowCount() == 1000
    assert desk.queue.row == 1
    assert desk.view.item.id == 2
    assert desk.queue.table.verticalScrollBar().value() == place
    assert desk.queue._left.text() == "1\u202f000 matches"


def test_a_search_that_takes_long_says_so_and_can_be_cancelled(open_desk, qtbot, bridge):
    project = FakeProject(every())
    desk = open_desk(project)

    def search(where="", limit=200, job=None):
        while True:
            job.progress(3, 10)

    project.queue_page = search
    desk.open_filter("/(a|b)+c/")
    qtbot.waitUntil(lambda: desk.queue._left.text() == "Looking\u2026")
    (job,) = bridge.active()
    assert job.title == "Looking for items"
    qtbot.waitUntil(lambda: job.total == 10)
    with qtbot.waitSignal(desk.feed.stopped):
        desk.queue.stop.click()
    assert not desk.queue.stop.isVisible()
    assert desk.feed.is_worklist
    assert desk.queue.filter.text() == ""
    assert desk.queue._left.text() == "Queue · 10 left"
    assert desk.view.item.id == 1


def test_another_question_ends_a_search_without_a_word(open_desk, qtbot, bridge):
    project = FakeProject(every())
    desk = open_desk(project)
    page, cancelled = project.queue_page, []
    bridge.changed.connect(lambda job: cancelled.append(job.state) if job.state == "cancelled" else None)

    def search(where="", limit=200, job=None):
        while where == "slow":
            job.progress(0)
        return page(where, limit)

    project.queue_page = search
    desk.open_filter("slow")
    qtbot.waitUntil(lambda: bool(bridge.active()) and bridge.active()[0].state == "running")
    asked(qtbot, desk, "kind:simulation")
    qtbot.waitUntil(lambda: not bridge.active())
    assert desk.view.item.id == 2
    assert cancelled == []


# Words found


def test_the_words_looked_for_are_marked_in_the_item_and_in_the_queue(open_desk, qtbot):
    desk = open_desk()
    asked(qtbot, desk, "article kind:instruction")
    assert found_in(desk) == {
        "instruction": ["article"],
        "input": ["article"],
        "output": ["article"],
    }
    model = desk.queue.model
    (mark,) = model.found.marks(model.data(model.index(0, 0)))
    assert mark.look is Look.FOUND


def test_marks_of_words_go_with_the_filter(open_desk, qtbot):
    desk = open_desk()
    asked(qtbot, desk, "article")
    assert found_in(desk)
    asked(qtbot, desk, "")
    desk.show_item(3)
    assert found_in(desk) == {}


def test_a_pattern_marks_what_it_fits(open_desk, qtbot):
    desk = open_desk()
    asked(qtbot, desk, "/coastal t[a-z]+s/")
    assert found_in(desk) == {"output": ["coastal towns"]}


def test_evidence_stays_marked_beside_the_words_found(open_desk, qtbot):
    desk = open_desk()
    asked(qtbot, desk, "article")
    assert desk.item.card.boxes["instruction"].view._marks
    QTest.keyClick(desk, Qt.Key.Key_Period)
    assert "output" in found_in(desk)


def test_the_first_hit_is_brought_on_screen(open_desk, qtbot):
    text = "A line of no interest.\n" * 300 + "Here is the needle."
    desk = open_desk(FakeProject([Entry(Kind.INSTRUCTION, {"instruction": "Read.", "output": text})]))
    assert desk.item.area.verticalScrollBar().value() == 0
    asked(qtbot, desk, "needle")
    box, mark = desk.item.card.first_found()
    top = box.mapTo(desk.item.area.viewport(), box.place_of(mark).topLeft()).y()
    assert 0 <= top < desk.item.area.viewport().height()


# Narrowing down


def test_t_shows_what_the_items_are_made_of_and_the_item_stays(open_desk, qtbot):
    desk = open_desk()
    panel = narrowed(qtbot, desk)
    assert "Kind: instruction, 5 items" in lines(panel)
    assert desk.queue.stack.currentWidget() is panel
    assert desk.view.item.id == 1
    QTest.keyClick(desk, Qt.Key.Key_T)
    assert desk.queue.stack.currentWidget() is desk.queue.table
    assert QApplication.focusWidget() is desk.item.area


def test_enter_on_a_value_adds_it_and_the_counts_follow(open_desk, qtbot):
    desk = open_desk()
    panel = narrowed(qtbot, desk)
    at(panel, "Kind: simulation")
    with qtbot.waitSignals([desk.feed.listed, desk.seeking.counting.counted]):
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert desk.feed.where == 'verdict:undecided kind:"simulation"'
    assert desk.view.item.id == 2
    assert [said for said in lines(panel) if said.startswith("Kind:")] == [
        "Kind: simulation, 1 item, in the filter"
    ]
    assert panel.list.hasFocus()


def test_enter_on_a_value_in_the_filter_takes_it_away_again(open_desk, qtbot):
    desk = open_desk()
    panel = narrowed(qtbot, desk)
    for _ in range(2):
        at(panel, "Kind: simulation")
        with qtbot.waitSignals([desk.feed.listed, desk.seeking.counting.counted]):
            QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert desk.feed.where == "verdict:undecided"


def test_shift_enter_leaves_a_value_out(open_desk, qtbot):
    desk = open_desk()
    panel = narrowed(qtbot, desk)
    at(panel, "Kind: instruction")
    with qtbot.waitSignals([desk.feed.listed, desk.seeking.counting.counted]):
        QTest.keyClick(panel.list, Qt.Key.Key_Return, SHIFT)
    assert desk.feed.where == "verdict:undecided -kind:instruction"
    assert not any(said.startswith("Kind: instruction") for said in lines(panel))


@pytest.mark.parametrize(
    ("modifier", "where"),
    [
        (Qt.KeyboardModifier.NoModifier, 'verdict:undecided kind:"simulation"'),
        (SHIFT, "verdict:undecided -kind:simulation"),
    ],
)
def test_a_click_does_the_same(open_desk, qtbot, modifier, where):
    desk = open_desk()
    panel = narrowed(qtbot, desk)
    row = next(row for row, said in enumerate(lines(panel)) if said.startswith("Kind: simulation"))
    index = panel.list.lines.index(row, 0)
    panel.list.scrollTo(index)
    with qtbot.waitSignal(desk.feed.listed):
        place = panel.list.visualRect(index).center()
        QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, modifier, place)
    assert desk.feed.where == where


def test_the_arrows_move_in_the_panel_and_letters_still_decide(open_desk, qtbot):
    desk = open_desk()
    panel = narrowed(qtbot, desk)
    row = panel.list.currentIndex().row()
    QTest.keyClick(panel.list, Qt.Key.Key_Down)
    assert panel.list.currentIndex().row() == row + 1
    assert desk.view.item.id == 1
    QTest.keyClick(panel.list, Qt.Key.Key_A)
    assert desk._project.decided[1].verdict is Verdict.ACCEPT


def test_a_facet_closes_and_opens(open_desk, qtbot):
    desk = open_desk()
    panel = narrowed(qtbot, desk)
    at(panel, "Kind: ")
    QTest.keyClick(panel.list, Qt.Key.Key_Left)
    assert "Kind, closed" in lines(panel)
    assert not any(said.startswith("Kind:") for said in lines(panel))
    QTest.keyClick(panel.list, Qt.Key.Key_Right)
    assert any(said.startswith("Kind:") for said in lines(panel))


def test_counting_says_so_and_nothing_to_count_too(open_desk, qtbot):
    desk = open_desk()
    hold, facets = threading.Event(), desk._project.facets
    desk._project.facets = lambda where="", job=None: hold.wait(30) and facets(where)
    QTest.keyClick(desk, Qt.Key.Key_T)
    panel = desk.seeking.narrow
    assert panel.said.text() == "Counting\u2026"
    assert panel.said.isVisible()
    QTest.keyClick(desk, Qt.Key.Key_J)
    assert desk.view.item.id == 1 or desk.view.item.id == 2
    with qtbot.waitSignal(desk.seeking.counting.counted):
        hold.set()
    assert not panel.said.isVisible()
    with qtbot.waitSignals([desk.feed.listed, desk.seeking.counting.counted]):
        desk.open_filter("nothingofthekind")
    assert panel.said.text() == "No item meets this filter, so there is nothing to narrow down."


def test_counts_that_fail_say_why(open_desk, qtbot):
    desk = open_desk()

    def fail(where="", job=None):
        raise UserError("The project cannot be read; close it and open it again.")

    desk._project.facets = fail
    with qtbot.waitSignal(desk.seeking.counting.failed):
        QTest.keyClick(desk, Qt.Key.Key_T)
    assert desk.seeking.narrow.said.text().startswith("The project cannot be read")


def test_in_a_narrow_window_the_panel_comes_in_the_drawer_and_goes_with_it(open_desk, qtbot):
    desk = open_desk(width=900, height=700)
    assert not desk.queue.isVisible()
    panel = narrowed(qtbot, desk)
    assert panel.isVisible()
    QTest.keyClick(panel.list, Qt.Key.Key_Escape)
    assert not desk.queue.isVisible()
    assert QApplication.focusWidget() is desk.item.area


# Saved filters


def saved_names(panel):
    return [panel.list.item(row).text() for row in range(panel.list.count())]


def test_v_lists_filters_that_are_always_there(open_desk):
    desk = open_desk()
    QTest.keyClick(desk, Qt.Key.Key_V)
    assert saved_names(desk.seeking.saved) == [
        "To decide",
        "Deferred",
        "Flagged",
        "Decided by me",
        "Where a finding was called wrong",
        "All items",
    ]
    assert not desk.seeking.saved.remove.isVisible()


def test_enter_opens_a_saved_filter_and_gives_the_queue_back(open_desk, qtbot):
    desk = open_desk()
    QTest.keyClick(desk, Qt.Key.Key_D)
    QTest.keyClick(desk, Qt.Key.Key_V)
    QTest.keyClick(desk.seeking.saved.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(desk.feed.listed):
        QTest.keyClick(desk.seeking.saved.list, Qt.Key.Key_Return)
    assert desk.feed.where == "verdict:defer"
    assert desk.view.item.id == 1
    assert desk.queue.stack.currentWidget() is desk.queue.table


def kept(qtbot, desk, where, name):
    asked(qtbot, desk, where)
    QTest.keyClick(desk, Qt.Key.Key_V)
    panel = desk.seeking.saved
    panel.name.setFocus()
    QTest.keyClicks(panel.name, name)
    QTest.keyClick(panel.name, Qt.Key.Key_Return)
    return panel


def test_the_present_filter_is_kept_under_a_name(open_desk, qtbot):
    desk = open_desk()
    panel = kept(qtbot, desk, "kind:simulation", "all my chats")
    assert desk._project.saved == {"all my chats": "kind:simulation"}
    assert saved_names(panel)[-1] == "all my chats"
    assert panel.name.text() == ""
    assert desk.item.toast.text == "Saved the filter 'all my chats'"
    assert not desk._project.decided


def test_a_name_that_is_taken_is_told(open_desk, qtbot):
    desk = open_desk()
    kept(qtbot, desk, "kind:simulation", "Chats")
    QTest.keyClick(desk, Qt.Key.Key_Escape)
    panel = kept(qtbot, desk, "kind:preference", "Chats")
    assert "already" in panel.wrong.text()
    assert desk._project.saved == {"Chats": "kind:simulation"}


def test_a_saved_filter_is_removed_and_comes_back_with_undo(open_desk, qtbot):
    desk = open_desk()
    panel = kept(qtbot, desk, "kind:simulation", "Chats")
    panel.list.setCurrentRow(panel.list.count() - 1)
    panel.remove.click()
    assert desk._project.saved == {}
    assert desk.item.toast.text == "Removed the filter 'Chats'"
    QTest.keyClick(desk, Qt.Key.Key_Z, CTRL)
    assert desk._project.saved == {"Chats": "kind:simulation"}
    qtbot.waitUntil(lambda: saved_names(panel)[-1] == "Chats")


def test_a_saved_filter_gets_another_name(open_desk, qtbot):
    desk = open_desk()
    panel = kept(qtbot, desk, "kind:simulation", "Chats")
    panel.list.setCurrentRow(panel.list.count() - 1)
    panel.rename.click()
    assert panel.name.hasFocus()
    assert panel.name.selectedText() == "Chats"
    QTest.keyClicks(panel.name, "Talks")
    QTest.keyClick(panel.name, Qt.Key.Key_Return)
    assert desk._project.saved == {"Talks": "kind:simulation"}
    assert saved_names(panel)[-1] == "Talks"


def test_where_nothing_can_be_written_filters_can_still_be_opened(open_desk, qtbot):
    desk = open_desk(FakeProject(every(), read_only=True))
    QTest.keyClick(desk, Qt.Key.Key_V)
    assert not desk.seeking.saved.save.isEnabled()
    with qtbot.waitSignal(desk.feed.listed):
        QTest.keyClick(desk.seeking.saved.list, Qt.Key.Key_Return)


# Items alike


def alike(open_desk):
    project = FakeProject(every())
    project.alike = {4: [4, 7, 9]}
    return open_desk(project)


def test_l_lists_items_like_this_one_and_escape_goes_back_to_where_it_was(open_desk, qtbot):
    desk = alike(open_desk)
    desk.show_item(4)
    with qtbot.waitSignal(desk.feed.listed):
        QTest.keyClick(desk, Qt.Key.Key_L)
    assert chips(desk.queue.filter) == ["like #4"]
    assert desk.queue.model.rowCount() == 3
    QTest.keyClick(desk, Qt.Key.Key_J)
    assert desk.view.item.id == 7
    with qtbot.waitSignal(desk.feed.listed):
        QTest.keyClick(desk, Qt.Key.Key_Escape)
    assert desk.feed.is_worklist
    assert desk.view.item.id == 4
    assert desk.queue.row == 3


def test_the_cross_of_items_alike_goes_back_too(open_desk, qtbot):
    desk = alike(open_desk)
    asked(qtbot, desk, "item>=0")
    desk.show_item(4)
    with qtbot.waitSignal(desk.feed.listed):
        QTest.keyClick(desk, Qt.Key.Key_L)
    with qtbot.waitSignal(desk.feed.listed):
        desk.queue.filter.chips.conditions[0].cross.click()
    assert desk.feed.where == "item>=0"
    assert desk.view.item.id == 4


def test_where_items_were_never_compared_that_is_done_first(open_desk, qtbot):
    desk = alike(open_desk)
    desk._project.ready = False
    desk.show_item(4)
    with qtbot.waitSignal(desk.feed.listed):
        QTest.keyClick(desk, Qt.Key.Key_L)
    assert desk._project.ready
    assert desk.feed.where == "like:4"


def test_escape_after_another_filter_does_not_jump_back(open_desk, qtbot):
    desk = alike(open_desk)
    desk.show_item(4)
    with qtbot.waitSignal(desk.feed.listed):
        QTest.keyClick(desk, Qt.Key.Key_L)
    asked(qtbot, desk, "kind:simulation")
    QTest.keyClick(desk, Qt.Key.Key_Escape)
    assert desk.feed.where == "kind:simulation"


def test_the_panel_counts_anew_when_data_moves(open_desk, qtbot):
    desk = open_desk()
    narrowed(qtbot, desk)
    with qtbot.waitSignal(desk.seeking.counting.counted):
        for listener in desk._project.listeners:
            listener(Changes(frozenset({"findings"})))
