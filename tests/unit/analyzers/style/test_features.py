"""What is counted in a text."""

from __future__ import annotations

import math

import numpy as np
import pytest

from synthreview.analyzers.style import words
from synthreview.analyzers.style.features import FEATURES, features, matrix

KEYS = [feature.key for feature in FEATURES]


def of(text: str) -> dict[str, float]:
    return dict(zip(KEYS, features(text), strict=True))


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("One two three. Four five.", "sentence_length", 2.5),
        ("One two three. Four five six seven.", "sentence_spread", math.sqrt(0.5)),
        ("ab abcd", "word_length", 3),
        ("Don’t go, it's Ann's and we’ll stay on.", "contractions", 300 / 8),
        ("One, two, three four.", "commas", 50),
        ("One: two; three four.", "colons", 50),
        ("One — two - three-four five.", "dashes", 40),
        ("One (two) [three] four.", "brackets", 50),
        ("He said “yes” to it.", "quotes", 40),
        ("Ann met Bo.", "capitals", 25),
        ("a1b2", "digits", 50),
        ("However, it is, for example, so.", "discourse", 200 / 6),
        ("Perhaps it may rain.", "hedges", 50),
        ("I think we went.", "first_person", 50),
        ("You lost your hat.", "second_person", 50),
        ("The cat sat on the mat.", "function_words", 50),
        ("Why? So it is. Really?", "questions", 200 / 3),
        ("Yes! No.", "exclamations", 50),
        ("Buy:\n- eggs\n- milk\n1. bread", "list_lines", 3),
        ("One.\n\nTwo.\n \nThree.", "paragraphs", 3),
        ("The cat sat. The dog ran. Birds flew.", "repeated_openings", 100 / 3),
    ],
)  # fmt: skip
def test_it_counts(text, key, value):
    assert of(text)[key] == pytest.approx(value)


def test_each_number_has_a_name_and_words_for_more_and_for_fewer():
    assert len(set(KEYS)) == len(KEYS) == 26
    for feature in FEATURES:
        assert feature.name[0].isupper()
        assert feature.more != feature.fewer


@pytest.mark.parametrize("text", ["", " ", "...", "🙂", "\ud800", "((((" * 50, "\n\n"])
def test_texts_without_words_have_no_numbers_and_do_no_harm(text):
    assert len(features(text)) == len(FEATURES)
    assert matrix([text]).shape == (1, len(FEATURES))
    assert not np.isinf(matrix([text])).any()


def test_scripts_without_spaces_are_counted_by_character():
    said = of("今天天气很好，我们去公园。你来吗？")
    assert said["sentence_length"] == pytest.approx(14 / 2)
    assert said["commas"] == pytest.approx(100 / 14)
    assert said["questions"] == 50
    assert not words.has_spaces("今天天气很好，我们去公园。")
    assert words.has_spaces("It is raining in 北京 today, and it was so before.")


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("The cat sat on the mat because it was warm.", True),
        ("Die Katze saß auf der Matte, weil es dort warm war.", False),
        ("今天天气很好，我们去公园。", False),
        ("", False),
    ],
)
def test_english_is_told_by_its_small_words(text, english):
    assert words.looks_english(text) is english
