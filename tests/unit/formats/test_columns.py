"""Objects of columns are rows; other objects of lists are not."""

from __future__ import annotations

import pytest

from synthreview.domain import Kind
from synthreview.formats.columns import columns_of, of_columns, texts_by_column
from synthreview.formats.mapping import Mapping


@pytest.mark.parametrize(
    ("record", "rows"),
    [
        ({"a": [1, 2], "b": ["x", "y"]}, [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]),
        ({"a": {"0": 1, "1": 2}, "b": {"0": "x", "1": "y"}}, [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]),
        ({"a": [], "b": []}, []),
        ({"a": [1, 2], "b": [1]}, []),
        ({"a": [1, 2]}, []),
        ({"a": [1, 2], "b": "text"}, []),
        ({"a": [1, 2], "b": {"x": 1, "y": 2}}, []),
        ({"a": [{"role": "user", "content": "q"}], "b": [{"role": "user", "content": "r"}]}, []),
        ({"a": {"x": 1}, "b": {"y": 1}}, []),
    ],
)
def test_columns_of_one_length_are_rows(record, rows):
    assert columns_of([record]) == rows
    assert columns_of([record, record]) == []


@pytest.mark.parametrize(
    ("path", "column"),
    [
        ("text", "text.#"),
        ("chosen.-1.content", "chosen.#.-1.content"),
        ("messages[role=user].content", "messages.#[role=user].content"),
        ("premise + hypothesis", "premise.# + hypothesis.#"),
        ("a\\.b\\+c", "a\\.b\\+c.#"),
        ("=machine", "=machine"),
    ],
)
def test_the_paths_of_rows_lead_into_columns_at_the_row(path, column):
    mapping = of_columns(Mapping(Kind.FREE_TEXT, {"prompt": "first", "text": path}, id="id"))
    assert (mapping.parts["text"], mapping.each, mapping.id) == (column, "first[*]", "id.#")


def test_a_difference_of_columns_is_one_of_rows():
    mapping = of_columns(Mapping(Kind.PREFERENCE, {"a": "x", "choice": "p - q"}))
    record = {"x": ["t", "u"], "p": [3, 1], "q": [1, 3]}
    assert [parts["choice"] for _, parts in mapping.items(record)] == ["a", "b"]


def test_paths_that_begin_with_no_column_cannot_be_read_by_row():
    assert of_columns(Mapping(Kind.SIMULATION, {"turns": "message_*"})) is None


def test_columns_of_sentences_are_each_an_item():
    rows = {"koala": ["It is a ball.", "No."], "the llama": ["A ball it is.", "So."]}
    each = texts_by_column([rows])
    items = Mapping(Kind.FREE_TEXT, {"text": "@", "author": "=machine"}, each=each).items(rows)
    assert [unit for unit, _ in items] == ["koala.0", "koala.1", "the llama.0", "the llama.1"]
    assert texts_by_column([{"a": ["x", "y"], "b": [1, 2]}]) == ""
