"""An instruction reads like what was written: Markdown laid out or raw, evidence found in both, figures checked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from synthreview.domain import Confidence, Evidence, Kind
from synthreview.ui import theme
from synthreview.ui.review.cards.fit_line import FITS, HINT
from synthreview.ui.review.cards.instruction import RAW
from tests.ui.review.fake_project import Entry, FakeProject, finding

OUTPUT = (
    "## How to\n\nUse **two** steps 😀:\n\n1. Open it\n2. Close it\n\n```python\n# a comment\nprint(1)\n```\n\n"
    "| Name | Price |\n|---|---|\n| Tea | 3 |\n\nSee [this](https://example.org) <img src='x.png'>."
)


def entry(*findings, output=OUTPUT, instruction="Explain it in at most 5 words.", **parts):
    return Entry(Kind.INSTRUCTION, {"instruction": instruction, "output": output, **parts}, findings, 0.5)


def at(words, weight=0.9):
    start = OUTPUT.index(words)
    return finding("Look", weight, "output", start, start + len(words))


@pytest.fixture
def show(open_desk, qapp):
    def shown(*entries, **size):
        desk = open_desk(FakeProject(list(entries)), **size)
        qapp.processEvents()
        return desk

    return shown


def output(desk):
    return desk.item.card.boxes["output"].view


def press(desk, key):
    QTest.keyClick(desk, key)
    QApplication.processEvents()


def said(widget):
    return [each.text() for each in widget.findChildren(QLabel)]


def marked(desk):
    return [each.cursor.selectedText() for each in output(desk).reading.extraSelections()]


def test_markdown_is_laid_out_and_plain_text_is_left_as_it_is(show):
    desk = show(entry(instruction="Show 2 * 3 and **this**."))
    text = output(desk).reading.toPlainText()
    assert "##" not in text
    assert "```" not in text
    assert "Use two steps 😀:" in text
    assert desk.item.card.boxes["instruction"].view.reading.toPlainText() == "Show 2 * 3 and **this**."


def test_code_has_a_fixed_font_and_tables_have_cells(show):
    reading = output(show(entry())).reading
    cursor = reading.document().find("# a comment")
    assert cursor.charFormat().fontFamilies() == theme.fixed_font().families()
    assert reading.document().find("Price").currentTable().columns() == 2


def test_links_pictures_and_html_are_text_and_nothing_is_fetched(show):
    reading = output(show(entry())).reading
    assert "[this](https://example.org) <img src='x.png'>" in reading.toPlainText()
    assert reading.anchorAt(QPoint(5, 5)) == ""
    kind = QTextDocument.ResourceType.ImageResource.value
    assert reading.loadResource(kind, QUrl("https://example.org/x.png")) is None


def test_one_key_shows_the_exact_text_and_it_stays_so(show):
    desk = show(entry(), entry())
    press(desk, Qt.Key.Key_R)
    assert output(desk).reading.toPlainText() == OUTPUT
    press(desk, Qt.Key.Key_J)
    assert output(desk).reading.toPlainText() == OUTPUT
    QTest.mouseClick(desk.item.card.switch, Qt.MouseButton.LeftButton)
    assert output(desk).is_rendered


def test_the_switch_is_there_only_where_it_does_something(show):
    desk = show(entry(output="Plain."), entry())
    assert desk.item.card.switch.isHidden()
    press(desk, Qt.Key.Key_J)
    assert not desk.item.card.switch.isHidden()


@pytest.mark.parametrize(
    "words", ["How to", "two", "steps 😀", "Close it", "print(1)", "Tea", "Price", "this", "x.png"]
)
def test_evidence_is_marked_in_the_layout_where_it_stands_in_the_text(show, words):
    desk = show(entry(at(words)))
    assert output(desk).is_rendered
    assert marked(desk) == [words]


def test_evidence_across_signs_of_markup_is_marked_without_them(show):
    assert marked(show(entry(at("Use **two** steps")))) == ["Use two steps"]


def test_where_evidence_lies_in_markup_the_text_is_raw_and_says_so(show):
    desk = show(entry(at("|---|---|")), entry())
    assert not output(desk).is_rendered
    assert marked(desk) == ["|---|---|"]
    assert desk.item.card.boxes["output"].note.text() == RAW
    press(desk, Qt.Key.Key_J)
    assert output(desk).is_rendered
    assert desk.item.card.boxes["output"].note.text() == ""


def test_from_finding_to_finding_evidence_in_the_layout_is_scrolled_to(show):
    long = "# Title\n\n" + "- a line\n" * 300 + "Wrong here."
    start = long.index("Wrong")
    desk = show(
        entry(
            finding("First", 0.9, "instruction", 0, 3),
            finding("Wrong", 0.8, "output", start, len(long)),
            output=long,
        )
    )
    press(desk, Qt.Key.Key_Period)
    assert desk.item.area.verticalScrollBar().value() > 1000


def test_a_megabyte_of_markdown_is_laid_out_in_part_and_raw_as_a_whole(show):
    desk = show(entry(output="# Title\n\n" + "Some **words** of it.\n" * 50_000))
    assert output(desk).is_rendered
    assert not output(desk).complete
    output(desk).show_all()
    assert not output(desk).is_rendered


def test_earlier_turns_are_still_shown(show):
    desk = show(entry(history=[{"role": "user", "text": "Hello"}, {"role": "assistant", "text": "Hi"}]))
    assert desk.item.card.boxes["history.1"].isVisible()


def test_what_is_asked_for_in_figures_is_listed_with_what_was_counted(show, qtbot):
    desk = show(entry(output="This has some more words than that."))
    checks = desk.item.card.checks
    qtbot.waitUntil(lambda: not checks.isHidden())
    assert checks.title.text() == "Asked for, and counted · 1 is not met"
    assert checks.lines[0].text() == "at most 5 words"
    assert checks.lines[0].accessibleName() == "at most 5 words: not met, 7 words"
    assert "not met: 7 words" in said(checks)


def test_a_click_on_a_check_marks_where_it_is_asked_for_and_what_was_counted(show, qtbot):
    desk = show(entry(instruction="Write it without the word “big”.", output="A big house, a big tree."))
    card = desk.item.card
    qtbot.waitUntil(lambda: not card.checks.isHidden())
    QTest.mouseClick(card.checks.lines[0], Qt.MouseButton.LeftButton)
    asked = [each.cursor.selectedText() for each in card.boxes["instruction"].view.reading.extraSelections()]
    assert asked == ["without the word “big”"]
    assert marked(desk) == ["big", "big"]
    QTest.mouseClick(card.checks.lines[0], Qt.MouseButton.LeftButton)
    assert marked(desk) == []


def test_checks_of_the_former_item_do_not_stay(show, qtbot):
    desk = show(entry(output="This has some more words than that."), entry(instruction="Go on."))
    qtbot.waitUntil(lambda: not desk.item.card.checks.isHidden())
    press(desk, Qt.Key.Key_J)
    assert desk.item.card.checks.isHidden()


@pytest.mark.parametrize(("confidence", "words"), [(Confidence.LIKELY, FITS), (Confidence.WEAK, HINT)])
def test_the_instruction_that_the_output_fits_better_is_quoted_and_one_click_away(
    show, qtbot, confidence, words
):
    swapped = replace(
        finding("The answer belongs to #2", 0.8, "output", analyzer="swapped_answers", confidence=confidence),
        evidence=(Evidence("output", item=2),),
    )
    desk = show(entry(swapped, output="A haiku."), entry(instruction="Write a haiku\nabout tea.", output="x"))
    fit = desk.item.card.fit
    qtbot.waitUntil(lambda: "haiku" in fit.title.text())
    assert fit.title.text() == "#2 · Write a haiku about tea."
    assert fit.words.text() == words
    QTest.mouseClick(fit.link, Qt.MouseButton.LeftButton)
    assert desk.view.item.id == 2
    assert desk.item.card.fit.isHidden()


def test_every_button_has_a_name_and_arabic_keeps_its_direction_in_the_layout(show):
    desk = show(entry(output="# عنوان\n\n- تستعد المدن الساحلية\n- two"))
    assert all(each.accessibleName() for each in desk.item.card.findChildren(QPushButton))
    block = output(desk).reading.document().begin()
    assert block.textDirection() == Qt.LayoutDirection.RightToLeft


def test_the_layout_follows_the_theme(show, qapp):
    desk = show(entry(at("two")))
    theme.apply(qapp, "dark")
    try:
        assert output(desk).is_rendered
        assert marked(desk) == ["two"]
        assert (
            output(desk)
            .reading.document()
            .find("print")
            .currentFrame()
            .frameFormat()
            .background()
            .color()
            .name()
            .upper()
            == theme.current().sunken
        )
    finally:
        theme.apply(qapp, "light")


def test_lists_from_right_to_left_stand_in_from_the_right(show):
    document = output(show(entry(output="العاصمة:\n\n- أولاً\n- ثانياً"))).reading.document()
    item = document.lastBlock().blockFormat()
    assert item.rightMargin() > 0
    assert item.leftMargin() == 0


def test_figures_in_a_table_stand_on_the_side_that_was_written(show):
    document = output(show(entry(output="| Tea | Price |\n|---|--:|\n| green | 3 |"))).reading.document()
    table = document.rootFrame().childFrames()[0]
    figure = table.cellAt(1, 1).firstCursorPosition()
    assert figure.blockFormat().alignment() & Qt.AlignmentFlag.AlignRight


def test_the_text_stands_at_one_height_whether_it_can_be_laid_out_or_not(show):
    desk = show(entry(output="Plain."), entry())
    top = desk.item.card.boxes["instruction"].view.y()
    press(desk, Qt.Key.Key_J)
    assert desk.item.card.switch.isVisible()
    assert desk.item.card.boxes["instruction"].view.y() == top
