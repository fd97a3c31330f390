"""Variety of words: values worked out by hand, and independence of length."""

from __future__ import annotations

import math
import random
from collections import Counter

import pytest

from synthreview.analyzers.style.lexical import hdd, maas, mtld, packed, type_token

DICE = random.Random(5)
VOCABULARY = [f"w{rank}" for rank in range(2000)]
LONG = DICE.choices(VOCABULARY, [1 / (rank + 1) for rank in range(2000)], k=4000)


def test_texts_without_a_repetition_are_as_varied_as_can_be():
    words = [f"w{place}" for place in range(60)]
    assert mtld(words) == 60
    assert hdd(Counter(words), 60) == pytest.approx(1)
    assert maas(60, 60) == 0
    assert type_token(words) == 1


def test_a_factor_of_mtld_is_full_where_the_ratio_falls_to_the_limit():
    assert mtld(["a"] * 20) == 2
    # a b c d e, then a again: 5 of 6 is above .72, and 5 of 7 below it
    assert mtld(["a", "b", "c", "d", "e", "a", "b"] * 4) == pytest.approx(7)


def test_hdd_is_the_chance_of_each_word_to_be_drawn():
    counts = Counter({"a": 1, "b": 49})
    assert hdd(counts, 50) == pytest.approx((42 / 50 + 1) / 42)


def test_maas_is_larger_where_fewer_words_differ():
    assert maas(10, 100) == pytest.approx((math.log(100) - math.log(10)) / math.log(100) ** 2)
    assert maas(10, 100) > maas(50, 100)


def test_texts_too_short_for_a_measure_have_none():
    words = ["one", "two", "three"]
    values = (mtld(words), hdd(Counter(words), 3), maas(3, 3), type_token(words), packed("short"))
    assert all(math.isnan(value) for value in values)


@pytest.mark.parametrize(
    "measure", [lambda words: hdd(Counter(words), len(words)), mtld, type_token], ids=["hdd", "mtld", "ttr"]
)
def test_a_longer_text_of_the_same_writer_is_about_as_varied(measure):
    short = sum(measure(LONG[start : start + 200]) for start in range(0, 4000, 200)) / 20
    long = sum(measure(LONG[start : start + 1000]) for start in range(0, 4000, 1000)) / 4
    assert long == pytest.approx(short, rel=0.1)


def test_only_the_beginning_is_packed_so_length_does_not_count():
    text = "Every word here is like no other, as far as that goes in a text of some two hundred signs. " * 3
    assert packed(text) == packed(text * 5)
    assert packed("ab" * 100) < packed(text)
