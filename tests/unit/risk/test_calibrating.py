"""Probabilities that hold, from decisions of which most were made on the riskiest items."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from synthreview.risk.calibrating import (
    COLD,
    LEARNED,
    MANY,
    _isotonic,
    bins,
    calibrate,
    calibration_error,
    decision_weights,
    limits,
    venn_abers,
)


def world(items=20_000, seed=0):
    """Risks that are too sure of themselves, and what is true."""
    rng = np.random.default_rng(seed)
    odds = rng.normal(-1.5, 1.2, items)
    return expit(2.5 * odds + 1.5), rng.random(items) < expit(odds)


def reviewed(risks, audits, riskiest, seed=0):
    """A random part, and the riskiest; and the inverse chance of each to be seen."""
    rng = np.random.default_rng(seed)
    chance = np.full(len(risks), audits / len(risks))
    chance[np.argsort(-risks)[:riskiest]] = 1.0
    seen = np.flatnonzero(rng.random(len(risks)) < chance)
    return seen, 1 / chance[seen]


@pytest.mark.parametrize("audits", [200, 2 * MANY])
def test_weighted_decisions_give_probabilities_that_hold_for_all_items(audits):
    risks, truth = world()
    errors = []
    for seed in range(10):
        seen, weights = reviewed(risks, audits, 300, seed)
        told = calibrate(risks[seen], truth[seen], weights)(risks)
        errors.append(calibration_error(told, truth, np.ones(len(risks))))
    assert np.mean(errors) < 0.05 < calibration_error(risks, truth, np.ones(len(risks)))


def test_without_weights_a_queue_that_knew_more_would_mislead():
    # The queue showed what looked worst by an older risk, which knows things that the new one does not.
    risks, truth = world()
    order = np.argsort(-truth.astype(float) * np.random.default_rng(6).random(len(risks)))
    chance = np.full(len(risks), 400 / len(risks))
    chance[order[:1600]] = 1.0
    seen = np.flatnonzero(np.random.default_rng(5).random(len(risks)) < chance)
    even = np.ones(len(risks))
    fair, misled = (
        calibration_error(calibrate(risks[seen], truth[seen], weights)(risks), truth, even)
        for weights in (1 / chance[seen], np.ones(len(seen)))
    )
    assert fair < 0.06
    assert misled > 0.15


def test_a_calibration_rises_and_stays_between_nought_and_one():
    risks, truth = world(3000)
    for count in (60, 2000):
        found = calibrate(risks[:count], truth[:count], np.ones(count))
        told = found(np.linspace(0, 1, 500))
        assert (np.diff(told) >= -1e-12).all()
        assert told.min() >= 0
        assert told.max() <= 1
        assert found.decisions == count


def test_a_curve_that_no_straight_line_fits_follows_what_is_found():
    """Detectors that are sure of the wrong half: a tenth below .5, all above."""
    rng = np.random.default_rng(7)
    risks = rng.choice([0.2, 0.4, 0.6, 0.8], 300)
    truth = np.where(risks < 0.5, rng.random(300) < 0.1, True)
    told = calibrate(risks, truth, np.ones(300), COLD)(np.array([0.2, 0.4, 0.6, 0.8]))
    assert told == pytest.approx([0.1, 0.1, 1.0, 1.0], abs=0.08)


def test_decisions_that_all_say_the_same_cannot_calibrate():
    risks, _ = world(100)
    assert calibrate(risks, np.zeros(100, bool), np.ones(100)) is None
    assert calibrate(risks[:0], np.zeros(0, bool), np.ones(0)) is None


def test_a_weight_of_nought_is_refused():
    with pytest.raises(ValueError, match="positive"):
        calibrate(np.array([0.1, 0.9]), np.array([False, True]), np.array([1.0, 0.0]))


def test_the_error_of_true_probabilities_is_about_nought_also_from_few_decisions():
    rng = np.random.default_rng(3)
    found, with_bias = [], []
    for _ in range(300):
        told = rng.uniform(0, 0.6, 150)
        truth = rng.random(150) < told
        found.append(calibration_error(told, truth, np.ones(150)))
        made = bins(told, truth, np.ones(150))
        with_bias.append(np.sqrt(np.mean([(each.foretold - each.found) ** 2 for each in made])))
    assert np.mean(with_bias) > 0.09
    assert np.mean(found) < 0.045


def test_an_error_that_is_there_is_told():
    rng = np.random.default_rng(4)
    truth = rng.random(4000) < 0.3
    assert calibration_error(np.full(4000, 0.5), truth, np.ones(4000)) == pytest.approx(0.2, abs=0.02)


def test_bins_hold_equal_weight_and_their_intervals_hold_what_was_found():
    risks, truth = world(2000)
    made = bins(risks, truth, np.ones(2000))
    assert sum(each.items for each in made) == 2000
    assert [each.weight for each in made] == pytest.approx([0.1] * 10, abs=0.001)
    assert all(each.low <= each.found <= each.high for each in made)
    assert bins(risks[:0], truth[:0], np.ones(0)) == []


def test_the_venn_abers_of_a_risk_narrows_with_decisions_and_holds_the_truth():
    risks, truth = world(4000)
    few, many = (
        venn_abers(float(expit(0.0)), risks[:count], truth[:count], np.ones(count)) for count in (60, 4000)
    )
    assert many[1] - many[0] < few[1] - few[0]
    assert few[0] <= few[1]


def test_what_the_queue_chose_stands_for_itself_and_audits_for_the_rest_of_their_stratum():
    codes = np.repeat([0, 1], [60, 40])
    places = np.arange(100)
    audited = (places < 10) | ((places >= 60) & (places < 68))
    reviewed = audited | (places >= 10) & (places < 30)
    weights = decision_weights(codes, audited, reviewed)
    assert weights.tolist() == [4] * 10 + [1] * 20 + [0] * 30 + [5] * 8 + [0] * 32
    assert weights.sum() == 100
    assert decision_weights(codes[:0], audited[:0], reviewed[:0]).tolist() == []
    with pytest.raises(ValueError, match="verdict"):
        decision_weights(codes, audited, audited & False)


def test_audits_in_a_wholly_reviewed_region_stand_for_themselves_alone():
    places = np.arange(100)
    audited, region = places % 10 == 0, places >= 80
    reviewed = audited | region
    weights = decision_weights(np.zeros(100, int), audited, reviewed, region)
    assert weights[80:].tolist() == [1] * 20
    assert weights[:80].sum() == 80


def test_small_strata_without_a_check_are_spoken_for_by_their_neighbours():
    rng = np.random.default_rng(2)
    codes = np.sort(np.r_[rng.integers(0, 80, 400), np.full(600, 81)])
    shares = []
    for seed in range(200):
        audited = np.zeros(1000, bool)
        audited[np.random.default_rng(seed).choice(1000, 60, replace=False)] = True
        weights = decision_weights(codes, audited, audited)
        assert weights.sum() == pytest.approx(1000)
        shares.append(weights[codes < 80].sum() / 1000)
    assert np.mean(shares) == pytest.approx(0.4, abs=0.02)


@pytest.mark.parametrize(("decisions", "prior"), [(120, COLD), (1500, LEARNED)])
def test_the_limits_of_the_curve_hold_the_truth(decisions, prior, monkeypatch):
    monkeypatch.setattr("synthreview.risk.calibrating.TRIALS", 60)  # enough for one case of many
    risks, truth = world()
    at = np.array([0.2, 0.8])
    whole = calibrate(risks, truth, np.ones(len(risks)))(at)
    held = []
    for seed in range(60):
        some = np.random.default_rng(seed).choice(len(risks), decisions, replace=False)
        low, high = limits(risks[some], truth[some], np.ones(decisions), at, prior)
        held.append((low <= whole) & (whole <= high))
    assert np.mean(held) >= 0.85


def test_the_rising_curve_is_the_one_of_the_textbook():
    from sklearn.isotonic import IsotonicRegression

    dice = np.random.default_rng(4)
    risks = dice.choice(dice.random(40), 200)
    truth, weights = (dice.random(200) < risks).astype(float), dice.uniform(0.5, 3, 200)
    theirs = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(risks, truth, weights)
    at = np.linspace(-0.1, 1.1, 200)
    assert _isotonic(risks, truth, weights)(at) == pytest.approx(theirs.predict(at), abs=1e-9)
