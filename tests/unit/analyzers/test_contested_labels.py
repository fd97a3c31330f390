"""Texts that people would be split over, learned from those several people labelled."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from synthreview.analyzers.contested_labels import ContestedLabels
from synthreview.analyzers.labels.contested import doubts, told
from synthreview.analyzers.labels.texts import LabelledTexts, labelled
from synthreview.domain import Confidence, Item, Kind
from synthreview.panels import Panel

ANALYZER = ContestedLabels()
PLAIN = ("sunny", "rainy", "windy", "cold", "warm", "cloudy", "snowy", "dry")
HEATED = ("president", "election", "government", "minister", "senate", "vote", "policy", "taxes")
TIMES = ("today", "yesterday", "tomorrow", "last week", "this month", "in spring", "at noon", "tonight")


def texts(count: int, seed: int = 1) -> list[tuple[str, bool]]:
    """Texts in turn about the weather and about politics, with whether people are split over them."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        heated = number % 2 == 1
        words = chance.sample((PLAIN, HEATED)[heated], 3)
        made.append(
            (f"{words[0]}, {words[1]} and {words[2]} {chance.choice(TIMES)} {chance.choice(TIMES)}", heated)
        )
    return made


def item(id: int, text: str, **parts) -> Item:
    return Item(id, 1, id - 1, None, Kind.TASK_LABEL, {"text": text, **parts})


def people(count: int = 200) -> list[Item]:
    """Three say yes over the weather; over politics one of them says no."""
    said = (["yes", "yes", "yes"], ["yes", "no", "yes"])
    return [
        item(1_000 + number, text, human_labels=said[heated])
        for number, (text, heated) in enumerate(texts(count))
    ]


def bare(count: int = 40) -> list[Item]:
    """Items with a label of a model only; every second one is about politics."""
    return [item(number, text, label="yes") for number, (text, _) in enumerate(texts(count, seed=2), start=1)]


def judged(items, reference=None):
    state = ANALYZER.finish(ANALYZER.summarize(items), ANALYZER.summarize(reference) if reference else None)
    found = {finding.item: finding for finding in ANALYZER.score(items, state)}
    return found, list(ANALYZER.emit(state))


def panels(items, reference=None) -> dict[str, Panel]:
    return {panel.name: panel for panel in judged(items, reference)[1] if isinstance(panel, Panel)}


def words_of(finding) -> str:
    (reason,) = ANALYZER.reasons
    return reason.say(finding.args)


def test_items_like_those_people_are_split_over_are_pointed_at_with_how_many_would_disagree():
    found, _ = judged(bare(), people())
    assert found
    assert all(id % 2 == 0 for id in found)
    assert len(found) < 20
    finding = next(iter(found.values()))
    said = "People may be split over this: about 33 % would differ from the majority"
    assert words_of(finding) == said
    (spot,) = finding.evidence
    assert spot.part == "label"
    assert spot.item >= 1_000
    head, *lines = spot.note.split("\n")
    assert head == "Most like it, as several people labelled them:"
    assert len(lines) == 3
    assert all(line.startswith("• yes ×2, no: ") for line in lines)


def test_it_is_a_weak_sign_of_a_family_of_its_own_for_a_contested_label_is_not_a_wrong_one():
    (reason,) = ANALYZER.reasons
    assert reason.confidence is Confidence.WEAK
    assert reason.family == "contested"
    assert reason.prior <= 0.1


def test_people_may_have_labelled_some_of_the_same_records():
    found, _ = judged([*bare(), *people()])
    assert found
    assert all(id < 1_000 for id in found)


def test_what_several_people_labelled_themselves_is_not_guessed_at_but_what_one_did_is():
    heated = max(judged(bare(), people())[0])
    text = bare()[heated - 1].text("text")
    one, two = (item(id, text, human_labels=["yes"] * count) for id, count in ((501, 1), (502, 2)))
    assert 501 in judged([*bare(), one], people())[0]
    assert 502 not in judged([*bare(), two], people())[0]
    known = [item(600 + number, each.text("text"), label="yes") for number, each in enumerate(people())]
    assert all(id < 600 for id in judged([*bare(), *known], people())[0])


def test_a_reference_with_a_row_for_each_person_is_put_together_by_text():
    rows = [
        item(5_000 + 10 * number + who, each.text("text"), label=label)
        for number, each in enumerate(people())
        for who, label in enumerate(each.parts["human_labels"])
    ]
    assert judged(bare(), rows)[0].keys() == judged(bare(), people())[0].keys()


def test_an_item_without_any_label_is_pointed_at_in_its_text():
    items = [item(each.id, each.text("text")) for each in bare()]
    found, _ = judged(items, people())
    assert found
    assert {finding.evidence[0].part for finding in found.values()} == {"text"}


