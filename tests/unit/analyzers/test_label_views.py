from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.analyzers.labels.shares import Shares, erasure, total_variation, wasserstein
from synthreview.analyzers.labels.views import Views, canonical, labels_of, match


@pytest.mark.parametrize(
    ("labels", "majority", "minority"),
    [
        (["1", "1", "2", "2", "3"], {"1", "2"}, {"3"}),
        (["1", "2", "3"], None, None),
        (["4", "4", "4"], {"4"}, None),
        (["0", "0", "1", "1"], {"0", "1"}, None),
        (["-1", "nan", "", "2", "2", "0"], {"2"}, {"0"}),
        (["-1", "-1"], None, None),
        ([], None, None),
    ],
)
def test_majority_and_minority_as_the_paper_defines_them(labels, majority, minority):
    views = Views.of(labels)
    assert views.majority == majority
    assert views.minority == minority


def test_a_missing_set_matches_nothing():
    assert not match(None, frozenset("1"))
    assert not match(None, None)
    assert match(frozenset("12"), frozenset("23"))


@pytest.mark.parametrize(
    ("label", "text"),
    [
        (3.0, "3"),
        ("3.0", "3"),
        (3, "3"),
        (None, ""),
        (float("nan"), "nan"),
        ("-1.0", "-1"),
        ("2.5", "2.5"),
        (" joy ", "joy"),
    ],
)
def test_numbers_and_texts_become_one_label(label, text):
    assert canonical(label) == text


def test_a_single_label_is_a_list_of_one():
    assert labels_of("joy") == ["joy"]
    assert labels_of(None) == []


@given(st.lists(st.sampled_from("abcd"), max_size=8))
def test_entropy_is_zero_without_dissent_and_at_most_that_of_all_different(labels):
    views = Views.of(labels)
    assert 0 <= views.entropy <= 3.0 + 1e-9
    assert (views.entropy > 0) == views.split


def counted(*items: dict[str, int]) -> Shares:
    shares = Shares()
    for counts in items:
        shares.add(counts)
    return shares


def test_the_variance_of_single_labels_is_the_binomial_one():
    shares = counted(*[{"x": 1}] * 30, *[{"y": 1}] * 70)
    assert shares.share("x") == pytest.approx(0.3)
    assert shares.variance("x") == pytest.approx(0.3 * 0.7 / 100)


def test_repeated_labels_of_an_item_add_no_certainty():
    once = counted(*[{"x": 1}] * 30, *[{"y": 1}] * 70)
    fivefold = counted(*[{"x": 5}] * 30, *[{"y": 5}] * 70)
    assert fivefold.variance("x") == pytest.approx(once.variance("x"))


@given(
    st.lists(st.dictionaries(st.sampled_from("abc"), st.integers(1, 5), max_size=3), max_size=12),
    st.integers(0, 12),
)
def test_shares_add_up_however_items_are_batched(items, cut):
    assert counted(*items[:cut]) + counted(*items[cut:]) == counted(*items)


def test_a_label_a_model_never_gives_has_vanished():
    people = counted(*[{"x": 1}] * 30, *[{"y": 1}] * 70)
    model = counted(*[{"y": 1}] * 100)
    assert erasure(people, model, "x").word == "vanished"
    assert erasure(people, model, "y").word == "overused"


def test_equal_shares_are_as_people_and_few_items_say_little():
    same = counted(*[{"x": 1}] * 30, *[{"y": 1}] * 70)
    assert erasure(same, same, "x").word == "as people"
    few = erasure(counted(*[{"x": 1}] * 3, *[{"y": 1}] * 7), counted(*[{"y": 1}] * 10), "x")
    assert few.word == "as people"


def test_excess_is_what_must_move_at_least():
    people = counted(*[{"x": 1}] * 200, *[{"y": 1}] * 800)
    model = counted(*[{"x": 1}] * 800, *[{"y": 1}] * 200)
    assert 0.6 < erasure(people, model, "x").excess < 0.75
    assert erasure(people, model, "y").excess == 0


def test_distances_of_equal_and_of_opposite_labels():
    low, high = counted({"0": 4}), counted({"4": 2})
    assert total_variation(low, low) == 0
    assert total_variation(low, high) == 1
    assert wasserstein({0.0: 4}, {4.0: 2}) == 4
    assert wasserstein({0.0: 1, 1.0: 1}, {0.0: 2, 1.0: 2}) == 0
