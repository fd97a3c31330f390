"""Arrow rows as typed JSON: readable, and exactly the same values come back."""

from __future__ import annotations

import math
import sys
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.formats import typed_rows
from synthreview.formats.json_text import read_json
from synthreview.formats.layout import TOO_LONG
from synthreview.formats.typed_rows import TypedRows, Unkept

UNITS = ("s", "ms", "us", "ns")
INTEGERS = {
    name: getattr(pa, name)()
    for name in ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
}


def batch_of(*arrays: pa.Array) -> pa.RecordBatch:
    """Columns a, b, c ... of these arrays."""
    return pa.RecordBatch.from_arrays(list(arrays), names=[chr(97 + i) for i in range(len(arrays))])


def rows_of(batch: pa.RecordBatch):
    return list(TypedRows(batch.schema).pieces(batch))


def texts(array: pa.Array) -> list[str]:
    """Each value as it stands in the typed JSON."""
    return [piece.raw.decode()[5:-1] for piece in rows_of(batch_of(array))]


def same(one: pa.Array, other: pa.Array) -> bool:
    """Equal in type and values, one NaN like another and a dictionary by what it stands for."""
    if not one.type.equals(other.type):
        return False
    return one.equals(other) or _plain(one.to_pylist()) == _plain(other.to_pylist())


def _plain(value):
    if isinstance(value, float):
        return "NaN" if math.isnan(value) else (value, math.copysign(1, value))
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return value


def comes_back(array: pa.Array) -> None:
    """The law: what is read is what the bytes say, and the bytes give the values again."""
    batch = batch_of(array)
    pieces = rows_of(batch)
    assert [piece.fault for piece in pieces] == [""] * len(array)
    for piece in pieces:
        assert _plain(read_json(piece.raw, "utf-8")) == _plain(piece.record)
    again = TypedRows(batch.schema).batch([piece.raw for piece in pieces])
    again.validate()
    assert again.schema.equals(batch.schema, check_metadata=True)
    assert same(again.column(0), array)


# --- what a value looks like ---------------------------------------------------------------------


def test_a_row_is_one_object_with_its_columns_in_their_order():
    batch = batch_of(pa.array(["é", None]), pa.array([1, 2]), pa.array([True, False]))
    assert [piece.raw for piece in rows_of(batch)] == [
        '{"a":"é","b":1,"c":true}'.encode(),
        b'{"a":null,"b":2,"c":false}',
    ]


@pytest.mark.parametrize(
    ("array", "shown"),
    [
        (pa.array([2**64 - 1], pa.uint64()), "18446744073709551615"),
        (pa.array([0.1], pa.float32()), "0.1"),
        (pa.array([0.1], pa.float16()), "0.1"),
        (pa.array([0.1 + 0.2]), "0.30000000000000004"),
        (pa.array([float("nan")]), "NaN"),
        (pa.array([float("-inf")], pa.float32()), "-Infinity"),
        (pa.array([b"\x00\xff"]), '"AP8="'),
        (pa.array(["1.50"]).cast(pa.decimal128(10, 2)), '"1.50"'),
        (pa.array(["9" * 40 + ".25"]).cast(pa.decimal256(60, 2)), f'"{"9" * 40}.25"'),
        (pa.array([19000], pa.date32()), '"2022-01-08"'),
        (pa.array([86_400_000], pa.int64()).view(pa.date64()), '"1970-01-02"'),
        (pa.array([3_723], pa.int32()).view(pa.time32("s")), '"01:02:03"'),
        (pa.array([3_723_000_000_001], pa.time64("ns")), '"01:02:03.000000001"'),
        (pa.array([1], pa.timestamp("ns")), '"1970-01-01T00:00:00.000000001"'),
        (pa.array([0], pa.timestamp("s", "Europe/Berlin")), '"1970-01-01T00:00:00Z"'),
        (pa.array([-93_784_005], pa.duration("ms")), '"-P1DT2H3M4.005S"'),
        (pa.array([[1, None], []]), "[1,null]"),
        (pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int8())), '[["k",1]]'),
        (pa.array([{"x": 1, "y": None}]), '{"x":1,"y":null}'),
        (pa.array(["x", "y", "x"]).dictionary_encode(), '"x"'),
        (pa.ExtensionArray.from_storage(pa.json_(), pa.array(["{}"])), '"{}"'),
    ],
    ids=lambda value: str(value.type) if isinstance(value, pa.Array) else "",
)
def test_values_are_written_readably(array, shown):
    assert texts(array)[0] == shown
    comes_back(array)


