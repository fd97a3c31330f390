"""Error rates from stratified samples, by hand and at the edges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.estimates import of_finite, wilson
from synthreview.risk import rates
from synthreview.risk.rates import Method, error_rate


def sample(groups):
    """Flags of errors, flags of the sample and codes, from (size, drawn, errors drawn) of each stratum."""
    bad, drawn, codes = [], [], []
    for code, (size, taken, errors) in enumerate(groups):
        bad += [True] * errors + [False] * (size - errors)
        drawn += [True] * taken + [False] * (size - taken)
        codes += [code] * size
    return np.array(bad, dtype=bool), np.array(drawn, dtype=bool), np.array(codes, dtype=int)


def test_nothing_sampled_says_nothing():
    found = error_rate([False] * 5, [False] * 5, [0] * 5)
    assert (found.low, found.high, found.method) == (0, 1, Method.EXACT)


def test_an_empty_population_has_no_errors():
    found = error_rate([], [], [])
    assert (found.share, found.low, found.high, found.method) == (0, 0, 0, Method.COUNTED)


def test_everything_sampled_is_counted():
    found = error_rate([True, False, False, False], [True] * 4, [0, 0, 1, 1])
    assert (found.share, found.low, found.high, found.method) == (0.25, 0.25, 0.25, Method.COUNTED)
    assert found.effective == math.inf


def test_a_small_sample_has_exact_limits():
    found = error_rate(*sample([(60, 12, 1), (40, 8, 2)]))
    low, high = of_finite(3, 20, 100)
    assert (found.share, found.low, found.high) == (0.15, low / 100, high / 100)
    assert found.method is Method.EXACT


def test_strata_are_weighted_by_their_size():
    # By hand: .2 * 10 / 100 + .8 * 50 / 100, where the plain share is 60 / 200.
    found = error_rate(*sample([(20_000, 100, 10), (80_000, 100, 50)]))
    assert found.share == pytest.approx(0.42)
    # .2^2 * .1 * .9 / 99 + .8^2 * .5 * .5 / 99 is the variance.
    assert found.effective == pytest.approx(0.42 * 0.58 / ((0.04 * 0.09 + 0.64 * 0.25) / 99))
    assert (found.errors, found.labels, found.method) == (60, 200, Method.SCORE)


def test_one_stratum_of_a_large_population_has_the_usual_score_interval_above():
    found = error_rate(*sample([(1_000_000, 400, 20)]))
    assert found.high == pytest.approx(wilson(20, 400)[1], abs=1e-3)
    assert found.low <= wilson(20, 400)[0]


def test_no_error_leaves_an_upper_limit_and_no_lower():
    found = error_rate(*sample([(5000, 300, 0)]))
    assert found.low == 0
    assert 3 / 300 * 0.9 < found.high < 4 / 300


def test_all_errors_mirror_none():
    found = error_rate(*sample([(5000, 300, 300)]))
    assert found.high == 1
    assert 1 - 4 / 300 < found.low < 1


def test_the_more_of_the_population_is_sampled_the_narrower():
    half = error_rate(*sample([(1000, 500, 50)]))
    part = error_rate(*sample([(100_000, 500, 50)]))
    assert half.high - half.low == pytest.approx((part.high - part.low) * math.sqrt(0.5), rel=0.03)


def test_a_lucky_stratification_wins_nothing_without_predictions():
    found = error_rate(*sample([(5000, 200, 1), (5000, 200, 199)]))
    assert found.effective == 400


def test_perfect_predictions_leave_little_doubt_and_bad_ones_do_no_harm():
    bad, drawn, codes = sample([(10_000, 400, 100)])
    bad[400:3000] = True
    plain = error_rate(bad, drawn, codes)
    perfect = error_rate(bad, drawn, codes, bad * 0.9 + 0.05)
    constant = error_rate(bad, drawn, codes, np.full(10_000, 0.5))
    inverse = error_rate(bad, drawn, codes, 1 - bad)
    assert perfect.share == pytest.approx(bad.mean(), abs=0.01)
    assert perfect.tuning == 1
    assert perfect.high - perfect.low < 0.5 * (plain.high - plain.low)
    assert constant.share == inverse.share == plain.share
    assert constant.tuning == inverse.tuning == 0


def test_the_prediction_powered_estimate_by_hand():
    # One stratum: y = 1 for half of 120; f = .6 where y, .4 where not; over all items f has a mean of .45.
    bad = np.r_[np.tile([True, False], 60), np.zeros(880, dtype=bool)]
    drawn = np.arange(1000) < 120
    rest = (0.45 * 1000 - 60) / 880
    f = np.r_[np.tile([0.6, 0.4], 60), np.full(880, rest)]
    found = error_rate(bad, drawn, np.zeros(1000, dtype=int), f)
    # The best weight would be cov / var = .5 * .1 * 2 / .01 > 1, cut to 1: .5 - .5 + .45.
    assert found.method is Method.PPI
    assert found.tuning == 1
    assert found.share == pytest.approx(0.45)
    # y - f is .4 or -.4, so the variance is 120 * .16 / (120 * 119); t of 59 degrees of freedom is 2.0010.
    effective = 0.45 * 0.55 / (0.16 / 119)
    assert found.effective == pytest.approx(effective)
    size, t = effective * 999 / 880, 2.0010
    middle = (0.45 + t**2 / (2 * size)) / (1 + t**2 / size)
    half = t * math.sqrt(0.45 * 0.55 / size + t**2 / (4 * size**2)) / (1 + t**2 / size)
    assert (found.low, found.high) == (
        pytest.approx(middle - half, abs=1e-5),
        pytest.approx(middle + half, abs=1e-5),
    )


@given(
    st.lists(st.tuples(st.integers(40, 400), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=6),
    st.integers(0, 9),
)
def test_the_interval_holds_the_share_and_what_was_seen(groups, seed):
    chosen = [(size, max(1, round(size * part)), part_bad) for size, part, part_bad in groups]
    bad, drawn, codes = sample([(size, taken, round(taken * share)) for size, taken, share in chosen])
    predictions = np.random.default_rng(seed).random(len(bad))
    for found in (error_rate(bad, drawn, codes), error_rate(bad, drawn, codes, predictions)):
        seen = (bad & drawn).sum()
        assert 0 <= found.low <= found.share <= found.high <= 1
        assert seen / len(bad) - 1e-9 <= found.share <= 1 - (drawn.sum() - seen) / len(bad) + 1e-9


@given(st.lists(st.integers(0, 20), min_size=1, max_size=40).filter(lambda labels: sum(labels) >= 20))
def test_joined_strata_are_neighbours_with_enough_labels(labels):
    joint = rates.joined(np.array(labels))
    assert joint[0] == 0
    assert set(np.diff(joint).tolist()) <= {0, 1}
    assert np.bincount(joint, labels).min() >= rates.TOGETHER


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="2 labels, 1 marks and 2 strata"):
        error_rate([True, False], [True], [0, 0])
    with pytest.raises(ValueError, match="1 predictions for 2 items"):
        error_rate([True, False], [True, True], [0, 0], [0.5])
    with pytest.raises(ValueError, match="between 0 and 1"):
        error_rate([True, False], [True, True], [0, 0], [0.5, 7])
