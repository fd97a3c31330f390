"""Agreement of reviewers: published examples; and what their errors do to a rate."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.estimates import wilson
from synthreview.risk.reviewers import SecondLooks, adjusted, agreement

KRIPPENDORFF = list(
    zip(
        (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
        (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
        (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
        (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
        strict=True,
    )
)
"""Krippendorff 2011, section C: four observers, twelve units, missing values."""


def table(counts):
    """Two raters' answers from a square of counts."""
    return [
        (row, column) for row, line in enumerate(counts) for column, n in enumerate(line) for _ in range(n)
    ]


def test_krippendorffs_example_has_the_published_values():
    found = agreement(KRIPPENDORFF)
    assert found.items == 11
    assert found.alpha.value == pytest.approx(0.743, abs=5e-4)
    assert found.percent.value == pytest.approx(0.8182, abs=5e-5)
    assert found.ac1.value == pytest.approx(0.7754, abs=5e-5)  # Gwet, Handbook of Inter-Rater Reliability


def test_cohens_example_has_the_published_value():
    found = agreement(table([[88, 14, 18], [10, 40, 10], [2, 6, 12]]))
    assert found.percent.value == pytest.approx(0.70)
    assert found.kappa.value == pytest.approx((0.70 - 0.41) / (1 - 0.41))


def test_kappa_collapses_where_nearly_all_are_alike_and_ac1_does_not():
    # By hand: agreement .90, chance .9025 + .0025 for kappa, 2 * .95 * .05 for AC1.
    found = agreement(table([[90, 5], [5, 0]]))
    assert found.kappa.value == pytest.approx((0.90 - 0.905) / 0.095)
    assert found.ac1.value == pytest.approx((0.90 - 0.095) / 0.905)


def test_of_several_raters_kappa_is_the_mean_over_pairs():
    rng = np.random.default_rng(0)
    ratings = rng.integers(0, 3, (60, 3)).tolist()
    pairs = [
        agreement([(row[one], row[other]) for row in ratings], resamples=0).kappa.value
        for one, other in ((0, 1), (0, 2), (1, 2))
    ]
    assert agreement(ratings, resamples=0).kappa.value == pytest.approx(np.mean(pairs))


def test_without_a_common_item_nothing_is_known():
    for ratings in ([], [(None, None)], [("a", None), (None, "b")]):
        found = agreement(ratings, resamples=10)
        assert found.items == 0
        for measure in (found.percent, found.kappa, found.ac1, found.alpha):
            assert math.isnan(measure.value)
            assert math.isnan(measure.low)


def test_raters_who_say_one_thing_only_agree_but_not_beyond_chance():
    found = agreement([("ok", "ok")] * 20)
    assert found.percent.value == 1
    assert found.percent.low == wilson(20, 20)[0]
    assert math.isnan(found.kappa.value)
    assert math.isnan(found.alpha.value)
    assert agreement([("ok", "ok")] * 20, categories=2).ac1.value == 1


def test_perfect_agreement_is_one_and_the_interval_of_the_share_still_open():
    found = agreement(table([[10, 0], [0, 10]]))
    assert found.kappa.value == found.ac1.value == found.alpha.value == 1
    assert found.percent.low == wilson(20, 20)[0]


def test_the_same_seed_gives_the_same_interval_and_items_keep_together():
    ratings = table([[40, 10], [10, 40]])
    assert agreement(ratings, seed=3) == agreement(ratings, seed=3)
    assert agreement(ratings, seed=3) != agreement(ratings, seed=4)
    # Four raters, two and two alike, on 100 items tell no more than two raters on 100 items.
    doubled = [(one, other, one, other) for one, other in ratings]
    once, twice = agreement(ratings, seed=3).kappa, agreement(doubled, seed=3).kappa
    assert twice.high - twice.low > 0.6 * (once.high - once.low)


def test_the_interval_holds_the_true_agreement():
    rng, covered = np.random.default_rng(1), 0
    for seed in range(200):
        same = rng.random(150) < 0.8
        first = rng.integers(0, 2, 150)
        ratings = list(zip(first.tolist(), np.where(same, first, 1 - first).tolist(), strict=True))
        found = agreement(ratings, seed=seed, resamples=300)
        covered += found.kappa.low <= 0.6 <= found.kappa.high
    assert covered >= 0.91 * 200


