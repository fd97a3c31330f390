"""What belongs together is never on both sides."""

from __future__ import annotations

import numpy as np

from synthreview.probe.arms import is_split, runs
from synthreview.probe.grouping import folded, together

LONG = "the harbour was closed in winter because the ice lay thick and no ship could come in or go out again"


def test_a_shared_key_joins_also_by_way_of_others():
    groups = together([("a", "b"), ("b", "c"), ("c",), ("d",), ("",), ("",)])
    assert len(set(groups[:3].tolist())) == 1
    assert len(set(groups.tolist())) == 4


def test_near_copies_are_joined_and_other_texts_are_not():
    texts = [LONG, LONG.replace("again", "anew"), "a wholly different line of words about bread and butter"]
    groups = together([("1",), ("2",), ("3",)], texts)
    assert groups[0] == groups[1] != groups[2]


def test_texts_without_words_join_nothing():
    assert len(set(together([("1",), ("2",), ("3",)], ["", "...", "?"]).tolist())) == 3


def test_white_space_and_case_make_no_difference():
    assert folded("  Two\n words ") == folded("two WORDS")


def test_a_holdout_that_stands_apart_is_tested_whole_and_its_copies_are_not_trained_on():
    examples, holdout = np.arange(100), np.array([5, 6, 200, 201, 201])
    assert not is_split(examples, holdout)
    for run in runs(examples, holdout, 4):
        assert run.tested.all()
        assert not run.trained[[5, 6]].any()
        assert run.trained.sum() == 98 - 9  # a tenth of the groups stays out, so that runs differ


def test_answers_to_the_data_themselves_are_tested_by_parts():
    groups = np.repeat(np.arange(50), 2)
    assert is_split(groups, groups)
    made = runs(groups, groups, 5)
    for run in made:
        assert len(set(groups[run.tested].tolist())) == 15
        assert not set(groups[run.tested].tolist()) & set(groups[run.trained].tolist())
        assert run.trained.sum() + run.tested.sum() == 100
    assert len({run.tested.tobytes() for run in made}) == 5
