"""What a judge goes by, and how sure that is."""

from __future__ import annotations

import numpy as np
import pytest

from synthreview.analyzers.preferences.clusters import estimate, mean
from synthreview.analyzers.preferences.judge_model import TERMS, fit, judge_models
from synthreview.analyzers.preferences.pairs import Pair, judged
from tests.unit.analyzers.making import preference


def pairs(
    choose,
    count: int = 600,
    people=None,
    judge: str = "olive",
    prompts: int = 150,
    start: int = 1,
    seed: int = 11,
):
    """Pairs of answers of random length, some with lists; ``choose`` has (words of A, of B, a number 0..1)."""
    rng = np.random.default_rng(seed)
    made = []
    for at in range(count):
        one, other = rng.integers(3, 60, 2)
        dice, toss = rng.random(2)
        parts = {"prompt": f"Question {at % prompts}?", "judge": judge}
        if people:
            parts["human_choice"] = people(one, other, toss)
        a, b = (f"text {at} {side} " + "thing " * words for side, words in (("x", one), ("y", other)))
        made.append(preference(a, b, choose(one, other, dice), id=start + at, **parts))
    return made


def models(items, reference=None):
    own, other = (judged([Pair.of(item) for item in part]) if part else None for part in (items, reference))
    return judge_models(own, other)


def by_chance(_one, _other, dice):
    return "a" if dice < 0.5 else "b"


def longer(one, other, dice):
    return "a" if dice < 1 / (1 + ((other + 4) / (one + 4)) ** 2) else "b"


def mostly_first(_one, _other, dice):
    return "a" if dice < 0.8 else "b"


def test_a_judge_that_tosses_a_coin_goes_by_nothing():
    misses = 0
    for seed in range(20):
        (judge,) = models(pairs(by_chance, seed=seed))["judges"]
        misses += sum(not weight["low"] <= 0 <= weight["high"] for weight in judge["weights"].values())
    assert misses <= 5


def test_a_judge_that_likes_length_is_found_out():
    (judge,) = models(pairs(longer, 2000))["judges"]
    assert judge["judge"] == "olive"
    length = judge["weights"]["log_length"]
    assert length["low"] < 2 < length["high"]
    assert length["low"] > 1
    assert judge["longer_wins"] > 0.6
    assert judge["weights"]["position"]["low"] < 0 < judge["weights"]["position"]["high"]


def test_a_judge_that_likes_the_first_answer_is_found_out():
    (judge,) = models(pairs(mostly_first))["judges"]
    assert judge["weights"]["position"]["low"] > 1
    assert judge["first_wins"] > 0.7


def test_the_difference_from_people_in_the_same_records_is_the_bias():
    found = models(pairs(longer, 1500, people=by_chance))
    assert found["people_from"] == "same records"
    assert found["judges"][0]["minus_people"]["log_length"]["low"] > 1
    same = models(pairs(longer, 1500, people=longer))
    difference = same["judges"][0]["minus_people"]["log_length"]
    assert difference["low"] < 0 < difference["high"]


def test_people_may_be_in_a_reference_data_set():
    found = models(pairs(longer), pairs(by_chance, judge=""))
    assert found["people_from"] == "reference"
    assert found["people"]["verdicts"] == 600
    assert found["judges"][0]["minus_people"]["log_length"]["low"] > 0.5


def test_a_judge_that_is_people_themselves_does_not_differ_and_that_is_certain():
    items = pairs(longer)
    difference = models(items, items)["judges"][0]["minus_people"]
    assert all(term == {"weight": 0, "low": 0, "high": 0} for term in difference.values())


def test_few_verdicts_give_no_weights_and_judges_are_apart():
    assert models(pairs(longer, 40)) == {"judges": []}
    both = models(pairs(longer, 500) + pairs(by_chance, 300, judge="fig", start=1000))
    assert [judge["judge"] for judge in both["judges"]] == ["olive", "fig"]


def test_where_all_answers_have_one_prompt_each_pair_counts_by_itself():
    (judge,) = models(pairs(longer, prompts=1))["judges"]
    assert judge["clusters"] == 600


def test_copied_verdicts_of_a_prompt_do_not_narrow_the_interval():
    rng = np.random.default_rng(3)
    design, clusters = np.column_stack([np.ones(300), rng.normal(size=300)]), np.arange(300, dtype=np.uint64)
    won = (rng.random(300) < 0.5).astype(float)
    widths = []
    for copies in (1, 5):
        many = [np.repeat(each, copies, axis=0) for each in (design, won, clusters)]
        weights, influence = fit(many[0], many[1])
        _, low, high = estimate(weights, many[2], influence).intervals()[1]
        widths.append(high - low)
    assert widths[1] == pytest.approx(widths[0], rel=0.01)


def test_the_interval_of_a_weight_covers_it_nineteen_times_in_twenty():
    rng = np.random.default_rng(4)
    covered = 0
    for _ in range(300):
        design = np.column_stack([np.ones(400), np.repeat(rng.normal(size=80), 5)])
        clusters = np.repeat(np.arange(80, dtype=np.uint64), 5)
        won = (rng.random(400) < 1 / (1 + np.exp(-0.7 * design[:, 1]))).astype(float)
        weights, influence = fit(design, won)
        _, low, high = estimate(weights, clusters, influence).intervals()[1]
        covered += low <= 0.7 <= high
    assert 0.9 < covered / 300 < 0.98


def test_verdicts_without_exception_leave_the_weights_finite():
    design = np.column_stack([np.ones(50), np.linspace(-1, 1, 50)])
    weights, influence = fit(design, (design[:, 1] > 0).astype(float))
    assert np.isfinite(weights).all()
    assert np.isfinite(influence).all()


def test_the_mean_of_independent_values_has_the_usual_interval():
    values = np.array([0.0, 1.0] * 100)
    ((value, low, high),) = mean(values, np.arange(200, dtype=np.uint64)).intervals()
    assert value == 0.5
    assert high - low == pytest.approx(2 * 1.972 * 0.5 / np.sqrt(199), abs=1e-3)


def test_every_weight_has_a_name():
    (judge,) = models(pairs(by_chance))["judges"]
    assert tuple(judge["weights"]) == TERMS
