"""Scores of models beside each other, with intervals that hold."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, f1_score, recall_score

from synthreview.probe import resampling
from synthreview.probe.comparing import UNTESTED, Comparison, Holdout
from synthreview.probe.resampling import Measured, Resampled, sums_by_group


@pytest.fixture
def few_draws(monkeypatch):
    monkeypatch.setattr(resampling, "DRAWS", 400)


def made(seed=0, n=120, runs=3, groups=40):
    dice = np.random.default_rng(seed)
    truth = dice.integers(0, 3, n)
    said = {
        "raw": np.where(dice.random((runs, n)) < 0.5, truth, dice.integers(0, 3, (runs, n))),
        "cleaned": np.where(dice.random((runs, n)) < 0.8, truth, dice.integers(0, 3, (runs, n))),
    }
    return Holdout(truth, dice.integers(0, groups, n), 3), said


def test_scores_are_those_of_the_textbook(few_draws):
    holdout, said = made()
    comparison = Comparison(holdout, said)
    truth, told = np.tile(holdout.truth, 3), said["cleaned"].ravel()
    assert comparison.accuracy("cleaned").value == pytest.approx(accuracy_score(truth, told))
    assert comparison.macro_f1("cleaned").value == pytest.approx(f1_score(truth, told, average="macro"))
    recalls = [one.value for one in comparison.recalls("cleaned")]
    assert recalls == pytest.approx(recall_score(truth, told, average=None).tolist())
    shares = [one.value for one in comparison.shares("cleaned")]
    assert shares == pytest.approx((np.bincount(told, minlength=3) / len(told)).tolist())
    there = [one.value for one in comparison.truth_shares()]
    assert there == pytest.approx((np.bincount(truth, minlength=3) / len(truth)).tolist())
    gain = comparison.gain("cleaned", "raw")
    assert gain.value == pytest.approx(
        comparison.accuracy("cleaned").value - comparison.accuracy("raw").value
    )
    assert gain.low < gain.value < gain.high


def test_what_a_run_was_not_asked_counts_nowhere(few_draws):
    holdout, said = made()
    asked = np.zeros_like(said["raw"], bool)
    asked[0, :60], asked[1, 60:], asked[2, 30:90] = True, True, True
    some = {arm: np.where(asked, classes, UNTESTED) for arm, classes in said.items()}
    run, place = np.nonzero(asked)
    right = some["raw"][run, place] == holdout.truth[place]
    assert Comparison(holdout, some).accuracy("raw").value == pytest.approx(right.mean())


def test_an_arm_compared_with_itself_gains_nothing(few_draws):
    holdout, said = made()
    assert Comparison(holdout, said).gain("raw", "raw") == Measured(0.0, 0.0, 0.0)
    assert Comparison(holdout, said).mcnemar("raw", "raw") == (0, 0, 1.0)


def test_mcnemar_counts_groups_and_is_exact():
    truth = np.zeros(12, int)
    holdout = Holdout(truth, np.array([0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), 2)
    raw = np.array([[0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1]])
    new = np.array([[1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1]])
    # The first group is right once in either; five others are won, one is lost: 2 * (1 + 6) / 64.
    assert Comparison(holdout, {"raw": raw, "new": new}).mcnemar("new", "raw") == (
        5,
        1,
        pytest.approx(0.21875),
    )


def test_few_groups_give_a_number_and_no_interval():
    holdout, said = made(groups=9)
    told = Comparison(holdout, said).accuracy("raw")
    assert 0 < told.value < 1
    assert math.isnan(told.low)
    assert not told.certain


def test_intervals_hold_what_is_true_where_answers_come_in_clusters(monkeypatch):
    """Sixty groups of five that are right or wrong together: drawing single answers would cover 60 %."""
    monkeypatch.setattr(resampling, "DRAWS", 300)
    dice, held = np.random.default_rng(7), 0
    groups = np.repeat(np.arange(60), 5)
    for _ in range(200):
        right = np.repeat(dice.random(60) < 0.7, 5).astype(float)
        sums = sums_by_group(groups, np.stack([right, np.ones(300)], axis=1)[None])
        told = Resampled({"a": sums}).told(lambda drawn: drawn["a"][:, 0] / drawn["a"][:, 1])
        held += told.low <= 0.7 <= told.high
    assert 0.9 <= held / 200 <= 0.99


def test_gains_of_alike_arms_are_rarely_called_certain(monkeypatch):
    monkeypatch.setattr(resampling, "DRAWS", 300)
    dice, certain = np.random.default_rng(3), 0
    for _ in range(100):
        truth = np.zeros(150, int)
        said = {arm: (dice.random((3, 150)) < 0.4).astype(int) for arm in ("raw", "new")}
        certain += Comparison(Holdout(truth, np.arange(150), 2), said).gain("new", "raw").certain
    assert certain <= 8


def test_very_many_groups_are_bundled_and_vary_as_much(monkeypatch):
    dice = np.random.default_rng(0)
    right = (dice.random(4000) < 0.6).astype(float)
    rows = np.stack([right, np.ones(4000)], axis=1)[None]
    told = []
    for most in (10_000, 500):
        monkeypatch.setattr(resampling, "MOST_GROUPS", most)
        sums = sums_by_group(np.arange(4000), rows)
        assert sums.shape[1] == min(4000, most)
        told.append(Resampled({"a": sums}).told(lambda drawn: drawn["a"][:, 0] / drawn["a"][:, 1]))
    assert told[0].value == told[1].value
    assert told[1].high - told[1].low == pytest.approx(told[0].high - told[0].low, rel=0.15)
