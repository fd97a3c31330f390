"""Risk in words: a level at first, a chance with its interval once random checks tell one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from synthreview.chance import Chance
from synthreview.domain import Kind, QueueRow
from synthreview.ui.review import likely

FOUND = Chance(0.352, 0.221, 0.478, 120)
ROW = QueueRow(1, 1, Kind.INSTRUCTION, "d", 0, None, 0.9, "Name a bird", "Too short", None)


@pytest.mark.parametrize(("risk", "words"), [(0.29, "Low"), (0.3, "Medium"), (0.59, "Medium"), (0.6, "High")])
def test_no_number_is_told_before_it_is_known(risk, words):
    assert likely.brief(risk, None) == words
    assert likely.spoken(replace(ROW, risk=risk)) == f"{words.lower()} risk"


def test_a_known_chance_is_told_instead_of_the_level():
    assert likely.brief(0.9, FOUND).startswith("35")
    assert likely.spoken(replace(ROW, chance=FOUND)).endswith("% likely to need a change")


def test_the_panel_tells_a_chance_with_its_interval_and_what_it_rests_on(open_desk):
    desk = open_desk()
    view = desk.view
    desk.why.show_view(replace(view, chance=FOUND, findings=()))
    words = desk.why._words.text()
    assert desk.why._level.text().startswith("35")
    assert "22" in words
    assert "48" in words
    assert "120 random checks" in words
    assert words.startswith("Nothing was found in it.")


def test_the_panel_tells_no_number_before_there_are_checks(open_desk):
    desk = open_desk()
    desk.why.show_view(replace(desk.view, taught_by=60))
    assert desk.why._level.text() == "High"
    assert "60 decisions" in desk.why._words.text()
    assert "%" not in desk.why._words.text()