def test_where_the_text_does_not_tell_only_a_panel_says_so():
    chance = random.Random(5)
    mixed = [
        item(each.id, each.text("text"), human_labels=chance.choice((["yes"] * 3, ["yes", "no", "yes"])))
        for each in people()
    ]
    found, (summary, how_well, how_much) = judged(bare(), mixed)
    assert found == {}
    assert summary.data["predictable"] is False
    assert how_well.title.startswith("Not predictable from the text")
    assert how_well.subtitle.startswith("AUROC .")
    assert "95 % interval" in how_well.subtitle
    (effect,) = how_well.effects
    assert effect.value == pytest.approx(0.5, abs=0.08)  # a model that knew these texts would do better
    assert how_much.title.startswith("People are split over")


def test_what_is_told_better_than_by_guesses_but_too_weakly_is_called_so():
    state = ANALYZER.finish(ANALYZER.summarize(people()), None)
    weak = replace(state, told=replace(state.told, auroc=0.59, low=0.54, high=0.65))
    how_well = list(ANALYZER.emit(weak))[1]
    assert how_well.title.startswith("Only weakly predictable from the text: ")
    assert "nothing is said of single items" in how_well.subtitle
    assert how_well.effects[0].certain


def test_the_panels_say_how_well_it_is_told_and_how_much_is_contested():
    found = panels(bare(), people())
    (effect,) = found["contested_told"].effects
    assert found["contested_told"].neutral == 0.5
    assert 0.9 < effect.low <= effect.value <= effect.high <= 1
    assert effect.certain
    share = found["contested_share"]
    assert share.title == "People are split over 50\u202f% of the texts that several of them labelled"
    every, no, yes = share.effects
    assert (every.name, no.name, yes.name) == ("Any label", "no", "yes")
    assert no.value == no.high == 1.0
    assert 0.9 < no.low < 1
    assert every.value == share.neutral == pytest.approx(1 / 3, abs=0.01)
    assert yes.where == 'label:"yes"'
    assert no.certain


def test_what_cannot_be_learned_is_not_spoken_of():
    alike = [item(each.id, each.text("text"), human_labels=["yes", "yes"]) for each in people()]
    alone = [item(each.id, each.text("text"), human_labels=["yes"]) for each in people()]
    for reference in (people(99), alike, alone, None):
        assert judged(bare(), reference) == ({}, [])


def test_a_label_of_the_model_alone_is_never_taken_for_peoples():
    assert judged([*bare(), *(item(3_000 + n, t, label="no") for n, (t, _) in enumerate(texts(400)))]) == (
        {},
        [],
    )


def test_a_text_without_a_known_word_is_passed_over():
    assert 99 not in judged([*bare(), item(99, "\U0001f389", label="yes")], people())[0]


def test_the_result_does_not_depend_on_how_the_items_are_cut():
    items = [*bare(), *people()]
    random.Random(3).shuffle(items)
    first, second, third = (ANALYZER.summarize(items[at : at + 80]) for at in (0, 80, 160))
    one = ANALYZER.finish(ANALYZER.merge(ANALYZER.merge(first, second), third), None)
    other = ANALYZER.finish(ANALYZER.merge(first, ANALYZER.merge(third, second)), None)
    assert list(ANALYZER.score(items, one)) == list(ANALYZER.score(items, other))
    assert list(ANALYZER.emit(one)) == list(ANALYZER.emit(other))


# --- the numbers behind it ---


def test_the_auroc_and_its_interval_are_delongs():
    """The worked example of two by two: 3 of 4 pairs in order, one of them by half."""
    found = told(np.array([0.9, 0.5, 0.5, 0.1]), np.array([True, True, False, False]))
    assert found.auroc == pytest.approx(0.875)
    half = 1.96 * np.sqrt(0.03125 / 2 + 0.03125 / 2)  # components 1, .75 and .75, 1
    assert found.low == pytest.approx(0.875 - half)
    assert found.high == 1.0


def test_the_interval_covers_the_truth_as_often_as_it_says():
    dice = np.random.default_rng(1)
    truth = np.arange(200) % 4 == 0
    intervals = [told(dice.normal(truth * 1.0), truth) for _ in range(400)]
    true = 0.7602  # of two normal distributions one apart
    assert 0.92 < np.mean([found.low <= true <= found.high for found in intervals]) < 0.98


def test_the_doubt_about_a_label_is_the_share_of_others_who_do_not_give_it():
    counts = [Counter(a=2, b=1)] * 30 + [Counter(a=3)] * 30
    vectors = np.ones((60, 2), np.float32)
    sample = labelled(range(1, 61), [f"text {number}" for number in range(60)], vectors, counts)
    every, b, a = doubts(LabelledTexts.among(sample))
    assert every.share == pytest.approx(30 * 4 / (60 * 6))  # of ordered pairs of two people
    assert (b.label, b.share) == ("b", 1.0)
    assert (a.label, a.share) == ("a", pytest.approx(30 * 2 / (30 * 4 + 30 * 6)))
    assert every.low < every.share < every.high
