"""Strengths from pairwise comparisons."""

from __future__ import annotations

import numpy as np
import pytest

from synthreview.analyzers.preferences import bradley_terry
from synthreview.analyzers.preferences.bradley_terry import MOST_PLAYERS, chance, rank


def ranked(*games: tuple[int, int, float], tournament: int = 0, weight: float = 1.0):
    one, other, won = (np.array(column) for column in zip(*games, strict=True))
    weights = np.full(len(one), weight)
    return rank(np.full(len(one), tournament), one, other, won.astype(float), weights)


def test_who_beats_everyone_is_ranked_first():
    found = ranked((0, 1, 1), (0, 2, 1), (1, 2, 1))
    assert (found.odds > 0).all()
    assert found.odds[1] == pytest.approx(found.odds[0] + found.odds[2])


def test_even_results_are_even_odds():
    assert ranked((0, 1, 0.5), (1, 2, 0.5)).odds == pytest.approx([0, 0])


def test_many_games_bring_the_odds_close_to_the_share_won():
    assert chance(ranked((0, 1, 0.8), weight=5000).odds) == pytest.approx([0.8], abs=1e-3)


def test_leaving_a_comparison_out_is_close_to_ranking_without_it():
    rng = np.random.default_rng(5)
    strengths = rng.normal(size=8)
    games = [
        (i, j, float(rng.random() < chance(strengths[i] - strengths[j])))
        for i in range(8)
        for j in range(i + 1, 8)
    ]
    found = ranked(*games)
    for place, (one, other, _) in enumerate(games):
        # With no weight, a game tells nothing but its players' odds are still reported.
        weights = np.ones(len(games))
        weights[place] = 0
        columns = [np.array(column) for column in zip(*games, strict=True)]
        without = rank(np.zeros(len(games), int), columns[0], columns[1], columns[2], weights)
        assert found.left_out[place] == pytest.approx(without.odds[place], abs=0.12), (one, other)


def test_a_comparison_alone_says_nothing_without_itself():
    found = ranked((0, 1, 1))
    assert found.odds[0] > 0.3
    assert abs(found.left_out[0]) < 0.1


def test_tournaments_do_not_touch_each_other_whatever_their_size():
    first, second = [(0, 1, 1.0), (1, 2, 1.0), (0, 2, 0.0)], [(7, 9, 1.0)]
    both = (np.array([0, 1, 0, 7]), np.array([1, 2, 2, 9]), np.array([1.0, 1, 0, 1]))
    together = rank(np.array([4, 4, 4, 2]), *both, np.ones(4))
    assert together.odds == pytest.approx([*ranked(*first).odds, *ranked(*second).odds])


def test_too_many_players_are_not_ranked():
    games = [(0, other, 1.0) for other in range(1, MOST_PLAYERS + 1)]
    assert np.isnan(ranked(*games).odds).all()


def test_tournaments_solved_in_several_lots_come_out_the_same(monkeypatch):
    rng = np.random.default_rng(6)
    tournament = np.repeat(np.arange(30), 3)
    one, other = np.tile([0, 0, 1], 30) + 3 * tournament, np.tile([1, 2, 2], 30) + 3 * tournament
    won = rng.integers(0, 2, 90).astype(float)
    whole = rank(tournament, one, other, won, np.ones(90))
    monkeypatch.setattr(bradley_terry, "_AT_ONCE", 9 * 7)
    assert rank(tournament, one, other, won, np.ones(90)).odds == pytest.approx(whole.odds)


def test_no_comparisons_are_no_ranking():
    none = np.zeros(0, np.int64)
    assert len(rank(none, none, none, none.astype(float), none.astype(float)).odds) == 0
