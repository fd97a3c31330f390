from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from synthreview.analyzers.privacy.mask import masked, opening


def test_only_the_ends_of_a_value_are_shown():
    assert masked("4539 1488 0343 6467", 0, 4) == "•••• •••• •••• 6467"
    assert masked("jane@mail.org", 1, 0) == "j•••@••••.•••"
    assert opening("AKIAQ3EGT7WLXK2RZ5MN", 4) == "AKIA…"


@given(st.text(max_size=30), st.integers(0, 9), st.integers(0, 9))
def test_at_least_half_of_the_letters_and_digits_stay_hidden(text, head, tail):
    letters = sum(letter.isalnum() for letter in text)
    hidden = masked(text, head, tail).count("•") - text.count("•")
    assert hidden >= letters // 2
