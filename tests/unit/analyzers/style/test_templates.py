"""Phrases that many texts share, whatever they are about."""

from __future__ import annotations

import random

import pytest

from synthreview.analyzers.embeddings import instant
from synthreview.analyzers.style.ngrams import Corpus
from synthreview.analyzers.style.templates import templates
from synthreview.analyzers.style.texts import Texts, Written
from tests.unit.analyzers.style.writing import items, plain

PHRASE = "it is important to note that"


def texts(*made: str) -> Texts:
    return Texts.among([Written.of(items(*made)).unnamed], instant.embed)


NOBODY = texts()
PLAIN = [plain(seed, 5) for seed in range(400)]


def with_phrase(count: int, phrase: str = PHRASE, start: int = 1000) -> list[str]:
    return [f"{plain(start + at, 2)} And {phrase} {plain(start + 500 + at, 2)}" for at in range(count)]


# --- counting ---


def test_sequences_are_counted_once_a_text_and_never_across_texts():
    corpus = Corpus.of(["a b c d e. a b c d e!", "x A b, c d e y", "c d e", "f g"])
    found = {shared.words: shared.carriers.tolist() for shared in corpus.shared(2)}
    assert found == {("a", "b", "c", "d", "e"): [0, 1]}


def test_they_are_those_that_counting_by_hand_finds():
    dice = random.Random(8)
    made = [" ".join(dice.choices("abc", k=dice.randint(0, 30))) for _ in range(30)]
    by_hand: dict[tuple[str, ...], set[int]] = {}
    for place, text in enumerate(made):
        said = text.split()
        for length in (5, 6, 7, 8):
            for at in range(len(said) - length + 1):
                by_hand.setdefault(tuple(said[at : at + length]), set()).add(place)
    found = {shared.words: set(shared.carriers.tolist()) for shared in Corpus.of(made).shared(4)}
    assert found == {words: carriers for words, carriers in by_hand.items() if len(carriers) >= 4}


def test_sequences_are_looked_up_in_other_texts():
    corpus = Corpus.of(["a b c d e f", "b c d"])
    theirs = Corpus.of(["z a b c", "a b", "c d"], dict(corpus.numbered))
    assert theirs.counts([("a", "b", "c"), ("a", "b"), ("b", "c", "d"), ("q", "a")]) == [1, 2, 0, 0]
    assert Corpus.of([]).counts([("a", "b")]) == [0]


# --- weighing ---


def test_a_phrase_in_many_texts_is_found_once_with_its_count():
    found = templates(texts(*PLAIN, *with_phrase(30)), NOBODY)
    assert [(phrase.text, phrase.count, phrase.total) for phrase in found] == [(f"and {PHRASE}", 30, 430)]
    assert found[0].people is None


def test_texts_without_a_common_phrase_have_none():
    assert templates(texts(*PLAIN), NOBODY) == ()
    assert templates(texts(*PLAIN, *with_phrase(4)), NOBODY) == ()


def test_what_people_say_as_often_is_taken_off():
    model = texts(*PLAIN, *with_phrase(30))
    people = [plain(seed, 5) for seed in range(5000, 5400)]
    assert templates(model, texts(*people, *with_phrase(30, start=7000))) == ()
    (found,) = templates(model, texts(*people, *with_phrase(1, start=7000)))
    assert found.people == (1, 401)
    assert found.z > 3


def test_few_texts_by_people_take_nothing_off():
    found = templates(texts(*PLAIN, *with_phrase(30)), texts(*with_phrase(20, start=7000)))
    assert found[0].people is None


@pytest.mark.parametrize("seed", range(3))
def test_words_that_go_with_one_topic_are_no_template(seed):
    dice = random.Random(seed)
    trial = "patients were given the new heart drug twice a day by their doctor in hospital care".split()
    about = [
        f"{' '.join(dice.sample(trial, 10))}, that they were randomly assigned to the drug. "
        f"{' '.join(dice.sample(trial, 12))}."
        for _ in range(25)
    ]
    assert templates(texts(*PLAIN, *about), NOBODY) == ()
