"""Records become bytes that readers take, whatever they hold, and never all at once."""

from __future__ import annotations

import csv
import io
import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.formats.targets import encode

ODD = {"n": 2**80, "half": "\ud800", "text": "é"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
RECORDS = st.lists(st.dictionaries(st.text(), JSON, max_size=3), max_size=4)


def rows(written: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written.decode(), newline="")))


def test_an_array_is_indented_and_keeps_each_character():
    written = b"".join(encode.array([{"a": "é\n", "b": [1]}, {"a": "你"}]))
    assert (
        written.decode()
        == """[
  {
    "a": "é\\n",
    "b": [
      1
    ]
  },
  {
    "a": "你"
  }
]
"""
    )


def test_an_array_of_nothing_is_an_array():
    assert b"".join(encode.array([])) == b"[]\n"
    assert b"".join(encode.lines([])) == b""


def test_numbers_and_texts_that_few_readers_expect_are_written_all_the_same():
    assert json.loads(b"".join(encode.array([ODD]))) == [ODD]
    assert json.loads(b"".join(encode.lines([ODD]))) == ODD
    assert rows(b"".join(encode.csv([ODD], list(ODD)))) == [list(ODD), [str(2**80), "?", "é"]]


@given(RECORDS)
def test_law_arrays_and_lines_hold_what_went_in(records):
    assert json.loads(b"".join(encode.array(records))) == records
    assert [json.loads(line) for line in b"".join(encode.lines(records)).splitlines()] == records


@pytest.mark.parametrize("write", [encode.array, encode.lines, lambda endless: encode.csv(endless, ["a"])])
def test_bytes_come_before_the_records_end(write):
    first = list(itertools.islice(write({"a": "x" * 70_000} for _ in itertools.count()), 2))
    assert len(first) == 2


def test_formulas_are_escaped_on_demand_only():
    texts = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "a=1", "", "'=1"]
    records = [{"a": text, "b": -1} for text in texts]
    assert [row[0] for row in rows(b"".join(encode.csv(records, ["a"])))][1:] == texts
    escaped = rows(b"".join(encode.csv(records, ["a", "b"], escape_formulas=True)))[1:]
    assert [row[0] for row in escaped] == [f"'{text}" for text in texts[:6]] + texts[6:]
    assert {row[1] for row in escaped} == {"-1"}
