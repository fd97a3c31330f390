"""Patterns: refused with the place and the remedy, linear however they are written, with honest clues."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview import patterns
from synthreview.errors import UserError
from synthreview.store import search


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("(a", "character 1, '\\('.*close"),
        ("a)b", "character 2, '\\)'.*remove it"),
        ("x[a", "character 2, '\\['"),
        ("*a", "nothing|before it"),
        ("[z-a]", "'z-a'.*lower end"),
        (r"(a)\1", "groups are not known"),
        ("\\", "backslash"),
        ("a" * 2_000, "more than 1,000"),
        ("(?<=a)b", "character 1"),
    ],
)
def test_a_bad_pattern_says_where_and_what_to_do(pattern: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        patterns.compiled(pattern)


def test_a_pattern_that_explodes_elsewhere_is_done_in_one_pass() -> None:
    assert patterns.compiled("(a+)+$").search("a" * 200_000 + "b") is None


def test_places_are_code_points_and_empty_matches_mark_nothing() -> None:
    assert patterns.spans("b+", "äbb 漢b") == [(1, 3), (5, 6)]
    assert patterns.spans("x*", "abc") == []


@pytest.mark.parametrize(
    ("pattern", "query", "pieces"),
    [
        ("as an AI language model", '"an AI language model" *', ("language", "model")),
        (r"(?i)sorry, but\s+as an", '"but as"', ("sorry", "but")),
        (r"\bfoo\b", "", ("foo",)),
        ("foo (x|y) bar baz ", '"bar baz"', ("bar", "baz", "foo")),
        ("foo|bar baz qux", "", ()),
        ("food* bar ", '"bar"', ("bar", "foo")),
        ("[a(b] one two ", '"one two"', ("one", "two")),
        (".*", "", ()),
    ],
)
def test_the_clues_are_what_a_match_must_have(pattern: str, query: str, pieces: tuple[str, ...]) -> None:
    assert patterns.clues(pattern) == patterns.Clues(query, pieces)


WORDS = st.text(alphabet="abK ſé.,漢字\u0301", max_size=12)
PATTERNS = st.text(alphabet="abkK .+*?()[]|\\\\sbé", max_size=10)


@given(PATTERNS, WORDS, st.booleans())
def test_no_text_with_a_match_lacks_a_clue(pattern: str, text: str, any_case: bool) -> None:
    pattern = f"(?i){pattern}" if any_case else pattern
    try:
        fits = patterns.compiled(pattern).search(text) is not None
    except UserError:
        return
    clues = patterns.clues(pattern)
    if fits and (clues.query or clues.pieces):
        index = sqlite3.connect(":memory:")
        index.execute(f"CREATE VIRTUAL TABLE item_text USING {search.TABLE}")
        index.execute("INSERT INTO item_text (rowid, text) VALUES (1, ?)", (search.tokens(text),))
        if clues.query:
            assert search.matching(index, clues.query) == [1]
        for piece in clues.pieces:
            assert search.words_with(index, piece, 10)
        index.close()
