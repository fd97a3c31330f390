from __future__ import annotations

import random

import numpy as np
import pytest

from synthreview.analyzers.similarity.shingles import jaccard
from synthreview.analyzers.similarity.signatures import (
    GLANCE_VALUES,
    by_glances,
    by_sketches,
    glance,
    signatures,
    sketch,
)


def pair(similar: float, size: int, seed: int) -> tuple[list[str], list[str]]:
    """Two lists of phrases whose sets are about so similar."""
    common = round(2 * size * similar / (1 + similar))
    made = [f"{seed} {number}" for number in range(2 * size)]
    random.Random(seed).shuffle(made)
    return made[:size], made[size - common : 2 * size - common]


def estimates(similar: float) -> tuple[np.ndarray, np.ndarray, float]:
    pairs = [pair(similar, 200, seed) for seed in range(200)]
    true = jaccard(set(pairs[0][0]), set(pairs[0][1]))
    one, other = (signatures([each[side] for each in pairs]) for side in (0, 1))
    glances = [glance(rows[:, :GLANCE_VALUES]) for rows in (one, other)]
    return by_sketches(sketch(one), sketch(other)), by_glances(*glances), true


@pytest.mark.parametrize("similar", [0.1, 0.5, 0.8, 0.95])
def test_estimates_are_right_on_average_and_spread_as_stated(similar):
    sketched, glanced, true = estimates(similar)
    assert sketched.mean() == pytest.approx(true, abs=0.015)
    assert sketched.std() < 0.055
    assert glanced.mean() == pytest.approx(true, abs=0.03)
    assert glanced.std() < 0.15


def test_equal_sets_are_wholly_alike_whatever_their_order_and_repetitions():
    rows = signatures([["a", "b", "c"], ["c", "a", "b", "a"], []])
    assert by_sketches(*sketch(rows)[:2]) == 1.0
    assert by_glances(*glance(rows[:, :64])[:2]) == 1.0


def test_the_lower_of_two_signatures_is_that_of_both_sets():
    one, other, both = signatures([["a", "b"], ["c"], ["a", "b", "c"]])
    assert (np.minimum(one, other) == both).all()


def test_nothing_has_no_signatures():
    assert signatures([]).shape == (0, 128)
