"""Pairs of equal length, on one prompt or close in meaning."""

from __future__ import annotations

import numpy as np
import pytest

from synthreview.analyzers.embeddings import instant
from synthreview.analyzers.style.matching import matched
from synthreview.analyzers.style.texts import Texts, Written
from tests.unit.analyzers.style.writing import items, plain


def texts(made) -> Texts:
    return Texts.among([Written.of(made).unnamed], instant.embed)


LONG = [plain(seed, 12) for seed in range(40)]
SHORT = [plain(seed, 2) for seed in range(100, 160)]


@pytest.mark.parametrize("by_meaning", [True, False])
def test_no_pair_differs_by_more_than_a_tenth_and_no_text_is_in_two(by_meaning):
    model, people = texts(items(*LONG, *SHORT[:30])), texts(items(*SHORT[30:], *LONG[:5]))
    found = matched(model, people, by_meaning=by_meaning)
    assert 10 < len(found) <= 35
    assert np.abs(found.model.log_words - found.people.log_words).max() <= 0.1 + 1e-9
    for side in (found.model, found.people):
        assert len(set(side.texts)) == len(found)


def test_texts_on_one_prompt_are_paired_first():
    words = ("tea", "snow", "mice")
    model = [items(f"We saw {word} here in May.", prompt=f"Of {word}.")[0] for word in words]
    people = [
        items(f"You had no {word} by then.", prompt=f"Of {other}.")[0]
        for word, other in zip(words, words[1:] + words[:1], strict=True)
    ]
    found = matched(texts(model), texts(people), by_meaning=True)
    assert found.same_topic == 3
    assert found.model.topics.tolist() == found.people.topics.tolist()


def test_without_prompts_texts_of_one_field_of_meaning_are_paired():
    cats = ["The old cat slept on the warm sofa.", "A small cat lay there on the rug."]
    loans = ["Our bank raised the rate of the loan.", "The loan from the bank has a rate."]
    sides = [
        texts(items(*(f"{text} It was so in {year}." for text in kinds for year in range(start, start + 20))))
        for start, kinds in ((1900, (cats[0], loans[0])), (1950, (loans[1], cats[1])))
    ]
    found = matched(*sides, by_meaning=True)
    assert len(found) == 40
    for ours, theirs in zip(found.model.texts, found.people.texts, strict=True):
        assert ("cat" in ours) == ("cat" in theirs)


def test_what_is_paired_does_not_depend_on_which_side_is_which():
    one, other = texts(items(*LONG, *SHORT[:30])), texts(items(*SHORT[20:], *LONG[:9]))
    there, back = matched(one, other, by_meaning=False), matched(other, one, by_meaning=False)
    assert sorted(zip(there.model.texts, there.people.texts, strict=True)) == sorted(
        zip(back.people.texts, back.model.texts, strict=True)
    )


def test_texts_of_lengths_that_do_not_meet_make_no_pair():
    assert len(matched(texts(items(*LONG)), texts(items(*SHORT)), by_meaning=True)) == 0
    assert len(matched(texts(items(*LONG)), texts([]), by_meaning=False)) == 0


def test_the_sample_of_each_side_holds_texts_on_the_same_prompts(monkeypatch):
    monkeypatch.setattr("synthreview.analyzers.style.texts.MOST", 100)
    sides = [
        [
            items(plain(1000 * side + seed, 3), start=seed + 1, prompt=f"Prompt {seed}")[0]
            for seed in range(1000)
        ]
        for side in (1, 2)
    ]
    one, other = map(texts, sides)
    assert len(one) == 100
    assert len(np.intersect1d(one.topics, other.topics)) >= 30


def test_copies_of_a_text_count_once():
    assert len(texts(items("A text with a twin.", "A text with a twin.", "Another text."))) == 2
