"""Labels as files write them, read to one form and written back in the file's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.formats.labels import read_label, read_labels, rewritten


@pytest.mark.parametrize(
    ("value", "label"),
    [
        (3, "3"),
        (3.0, "3"),
        (2.5, "2.5"),
        ("3.0", "3"),
        ("2.", "2"),
        (" toxic ", "toxic"),
        ("", None),
        ("nan", None),
        (float("nan"), None),
        (None, None),
        (True, "true"),
        (["one"], "one"),
        (-1, "-1"),
        ("none", "none"),
    ],
)
def test_a_label_has_one_form(value, label):
    assert read_label(value) == label


@pytest.mark.parametrize(
    ("value", "labels"),
    [
        ([3, 4.0, "x"], ["3", "4", "x"]),
        ("[3.0, 4.0]", ["3", "4"]),
        ("[3 4]", ["3", "4"]),
        ("[2. 2. 4.]", ["2", "2", "4"]),
        ("[ 3.  4.\n -1.]", ["3", "4", None]),
        ("['a b', \"c, d\", None]", ["a b", "c, d", None]),
        ("(1, nan)", ["1", None]),
        ([-1, None, float("nan"), ""], [None] * 4),
        ("[]", []),
        ("4", ["4"]),
        (2, ["2"]),
        ("", None),
        (None, None),
    ],
)
def test_label_lists_of_many_forms_are_read(value, labels):
    assert read_labels(value) == labels


@pytest.mark.parametrize("value", [[[1], [2]], [{"a": 1}], {"a": 1}])
def test_what_holds_no_labels_is_told(value):
    with pytest.raises(ValueError, match="holds no label"):
        read_labels(value)


@pytest.mark.parametrize(
    ("literal", "labels", "written"),
    [
        ("[3.0, 4.0]", ["3", "2"], "[3.0, 2.0]"),
        ("[3 4]", ["1", "4"], "[1 4]"),
        ("[2. 2.\n 4.]", ["2", "3", "4"], "[2. 3.\n 4.]"),
        ("['a', 'b']", ["a", "it's"], "['a', \"it's\"]"),
        ('["a","b"]', ["c", "b"], '["c","b"]'),
        ("[3, nan]", ["4", None], "[4, nan]"),
        ("[3, 4]", [None, "4"], "[-1, 4]"),
        ("[3.0, 4.0]", [None, "4"], "[-1.0, 4.0]"),
        ("[3, 4]", ["3"], "[3]"),
        ("[3 4]", ["3", "4", "5"], "[3 4 5]"),
        ("[]", ["3", "4"], "[3, 4]"),
        ("[1]", ["2", "3"], "[2, 3]"),
        ("3.0", ["4"], "4.0"),
        ("3", ["spam"], "spam"),
        ("spam", ["3"], "3"),
        ("", ["3"], "3"),
        ("[1, 2]", ["spam", "2"], '["spam", 2]'),
    ],
)
def test_changed_labels_take_the_style_of_the_old(literal, labels, written):
    assert rewritten(literal, labels) == written


LABEL = st.none() | st.integers(0, 9).map(str) | st.sampled_from(["yes", "so so", "it's", 'a "b"', "c\\d"])


@given(
    literal=st.sampled_from(["[3.0, 4.0]", "[3 4]", "['a', 'b']", '["x", "y"]', "[]", "[-1]"]),
    labels=st.lists(LABEL, max_size=5),
)
def test_law_written_labels_are_read_again(literal, labels):
    assert read_labels(rewritten(literal, labels)) == labels
