"""Whatever a result holds: each number of a sentence is one of the result's, and none is invented."""

from __future__ import annotations

import math
import random
import re

import orjson
import pytest

from synthreview.domain import Kind
from synthreview.figures import share
from synthreview.probe import drawing, words
from synthreview.probe.answers import COSINE
from synthreview.probe.arms import CLEANED, PEOPLE, RANDOM, RAW
from synthreview.probe.labels import AS_FREQUENT
from synthreview.probe.resampling import Measured
from synthreview.probe.result import Foreseen, Reliance, Result, Trained, View, WhatIf, from_json

NUMBER = re.compile(r"(?<![\w'])[+\u2212]?\d+(?:\.\d+)?")
SEEDS = range(40)


def measured(dice: random.Random, low: float = -1.0, high: float = 1.0) -> Measured:
    value = dice.uniform(low, high)
    if dice.random() < 0.1:
        return Measured(value, math.nan, math.nan)
    return Measured(value, value - dice.uniform(0, 0.2), value + dice.uniform(0, 0.2))


def trained(arm: str, dice: random.Random, classes: int) -> Trained:
    return Trained(
        arm,
        dice.uniform(30, 900),
        0.0 if arm == RAW else dice.uniform(1, 90),
        0.0 if arm == RAW else dice.uniform(1, 90),
        measured(dice, 0),
        None if arm == RAW else measured(dice),
        measured(dice, 0),
        None if arm == RAW else measured(dice),
        measured(dice, 0),
        tuple(measured(dice, 0) for _ in range(classes)),
        tuple(measured(dice, 0) for _ in range(classes)),
        dice.randrange(90),
        dice.randrange(90),
        dice.random(),
    )


def view(name: str, dice: random.Random, classes: int, *, reward: bool) -> View:
    names = [RAW, CLEANED, *dice.sample([PEOPLE, RANDOM], dice.randrange(3))]
    reliance = tuple(
        Reliance(arm, (0.1, 1.2), (measured(dice, 0), measured(dice, 0)), measured(dice))
        for arm in (PEOPLE, RAW)
        if reward and arm in names
    )
    return View(
        name,
        tuple(trained(arm, dice, classes) for arm in names),
        measured(dice) if RANDOM in names else None,
        tuple(measured(dice, 0) for _ in range(classes)),
        reliance,
    )


def result(seed: int, kind: Kind) -> Result:
    """Any result that a probe of a kind might come to, and some that it could not."""
    dice = random.Random(f"{kind} {seed}")
    classes = ("alpha", "beta", "gamma") if kind is Kind.TASK_LABEL else ()
    names = {
        Kind.TASK_LABEL: ("words", AS_FREQUENT, "meaning"),
        Kind.PREFERENCE: ("words", "meaning"),
        Kind.INSTRUCTION: ("words", "meaning", f"words{COSINE}", f"meaning{COSINE}"),
    }[kind]
    foreseen = Foreseen(dice.choice((0.05, 0.1)), measured(dice), measured(dice), measured(dice))
    return Result(
        kind,
        "the data",
        "",
        "rouge" if kind is Kind.INSTRUCTION else "accuracy",
        dice.randrange(30, 2000),
        dice.randrange(30, 500),
        dice.randrange(30, 3000),
        classes,
        tuple(view(name, dice, len(classes), reward=kind is Kind.PREFERENCE) for name in names),
        (WhatIf("words", (foreseen,), 100),) if kind is Kind.TASK_LABEL else (),
        at="2026-01-01T00:00:00.000Z",
    )


def every(value) -> set[str]:
    """All ways in which the numbers of a result may be shown."""
    found: set[str] = set()
    if isinstance(value, dict):
        for each in value.values():
            found |= every(each)
    elif isinstance(value, list | tuple):
        for each in value:
            found |= every(each)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        found |= {words.points(value), words.points(value, signed=True), words.points(abs(value))}
        found |= {f"{round(value)}", *NUMBER.findall(share(value))}
    return found


KINDS = [Kind.TASK_LABEL, Kind.PREFERENCE, Kind.INSTRUCTION]


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_of_a_sentence_is_one_of_the_result(kind):
    told = 0
    for seed in SEEDS:
        made = result(seed, kind)
        cleaned, raw = made.views[0].arm(CLEANED), made.views[0].arm(RAW)
        known = every(made.as_json())
        known |= set(NUMBER.findall(share((cleaned.corrected + cleaned.removed) / raw.trained_on)))
        for sentence in [words.headline(made), *words.sentences(made)]:
            numbers = set(NUMBER.findall(sentence))
            assert numbers <= known, sentence
            assert "nan" not in sentence, sentence
            told += len(numbers)
    assert told > 300


def test_the_words_follow_the_ends_of_the_interval():
    for seed in SEEDS:
        made = result(seed, Kind.TASK_LABEL)
        gain = made.views[0].arm(CLEANED).gain
        first = words.sentences(made)[0]
        assert ("raised" in first, "lowered" in first, "may be chance" in first) == (
            gain.low > 0,
            gain.high < 0,
            not gain.certain,
        ), first


def test_a_title_without_any_certain_view_says_that_it_cannot_be_told():
    seen = set()
    for seed in SEEDS:
        made = result(seed, Kind.TASK_LABEL)
        gains = [view.arm(CLEANED).gain for view in made.views if view.name != AS_FREQUENT]
        unsure = not any(gain.certain for gain in gains)
        assert words.headline(made).startswith("It cannot be told yet") is unsure
        seen.add(unsure)
    assert seen == {True, False}


@pytest.mark.parametrize("kind", KINDS)
def test_any_result_comes_back_from_its_json_as_it_was(kind):
    unknown = 0
    for seed in SEEDS:
        made = result(seed, kind)
        text = orjson.dumps(made.as_json())
        again = from_json(orjson.loads(text))
        assert again is not None
        assert orjson.dumps(again.as_json()) == text
        assert type(again.views) is tuple
        assert words.sentences(again) == words.sentences(made)
        unknown += text.count(b"null")
    assert unknown > 10


@pytest.mark.parametrize("form", [0, 2, "1", None])
def test_a_result_of_another_form_is_not_read(form):
    assert from_json({**result(0, Kind.TASK_LABEL).as_json(), "form": form}) is None
    assert from_json({}) is None


@pytest.mark.parametrize("kind", KINDS)
def test_charts_of_any_result_can_be_drawn_and_show_its_numbers(kind):
    for seed in SEEDS:
        made = result(seed, kind)
        for each in made.views:
            panel = drawing.arms_panel(made, each)
            assert panel.neutral == each.arm(RAW).score.value
            assert [effect.value for effect in panel.effects] == [
                each.arm(name).score.value for name in drawing.ORDER if each.arm(name)
            ]
            for effect in panel.effects:
                assert (effect.low is None) == (effect.high is None)
                assert effect.low is None or effect.low <= effect.value <= effect.high
            curves = drawing.certainty_chart(each)
            assert (curves is None) is not bool(each.reliance)
            for curve, one in zip(curves.curves if curves else (), each.reliance, strict=True):
                assert curve.xs == one.odds
                assert curve.ys == tuple(right.value for right in one.right)
        chart = drawing.classes_chart(made)
        assert (chart is None) is (kind is not Kind.TASK_LABEL)
        for foretold in made.what_if:
            gains = drawing.what_if_chart(foretold).curves[0].ys
            assert gains == (0.0, *(100 * point.riskiest.value for point in foretold.points))
