"""What a lead reads about a model's labels beside people's."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from synthreview.analyzers.minority_labels import MinorityLabels
from synthreview.domain import Summary
from synthreview.figures import THIN
from synthreview.panels import Panel
from tests.unit.analyzers.making import labelled, preference

ANALYZER = MinorityLabels()


def emitted(items, reference=None):
    other = ANALYZER.summarize(reference) if reference else None
    return list(ANALYZER.emit(ANALYZER.finish(ANALYZER.summarize(items), other)))


def told(items, reference=None) -> dict[str, Panel]:
    """Panels by name, with spaces of one kind."""
    found = [plain(panel) for panel in emitted(items, reference) if isinstance(panel, Panel)]
    return {panel.name: panel for panel in found}


def plain(panel: Panel) -> Panel:
    effects = tuple(replace(each, words=each.words.replace(THIN, " ")) for each in panel.effects)
    title, subtitle = (text.replace(THIN, " ") for text in (panel.title, panel.subtitle))
    return replace(panel, title=title, subtitle=subtitle, effects=effects)


def facts(items, reference=None) -> dict[str, dict]:
    return {one.name: one.data for one in emitted(items, reference) if isinstance(one, Summary)}


def drawn(number: int, shares: dict[str, float], seed: int = 0) -> list:
    """Texts with one label each, other texts with every seed."""
    random_ = random.Random(seed)
    labels = random_.choices(list(shares), list(shares.values()), k=number)
    return [labelled(label=label, id=id) for id, label in enumerate(labels, start=1 + 10_000 * seed)]


PEOPLE = {"good": 0.5, "bad": 0.38, "neutral": 0.12}
MODEL = {"good": 0.5, "bad": 0.49, "neutral": 0.01}


@pytest.fixture(scope="module")
def gone() -> dict[str, Panel]:
    return told(drawn(1000, MODEL), drawn(400, PEOPLE, 1))


def line(panel: Panel, name: str):
    (found,) = [effect for effect in panel.effects if effect.name == name]
    return found


def test_the_title_names_the_label_that_is_nearly_gone(gone):
    assert gone["label_erasure"].title == "The model hardly uses “neutral”"
    neutral = line(gone["label_erasure"], "neutral")
    assert neutral.certain
    assert neutral.low < neutral.value < neutral.high < 0.5
    assert gone["label_erasure"].neutral == 1
    assert neutral.words.startswith("people 1")
    assert neutral.where == 'label:"neutral"'


def test_a_label_that_is_never_given_has_no_items_to_be_shown():
    panel = told(drawn(1000, {"good": 0.5, "bad": 0.5}), drawn(400, PEOPLE, 1))["label_erasure"]
    assert panel.title == "The model never gives “neutral”"
    assert line(panel, "neutral").where == ""


def test_an_over_used_label_is_in_the_title():
    panel = told(drawn(900, {"x": 0.4, "y": 0.6}), drawn(900, {"x": 0.1, "y": 0.9}))["label_erasure"]
    assert panel.title == "The model over-uses “x”"


def test_the_same_shares_are_no_news():
    panels = told(drawn(600, PEOPLE, 2), drawn(600, PEOPLE, 3))
    assert panels["label_erasure"].title == "No label is nearly gone or clearly over-used"
    assert panels["label_drift"].title.startswith("The model's labels are spread like people's")
    assert panels["label_shares"].title == "No label's share differs from people's beyond chance"
    assert not any(effect.certain for panel in panels.values() for effect in panel.effects)
    assert panels["slices"].effects == ()


def test_the_drift_is_told_with_what_chance_alone_gives(gone):
    (model,) = gone["label_drift"].effects
    assert model.certain
    assert model.low <= model.value <= model.high
    assert 0 < gone["label_drift"].noise < model.value
    assert "Jensen-Shannon" in gone["label_drift"].subtitle
    assert "G-test" in gone["label_drift"].subtitle


def test_a_reference_tells_how_small_a_shift_it_can_detect(gone):
    assert gone["reference_size"].title.startswith(
        "Your reference of 400 texts can detect a shift of at least "
    )
    assert gone["reference_size"].effects == ()
    assert "reference_size" not in told([labelled(["a", "b"], ["a", "a"], id=id) for id in range(1, 60)])


def test_labels_that_are_numbers_have_a_distance_on_their_scale():
    numbers = facts(drawn(300, {"1": 0.5, "3": 0.5}), drawn(300, {"1": 0.5, "2": 0.5}))["label_drift"]
    assert numbers["wasserstein_interval"][0] <= numbers["wasserstein"] <= numbers["wasserstein_interval"][1]
    words = facts(drawn(300, PEOPLE), drawn(300, PEOPLE))["label_drift"]
    assert "wasserstein" not in words


def test_too_few_texts_say_nothing_of_the_whole():
    assert told(drawn(1000, MODEL), drawn(29, PEOPLE)) == {}
    assert told([labelled(["a", "b"], ["a", "a"], id=id) for id in range(1, 30)]) == {}


def test_a_text_that_five_models_labelled_counts_once():
    once = [labelled(["a", "a", "b"], ["a", "b", "b"], annotator="m0", id=id) for id in range(1, 100)]
    five = [
        labelled(["a", "a", "b"], ["a", "b", "b"], annotator=f"m{model}", id=id)
        for id in range(1, 100)
        for model in range(5)
    ]
    for number, item in enumerate(five, start=1):
        five[number - 1] = type(item)(number, 1, number - 1, None, item.kind, item.parts)
    (one,), (other,) = ([line(told(items)["label_shares"], "a")] for items in (once, five))
    assert other.value == pytest.approx(one.value)
    assert other.high - other.low == pytest.approx(one.high - one.low, rel=0.01)


def test_on_the_same_items_the_tests_are_paired():
    items = [labelled(["a", "a"], ["b", "b"] if id % 4 == 0 else ["a", "a"], id=id) for id in range(1, 201)]
    panel = told(items)["same_items"]
    assert (
        panel.title
        == "75 % of the labels on the same items are what most people say; “a” is given less often than by people"
    )
    b = line(panel, "b")
    assert b.value == pytest.approx(0.25)
    assert b.words == "only people in 0 items, only the model in 50"
    assert b.certain
    assert "Stuart-Maxwell" in panel.subtitle
    assert "Bowker" in panel.subtitle


def test_a_reference_with_the_same_texts_is_compared_text_by_text():
    own = [labelled(label="b" if id % 4 == 0 else "a", id=id) for id in range(1, 201)]
    people = [labelled(label="a", id=id) for id in range(1, 201)]
    panels = told(own, people)
    assert line(panels["same_items"], "b").value == pytest.approx(0.25)
    assert "G-test" not in panels["label_drift"].subtitle


def test_dissent_that_the_model_never_shows():
    items = [labelled(["a", "a", "b"], ["a", "a", "a"], id=id) for id in range(1, 101)]
    panels = told(items)
    none, other, same = panels["dissent"].effects
    assert (none.value, other.value, same.value) == (1, 0, 0)
    assert none.beside == pytest.approx(1 / 3)
    assert (other.beside, same.beside, panels["dissent"].line) == (None, None, None)
    assert panels["dissent"].title.startswith("Where people are split, the model gives one label only in 100")
    assert none.words == "answering like people: 33 %"
    assert panels["dissent_size"].title == "Over all items, the model's labels differ less than people's"
    # of the three pairs of people two differ, of the model's labels none
    assert line(panels["dissent_size"], "two labels differ").words == "people 67 %, model 0 %"


def test_another_dissent_is_kept_apart_from_none():
    items = [labelled(["a", "a", "b"], ["a", "a", "c"], id=id) for id in range(1, 101)]
    none, other, same = told(items)["dissent"].effects
    assert (none.value, other.value, same.value) == (0, 1, 0)


def test_a_model_that_is_split_as_people_are_shows_the_same_dissent():
    items = [labelled(["a", "a", "b"], ["b", "a", "a"], id=id) for id in range(1, 101)]
    panel = told(items)["dissent"]
    none, other, same = panel.effects
    assert (none.value, other.value, same.value) == (0, 0, 1)
    assert panel.title.endswith("the model shows dissent about as often as people would")


def test_people_who_agree_leave_no_dissent_to_be_lost():
    assert "dissent" not in told([labelled(["a", "a"], ["a", "a"], id=id) for id in range(1, 101)])


def test_several_models_have_a_line_each_the_worst_first():
    items = [
        labelled(["a", "b"], ["a", "b" if id % 2 else "a"], annotator=("flat", "fair")[id % 2], id=id)
        for id in range(1, 201)
    ]
    panels = told(items)
    assert [effect.name for effect in panels["label_drift"].effects] == ["all models", "flat", "fair"]
    assert [effect.certain for effect in panels["label_drift"].effects] == [True, True, False]
    first = panels["slices"].effects[0].name
    near = {"labels by flat": "farther from people", "labels by fair": "nearer to people"}
    assert panels["slices"].subtitle.startswith(f"Most unlike the rest: {first}, {near[first]} (")


def test_verdicts_on_pairs_are_named_as_people_read_them():
    items = [
        preference(choice="a", human_choice="tie" if id % 3 == 0 else "a", id=id, prompt=f"Why {id}?")
        for id in range(1, 301)
    ]
    panels = told(items)
    assert panels["label_erasure"].title == "The model never gives “a tie”"
    assert {effect.name for effect in panels["label_shares"].effects} == {"A", "a tie"}


def test_minus_one_counts_as_a_label_where_people_use_it():
    items = [
        labelled([label] * 2, ["0", "0"], id=id) for id, label in enumerate(["-1", "0", "1"] * 40, start=1)
    ]
    panels = told(items)
    assert {effect.name for effect in panels["label_shares"].effects} == {"-1", "0", "1"}
    assert facts(items)["label_shares"]["people"] == {"-1": 80, "0": 80, "1": 80}


def test_free_text_in_place_of_labels_is_not_compared():
    items = [labelled([f"words {id}"], [f"others {id}"], id=id) for id in range(1, 201)]
    assert told(items) == {}


def test_programs_get_the_same_numbers():
    items = [labelled(["a", "a", "b"], ["a", "a", "a"], id=id) for id in range(1, 101)]
    found, panels = facts(items), told(items)
    assert found["label_drift"]["total_variation"] == panels["label_drift"].effects[0].value
    assert found["label_study"]["dissent"]["none"]["value"] == 1
    assert found["label_study"]["slices"] == []
    assert {one["label"] for one in found["label_study"]["labels"]} == {"a", "b"}


def test_the_same_whatever_the_batches():
    items = [labelled(["a", "b"], ["a"] * (id % 3) + ["b"], id=id) for id in range(1, 151)]
    whole = emitted(items)
    partials = [ANALYZER.summarize(items[start : start + 7]) for start in range(0, 150, 7)]
    together = partials[-1]
    for partial in reversed(partials[:-1]):
        together = ANALYZER.merge(partial, together)
    assert list(ANALYZER.emit(ANALYZER.finish(together, None))) == whole
