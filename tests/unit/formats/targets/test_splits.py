"""Each item goes to one split, always the same, with its group."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.errors import UserError
from synthreview.formats.targets.splits import parse_shares, split_of

SHARES = [("train", 0.8), ("validation", 0.1), ("test", 0.1)]


def test_items_are_spread_by_their_shares():
    counts = Counter(split_of(str(i).encode(), SHARES) for i in range(10_000))
    assert 7_800 < counts["train"] < 8_200
    assert 900 < counts["validation"] < 1_100
    assert 900 < counts["test"] < 1_100


def test_a_key_goes_where_it_went_on_every_machine():
    assert [split_of(key, SHARES) for key in (b"", b"3", b"6", b"text")] == [
        "validation",
        "train",
        "test",
        "train",
    ]


@given(st.binary())
def test_law_a_larger_first_share_takes_nothing_out_of_it(key):
    before, after = split_of(key, [("a", 0.3), ("b", 0.7)]), split_of(key, [("a", 0.6), ("b", 0.4)])
    assert before == "b" or after == "a"
    assert split_of(key, [("all", 1.0)]) == "all"


def test_shares_are_read_with_spaces_or_without():
    assert parse_shares("train=0.9,test=0.1") == [("train", 0.9), ("test", 0.1)]
    assert parse_shares(" a = .5 , b=5e-1,") == [("a", 0.5), ("b", 0.5)]
    assert parse_shares("x=1") == [("x", 1.0)]
    assert len(parse_shares(",".join(f"s{i}=0.1" for i in range(10)))) == 10


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("train=0.9,test=0.2", r"sum to 1\.1; let them sum to 1\."),
        ("", "sum to 0; let them sum to 1"),
        ("train", "'train' is no split; write each as name=share"),
        ("train=all", "The share 'all' of 'train' is no number above 0"),
        ("a=0,b=1", "The share '0' of 'a'"),
        ("a=-1,b=2", "The share '-1' of 'a'"),
        ("a=nan", "The share 'nan' of 'a'"),
        ("a=inf", "The share 'inf' of 'a'"),
        ("a=0.5,a=0.5", "The split 'a' is named twice"),
        ("../x=1", "cannot be named '../x'"),
        ("=1", "cannot be named ''"),
    ],
)
def test_shares_that_are_none_are_refused_in_words(text, words):
    with pytest.raises(UserError, match=words):
        parse_shares(text)
