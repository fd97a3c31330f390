from __future__ import annotations

import math
import random
from itertools import permutations
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.estimates import average_precision, wilson


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (1, 100, 0.0018, 0.0545),
        (0, 0, 0.0, 1.0),
    ],
)
def test_wilson_gives_the_published_intervals(successes, trials, low, high):
    assert wilson(successes, trials) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@given(st.integers(1, 500), st.data())
def test_the_interval_holds_the_share_and_mirrors(trials, data):
    successes = data.draw(st.integers(0, trials))
    low, high = wilson(successes, trials)
    assert 0 <= low <= successes / trials <= high <= 1
    assert wilson(trials - successes, trials) == (pytest.approx(1 - high), pytest.approx(1 - low))


def test_more_successes_than_trials_are_an_error():
    with pytest.raises(ValueError, match="3 successes in 2 trials"):
        wilson(3, 2)


def plain(order: list[bool]) -> float:
    found = 0
    precisions = []
    for place, true in enumerate(order, start=1):
        if true:
            found += 1
            precisions.append(found / place)
    return fmean(precisions)


def test_without_ties_it_is_the_plain_average_precision():
    truth = [True, False, True, True, False, False, True]
    assert average_precision([7, 6, 5, 4, 3, 2, 1], truth) == pytest.approx(plain(truth))


def test_ties_get_their_expected_value():
    scores, truth = [2, 1, 1, 1, 0], [False, True, False, True, True]
    middle = truth[1:4]
    expected = fmean(plain([truth[0], *order, truth[4]]) for order in permutations(middle))
    assert average_precision(scores, truth) == pytest.approx(expected)


def test_a_constant_score_earns_about_the_base_rate():
    truth = [random.Random(3).random() < 0.2 for _ in range(1)] + [i % 5 == 0 for i in range(2000)]
    assert average_precision([0.5] * len(truth), truth) == pytest.approx(sum(truth) / len(truth), abs=0.01)


def test_nothing_true_has_no_average_precision():
    assert math.isnan(average_precision([1.0, 2.0], [False, False]))
