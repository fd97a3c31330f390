"""Labels that people would not give, learned from those they gave."""

from __future__ import annotations

import random

import pytest

from synthreview.analyzers.wrong_labels import WrongLabels
from synthreview.domain import Item, Kind

ANALYZER = WrongLabels()
GOOD = ("lovely", "delightful", "wonderful", "happy", "great", "pleasant", "beautiful", "excellent")
BAD = ("awful", "horrible", "terrible", "sad", "ugly", "nasty", "dreadful", "miserable")
SUBJECTS = ("film", "hotel", "meal", "song", "book", "game", "trip", "phone", "school", "garden")


def texts(count: int, seed: int = 1) -> list[tuple[str, str]]:
    chance = random.Random(seed)
    made = []
    for number in range(count):
        side = number % 2
        words = chance.sample((GOOD, BAD)[side], 3)
        made.append(
            (
                f"The {chance.choice(SUBJECTS)} was {words[0]}, {words[1]} and {words[2]}.",
                ("pos", "neg")[side],
            )
        )
    return made


def item(id: int, text: str, **parts) -> Item:
    return Item(id, 1, id - 1, None, Kind.TASK_LABEL, {"text": text, **parts})


def judged(items, reference=None):
    state = ANALYZER.finish(ANALYZER.summarize(items), ANALYZER.summarize(reference) if reference else None)
    return {finding.item: finding for finding in ANALYZER.score(items, state)}, list(ANALYZER.emit(state))


def model_items(count: int = 40, wrong: tuple[int, ...] = (5, 12)) -> list[Item]:
    flip = {"pos": "neg", "neg": "pos"}
    return [
        item(id, text, label=flip[label] if id in wrong else label)
        for id, (text, label) in enumerate(texts(count, seed=2), start=1)
    ]


def people(count: int = 100) -> list[Item]:
    return [item(1_000 + id, text, human_labels=[label]) for id, (text, label) in enumerate(texts(count))]


def test_labels_people_would_not_give_are_found_with_the_texts_most_like_it():
    found, (summary,) = judged(model_items(), people())
    assert {id for id, finding in found.items() if finding.reason == "label_unlike_people"} == {5, 12}
    finding = found[5]
    assert finding.args["people"] == "pos"
    assert finding.args["model"] == "neg"
    assert finding.args["texts"] == "100"
    assert finding.score > 0.5
    (spot,) = finding.evidence
    assert spot.item >= 1_000
    _, *lines = spot.note.split("\n")
    assert len(lines) == 3
    assert all(line.startswith("• pos: The ") for line in lines)
    assert summary.data["judge"] == "people"
    assert summary.data["agrees"] > 0.9 > summary.data["most_common"]


def test_a_reference_of_single_labels_counts_as_peoples():
    reference = [item(1_000 + id, text, label=label) for id, (text, label) in enumerate(texts(100))]
    found, _ = judged(model_items(), reference)
    assert {id for id, finding in found.items() if finding.reason == "label_unlike_people"} == {5, 12}


def test_a_text_people_labelled_themselves_is_not_guessed_at():
    items = [*model_items(), *people()]
    both = item(5, items[4].text("text"), label="neg", human_labels=["neg"])
    found, _ = judged([*items[:4], both, *items[5:]])
    assert 5 not in found
    assert 12 in found


def test_people_who_are_of_two_minds_leave_the_label_in_doubt():
    split = [
        item(1_000 + id, text, human_labels=[label, "other", label, "odd"])
        for id, (text, label) in enumerate(texts(100))
    ]
    found, _ = judged(model_items(wrong=()), split)
    assert {finding.reason for finding in found.values()} == {"label_in_doubt"}
    assert len(found) == 40


def test_without_people_the_other_texts_are_a_weak_sign():
    found, (summary,) = judged(model_items(300))
    assert {id for id, finding in found.items()} == {5, 12}
    assert {finding.reason for finding in found.values()} == {"label_unlike_others"}
    assert summary.data == {"judge": "others"}


def test_a_copy_of_a_text_does_not_vouch_for_it():
    items = model_items(300)
    copies = [item(400 + n, items[4].text("text"), label="neg") for n in range(2)]
    found, _ = judged([*items, *copies])
    assert 5 in found


@pytest.mark.parametrize(
    "reference",
    [
        people(39),
        [item(1_000 + id, text, human_labels=["pos"]) for id, (text, _) in enumerate(texts(100))],
        None,
    ],
    ids=["too few", "all alike", "none"],
)
def test_where_nobody_can_judge_nothing_is_said(reference):
    assert judged(model_items(), reference) == ({}, [])


def test_a_text_without_a_known_word_is_passed_over():
    found, _ = judged([*model_items(), item(99, "\U0001f389", label="neg")], people())
    assert 99 not in found


def test_labels_of_two_classes_and_of_more_are_both_learned():
    three = [
        item(1_000 + id, text, human_labels=[label if id % 5 else "none"])
        for id, (text, label) in enumerate(texts(150))
    ]
    found, _ = judged(model_items(), three)
    assert {id for id, finding in found.items() if finding.reason == "label_unlike_people"} == {5, 12}


def test_a_text_that_several_people_labelled_is_one_with_all_their_labels():
    rows = [
        item(1_000 + 10 * id + who, text, human_labels=[label if who else "other"])
        for id, (text, label) in enumerate(texts(100))
        for who in range(3)
    ]
    found, (summary,) = judged(model_items(), rows)
    assert summary.data["texts"] == 100
    _, *lines = found[5].evidence[0].note.split("\n")
    assert len(set(lines)) == 3
    assert all(line.startswith("• pos ×2, other: ") for line in lines)
