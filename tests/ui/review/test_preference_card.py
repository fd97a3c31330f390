"""Two answers side by side: compared, swapped, judged blind, with the judge's words and other judges."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from synthreview.domain import Evidence, Kind
from synthreview.engine.judge_cues import Cue, JudgeCues
from synthreview.engine.other_judges import OtherVerdict
from synthreview.ui.review.queue_model import ROW
from synthreview.ui.text.marks import Look
from tests.ui.review.fake_project import Entry, FakeProject, finding

A = "The moon does not change.\n\nBees are good for gardens, as everybody knows."
B = "Great question.\nThe moon does never change.\n\nWasps are good for gardens, as everybody knows."


def pair(**parts):
    parts = {
        "prompt": "Tell me.",
        "a": A,
        "b": B,
        "choice": "b",
        "judge": "gpt-4",
        "human_choice": "a",
    } | parts
    told = (
        finding("Other judges would rather have A", 0.7, "choice", analyzer="preference_judges"),
        finding("Opens with a stock phrase", 0.3, "b", 0, 15, analyzer="style"),
    )
    return Entry(Kind.PREFERENCE, parts, told, 0.7)


class Pairs(FakeProject):
    cues = JudgeCues("gpt-4", 400, (Cue("moon", -4.1, 12, 40), Cue("rose", 3.2, 30, 8)))
    verdicts = (
        OtherVerdict(2, "claude", "a", turned=True, dataset="other"),
        OtherVerdict(3, "gpt-4", "b", turned=False, dataset="alpaca-march"),
    )


@pytest.fixture
def desk(open_desk, qtbot):
    made = open_desk(Pairs([pair(), pair(), pair()]))
    qtbot.waitUntil(lambda: "claude" in said(made))
    return made


def press(desk, key):
    QTest.keyClick(desk, key)
    QApplication.processEvents()


def marked(desk, side, look):
    box = desk.item.card.boxes[side]
    layer = {Look.CUE: "cues", Look.ONLY_HERE: "differences"}[look]
    return [box.text[mark.start : mark.end] for mark in box.view._layers.get(layer, ())]


def said(widget):
    return " ".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def left_of(desk, one, other):
    boxes = desk.item.card.boxes
    return boxes[one].mapTo(desk, QPoint()).x() < boxes[other].mapTo(desk, QPoint()).x()


def test_what_only_one_answer_says_is_marked_when_asked_for(desk, qapp):
    assert marked(desk, "a", Look.ONLY_HERE) == []
    desk.item.card.differences.click()
    assert marked(desk, "a", Look.ONLY_HERE) == ["not", "Bees"]
    assert marked(desk, "b", Look.ONLY_HERE) == ["Great question.", "never", "Wasps"]
    assert "of their words in common" in desk.item.card.told.text()
    desk.item.card.differences.click()
    assert marked(desk, "a", Look.ONLY_HERE) == []


def test_lines_that_belong_together_stand_level(desk, qtbot):
    desk.item.card.differences.click()

    def top(side, words):
        view = desk.item.card.boxes[side].view
        at = desk.item.card.boxes[side].text.index(words)
        return view.reading.place_of(at, at + 1).y()

    qtbot.waitUntil(lambda: top("a", "The moon") == top("b", "The moon"))
    assert top("a", "Bees") == top("b", "Wasps")


def test_differences_stay_marked_on_the_next_item(desk):
    desk.item.card.differences.click()
    press(desk, Qt.Key.Key_J)
    assert marked(desk, "a", Look.ONLY_HERE) == ["not", "Bees"]


def test_answers_with_next_to_nothing_in_common_are_not_marked_all_over(open_desk):
    desk = open_desk(FakeProject([pair(a="One thing entirely.", b="Quite another matter, that!")]))
    desk.item.card.differences.click()
    assert marked(desk, "a", Look.ONLY_HERE) == []
    assert "too little to mark what differs" in desk.item.card.told.text()


def test_the_sides_are_swapped_with_everything_that_belongs_to_them_and_it_is_said(desk):
    assert left_of(desk, "a", "b")
    press(desk, Qt.Key.Key_S)
    boxes = desk.item.card.boxes
    assert left_of(desk, "b", "a")
    assert (boxes["a"].title.text(), boxes["b"].title.text()) == ("A", "B")
    assert boxes["b"].note.text() == "chosen by gpt-4"
    assert [each.cursor.selectedText() for each in boxes["b"].view.reading.extraSelections()][:1] == [
        "Great question."
    ]
    assert desk.item.card.swap.isChecked()
    press(desk, Qt.Key.Key_J)
    assert left_of(desk, "b", "a")
    press(desk, Qt.Key.Key_S)
    assert left_of(desk, "a", "b")
    assert not desk.item.card.swap.isChecked()


def telling(desk):
    """Everything on screen that would tell who chose what."""
    words = said(desk)
    return [told for told in ("chosen by", "gpt-4", "claude", "rather have A") if told in words]


def test_blind_no_word_on_screen_tells_who_chose_what(desk):
    assert telling(desk) == ["chosen by", "gpt-4", "claude", "rather have A"]
    press(desk, Qt.Key.Key_B)
    assert telling(desk) == []
    assert "Who chose what is hidden until you decide." in said(desk)
    assert "Opens with a stock phrase" in said(desk.why)
    assert desk.item.card.boxes["b"].frame.property("chosen") is False
    assert marked(desk, "a", Look.CUE) == []
    row = desk.queue.model.data(desk.queue.model.index(0, 0), ROW)
    assert row.reason == "Reason hidden"


def test_blind_stays_on_until_the_same_key(desk, qtbot):
    press(desk, Qt.Key.Key_B)
    press(desk, Qt.Key.Key_A)
    assert desk.view.item.id == 2
    assert telling(desk) == []
    press(desk, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: telling(desk) == ["chosen by", "gpt-4", "claude", "rather have A"])


def test_blind_an_item_that_is_decided_shows_who_chose_what(desk, qtbot):
    press(desk, Qt.Key.Key_B)
    press(desk, Qt.Key.Key_X)
    desk.show_item(1)
    assert desk.item.card.boxes["b"].note.text() == "chosen by gpt-4"
    press(desk, Qt.Key.Key_J)
    assert telling(desk) == []


def test_blind_a_change_of_an_answer_leaves_the_choice_alone(desk):
    press(desk, Qt.Key.Key_B)
    press(desk, Qt.Key.Key_E)
    QTest.keyClicks(QApplication.focusWidget(), "Please. ")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "choice" not in desk._project.decided[1].edits
    assert desk._project.decided[1].edits


def test_blind_other_kinds_are_as_ever(open_desk):
    entry = Entry(
        Kind.INSTRUCTION, {"instruction": "Go.", "output": "x"}, (finding("Too short", 0.5, "output"),)
    )
    desk = open_desk(FakeProject([entry]))
    press(desk, Qt.Key.Key_B)
    assert "Too short" in said(desk.why)


def test_words_that_win_or_lose_with_the_judge_are_marked_and_lead_to_their_places(desk):
    assert marked(desk, "a", Look.CUE) == ["moon"]
    (chip,) = desk.item.card.cues.findChildren(QPushButton)
    assert chip.text() == "“moon” in A and B: loses 40 of 52"
    assert "4.1 standard errors below" in chip.toolTip()
    assert "that is no bias" in chip.toolTip()
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    layer = desk.item.card.boxes["a"].view._layers["cues"]
    assert [mark.focused for mark in layer] == [True]


def test_other_judges_of_the_same_pair_are_listed_with_how_far_they_agree(desk):
    table = desk.item.card.others
    assert table.title.text() == (
        "0 of 2 verdicts by others on this pair agree with gpt-4. Asked again, gpt-4 said the same 1 of 1 time."
    )
    assert "claude A in other, A and B exchanged, differs" in said(table)
    assert "gpt-4 B asked again" in said(table)
    links = [each for each in table.findChildren(QPushButton) if each.text() == "Show #2"]
    QTest.mouseClick(links[0], Qt.MouseButton.LeftButton)
    assert desk.view.item.id == 2


def test_what_was_looked_up_for_one_item_is_never_shown_with_another(desk, qtbot):
    desk._project.verdicts = ()
    press(desk, Qt.Key.Key_J)
    assert desk.item.card.others.isHidden()
    qtbot.wait(150)
    assert desk.item.card.others.isHidden()


def test_answers_in_markdown_are_laid_out_or_raw(open_desk):
    desk = open_desk(FakeProject([pair(a="# Title\n\n- one\n- two **x**", b="Plain.")]))
    reading = desk.item.card.boxes["a"].view.reading
    assert "**" not in reading.toPlainText()
    press(desk, Qt.Key.Key_R)
    assert reading.toPlainText() == "# Title\n\n- one\n- two **x**"


def test_every_button_of_the_card_has_a_name_and_keys_still_decide_after_a_click(desk):
    card = desk.item.card
    assert all(each.accessibleName() for each in card.findChildren(QPushButton))
    QTest.mouseClick(card.differences, Qt.MouseButton.LeftButton)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_A)
    assert desk._project.decided[1].verdict == "accept"


def test_a_pair_of_a_megabyte_is_compared_in_what_is_shown(open_desk):
    long = "The committee met again and put the question off. " * 21_000
    desk = open_desk(FakeProject([pair(a=long, b=long + "Really.")]))
    desk.item.card.differences.click()
    assert not desk.item.card.boxes["a"].view.complete


def test_a_verb_that_does_not_fit_the_item_says_what_it_is_for(open_desk):
    desk = open_desk(FakeProject([Entry(Kind.FREE_TEXT, {"text": "Once."})]))
    press(desk, Qt.Key.Key_S)
    assert desk.item.toast.text == "Only pairs of answers have sides to swap."


def test_evidence_is_still_brought_on_screen_in_swapped_answers(open_desk):
    entry = pair(b="A line.\n" * 300 + "Wrong here.")
    text = entry.parts["b"]
    start = text.index("Wrong")
    entry.findings = (replace(finding("Wrong", 0.9), evidence=(Evidence("b", start, len(text)),)),)
    desk = open_desk(FakeProject([entry]))
    press(desk, Qt.Key.Key_S)
    press(desk, Qt.Key.Key_Period)
    assert desk.item.area.verticalScrollBar().value() > 1000
