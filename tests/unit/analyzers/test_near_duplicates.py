from __future__ import annotations

import pytest

from synthreview.analyzers.near_duplicates import NearDuplicates
from synthreview.domain import Item, Kind
from tests.unit.analyzers.making import (
    conversation,
    free_text,
    instruction,
    labelled,
    preference,
    reasons,
    run,
    the,
)

ANALYZER = NearDuplicates()
WORDS = (
    "harbor ferry noon evening captain crew rope anchor lantern storm letter island market silver bread window "
    "garden winter summer bridge river stone tower candle mirror engine whistle ticket basket coat"
).split()


def prose(seed: int, words: int = 60) -> str:
    """A text in which no three words follow each other as in another."""
    return " ".join(
        f"{WORDS[(seed * 7 + at * (seed % 5 + 1)) % len(WORDS)]}{seed % 97}x{at}" for at in range(words)
    )


def with_word(text: str, place: int, word: str = "otherwise") -> str:
    words = text.split()
    words[place] = word
    return " ".join(words)


def task(text: str, label: str | None, *, id: int, annotator: str = "") -> Item:
    parts = {"text": text, "label": label, "annotator": annotator}
    return Item(id, 1, id, None, Kind.TASK_LABEL, {name: value for name, value in parts.items() if value})


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (free_text(prose(1), id=1), free_text(with_word(prose(1), 20), id=2), "near_copy"),
        (conversation(f"U: {prose(1)}", f"A: {prose(2)}", id=1), conversation(f"U: {prose(1)}", f"A: {with_word(prose(2), 3)}", id=2), "near_copy"),
        (instruction(prose(1), prose(2), prose(3), id=1), instruction(prose(1), prose(2), with_word(prose(3), 30), id=2), "near_copy"),
        (preference(prose(1), prose(2), id=1), preference(with_word(prose(1), 9), prose(2), id=2), "near_judgement"),
        (task(prose(1), "joy", id=1), task(prose(1) + ".", "joy", id=2), "near_copy"),
    ],
)  # fmt: skip
def test_a_near_copy_points_at_the_one_before_it_in_every_kind(one, other, reason):
    (found,) = run(ANALYZER, one, free_or_other(other.kind), other)
    assert (found.item, found.reason, found.args["item"]) == (2, reason, 1)
    assert found.evidence[0].item == 1
    assert int(found.args["percent"]) >= 80


def free_or_other(kind: Kind) -> Item:
    """A third item of the kind that is like neither."""
    made = {
        Kind.FREE_TEXT: free_text(prose(31), id=3),
        Kind.SIMULATION: conversation(f"U: {prose(32)}", id=3),
        Kind.INSTRUCTION: instruction(prose(33), "", prose(34), id=3),
        Kind.PREFERENCE: preference(prose(35), prose(36), id=3),
        Kind.TASK_LABEL: task(prose(37), "joy", id=3),
    }
    return made[kind]


def test_case_and_punctuation_alone_make_a_near_copy():
    found = the(
        run(ANALYZER, free_text(prose(1), id=1), free_text(prose(1).upper() + " !", id=2)), "near_copy"
    )
    assert found.args["percent"] == "100"


@pytest.mark.parametrize(
    "pair",
    [
        (free_text(prose(1), id=1), free_text("  " + prose(1).upper(), id=2)),
        (instruction(prose(1), "", prose(2), id=1), instruction(prose(1), "", prose(2), id=2)),
        (preference(prose(1), prose(2), id=1), preference(prose(1), prose(2), "b", id=2)),
        (conversation(f"U: {prose(1)}", id=1), conversation(f"U: {prose(1)}", id=2)),
    ],
)
def test_exact_copies_are_left_to_those_who_report_them(pair):
    assert run(ANALYZER, *pair) == []


def test_a_copy_of_a_copy_is_pointed_at_the_first():
    texts = [prose(1), with_word(prose(1), 10), with_word(prose(1), 40)]
    found = run(ANALYZER, *(free_text(text, id=id) for id, text in enumerate(texts, start=1)))
    assert [(each.item, each.args["item"], each.args["count"]) for each in found] == [(2, 1, 3), (3, 1, 3)]


def test_the_same_prompt_with_another_answer_is_no_copy():
    one, other = (
        instruction(prose(1, 300), "", prose(2), id=1),
        instruction(prose(1, 300), "", prose(3), id=2),
    )
    assert run(ANALYZER, one, other) == []


def test_a_long_definition_does_not_make_copies_of_short_inputs():
    one = instruction(prose(1, 200), "a dull film", "negative", id=1)
    assert run(ANALYZER, one, instruction(prose(1, 200), "so very charming", "positive", id=2)) == []


