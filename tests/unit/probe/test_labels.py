"""The probe of labelled texts, from examples to what it says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from synthreview.errors import UserError
from synthreview.probe import labels, resampling
from synthreview.probe.arms import CLEANED, PEOPLE, RANDOM, RAW, Examples
from synthreview.probe.labels import AS_FREQUENT, LabelledTexts
from synthreview.probe.representation import Words
from tests.unit.probe.steps import ended

SUBJECTS = ["bread", "rivers", "trains", "gardens", "letters", "winter", "music", "stones"]
MOODS = ("dull grey sad slow", "bright warm glad quick")
N = 160


@pytest.fixture(autouse=True)
def few_draws(monkeypatch):
    monkeypatch.setattr(resampling, "DRAWS", 300)


def one_hot(classes) -> np.ndarray:
    return np.eye(2)[np.asarray(classes)]


def text(place: int, truth: int, dice) -> str:
    words = dice.choice(MOODS[truth].split(), 3)
    return f"{words[0]} {SUBJECTS[place % 8]} {words[1]} {dice.integers(10**6)} {words[2]}"


def made(wrong=0.7, fixed=35, seed=0) -> LabelledTexts:
    """Texts whose words tell their label. The model calls a part of the dull ones bright; some are fixed."""
    dice = np.random.default_rng(seed)
    truth = dice.integers(0, 2, N)
    texts = tuple(text(place, truth[place], dice) for place in range(N))
    raw = np.where((dice.random(N) < wrong) & (truth == 0), 1, truth)
    now, seen = raw.copy(), np.zeros(N, bool)
    first = np.flatnonzero(raw != truth)[:fixed]
    now[first], seen[first] = truth[first], True
    places = np.arange(N)
    examples = Examples(places, places, one_hot(raw), one_hot(now), one_hot(truth), seen, np.zeros(N, bool))
    return LabelledTexts(texts, ("dull", "bright"), examples, places, places, one_hot(truth), places)


def test_corrections_that_matter_are_seen_and_are_worth_more_than_at_random():
    data = made()
    first, frequent = ended(labels.views(labels.prepare(data, 3), [Words(data.texts)]))
    assert (first.name, frequent.name) == ("words", AS_FREQUENT)
    assert {arm.arm for arm in first.arms} == {PEOPLE, RAW, CLEANED, RANDOM}
    cleaned = first.arm(CLEANED)
    assert cleaned.gain.low > 0
    assert first.over_random.value == pytest.approx(cleaned.gain.value - first.arm(RANDOM).gain.value)
    assert first.over_random.value > 0
    assert cleaned.won > cleaned.lost
    assert cleaned.chance < 0.05
    assert first.arm(PEOPLE).score.value > first.arm(RAW).score.value
    assert first.arm(RAW).gain is None


def test_how_often_models_are_asked_is_known_before():
    data = made()
    prepared, views = labels.prepare(data, 2), [Words(data.texts)]
    steps, counted = labels.views(prepared, views), 0
    for _ in steps:
        counted += 1
    assert counted == labels.models(prepared, views) == 2 * 2 * 4


def test_people_who_wrote_their_own_examples_make_every_arm_as_large_as_the_smaller_side():
    data, dice = made(), np.random.default_rng(5)
    truth = np.arange(40) % 2
    more = tuple(text(place, truth[place], dice) for place in range(40))
    test = tuple(text(place, place % 2, dice) for place in range(60))
    pool = (*data.texts, *more, *test)
    apart = replace(
        data,
        texts=pool,
        examples=replace(data.examples, people=np.zeros((N, 2))),
        holdout=np.arange(N + 40, N + 100),
        truth=one_hot(np.arange(60) % 2),
        groups=np.arange(1000, 1060),
        human=np.arange(N, N + 40),
        human_targets=one_hot(truth),
        human_groups=np.arange(2000, 2040),
    )
    (view, _) = ended(labels.views(labels.prepare(apart, 2), [Words(pool)]))
    assert {arm.arm: arm.trained_on for arm in view.arms} == {PEOPLE: 40, RAW: 40, CLEANED: 40}


def test_answers_that_are_spread_are_compared_as_a_whole_too():
    data = made()
    spread = np.where(data.truth > 0, 0.8, 0.2)
    soft = replace(data, truth=spread, examples=replace(data.examples, people=spread))
    first, frequent = ended(labels.views(labels.prepare(soft, 2), [Words(data.texts)]))
    assert first.arm(RAW).distance is None
    assert 0 < frequent.arm(PEOPLE).distance.value < frequent.arm(RAW).distance.value < 1


def test_a_text_on_which_people_are_split_evenly_is_not_tested():
    data = made()
    truth = data.truth.copy()
    truth[:30] = 0.5
    assert len(labels.prepare(replace(data, truth=truth), 2).tested) == N - 30


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (0, "There are no people's answers to test on"),
        (1, "Only 1 item has people's answers"),
        (12, "Only 12 items have people's answers"),
    ],
)
def test_too_few_answers_are_refused(kept, said):
    data = made()
    few = replace(data, holdout=data.holdout[:kept], truth=data.truth[:kept], groups=data.groups[:kept])
    with pytest.raises(UserError, match=said):
        labels.prepare(few, 2)


def test_copies_count_once():
    data = made()
    with pytest.raises(UserError, match="Only 5 items have people's answers"):
        labels.prepare(replace(data, groups=data.groups % 5), 2)


def test_one_answer_only_is_refused():
    data = made()
    with pytest.raises(UserError, match="All 160 answers of people are 'dull'"):
        labels.prepare(replace(data, truth=one_hot([0] * N)), 2)


def test_data_that_stand_in_the_holdout_leave_too_little():
    data = made()
    few = replace(
        data,
        examples=replace(
            data.examples,
            **{
                name: getattr(data.examples, name)[:50]
                for name in ("places", "groups", "raw", "now", "people", "looked_at", "rewritten")
            },
        ),
        holdout=data.holdout[:40],
        truth=data.truth[:40],
        groups=np.concatenate([np.arange(25), np.arange(900, 915)]),
    )
    with pytest.raises(UserError, match="25 items of the data are also in the holdout"):
        labels.prepare(few, 2)


def test_a_look_ahead_prefers_the_wrong_ones_where_the_order_knows_them():
    data = made(fixed=0)
    prepared = labels.prepare(data, 3)
    wrong = np.abs(data.examples.raw - data.examples.people).max(axis=1)
    orders = []
    for run in prepared.runs:
        rows = np.flatnonzero(run.trained)
        order = rows[np.argsort(-wrong[rows], kind="stable")]
        orders.append(labels.Order(order[:0], order))
    (told,) = ended(labels.what_if(prepared, [Words(data.texts)], orders))
    assert [point.share for point in told.points] == [0.05, 0.1, 0.2, 0.3]
    assert told.points[-1].difference.low > 0
    assert told.points[-1].riskiest.value > told.points[0].riskiest.value
    assert told.known == 0
