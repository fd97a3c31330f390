"""Differences of matched texts, and what chance alone does."""

from __future__ import annotations

import numpy as np
import pytest

from synthreview.analyzers.style.effects import Draws, beyond_chance, delta, deltas, resampled

DICE = np.random.default_rng(3)


def together(pairs: int) -> Draws:
    return resampled(np.ones(pairs, bool))


def test_delta_is_how_much_more_often_one_side_has_more():
    one, other = np.array([1.0, 2, 3, 3]), np.array([0.0, 2, 3, 9])
    pairs = [np.sign(x - y) for x in one for y in other]
    found = delta(one, other, together(4))
    assert found.value == pytest.approx(np.mean(pairs))
    assert found.low <= found.value <= found.high


def test_all_above_is_one_and_all_alike_is_nothing():
    high, low = np.arange(50.0) + 100, np.arange(50.0)
    assert delta(high, low, together(50)).value == 1
    assert delta(high, low, together(50)).chance == 0
    same = delta(np.ones(50), np.ones(50), together(50))
    assert (same.value, same.low, same.high, same.chance) == (0, 0, 0, 1)


def test_the_bootstrap_agrees_with_drawing_pairs_by_hand():
    one, other = DICE.normal(0.5, 1, 80), DICE.normal(0, 1, 80)
    draws = resampled(np.arange(80) < 30)
    by_hand = []
    for ours, theirs in zip(draws.model[:40], draws.people[:40], strict=True):
        x, y = (np.repeat(side, times.astype(int)) for side, times in ((one, ours), (other, theirs)))
        by_hand.append(np.sign(x[:, None] - y[None, :]).mean())
    found = delta(one, other, Draws(draws.model[:40], draws.people[:40]))
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(by_hand, (0.025, 0.975))))


def test_pairs_without_the_number_on_both_sides_do_not_count():
    one, other = np.array([1.0, np.nan, 3, 4]), np.array([0.0, 1, np.nan, 1])
    assert delta(one, other, together(4)).pairs == 2
    assert delta(np.full(4, np.nan), other, together(4)) is None
    assert deltas(np.empty((0, 3)), np.empty((0, 3)), together(0)) == [None] * 3


def test_intervals_hold_the_truth_as_often_as_they_say():
    held = 0
    for _ in range(200):
        one, other = DICE.normal(0.4, 1, 60), DICE.normal(0, 1, 60)
        found = delta(one, other, together(60))
        held += found.low <= 0.2227 <= found.high  # 2 * Phi(.4 / sqrt 2) - 1
    assert 0.89 <= held / 200 <= 0.99


def test_pairs_that_belong_together_are_drawn_together_and_others_apart():
    draws = resampled(np.arange(50) < 20)
    assert (draws.model[:, :20] == draws.people[:, :20]).all()
    assert (draws.model[:, 20:] != draws.people[:, 20:]).any()
    assert (draws.model.sum(axis=1) == 50).all()
    both = DICE.normal(0, 1, 200)
    like, unlike = (delta(both + 0.2, both, resampled(np.full(200, how))) for how in (True, False))
    assert like.high - like.low < 0.2 * (unlike.high - unlike.low)


def test_of_many_tests_only_clear_ones_hold():
    assert beyond_chance([]) == []
    assert beyond_chance([0.04] + [0.5] * 25) == [False] * 26
    assert beyond_chance([0.001] + [0.5] * 25) == [True] + [False] * 25
    assert beyond_chance([0.04, 0.05, 0.01]) == [True] * 3
