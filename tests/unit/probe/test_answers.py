"""The proxy for instructions."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

import numpy as np
import pytest

from synthreview.probe import answers, resampling
from synthreview.probe.answers import COSINE, Instructions, rouge_l
from synthreview.probe.arms import CLEANED, PEOPLE, RANDOM, RAW
from synthreview.probe.representation import Words

TOPICS = [f"topic{n}" for n in range(60)]


@pytest.fixture(autouse=True)
def few_draws(monkeypatch):
    monkeypatch.setattr(resampling, "DRAWS", 300)


def ended(steps: Generator):
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def made() -> Instructions:
    """Each topic is asked about twice in the data, once answered well, and once in the holdout."""
    good = [f"the {topic} is a fine thing that people know well" for topic in TOPICS]
    asked = [f"please describe {topic}" for topic in TOPICS]
    again = [f"describe {topic} briefly for us" for topic in TOPICS]
    bad = ["I cannot say"] * 60
    return Instructions(
        (*asked, *again, *(f"describe {topic}" for topic in TOPICS)),
        (*bad, *good),
        (*[None] * 60, *good),
        (None,) * 120,
        np.arange(120) < 60,
        np.arange(120),
        tuple(good),
        np.arange(1000, 1060),
    )


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("a b c d", "a b c d", 1.0),
        ("a b c d", "a x c", 2 * 2 / 7),
        ("A b", "a B", 1.0),
        ("a b", "c d", 0.0),
        ("", "a", 0.0),
        ("the cat sat", "sat the cat", 2 * 2 / 6),
    ],
)
def test_overlap_is_the_longest_common_subsequence_of_words(one, other, told):
    assert rouge_l(one, other) == pytest.approx(told)
    assert rouge_l(other, one) == pytest.approx(told)


def test_answers_that_were_rejected_are_not_found_any_more():
    data = made()
    by_words, by_meaning = ended(answers.views(answers.prepare(data, 2), [Words(data.texts)]))
    assert by_meaning.name == by_words.name + COSINE
    raw, cleaned = by_words.arm(RAW), by_words.arm(CLEANED)
    assert raw.score.value < cleaned.score.value == pytest.approx(1, abs=0.15)
    assert cleaned.gain.low > 0
    assert (cleaned.won > 0, cleaned.lost) == (True, 0)
    assert by_words.arm(RANDOM).removed == cleaned.removed
    assert by_words.over_random.low > 0
    assert by_words.arm(PEOPLE) is None


def test_people_who_answered_the_same_instructions_are_an_arm():
    data = made()
    known = replace(data, people=tuple(data.raw[60:]) * 2)
    view, _ = ended(answers.views(answers.prepare(known, 2), [Words(data.texts)]))
    assert view.arm(PEOPLE).score.value > 0.85
    assert view.arm(RANDOM).corrected > 0
