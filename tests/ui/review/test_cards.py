"""Each kind reads like what it is, and every finding leads to its evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTextEdit

from synthreview.domain import Evidence, Kind
from synthreview.ui.review.cards.part_box import EMPTY
from synthreview.ui.review.cards.turns import FIRST_TURNS
from synthreview.ui.text.evidence_view import FIRST_PART
from tests.ui.review.fake_project import Entry, FakeProject, finding
from tests.ui.review.samples import every


def marked(box):
    """The marked runs of a box: their words and the style of the line under them."""
    return [
        (selection.cursor.selectedText(), selection.format.underlineStyle())
        for selection in box.view.reading.extraSelections()
    ]


def ground(box):
    """The colour behind the first marked run of a box."""
    selections = box.view.reading.extraSelections()
    return selections[0].format.background().color().name()


def one(*, kind=Kind.INSTRUCTION, findings=(), **parts):
    return FakeProject([Entry(kind, parts, tuple(findings))])


@pytest.fixture
def show(open_desk, qapp):
    def shown(item, width=1440):
        desk = open_desk(FakeProject(every()), width)
        desk.show_item(item)
        qapp.processEvents()
        return desk

    return shown


def test_evidence_is_marked_with_a_line_of_its_detector(show):
    desk = show(3)
    lines = QTextCharFormat.UnderlineStyle
    assert marked(desk.item.card.boxes["output"]) == [("Instruction:", lines.SingleUnderline)]
    assert marked(desk.item.card.boxes["instruction"]) == [("following article", lines.DotLine)]
    assert marked(desk.item.card.boxes["input"]) == [("<insert article here>", lines.SingleUnderline)]


def test_evidence_after_wide_characters_is_marked_in_the_right_place(open_desk):
    text = "😀😀\r\nIt is wrong 上面 here."
    start = text.index("wrong")
    desk = open_desk(
        one(instruction=text, output="x", findings=[finding("Wrong", 0.9, "instruction", start, start + 5)])
    )
    assert marked(desk.item.card.boxes["instruction"])[0][0] == "wrong"


def test_evidence_beyond_the_text_does_no_harm(open_desk):
    desk = open_desk(
        one(instruction="Short.", output="x", findings=[finding("Off", 0.9, "instruction", 3, 900)])
    )
    assert marked(desk.item.card.boxes["instruction"])[0][0] == "rt."


def test_a_finding_quotes_the_other_texts_that_speak_for_it(open_desk):
    spoken = replace(finding("Wrong", 0.9), evidence=(Evidence("output", item=7, note="joy · A fine day."),))
    marked_turn = replace(finding("Off", 0.5), evidence=(Evidence("output", note="only at the text"),))
    desk = open_desk(one(instruction="Label it.", output="x", findings=[spoken, marked_turn]))
    said = [[each.text() for each in card.findChildren(QLabel)] for card in desk.why.findings]
    assert "joy · A fine day." in said[0]
    assert "only at the text" not in said[1]


def test_the_keys_go_from_finding_to_finding(show):
    desk = show(3)
    assert [card.isChecked() for card in desk.why.findings] == [True, False, False]
    QTest.keyClick(desk, Qt.Key.Key_Period)
    assert [card.isChecked() for card in desk.why.findings] == [False, True, False]
    QTest.keyClick(desk, Qt.Key.Key_Comma)
    QTest.keyClick(desk, Qt.Key.Key_Comma)
    assert [card.isChecked() for card in desk.why.findings] == [False, False, True]


def test_a_click_on_a_finding_focuses_its_evidence(show):
    desk = show(3)
    weak = ground(desk.item.card.boxes["instruction"])
    QTest.mouseClick(desk.why.findings[2], Qt.MouseButton.LeftButton)
    assert ground(desk.item.card.boxes["instruction"]) != weak


def test_a_finding_far_down_is_scrolled_to(open_desk, qtbot):
    text = "A line of text.\n" * 200 + "Wrong here."
    desk = open_desk(one(instruction="Go.", output=text, findings=[
        finding("First", 0.9, "instruction", 0, 2), finding("Wrong", 0.8, "output", text.index("Wrong"), len(text))]))  # fmt: skip
    bar = desk.item.area.verticalScrollBar()
    assert bar.value() == 0
    QTest.keyClick(desk, Qt.Key.Key_Period)
    qtbot.waitUntil(lambda: bar.value() > 1000)


def test_markup_links_and_pictures_are_only_text(show):
    desk = show(1)
    reading = desk.item.card.boxes["instruction"].view.reading
    assert reading.toPlainText().startswith("What does <b>this</b> <img src=")
    assert isinstance(reading, QTextEdit)
    assert reading.anchorAt(QPoint(5, 5)) == ""


def test_an_empty_output_is_shown_and_framed(show):
    desk = show(1)
    box = desk.item.card.boxes["output"]
    assert box.isVisible()
    assert box._empty.isVisible()
    assert box._empty.text() == EMPTY
    assert box.frame.property("marked") is True


def test_an_empty_input_is_shown_only_when_evidence_points_at_it(open_desk, show):
    desk = show(9)
    assert not desk.item.card.boxes["input"].isVisible()
    desk = open_desk(
        one(instruction="Go.", input="", output="x", findings=[finding("No input", 0.9, "input")])
    )
    assert desk.item.card.boxes["input"].isVisible()


def test_arabic_runs_from_right_to_left_beside_english(show):
    desk = show(7)
    document = desk.item.card.boxes["output"].view.reading.document()
    directions = [document.findBlockByNumber(number).textDirection() for number in (0, 1)]
    assert directions == [Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight]


def test_program_text_has_a_fixed_font(show):
    from synthreview.ui import theme

    desk = show(10)
    cursor = desk.item.card.boxes["output"].view.reading.textCursor()
    cursor.setPosition(3)
    assert cursor.charFormat().fontFamilies() == theme.fixed_font().families()


def test_a_very_long_text_is_shown_in_part_first(show):
    desk = show(4)
    view = desk.item.card.boxes["text"].view
    assert not view.complete
    assert view.reading.document().characterCount() == FIRST_PART + 1
    QTest.mouseClick(view._all, Qt.MouseButton.LeftButton)
    assert view.complete
    assert view.reading.document().characterCount() > 1_000_000


def test_evidence_beyond_the_shown_part_brings_all_of_it(show, qtbot):
    desk = show(4)
    QTest.mouseClick(desk.why.findings[0], Qt.MouseButton.LeftButton)
    assert desk.item.card.boxes["text"].view.complete
    qtbot.waitUntil(lambda: desk.item.area.verticalScrollBar().value() > 10_000)


def test_people_and_model_votes_stand_side_by_side(show):
    desk = show(5)
    votes = desk.item.card.votes
    assert votes.labels == ["rude", "depends", "acceptable", "invalid"]
    assert votes.accessibleName() == (
        "Votes. People: 14 rude, 9 depends, 2 acceptable. Model: 7 acceptable, 2 rude, 1 invalid."
    )


def test_the_chosen_answer_says_so_in_words(show):
    desk = show(6)
    assert desk.item.card.boxes["a"].note.text() == "chosen by people"
    assert desk.item.card.boxes["b"].note.text() == "chosen by gpt-4"
    assert desk.item.card.boxes["b"].frame.property("chosen") is True
    assert desk.item.card.verdict.text() == "Judge gpt-4: B is better. People: A is better."


@pytest.mark.parametrize(("width", "beside"), [(1440, True), (780, True), (600, False)])
def test_answers_stand_side_by_side_where_there_is_room(show, width, beside):
    desk = show(6, width)
    boxes = desk.item.card.boxes
    assert (boxes["a"].y() == boxes["b"].y()) is beside


def test_speakers_keep_to_their_side_and_marked_turns_say_why(show):
    desk = show(2)
    boxes = desk.item.card.boxes
    left = [boxes[f"turns.{number}"].mapTo(desk, QPoint()).x() for number in range(4)]
    assert left[0] == left[2] < left[1] == left[3]
    assert boxes["turns.3"].title.text() == "4 · Assistant (Programmer)"
    assert boxes["turns.3"].note.text() == "The assistant gives instructions"
    assert boxes["turns.3"].frame.property("marked") is True
    assert not boxes["turns.1"].note.isVisible()


def test_a_long_word_beside_a_turn_gives_way_to_the_text(open_desk, qapp):
    turns = [{"role": role, "speaker": "", "text": "A few words."} for role in ("user", "assistant")]
    widths = []
    for words in ("Off", "This turn sounds like the other role in more ways than fit on one line " * 3):
        desk = open_desk(
            one(kind=Kind.SIMULATION, turns=turns, findings=[finding(words, 0.9, "turns.1.text")]), 1000
        )
        qapp.processEvents()
        widths.append(desk.item.card.boxes["turns.1"].width())
    assert widths[0] == widths[1]


def test_the_first_marked_turn_is_one_press_away(open_desk, qtbot):
    turns = [{"role": "user", "speaker": "", "text": f"Turn {number}"} for number in range(300)]
    desk = open_desk(
        one(kind=Kind.SIMULATION, turns=turns, findings=[finding("Flipped", 0.9, "turns.250.text")])
    )
    card = desk.item.card
    assert "turns.250" not in card.boxes
    assert card.jump.text() == "Turn 251"
    assert card.jump.accessibleName() == "Go to turn 251, the first marked one"
    QTest.mouseClick(card.jump, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.item.area.verticalScrollBar().value() > 10_000)
    assert "turns.250" in card.boxes


def test_a_long_conversation_is_shown_in_part_first(open_desk):
    turns = [{"role": "user", "speaker": "", "text": f"Turn {number}"} for number in range(100)]
    desk = open_desk(one(kind=Kind.SIMULATION, turns=turns))
    card = desk.item.card
    assert len([path for path in card.boxes if path.startswith("turns")]) == FIRST_TURNS
    QTest.mouseClick(card.turns._all, Qt.MouseButton.LeftButton)
    assert len([path for path in card.boxes if path.startswith("turns")]) == 100


def test_turns_of_the_former_item_do_not_stay(open_desk):
    short = Entry(Kind.SIMULATION, {"turns": [{"role": "user", "speaker": "", "text": "Hi"}]})
    long = Entry(
        Kind.SIMULATION, {"turns": [{"role": "user", "speaker": "", "text": str(n)} for n in range(9)]}
    )
    desk = open_desk(FakeProject([long, short]))
    QTest.keyClick(desk, Qt.Key.Key_J)
    assert [path for path in desk.item.card.boxes if path.startswith("turns")] == ["turns.0"]


def test_earlier_turns_of_an_instruction_are_shown(open_desk):
    history = [
        {"role": "user", "speaker": "", "text": "Hello"},
        {"role": "assistant", "speaker": "", "text": "Hi"},
    ]
    desk = open_desk(one(instruction="Go on.", output="Yes.", history=history))
    assert desk.item.card.boxes["history.1"].isVisible()


def test_the_risk_is_said_in_words_with_what_it_rests_on(show):
    desk = show(3)
    assert desk.why._level.text() == "High"
    assert "not yet checked by decisions here" in desk.why._words.text()
    desk.show_item(10)
    assert desk.why._level.text() == "Low"
    assert desk.why._words.text().startswith("Nothing was found in it.")


@pytest.mark.parametrize(
    ("kind", "parts", "said"),
    [
        (
            Kind.INSTRUCTION,
            {"instruction": "Name a lake.", "output": "Como."},
            "wrong facts cannot be detected",
        ),
        (Kind.PREFERENCE, {"a": "One.", "b": "Another."}, "nearly equal answers"),
        (Kind.TASK_LABEL, {"text": "Fine.", "label": "1"}, "that most people share"),
        (Kind.FREE_TEXT, {"text": "Once."}, "Who wrote a text"),
        (Kind.SIMULATION, {"turns": [{"role": "user", "text": "Hi"}]}, "wrong facts cannot be detected"),
    ],
)
def test_where_nothing_was_found_it_says_what_cannot_be(open_desk, kind, parts, said):
    desk = open_desk(one(kind=kind, **parts))
    assert said in desk.why._words.text()


def test_evidence_in_another_item_does_no_harm(open_desk):
    entry = Entry(Kind.INSTRUCTION, {"instruction": "Go.", "output": "x"}, (finding("Near-duplicate", 0.9),))
    other = finding("Same as another", 0.9)
    other = type(other)(
        other.analyzer, other.reason, other.words, other.confidence, 0.9, 0.9, (Evidence("", item=7),)
    )
    entry.findings = (other,)
    desk = open_desk(FakeProject([entry]))
    QTest.keyClick(desk, Qt.Key.Key_Period)
    assert desk.why.findings[0].isChecked()


def test_history_says_who_did_what_and_when(open_desk):
    from synthreview.domain import Verdict

    project = FakeProject(every())
    project.decide(1, Verdict.REJECT)
    desk = open_desk(project)
    desk.show_item(1)
    said = [desk.why._history.itemAt(at).widget().text() for at in range(desk.why._history.count())]
    assert len(said) == 1
    assert said[0].startswith("Reject #1 · Ana · ")
