"""A free text names what is marked in it and stands beside texts by people."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from synthreview.domain import Evidence, Kind
from synthreview.project.beside import Near, Nearest
from tests.ui.review.fake_project import Entry, FakeProject, finding

TEXT = "In today's world gardens matter. They matter for bees. In conclusion, gardens matter. In conclusion, so be it."
NEAR = Nearest((Near(2, "people", "My grandmother's garden had no fence.", "", 0.66),))


def essay(*findings, **more):
    return Entry(Kind.FREE_TEXT, {"prompt": "Write.", "text": TEXT, "author": "machine"}, findings, **more)


def phrase():
    at = [TEXT.index("In conclusion"), TEXT.rindex("In conclusion")]
    found = finding(
        "Contains a phrase that 12 % of the texts share: in conclusion", 0.3, analyzer="flat_style"
    )
    return replace(found, evidence=tuple(Evidence("text", start, start + 13) for start in at))


def opening():
    return finding("24 texts open alike: In today's world", 0.4, "text", 0, 16, analyzer="damaged_text")


@pytest.fixture
def desk(open_desk, qapp):
    def opened(*entries):
        made = open_desk(FakeProject(entries))
        qapp.processEvents()
        return made

    return opened


def test_templates_and_openings_are_marked_and_the_legend_names_them(desk):
    made = desk(essay(opening(), phrase()))
    card = made.item.card
    marked = [each.cursor.selectedText() for each in card.boxes["text"].view.reading.extraSelections()]
    assert sorted(marked) == ["In conclusion", "In conclusion", "In today's world"]
    assert card.legend.lines == [
        "24 texts open alike: In today's world",
        "Contains a phrase that 12 % of the texts share: in conclusion (2 times here)",
    ]


def test_without_a_mark_there_is_no_legend(desk):
    made = desk(essay(finding("The text is empty", 0.9, "text")), essay(opening()))
    assert not made.item.card.legend.isVisible()
    QTest.keyClick(made, Qt.Key.Key_J)
    assert made.item.card.legend.isVisible()


def test_a_mark_that_was_called_wrong_is_not_in_the_legend(desk):
    made = desk(essay(replace(opening(), objected_by=("Ana",)), phrase()))
    assert len(made.item.card.legend.lines) == 1


def test_texts_by_people_stand_below_and_can_be_visited(desk, qtbot):
    made = desk(essay(nearest=NEAR), essay())
    card = made.item.card
    qtbot.waitUntil(lambda: len(card.nearest.buttons) == 1)
    assert (
        card.nearest.buttons[0]
        .accessibleName()
        .startswith("Show #2. By people. Likeness .66. My grandmother")
    )
    QTest.mouseClick(card.nearest.buttons[0], Qt.MouseButton.LeftButton)
    assert made.view.item.id == 2


def test_where_there_are_none_it_says_what_to_do(desk, qtbot):
    why = "No text by people is in the project; import some as a reference."
    made = desk(essay(nearest=Nearest(why=why)))
    qtbot.waitUntil(lambda: made.item.card.nearest.note == why)
