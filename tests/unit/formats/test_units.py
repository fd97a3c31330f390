"""A record that holds several items: which they are, what each is called, what only some of them lack."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.domain import Kind
from synthreview.errors import UserError
from synthreview.formats import units
from synthreview.formats.fields import source_fields
from synthreview.formats.mapping import ABSENT, Mapping
from synthreview.formats.units import compile_units

RANKED = {
    "question": "Why?",
    "rankings": [
        {"model": "koala", "point": 1, "output": "k"},
        {"model": "alpaca", "point": 3, "output": "a"},
        {"model": "llama", "point": 3, "output": "l"},
    ],
}
PAIRS = Mapping(
    Kind.PREFERENCE,
    {"prompt": "question", "a": "@.0.output", "b": "@.1.output", "choice": "@.0.point - @.1.point"},
    each="rankings[pairs by model]",
)
TASK = Mapping(
    Kind.INSTRUCTION,
    {"instruction": "Definition", "input": "@.input", "output": "@.output"},
    each="Instances[*]",
    id="@.id",
    group="Definition",
)
COLUMNS = Mapping(Kind.TASK_LABEL, {"text": "text.#", "label": "label.#"}, each="text[*]")
ANSWERS = Mapping(
    Kind.FREE_TEXT,
    {"text": "@", "author": "@list", "prompt": "q"},
    {"author": {"people": "human", "koala": "machine"}},
    each="people[*] + koala[*]",
)


def names(each: str, record: dict) -> list[str]:
    return [unit.name for unit in compile_units(each).of(record)]


def test_each_element_of_a_list_is_an_item():
    record = {
        "Definition": "Count.",
        "Instances": [{"id": "x", "input": "1", "output": "2"}, {"output": "3"}],
    }
    assert TASK.items(record) == [
        ("0", {"instruction": "Count.", "input": "1", "output": "2"}),
        ("1", {"instruction": "Count.", "output": "3"}),
    ]
    assert [TASK.name_of(record, unit) for unit in ("0", "1", "7", None)] == ["x", None, None, None]
    assert TASK.group_of(record, "1") == "Count."


def test_each_value_of_an_object_is_an_item_by_its_key():
    mapping = Mapping(Kind.FREE_TEXT, {"text": "@.said", "author": "@list"}, each="people[*]")
    items = mapping.items({"people": {"Ann": {"said": "hi"}, "Bob.1": {"said": "ho"}}})
    assert items == [
        ("Ann", {"text": "hi", "author": "people"}),
        ("Bob.1", {"text": "ho", "author": "people"}),
    ]


def test_the_items_of_several_lists_are_told_apart_by_the_list():
    record = {"q": "Why?", "people": ["So."], "koala": ["As I said.", "Hm."]}
    assert ANSWERS.items(record) == [
        ("people.0", {"prompt": "Why?", "text": "So.", "author": "human"}),
        ("koala.0", {"prompt": "Why?", "text": "As I said.", "author": "machine"}),
        ("koala.1", {"prompt": "Why?", "text": "Hm.", "author": "machine"}),
    ]


def test_columns_are_read_at_the_row_at_hand():
    assert COLUMNS.items({"text": ["x", "y"], "label": [0, 1]}) == [
        ("0", {"text": "x", "label": "0"}),
        ("1", {"text": "y", "label": "1"}),
    ]
    by_number = {"text": {"5": "x", "7": "y"}, "label": {"5": 0, "7": 1}}
    assert COLUMNS.items(by_number)[1] == ("7", {"text": "y", "label": "1"})


def test_pairs_are_named_by_what_names_their_elements_in_one_order():
    items = dict(PAIRS.items(RANKED))
    assert list(items) == ["alpaca/koala", "alpaca/llama", "koala/llama"]
    assert items["alpaca/koala"] == {"prompt": "Why?", "a": "a", "b": "k", "choice": "a"}
    assert items["alpaca/llama"]["choice"] == "tie"
    assert items["koala/llama"]["choice"] == "b"
    turned = {**RANKED, "rankings": RANKED["rankings"][::-1]}
    assert dict(PAIRS.items(turned)) == items


@pytest.mark.parametrize(
    ("models", "found"),
    [
        (["a", "b"], ["a/b"]),
        (["us/a", "b"], ["b / us/a"]),
        (["x", "x/y", "y/z", "z"], None),
        (["a", "a"], ["0/1"]),
        (["a", None], ["1/a"]),
        (["a / b", "c"], ["0/1"]),
        ([1, 2], ["1/2"]),
    ],
)
def test_two_pairs_never_have_one_name(models, found):
    record = {"rankings": [{"model": model} for model in models]}
    given_names = names("rankings[pairs by model]", record)
    assert len(set(given_names)) == len(given_names) == len(models) * (len(models) - 1) // 2
    assert found is None or given_names == found


def test_pairs_without_names_go_by_their_places():
    assert names("a[pairs]", {"a": ["x", "y", "z"]}) == ["0/1", "0/2", "1/2"]


def test_what_all_items_lack_is_the_records_lack():
    with pytest.raises(ValueError, match=r"has no '@\.output'"):
        TASK.read({"Definition": "Count.", "Instances": [{"input": "1"}, {"input": "2"}]})
    with pytest.raises(ValueError, match=r"holds nothing under 'Instances\[\*\]'"):
        TASK.read({"Definition": "Count.", "Instances": []})
    with pytest.raises(ValueError, match="is empty"):
        TASK.read({})


def test_what_one_of_several_items_lacks_is_told_of_that_one():
    record = {"Definition": "Count.", "Instances": [{"output": "2"}, {"input": "2"}, {"output": None}]}
    readings = TASK.read(record)
    assert [reading.invalid for reading in readings] == [{}, {"output": ABSENT}, {"output": ABSENT}]
    assert [reading.parts["output"] for reading in readings] == ["2", "", ""]


def test_a_label_that_is_none_costs_the_others_nothing():
    readings = COLUMNS.read({"text": ["x", "y", "z"], "label": ["a", {"b": 1}, None]})
    assert [reading.invalid for reading in readings] == [{}, {"label": "holds no label"}, {}]
    assert [reading.parts.get("label") for reading in readings] == ["a", None, None]


def test_a_first_look_reads_the_first_items_only():
    record = {"text": [str(n) for n in range(1000)], "label": [0] * 1000}
    assert [reading.unit for reading in COLUMNS.read(record, 2)] == ["0", "1"]


def test_one_item_can_be_read_alone():
    assert COLUMNS.read_unit({"text": ["x", "y"], "label": [0, 1]}, "1").parts == {"text": "y", "label": "1"}
    assert COLUMNS.read_unit({"text": ["x"], "label": [0]}, "1") is None
    assert COLUMNS.read_unit({"text": ["x"], "label": [0]}, None) is None
    assert Mapping(Kind.FREE_TEXT, {"text": "t"}).read_unit({"t": "x"}, None).parts == {"text": "x"}
    assert Mapping(Kind.FREE_TEXT, {"text": "t"}).read_unit({"t": "x"}, "0") is None


def test_more_items_than_a_record_may_hold_are_refused(monkeypatch):
    monkeypatch.setattr(units, "MOST_UNITS", 10)
    assert len(compile_units("a[*]").of({"a": list(range(10))})) == 10
    with pytest.raises(ValueError, match="holds more than 10 items"):
        compile_units("a[*]").of({"a": list(range(11))})
    with pytest.raises(ValueError, match="holds more than 10 items"):
        compile_units("a[pairs] + b[*]").of({"a": list(range(5)), "b": [1]})


def test_pairs_beyond_number_are_refused_at_once():
    with pytest.raises(ValueError, match="holds more than 100,000 items"):
        compile_units("a[pairs]").of({"a": [0] * 1_000_000})


@pytest.mark.parametrize(
    "text", ["", "a", "a[0]", "[*]", "a[pairs by ]", "=a[*]", "a - b[*]", "a[*] + b", "a["]
)
def test_what_names_no_items_is_refused_in_one_sentence(text):
    with pytest.raises(UserError, match=r"\.$"):
        compile_units(text)


@pytest.mark.parametrize("key", ["a + b", "a[*]", "a.b", "@", "#", "=", "a\\", " a ", "a - b"])
def test_lists_under_any_key_can_be_named(key):
    from synthreview.formats.paths import escaped

    assert names(f"{escaped(key)}[*]", {key: ["x", "y"]}) == ["0", "1"]


def test_a_value_that_is_no_list_holds_no_items():
    assert names("a[*]", {"a": "text"}) == []
    assert names("a[pairs]", {"a": {"x": 1}}) == []
    assert names("a[*]", {}) == []


def test_an_item_is_edited_only_where_its_value_is_its_own():
    record = {"Definition": "Count.", "Instances": [{"output": "2"}, {"output": "3"}]}
    assert TASK.source_path("output", record, "1") == ("Instances", 1, "output")
    assert TASK.source_path("instruction", record, "1") is None
    alone = {"Definition": "Count.", "Instances": [{"output": "2"}]}
    assert TASK.source_path("instruction", alone, "0") == ("Definition",)
    assert [TASK.source_path(part, alone, unit) for part in TASK.parts for unit in ("9", None)] == [None] * 6


def test_the_fields_of_items_come_first():
    record = {"q": "Why?", "people": [{"said": "So."}], "koala": [{"said": "Hm."}]}
    fields = source_fields([record], "people[*] + koala[*]")
    assert fields[:3] == ("@list", "@", "@.said")
    assert {"q", "people.0.said"} <= set(fields)
    assert "@list" not in source_fields([RANKED], PAIRS.each)
    assert {"@.0.output", "@.1.point"} <= set(source_fields([RANKED], PAIRS.each))


@given(values=st.lists(st.text(), max_size=8), others=st.lists(st.text(), max_size=8))
def test_law_every_item_has_a_name_of_its_own_that_leads_to_it(values, others):
    record = {"people": values, "koala": others}
    if not values and not others:
        return
    readings = ANSWERS.read(record)
    assert [reading.parts["text"] for reading in readings] == values + others
    assert len({reading.unit for reading in readings}) == len(readings)
    assert all(ANSWERS.read_unit(record, reading.unit) == reading for reading in readings)
