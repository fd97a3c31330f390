"""Plain rows as Parquet: the types fit what is there, and nothing is bent to fit."""

from __future__ import annotations

import io
import math

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.formats import parquet_out
from synthreview.formats.parquet_out import write_parquet


def table_of(rows, *fields: str) -> pa.Table:
    """The rows written and read again by pyarrow."""
    out = io.BytesIO()
    write_parquet(out, fields, rows)
    assert not out.closed
    return pq.read_table(io.BytesIO(out.getvalue()))


def test_each_field_becomes_a_column_of_its_type():
    row = {"text": "é", "n": 3, "score": 0.5, "ok": True, "labels": ["1", None]}
    turns = [{"role": "user", "text": "Hi"}, {"role": "assistant", "text": "Hello"}]
    table = table_of([{**row, "turns": turns}, {}], "text", "n", "score", "ok", "labels", "turns")
    assert [str(type_).split("<")[0] for type_ in table.schema.types] == [
        "string",
        "int64",
        "double",
        "bool",
        "list",
        "list",
    ]
    assert table.to_pylist() == [{**row, "turns": turns}, dict.fromkeys([*row, "turns"])]


def test_only_the_named_fields_are_written_in_their_order():
    assert table_of([{"a": 1, "b": 2, "c": 3}], "c", "a").to_pylist() == [{"c": 3, "a": 1}]


def test_a_field_that_is_always_none_is_one_of_texts():
    table = table_of([{"a": None, "b": [], "c": [None]}], "a", "b", "c")
    assert [table.schema.types[0], table.schema.types[1].value_type] == [pa.string(), pa.string()]
    assert table.to_pylist() == [{"a": None, "b": [], "c": [None]}]


def test_whole_and_other_numbers_together_are_floats():
    table = table_of([{"a": 1}, {"a": 2.5}, {"a": None}, {"a": math.inf}], "a")
    assert table["a"].to_pylist() == [1.0, 2.5, None, math.inf]


def test_objects_may_lack_keys_that_others_have():
    table = table_of([{"a": [{"x": "1"}, {"y": "2"}]}, {"a": [{}]}], "a")
    assert table["a"].to_pylist() == [
        [{"x": "1", "y": None}, {"x": None, "y": "2"}],
        [{"x": None, "y": None}],
    ]


def test_half_a_character_becomes_a_replacement_character():
    assert table_of([{"a": "x\ud800"}], "a")["a"].to_pylist() == ["x\ufffd"]


def test_nothing_to_write_is_a_file_with_its_columns():
    table = table_of([], "a", "b")
    assert (table.num_rows, table.column_names) == (0, ["a", "b"])


@pytest.mark.parametrize(
    "values",
    [["x", 1], [True, 1], [{"k": "x"}, "x"], [["x"], "x"], [2**70], [{}]],
    ids=str,
)
def test_values_that_do_not_go_together_are_told_with_their_field(values):
    with pytest.raises(ValueError, match=r"(the values of the field|the column) 'a' "):
        table_of([{"a": value} for value in values], "a")


@pytest.mark.parametrize(
    ("first", "later", "why"),
    [
        (1, 2.5, "record 3 does not fit: the column 'a' keeps int64 and cannot hold 2.5"),
        (None, 1, "record 3 does not fit: the column 'a' keeps string and cannot hold 1"),
        ({"x": "1"}, {"y": "2"}, "record 3 does not fit: the column 'a' .*cannot hold"),
    ],
    ids=str,
)
def test_a_later_value_of_another_type_is_told_with_its_field(monkeypatch, first, later, why):
    monkeypatch.setattr(parquet_out, "SEEN_ROWS", 2)
    with pytest.raises(ValueError, match=why):
        table_of([{"a": first}, {"a": first}, {"a": later}], "a")


def test_rows_stream_through():
    table = table_of(({"a": number, "b": "x" * (number % 50)} for number in range(20_000)), "a", "b")
    assert table["a"].to_pylist() == list(range(20_000))


CELLS = st.none() | st.text(st.characters(codec="utf-8"), max_size=10)


@given(rows=st.lists(st.fixed_dictionaries({"a": CELLS, "b": st.lists(CELLS, max_size=3)}), max_size=8))
def test_law_texts_and_lists_of_them_come_back(rows):
    assert table_of(rows, "a", "b").to_pylist() == rows
