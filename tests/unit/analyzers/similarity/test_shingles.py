from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from synthreview.analyzers.similarity.shingles import jaccard, shingles, words

LONG = "The old ferry leaves the harbor at noon and comes back late in the evening."


def test_case_punctuation_and_white_space_make_no_difference():
    assert shingles(LONG) == shingles(LONG.upper().replace(" ", "  \n").replace(".", " !?"))


def test_words_are_the_same_in_any_case():
    assert words("The old FERRY, at noon!") == ["the", "old", "ferry", "at", "noon"]


def test_a_long_text_is_cut_into_three_words():
    assert shingles(LONG)[:2] == ["the old ferry", "old ferry leaves"]


def test_a_short_text_is_cut_into_five_letters():
    assert shingles("A red hat") == ["a red", " red ", "red h", "ed ha", "d hat"]


def test_scripts_without_spaces_are_cut_into_letters_however_long():
    text = "旧渡轮中午离开港口，晚上很晚才回来。" * 20
    assert {len(phrase) for phrase in shingles(text)} == {5}
    assert words(text) == shingles(text)


def test_a_very_short_text_is_its_own_shingle_and_no_words_are_none():
    assert shingles("Hi!") == ["hi"]
    assert shingles("...") == shingles("") == []


def test_similarity_is_the_share_of_common_phrases():
    assert jaccard({"a", "b", "c"}, {"b", "c", "d"}) == 0.5
    assert jaccard(set(), set()) == 1.0


@given(st.text(max_size=200))
def test_any_text_can_be_cut(text):
    assert all(isinstance(phrase, str) and phrase for phrase in [*shingles(text), *words(text)])