@given(
    st.lists(
        st.lists(st.sampled_from([None, "a", "b", "c"]), min_size=3, max_size=3), min_size=1, max_size=25
    ),
    st.permutations([0, 1, 2]),
)
def test_names_and_order_do_not_matter(ratings, order):
    names = {"a": "z", "b": "x", "c": "y", None: None}
    there = agreement(ratings, resamples=5)
    other = agreement([[names[row[place]] for place in order] for row in ratings[::-1]], resamples=5)
    for name in ("percent", "kappa", "ac1", "alpha"):
        value = getattr(there, name).value
        assert getattr(other, name).value == pytest.approx(value, nan_ok=True, abs=1e-9)
        assert math.isnan(value) or value <= 1 + 1e-9


def test_rows_of_different_length_are_refused():
    with pytest.raises(ValueError, match="a place for each rater"):
        agreement([("a", "b"), ("a",)])


def test_up_to_two_in_a_hundred_overturned_do_not_matter():
    assert not SecondLooks(20, 19, 80, 1).matter
    assert SecondLooks(20, 18, 80, 1).matter
    assert not SecondLooks(0, 0, 0, 0).matter


def test_the_adjusted_rate_by_hand():
    # .2 seen; of what was called an error 90 % is one, of what was passed 5 %.
    found = adjusted(0.2, 400, SecondLooks(100, 90, 100, 5))
    assert found.share == pytest.approx(0.2 * 0.9 + 0.8 * 0.05)
    assert found.low < found.share < found.high


def test_the_interval_of_the_adjusted_rate_by_hand():
    # With one of each kind added 19 of 20 are upheld and 1 of 100 missed: M = .5 * .95 + .5 * .01 = .48;
    # variance .25 * .95 * .05 / 20 + .25 * .01 * .99 / 100 = .000618500.
    found = adjusted(0.5, math.inf, SecondLooks(18, 18, 98, 0))
    assert found.low == pytest.approx(0.48 - 1.95996 * math.sqrt(0.0006185), abs=1e-5)
    assert found.high == pytest.approx(0.48 + 1.95996 * math.sqrt(0.0006185), abs=1e-5)


def test_perfect_reviewers_who_were_checked_on_many_items_change_nothing():
    found = adjusted(0.1, 400, SecondLooks(10**7, 10**7, 10**7, 0))
    low, high = wilson(40, 400)
    assert (found.share, found.low, found.high) == (
        pytest.approx(0.1),
        pytest.approx(low, abs=3e-3),
        pytest.approx(high, abs=3e-3),
    )


def test_fewer_second_looks_leave_more_doubt_even_if_all_items_were_reviewed():
    many, few = (adjusted(0.2, math.inf, SecondLooks(n, n * 9 // 10, n, n // 10)) for n in (1000, 50))
    assert 0 < many.high - many.low < few.high - few.low


@pytest.mark.parametrize(("of_errors", "of_passes"), [(0.3, 0.3), (1.0, 0.05), (0.05, 0.3)])
def test_the_interval_holds_the_truth_whichever_verdicts_are_looked_at_again(of_errors, of_passes):
    rng = np.random.default_rng(8)
    rate, caught, passed, items = 0.2, 0.8, 0.95, 1000
    held, shares = 0, []
    for _ in range(400):
        truth = rng.random(items) < rate
        called = np.where(truth, rng.random(items) < caught, rng.random(items) > passed)
        again = rng.random(items) < np.where(called, of_errors, of_passes)
        errors, passes = called & again, ~called & again
        looks = SecondLooks(
            int(errors.sum()), int((errors & truth).sum()), int(passes.sum()), int((passes & truth).sum())
        )
        found = adjusted(float(called.mean()), items, looks)
        held += found.low <= rate <= found.high
        shares.append(found.share)
    assert held >= 372
    assert np.mean(shares) == pytest.approx(rate, abs=0.01)


@given(st.floats(0, 1), st.floats(0, 1e6), st.integers(1, 50), st.integers(1, 50))
def test_the_adjusted_rate_lies_in_its_interval(share, effective, errors, passes):
    found = adjusted(share, effective, SecondLooks(errors, errors, passes, 0))
    assert 0 <= found.low <= found.share <= found.high <= 1


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="a share of 2"):
        adjusted(2, 10, SecondLooks(5, 5, 5, 5))
    with pytest.raises(ValueError, match="are needed"):
        adjusted(0.1, 10, SecondLooks(0, 0, 5, 5))
