"""A person mends an item where it stands: keeps the change, or leaves it and comes back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from synthreview.domain import Kind, Verdict
from synthreview.engine.validity import Problem, Severity
from synthreview.errors import UserError
from synthreview.ui.review.part_editors import NOT_WRITABLE
from synthreview.ui.text.growing_edit import Direction
from synthreview.ui.text.pasting import MOST
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


ALT = Qt.KeyboardModifier.AltModifier


def test_a_suggested_fix_shows_what_it_would_do_and_has_a_key(fixing):
    _, editor = fixing(3)
    card = editor._suggestions[1]
    shown = card.findChildren(type(editor.editors["output"]._diff))[0]
    gone = [piece.text for piece in shown._pieces if piece.change is Change.REMOVED]
    assert gone == ["\n\nInstruction: Name two risks of the plan."]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_2, ALT)
    assert editor.edits() == {"output": OUTPUT[: OUTPUT.index("\n")]}


def test_a_key_without_a_suggestion_says_so(fixing):
    _, editor = fixing(3)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_7, ALT)
    assert editor._said.text() == "There is no suggested fix 7 for this item."


def test_people_of_one_mind_are_a_suggestion(fixing):
    _, editor = fixing(5)
    named = [button.accessibleName() for button in editor.suggestions]
    assert named[0] == "Use suggested fix: Most people say rude (14 of 25)"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_1, ALT)
    assert editor.edits() == {"label": "rude"}
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_2, ALT)
    assert sorted(set(editor.edits()["model_labels"])) == ["acceptable", "depends", "rude"]


def test_peoples_choice_is_a_suggestion(fixing):
    _, editor = fixing(6)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_1, ALT)
    assert editor.edits() == {"choice": "a"}


def test_a_part_is_brought_back_to_the_original(fixing, qtbot):
    _, editor = fixing(3)
    part = editor.editors["output"]
    assert not part.reset.isVisible()
    part.field.setPlainText("Short.")
    qtbot.waitUntil(part.reset.isVisible)
    QTest.mouseClick(part.reset, Qt.MouseButton.LeftButton)
    assert editor.edits() == {}
    part.field.undo()
    assert part.value() == "Short.", "and the field's own undo goes back again"


def test_a_label_is_brought_back_too(fixing):
    _, editor = fixing(5)
    part = editor.editors["label"]
    part.set_value("odd")
    assert part.reset.isVisible()
    QTest.mouseClick(part.reset, Qt.MouseButton.LeftButton)
    assert editor.edits() == {}


def test_direction_and_font_change_the_look_and_never_the_text(fixing):
    _, editor = fixing(7)
    part = editor.editors["instruction"]
    before = part.value()
    assert part.field.document().defaultTextOption().alignment() == Qt.AlignmentFlag.AlignRight
    part.look.set_direction(Direction.LEFT_TO_RIGHT)
    assert part.field.document().defaultTextOption().textDirection() is Qt.LayoutDirection.LeftToRight
    assert part.look.direction.accessibleName() == "Direction of Instruction: Left to right"
    QTest.mouseClick(part.look.font_button, Qt.MouseButton.LeftButton)
    assert part.field.font().families() != editor.editors["output"].field.font().families()
    assert part.value() == before
    assert editor.edits() == {}


def test_tab_leads_from_the_text_to_its_look_and_on(fixing):
    _, editor = fixing(3)
    part = editor.editors["instruction"]
    part.field.setFocus()
    QTest.keyClick(part.field, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is part.look.direction


def test_mixed_line_ends_stay_where_nobody_typed(fixing):
    text = "One\nTwo\r\nThree\rFour"
    _, editor = fixing(1, FakeProject([Entry(Kind.FREE_TEXT, {"text": text})]))
    field = editor.editors["text"].field
    field.moveCursor(field.textCursor().MoveOperation.End)
    QTest.keyClicks(field, ".")
    assert editor.edits() == {"text": text + "."}


def paste(field, text):
    mime = QMimeData()
    mime.setText(text)
    field.insertFromMimeData(mime)


def test_pasted_control_characters_stay_out_and_that_is_said(fixing):
    _, editor = fixing(3)
    field = editor.editors["input"].field
    field.selectAll()
    paste(field, "ab\x00c\x1b[0m\td\ne")
    assert editor.editors["input"].value() == "abc[0m\td\ne"
    assert editor._said.text() == "2 control characters of what you pasted stayed out: no text holds such."


def test_something_that_is_no_text_is_not_pasted(fixing):
    _, editor = fixing(3)
    field = editor.editors["input"].field
    mime = QMimeData()
    mime.setData("text/plain", bytes(range(256)) * 40)
    field.insertFromMimeData(mime)
    assert editor.edits() == {} or "\x00" not in editor.edits()["input"]
    paste(field, "\x00\x01\x02" * 5)
    assert editor._said.text() == "What you pasted is no text, so nothing was put in."


def test_ten_megabytes_are_refused_in_words(fixing):
    _, editor = fixing(3)
    paste(editor.editors["input"].field, "x" * 10_000_000)
    assert editor.edits() == {}
    assert editor._said.text().startswith("What you pasted has 10")
    assert MOST < 10_000_000


def test_markup_is_pasted_as_text(fixing):
    _, editor = fixing(3)
    field = editor.editors["input"].field
    field.selectAll()
    mime = QMimeData()
    mime.setHtml("<b>bold</b>")
    mime.setText("<b>bold</b>")
    field.insertFromMimeData(mime)
    assert editor.edits() == {"input": "<b>bold</b>"}


def test_undo_is_the_fields_own_first_and_asks_before_it_goes_further(fixing, project):
    project.decide(9, Verdict.REJECT)
    desk, editor = fixing(3)
    field = editor.editors["input"].field
    QTest.keyClicks(field, "x")
    QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert editor.edits() == {}
    assert project.decided[9].verdict is Verdict.REJECT
    QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert editor._said.text().startswith("Nothing is left to undo here.")
    assert 9 in project.decided
    QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert 9 not in project.decided
    assert desk.view.item.id == 9
    assert desk.fixing.editor is None


def test_undo_beyond_the_editor_keeps_what_was_begun(fixing, project):
    project.decide(9, Verdict.REJECT)
    desk, editor = fixing(3)
    editor.editors["output"].field.setPlainText("Half a sentence")
    field = editor.editors["input"].field
    for _ in range(2):
        QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert desk.view.item.id == 9
    assert project.drafts[3].edits == {"output": "Half a sentence"}


BROKEN = Problem("output", "'Output' is empty now; every instruction needs it.", formats=("Alpaca", "Text"))


def test_a_broken_rule_is_told_with_its_formats_before_anything_is_kept(fixing, project):
    project.broken = [BROKEN]
    desk, editor = fixing(3)
    editor.editors["output"].field.setPlainText("")
    keep(desk)
    assert project.log == []
    assert editor.rules.isVisible()
    assert "every instruction needs it. This concerns: Alpaca, Text." in editor.rules.words
    keep(desk)
    assert project.decided[3].edits == {"output": ""}


def test_keep_anyway_is_a_button_too(fixing, project):
    project.broken = [BROKEN]
    desk, editor = fixing(3)
    editor.editors["output"].field.setPlainText("")
    keep(desk)
    QTest.mouseClick(editor.rules.keep, Qt.MouseButton.LeftButton)
    assert project.decided[3].edits == {"output": ""}


def test_a_change_that_breaks_a_rule_can_stay_a_draft(fixing, project):
    project.broken = [BROKEN]
    desk, editor = fixing(3)
    editor.editors["output"].field.setPlainText("")
    keep(desk)
    QTest.mouseClick(editor.rules.draft, Qt.MouseButton.LeftButton)
    assert project.log == []
    assert desk.item.draft.isVisible()
    assert project.drafts[3].edits == {"output": ""}


def test_what_cannot_be_kept_offers_the_draft_alone_and_loses_no_text(fixing, project):
    project.broken = [Problem("output", "The part 'output' takes a text.", Severity.STOP)]
    desk, editor = fixing(3)
    editor.editors["output"].field.setPlainText("Half")
    for _ in range(3):
        keep(desk)
    assert project.log == []
    assert not editor.rules.keep.isVisible()
    assert editor.editors["output"].value() == "Half"


def test_another_rule_that_is_broken_meanwhile_is_told_again(fixing, project):
    project.broken = [BROKEN]
    desk, editor = fixing(3)
    editor.editors["output"].field.setPlainText("")
    keep(desk)
    project.broken = [Problem("output", "The text was JSON and is none any more: line 1.")]
    keep(desk)
    assert project.log == []
    assert "was JSON" in editor.rules.words


def test_a_rule_that_holds_again_is_no_longer_told(fixing, project, qtbot):
    project.broken = [BROKEN]
    desk, editor = fixing(3)
    editor.editors["output"].field.setPlainText("")
    keep(desk)
    project.broken = []
    editor.editors["output"].field.setPlainText("Good.")
    qtbot.waitUntil(lambda: not editor.rules.isVisible())


def test_a_rule_broken_on_purpose_is_not_told_twice_in_a_data_set(fixing, project):
    project.broken = [BROKEN]
    desk, editor = fixing(3)
    editor.editors["output"].field.setPlainText("")
    keep(desk)
    keep(desk)
    desk.show_item(1)
    QTest.keyClick(desk, Qt.Key.Key_E)
    desk.fixing.editor.editors["instruction"].field.setPlainText("Hm")
    keep(desk)
    assert project.decided[1].edits == {"instruction": "Hm"}


def test_what_the_project_refuses_is_said_in_the_editor(fixing, project, monkeypatch):
    def refuse(*_, **__):
        raise UserError("Item #3 cannot be fixed like this. The part 'output' takes a text.")

    desk, editor = fixing(3)
    monkeypatch.setattr(project, "decide", refuse)
    editor.editors["output"].field.setPlainText("Half")
    keep(desk)
    assert desk.fixing.editor is editor
    assert "takes a text" in editor._said.text()
    assert editor.editors["output"].value() == "Half"


def test_a_megabyte_can_be_changed_and_compared(fixing, qtbot):
    _, editor = fixing(4)
    part = editor.editors["text"]
    cursor = part.field.textCursor()
    cursor.setPosition(500_000)
    part.field.setTextCursor(cursor)
    QTest.keyClicks(part.field, "x")
    qtbot.waitUntil(part._diff.isVisible)
    assert part._diff.document().characterCount() < 1_000
