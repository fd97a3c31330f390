"""The quick models."""

from __future__ import annotations

import numpy as np
import pytest

from synthreview.probe.learners import RewardModel, TextClassifier
from synthreview.probe.representation import MEANING, WORDS, Vectors, Words, default

GOOD, BAD = "a warm and friendly place", "a cold and hostile place"


def texts(n):
    return [f"{GOOD if place % 2 else BAD} number {place}" for place in range(n)]


def test_a_classifier_learns_what_words_tell():
    pool = texts(80)
    learner = TextClassifier(Words(pool), np.arange(40), np.arange(40, 80), 2)
    told = learner(np.arange(40), np.arange(40) % 2, np.ones(40), np.arange(40))
    assert told.argmax(axis=1).tolist() == [place % 2 for place in range(40)]
    assert told.sum(axis=1) == pytest.approx(1)


def test_one_class_alone_is_all_that_is_said_and_an_unseen_one_never():
    learner = TextClassifier(Words(texts(20)), np.arange(10), np.arange(10, 20), 3)
    assert learner(np.arange(10), np.full(10, 2), np.ones(10), np.arange(10))[:, 2].tolist() == [1.0] * 10
    told = learner(np.arange(10), np.arange(10) % 2, np.ones(10), np.arange(10))
    assert not told[:, 2].any()


def test_a_soft_label_is_an_example_for_each_of_its_classes():
    pool = texts(40)
    learner = TextClassifier(Words(pool), np.arange(20), np.arange(20, 40), 2, even=False)
    rows, classes = np.repeat(np.arange(20), 2), np.tile([0, 1], 20)
    told = learner(rows, classes, np.tile([0.25, 0.75], 20), np.arange(20))
    assert told[:, 1] == pytest.approx(0.75, abs=0.05)


def test_where_classes_weigh_the_same_a_rare_one_is_not_ignored():
    dice = np.random.default_rng(0)
    rows = dice.normal(size=(300, 4)).astype(np.float32)
    classes = (rows[:, 0] + dice.normal(size=300) > 1.8).astype(int)
    said = {
        even: TextClassifier(Vectors(rows), np.arange(300), np.arange(300), 2, even)(
            np.arange(300), classes, np.ones(300), np.arange(300)
        ).argmax(axis=1)
        for even in (True, False)
    }
    assert said[True].mean() > 2 * classes.mean() > 2 * said[False].mean()


@pytest.mark.parametrize("view", [0, 1])
def test_a_reward_model_does_not_care_which_side_an_answer_stands_on(view):
    pool = texts(40)
    representation = default(pool)[view]
    good, bad = np.arange(1, 40, 2), np.arange(0, 40, 2)
    turned = np.arange(20) % 3 == 0
    a, b = np.where(turned, bad, good), np.where(turned, good, bad)
    asked = np.arange(20)
    model = RewardModel(representation, a, b, good, bad)
    other = RewardModel(representation, b, a, bad, good)
    told = model(asked, turned.astype(int), np.ones(20), asked)
    assert (told[:, 0] > 0.5).all()
    assert told == pytest.approx(other(asked, (~turned).astype(int), np.ones(20), asked)[:, ::-1], abs=1e-3)


def test_ties_teach_a_reward_model_nothing():
    pool = texts(10)
    model = RewardModel(Words(pool), np.arange(5), np.arange(5, 10), np.arange(5), np.arange(5, 10))
    assert (model(np.arange(5), np.full(5, 2), np.ones(5), np.arange(5)) == 0.5).all()


def test_words_are_learned_from_the_training_texts_alone():
    pool = ["alpha beta", "alpha beta", "gamma gamma", "gamma gamma"]
    fitted = Words(pool).fit(np.array([0, 1]))
    assert fitted(np.array([2])).nnz == 0
    assert fitted(np.array([0])).nnz == 3


def test_texts_without_a_common_word_look_all_alike():
    fitted = Words(["one", "two", "three", "?"]).fit(np.array([0, 1, 2]))
    assert not fitted(np.array([0, 3])).any()


def test_two_views_by_default_and_the_large_model_where_it_has_read():
    assert [view.name for view in default(["a text", "another"])] == [WORDS, MEANING]
    assert default(["a"], np.zeros((1, 4), np.float32))[1].name == "close_meaning"
