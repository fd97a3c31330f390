"""A risk that learns: nothing before there is enough, more with every decision, never away from sense."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from synthreview.risk.learned import (
    ENOUGH,
    FLOOR,
    SPREAD,
    SPREAD_OF_ALL,
    floored,
    learn,
    length,
    logit,
    risks,
    trust,
)
from synthreview.risk.measures import auroc


def world(items=4000, seed=0):
    """Items with four reasons; the priors trust the second most, the truth follows the first."""
    rng = np.random.default_rng(seed)
    features = (rng.random((items, 4)) < 0.25) * rng.uniform(0.5, 1, (items, 4))
    cold = expit(-2.5 + features @ np.array([0.3, 2.0, 0.3, 0.3]))
    truth = rng.random(items) < expit(-2.5 + features @ np.array([3.0, 0.0, 1.5, 0.0]))
    return features, cold, truth


def riskiest(cold, count):
    return np.argsort(-cold, kind="stable")[:count]


def test_too_few_decisions_teach_nothing():
    features, cold, truth = world()
    some = riskiest(cold, ENOUGH - 1)
    assert learn(features[some], cold[some], truth[some]) is None
    assert risks(None, features, cold) is cold


def test_decisions_that_all_say_the_same_teach_nothing():
    features, cold, _ = world()
    assert learn(features[:80], cold[:80], np.ones(80, bool)) is None


def test_decisions_order_the_rest_better_than_the_priors_do():
    features, cold, truth = world()
    rng = np.random.default_rng(1)
    seen = np.union1d(riskiest(cold, 250), rng.choice(len(cold), 150, replace=False))
    rest = np.setdiff1d(np.arange(len(cold)), seen)
    learned = learn(features[seen], cold[seen], truth[seen])
    after = risks(learned, features, cold)
    even = np.ones(len(rest))
    assert auroc(after[rest], truth[rest], even) > auroc(cold[rest], truth[rest], even) + 0.1
    assert learned.weights[0] > 0.5 > 0 > learned.weights[1]


def test_what_was_learned_counts_more_with_more_decisions():
    features, cold, truth = world()
    few = learn(features[:50], cold[:50], truth[:50])
    many = learn(features[:1000], cold[:1000], truth[:1000])
    assert few.blend < 0.4 < 0.9 < many.blend


def test_the_maximum_of_the_posterior_is_found():
    # At the maximum the slope of the log posterior is nought.
    features, cold, truth = world(600)
    learned = learn(features, cold, truth)
    rows = np.column_stack([np.ones(len(cold)), features])
    weights = np.array([learned.shift, *learned.weights])
    tight = np.array([SPREAD_OF_ALL**-2, *[SPREAD**-2] * 4])
    slope = rows.T @ (expit(logit(cold) + rows @ weights) - truth) + tight * weights
    assert slope == pytest.approx(np.zeros(5), abs=1e-3)


def test_features_that_always_come_together_and_those_that_never_speak_do_no_harm():
    features, cold, truth = world(500)
    doubled = np.column_stack([features, features[:, :1], np.zeros(len(cold))])
    learned = learn(doubled, cold, truth)
    assert learned.weights[0] == pytest.approx(learned.weights[4], abs=1e-4)
    assert learned.weights[5] == 0
    assert np.isfinite(risks(learned, doubled, cold)).all()


def test_risks_of_nought_and_one_stay_finite():
    features, _, truth = world(300)
    cold = np.tile([0.0, 1.0], 150)
    found = risks(learn(features, cold, truth), features, cold)
    assert np.isfinite(found).all()
    assert ((found >= 0) & (found <= 1)).all()


def test_an_item_without_findings_can_be_wrong_and_the_order_stays():
    cold = np.array([0.0, 0.01, 0.05, 0.5, 0.999])
    found = floored(cold)
    assert found[0] == pytest.approx(FLOOR)
    assert (np.diff(found) > 0).all()
    assert found[-1] < 1


def test_decisions_tell_how_far_the_priors_are_right():
    # The priors are right in order and three times too sure; no other feature could tell it.
    rng = np.random.default_rng(2)
    cold = floored(rng.uniform(0, 0.95, 3000))
    truth = rng.random(3000) < expit(logit(cold) / 3 - 0.5)
    features = trust(cold)[:, None]
    after = risks(learn(features[:600], cold[:600], truth[:600]), features, cold)
    without = risks(learn(features[:600] * 0, cold[:600], truth[:600]), features * 0, cold)
    certain = expit(logit(cold) / 3 - 0.5)
    assert np.abs(after - certain).mean() < 0.6 * np.abs(without - certain).mean()
    assert trust(floored(np.array([0.0])))[0] == pytest.approx(0)


def test_the_length_of_a_text_is_a_strength():
    found = length(np.array([0.0, 9, 999, 10**4, 10**7]))
    assert found == pytest.approx([0, 0.25, 0.75, 1, 1], abs=1e-4)
