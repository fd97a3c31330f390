"""What the codes of a source mean: choices, differences, the votes of several judges."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.domain import Kind
from synthreview.errors import UserError
from synthreview.formats.choices import (
    GAP,
    USUAL,
    Unknown,
    check_codes,
    read_choice,
    read_coded_label,
    read_votes,
)
from synthreview.formats.mapping import Mapping

FROM_ONE = {"1": "a", "2": "b", "0": "tie"}


@pytest.mark.parametrize(
    ("value", "choice"),
    [
        ("model_a", "a"),
        ("B", "b"),
        ("tie (inconsistent)", "tie"),
        (" tie ", "tie"),
        (["a"], "a"),
        (None, None),
        ("", None),
        ("nan", None),
    ],
)
def test_the_usual_words_for_a_choice_need_no_codes(value, choice):
    assert read_choice(value, USUAL) == choice


@pytest.mark.parametrize("value", [7, "neither", True, ["a", "b"]])
def test_a_value_without_a_code_is_told_with_what_it_says(value):
    with pytest.raises(Unknown):
        read_choice(value, FROM_ONE)


@pytest.mark.parametrize(
    ("gap", "choice"),
    [
        (1, "a"),
        (0.001, "a"),
        (-3, "b"),
        (0, "tie"),
        ("2", "a"),
        (math.inf, "a"),
        (-math.inf, "b"),
        (None, None),
    ],
)
def test_the_sign_of_a_difference_is_a_choice(gap, choice):
    assert read_choice(gap, GAP) == choice


@pytest.mark.parametrize("gap", ["much", "1e", 10**400, {"a": 1}.keys()])
def test_a_difference_that_is_no_number_is_told(gap):
    with pytest.raises((Unknown, ValueError)):
        read_choice(gap, GAP)


def test_conditions_may_leave_room_for_ties():
    codes = {">=0.5": "a", "<=-0.5": "b", ">-0.5": "tie"}
    assert [read_choice(gap, codes) for gap in (0.5, 0.49, -0.49, -0.5)] == ["a", "tie", "tie", "b"]


def test_conditions_and_words_go_together():
    codes = {">0": "a", "<0": "b", "draw": "tie"}
    assert [read_choice(value, codes) for value in (2, "-2", "draw")] == ["a", "b", "tie"]
    with pytest.raises(Unknown, match="lost"):
        read_choice("lost", codes)


def test_signs_alone_are_words_like_any_other():
    codes = {">": "a", "<": "b", "=": "tie"}
    check_codes(codes, choice=True)
    assert [read_choice(value, codes) for value in "><="] == ["a", "b", "tie"]


def test_an_empty_code_is_no_condition():
    assert read_choice("1", {"": "tie", "1": "a"}) == "a"


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ({"1": "first"}, "stands for 'first'; a choice is a, b or tie"),
        ({">zero": "a"}, "is no condition; write it like >0"),
        ({"=>1": "a"}, "is no condition"),
        ({"<1 or 2": "b"}, "is no condition"),
    ],
)
def test_codes_that_make_no_sense_are_refused(codes, words):
    with pytest.raises(UserError, match=words):
        check_codes(codes, choice=True)
    with pytest.raises(UserError, match=words):
        Mapping(Kind.PREFERENCE, {"a": "x", "choice": "y"}, {"choice": codes})


def test_labels_may_look_like_conditions():
    mapping = Mapping(Kind.TASK_LABEL, {"text": "t", "label": "y"}, {"label": {"<neg>": "bad", "=1": "good"}})
    assert [mapping.read({"t": "x", "y": y})[0].parts["label"] for y in ("<neg>", "=1")] == ["bad", "good"]
    [reading] = mapping.read({"t": "x", "y": "other"})
    assert (reading.parts.get("label"), reading.invalid) == (None, {"label": "other"})


def test_a_label_without_codes_is_what_it_says():
    assert read_coded_label("3.0", {}) == "3"
    assert read_coded_label("3.0", {"3": "three"}) == "three"


@pytest.mark.parametrize(
    ("votes", "choice"),
    [
        ([1, 1, 2], "a"),
        ([2, 2, 2], "b"),
        ([1, 2, 0], "tie"),
        ([1, 2], "tie"),
        ([0, 0, 1], "tie"),
        ([1, None, None], "a"),
        ([1, "?", None], "a"),
        ([1, 1, 2, 2, 0], "tie"),
        ([None, None], None),
        (None, None),
        ([], None),
    ],
)
def test_most_votes_decide_and_no_most_is_a_tie(votes, choice):
    assert read_votes(votes, FROM_ONE) == choice


def test_votes_of_which_none_is_known_are_told():
    with pytest.raises(Unknown, match=r"\?, None, 9"):
        read_votes(["?", None, 9], FROM_ONE)


def test_a_record_without_any_vote_is_an_item_without_a_choice():
    mapping = Mapping(
        Kind.PREFERENCE, {"a": "x", "b": "y", "human_choice": "p + q"}, {"human_choice": FROM_ONE}
    )
    assert mapping.read({"x": "t", "y": "u"})[0].parts == {"a": "t", "b": "u"}
    assert mapping.read({"x": "t", "y": "u", "p": None, "q": 2})[0].parts["human_choice"] == "b"
    assert mapping.source_path("human_choice", {"x": "t", "p": 1, "q": 1}) is None


def test_a_long_wrong_value_is_told_in_short():
    mapping = Mapping(Kind.PREFERENCE, {"a": "x", "choice": "y"})
    [reading] = mapping.read({"x": "t", "y": "a long story " * 1000})
    assert len(reading.invalid["choice"]) == 80


@pytest.mark.parametrize(
    ("first", "second", "choice"),
    [(3, 1, "a"), ("1.5", 2, "b"), (2, 2.0, "tie"), (1, None, None), (True, 1, None), ("x", 1, None)],
)
def test_two_scores_make_a_choice(first, second, choice):
    mapping = Mapping(Kind.PREFERENCE, {"a": "x", "b": "y", "choice": "p - q"})
    assert mapping.read({"x": "t", "y": "u", "p": first, "q": second})[0].parts.get("choice") == choice
    assert mapping.source_path("choice", {"x": "t", "p": 1, "q": 2}) is None


def test_an_exchange_of_the_two_turns_a_difference_round():
    mapping = Mapping(Kind.PREFERENCE, {"a": "x", "b": "y", "choice": "p - q"}).exchanged()
    assert mapping.read({"x": "t", "y": "u", "p": 3, "q": 1})[0].parts["choice"] == "b"


@given(first=st.floats() | st.integers(), second=st.floats() | st.integers())
def test_law_a_gap_and_its_opposite_are_opposite_choices(first, second):
    record = {"x": "t", "y": "u", "p": first, "q": second}
    mapping = Mapping(Kind.PREFERENCE, {"a": "x", "b": "y", "choice": "p - q"})
    opposite = Mapping(Kind.PREFERENCE, {"a": "x", "b": "y", "choice": "q - p"})
    choice, other = (m.read(record)[0].parts.get("choice") for m in (mapping, opposite))
    assert other == {"a": "b", "b": "a", "tie": "tie", None: None}[choice]


@given(votes=st.lists(st.sampled_from([0, 1, 2, None, "?"])))
def test_law_the_order_of_votes_does_not_matter(votes):
    def outcome(order):
        try:
            return read_votes(order, FROM_ONE)
        except Unknown:
            return "unknown"

    assert outcome(votes) == outcome(votes[::-1])