def test_a_null_struct_is_not_one_of_nulls():
    array = pa.array([None, {"x": None}, {"x": 1}], pa.struct([pa.field("x", pa.int64())]))
    assert texts(array) == ["null", '{"x":null}', '{"x":1}']
    comes_back(array)


def test_a_part_that_may_not_be_null_stays_so_under_a_null_struct():
    inner = pa.field("x", pa.list_(pa.field("item", pa.int64(), nullable=False)), nullable=False)
    comes_back(pa.array([None, {"x": [1]}, None], pa.struct([inner])))
    comes_back(pa.array([None], pa.struct([inner])))
    pairs = pa.list_(pa.field("item", pa.int64(), nullable=False), 2)
    comes_back(pa.array([None, [1, 2], None], pairs))
    comes_back(pa.array([None], pairs))


def test_a_dictionary_keeps_its_order_and_what_no_row_uses():
    sizes = pa.DictionaryArray.from_arrays(
        pa.array([2, None, 0], pa.int8()), pa.array(["small", "medium", "large", "huge"]), ordered=True
    )
    batch = batch_of(sizes)
    reader, writer = TypedRows(batch.schema), TypedRows(batch.schema)
    raws = [piece.raw for piece in reader.pieces(batch)]
    assert reader.starts == [["small", "medium", "large", "huge"]]
    writer.begin(reader.starts)
    assert writer.batch(raws).equals(batch)


def test_a_dictionary_tells_apart_what_python_takes_for_equal():
    comes_back(pa.array([0.0, -0.0, math.nan, None, math.nan]).dictionary_encode())


def test_a_dictionary_may_hold_lists():
    lists = pa.array([["a"], [], ["b", None]])
    comes_back(pa.DictionaryArray.from_arrays(pa.array([2, 0, None, 0], pa.int8()), lists))


def test_dictionaries_that_change_are_not_made_to_hold_more_than_they_can_number():
    schema = pa.schema([("a", pa.dictionary(pa.int8(), pa.string()))])
    rows = TypedRows(schema)
    rows.begin([[str(number) for number in range(100)]])
    raws = [b'{"a":"x%d"}' % number for number in range(100)]
    assert rows.batch(raws).column(0).to_pylist() == [f"x{number}" for number in range(100)]
    with pytest.raises(ValueError, match=r"'a' keeps dictionary.* cannot hold 200 different values"):
        rows.batch([b'{"a":"y%d"}' % number for number in range(200)])


def test_text_that_is_no_utf8_makes_its_row_faulty_and_loses_no_byte():
    array = pa.array([b"fine", b"br\xffken", None]).view(pa.string())
    good, bad, empty = rows_of(batch_of(array))
    assert (good.record, empty.record) == ({"a": "fine"}, {"a": None})
    assert (bad.raw, bad.record) == (b'{"a":"br\xffken"}', None)
    assert bad.fault == "is not valid UTF-8 at byte 9 of the record"
    again = TypedRows(pa.schema([("a", pa.string())])).batch([good.raw, bad.raw, empty.raw])
    assert again.column(0).view(pa.binary()).equals(array.view(pa.binary()))


def test_a_row_longer_than_a_record_may_be_is_faulty_and_whole(monkeypatch):
    monkeypatch.setattr(typed_rows, "RECORD_LIMIT", 100)
    short, long, odd = rows_of(
        batch_of(pa.array(["x", "x" * 200, "x" * 200]), pa.array([1.0, 1.0, math.nan]))
    )
    assert (short.fault, long.fault, odd.fault) == ("", TOO_LONG, TOO_LONG)
    assert len(long.raw) > 200
    assert long.record is None
    assert len(odd.raw) > 200


def test_rows_without_columns_are_empty_objects():
    batch = pa.RecordBatch.from_struct_array(pa.array([{}, {}], pa.struct([])))
    pieces = rows_of(batch)
    assert [piece.raw for piece in pieces] == [b"{}", b"{}"]
    assert TypedRows(batch.schema).batch([b"{}", b"{}"]).num_rows == 2


