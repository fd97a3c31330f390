"""The same pairs are kept whatever order they come in."""

from __future__ import annotations

import numpy as np
import pytest

from synthreview.analyzers.matching import kept
from synthreview.analyzers.matching.kept import Kept, large

ROWS = np.eye(8, dtype=np.float32)


def pairs(*items: int) -> Kept:
    rows = ROWS[list(items)]
    return Kept.of(items, (f"text {item}" for item in items), rows, -rows)


def test_the_order_of_arrival_makes_no_difference():
    one, other = pairs(1, 2, 3) + pairs(4, 5), pairs(5, 3) + pairs(4, 2, 1)
    assert one.items.tolist() == other.items.tolist()
    assert np.array_equal(one.questions, other.questions)
    assert np.array_equal(large(one.answers), -ROWS[one.items])


def test_no_more_than_the_most_are_kept_and_always_the_same(monkeypatch):
    monkeypatch.setattr(kept, "MOST", 3)
    one, other = pairs(1, 2, 3) + pairs(4, 5, 6), (pairs(6, 2) + pairs(5, 4)) + pairs(3, 1)
    assert len(one.items) == 3
    assert one.items.tolist() == other.items.tolist()


def test_vectors_come_back_within_a_127th():
    vectors = np.random.default_rng(1).uniform(-1, 1, (5, 8)).astype(np.float32)
    back = large(Kept.of(range(5), map(str, range(5)), vectors, vectors).questions)
    assert sorted(back[:, 0]) == pytest.approx(sorted(vectors[:, 0]), abs=0.5 / 127)


def test_a_text_that_is_no_valid_unicode_is_kept_too():
    assert len(Kept.of([1], ["\ud800"], ROWS[:1], ROWS[:1]).items) == 1
