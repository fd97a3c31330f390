"""A person mends an item where it stands: keeps the change, or leaves it and comes back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from synthreview.domain import Kind, Verdict
from synthreview.ui.review.part_editors import NOT_WRITABLE
from synthreview.ui.text.word_diff import Change
from tests.ui.review.fake_project import Entry, FakeProject, finding
from tests.ui.review.samples import OUTPUT, every

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def project():
    return FakeProject(every())


@pytest.fixture
def fixing(open_desk, project):
    """Open the desk on an item and press E."""

    def opened(item, of=None):
        desk = open_desk(of or project)
        desk.show_item(item)
        QTest.keyClick(desk, Qt.Key.Key_E)
        assert desk.fixing.editor is not None
        return desk, desk.fixing.editor

    return opened


def keep(_desk):
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)


def test_what_was_typed_is_kept_as_a_fix_and_the_next_item_shows(fixing, project):
    desk, editor = fixing(3)
    field = editor.editors["input"].field
    assert QApplication.focusWidget() is field
    field.selectAll()
    QTest.keyClicks(field, "axe")
    keep(desk)
    assert project.decided[3].verdict is Verdict.FIX
    assert project.decided[3].edits == {"input": "axe"}
    assert desk.fixing.editor is None
    assert desk.view.item.id == 4


def test_no_letter_decides_while_an_editor_is_open(fixing, project):
    desk, editor = fixing(5)
    editor.editors["label"].field.lineEdit().clearFocus()
    desk.item.area.setFocus()
    QTest.keyClicks(desk.item.area, "axdfjk1")
    assert project.log == []
    assert desk.fixing.editor is editor


def test_escape_leaves_and_the_text_is_offered_again(fixing, project):
    desk, editor = fixing(3)
    editor.editors["output"].field.setPlainText("Half a sentence")
    QTest.keyClick(editor.editors["output"].field, Qt.Key.Key_Escape)
    assert desk.fixing.editor is None
    assert project.log == []
    assert desk.item.draft.isVisible()
    QTest.keyClick(desk, Qt.Key.Key_J)
    assert not desk.item.draft.isVisible()
    QTest.keyClick(desk, Qt.Key.Key_K)
    QTest.mouseClick(desk.item.draft, Qt.MouseButton.LeftButton)
    assert desk.fixing.editor.editors["output"].value() == "Half a sentence"


def test_a_click_elsewhere_in_the_queue_keeps_the_text_too(fixing):
    desk, editor = fixing(3)
    editor.editors["output"].field.setPlainText("Half a sentence")
    desk.queue.chosen.emit(5)
    assert desk.view.item.id == 5
    desk.show_item(3)
    assert desk.item.draft.isVisible()


def test_an_editor_left_untouched_leaves_no_draft(fixing):
    desk, _ = fixing(3)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not desk.item.draft.isVisible()


def test_nothing_changed_is_not_kept(fixing, project):
    desk, editor = fixing(3)
    keep(desk)
    assert project.log == []
    assert editor._said.text().startswith("Nothing is changed yet.")


def test_a_suggested_fix_is_one_press_away(fixing, project):
    desk, editor = fixing(3)
    QTest.mouseClick(editor.suggestions[1], Qt.MouseButton.LeftButton)
    assert editor.edits() == {"output": OUTPUT[: OUTPUT.index("\n")]}
    keep(desk)
    assert project.decided[3].edits["output"].endswith("support the plan.")


def test_the_changed_words_are_shown(fixing, qtbot):
    _, editor = fixing(3)
    part = editor.editors["instruction"]
    part.field.setPlainText("Summarise the following article in three sentences.")
    qtbot.waitUntil(part._diff.isVisible)
    changed = [(piece.change, piece.text) for piece in part._diff._pieces if piece.change is not Change.SAME]
    assert changed == [(Change.REMOVED, "two"), (Change.ADDED, "three")]


def test_the_cursor_stands_where_the_evidence_begins(fixing):
    text = "😀 One.\r\nTwo. Wrong."
    start = text.index("Wrong")
    of = FakeProject(
        [Entry(Kind.FREE_TEXT, {"text": text}, (finding("Off", 0.9, "text", start, len(text)),))]
    )
    _, editor = fixing(1, of)
    QTest.keyClicks(QApplication.focusWidget(), "Not ")
    assert editor.edits() == {"text": "😀 One.\r\nTwo. Not Wrong."}


def test_a_label_is_chosen_from_those_seen_or_typed(fixing, project):
    desk, editor = fixing(5)
    field = editor.editors["label"].field
    assert [field.itemText(at) for at in range(field.count())] == ["acceptable", "depends", "rude"]
    field.lineEdit().selectAll()
    QTest.keyClicks(field.lineEdit(), "a matter of taste")
    keep(desk)
    assert project.decided[5].edits == {"label": "a matter of taste"}


def test_a_preference_is_set_to_a_tie(fixing, project):
    desk, editor = fixing(6)
    QTest.mouseClick(editor.editors["choice"].buttons["tie"], Qt.MouseButton.LeftButton)
    keep(desk)
    assert project.decided[6].edits == {"choice": "tie"}


def test_a_turn_gets_another_role(fixing, project):
    desk, editor = fixing(2)
    QTest.mouseClick(editor.suggestions[0], Qt.MouseButton.LeftButton)
    assert editor.editors["turns.3.role"].value() == "user"
    desk.verbs["keep"].trigger()
    assert project.decided[2].edits == {"turns.3.role": "user"}
    assert project.view(2).item.parts["turns"][3]["role"] == "user"


def test_a_part_that_cannot_be_written_back_says_so(fixing):
    entry = Entry(Kind.INSTRUCTION, {"instruction": "Hi", "output": "Ho"}, unwritable=frozenset({"output"}))
    _, editor = fixing(1, FakeProject([entry]))
    texts = [child.text() for child in editor.editors["output"].findChildren(type(editor._said))]
    assert NOT_WRITABLE in texts


def test_line_ends_and_hard_spaces_survive_an_edit(fixing, project):
    text = "First\u00a0line\r\nSecond line"
    of = FakeProject([Entry(Kind.FREE_TEXT, {"text": text})])
    desk, editor = fixing(1, of)
    assert editor.edits() == {}
    field = editor.editors["text"].field
    field.moveCursor(field.textCursor().MoveOperation.End)
    QTest.keyClicks(field, ".")
    assert editor.edits() == {"text": text + "."}
    keep(desk)
    assert of.decided[1].edits == {"text": text + "."}


def test_a_fixed_item_opens_on_its_fix_and_can_be_mended_further(fixing, project):
    project.decide(3, Verdict.FIX, edits={"input": "An article."})
    desk, editor = fixing(3)
    assert editor.editors["input"].value() == "An article."
    editor.editors["output"].field.setPlainText("Short.")
    desk.verbs["keep"].trigger()
    assert project.decided[3].edits == {"input": "An article.", "output": "Short."}


def test_undo_of_a_fix_brings_the_imported_text_back(fixing, project):
    desk, editor = fixing(3)
    editor.editors["output"].field.setPlainText("Short.")
    desk.verbs["keep"].trigger()
    QTest.keyClick(desk, Qt.Key.Key_Z, CTRL)
    assert desk.view.item.id == 3
    assert desk.item.card.boxes["output"].view.reading.toPlainText() == OUTPUT
    assert not desk.item.draft.isVisible()


def test_a_long_conversation_is_edited_where_it_matters_first(fixing):
    turns = [{"role": "user", "speaker": "", "text": f"Turn {number}"} for number in range(60)]
    entry = Entry(Kind.SIMULATION, {"turns": turns}, (finding("Flipped", 0.9, "turns.50.text"),))
    _, editor = fixing(1, FakeProject([entry]))
    assert "turns.50.text" in editor.editors
    assert "turns.40.text" not in editor.editors
    QTest.mouseClick(editor._more, Qt.MouseButton.LeftButton)
    assert "turns.40.text" in editor.editors
    assert not editor._more.isVisible()


def test_a_fix_of_a_part_without_an_editor_is_kept(fixing, project):
    entry = Entry(
        Kind.SIMULATION,
        {
            "turns": [
                {"role": "user", "speaker": "", "text": "Hi"},
                {"role": "user", "speaker": "", "text": "Hi"},
            ]
        },
        (
            finding(
                "Said twice",
                0.9,
                "turns.1.text",
                fix={"turns": [{"role": "user", "speaker": "", "text": "Hi"}]},
            ),
        ),
    )
    _, editor = fixing(1, FakeProject([entry]))
    QTest.mouseClick(editor.suggestions[0], Qt.MouseButton.LeftButton)
    assert len(editor.edits()["turns"]) == 1


@pytest.fixture
def votes():
    parts = {"text": "It is fine.", "human_labels": ["3", "1", "3"], "model_labels": ["0", None, "0"]}
    return FakeProject([Entry(Kind.TASK_LABEL, parts)])


def test_the_models_labels_can_be_mended_where_they_are_the_data(fixing, votes):
    desk, editor = fixing(1, votes)
    assert "label" not in editor.editors
    labels = editor.editors["model_labels"]
    assert labels.field.text() == "0, invalid, 0"
    assert editor.edits() == {}
    labels.field.setText("3, 3,invalid")
    keep(desk)
    assert votes.decided[1].edits == {"model_labels": ["3", "3", None]}


def test_labels_that_nobody_touched_stay_as_they_came(fixing):
    parts = {"text": "It is fine.", "model_labels": ["yes, mostly", " no ", "invalid", ""]}
    _, editor = fixing(1, FakeProject([Entry(Kind.TASK_LABEL, parts)]))
    assert editor.edits() == {}
    editor.editors["text"].field.setPlainText("It is not.")
    assert editor.edits() == {"text": "It is not."}


def test_peoples_labels_are_a_click_away(fixing, votes):
    desk, editor = fixing(1, votes)
    editor.editors["model_labels"].use_people.click()
    keep(desk)
    assert votes.decided[1].edits == {"model_labels": ["3", "1", "3"]}
