from __future__ import annotations

import numpy as np

from synthreview.analyzers.similarity.copies import different, near_copies
from synthreview.analyzers.similarity.sketches import Sketches

DICE = np.random.default_rng(3)


def sketches(rows: np.ndarray) -> Sketches:
    count = len(rows)
    return Sketches(
        np.arange(count), rows, np.arange(count, dtype=np.uint64)[:, None], np.empty((count, 0, 8), np.uint8)
    )


def test_every_copy_in_a_crowd_points_at_the_first():
    rows = np.repeat(DICE.integers(0, 256, (1, 64), np.uint8), 40, axis=0)
    found = near_copies(sketches(rows))
    assert {(copy.of, copy.alike) for copy in found.values()} == {(0, 40)}
    assert sorted(found) == list(range(1, 40))


def test_a_row_that_is_alike_only_by_way_of_another_points_at_that():
    rows = np.repeat(DICE.integers(0, 256, (1, 64), np.uint8), 3, axis=0)
    rows[1, :9] ^= 0xFF
    rows[2, :18] ^= 0xFF
    found = near_copies(sketches(rows))
    assert {row: copy.of for row, copy in found.items()} == {1: 0, 2: 1}
    assert all(copy.similarity >= 0.8 for copy in found.values())


def test_the_first_of_each_hash_is_kept_in_order():
    first, place = different(np.array([9, 4, 9, 7, 4], np.uint64))
    assert first.tolist() == [0, 1, 3]
    assert place.tolist() == [0, 1, 0, 2, 1]


def test_no_rows_have_no_copies():
    assert near_copies(sketches(np.empty((0, 64), np.uint8))) == {}