@pytest.mark.parametrize("change", [lambda text: text, lambda text: with_word(text, 30)])
def test_the_same_answer_to_another_prompt_is_a_weaker_sign(change):
    one, other = instruction(prose(1), "", prose(2), id=1), instruction(prose(3), "", change(prose(2)), id=2)
    found = the(run(ANALYZER, one, other), "answer_again")
    assert (found.item, found.args["item"], found.evidence[0].part) == (2, 1, "output")
    prior = {reason.code: reason.prior for reason in ANALYZER.reasons}
    assert prior["answer_again"] < prior["near_copy"]


def test_short_answers_may_repeat():
    assert (
        run(ANALYZER, instruction(prose(1), "", "Yes.", id=1), instruction(prose(3), "", "Yes.", id=2)) == []
    )


def test_a_sentence_more_in_a_short_instruction_is_still_a_copy():
    one = instruction("Tell me about the harbor and the ferry.", "", prose(2, 200), id=1)
    other = instruction("Tell me about the harbor and the ferry. Please do so.", "", prose(2, 200), id=2)
    assert reasons(ANALYZER, one, other) == {"near_copy"}


@pytest.mark.parametrize("again", [prose(1), with_word(prose(1), 8)])
def test_one_text_with_two_labels_is_a_conflict_on_both_sides(again):
    found = run(
        ANALYZER, task(prose(1), "joy", id=1), task(again, "fear", id=2), task(prose(5), "fear", id=3)
    )
    assert [(each.item, each.reason, each.args["label"], each.args["other"]) for each in found] == [
        (1, "conflicting_labels", "joy", "fear"),
        (2, "conflicting_labels", "fear", "joy"),
    ]


def others(count: int) -> list[Item]:
    return [task(prose(seed), "joy", id=seed) for seed in range(20, 20 + count)]


def test_one_text_twice_with_one_label_is_said_once():
    found = run(ANALYZER, task(prose(1), "joy", id=1), task(prose(1), "joy", id=2), *others(8))
    assert [(each.item, each.reason, each.args) for each in found] == [(2, "same_labelled_text", {"item": 1})]


def test_two_annotators_of_one_text_may_differ():
    one, other = task(prose(1), "joy", id=1, annotator="ann"), task(prose(1), "fear", id=2, annotator="bob")
    assert run(ANALYZER, one, other, *others(8)) == []


def test_two_annotators_of_one_text_may_agree():
    one, other = task(prose(1), "joy", id=1, annotator="ann"), task(prose(1), "joy", id=2, annotator="bob")
    assert run(ANALYZER, one, other, *others(8)) == []


def test_a_data_set_with_several_rows_a_text_is_no_mass_of_conflicts():
    rows = [task(prose(id // 3), ("joy", "fear")[id % 2], id=id + 1) for id in range(60)]
    assert run(ANALYZER, *rows) == []


def test_a_data_set_in_which_texts_have_several_labels_is_no_mass_of_conflicts():
    twice = [
        task(prose(seed), label, id=2 * seed + at)
        for seed in range(1, 25)
        for at, label in enumerate(("joy", "fear"))
    ]
    alone = [task(prose(seed), "joy", id=1000 + seed) for seed in range(100, 250)]
    assert run(ANALYZER, *twice, *alone) == []


def test_votes_without_a_majority_are_in_conflict_with_nothing():
    split, sure = labelled(model=["joy", "fear"], id=1), labelled(model=["joy", "joy"], id=2)
    same = [
        Item(item.id, 1, item.id, None, item.kind, item.parts | {"text": prose(1)}) for item in (split, sure)
    ]
    assert run(ANALYZER, *same, *others(8)) == []


def test_a_crowd_that_shares_a_template_weighs_less():
    crowd = [free_text(with_word(prose(1, 90), 89, f"word{id}"), id=id) for id in range(1, 21)]
    pair = [free_text(with_word(prose(1, 90), 89, f"word{id}"), id=id) for id in range(1, 3)]
    assert max(each.score for each in run(ANALYZER, *crowd)) < min(
        each.score for each in run(ANALYZER, *pair)
    )


def test_what_was_found_is_counted_for_the_whole_data_set():
    items = [free_text(prose(1), id=1), free_text(with_word(prose(1), 5), id=2)]
    (summary,) = ANALYZER.emit(ANALYZER.finish(ANALYZER.summarize(items), None))
    assert summary.data["near_copies"] == 1


def test_a_copy_of_a_whole_item_is_not_counted_as_an_answer_given_again():
    items = [
        instruction(prose(1), "", prose(2), id=1),
        instruction(with_word(prose(1), 5), "", prose(2), id=2),
    ]
    (summary,) = ANALYZER.emit(ANALYZER.finish(ANALYZER.summarize(items), None))
    assert (summary.data["near_copies"], summary.data["answers_again"]) == (1, 0)
