"""Canonical files: every value survives, whatever it holds."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from synthreview.formats import writers
from synthreview.formats.layout import Container, Layout
from tests.unit.formats.reading import ARRAY, LINES

TURNS = [{"role": "user", "speaker": "", "text": "é\n😀"}]


def test_json_lines_hold_one_object_each():
    items = [{"text": "a\nb", "labels": ["1", None]}, {"turns": TURNS}, {"n": 2**80, "half": "\ud800"}]
    lines = b"".join(writers.jsonl(items)).splitlines()
    assert [json.loads(line) for line in lines] == items


def test_csv_holds_lists_as_json_and_nothing_as_an_empty_cell():
    written = b"".join(writers.csv([{"text": "a", "turns": TURNS}, {"turns": None}], ["text", "turns"]))
    rows = list(csv.DictReader(io.StringIO(written.decode(), newline="")))
    assert json.loads(rows[0]["turns"]) == TURNS
    assert rows[1] == {"text": "", "turns": ""}


def test_csv_comes_in_chunks_and_with_its_header_alone():
    long = [{"text": "x" * 1000}] * 200
    assert len(list(writers.csv(long, ["text"]))) > 1
    assert b"".join(writers.csv([], ["a", "b"])) == b"a,b\r\n"


@given(texts=st.lists(st.text(st.characters(codec="utf-8")), max_size=5))
def test_law_every_text_survives_csv_and_json_lines(texts):
    items = [{"n": "1", "text": text} for text in texts]
    rows = csv.reader(io.StringIO(b"".join(writers.csv(items, ["n", "text"])).decode(), newline=""))
    assert [row[1] for row in rows][1:] == texts
    assert [json.loads(line)["text"] for line in b"".join(writers.jsonl(items)).split(b"\n")[:-1]] == texts


def test_nothing_left_is_a_valid_file_of_each_kind():
    assert b"".join(writers.rebuild(ARRAY, b"[", [], b"\n]\n", b"\n  ")) == b"[\n]\n"
    assert b"".join(writers.rebuild(LINES, b"", [], b"\n", b"")) == b""
    table = Layout(Container.CSV, fields=("a",))
    assert b"".join(writers.rebuild(table, b"a", [], b"\n", b"\n")) == b"a\n"
