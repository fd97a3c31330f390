"""Single items go out of a record that holds several; everything else keeps its bytes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.domain import Kind
from synthreview.formats.json_spans import without
from synthreview.formats.layout import Container, Layout
from synthreview.formats.mapping import Mapping
from synthreview.formats.prune import prune
from synthreview.formats.readers import parse
from tests.unit.formats.reading import LINES, table
from tests.unit.formats.test_json_array import JSON

TASK = Mapping(Kind.FREE_TEXT, {"text": "@.t"}, each="set.rows[*]")
COLUMNS = Mapping(Kind.TASK_LABEL, {"text": "text.#", "label": "label.#"}, each="text[*]")
ANSWERS = Mapping(Kind.FREE_TEXT, {"text": "@", "author": "@list"}, each="people[*] + koala[*]")
PAIRS = Mapping(Kind.PREFERENCE, {"a": "@.0", "b": "@.1"}, each="x[pairs]")


def pruned(raw: str, mapping: Mapping, *units: str, layout: Layout = LINES) -> str | None:
    """The record without some of its units."""
    written = prune(raw.encode(), layout, mapping, units)
    return None if written is None else written.decode()


@pytest.mark.parametrize(
    ("units", "left"),
    [
        ("0", '[ {"t": "b"} , {"t":"c"}\n]'),
        ("1", '[ {"t": "a"} , {"t":"c"}\n]'),
        ("2", '[ {"t": "a"},\t{"t": "b"}\n]'),
        ("01", '[ {"t":"c"}\n]'),
        ("12", '[ {"t": "a"}\n]'),
        ("012", "[]"),
        ("", '[ {"t": "a"},\t{"t": "b"} , {"t":"c"}\n]'),
    ],
)
def test_elements_go_with_one_comma_each(units, left):
    raw = '{"n": 1.50, "set": {"rows" :%s}, "z": "\\u00e9"}'
    whole = raw % '[ {"t": "a"},\t{"t": "b"} , {"t":"c"}\n]'
    assert pruned(whole, TASK, *units) == raw % left


def test_members_of_an_object_go_with_their_keys():
    mapping = Mapping(Kind.FREE_TEXT, {"text": "@"}, each="by[*]")
    assert (
        pruned('{"by": {"Ann": "hi", "Bob": "ho", "Cy": "he"}}', mapping, "Ann", "Cy")
        == '{"by": {"Bob": "ho"}}'
    )


def test_a_row_goes_from_every_column():
    raw = '{"text": ["x", "y", "z"], "label": [0, 1, 2], "other": [[1], [2], [3]], "name": "set", "two": [1, 2]}'
    left = '{"text": ["x", "z"], "label": [0, 2], "other": [[1], [3]], "name": "set", "two": [1, 2]}'
    assert pruned(raw, COLUMNS, "1") == left
    rows = '{"text": {"4": "x", "7": "y"}, "label": {"4": 0, "7": 1}}'
    assert pruned(rows, COLUMNS, "4") == '{"text": {"7": "y"}, "label": {"7": 1}}'


def test_items_go_from_the_list_they_are_in():
    raw = '{"people": ["a", "b"], "koala": ["c"]}'
    assert pruned(raw, ANSWERS, "people.0", "koala.0") == '{"people": ["b"], "koala": []}'


def test_what_is_part_of_other_items_too_cannot_go():
    assert pruned('{"x": ["a", "b", "c"]}', PAIRS, "0/1") is None
    assert pruned("x", Mapping(Kind.FREE_TEXT, {"text": "t"}), "0", layout=table("t")) is None
    assert pruned('{"t": "x"}', Mapping(Kind.FREE_TEXT, {"text": "t"}), "0") is None
    assert pruned('{"set": {"rows": [{"t": "a"}]}}', TASK, "5") is None


def test_the_turns_of_a_text_cannot_go():
    mapping = Mapping(Kind.FREE_TEXT, {"text": "@.text"}, each="t[dialogue][*]")
    raw = '{"t": "Human: hi\\nAssistant: ho"}'
    assert [parts["text"] for _, parts in mapping.items(json.loads(raw))] == ["hi", "ho"]
    assert pruned(raw, mapping, "0") is None


def test_the_key_of_a_record_stays_as_it_is():
    raw = '"é {rows}" :{"set": {"rows": [{"t": "a"}, {"t": "b"}]}}'
    assert pruned(raw, TASK, "0", layout=Layout(Container.JSON_KEYED)) == raw.replace('{"t": "a"}, ', "")


@pytest.mark.parametrize("encoding", ["utf-16-le", "cp1252"])
def test_the_encoding_of_the_file_is_kept(encoding):
    raw = '{"é": 1, "set": {"rows": [{"t": "à"}, {"t": "b"}]}}'
    written = prune(raw.encode(encoding), Layout(Container.JSON_LINES, encoding), TASK, ["1"])
    assert written.decode(encoding) == raw.replace(', {"t": "b"}', "")


def test_very_many_items_go_in_one_pass():
    # With a search for each of them this would take hours.
    record = {"text": [f"{n}" for n in range(60_000)], "label": [0] * 60_000}
    left = prune(json.dumps(record).encode(), LINES, COLUMNS, [str(n) for n in range(0, 60_000, 2)])
    assert parse(left, LINES)["text"] == record["text"][1::2]


def test_of_a_key_given_twice_both_go():
    assert without('{"a": {"x": 1, "y": 2, "x": 3}}', ("a",), {"x"}) == '{"a": {"y": 2}}'


@given(
    rows=st.lists(JSON, max_size=6),
    gone=st.sets(st.integers(0, 5)),
    indent=st.sampled_from([None, 0, 2]),
    ascii_only=st.booleans(),
)
def test_law_without_some_elements_is_the_list_without_them(rows, gone, indent, ascii_only):
    whole = {"é": 1, "a": {"b": rows}, "z": [rows]}
    text = json.dumps(whole, indent=indent, ensure_ascii=ascii_only)
    left = without(text, ("a", "b"), gone)
    kept = [row for n, row in enumerate(rows) if n not in gone]
    assert json.loads(left) == {**whole, "a": {"b": kept}}
    assert is_cut_from(left, text)


@given(
    members=st.dictionaries(st.text(), JSON, max_size=6),
    gone=st.sets(st.integers(0, 5)),
    indent=st.sampled_from([None, 2]),
)
def test_law_without_some_members_is_the_object_without_them(members, gone, indent):
    names = {name for n, name in enumerate(members) if n in gone}
    text = json.dumps({"a": members}, indent=indent)
    left = without(text, ("a",), names)
    assert json.loads(left) == {"a": {name: value for name, value in members.items() if name not in names}}
    assert is_cut_from(left, text)


def is_cut_from(left: str, text: str) -> bool:
    """Whether ``left`` is ``text`` with some characters taken out and none added."""
    rest = iter(text)
    return all(character in rest for character in left)


@given(
    people=st.lists(st.text(min_size=1), max_size=5),
    koala=st.lists(st.text(min_size=1), max_size=5),
    data=st.data(),
)
def test_law_what_is_left_reads_as_the_other_items(people, koala, data):
    record = {"people": people, "koala": koala, "n": 1}
    if not people and not koala:
        return
    items = ANSWERS.items(record)
    gone = data.draw(st.sets(st.sampled_from([unit for unit, _ in items])))
    left = parse(prune(json.dumps(record, ensure_ascii=False).encode(), LINES, ANSWERS, gone), LINES)
    kept = [parts["text"] for unit, parts in items if unit not in gone]
    assert left["people"] + left["koala"] == kept
