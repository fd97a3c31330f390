from __future__ import annotations

import pytest

from synthreview.analyzers.task_outliers import TaskOutliers
from synthreview.domain import Item, Kind
from tests.unit.analyzers.making import run, the

ANALYZER = TaskOutliers()
TASK = "Say whether the text is about food or about ships."
FOOD = ("bread", "soup", "cheese", "butter", "salad", "cake", "fruit", "sugar")
SHIPS = ("harbour", "anchor", "sailor", "vessel", "captain", "navy", "deck", "ocean")
DISHES = ("dinner", "kitchen", "lunch", "cook", "meal")
BOATS = ("boat", "sail", "port", "fleet", "crew")


def row(id: int, input_: str, output: str, task: str = TASK) -> Item:
    return Item(
        id, 1, id - 1, None, Kind.INSTRUCTION, {"instruction": task, "input": input_, "output": output}
    )


def rows(task: str = TASK, first: int = 1) -> list[Item]:
    food = [
        (f"The {a} was good with the {b} at {c}.", "food")
        for a in FOOD
        for b in FOOD
        for c in DISHES
        if a < b
    ]
    ships = [
        (f"The {a} was near the {b} and the {c}.", "ships")
        for a in SHIPS
        for b in SHIPS
        for c in BOATS
        if a < b
    ]
    return [row(first + at, text, label, task) for at, (text, label) in enumerate(food + ships)]


def test_a_label_that_speaks_against_its_input_is_pointed_at():
    batch = rows()
    batch[3] = row(batch[3].id, batch[3].text("input"), "ships")
    finding = the(run(ANALYZER, *batch), "output_unlike_others")
    assert finding.item == batch[3].id
    assert finding.args["others"] == "food"
    assert finding.args["said"] == "ships"
    assert finding.evidence[0].part == "output"


def test_labels_that_fit_are_left_alone():
    assert run(ANALYZER, *rows()) == []


@pytest.mark.parametrize("label", ["Food", "food.", "FOOD"])
def test_capitals_and_a_full_stop_make_no_other_label(label):
    batch = rows()
    batch[0] = row(1, batch[0].text("input"), label)
    assert run(ANALYZER, *batch) == []


def test_fewer_rows_than_can_be_learned_from_say_nothing():
    batch = [*rows()[:10], row(11, "The soup was good.", "ships")]
    assert run(ANALYZER, *batch) == []


def test_instructions_of_their_own_are_no_task():
    batch = [row(item.id, item.text("input"), item.text("output"), f"Task {item.id}.") for item in rows()]
    assert run(ANALYZER, *batch) == []


def test_a_task_whose_inputs_do_not_tell_the_label_says_nothing():
    batch = [row(item.id, item.text("input"), "yes" if item.id % 2 else "no") for item in rows()]
    assert run(ANALYZER, *batch) == []


def test_each_task_is_learned_for_itself():
    other = [
        row(
            item.id,
            item.text("input"),
            "ships" if item.text("output") == "food" else "food",
            "Say the opposite.",
        )
        for item in rows(first=1001)
    ]
    assert run(ANALYZER, *rows(), *other) == []


def test_the_order_of_rows_and_the_cut_of_batches_change_nothing():
    batch = rows()
    batch[3] = row(batch[3].id, batch[3].text("input"), "ships")
    whole = run(ANALYZER, *batch)
    cut = ANALYZER.merge(ANALYZER.summarize(batch[100:]), ANALYZER.summarize(batch[:100]))
    assert list(ANALYZER.score(batch, ANALYZER.finish(cut, None))) == whole
