"""Items that are unlike anything else in their data set."""

from __future__ import annotations

import random

import pytest

from synthreview.analyzers.outliers import Outliers
from synthreview.domain import Confidence, Item, Kind
from tests.unit.analyzers.making import free_text, instruction

ANALYZER = Outliers()
PLACES = "kitchen garden cellar balcony hallway attic garage porch bathroom study".split()
THINGS = "lamp chair table carpet mirror curtain shelf sofa cupboard clock".split()
ODD = "Photosynthesis turns carbon dioxide into glucose inside chloroplasts."


def at_home(number: int) -> str:
    dice = random.Random(number)
    place, other = dice.sample(PLACES, 2)
    return f"We moved the {dice.choice(THINGS)} from the {place} to the {other} of our house."


def at_sea(number: int) -> str:
    dice = random.Random(number)
    wind = dice.choice("northern southern western eastern warm cold".split())
    return (
        f"The {wind} wind drove the ship with its {dice.randint(2, 9)} sailors across the ocean to a harbour."
    )


def found(items):
    return list(ANALYZER.score(items, ANALYZER.finish(ANALYZER.summarize(items), None)))


def test_the_one_text_about_something_else_is_pointed_at_with_its_nearest():
    items = [free_text(at_home(number), id=number) for number in range(1, 400)]
    (finding,) = found([*items, free_text(ODD, id=400)])
    assert (finding.item, finding.reason) == (400, "unlike_the_rest")
    assert int(finding.args["percent"]) < int(finding.args["usual"])
    assert len({spot.item for spot in finding.evidence}) == 3
    assert 400 not in {spot.item for spot in finding.evidence}
    assert ANALYZER.reasons[0].confidence is Confidence.WEAK


def test_texts_of_one_sort_are_left_alone():
    assert found([free_text(at_home(number), id=number) for number in range(1, 400)]) == []


def test_a_text_that_would_be_usual_elsewhere_is_odd_under_its_label():
    def labelled(text: str, label: str, id: int) -> Item:
        return Item(id, 1, id, None, Kind.TASK_LABEL, {"text": text, "label": label})

    items = [labelled(at_home(number), "home", number) for number in range(1, 300)]
    items += [labelled(at_sea(number), "sea", number) for number in range(300, 600)]
    assert found(items) == []
    (finding,) = found([*items, labelled(at_sea(7), "home", 600)])
    assert (finding.item, finding.reason, finding.args["label"]) == (600, "unlike_its_label", "home")


@pytest.mark.parametrize("count", [0, 1, 100])
def test_few_items_do_not_tell_what_is_usual(count):
    items = [free_text(at_home(number), id=number) for number in range(count)]
    assert found([*items, free_text(ODD, id=count)]) == []


def test_items_without_a_known_word_are_passed_over():
    items = [free_text(at_home(number), id=number) for number in range(1, 300)]
    assert found([*items, free_text("", id=300), free_text("🙂", id=301)]) == []


def test_the_same_items_are_found_however_they_come():
    items = [
        instruction("Tell me something.", output=at_home(number), id=number) for number in range(1, 400)
    ] + [instruction("Name a process.", output=ODD, id=400)]
    expected = found(items)
    assert [finding.item for finding in expected] == [400]
    parts = [ANALYZER.summarize(items[at : at + 70]) for at in range(0, 400, 70)]
    merged = parts.pop()
    while parts:
        merged = ANALYZER.merge(merged, parts.pop())
    state = ANALYZER.finish(merged, None)
    again = [f for at in range(0, 400, 130) for f in ANALYZER.score(items[at : at + 130], state)]
    assert again == expected
