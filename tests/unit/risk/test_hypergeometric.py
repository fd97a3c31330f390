"""Errors in a sample without replacement, by counting the ways."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.risk.hypergeometric import at_most


@given(st.integers(0, 40), st.data())
def test_it_counts_the_ways(size, data):
    sample, errors = data.draw(st.integers(0, size)), data.draw(st.integers(0, size))
    few = data.draw(st.integers(-1, size + 1))
    ways = sum(comb(errors, x) * comb(size - errors, sample - x) for x in range(min(few, sample) + 1))
    assert at_most(few, sample, errors, size) == pytest.approx(ways / comb(size, sample), abs=1e-12)


def test_a_million_items_are_no_trouble():
    assert at_most(0, 100, 10_000, 1_000_000) == pytest.approx(0.99**100, rel=1e-2)


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="a sample of 11 from 10 items with 3 errors"):
        at_most(1, 11, 3, 10)
