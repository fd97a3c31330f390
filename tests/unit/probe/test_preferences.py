"""The probe of preferences."""

from __future__ import annotations

import numpy as np
import pytest

from synthreview.errors import UserError
from synthreview.probe import preferences, resampling
from synthreview.probe.arms import CLEANED, PEOPLE, RAW, Examples
from synthreview.probe.comparing import UNTESTED, Holdout
from synthreview.probe.preferences import Pairs, reliance
from synthreview.probe.representation import Words
from synthreview.probe.trained import Said
from tests.unit.probe.steps import ended

N = 120


@pytest.fixture(autouse=True)
def few_draws(monkeypatch):
    monkeypatch.setattr(resampling, "DRAWS", 300)


def made(ties=0) -> Pairs:
    """People like the clear answer, the judge the long one; half of the judge's choices are mended."""
    dice = np.random.default_rng(1)
    clear, long = dice.integers(0, 2, N), dice.integers(0, 2, N)
    texts = [
        f"{'clear' if clear[pair] == side else 'murky'} {'long winded' if long[pair] == side else 'short'} {pair}"
        for side in (0, 1)
        for pair in range(N)
    ]
    people, judge = np.eye(3)[clear], np.eye(3)[long]
    people[:ties] = [0, 0, 1]
    now, seen = judge.copy(), np.arange(N) % 2 == 0
    now[seen] = people[seen]
    groups = np.arange(N)
    examples = Examples(groups, groups, judge, now, people, seen, np.zeros(N, bool))
    a, b = groups, groups + N
    twice = np.tile(a, 2), np.tile(b, 2)
    return Pairs(tuple(texts), examples, *twice, a, b, people, groups)


def test_mended_choices_bring_a_reward_model_nearer_to_people():
    pairs = made()
    (view,) = ended(preferences.views(preferences.prepare(pairs, 3), [Words(pairs.texts)]))
    assert view.arm(PEOPLE).score.value > 0.95
    assert view.arm(RAW).score.value == pytest.approx(0.5, abs=0.15)
    assert view.arm(CLEANED).gain.low > 0
    assert not view.truth_shares, "the sides of a pair mean nothing"
    assert not view.arm(RAW).recalls
    gaps = {each.arm: each.overconfidence.value for each in view.reliance}
    assert gaps[RAW] > gaps[PEOPLE]


def test_ties_are_not_tested():
    assert len(preferences.prepare(made(ties=20), 2).tested) == N - 20


def test_a_choice_that_is_always_the_first_is_no_reason_to_refuse():
    pairs = made()
    first = Pairs(
        pairs.texts,
        pairs.examples,
        pairs.a,
        pairs.b,
        pairs.holdout_a,
        pairs.holdout_b,
        np.eye(3)[[0] * N],
        pairs.groups,
    )
    assert len(preferences.prepare(first, 2).tested) == N


def test_too_few_decided_pairs_are_refused():
    with pytest.raises(UserError, match="Only 20 items have people's answers"):
        preferences.prepare(made(ties=N - 20), 2)


def said(chances, truth) -> Said:
    told = np.stack([chances, 1 - chances], axis=1)
    return Said([told.argmax(axis=1)], [told])


def test_a_calibrated_model_is_as_sure_as_it_is_right_and_an_over_sure_one_is_not():
    dice = np.random.default_rng(0)
    chance = dice.uniform(0.5, 1, 4000)
    truth = np.where(dice.random(4000) < chance, 0, 1)
    holdout = Holdout(truth, np.arange(4000), 2)
    honest = reliance(RAW, holdout, said(chance, truth))
    assert honest.overconfidence.value == pytest.approx(0, abs=0.02)
    assert not honest.overconfidence.certain
    assert list(honest.odds) == sorted(honest.odds)
    expected = [1 / (1 + np.exp(-odds)) for odds in honest.odds]
    assert [one.value for one in honest.right] == pytest.approx(expected, abs=0.06)
    bold = chance**2 / (chance**2 + (1 - chance) ** 2)
    assert reliance(RAW, holdout, said(bold, truth)).overconfidence.low > 0.03


def test_what_was_not_asked_is_in_no_bin():
    chance = np.full(100, 0.9)
    told = said(chance, None)
    told.classes[0][50:], told.chances[0][50:] = UNTESTED, np.nan
    found = reliance(RAW, Holdout(np.zeros(100, int), np.arange(100), 2), told)
    assert found.overconfidence.value == pytest.approx(-0.1)
    assert [one.value for one in found.right] == [1.0]
