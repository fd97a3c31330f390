"""Acceptance sampling: plans found by search against plans found by trying all of them."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.risk.acceptance import Plan, accepts, curve, guarantee, smallest
from synthreview.risk.hypergeometric import at_most


def test_a_large_lot_has_the_textbook_plan():
    # Binomial: 1 % accepted with .95, 5 % with .10 at most, is n = 132, c = 3.
    assert smallest(10_000_000, 0.01, 0.05) == Plan(10_000_000, 132, 3)


def test_a_plan_that_accepts_no_error_by_hand():
    # 10 of 100 are errors, none of them in n drawn: C(90, n) / C(100, n). A lot without errors always passes.
    chances = [math.comb(90, n) / math.comb(100, n) for n in (19, 20)]
    assert chances[0] > 0.10 > chances[1]
    assert smallest(100, 0, 0.10) == Plan(100, 20, 0)


@given(
    st.integers(2, 40),
    st.integers(0, 8),
    st.integers(1, 12),
    st.sampled_from([0.01, 0.05, 0.2]),
    st.sampled_from([0.05, 0.1, 0.3]),
)
def test_no_smaller_plan_keeps_both_promises(size, good, apart, alpha, beta):
    bad = good + apart
    if bad > size:
        return
    tried = (
        (sample, accepted)
        for sample in range(size + 1)
        for accepted in range(sample + 1)
        if at_most(accepted, sample, good, size) >= 1 - alpha and at_most(accepted, sample, bad, size) <= beta
    )
    plan = smallest(size, good / size, bad / size, alpha, beta)
    assert plan.sample == next(tried)[0]
    assert accepts(plan, good) >= 1 - alpha
    assert accepts(plan, bad) <= beta


def test_rates_that_are_whole_numbers_of_items_are_taken_as_such():
    # 0.07 * 100 is a little more than 7 in floating point, 0.29 * 100 a little less than 29.
    assert smallest(100, 0.01, 0.07) == smallest(100, 0.01, 0.0699)
    assert accepts(smallest(100, 0.01, 0.07), 7) <= 0.10
    assert smallest(100, 0.29, 0.31) == smallest(100, 0.2901, 0.31)
    assert accepts(smallest(100, 0.29, 0.31), 29) >= 0.95


def test_lots_that_differ_by_one_error_need_nearly_all_to_be_inspected():
    plan = smallest(50, 0.10, 0.12)
    assert accepts(plan, 5) >= 0.95
    assert accepts(plan, 6) <= 0.10
    assert plan.sample > 40


def test_rates_between_two_whole_numbers_are_taken_as_those():
    assert smallest(10, 0.11, 0.19) == smallest(10, 0.1, 0.2)


def test_rates_that_are_equal_but_for_rounding_are_refused():
    with pytest.raises(ValueError, match="no number of errors in 10 items"):
        smallest(10, 0.3, 0.3 + 1e-12)


def test_an_empty_lot_has_no_plan_and_no_promise():
    assert smallest(0, 0.01, 0.05) is None
    found = guarantee(Plan(0, 0, 0))
    assert math.isnan(found.producer)
    assert math.isnan(found.consumer)
    assert curve(Plan(0, 0, 0), [0.5]) == ((0.0, 1.0),)


def test_the_curve_falls_from_one_to_none():
    points = curve(Plan(200, 30, 1), [step / 100 for step in range(101)])
    assert points[0] == (0.0, 1.0)
    assert points[-1] == (1.0, 0.0)
    assert all(first[1] >= second[1] - 1e-12 for first, second in pairwise(points))


@given(st.integers(1, 60), st.data())
def test_what_a_plan_promises_is_what_trying_all_lots_shows(size, data):
    sample = data.draw(st.integers(0, size))
    plan = Plan(size, sample, data.draw(st.integers(0, sample)))
    chances = [accepts(plan, errors) for errors in range(size + 1)]
    found = guarantee(plan)
    good = [errors for errors in range(size + 1) if chances[errors] >= 0.95]
    bad = [errors for errors in range(size + 1) if chances[errors] <= 0.10]
    assert found.producer == max(good) / size
    assert (found.consumer == min(bad) / size) if bad else math.isnan(found.consumer)
    outgoing = []
    for errors in range(size + 1):
        ways = math.comb(size, sample)
        outgoing.append(
            sum(
                math.comb(errors, x) * math.comb(size - errors, sample - x) * (errors - x)
                for x in range(min(plan.accepted, errors, sample) + 1)
            )
            / ways
            / size
        )
    assert found.outgoing == pytest.approx(max(outgoing))


def test_the_plan_asked_for_promises_what_was_asked():
    found = guarantee(smallest(5000, 0.01, 0.05))
    assert found.producer >= 0.01
    assert found.consumer <= 0.05


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((100, 0.05, 0.05), "acceptable rate"),
        ((100, 0.05, 1.2), "acceptable rate"),
        ((100, 0.05, 0.1, 0.0), "risks of"),
    ],
)
def test_what_cannot_be_is_refused(numbers, words):
    with pytest.raises(ValueError, match=words):
        smallest(*numbers)


def test_plans_and_lots_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="a sample of 11"):
        Plan(10, 11, 0)
    with pytest.raises(ValueError, match="11 errors in a lot of 10"):
        accepts(Plan(10, 5, 0), 11)
    with pytest.raises(ValueError, match="an error rate of 2"):
        curve(Plan(10, 5, 0), [2])
    with pytest.raises(ValueError, match="risks of"):
        guarantee(Plan(10, 5, 0), alpha=1)
