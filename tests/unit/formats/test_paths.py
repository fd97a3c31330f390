"""Path expressions lead to values, and to the places they can be written back to."""

from __future__ import annotations

import pytest

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


@pytest.mark.parametrize("text", ["", ".", "a..b", "a[", "a[b", "a]x[", "[=x]", "a + "])
def test_what_is_no_path_is_refused_in_one_sentence(text):
    with pytest.raises(UserError, match="is not a path"):
        compile_expression(text)


@pytest.mark.parametrize("key", ["a.b", "=x", "a[0]", "a*", "a + b", "back\\slash", "plain", "-1"])
def test_every_key_can_be_written_as_a_path(key):
    record = {key: "v"}
    assert source_fields([record]) == (escaped(key),)
    assert only(escaped(key)).get(record) == "v"


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
