from __future__ import annotations

import numpy as np

from synthreview.analyzers.similarity.bands import candidates

DICE = np.random.default_rng(7)


def found(sketches: np.ndarray) -> set[tuple[int, int]]:
    return {
        pair for one, other in candidates(sketches) for pair in zip(one.tolist(), other.tolist(), strict=True)
    }


def test_sketches_that_share_a_band_meet_with_the_lower_row_first():
    sketches = DICE.integers(0, 256, (50, 64), np.uint8)
    sketches[40, 30:33] = sketches[3, 30:33]
    assert (3, 40) in found(sketches)


def test_strangers_hardly_ever_meet():
    assert len(found(DICE.integers(0, 256, (2000, 64), np.uint8))) < 40


def test_in_a_crowd_twins_still_meet_and_the_work_stays_bounded():
    sketches = np.repeat(DICE.integers(0, 256, (1, 64), np.uint8), 1000, axis=0)
    sketches[:, 30:] = DICE.integers(0, 256, (1000, 34), np.uint8)
    sketches[900] = sketches[20]
    assert (20, 900) in found(sketches)
    assert sum(len(one) for one, _ in candidates(sketches)) <= 21 * 8 * 1000


def test_twins_meet_where_every_band_is_crowded():
    sketches = DICE.integers(0, 2, (3000, 64), np.uint8)
    sketches[2900] = sketches[20]
    assert (20, 2900) in found(sketches)


def test_one_sketch_and_none_have_no_pairs():
    assert found(np.zeros((1, 64), np.uint8)) == found(np.zeros((0, 64), np.uint8)) == set()
