"""How good the ranking is, told for all items from those that were reviewed."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit
from sklearn.metrics import roc_auc_score

from synthreview.risk import measures
from synthreview.risk.measures import auroc, auroc_with_interval, beats_chance


def world(items=20_000, seed=0, strength=1.5):
    rng = np.random.default_rng(seed)
    odds = rng.normal(0, 1, items)
    return expit(odds), rng.random(items) < expit(strength * odds - 2)


def test_with_even_weights_it_is_the_usual_auroc_ties_included():
    risks, truth = world(500)
    risks = np.round(risks, 1)
    assert auroc(risks, truth, np.ones(500)) == pytest.approx(roc_auc_score(truth, risks))


def test_with_weights_it_is_that_of_items_repeated():
    risks, truth = world(60)
    times = np.random.default_rng(1).integers(1, 5, 60)
    repeated = roc_auc_score(np.repeat(truth, times), np.repeat(risks, times))
    assert auroc(risks, truth, times.astype(float)) == pytest.approx(repeated)


def test_decisions_on_the_riskiest_do_not_flatter_the_ranking():
    risks, truth = world()
    whole = auroc(risks, truth, np.ones(len(risks)))
    chance = np.full(len(risks), 0.02)
    chance[np.argsort(-risks)[:1500]] = 1
    found = []
    for seed in range(20):
        seen = np.random.default_rng(seed).random(len(risks)) < chance
        found.append(auroc(risks[seen], truth[seen], 1 / chance[seen]))
    assert np.mean(found) == pytest.approx(whole, abs=0.015)


def test_an_interval_holds_the_truth_about_as_often_as_it_says(monkeypatch):
    monkeypatch.setattr(measures, "TRIALS", 200)  # enough for one case of many
    risks, truth = world()
    whole = auroc(risks, truth, np.ones(len(risks)))
    held = 0
    for seed in range(60):
        some = np.random.default_rng(seed).choice(len(risks), 300, replace=False)
        found = auroc_with_interval(risks[some], truth[some], np.ones(300), seed)
        held += found.low <= whole <= found.high
    assert held >= 53


def test_a_ranking_that_knows_nothing_does_not_beat_chance():
    risks, truth = world(strength=0.0)
    assert not beats_chance(auroc_with_interval(risks[:400], truth[:400], np.ones(400)))
    risks, truth = world()
    assert beats_chance(auroc_with_interval(risks[:400], truth[:400], np.ones(400)))
    assert not beats_chance(None)


def test_too_few_decisions_or_all_alike_give_no_figure():
    risks, truth = world(400)
    assert auroc_with_interval(risks[:10], truth[:10], np.ones(10)) is None
    assert auroc_with_interval(risks, np.zeros(400, bool), np.ones(400)) is None


def test_a_few_pairs_that_are_all_in_order_do_not_make_it_certain():
    risks = np.linspace(0, 1, 40)
    few, many = (auroc_with_interval(risks, risks > bound, np.ones(40)) for bound in (0.9, 0.5))
    assert (few.share, few.high) == (1, 1)
    assert 0.4 < few.low < many.low < 0.9
    turned = auroc_with_interval(risks, risks < 0.5, np.ones(40))
    assert (turned.share, turned.low) == (0, 0)
    assert turned.high > 0.1
