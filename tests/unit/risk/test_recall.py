"""The test of recall: how unlikely so few errors among the draws would be if many were missing."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.risk.hypergeometric import at_most
from synthreview.risk.recall import recall_test


def test_by_hand():
    # 95 found, none in 60 draws of 100: at a target of 95 % at least 6 must be missing for a lower recall.
    found = recall_test(95, 100, 60, 0, 0.95)
    assert found.least == 6
    assert found.p == pytest.approx(comb(94, 60) / comb(100, 60))
    assert found.p < 0.05
    assert found.audits == 0
    assert found.estimate == 1


def test_errors_that_are_drawn_count_as_found_and_against_the_end():
    # 38 + 2 found: below 80 % means 51 or more, 13 of them among the 200.
    found = recall_test(38, 200, 50, 2, 0.8)
    assert found.least == 13
    assert found.p == pytest.approx(at_most(2, 50, 13, 200))
    assert found.estimate == pytest.approx(40 / (40 + 2 / 50 * 150))


def test_a_recall_of_just_the_target_is_not_below_it():
    # 95 of 100 are 95 %; 0.95 is a little less or more than that in floating point.
    assert recall_test(95, 1000, 0, 0, 0.95).least == 6
    assert recall_test(535, 1000, 0, 0, 0.535).least == 466  # 535 / 0.535 is a little less


def test_the_audits_still_needed_are_the_fewest():
    found = recall_test(50, 1000, 10, 0, 0.9)
    assert found.p >= 0.05
    assert recall_test(50, 1000, 10 + found.audits, 0, 0.9).p < 0.05
    assert recall_test(50, 1000, 9 + found.audits, 0, 0.9).p >= 0.05


def test_everything_drawn_is_certain():
    assert recall_test(10, 30, 30, 1, 0.9).p == 0
    assert recall_test(10, 0, 0, 0, 0.9).p == 0


def test_without_a_draw_nothing_is_known_but_what_is_impossible():
    found = recall_test(3, 500, 0, 0)
    assert (found.p, found.estimate) == (1, 3 / 503)
    assert recall_test(0, 0, 0, 0).estimate == 1


@given(st.integers(0, 30), st.integers(0, 60), st.data())
def test_it_stops_in_time_and_never_asks_for_more_than_there_is(found, unreviewed, data):
    drawn = data.draw(st.integers(0, unreviewed))
    errors = data.draw(st.integers(0, drawn))
    test = recall_test(found, unreviewed, drawn, errors)
    assert 0 <= test.p <= 1
    assert 0 <= test.audits <= unreviewed - drawn
    assert 0 <= test.estimate <= 1


def test_a_recall_below_the_target_is_rarely_taken_for_enough():
    rng, wrong = np.random.default_rng(0), 0
    for _ in range(1000):
        drawn = rng.hypergeometric(20, 980, 200)  # 80 found, 20 missing: after the draws below 95 % as a rule
        test = recall_test(80, 1000, 200, int(drawn), 0.95)
        wrong += test.p < 0.05 and (80 + drawn) / 100 < 0.95
    assert wrong <= 0.05 * 1000


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="3 errors in 2 draws"):
        recall_test(1, 10, 2, 3)
    with pytest.raises(ValueError, match="a target of 0"):
        recall_test(1, 10, 2, 1, 0)
