"""What comes first is worth most and unlike what came before."""

from __future__ import annotations

import numpy as np
import pytest

from synthreview.risk.diverse import spread_out


def rows(*angles):
    return np.array([(np.cos(each), np.sin(each)) for each in angles], dtype=np.float32)


def test_of_three_groups_each_is_met_before_one_comes_again():
    vectors = rows(0, 0.01, 0.02, 1.5, 1.51, 3.0, 3.01)
    order = spread_out(vectors, np.ones(7), 7)
    groups = [0 if place < 3 else 1 if place < 5 else 2 for place in order]
    assert set(groups[:3]) == {0, 1, 2}


def test_the_worthiest_comes_first_and_worth_is_weighed_against_distance():
    vectors = rows(0, 1.0, 3.0)
    assert spread_out(vectors, np.array([0.5, 1.0, 0.5]), 3)[0] == 1
    assert spread_out(vectors, np.array([1.0, 0.9, 0.001]), 3) == [0, 1, 2]
    assert spread_out(vectors, np.array([1.0, 0.9, 0.8]), 3) == [0, 2, 1]


def test_what_is_all_alike_comes_by_its_worth():
    assert spread_out(rows(1, 1, 1), np.array([0.2, 0.9, 0.5]), 3) == [1, 2, 0]


def test_after_so_many_the_rest_comes_by_worth():
    worth = np.array([0.1, 0.9, 0.4, 0.8, 0.3])
    order = spread_out(rows(0, 0.1, 2, 3, 1), worth, 1)
    assert order == [1, 3, 2, 4, 0]


@pytest.mark.parametrize("count", [0, 3, 9])
def test_each_item_comes_once(count):
    rng = np.random.default_rng(count)
    order = spread_out(rows(*rng.random(6)), rng.random(6), count)
    assert sorted(order) == list(range(6))


def test_texts_without_a_known_word_do_not_break_it():
    assert sorted(spread_out(np.zeros((4, 2), np.float32), np.ones(4), 4)) == [0, 1, 2, 3]
