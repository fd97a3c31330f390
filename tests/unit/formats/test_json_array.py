"""JSON arrays: exact bytes, and damage that costs one record."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.formats import json_array
from tests.unit.formats.reading import ARRAY

GOOD = [{"instruction": f"Say {n}", "input": "", "output": f"{n}, of course"} for n in range(6)]


def array_with(position: int, text: str, indent: int | None = 4) -> bytes:
    """The good records as an array, one of them replaced by a text."""
    marked = [record if n != position else "@" for n, record in enumerate(GOOD)]
    return json.dumps(marked, indent=indent).replace('"@"', text).encode()


@pytest.mark.parametrize("indent", [None, 0, 2, 4])
def test_the_records_come_in_order_with_their_own_bytes(sources, indent):
    data = json.dumps(GOOD, indent=indent).encode()
    reading = sources.read(data, ARRAY)
    assert reading.records == GOOD
    assert [json.loads(piece.raw) for piece in reading.pieces] == GOOD
    assert reading.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("data", [b"[]", b"[ \n]\n", b"\xef\xbb\xbf[]"])
def test_an_empty_array_has_no_records(sources, data):
    assert sources.read(data, ARRAY).pieces == []


@pytest.mark.parametrize(
    "broken",
    [
        '{"instruction": "no quote, "output": "x"}',
        '{"instruction": "a", "output": }',
        '{"instruction": "a",, "output": "b"}',
        '{"instruction": "a" "output": "b"}',
        "{instruction: 1}",
        '{"instruction": "tab\there"}',
        '{"instruction": "\\x"}',
        "@@@@",
        '{"instruction": "unclosed", "output": ["a", {"b": 1}',
    ],
)
@pytest.mark.parametrize("position", [0, 2, 5])
@pytest.mark.parametrize("indent", [None, 4])
def test_a_broken_record_costs_itself_and_nothing_else(sources, broken, position, indent):
    reading = sources.read(array_with(position, broken, indent), ARRAY)
    assert reading.records == [record for n, record in enumerate(GOOD) if n != position]
    assert len(reading.faults) == 1
    assert json.loads(reading.kept(ARRAY)) == reading.records


@pytest.mark.parametrize("cut", range(1, 300, 7))
def test_an_array_cut_anywhere_keeps_what_came_before(sources, cut):
    data = json.dumps(GOOD, indent=4).encode()[:-cut]
    reading = sources.read(data, ARRAY)
    assert reading.records == GOOD[: len(reading.records)]
    assert len(reading.records) >= len(GOOD) - 1 - cut // 60
    assert len(reading.faults) == 1
    assert json.loads(reading.kept(ARRAY)) == reading.records
    assert reading.kept(ARRAY, keep=lambda piece: True) == data


def test_a_missing_comma_is_told_and_the_rest_goes_on(sources):
    reading = sources.read(b'[{"a": 1} {"a": 2}, {"a": 3}]', ARRAY)
    assert reading.records == [{"a": 1}, {"a": 3}]
    assert reading.faults == ["has no comma before it"]


def test_a_dangling_comma_does_not_survive_in_what_is_kept(sources):
    reading = sources.read(b'[{"a": 1}, {"a": 2},\n]', ARRAY)
    assert reading.faults == ["is empty: a comma with no record after it"]
    assert json.loads(reading.kept(ARRAY)) == [{"a": 1}, {"a": 2}]


def test_a_file_that_is_no_array_is_told_and_kept(sources):
    reading = sources.read(b'{"a": 1}\n{"a": 2}', ARRAY)
    assert reading.faults == ["is no record: the file does not begin with ["]


def test_what_stands_behind_the_array_is_no_record(sources):
    reading = sources.read(b'[{"a": 1}]\n[{"a": 2}]', ARRAY)
    assert reading.records == [{"a": 1}]
    assert json.loads(reading.kept(ARRAY)) == [{"a": 1}]


def test_ten_thousand_levels_are_refused_and_the_rest_is_read(sources):
    deep = '{"a": ' + "[" * 10_000 + "]" * 10_000 + "}"
    reading = sources.read(f'[{{"a": 1}},\n{deep},\n{{"a": 2}}]'.encode(), ARRAY)
    assert reading.records == [{"a": 1}, {"a": 2}]
    assert reading.faults == ["is nested too deeply to be read"]


def test_a_record_that_opens_like_no_other_still_ends_where_its_brackets_close(sources):
    reading = sources.read(b'[{"odd": {"x": [1,, 2]}}, {"a": 1}, {"b": "}", oops}, {"c": 1}]', ARRAY)
    assert reading.records == [{"a": 1}, {"c": 1}]


def test_bytes_that_are_no_text_cost_their_record(sources):
    reading = sources.read(b'[{"a": "x"}, {"a": "y\xff\xfez"}, {"a": "\xc3\xa9"}]', ARRAY)
    assert reading.records == [{"a": "x"}, {"a": "é"}]
    assert reading.faults == ["is not valid UTF-8 at byte 9 of the record"]


def test_half_a_surrogate_pair_becomes_a_replacement_character(sources):
    reading = sources.read(rb'[{"a": "x\ud800y", "b": "\ud83d\ude00"}]', ARRAY)
    assert reading.records == [{"a": "x�y", "b": "😀"}]


def test_numbers_beyond_any_type_are_read_or_told(sources):
    huge = "9" * 5000
    reading = sources.read(f'[{{"a": NaN, "b": 1e400, "c": {10**30}}}, {{"a": {huge}}}]'.encode(), ARRAY)
    assert reading.records[0]["c"] == 10**30
    assert reading.faults == ["holds a number with too many digits"]


def test_bare_values_come_as_they_are(sources):
    assert sources.read(b'[1, null, "x", {}, [2]]', ARRAY).records == [1, None, "x", {}, [2]]


def test_a_field_of_ten_megabytes_is_one_record(sources):
    records = [{"a": "x" * 10_000_000}, {"a": "é" * 100_000}, {"a": ""}]
    data = json.dumps(records, ensure_ascii=False).encode()
    assert sources.read(data, ARRAY).records == records


def test_a_record_beyond_the_limit_comes_in_faulty_pieces(sources, monkeypatch):
    monkeypatch.setattr(json_array, "RECORD_LIMIT", 200_000)
    monkeypatch.setattr(json_array, "PART", 200_000)
    data = json.dumps([{"a": 1}, {"a": "x" * 900_000}, {"a": 2}]).encode()
    reading = sources.read(data, ARRAY)
    assert reading.records == [{"a": 1}, {"a": 2}]
    assert all(fault == "is longer than a record may be (32 MB)" for fault in reading.faults)
    assert all(len(piece.raw) < 500_000 for piece in reading.pieces)


def test_white_space_beyond_the_limit_is_kept_apart(sources, monkeypatch):
    monkeypatch.setattr(json_array, "RECORD_LIMIT", 200_000)
    reading = sources.read(b"[" + b" " * 1_000_000 + b'{"a": 1}]', ARRAY)
    assert reading.records == [{"a": 1}]
    assert json.loads(reading.kept(ARRAY)) == [{"a": 1}]


def test_damage_among_records_that_open_in_many_ways_costs_little(sources):
    good = b",".join(b'{"k%d": "%s"}' % (n, b"x" * 50) for n in range(4000))
    reading = sources.read(b'[{"a": 1}, {"b": oops}, ' + good + b"]", ARRAY)
    assert len(reading.records) > 3000


def test_a_large_file_of_damage_is_read_in_one_go(sources):
    # With a seam search that starts over for every piece this would take hours.
    data = b"[" + b'{"a": oops "b": {{ ' * 400_000
    reading = sources.read(data, ARRAY)
    assert reading.records == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(
    records=st.lists(st.dictionaries(st.text(), JSON, max_size=4), max_size=8),
    indent=st.sampled_from([None, 1, 4]),
    ascii_only=st.booleans(),
    ending=st.sampled_from(["", "\n", "\r\n  "]),
)
def test_law_every_array_is_read_whole(sources, records, indent, ascii_only, ending):
    text = json.dumps(records, indent=indent, ensure_ascii=ascii_only) + ending
    reading = sources.read(text.encode("utf-8", "surrogatepass"), ARRAY)
    assert len(reading.pieces) == len(records)
    assert not ascii_only or reading.faults == []


@given(data=st.binary(max_size=60) | st.text('[]{}",:\\ a1\n', max_size=60).map(str.encode))
def test_law_no_bytes_are_lost_whatever_they_are(sources, data):
    sources.read(b"[" + data, ARRAY)


@given(keep=st.lists(st.booleans(), min_size=6, max_size=6), indent=st.sampled_from([None, 2]))
def test_law_leaving_records_out_leaves_a_valid_array(sources, keep, indent):
    reading = sources.read(json.dumps(GOOD, indent=indent).encode(), ARRAY)
    chosen = [piece for piece, wanted in zip(reading.pieces, keep, strict=True) if wanted]
    kept = json.loads(reading.kept(ARRAY, keep=lambda piece: any(piece is one for one in chosen)))
    assert kept == [record for record, wanted in zip(GOOD, keep, strict=True) if wanted]
