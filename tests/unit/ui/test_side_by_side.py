"""Two answers side by side: what only one of them says, and which lines belong together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from synthreview.ui.text.side_by_side import side_by_side

TEXTS = st.lists(
    st.sampled_from(["the", "moon", "sun", "lights", " ", "\n", "\r\n", "é", "上", "面", "😀", "."]),
    max_size=40,
).map("".join)


def only(text, spans):
    return [text[start:end] for start, end in spans]


@given(TEXTS, TEXTS)
def test_spans_and_lines_are_in_order_and_inside_the_texts(a, b):
    found = side_by_side(a, b)
    for text, spans in ((a, found.only_a), (b, found.only_b)):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert list(spans) == sorted(spans)
    assert list(found.lines) == sorted(found.lines)
    assert [b for _, b in found.lines] == sorted({b for _, b in found.lines})
    assert 0 <= found.shared <= 1


@given(TEXTS)
def test_a_text_beside_itself_differs_nowhere(text):
    found = side_by_side(text, text)
    assert found.only_a == found.only_b == ()
    assert found.shared == 1


def test_what_only_one_says_is_found_and_lines_that_belong_together_are_paired():
    a = "The moon does not change.\n\nBees are good for gardens."
    b = "Great question.\nThe moon does never change.\n\nWasps are good for gardens."
    found = side_by_side(a, b)
    assert only(a, found.only_a) == ["not", "Bees"]
    assert only(b, found.only_b) == ["Great question.", "never", "Wasps"]
    assert found.lines == ((0, 1), (2, 3))


def test_a_lone_small_word_amid_two_different_passages_is_not_called_common():
    a = "Rain fell all of Tuesday upon every roof and street in town."
    b = "Nobody there could say what made these engines of war so loud."
    assert only(a, side_by_side(a, b).only_a) == [a]


def test_capital_letters_make_no_difference():
    assert side_by_side("Moons and suns", "moons AND suns").only_a == ()


def test_very_long_texts_are_compared_line_by_line():
    lines = [f"Line number {number} of a long text." for number in range(3_000)]
    other = [*lines[:10], "Something else here.", *lines[11:]]
    a, b = "\n".join(lines), "\n".join(other)
    found = side_by_side(a, b)
    assert only(a, found.only_a) == ["Line number 10 of a long text."]
    assert only(b, found.only_b) == ["Something else here."]
