"""Path expressions lead to values, and to the places they can be written back to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.errors import UserError
from synthreview.formats.fields import source_fields
from synthreview.formats.paths import compile_expression, escaped

RECORD = {
    "output": "o",
    "instances": [{"output": "first"}, {"output": "last"}],
    "messages": [{"role": "human", "content": "q"}, {"role": "assistant", "content": "r"}],
    "message_10": "ten",
    "message_2": "two",
    "message_x": "no number",
    "a.b": {"c*d": 1, "=e": 2},
    "0": "zero",
}


def only(text: str):
    [path] = compile_expression(text)
    return path


@pytest.mark.parametrize(
    ("text", "value", "place"),
    [
        ("output", "o", ("output",)),
        ("instances.0.output", "first", ("instances", 0, "output")),
        ("instances[0].output", "first", ("instances", 0, "output")),
        ("instances.-1.output", "last", ("instances", 1, "output")),
        ("messages[role=user].content", "q", ("messages", 0, "content")),
        ("messages[role=human].content", "q", ("messages", 0, "content")),
        ("a\\.b.c\\*d", 1, ("a.b", "c*d")),
        ("a\\.b.\\=e", 2, ("a.b", "=e")),
        ("0", "zero", ("0",)),
    ],
)
def test_a_path_finds_its_value_and_its_place(text, value, place):
    found = only(text).find(RECORD)
    assert (found.value, found.inside(())) == (value, place)
    assert only(text).get(RECORD) == value


@pytest.mark.parametrize(
    "text",
    [
        "nothing",
        "output.more",
        "instances.7.output",
        "instances.x",
        "messages[role=tool].content",
        "nothing[:1]",
    ],
)
def test_a_path_that_leads_nowhere_finds_nothing(text):
    assert only(text).get(RECORD) is None


def test_a_slice_knows_the_places_of_its_elements():
    found = only("instances[-1:]").find(RECORD)
    assert found.value == [{"output": "last"}]
    assert found.inside((0, "output")) == ("instances", 1, "output")
    assert found.inside(()) is None


def test_numbered_keys_are_a_list_in_the_order_of_their_numbers():
    found = only("message_*").find(RECORD)
    assert found.value == ["two", "ten"]
    assert found.inside((1,)) == ("message_10",)


def test_a_missing_key_has_a_place_where_its_object_is():
    assert only("instances.1.input").place_for_new(RECORD) == ("instances", 1, "input")
    assert only("input").place_for_new(RECORD) == ("input",)
    assert only("nothing.input").place_for_new(RECORD) is None
    assert only("messages[role=tool].content").place_for_new(RECORD) is None


ABSURD = {
    "too many steps": ".".join("a" * 51),
    "brackets in brackets": "[" * 1000,
    "ten thousand steps": "a[*]" * 10_000,
    "an index of many digits": f"a[{'9' * 5000}]",
    "a slice of many digits": f"a[{'9' * 5000}:]",
    "three numbers": "a - b - c",
    "a sum in a difference": "a + b - c",
    "a difference of nothing": " - ",
}


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "a..b",
        "a[",
        "a[b",
        "a]x[",
        "[=x]",
        "a + ",
        *[pytest.param(text, id=name) for name, text in ABSURD.items()],
    ],
)
def test_what_is_no_path_is_refused_in_one_sentence(text):
    with pytest.raises(UserError, match="is not a path") as refused:
        compile_expression(text)
    assert len(str(refused.value)) < 250


KEYS = [
    "a.b",
    "=x",
    "a[0]",
    "a*",
    "a + b",
    "a+b",
    "a - b",
    "a - - b",
    " - ",
    "- ",
    "back\\slash",
    "\\",
    "plain",
    "-1",
    "@",
    "@list",
    "@.a",
    "#",
    "# of words",
    " label",
    "label ",
    "two  \n",
    "\nlines\n",
    "[*]",
    "[dialogue]",
    "a]",
    "a=b",
    "^a",
    "a | b",
]


@pytest.mark.parametrize("key", KEYS)
def test_every_key_can_be_written_as_a_path(key):
    record = {key: "v", "in": {key: "w"}}
    assert source_fields([record]) == (escaped(key), "in", f"in.{escaped(key)}")
    assert only(escaped(key)).get(record) == "v"
    assert only(f"in.{escaped(key)}").get(record) == "w"
    assert only(f"in.{escaped(key)}").find(record).inside(()) == ("in", key)


@given(key=st.text(min_size=1), inner=st.text(min_size=1))
def test_law_every_key_but_the_empty_one_has_a_path(key, inner):
    assert only(f"{escaped(key)}.{escaped(inner)}").get({key: {inner: "v"}}) == "v"
    assert [
        path.get({key: 1, inner: 2}) for path in compile_expression(f"{escaped(key)} + {escaped(inner)}")
    ] == [
        {key: 1, inner: 2}[key],
        {key: 1, inner: 2}[inner],
    ]


def test_an_empty_key_is_not_offered():
    assert source_fields([{"": "some words", "a": {"": 1, "b": 2}}]) == ("a", "a.b")


@given(text=st.text(st.sampled_from("a.[]*+-=@# \\0:") | st.characters(), max_size=30))
def test_law_any_text_is_an_expression_or_refused(text):
    try:
        expression = compile_expression(text)
    except UserError:
        return
    for path in expression if isinstance(expression, tuple) else ():
        path.get(RECORD)
        path.find([RECORD])


def test_a_star_takes_what_the_rest_finds_in_every_element():
    record = {"a": [{"b": [1, 2]}, {"b": 3}, {"c": 4}, 5]}
    found = only("a[*].b").find(record)
    assert (found.value, found.path) == ([1, 2, 3], None)
    assert only("a[*]").get(record) == record["a"]
    assert only("a[*].b").get({"a": {"b": 1}}) is None
    assert only("a[*].b[*].c").get({"a": [{"b": [{"c": 1}, {"c": 2}]}, {"b": [{"c": 3}]}]}) == [1, 2, 3]


def test_a_difference_is_of_two_numbers():
    expression = compile_expression("a - b")
    assert expression.get({"a": 3, "b": "1.5"}) == 1.5
    assert [expression.get({"a": a, "b": 1}) for a in (None, "x", True, float("nan"), 10**400, [1])] == [
        None
    ] * 6


def test_numbered_keys_with_numbers_beyond_any_are_no_numbered_keys():
    assert only("message_*").get({"message_1": "a", "message_" + "9" * 5000: "b"}) == ["a"]


def test_the_fields_of_records_are_the_paths_one_can_map():
    fields = source_fields([{"a": 1}, {"b": {"c": 2}, "chat": RECORD["messages"], "tags": ["x"]}])
    assert set(fields) >= {
        "a",
        "b.c",
        "chat",
        "chat[role=human].content",
        "chat[role=assistant].content",
        "chat.0.content",
        "tags",
    }


def test_the_fields_of_a_huge_record_stay_few():
    deep: dict = {}
    inner = deep
    for _ in range(900):
        inner["x"] = {}
        inner = inner["x"]
    wide = {f"k{n}": n for n in range(10_000)}
    assert len(source_fields([wide, deep])) <= 200
