"""The confidence sequence: what it is by definition, found without looking at every number."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import betabinom, hypergeom

from synthreview.risk.anytime import bounds, sequence


@given(
    st.integers(1, 60),
    st.data(),
    st.sampled_from([(1.0, 1.0), (0.5, 0.5), (1.0, 9.0)]),
    st.sampled_from([0.8, 0.95, 0.99]),
)
def test_it_is_the_set_of_numbers_whose_ratio_stayed_small(size, data, prior, confidence):
    labels = data.draw(st.integers(0, size))
    errors = data.draw(st.integers(0, labels))
    there = np.arange(size + 1)
    before = betabinom.pmf(there, size, *prior)
    after = np.zeros(size + 1)
    possible = slice(errors, size - (labels - errors) + 1)
    after[possible] = betabinom.pmf(
        np.arange(size - labels + 1), size - labels, prior[0] + errors, prior[1] + labels - errors
    )
    inside = np.flatnonzero(after * (1 / (1 - confidence)) > before * (1 + 1e-9))
    low, high = bounds(errors, labels, size, confidence, prior)
    assert (int(low), int(high)) == (inside.min(), inside.max())


def test_the_ratio_is_that_of_the_two_distributions_of_the_sample():
    size, labels, errors = 50, 12, 3
    ratio = betabinom.pmf(errors, labels, 1, 1) / hypergeom.pmf(
        errors, size, np.arange(size + 1), labels
    ).clip(1e-300)
    inside = np.flatnonzero(ratio < 20)
    assert [int(end) for end in bounds(errors, labels, size)] == [inside.min(), inside.max()]


def test_without_labels_it_may_be_anything_and_with_all_it_is_known():
    assert [int(end) for end in bounds(0, 0, 40)] == [0, 40]
    assert [int(end) for end in bounds(7, 40, 40)] == [7, 7]


def test_nothing_to_draw_from_is_no_trouble():
    found = sequence([], 0)
    assert (found.lower.tolist(), found.upper.tolist(), found.certified(0.5)) == ([], [], None)


def test_many_looks_at_once_are_single_looks():
    errors, labels = np.array([0, 1, 4, 9]), np.array([1, 30, 100, 300])
    low, high = bounds(errors, labels, 1_000_000)
    single = [bounds(k, n, 1_000_000) for k, n in zip(errors, labels, strict=True)]
    assert low.tolist() == [int(ends[0]) for ends in single]
    assert high.tolist() == [int(ends[1]) for ends in single]


@given(st.lists(st.booleans(), max_size=80), st.integers(0, 200))
def test_looks_only_ever_narrow_it(labels, more):
    found = sequence(labels, len(labels) + more)
    assert (np.diff(found.lower) >= 0).all()
    assert (np.diff(found.upper) <= 0).all()
    assert (found.lower <= found.upper).all()


def test_looks_that_contradict_each_other_leave_the_limits():
    labels = [True] * 300 + [False] * 700
    found = sequence(labels, 1000, confidence=0.5)
    assert (found.lower <= found.upper).all()
    assert found.lower[-1] > 300  # no longer true, as it may be half of the time


def test_all_errors_and_none_mirror():
    all_, none = sequence([True] * 50, 200), sequence([False] * 50, 200)
    assert all_.lower.tolist() == (200 - none.upper).tolist()
    assert none.lower.tolist() == [0] * 50


def test_it_certifies_at_the_first_label_below_and_counts_what_was_mended():
    found = sequence([False] * 200, 1000)
    first = found.certified(0.05)
    assert first is not None
    assert found.upper[first - 1] < 50 <= found.upper[first - 2]
    assert found.certified(0.0001) is None
    mended = found.certified(0.05, found=20, left=0, kept=980)
    assert mended is not None
    assert mended < first


def test_a_thousand_looks_at_a_million_items():
    found = sequence(np.arange(1000) % 50 == 49, 1_000_000)
    assert found.lower[-1] < 20_000 < found.upper[-1] < 50_000


@pytest.mark.parametrize(
    ("errors", "labels", "prior"), [(3, 2, (1, 1)), (-1, 2, (1, 1)), (1, 11, (1, 1)), (1, 2, (0, 1))]
)
def test_what_cannot_be_is_refused(errors, labels, prior):
    with pytest.raises(ValueError, match=r"labels|prior"):
        bounds(errors, labels, 10, 0.95, prior)
