"""The same items are kept whatever order they come in."""

from __future__ import annotations

import numpy as np
import pytest

from synthreview.analyzers.sample import Sample


def sample(*items: int, most: int = 3) -> Sample:
    squares = np.array([item * item for item in items])
    return Sample.of(most, items, (f"text {item}" for item in items), squares)


def test_the_order_of_arrival_makes_no_difference():
    one = (sample(1, 2, 3, most=9) + sample(4, 5, most=9)).rows()
    other = (sample(5, 3, most=9) + sample(4, 2, 1, most=9)).rows()
    assert one.items.tolist() == other.items.tolist()
    assert sorted(one.items) == [1, 2, 3, 4, 5]
    assert one.columns[0].tolist() == [item * item for item in one.items]


def test_no_more_than_the_most_are_kept_and_always_the_same():
    whole = sample(*range(30))
    apart = sum((sample(item) for item in reversed(range(30))), sample())
    assert len(whole) == len(apart) == len(whole.rows()) == 3
    assert whole.rows().items.tolist() == apart.rows().items.tolist()
    assert sum(map(len, apart.parts)) <= 6


def test_a_text_that_is_no_valid_unicode_is_kept_too():
    assert len(Sample.of(3, [1], ["\ud800"], np.zeros(1)).rows()) == 1


def test_nothing_has_no_rows():
    assert len(sample()) == len(sample() + sample()) == 0
    with pytest.raises(ValueError, match="concatenate"):
        sample().rows()
