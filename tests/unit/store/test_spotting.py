"""Words are marked where the index finds them: whatever their case, accents and script."""

from __future__ import annotations

import pytest

from synthreview.store.spotting import Spotter


def marked(words: list[str], text: str) -> list[str]:
    return [text[start:end] for start, end in Spotter(words).spans(text)]


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (["cafe"], "Two CAFÉS, one Café, a cafe\u0301.", ["Café", "cafe\u0301"]),
        (["water table"], "The water  table; water on a table.", ["water  table"]),
        (["table water"], "The water table.", []),
        (["the", "table"], "The water table.", ["The", "table"]),
        (["珊瑚礁"], "これは珊瑚礁と珊瑚の話。", ["珊瑚礁"]),
        (["珊瑚"], "AI珊瑚 珊瑚礁", ["珊瑚", "珊瑚"]),
        (["礁"], "礁 珊瑚礁", ["礁"]),
        (["البحر"], "رسالة عن البحر", ["البحر"]),
        (["low"], "a lowly\0low \ufdd0 low", ["low", "low"]),
    ],
)
def test_words_are_marked_as_the_index_finds_them(words: list[str], text: str, found: list[str]) -> None:
    assert marked(words, text) == found


@pytest.mark.parametrize("filling", ["x ", "漢字", "longword"])
def test_words_far_into_a_long_text_are_marked_where_they_stand(filling: str) -> None:
    text = (filling * 7_000 + " red  coral ") * 3
    spans = Spotter(["red coral"]).spans(text)
    assert [text[start:end] for start, end in spans] == ["red  coral"] * 3


def test_words_are_marked_across_the_pieces_of_a_long_text() -> None:
    text = "red coral " * 4_000
    assert len(Spotter(["red coral"]).spans(text)) == 4_000


def test_nothing_to_look_for_marks_nothing() -> None:
    assert Spotter([]).spans("a text") == []
    assert Spotter(["text"]).spans("") == []
