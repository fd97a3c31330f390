from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from synthreview.analyzers.duplicates import collect, original, repeated, text_hash


@given(st.lists(st.integers(0, 6), max_size=30), st.integers(1, 5))
def test_the_lowest_id_of_equal_texts_is_the_original_however_they_are_batched(keys, size):
    pairs = [(key, item) for item, key in enumerate(keys, start=1)]
    whole = repeated(collect(pairs))
    parts = ()
    for start in range(0, len(pairs), size):
        parts = collect(pairs[start : start + size]) + parts
    assert repeated(parts) == whole
    assert whole == {key: (keys.index(key) + 1, keys.count(key)) for key in keys if keys.count(key) > 1}


def test_white_space_and_case_make_no_difference_but_borders_do():
    assert text_hash(["The  Sea", "is grey"]) == text_hash(["the sea", "Is Grey"])
    assert text_hash(["ab", "c"]) != text_hash(["a", "bc"])


def test_partials_can_be_sent_between_processes():
    partial = collect([(2**64 - 1, 1), (5, 2)])
    assert pickle.loads(pickle.dumps(partial)) == partial


def test_lone_surrogates_do_not_stop_the_hash():
    assert isinstance(text_hash(["\ud800"]), int)


def test_the_first_item_is_no_copy_of_itself():
    found = repeated(collect([(5, 1), (5, 2), (6, 3)]))
    assert [original(found, key, item) for key, item in [(5, 1), (5, 2), (6, 3)]] == [None, 1, None]


def test_only_what_occurs_often_enough_is_kept():
    assert repeated(collect([(5, 1), (5, 2), (6, 3), (6, 4), (6, 5)]), 3) == {6: (3, 3)}
