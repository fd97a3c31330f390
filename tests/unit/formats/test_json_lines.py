"""JSON Lines: any line end, any blank line, one broken line at a time."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.formats import json_lines
from synthreview.formats.readers import parse
from tests.unit.formats.reading import LINES


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b""])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_marks_stay_outside_the_records(sources, ending, mark):
    reading = sources.read(mark + b'{"a": 1}\r\n\r\n \t{"a": 2}\n{"a": 3}' + ending, LINES)
    assert [piece.raw for piece in reading.pieces] == [b'{"a": 1}', b'{"a": 2}', b'{"a": 3}']
    assert (reading.head, reading.tail) == (mark, ending)
    assert reading.pieces[1].prefix == b"\r\n\r\n \t"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'{"a": 1', "is not valid JSON at character 8: expecting ',' delimiter"),
        (b'{"a": 1} {"a": 2}', "is not valid JSON at character 10: extra data"),
        (b'{"a": "x\xffy"}', "is not valid UTF-8 at byte 9 of the record"),
        (b'{"a": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", "is nested too deeply to be read"),
        (b'{"a": ' + b"7" * 5000 + b"}", "holds a number with too many digits"),
        (b"hello", "is not valid JSON at character 1: expecting value"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(sources, line, why):
    reading = sources.read(b'{"a": 1}\n' + line + b'\n{"a": 2}\n', LINES)
    assert reading.records == [{"a": 1}, {"a": 2}]
    assert reading.faults == [why]
    assert reading.kept(LINES) == b'{"a": 1}\n{"a": 2}\n'


def test_what_strict_json_refuses_but_people_write_is_read(sources):
    big = 2**70
    reading = sources.read(f'{{"a": NaN, "b": -Infinity, "c": {big}, "d": 1e400}}'.encode(), LINES)
    record = reading.records[0]
    assert record["a"] != record["a"]
    assert (record["b"], record["c"], record["d"]) == (float("-inf"), big, float("inf"))


def test_half_a_surrogate_pair_becomes_a_replacement_character(sources):
    reading = sources.read(rb'{"a": "\ud83d", "b\udc00": ["\uD83D\uDE00"]}', LINES)
    assert reading.records == [{"a": "�", "b�": ["😀"]}]


def test_of_a_key_given_twice_the_last_counts(sources):
    assert sources.read(b'{"a": 1, "a": 2}', LINES).records == [{"a": 2}]


def test_nul_bytes_in_a_line_are_told(sources):
    reading = sources.read(b'{"a": "x\0y"}\n{"a": "\\u0000"}\n', LINES)
    assert reading.records == [{"a": "\0"}]
    assert len(reading.faults) == 1


def test_a_million_blank_lines_are_no_records(sources):
    reading = sources.read(b"\n" * 1_000_000 + b"{}", LINES)
    assert reading.records == [{}]


def test_a_line_beyond_the_limit_comes_in_faulty_pieces(sources, monkeypatch):
    monkeypatch.setattr(json_lines, "RECORD_LIMIT", 300_000)
    reading = sources.read(b'{"a": 1}\n{"a": "' + b"x" * 1_650_000 + b'"}\n{"a": 2}\n', LINES)
    assert reading.records == [{"a": 1}, {"a": 2}]
    assert len(reading.faults) == 6


@given(data=st.binary(max_size=80) | st.text('{}":, a1\r\n', max_size=80).map(str.encode))
def test_law_no_bytes_are_lost_whatever_they_are(sources, data):
    sources.read(data, LINES)


@given(
    records=st.lists(st.dictionaries(st.text(), st.text() | st.integers()), min_size=1, max_size=6),
    newline=st.sampled_from(["\n", "\r\n", "\n\n"]),
    keep=st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_law_leaving_lines_out_leaves_valid_lines(sources, records, newline, keep):
    data = "".join(json.dumps(record) + newline for record in records).encode()
    reading = sources.read(data, LINES)
    assert [parse(piece.raw, LINES) for piece in reading.pieces] == reading.records
    chosen = [piece for piece, wanted in zip(reading.pieces, keep, strict=False) if wanted]
    kept = reading.kept(LINES, keep=lambda piece: any(piece is one for one in chosen))
    assert sources.read(kept, LINES).records == [piece.record for piece in chosen]


def test_white_space_without_end_is_kept_apart(sources, monkeypatch):
    monkeypatch.setattr(json_lines, "RECORD_LIMIT", 1000)
    reading = sources.read(b'{"a": 1}\n' + b" \r\n" * 2000 + b'{"a": 2}\n', LINES)
    assert reading.records == [{"a": 1}, {"a": 2}]
    assert set(reading.faults) == {"is nothing but white space"}
    assert reading.kept(LINES).count(b"\n") < 400
