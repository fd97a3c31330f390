"""Open and closed questions are told apart, and compared by what rules find in them."""

from __future__ import annotations

import pytest

from synthreview.analyzers.corrupt_instructions import CorruptInstructions
from synthreview.panels import Panel
from tests.unit.analyzers.making import instruction


def data(closed: int, opened: int, *, faulty_closed: int = 0, faulty_open: int = 0, id: int = 1):
    """Closed questions, then open ones; the first of each have an empty answer."""
    made = []
    for number in range(closed):
        output = "" if number < faulty_closed else f"It has {number} islands and two ports."
        made.append(instruction(f"How many islands does lake {number} have?", "", output, id=id + len(made)))
    for number in range(opened):
        output = "" if number < faulty_open else f"There is wind on lake {number}, and a boat goes out."
        made.append(instruction(f"Write a story about lake {number}.", "", output, id=id + len(made)))
    return made


def panel(items) -> Panel | None:
    analyzer = CorruptInstructions()
    partial = None
    for start in range(0, len(items), 70):
        part = analyzer.summarize(items[start : start + 70])
        partial = part if partial is None else analyzer.merge(partial, part)
    told = [each for each in analyzer.emit(analyzer.finish(partial, None)) if isinstance(each, Panel)]
    return told[0] if told else None


def test_closed_questions_with_more_findings_are_told_with_their_numbers():
    told = panel(data(100, 200, faulty_closed=40, faulty_open=10))
    assert told.title == "Closed questions have findings more often than open ones"
    assert [(line.name, line.value) for line in told.effects] == [("Closed", 0.4), ("Open", 0.05)]
    assert told.effects[0].low == pytest.approx(0.309, abs=0.001)
    assert told.effects[0].words == "40\u202f% of 100 questions"
    assert all(line.certain for line in told.effects)
    assert told.neutral == pytest.approx(50 / 300)


def test_so_are_open_ones():
    assert (
        panel(data(100, 100, faulty_open=50)).title
        == "Open questions have findings more often than closed ones"
    )


def test_a_difference_that_may_be_chance_is_none():
    told = panel(data(100, 100, faulty_closed=6, faulty_open=3))
    assert told.title == "Open and closed questions have findings about as often"
    assert not any(line.certain for line in told.effects)


@pytest.mark.parametrize(("closed", "opened"), [(100, 20), (20, 100), (0, 0)])
def test_too_few_of_one_sort_tell_nothing(closed, opened):
    assert panel(data(closed, opened)) is None


def test_questions_whose_sort_cannot_be_told_are_counted_apart():
    items = data(60, 60)
    items += [instruction(f"Lake {number}", "", "Water.", id=500 + number) for number in range(7)]
    assert "of 7 questions the sort could not be told" in panel(items).subtitle


def test_very_long_examples_are_left_out():
    items = data(60, 60)
    items += [instruction("How many lakes are there?", "", "", id=900 + k, system="") for k in range(3)]
    long = [instruction(f"How many {'lakes ' * 2_000} {k}?", "", "", id=990 + k) for k in range(20)]
    assert panel(items + long).effects == panel(items).effects