# --- what cannot be kept -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "type_",
    [
        pa.dense_union([pa.field("x", pa.int8())]),
        pa.list_(pa.run_end_encoded(pa.int32(), pa.int8())),
        pa.month_day_nano_interval(),
        pa.struct([("x", pa.int8()), ("x", pa.int8())]),
    ],
    ids=str,
)
def test_a_type_without_typed_json_is_refused_with_its_column(type_):
    with pytest.raises(Unkept, match=r"has a column 'odd' of a type .* leave that column out"):
        TypedRows(pa.schema([("fine", pa.string()), ("odd", type_)]))


def test_a_type_nested_without_end_is_refused():
    type_ = pa.int8()
    for _ in range(150):
        type_ = pa.list_(type_)
    with pytest.raises(Unkept, match="more than 100 levels"):
        TypedRows(pa.schema([("deep", type_)]))


def test_two_columns_of_one_name_are_refused():
    with pytest.raises(Unkept, match="several columns named 'a'"):
        TypedRows(pa.schema([("a", pa.int8()), ("a", pa.int8())]))


def test_a_column_name_that_is_no_text_is_refused():
    message = pa.schema([("name", pa.int8())]).serialize().to_pybytes().replace(b"name", b"na\xffe")
    with pytest.raises(Unkept, match="a column whose name is no text"):
        TypedRows(pa.ipc.read_schema(pa.py_buffer(message)))


@pytest.mark.parametrize(
    ("type_", "value", "why"),
    [
        (pa.int64(), '"seven"', "keeps int64 and cannot hold 'seven'"),
        (pa.int64(), "true", "keeps int64 and cannot hold True"),
        (pa.int64(), "1.0", "keeps int64 and cannot hold 1.0"),
        (pa.int8(), "300", "keeps int8 and cannot hold 300"),
        (pa.int64(), str(2**70), "cannot hold 1180591620717411303424"),
        (pa.bool_(), "1", "keeps bool and cannot hold 1"),
        (pa.string(), "1", "keeps string and cannot hold 1"),
        (pa.float32(), "0.123456789012", "keeps float and cannot hold 0.123456789012, only 0.12345679"),
        (pa.float64(), str(2**53 + 1), "keeps double and cannot hold 9007199254740993"),
        (pa.null(), "1", "keeps null and cannot hold 1"),
        (pa.date32(), '"now"', "cannot hold 'now'"),
        (pa.date32(), '"2024-02-30"', "cannot hold '2024-02-30'"),
        (pa.timestamp("s"), '"2024-01-01"', "cannot hold '2024-01-01', only '2024-01-01T00:00:00'"),
        (pa.timestamp("ns"), '"9999-01-01T00:00:00.000000000"', "cannot hold '9999-01-01T"),
        (pa.timestamp("s"), '"2024-01-01T00:00:00Z"', "cannot hold '2024-01-01T00:00:00Z'"),
        (pa.time32("s"), '"25"', "cannot hold '25'"),
        (pa.duration("s"), '"an hour"', "cannot hold 'an hour'"),
        (pa.duration("s"), '"P0DT0H90M0S"', "only 'P0DT1H30M0S'"),
        (pa.decimal128(4, 2), '"1.234"', "cannot hold '1.234'"),
        (pa.decimal128(4, 2), '"much"', "cannot hold 'much'"),
        (pa.binary(), '"?"', "cannot hold '?'"),
        (pa.binary(2), '"AAAA"', "cannot hold 'AAAA'"),
        (pa.list_(pa.int8()), "[1, 300]", "keeps int8 and cannot hold 300"),
        (pa.list_(pa.int8()), '"x"', "cannot hold 'x'"),
        (pa.list_(pa.int8(), 2), "[1]", r"cannot hold \[1\]"),
        (pa.map_(pa.string(), pa.int8()), '[["k"]]', r"cannot hold \['k'\]"),
        (pa.map_(pa.string(), pa.int8()), "[[null, 1]]", "may not hold null there"),
        (pa.struct([("x", pa.int8())]), "{}", "cannot hold {}"),
        (pa.struct([("x", pa.int8())]), '{"x": 1, "y": 2}', "cannot hold {'x': 1, 'y': 2}"),
    ],
)
def test_a_value_that_does_not_fit_its_column_is_told_with_it(type_, value, why):
    rows = TypedRows(pa.schema([("a", type_)]))
    with pytest.raises(ValueError, match=f"the column 'a' .*{why}"):
        rows.batch([b'{"a":null}', f'{{"a":{value}}}'.encode()])


