"""A conversation reads as bubbles; its marked turns are a key apart, and each turn can be fixed on the spot."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from synthreview.domain import Confidence, Evidence, Kind, StoredFinding, Verdict
from synthreview.ui.review.part_editors import TextEditor
from synthreview.ui.review.turns_editor import SOURCE_CANNOT, TurnsEditor
from tests.ui.review.fake_project import Entry, FakeProject, finding
from tests.ui.review.samples import simulation, task_label

ROLES = ("system", "user", "user", "assistant", "tool", "assistant", "user", "assistant")


def turn(role, text="Some words.", speaker=""):
    return {"role": role, "speaker": speaker, "text": text}


def talk(roles=ROLES, findings=(), **more):
    turns = [turn(role, f"Turn number {at + 1}, said at some length.") for at, role in enumerate(roles)]
    return Entry(Kind.SIMULATION, {"task": "", "turns": turns}, tuple(findings), **more)


def flips(*turns):
    found = finding("Flipped", 0.9)
    spots = tuple(Evidence(f"turns.{number}.text", 0, 4, note=f"Flip {number + 1}") for number in turns)
    return replace(found, evidence=spots)


def strip(*chances):
    args = {
        "role": "user",
        "other": "assistant",
        "strip": [[at + 1, each] for at, each in enumerate(chances)],
    }
    return StoredFinding("role_model", "sounds", "Sounds odd", Confidence.WEAK, 0.9, 0.2, args=args)


@pytest.fixture
def desk(open_desk, qapp):
    def opened(*entries, **more):
        made = open_desk(FakeProject(entries), **more)
        qapp.processEvents()
        return made

    return opened


def card(desk):
    return desk.item.card


def bubbles(desk):
    return [each for each in card(desk).turns.bubbles if each.isVisible()]


def marked_now(desk):
    """The number of the turn whose button has the keyboard, from 1."""
    focus = QApplication.focusWidget()
    return next((at + 1 for at, each in enumerate(bubbles(desk)) if each.more is focus), None)


def choose(desk, turn, words):
    """Open the menu of a turn (from 1) by keyboard and take the entry that begins with these words."""
    button = bubbles(desk)[turn - 1].more
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    menu = card(desk).menu
    assert menu.isVisible()
    entries = [action.text() for action in menu.actions()]
    at = next(number for number, each in enumerate(entries) if each.startswith(words))
    for _ in range(at):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)


# Reading


def test_each_role_has_its_side_and_system_and_tools_stand_apart(desk):
    made = desk(talk())
    sides = [each.box.frame.property("side") for each in bubbles(made)]
    assert sides == ["apart", "other", "other", "own", "apart", "own", "other", "own"]
    left = [each.box.mapTo(made, QPoint()).x() for each in bubbles(made)]
    assert left[0] == left[1] == left[4] < left[3]


def test_what_one_speaker_says_in_a_row_stands_together_under_one_name(desk):
    made = desk(talk())
    titles = [each.box.title.text() for each in bubbles(made)]
    assert titles[:4] == ["1 · System", "2 · User", "3", "4 · Assistant"]

    def gap(number):
        above, below = bubbles(made)[number - 1].box, bubbles(made)[number].box
        return below.mapTo(made, QPoint()).y() - above.mapTo(made, QPoint()).y() - above.height()

    assert gap(2) < gap(3)


def test_speakers_with_names_of_their_own_have_a_side_each(desk):
    made = desk(talk(("Guard", "Prisoner", "Guard", "Prisoner")))
    assert [each.box.frame.property("side") for each in bubbles(made)] == ["other", "own", "other", "own"]
    assert bubbles(made)[1].box.title.text() == "2 · Prisoner"


def test_every_turn_says_who_speaks_to_a_screen_reader(desk):
    made = desk(talk())
    assert bubbles(made)[2].box.view.reading.accessibleName() == "Turn 3, User"
    assert bubbles(made)[2].more.accessibleName() == "Fix turn 3, User"


def test_the_turns_shown_later_are_marked_too(desk):
    many = talk(["user", "assistant"] * 40, [flips(2)])
    many.findings = (
        replace(
            many.findings[0],
            evidence=(*many.findings[0].evidence, Evidence("turns.70.text", 0, 4, note="Late")),
        ),
    )
    many.findings += (finding("Other", 0.2, "turns.1.text", 0, 4),)
    made = desk(many)
    card(made).turns.show_turns(many.parts["turns"], "Conversation")  # as if it had been too far down
    card(made).turns.show_all()
    boxes = card(made).boxes
    assert boxes["turns.70"].note.text() == "Late"
    assert boxes["turns.70"].view.reading.extraSelections()
    assert boxes["turns.2"].note.text() == "Flip 3"


# The strip


def test_the_figure_of_a_turn_is_told_under_the_mouse_and_gone_afterwards(desk):
    made = desk(talk(ROLES[1:], [strip(0.02, 0.2, 0.93, 0.1)]))
    shown = card(made).strip
    whole = "1 of 4 turns sounds like the other role, 1 may"
    assert shown.told.text() == whole
    cells = shown.cells
    QTest.mouseMove(cells, cells.place_of(2).center().toPoint())
    assert shown.told.text() == "Turn 3, assistant: sounds like the user (.93)"
    QApplication.sendEvent(cells, QEnterEvent(QPointF(), QPointF(), QPointF()))
    cells.leaveEvent(QEnterEvent(QPointF(), QPointF(), QPointF()))
    assert shown.told.text() == whole


def test_the_figure_of_a_turn_is_told_when_keys_go_there(desk):
    made = desk(talk(ROLES[1:], [strip(0.02, 0.2, 0.93, 0.1)]))
    cells = card(made).strip.cells
    cells.setFocus()
    QTest.keyClick(cells, Qt.Key.Key_Right)
    QTest.keyClick(cells, Qt.Key.Key_Right)
    assert card(made).strip.told.text() == "Turn 2, user: may sound like the assistant (.20)"


# From marked turn to marked turn


def test_the_brackets_go_round_the_marked_turns(desk):
    made = desk(talk(findings=[flips(2, 5)]))
    seen = []
    for _ in range(3):
        QTest.keyClick(made, Qt.Key.Key_BracketRight)
        seen.append(marked_now(made))
    QTest.keyClick(made, Qt.Key.Key_BracketLeft)
    assert [*seen, marked_now(made)] == [3, 6, 3, 6]


def test_the_next_conversation_is_read_from_its_beginning_not_from_a_turn_of_the_last(desk):
    made = desk(talk(findings=[flips(2)]), talk(findings=[flips(4)]))
    QTest.keyClick(made, Qt.Key.Key_BracketRight)
    QTest.keyClick(made, Qt.Key.Key_J)
    assert made.item.area.hasFocus()


def test_back_from_the_start_is_the_last_marked_turn(desk):
    made = desk(talk(findings=[flips(2, 5)]))
    QTest.keyClick(made, Qt.Key.Key_BracketLeft)
    assert marked_now(made) == 6


def test_a_marked_turn_far_down_comes_on_screen(desk, qapp):
    made = desk(talk(["user", "assistant"] * 80, [flips(120)]))
    QTest.keyClick(made, Qt.Key.Key_BracketRight)
    qapp.processEvents()
    top = card(made).boxes["turns.120"].mapTo(made.item.area.viewport(), QPoint()).y()
    assert 0 <= top < made.item.area.viewport().height()


def test_a_turn_that_only_the_strip_calls_unlike_is_marked_as_well(desk):
    made = desk(talk(ROLES[1:], [strip(0.02, 0.2, 0.93, 0.1)]))
    QTest.keyClick(made, Qt.Key.Key_BracketRight)
    assert marked_now(made) == 3
    assert card(made).boxes["turns.2"].note.text() == "Sounds like the user (.93)"


def test_without_a_marked_turn_a_quiet_line_says_so(desk):
    made = desk(talk(), task_label())
    QTest.keyClick(made, Qt.Key.Key_BracketRight)
    assert "No turn of this conversation is marked." in [
        each.text() for each in made.item.toast.findChildren(QLabel)
    ]
    made.show_item(2)
    QTest.keyClick(made, Qt.Key.Key_BracketLeft)
    assert "This item has no turns to go through." in [
        each.text() for each in made.item.toast.findChildren(QLabel)
    ]


def test_evidence_in_a_turn_that_is_gone_marks_nothing(desk):
    made = desk(talk(findings=[flips(30)]))
    QTest.keyClick(made, Qt.Key.Key_BracketRight)
    assert marked_now(made) is None


# Fixing


def test_relabelling_opens_the_editor_with_the_other_role_and_is_kept_with_one_key(desk):
    made = desk(simulation())
    choose(made, 4, "Relabel as user")
    editor = made.fixing.editor
    assert editor.edits() == {"turns.3.role": "user"}
    assert editor.editors["turns.3.role"].field.hasFocus()
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert made._project.decided[1].verdict is Verdict.FIX
    assert made._project.decided[1].edits == {"turns.3.role": "user"}


def test_a_role_a_finding_suggests_is_named_in_the_menu(desk):
    made = desk(simulation())
    QTest.mouseClick(bubbles(made)[3].more, Qt.MouseButton.LeftButton)
    assert card(made).menu.actions()[0].text() == "Relabel as user, as a finding suggests"
    card(made).menu.close()


def test_a_dropped_turn_is_seen_struck_out_and_kept_with_one_key(desk):
    made = desk(talk())
    turns = made.view.item.parts["turns"]
    choose(made, 3, "Drop this turn")
    whole = made.fixing.editor.editors["turns"]
    assert isinstance(whole, TurnsEditor)
    assert whole.dropped == {2}
    assert whole._said.text() == "1 turn left out, 7 turns left"
    assert not whole._cannot.isVisibleTo(whole)
    struck = [each.text() for each in whole.rows[2].findChildren(QLabel)]
    assert turns[2]["text"] in struck
    assert whole.rows[2].toggle.hasFocus()
    QTest.keyClick(made.fixing.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert made._project.decided[1].edits == {"turns": turns[:2] + turns[3:]}


def test_cutting_leaves_what_came_before(desk):
    made = desk(talk())
    turns = made.view.item.parts["turns"]
    choose(made, 4, "Cut from here to the end (5 turns)")
    assert made.fixing.editor.edits() == {"turns": turns[:3]}


def test_a_dropped_turn_can_be_brought_back(desk):
    made = desk(talk())
    choose(made, 3, "Drop this turn")
    editor = made.fixing.editor
    QTest.keyClick(editor.editors["turns"].rows[2].toggle, Qt.Key.Key_Space)
    assert editor.edits() == {}
    assert editor.editors["turns"].rows[2].toggle.text() == "Drop"


def test_more_turns_can_be_dropped_and_changed_in_the_editor(desk):
    made = desk(talk())
    turns = made.view.item.parts["turns"]
    choose(made, 3, "Drop this turn")
    whole = made.fixing.editor.editors["turns"]
    QTest.mouseClick(whole.rows[3].toggle, Qt.MouseButton.LeftButton)
    QTest.mouseClick(whole.rows[1]._open, Qt.MouseButton.LeftButton)
    assert isinstance(whole.rows[1].text, TextEditor)
    QTest.keyClicks(whole.rows[1].text.field, "Oh. ")
    whole.rows[4].role.set_value("user")
    left = made.fixing.editor.edits()["turns"]
    assert left == [
        turns[0],
        {**turns[1], "text": f"Oh. {turns[1]['text']}"},
        {**turns[4], "role": "user"},
        *turns[5:],
    ]


def test_what_was_typed_stays_when_another_turn_is_dropped(desk):
    made = desk(talk())
    choose(made, 3, "Drop this turn")
    whole = made.fixing.editor.editors["turns"]
    QTest.mouseClick(whole.rows[1]._open, Qt.MouseButton.LeftButton)
    QTest.keyClicks(whole.rows[1].text.field, "Oh. ")
    QTest.mouseClick(whole.rows[0].toggle, Qt.MouseButton.LeftButton)
    assert whole.value()[0]["text"].startswith("Oh. ")


def test_a_change_left_with_escape_is_there_again(desk):
    made = desk(talk())
    choose(made, 3, "Drop this turn")
    edits = made.fixing.editor.edits()
    QTest.keyClick(made.fixing.editor, Qt.Key.Key_Escape)
    assert made.fixing.editor is None
    assert made._project.decided == {}
    QTest.keyClick(made, Qt.Key.Key_E)
    assert made.fixing.editor.edits() == edits
    assert made.fixing.editor.editors["turns"].dropped == {2}


def test_a_second_fix_keeps_the_first_one_begun(desk):
    made = desk(talk())
    turns = made.view.item.parts["turns"]
    choose(made, 3, "Drop this turn")
    QTest.keyClick(made.fixing.editor, Qt.Key.Key_Escape)
    choose(made, 8, "Drop this turn")
    assert made.fixing.editor.edits() == {"turns": [*turns[:2], *turns[3:7]]}


def test_where_the_source_cannot_lose_a_turn_the_editor_says_so(desk):
    made = desk(talk(unwritable=frozenset({"turns"})))
    choose(made, 3, "Drop this turn")
    whole = made.fixing.editor.editors["turns"]
    assert whole._cannot.isVisibleTo(whole)
    assert whole._cannot.text() == SOURCE_CANNOT
    QTest.keyClick(whole.rows[2].toggle, Qt.Key.Key_Space)
    assert not whole._cannot.isVisibleTo(whole)


def test_a_long_cut_is_summed_up_and_can_be_opened(desk):
    made = desk(talk(["user", "assistant"] * 60))
    choose(made, 5, "Cut from here")
    whole = made.fixing.editor.editors["turns"]
    assert len(whole.rows) < 12
    more = [
        each
        for each in whole.findChildren(type(whole.rows[4].toggle))
        if "are left out. Show them" in each.text()
    ]
    QTest.mouseClick(more[-1], Qt.MouseButton.LeftButton)
    assert 119 in whole.rows


def test_an_item_that_cannot_be_changed_says_so(open_desk, qapp):
    made = open_desk(FakeProject([talk()], read_only=True))
    qapp.processEvents()
    choose(made, 3, "Drop this turn")
    assert made.fixing.editor is None
    assert "This item cannot be changed here." in [
        each.text() for each in made.item.toast.findChildren(QLabel)
    ]
