"""A text comes out of a field as it went in, but for what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.ui.text.common import common_head, common_tail
from synthreview.ui.text.exact import Exact, in_field
from synthreview.ui.text.pasting import MOST, pasted
from synthreview.ui.text.word_diff import Change, word_diff

pieces = st.lists(
    st.sampled_from(["a", " ", "\n", "\r\n", "\r", "\u2028", "é", "😀", "\x00", "好"]), max_size=12
)
texts = pieces.map("".join)


@given(texts)
def test_nothing_typed_is_nothing_changed(text: str) -> None:
    assert Exact(text, in_field(text)).with_typed(in_field(text)) == text


@given(texts, st.integers(0, 12), st.integers(0, 12), texts)
def test_only_the_typed_stretch_changes(text: str, start: int, length: int, new: str) -> None:
    loaded = in_field(text)
    typed = loaded[:start] + in_field(new) + loaded[start + length :]
    made = Exact(text, loaded).with_typed(typed)
    assert in_field(made) == typed


@pytest.mark.parametrize(
    ("text", "at", "made"),
    [
        ("One\r\nTwo\nThree", 3, "Onex\r\nTwo\nThree"),
        ("One\r\nTwo\nThree", 4, "One\r\nxTwo\nThree"),
        ("\ufeffOne", 3, "\ufeffOnex"),
        ("A\u2028B", 3, "A\u2028Bx"),
    ],
)
def test_line_ends_and_marks_stay_where_nobody_typed(text: str, at: int, made: str) -> None:
    loaded = in_field(text)
    assert Exact(text, loaded).with_typed(loaded[:at] + "x" + loaded[at:]) == made


@pytest.mark.parametrize(
    ("text", "typed", "made"),
    [
        ("One\rTwo", "One\n\nTwo", "One\n\nTwo"),
        ("One\rx\nTwo", "One\n\nTwo", "One\n\nTwo"),
        ("One\r\ud800\nTwo", "One\n\nTwox", "One\n\nTwox"),
    ],
)
def test_two_line_ends_stay_two_when_they_meet(text: str, typed: str, made: str) -> None:
    assert Exact(text, in_field(text)).with_typed(typed) == made


def test_a_new_line_gets_the_line_end_that_most_lines_have() -> None:
    assert Exact("One\r\nTwo", "One\nTwo").with_typed("One\nTwo\nThree") == "One\r\nTwo\r\nThree"


def test_half_a_character_goes_as_soon_as_anything_is_typed() -> None:
    assert Exact("a\ud83db", "ab").with_typed("abc") == "abc"


@given(texts, texts)
def test_common_ends_are_the_longest(one: str, other: str) -> None:
    head = common_head(one, other)
    assert one[:head] == other[:head]
    assert one[head : head + 1] != other[head : head + 1] or head == min(len(one), len(other))
    tail = common_tail(one, other, head)
    assert tail == 0 or one[-tail:] == other[-tail:]
    assert head + tail <= min(len(one), len(other))


@given(texts, texts)
def test_a_comparison_holds_both_texts(before: str, after: str) -> None:
    found = word_diff(before, after)
    assert "".join(piece.text for piece in found if piece.change is not Change.ADDED) == before
    assert "".join(piece.text for piece in found if piece.change is not Change.REMOVED) == after


@given(st.text(max_size=50))
def test_what_comes_in_by_pasting_can_always_be_stored(text: str) -> None:
    clean, sentence = pasted(text + "\x00\ud800")
    clean.encode("utf-8")
    assert "\x00" not in clean
    assert sentence.endswith(".")


def test_too_much_is_refused_as_a_whole() -> None:
    assert pasted("x" * (MOST + 1))[0] == ""
    assert pasted("x" * 1000) == ("x" * 1000, "")
