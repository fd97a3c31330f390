"""Shares from samples with unequal chances: what they estimate, and how sure that is."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.estimates import wilson
from synthreview.risk.weighted import weighted_share


@given(st.integers(1, 300), st.floats(0.01, 1000), st.data())
def test_with_equal_weights_it_is_the_usual_interval(trials, weight, data):
    successes = data.draw(st.integers(0, trials))
    values = [1.0] * successes + [0.0] * (trials - successes)
    found = weighted_share(values, [weight] * trials)
    low, high = wilson(successes, trials)
    assert found.share == pytest.approx(successes / trials)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-9), pytest.approx(high, abs=1e-9))


def test_nothing_observed_says_nothing():
    found = weighted_share([], [])
    assert (found.low, found.high) == (0.0, 1.0)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.01, 100)), min_size=1, max_size=50))
def test_the_share_lies_in_its_interval_and_both_between_none_and_all(rows):
    values, weights = zip(*rows, strict=True)
    found = weighted_share(values, weights)
    assert 0 <= found.low <= found.share + 1e-9
    assert found.share - 1e-9 <= found.high <= 1


def test_unequal_weights_widen_the_interval():
    values = [1.0, 0.0] * 20
    even, uneven = weighted_share(values, [1.0] * 40), weighted_share(values, [1.0, 1.0, 9.0, 9.0] * 10)
    assert uneven.high - uneven.low > even.high - even.low


def test_it_covers_the_truth_where_a_rare_group_was_drawn_more_often():
    rng, covered, seen = Random(4), 0, []
    rare, common = [1.0] * 60 + [0.0] * 40, [1.0] * 90 + [0.0] * 810
    true = 150 / 1000
    for _ in range(400):
        values = rng.sample(rare, 40) + rng.sample(common, 60)
        found = weighted_share(values, [100 / 40] * 40 + [900 / 60] * 60)
        covered += found.low <= true <= found.high
        seen.append(found.share)
    assert sum(seen) / len(seen) == pytest.approx(true, abs=0.01)
    assert covered >= 0.93 * 400


def test_a_weight_that_is_none_is_refused():
    with pytest.raises(ValueError, match="positive"):
        weighted_share([1.0], [0.0])
