"""The proxy for instructions."""

from __future__ import annotations

import numpy as np
import pytest

from synthreview.probe import answers, resampling
from synthreview.probe.answers import COSINE, Instructions, rouge_l
from synthreview.probe.arms import CLEANED, PEOPLE, RANDOM, RAW
from synthreview.probe.representation import Words
from tests.unit.probe.steps import ended

TOPICS = [f"topic{n}" for n in range(60)]


@pytest.fixture(autouse=True)
def few_draws(monkeypatch):
    monkeypatch.setattr(resampling, "DRAWS", 300)


def made() -> Instructions:
    """Each topic is asked about twice in the data, once answered well, and once in the holdout."""
    good = [f"the {topic} is a fine thing that people know well" for topic in TOPICS]
    asked = [f"please describe {topic}" for topic in TOPICS]
    again = [f"describe {topic} briefly for us" for topic in TOPICS]
    bad = ["I cannot say"] * 60
    every = [*asked, *again]
    texts = (*every, *every, *(f"describe {topic}" for topic in TOPICS))
    return built(texts, [*bad, *good], [*[None] * 60, *good], [None] * 120, good)


def built(texts, raw, now, people, truth) -> Instructions:
    groups, seen = np.arange(120), np.arange(120) < 60
    rewritten = np.array([texts[place] != texts[place + 120] for place in range(120)])
    made, kept = answers.examples(groups, raw, now, people, seen, rewritten)
    return Instructions(tuple(texts), made, kept, tuple(truth), np.arange(1000, 1060))


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
    raw, now, good = list(data.answers[0]), [*[None] * 60, *data.truth], list(data.truth)
    known = built(data.texts, raw, now, good * 2, good)
    view, _ = ended(answers.views(answers.prepare(known, 2), [Words(data.texts)]))
    assert view.arm(PEOPLE).score.value > 0.85
    assert view.arm(RANDOM).corrected > 0


def test_an_instruction_that_was_rewritten_is_found_by_its_new_words():
    data = made()
    texts = list(data.texts)
    for place, topic in enumerate(TOPICS):
        texts[place] = f"something else {place}"
        texts[120 + place] = f"describe {topic}"
        texts[60 + place] = texts[180 + place] = f"other words {place}"
    good = list(data.truth)
    told = built(texts, good + ["no"] * 60, good + ["no"] * 60, [None] * 120, good)
    by_words, _ = ended(answers.views(answers.prepare(told, 2), [Words(tuple(texts), least=1)]))
    assert by_words.arm(CLEANED).corrected > 0
    assert by_words.arm(CLEANED).gain.low > 0
    assert by_words.arm(RANDOM) is None, "what was corrected cannot be imitated without people's answers"
