"""Word by word comparison keeps both texts whole and stays quick on any size."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from synthreview.ui.text.word_diff import Change, Piece, tokens, word_diff

WORDS = st.lists(
    st.sampled_from(["the", "moon", " ", "  ", "\n", "é", "上", "面", "😀", "-", "\r\n"]), max_size=30
)
TEXTS = st.one_of(st.text(max_size=60), WORDS.map("".join))


def side(pieces: list[Piece], dropped: Change) -> str:
    return "".join(piece.text for piece in pieces if piece.change is not dropped)


@given(TEXTS, TEXTS)
def test_the_pieces_join_to_both_texts(before: str, after: str):
    pieces = word_diff(before, after)
    assert side(pieces, Change.ADDED) == before
    assert side(pieces, Change.REMOVED) == after


@given(TEXTS, TEXTS)
def test_neighbouring_pieces_differ_in_kind_and_none_is_empty(before: str, after: str):
    pieces = word_diff(before, after)
    assert all(piece.text for piece in pieces)
    assert all(one.change is not other.change for one, other in pairwise(pieces))


@given(TEXTS)
def test_tokens_join_to_the_text(text: str):
    assert "".join(tokens(text)) == text


def test_only_the_changed_word_is_marked():
    assert word_diff("The sky is green.", "The sky is blue.") == [
        Piece(Change.SAME, "The sky is "),
        Piece(Change.REMOVED, "green"),
        Piece(Change.ADDED, "blue"),
        Piece(Change.SAME, "."),
    ]


def test_chinese_is_compared_by_character():
    assert word_diff("总结下面的文章", "总结上面的文章")[1:3] == [
        Piece(Change.REMOVED, "下"),
        Piece(Change.ADDED, "上"),
    ]


def test_a_large_text_is_compared_by_lines():
    before = "".join(f"line {number} of the text\n" for number in range(3000))
    after = "First.\n" + before.replace("line 1500 of", "row 1500 of") + "Last."
    changed = [piece for piece in word_diff(before, after) if piece.change is not Change.SAME]
    assert Piece(Change.REMOVED, "line 1500 of the text\n") in changed


def test_a_very_large_change_is_taken_as_a_whole():
    before, after = "a b\n" * 100_000, "c d\n" * 100_000
    pieces = word_diff(before, after)
    assert [piece.change for piece in pieces[:2]] == [Change.REMOVED, Change.ADDED]
    assert len(pieces[0].text) > 399_990
