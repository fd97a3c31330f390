"""Answers that were given to another instruction."""

from __future__ import annotations

import pytest

from synthreview.analyzers.swapped_answers import SwappedAnswers
from tests.unit.analyzers.making import instruction

ANALYZER = SwappedAnswers()
SUBJECTS = (
    "apples", "rivers", "violins", "volcanoes", "taxes", "penguins", "bicycles", "castles", "planets", "bread",
    "chess", "vaccines", "trains", "whales", "poetry", "bridges", "cameras", "deserts", "elections", "football",
    "glaciers", "honey", "islands", "jewels", "kites", "lawyers", "mushrooms", "novels", "oceans", "pianos",
)  # fmt: skip
QUESTIONS = (
    "Tell me about {}.",
    "Why do people like {}?",
    "What is the history of {}?",
    "Write a note on {}.",
)


def examples() -> list:
    made = [
        (question.format(subject), f"There is much to say about {subject}: many people know {subject} well.")
        for question in QUESTIONS
        for subject in SUBJECTS
    ]
    return [instruction(asked, output=answer, id=id) for id, (asked, answer) in enumerate(made, start=1)]


def found(items) -> dict:
    return {
        finding.item: finding
        for finding in ANALYZER.score(items, ANALYZER.finish(ANALYZER.summarize(items), None))
    }


def swapped(items, *pairs):
    parts = {item.id: item.parts for item in items}
    outputs = {id: parts[other]["output"] for pair in pairs for id, other in (pair, pair[::-1])}
    return [
        instruction(item.text("instruction"), output=outputs.get(item.id, item.text("output")), id=item.id)
        for item in items
    ]


def test_two_answers_that_changed_places_are_found_and_nothing_else():
    assert set(found(swapped(examples(), (3, 17), (40, 62), (85, 110)))) == {3, 17, 40, 62, 85, 110}


def test_the_instruction_that_is_closest_is_the_evidence():
    finding = found(swapped(examples(), (3, 17)))[3]
    assert finding.reason == "answer_elsewhere"
    assert finding.evidence[0].item == finding.args["item"]
    assert SUBJECTS[(finding.args["item"] - 1) % len(SUBJECTS)] == SUBJECTS[16]


def test_an_answer_about_nothing_in_the_data_set_is_off_topic():
    items = examples()
    items[7] = instruction(
        items[7].text("instruction"), output="Zig zag quux, lorem ipsum dolor sit amet.", id=8
    )
    assert found(items)[8].reason == "answer_off_topic"


@pytest.mark.parametrize("answer", ["1945", "Yes, of course.", "", "\U0001f389 " * 9])
def test_an_answer_that_says_too_little_is_passed_over(answer):
    items = examples()
    items[7] = instruction(items[7].text("instruction"), output=answer, id=8)
    assert 8 not in found(items)


def test_an_answer_to_earlier_turns_is_passed_over():
    items = swapped(examples(), (3, 17))
    turns = [{"role": "user", "text": "Hello"}]
    items[2] = instruction(items[2].text("instruction"), output=items[2].text("output"), id=3, history=turns)
    assert set(found(items)) == {17}


def test_a_small_data_set_does_not_say_what_is_usual():
    assert found(swapped(examples()[:90], (3, 17))) == {}
    assert list(ANALYZER.emit(None)) == []


def test_a_data_set_without_swaps_is_quiet_and_says_so():
    items = examples()
    assert found(items) == {}
    (summary,) = ANALYZER.emit(ANALYZER.finish(ANALYZER.summarize(items), None))
    assert summary.data["share_at_most"] < 0.02


def test_where_answers_say_nothing_of_their_instructions_none_is_pointed_at():
    items = examples()
    shuffled = [
        instruction(
            item.text("instruction"), output=items[(place * 37) % len(items)].text("output"), id=item.id
        )
        for place, item in enumerate(items)
    ]
    assert found(shuffled) == {}
    (summary,) = ANALYZER.emit(ANALYZER.finish(ANALYZER.summarize(shuffled), None))
    assert summary.data["share_at_most"] > 0.5
