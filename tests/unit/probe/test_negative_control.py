"""Where there is nothing to gain no gain is told: people's answers have nothing to do with the texts."""

from __future__ import annotations

import numpy as np
import pytest

from synthreview.probe import labels, resampling
from synthreview.probe.arms import CLEANED, Examples
from synthreview.probe.labels import LabelledTexts
from synthreview.probe.representation import Vectors
from synthreview.probe.result import Trained

TRIALS = 80


@pytest.fixture(autouse=True)
def few_draws(monkeypatch):
    monkeypatch.setattr(resampling, "DRAWS", 300)


def one_hot(classes) -> np.ndarray:
    return np.eye(2)[np.asarray(classes)]


def seen_as(truth, dice) -> np.ndarray:
    """What a model of meaning might say of texts: some of it tells their label, most does not."""
    rows = dice.normal(size=(len(truth), 6))
    rows[:, 0] += 2 * np.asarray(truth) - 1
    return rows.astype(np.float32)


def data(seed: int, *, split: bool, together: int) -> tuple[LabelledTexts, np.ndarray]:
    """Cleaning mends a fifth of the data; the answers tested on are a coin's, for ``together`` copies of a text.

    Whatever a model learns, it is right on half of such answers: the gain of cleaning is 0, and known to be.
    """
    dice = np.random.default_rng(seed)
    n, m = 120, 60 * together
    truth = dice.integers(0, 2, n)
    raw = np.where(dice.random(n) < 0.35, 1 - truth, truth)
    mended = dice.permutation(n)[:24]
    now, looked_at = raw.copy(), np.zeros(n, bool)
    now[mended], looked_at[mended] = truth[mended], True
    rows = seen_as(truth, dice)
    size = n if split else m
    coins = one_hot(np.repeat(dice.integers(0, 2, size // together), together))
    apart = np.repeat(np.arange(size // together), together)
    own, people = (apart, coins) if split else (np.arange(n) + 1000, np.zeros((n, 2)))
    alike = np.repeat(seen_as(dice.integers(0, 2, m // together), dice), together, axis=0)
    rows = np.concatenate([rows, rows if split else alike])
    examples = Examples(np.arange(n), own, one_hot(raw), one_hot(now), people, looked_at, np.zeros(n, bool))
    holdout = np.arange(n, n + size)
    return LabelledTexts(("",) * len(rows), ("0", "1"), examples, np.arange(n), holdout, coins, apart), rows


def cleaned(given: LabelledTexts, rows: np.ndarray) -> Trained:
    steps = labels.views(labels.prepare(given, 3), [Vectors(rows)])
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found = end.value[0].arm(CLEANED)
            assert found is not None
            return found


@pytest.mark.parametrize(
    ("split", "together"),
    [(False, 1), (False, 3), (True, 1)],
    ids=["apart", "apart, in clusters", "in the data"],
)
def test_no_gain_is_certain_more_often_than_chance_has_it(split, together):
    told = [cleaned(*data(seed, split=split, together=together)) for seed in range(TRIALS)]
    gains = [one.gain for one in told]
    assert sum(gain.high > gain.low for gain in gains) > 0.9 * TRIALS, "hardly anything was compared"
    # Four of eighty are expected; more than ten come about once in a thousand times.
    assert sum(gain.certain for gain in gains) <= 10
    assert sum(one.chance < 0.05 for one in told) <= 10
    assert np.mean([gain.value for gain in gains]) == pytest.approx(0, abs=0.015)
