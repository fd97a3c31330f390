"""JSON objects that hold records: keyed, within one list of theirs, or the whole as one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.formats import json_array, json_object
from synthreview.formats.layout import Container, Layout
from synthreview.formats.readers import parse
from tests.unit.formats.test_json_array import JSON

KEYED = Layout(Container.JSON_KEYED)
WHOLE = Layout(Container.JSON_OBJECT)
WITHIN = Layout(Container.JSON_ARRAY, within=("data",))
DEEP = Layout(Container.JSON_ARRAY, within=("set", "data"))
GOOD = {f"q {n}": {"text": f"number {n}", "label": n % 2} for n in range(6)}
ROWS = list(GOOD.values())


@pytest.mark.parametrize("indent", [None, 0, 4])
def test_a_keyed_record_has_its_key_among_its_bytes(sources, indent):
    data = json.dumps(GOOD, indent=indent).encode()
    reading = sources.read(data, KEYED)
    assert reading.records == ROWS
    assert all(piece.raw.startswith(b'"q ') for piece in reading.pieces)
    assert [parse(piece.raw, KEYED) for piece in reading.pieces] == ROWS


def test_plain_values_before_the_records_stay_in_the_head(sources):
    reading = sources.read(b'{"by": "us, {all}", "n": 1.5,\n "q": {"a": 1}, "r": {"a": 2}}', KEYED)
    assert reading.head == b'{"by": "us, {all}", "n": 1.5'
    assert reading.records == [{"a": 1}, {"a": 2}]
    assert json.loads(reading.kept(KEYED, keep=lambda piece: False)) == {"by": "us, {all}", "n": 1.5}
    assert json.loads(reading.kept(KEYED, keep=lambda piece: b'"r"' in piece.raw))["r"] == {"a": 2}


def test_plain_values_between_the_records_are_told_and_kept(sources):
    reading = sources.read(b'{"q": {"a": 1}, "n": 3, "none": null, "r": {"a": 2}, "end": "x"}', KEYED)
    assert reading.records == [{"a": 1}, 3, None, {"a": 2}, "x"]
    assert json.loads(reading.kept(KEYED, keep=lambda piece: isinstance(piece.record, dict))) == {
        "q": {"a": 1},
        "r": {"a": 2},
    }


@pytest.mark.parametrize(
    "broken",
    [
        '"x": {"text": oops}',
        '"x" {"text": 1}',
        'x: {"text": 1}',
        '"x": {"text": "a" "b"}',
        '"x": {"a": [1,, 2]}',
    ],
)
@pytest.mark.parametrize("position", [0, 3, 5])
def test_a_broken_member_costs_itself_and_nothing_else(sources, broken, position):
    members = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in GOOD.items()]
    members[position] = broken
    reading = sources.read(("{" + ", ".join(members) + "}").encode(), KEYED)
    assert reading.records == [record for n, record in enumerate(ROWS) if n != position]
    assert list(json.loads(reading.kept(KEYED)).values()) == reading.records


@pytest.mark.parametrize("cut", range(1, 240, 7))
def test_a_keyed_object_cut_anywhere_keeps_what_came_before(sources, cut):
    data = json.dumps(GOOD).encode()[:-cut]
    reading = sources.read(data, KEYED)
    good = [record for record in reading.records if isinstance(record, dict)]
    assert good == ROWS[: len(good)]
    assert len(good) >= len(ROWS) - 1 - cut // 40
    assert reading.kept(KEYED, keep=lambda piece: True) == data
    assert list(json.loads(reading.kept(KEYED)).values()) == reading.records


def test_keys_that_the_window_cuts_are_read_whole(sources):
    records = {f"{'k' * 700}{n}": {"text": "x" * (n % 31)} for n in range(2000)}
    assert sources.read(json.dumps(records).encode(), KEYED).records == list(records.values())


def test_a_key_given_twice_gives_two_records(sources):
    assert sources.read(b'{"q": {"a": 1}, "q": {"a": 2}}', KEYED).records == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize("data", [b"{}", b" {\n} ", b'{"by": 1}'])
def test_an_object_without_records_has_none(sources, data):
    assert sources.read(data, KEYED).pieces == []


def test_what_stands_behind_the_object_is_no_record(sources):
    reading = sources.read(b'{"q": {"a": 1}} {"r": 1}', KEYED)
    assert reading.faults == ["is no record: it stands behind the end of the object"]


def test_the_records_of_a_list_within_are_read_and_the_rest_kept_around_them(sources):
    data = json.dumps({"version": [1, {"data": 2}], "data": ROWS, "after": {"data": []}}).encode() + b"\n"
    reading = sources.read(data, WITHIN)
    assert reading.records == ROWS
    assert reading.head == b'{"version": [1, {"data": 2}], "data": ['
    assert reading.tail == b'], "after": {"data": []}}\n'
    assert json.loads(reading.kept(WITHIN, keep=lambda piece: piece.record["label"]))["data"] == ROWS[1::2]
    assert json.loads(reading.kept(WITHIN, keep=lambda piece: False))["data"] == []


def test_a_list_may_lie_deeper(sources):
    data = json.dumps({"about": "us", "set": {"n": 1, "data": ROWS}}, indent=1).encode()
    assert sources.read(data, DEEP).records == ROWS


@pytest.mark.parametrize("layout", [WITHIN, DEEP], ids=["one deep", "two deep"])
@pytest.mark.parametrize("cut", range(1, 60, 5))
def test_a_list_within_cut_anywhere_keeps_what_came_before_and_closes_what_it_keeps(sources, layout, cut):
    whole = {"set": {"data": ROWS}} if layout is DEEP else {"data": ROWS}
    data = json.dumps(whole).encode()[:-cut]
    reading = sources.read(data, layout)
    assert reading.records == ROWS[: len(reading.records)]
    assert len(reading.records) >= len(ROWS) - 2
    assert reading.kept(layout, keep=lambda piece: True) == data
    if reading.faults:
        assert json.loads(reading.kept(layout))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'{"other": 1}', "is no record: the file holds no list 'data'"),
        (b'{"a": oops, "data": [{}]}', "stands behind a value that is not valid JSON at character 1"),
        (b'{"data": {"a": 1}}', "is no record: the file does not begin with ["),
        (b'{"a": "' + b"[" * 10_000 + b'", "data" []}', "is no record: the file holds no list 'data'"),
        (b'{"a": ' + b"[" * 10_000 + b"}", "stands behind a value that is nested too deeply to be read"),
    ],
)
def test_a_file_without_its_list_is_told_and_kept(sources, data, why):
    reading = sources.read(data, WITHIN)
    assert reading.records == []
    assert reading.faults[0].startswith(why)


def test_keys_that_are_no_json_do_not_stop_the_search_for_the_list(sources):
    assert sources.read(b'{"\\x": 1, "a\tb": 2, "data": [{"a": 1}]}', WITHIN).records == [{"a": 1}]


def test_much_behind_the_list_comes_in_faulty_pieces(sources, monkeypatch):
    monkeypatch.setattr(json_object, "RECORD_LIMIT", 200_000)
    monkeypatch.setattr(json_array, "PART", 200_000)
    data = b'{"data": [{"a": 1}], "more": "' + b"x" * 2_000_000 + b'"}'
    reading = sources.read(data, WITHIN)
    assert reading.records == [{"a": 1}]
    assert set(reading.faults) == {"is no record: it stands behind the list of records"}


@pytest.mark.parametrize("data", [b' {"a": [1,\n 2]} \n', b'\xef\xbb\xbf{"a": [1, 2]}', b'{"a": [1, 2]}'])
def test_a_file_that_is_one_record_keeps_the_space_around_it_apart(sources, data):
    reading = sources.read(data, WHOLE)
    assert reading.records == [{"a": [1, 2]}]
    assert reading.kept(WHOLE) == data


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'{"a": [1, 2', "is not valid JSON at character 12: expecting ',' delimiter"),
        (b'{"a": "x', "is not valid JSON at character 7: unterminated string"),
        (b'{"a": 1} {"a": 2}', "is not valid JSON at character 10: extra data"),
        (b'{"a": "\xff"}', "is not valid UTF-8 at byte 8 of the record"),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "is nested too deeply to be read"),
    ],
)
def test_a_file_that_is_no_whole_record_says_why(sources, data, why):
    assert sources.read(data, WHOLE).faults == [why]


def test_one_record_beyond_the_limit_comes_in_faulty_pieces(sources, monkeypatch):
    monkeypatch.setattr(json_object, "RECORD_LIMIT", 1000)
    reading = sources.read(b'{"a": "' + b"x" * 5000 + b'"}', WHOLE)
    assert set(reading.faults) == {"is longer than a record may be (32 MB)"}
    assert all(len(piece.raw) <= 1000 for piece in reading.pieces)


@given(data=st.binary(max_size=60) | st.text('[]{}",:\\ da1\n', max_size=60).map(str.encode))
@pytest.mark.parametrize("layout", [KEYED, WHOLE, WITHIN, DEEP], ids=["keyed", "whole", "within", "deeper"])
def test_law_no_bytes_are_lost_whatever_they_are(sources, layout, data):
    for start in (b"", b"{", b'{"data": [', b'{"set": {"data": [', b'{"a": 1, "b": {"c": 1}'):
        sources.read(start + data, layout)


RECORDS = st.dictionaries(st.text(), st.dictionaries(st.text(), JSON, max_size=3), max_size=6)


@given(
    records=RECORDS,
    beside=st.dictionaries(st.text(min_size=1), st.text() | st.integers() | st.none(), max_size=3),
    indent=st.sampled_from([None, 0, 3]),
    ascii_only=st.booleans(),
)
def test_law_every_keyed_object_is_read_whole(sources, records, beside, indent, ascii_only):
    whole = {**{f"~{key}": value for key, value in beside.items()}, **records}
    data = json.dumps(whole, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    reading = sources.read(data, KEYED)
    assert len(reading.pieces) == len([key for key in whole if key not in {f"~{name}" for name in beside}])
    assert not ascii_only or reading.faults == []


@given(
    keep=st.lists(st.booleans(), min_size=6, max_size=6),
    indent=st.sampled_from([None, 2]),
    beside=st.dictionaries(st.sampled_from(["by", "n"]), st.integers() | st.text()),
)
def test_law_leaving_members_out_leaves_a_valid_object(sources, keep, indent, beside):
    reading = sources.read(json.dumps({**beside, **GOOD}, indent=indent).encode(), KEYED)
    chosen = [piece for piece, wanted in zip(reading.pieces, keep, strict=True) if wanted]
    kept = json.loads(reading.kept(KEYED, keep=lambda piece: any(piece is one for one in chosen)))
    assert kept == {**beside, **{key: GOOD[key] for key, wanted in zip(GOOD, keep, strict=True) if wanted}}


@given(records=st.lists(st.dictionaries(st.text(), JSON, max_size=3), max_size=5), before=JSON, after=JSON)
def test_law_every_list_within_is_read_whole(sources, records, before, after):
    data = json.dumps({"before": before, "data": records, "after": after}).encode()
    reading = sources.read(data, WITHIN)
    assert len(reading.pieces) == len(records)
    assert reading.faults == []
