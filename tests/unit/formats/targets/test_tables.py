"""Tables keep every part and every vote, with types where the format has them."""

from __future__ import annotations

import json

import pytest

from synthreview.domain import PARTS as SPECS
from synthreview.domain import Kind
from synthreview.formats.targets import COLUMNS, Choices, encode, records
from synthreview.formats.targets.canonical import columns, distribution
from synthreview.formats.targets.typed import arrow_batch, arrow_schema, features
from tests.unit.formats.targets.rows import PARTS, row, turn

ALL = Choices(columns=COLUMNS)


def test_a_distribution_counts_valid_votes_only():
    assert distribution(["b", "a", None, "b"]) == {"b": 2 / 3, "a": 1 / 3}
    assert list(distribution(["b", "a"])) == ["a", "b"]
    assert distribution([None]) == {}


@pytest.mark.parametrize("kind", list(Kind))
def test_json_lines_hold_the_parts_that_there_are(kind):
    [record] = records("jsonl", row(kind))
    assert {name: record[name] for name in PARTS[kind]} == PARTS[kind]
    assert set(record) - set(PARTS[kind]) <= {"human_distribution", "model_distribution"}


def test_votes_come_whole_and_as_shares():
    [record] = records("jsonl", row(Kind.TASK_LABEL))
    assert record["human_labels"] == ["3", "1", None, "3"]
    assert record["human_distribution"] == {"3": 2 / 3, "1": 1 / 3}
    assert record["model_distribution"] == {"3": 1.0}
    [record] = records("parquet", row(Kind.TASK_LABEL))
    assert record["human_distribution"][0] == {"label": "3", "share": 2 / 3}
    [record] = records("csv", row(Kind.TASK_LABEL))
    cells = b"".join(encode.csv([record], columns(Kind.TASK_LABEL, Choices()))).decode()
    assert '"{""3"": 0.6666666666666666, ""1"": 0.3333333333333333}"' in cells


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("name", ["csv", "parquet", "hf"])
def test_every_row_of_a_table_has_every_column(kind, name):
    required = tuple(spec.name for spec in SPECS[kind] if not spec.required)
    for item in (row(kind), row(kind, without=required)):
        [record] = records(name, item, ALL)
        assert tuple(record) == columns(kind, ALL)


@pytest.mark.parametrize("kind", list(Kind))
def test_parquet_gives_back_what_went_in(kind, tmp_path):
    import pyarrow.parquet as pq

    known = {"verdict": "fixed", "reasons": ("x",), "risk": 0.5}
    made = [
        record
        for item in (row(kind, **known), row(kind, without=("system", "task", "prompt", "label")))
        for record in records("parquet", item, ALL)
    ]
    schema = arrow_schema(kind, ALL)
    with pq.ParquetWriter(tmp_path / "x.parquet", schema) as writer:
        writer.write_batch(arrow_batch(made, schema))
        writer.write_batch(arrow_batch([], schema))
    assert pq.read_table(tmp_path / "x.parquet").to_pylist() == made


def test_conversations_in_parquet_are_messages():
    item = row(Kind.SIMULATION, {"turns": [turn("user", "q", "Ann"), turn("assistant", "r")]})
    [record] = records("hf", item)
    assert record["turns"] == [
        {"role": "user", "content": "q", "name": "Ann"},
        {"role": "assistant", "content": "r", "name": None},
    ]


def test_half_a_character_does_not_stop_a_parquet_file():
    parts = {"turns": [turn("user", "a\ud83d\ude00\ud800b"), turn("assistant", "é")]}
    made = records("parquet", row(Kind.SIMULATION, parts))
    [back] = arrow_batch(made, arrow_schema(Kind.SIMULATION, Choices())).to_pylist()
    assert [each["content"] for each in back["turns"]] == ["a😀�b", "é"]


def test_a_card_lists_the_columns_with_their_types():
    listed = {
        each["name"]: each
        for each in features(Kind.TASK_LABEL, Choices(columns=("risk", "reasons", "position")))
    }
    assert listed["text"] == {"name": "text", "dtype": "string"}
    assert listed["human_labels"] == {"name": "human_labels", "list": "string"}
    assert listed["model_distribution"]["list"][1] == {"name": "share", "dtype": "float64"}
    assert [listed[name]["dtype"] for name in ("risk", "reasons", "position")] == [
        "float64",
        "string",
        "int64",
    ]
    assert json.dumps(features(Kind.SIMULATION, Choices()))