def test_null_is_refused_where_the_schema_asks_for_a_value():
    rows = TypedRows(pa.schema([pa.field("a", pa.int8(), nullable=False)]))
    with pytest.raises(ValueError, match="the column 'a' may not hold null there"):
        rows.batch([b'{"a":null}'])


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"{}", "it has no column 'a'"),
        (b'{"a":1,"b":2}', "the file has no column 'b'"),
        (b"[1]", "it is no row of columns"),
        (b'{"a":', "is not valid JSON"),
    ],
)
def test_a_record_that_is_no_row_of_the_file_is_told(raw, why):
    with pytest.raises(ValueError, match=why):
        TypedRows(pa.schema([("a", pa.int64())])).batch([raw])


def test_whole_numbers_are_fine_among_floats_and_keys_in_any_order():
    rows = TypedRows(pa.schema([("a", pa.float64()), ("b", pa.string())]))
    assert rows.batch([b' { "b": "\\u00e9", "a": 1 }']).to_pylist() == [{"a": 1.0, "b": "é"}]


# --- laws ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("type_", INTEGERS.values(), ids=str)
def test_law_the_ends_of_every_integer_type_come_back(type_):
    bits = type_.bit_width
    ends = [0, 2**bits - 1] if str(type_).startswith("u") else [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1]
    comes_back(pa.array([*ends, None], type_))


def test_law_every_half_float_comes_back():
    comes_back(pa.array(np.arange(1 << 16, dtype=np.uint16).view(np.float16)))


@given(bits=st.lists(st.integers(0, 2**32 - 1)))
def test_law_every_float_comes_back(bits):
    comes_back(pa.array(np.array(bits, np.uint32).view(np.float32)))


@given(values=st.lists(st.none() | st.floats() | st.sampled_from([sys.float_info.min, 5e-324, -0.0])))
def test_law_every_double_comes_back(values):
    comes_back(pa.array(values, pa.float64()))


LONG = st.none() | st.integers(-(2**63), 2**63 - 1)
SHORT = st.none() | st.integers(-(2**31), 2**31 - 1)


@given(values=st.lists(LONG), unit=st.sampled_from(UNITS), zone=st.sampled_from([None, "UTC", "+05:30"]))
def test_law_every_moment_comes_back(values, unit, zone):
    long = pa.array(values, pa.int64())
    comes_back(long.view(pa.timestamp(unit, zone)))
    comes_back(long.view(pa.duration(unit)))
    comes_back(long.view(pa.date64()))
    comes_back(long.view(pa.time64("ns" if unit == "ns" else "us")))


@given(values=st.lists(SHORT))
def test_law_every_day_and_time_comes_back(values):
    short = pa.array(values, pa.int32())
    for type_ in (pa.date32(), pa.time32("s"), pa.time32("ms")):
        comes_back(short.view(type_))


@given(
    numbers=st.lists(st.none() | st.integers(-(10**9) + 1, 10**9 - 1)),
    scale=st.integers(-5, 9),
    kind=st.sampled_from([pa.decimal32, pa.decimal64, pa.decimal128, pa.decimal256]),
)
def test_law_every_decimal_comes_back(numbers, scale, kind):
    digits = [None if number is None else Decimal(number) for number in numbers]
    comes_back(pa.array(digits, kind(9, 0)).view(kind(9, scale)))


@given(
    values=st.lists(st.none() | st.binary(max_size=30)),
    type_=st.sampled_from([pa.binary(), pa.large_binary(), pa.binary_view()]),
)
def test_law_all_bytes_come_back_and_as_text_none_is_lost(values, type_):
    array = pa.array(values, type_)
    comes_back(array)
    twin = {pa.binary(): pa.string(), pa.large_binary(): pa.large_string()}.get(type_, pa.string_view())
    batch = batch_of(array.view(twin))
    again = TypedRows(batch.schema).batch([piece.raw for piece in rows_of(batch)])
    assert again.column(0).view(type_).to_pylist() == values
