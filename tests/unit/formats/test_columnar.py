"""Parquet and Arrow files: the same schema and values come back, and damage spoils only what it touches."""

from __future__ import annotations

import base64
import io
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as parquet_keys
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from synthreview.errors import EnvironmentFault, UserError
from synthreview.formats import columnar_batches, columnar_parquet
from synthreview.formats.columnar import Columnar, as_written, sniff_columnar, write_columnar
from synthreview.formats.layout import COLUMNAR, Container, Layout, Piece
from synthreview.formats.typed_rows import TypedRows

PARQUET, ARROW, STREAM = (Layout(container) for container in COLUMNAR)
LAYOUTS = (PARQUET, ARROW, STREAM)

PEOPLE = pa.table({"name": [f"person {i}" for i in range(300)], "age": list(range(300)), "ok": [True] * 300})


def encoded(table: pa.Table, layout: Layout, rows: int = 100, **options) -> bytes:
    """A file of the table as pyarrow writes it, ``rows`` rows a group or batch."""
    file = io.BytesIO()
    if layout is PARQUET:
        pq.write_table(table, file, row_group_size=rows, **options)
        return file.getvalue()
    make = pa.ipc.new_file if layout is ARROW else pa.ipc.new_stream
    with make(file, table.schema, options=pa.ipc.IpcWriteOptions(**options)) as writer:
        writer.write_table(table, max_chunksize=rows)
    return file.getvalue()


def decoded(data: bytes, layout: Layout) -> pa.Table:
    """The table in a file as pyarrow reads it."""
    if layout is PARQUET:
        return pq.ParquetFile(io.BytesIO(data)).read()
    return (pa.ipc.open_file if layout is ARROW else pa.ipc.open_stream)(data).read_all()


@dataclass
class Reading:
    """A columnar file read to its end."""

    head: bytes
    tail: bytes
    pieces: list[Piece]
    rows: int
    shares: list[float]

    @property
    def raws(self) -> list[bytes]:
        """The rows that are whole."""
        return [piece.raw for piece in self.pieces if not piece.fault]

    @property
    def faults(self) -> list[str]:
        """What is wrong with the others."""
        return [piece.fault for piece in self.pieces if piece.fault]


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Reads the bytes of a file."""
    path = tmp_path_factory.mktemp("columnar") / "source"

    def read(data: bytes, layout: Layout) -> Reading:
        path.write_bytes(data)
        source = Columnar(path, layout)
        try:
            shares = [source.share_read]
            pieces = []
            for piece in source:
                pieces.append(piece)
                shares.append(source.share_read)
            return Reading(source.head, source.tail, pieces, source.rows, shares)
        finally:
            source.close()

    return read


def written(reading: Reading, layout: Layout, raws: Iterable[bytes] | None = None) -> bytes:
    """A file like the one that was read, of all its rows or of ``raws``."""
    out = io.BytesIO()
    write_columnar(out, layout, reading.head, reading.tail, reading.raws if raws is None else raws)
    return out.getvalue()


def same(one: pa.Table, other: pa.Table) -> bool:
    """Equal in schema, metadata and values, one NaN like another."""
    if not one.schema.equals(other.schema, check_metadata=True):
        return False
    pairs = zip(one.columns, other.columns, strict=True)
    return all(a.equals(b) or _plain(a.to_pylist()) == _plain(b.to_pylist()) for a, b in pairs)


def _plain(value):
    if isinstance(value, float):
        return "NaN" if math.isnan(value) else (value, math.copysign(1, value))
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return value


def kept(read, data: bytes, layout: Layout) -> Reading:
    """The law: written again, the file has the same schema and values, and reads the same."""
    reading = read(data, layout)
    assert reading.faults == []
    again = written(reading, layout)
    assert same(decoded(again, layout), decoded(data, layout))
    second = read(again, layout)
    assert (second.head, second.raws) == (reading.head, reading.raws)
    assert {**json.loads(second.tail), "rows": 0} == {**json.loads(reading.tail), "rows": 0}
    return reading


# --- the same file comes back --------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.words)
def test_rows_are_records_and_the_file_comes_back(read, layout):
    reading = kept(read, encoded(PEOPLE, layout), layout)
    assert reading.pieces[7] == Piece(
        b"", b'{"name":"person 7","age":7,"ok":true}', {"name": "person 7", "age": 7, "ok": True}, ""
    )
    assert reading.rows == len(reading.pieces) == 300
    assert (reading.shares[0], reading.shares[150], reading.shares[-1]) == (0.0, 0.5, 1.0)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.words)
def test_fewer_and_changed_rows_make_a_file_of_the_same_schema(read, layout):
    reading = read(encoded(PEOPLE, layout), layout)
    raws = [b'{"name":"Zo\\u00eb","age":1,"ok":null}', *reading.raws[::2]]
    table = decoded(written(reading, layout, raws), layout)
    assert table.schema.equals(PEOPLE.schema, check_metadata=True)
    assert table.slice(0, 2).to_pylist() == [
        {"name": "Zoë", "age": 1, "ok": None},
        {"name": "person 0", "age": 0, "ok": True},
    ]
    assert table.num_rows == 151
    assert decoded(written(reading, layout, []), layout).equals(PEOPLE.slice(0, 0))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.words)
def test_a_file_without_rows_comes_back(read, layout):
    reading = kept(read, encoded(PEOPLE.slice(0, 0), layout), layout)
    assert (reading.pieces, reading.shares) == ([], [1.0])


@pytest.mark.parametrize("layout", [ARROW, STREAM], ids=lambda layout: layout.words)
def test_rows_without_columns_come_back(read, layout):
    batch = pa.RecordBatch.from_struct_array(pa.array([{}] * 3, pa.struct([])))
    reading = kept(read, encoded(pa.Table.from_batches([batch]), layout), layout)
    assert reading.raws == [b"{}"] * 3


def test_what_pandas_wrote_reads_the_same_in_pandas(read, tmp_path):
    frame = pd.DataFrame(
        {
            "size": pd.Categorical(["small", "big", None], ["big", "medium", "small"], ordered=True),
            "when": pd.to_datetime(["2024-05-06 07:08:09.123456789", None, "1969-12-31 00:00:00.000000000"]),
            "score": [0.1, float("nan"), -0.0],
            "count": pd.array([1, None, 3], dtype="Int64"),
        },
        index=pd.Index(["x", "y", "z"], name="key"),
    )
    frame.to_parquet(tmp_path / "frame.parquet")
    reading = kept(read, (tmp_path / "frame.parquet").read_bytes(), PARQUET)
    assert reading.pieces[0].record["when"] == "2024-05-06T07:08:09.123456789"
    pd.testing.assert_frame_equal(pd.read_parquet(io.BytesIO(written(reading, PARQUET))), frame)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.words)
def test_what_other_libraries_say_in_the_schema_survives(read, layout):
    features = {"info": {"features": {"label": {"names": ["no", "yes"], "_type": "ClassLabel"}}}}
    turn = pa.struct([("role", pa.string()), ("content", pa.string())])
    schema = pa.schema(
        [
            pa.field("messages", pa.list_(turn), metadata={"note": "turns"}),
            pa.field("label", pa.int64(), nullable=False),
        ],
        metadata={"huggingface": json.dumps(features)},
    )
    rows = [{"messages": [{"role": "user", "content": "Hi"}], "label": 1}, {"messages": None, "label": 0}]
    reading = kept(read, encoded(pa.Table.from_pylist(rows, schema), layout), layout)
    metadata = pa.ipc.read_schema(pa.py_buffer(reading.head)).metadata
    assert json.loads(metadata[b"huggingface"]) == features


@pytest.mark.parametrize(
    "options",
    [
        {"compression": "none"},
        {"compression": "gzip"},
        {"compression": {"name": "zstd", "age": "brotli", "ok": "lz4"}},
        {"version": "1.0"},
        {"store_schema": False},
        {"use_compliant_nested_type": False},
        {"use_deprecated_int96_timestamps": True},
        {"use_deprecated_int96_timestamps": True, "store_schema": False, "version": "1.0"},
    ],
    ids=str,
)
def test_a_parquet_file_is_written_as_its_source_was(read, options):
    many = pa.array([[i] for i in range(300)], pa.list_(pa.int32()))
    times = pa.array(range(0, 300_000, 1000), pa.timestamp("ns"))
    table = PEOPLE.append_column("many", many).append_column("time", times)
    source = encoded(table, PARQUET, **options)
    old, new = (
        pq.ParquetFile(io.BytesIO(data)).metadata
        for data in (source, written(kept(read, source, PARQUET), PARQUET))
    )
    assert (new.num_row_groups, new.format_version) == (3, old.format_version)
    assert (b"ARROW:schema" in (new.metadata or {})) == (b"ARROW:schema" in (old.metadata or {}))
    for number in range(old.num_columns):
        one, other = old.row_group(0).column(number), new.row_group(0).column(number)
        assert (one.compression, one.physical_type) == (other.compression, other.physical_type)


@pytest.mark.parametrize("layout", [ARROW, STREAM], ids=lambda layout: layout.words)
@pytest.mark.parametrize("codec", ["", "lz4", "zstd"])
def test_an_arrow_file_is_packed_as_its_source_was(read, layout, codec):
    table = pa.table({"text": ["again and again " * 50] * 300, "n": range(300)})
    source = encoded(table, layout, compression=codec or None)
    reading = kept(read, source, layout)
    assert json.loads(reading.tail)["codec"] == codec
    assert abs(len(written(reading, layout)) - len(source)) < 1000


def test_the_footer_of_an_arrow_file_keeps_its_metadata(read):
    file = io.BytesIO()
    with pa.ipc.new_file(file, PEOPLE.schema, metadata={b"by": b"\xff me"}) as writer:
        writer.write_table(PEOPLE)
    again = written(kept(read, file.getvalue(), ARROW), ARROW)
    assert pa.ipc.open_file(again).metadata == {b"by": b"\xff me"}


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.words)
def test_dictionaries_come_back_when_they_grow_change_and_lie_in_lists(read, monkeypatch, layout):
    monkeypatch.setattr(columnar_batches, "BATCH_ROWS", 40)
    words = pa.array([f"word {i // 3}" for i in range(300)])
    plain = words.dictionary_encode()
    narrow = pa.DictionaryArray.from_arrays(plain.indices.cast(pa.int8()), plain.dictionary, ordered=True)
    lists = pa.ListArray.from_arrays(range(301), plain)
    rows = 300 if layout is PARQUET else 100  # pyarrow cannot read such lists of two row groups
    kept(read, encoded(pa.table({"narrow": narrow, "lists": lists}), layout, rows), layout)


def test_a_stream_may_use_more_words_than_its_dictionary_can_number_at_a_time(read):
    schema = pa.schema([("word", pa.dictionary(pa.int8(), pa.string()))])
    file = io.BytesIO()
    with pa.ipc.new_stream(file, schema) as writer:
        for start in (0, 100, 200):
            words = pa.array([f"word {start + i}" for i in range(100)]).dictionary_encode()
            array = pa.DictionaryArray.from_arrays(words.indices.cast(pa.int8()), words.dictionary)
            writer.write_batch(pa.record_batch([array], schema))
    reading = read(file.getvalue(), STREAM)
    again = decoded(written(reading, STREAM), STREAM)
    assert again["word"].to_pylist() == [f"word {i}" for i in range(300)]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.words)
def test_a_dictionary_of_very_many_words_is_not_kept_beside_the_file(read, layout):
    words = pa.array([f"a rather long word {i // 10}" for i in range(15_000)])
    table = pa.table({"word": words.dictionary_encode()})
    source = encoded(table, layout, rows=5000, compression="none" if layout is PARQUET else None)
    reading = read(source, layout)
    assert json.loads(reading.tail)["dictionaries"] == [None]
    again = written(reading, layout)
    assert decoded(again, layout)["word"].to_pylist() == words.to_pylist()
    assert len(again) < len(source) * (0.5 if layout is PARQUET else 1.2)  # no row group holds them all


# --- a few rows at a time ------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.words)
def test_rows_of_very_different_lengths_are_looked_at_a_few_at_a_time(read, monkeypatch, layout):
    lengths = [10] * 500 + [50_000] * 300 + [10] * 300
    table = pa.table({"text": ["x" * length for length in lengths], "n": range(len(lengths))})
    data = encoded(table, layout, rows=len(lengths))
    for module in (columnar_parquet, columnar_batches):
        monkeypatch.setattr(module, "BATCH_BYTES", 200_000)
        monkeypatch.setattr(module, "BATCH_ROWS", 100)
    sizes = []

    def noted(function):
        def wrapped(*arguments):
            sizes.append(next(one.nbytes for one in arguments if isinstance(one, pa.RecordBatch)))
            return function(*arguments)

        return wrapped

    monkeypatch.setattr(TypedRows, "pieces", noted(TypedRows.pieces))
    monkeypatch.setattr(columnar_parquet, "fitting", noted(columnar_batches.fitting))
    reading = read(data, layout)
    assert [piece.record["n"] for piece in reading.pieces] == list(range(len(lengths)))
    assert sum(size > 1_000_000 for size in sizes) <= 1
    assert same(decoded(written(reading, layout), layout), table)


def test_row_groups_that_would_fill_the_memory_are_written_smaller(read, monkeypatch):
    monkeypatch.setattr(columnar_parquet, "GROUP_BYTES", 2000)
    monkeypatch.setattr(columnar_batches, "BATCH_ROWS", 50)
    reading = read(encoded(PEOPLE, PARQUET, rows=300), PARQUET)
    again = pq.ParquetFile(io.BytesIO(written(reading, PARQUET)))
    assert again.metadata.num_row_groups > 1
    assert again.read().equals(PEOPLE)


def test_long_records_are_written_a_few_at_a_time(read, monkeypatch):
    reading = read(encoded(PEOPLE, ARROW, rows=300), ARROW)
    assert pa.ipc.open_file(written(reading, ARROW)).num_record_batches == 1
    monkeypatch.setattr(columnar_batches, "BATCH_BYTES", 1000)
    assert pa.ipc.open_file(written(reading, ARROW)).num_record_batches > 5


# --- edits that do not fit -----------------------------------------------------------------------


def test_an_edit_is_refused_before_it_is_written(read):
    head = read(encoded(PEOPLE, PARQUET), PARQUET).head
    whole = b'{"name":"x","age":5,"ok":true}'
    assert as_written(whole, head) == whole
    with pytest.raises(ValueError, match="the column 'age' keeps int64 and cannot hold 'five'"):
        as_written(b'{"name":"x","age":"five","ok":true}', head)
    with pytest.raises(ValueError, match="it has no column 'ok'"):
        as_written(b'{"name":"x","age":5}', head)


def test_an_edit_reads_as_the_file_will_give_it(read):
    head = read(encoded(pa.table({"a": [0.5], "b": ["x"]}), PARQUET), PARQUET).head
    assert as_written(b'{ "b": "\\u00e9", "a": 1 }', head) == '{"a":1.0,"b":"é"}'.encode()
    with pytest.raises(ValueError, match="'b' keeps string and cannot hold 2"):
        as_written(b'{"a":1,"b":2}', head)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.words)
def test_writing_names_the_record_the_column_and_the_value_that_do_not_fit(read, layout):
    reading = read(encoded(PEOPLE, layout), layout)
    raws = [*reading.raws[:250], b'{"name":"x","age":"old","ok":true}']
    out = io.BytesIO()
    with pytest.raises(UserError, match=r"record 251 does not fit: the column 'age' keeps int64 .* 'old'"):
        write_columnar(out, layout, reading.head, reading.tail, raws)
    assert not out.getvalue().endswith((b"PAR1", b"ARROW1"))  # what is no file does not look like one


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.words)
def test_trouble_with_the_place_to_write_to_is_told_as_it_is_and_that_is_not_closed(read, layout):
    class Full(io.BytesIO):
        def write(self, data):
            if self.tell() > 500:
                raise OSError(28, "No space left on device")
            return super().write(data)

    reading = read(encoded(PEOPLE, layout), layout)
    out = Full()
    with pytest.raises(OSError, match="No space left on device"):
        write_columnar(out, layout, reading.head, reading.tail, reading.raws)
    assert not out.closed


# --- what cannot be opened -----------------------------------------------------------------------


def open_bytes(tmp_path: Path, data: bytes, layout: Layout) -> Columnar:
    path = tmp_path / "source.bin"
    path.write_bytes(data)
    return Columnar(path, layout)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.words)
def test_a_file_that_says_nothing_of_what_it_holds_is_refused_by_name(tmp_path, layout):
    good = encoded(PEOPLE, layout)
    cut = good[:30] if layout is STREAM else good[:-20]
    for data in (b"", b"nothing of the kind", cut):
        with pytest.raises(
            UserError, match=r"source\.bin cannot be opened as .* get it again or save it anew"
        ):
            open_bytes(tmp_path, data, layout)


def test_a_missing_file_and_one_that_may_not_be_read_are_told_apart(tmp_path):
    with pytest.raises(UserError, match="There is no file"):
        Columnar(tmp_path / "absent", PARQUET)
    with pytest.raises(EnvironmentFault, match="cannot be read"):
        Columnar(tmp_path, PARQUET)


@pytest.mark.parametrize("layout", [ARROW, STREAM], ids=lambda layout: layout.words)
def test_a_column_that_cannot_be_kept_is_named_with_the_remedy(tmp_path, layout):
    table = pa.table({"odd": pa.array([(1, 2, 3)], pa.month_day_nano_interval())})
    with pytest.raises(
        UserError, match=r"source\.bin has a column 'odd' .*interval; leave that column out\."
    ):
        open_bytes(tmp_path, encoded(table, layout), layout)


class Keys(parquet_keys.KmsClient):
    """Keys that are no secret."""

    def wrap_key(self, key_bytes, master_key_identifier):
        return base64.b64encode(key_bytes)


@pytest.mark.parametrize("plain_footer", [True, False])
def test_an_encrypted_file_is_refused_as_such(tmp_path, plain_footer):
    configuration = parquet_keys.EncryptionConfiguration(
        footer_key="footer", column_keys={"column": ["age"]}, plaintext_footer=plain_footer
    )
    factory = parquet_keys.CryptoFactory(lambda _: Keys())
    properties = factory.file_encryption_properties(parquet_keys.KmsConnectionConfig(), configuration)
    data = encoded(PEOPLE, PARQUET, encryption_properties=properties)
    assert sniff_columnar(data) is Container.PARQUET
    with pytest.raises(UserError, match="is encrypted"):
        open_bytes(tmp_path, data, PARQUET)


def test_a_compression_that_is_not_supported_is_named(tmp_path):
    data = bytearray(encoded(PEOPLE.select(["name"]), PARQUET, rows=300))
    codec = data.rfind(b"\x18\x04name\x15\x02") + 7  # the column's name, then the code of its compression
    data[codec] = 6
    with pytest.raises(UserError, match=r"LZO .* save it anew"):
        open_bytes(tmp_path, bytes(data), PARQUET)


# --- damage --------------------------------------------------------------------------------------


def with_damage(data: bytes, at: int, size: int = 100) -> bytes:
    """The file with some bytes overwritten."""
    return data[:at] + b"\xfe" * size + data[at + size :]


def chunk_of(data: bytes, group: int, column: int) -> tuple[int, int]:
    """Where one column of a row group is in a Parquet file, and its size."""
    chunk = pq.ParquetFile(io.BytesIO(data)).metadata.row_group(group).column(column)
    return chunk.dictionary_page_offset or chunk.data_page_offset, chunk.total_compressed_size


def test_a_damaged_column_spoils_its_row_group_and_no_other(read):
    data = encoded(PEOPLE, PARQUET)
    reading = read(with_damage(data, chunk_of(data, 1, 1)[0]), PARQUET)
    assert [bool(piece.fault) for piece in reading.pieces] == [False] * 100 + [True] * 100 + [False] * 100
    assert reading.pieces[100] == Piece(
        b"", b'{"name":"person 100","ok":true}', None, "cannot be read whole: the column 'age' is damaged"
    )
    assert decoded(written(reading, PARQUET), PARQUET)["age"].to_pylist() == [*range(100), *range(200, 300)]


def test_rows_before_the_damage_inside_a_column_stay_good(read):
    table = pa.table({"a": [f"text {i}" for i in range(20_000)], "b.c": range(20_000)})
    data = encoded(table, PARQUET, rows=20_000, data_page_size=4096, use_dictionary=False)
    start, size = chunk_of(data, 0, 1)
    reading = read(with_damage(data, start + size // 2), PARQUET)
    good = len(reading.raws)
    assert 0 < good < 20_000
    assert set(reading.faults) == {"cannot be read whole: the column 'b.c' is damaged"}
    last = b'{"a":"text 19999"}'
    assert (len(reading.pieces), reading.pieces[good - 1].record["b.c"]) == (20_000, good - 1)
    assert reading.pieces[-1].raw == last


def test_a_page_that_does_not_match_its_checksum_is_damage(read):
    data = encoded(PEOPLE, PARQUET, compression="none", use_dictionary=False, write_page_checksum=True)
    start, size = chunk_of(data, 0, 1)
    reading = read(with_damage(data, start + size - 8, 2), PARQUET)
    assert reading.faults == ["cannot be read whole: the column 'age' is damaged"] * 100


def test_places_in_a_dictionary_that_it_does_not_have_are_damage(read):
    words = pa.array([f"word {i % 5}" for i in range(300)]).dictionary_encode()
    data = encoded(PEOPLE.append_column("word", words), PARQUET, compression="none")
    start, size = chunk_of(data, 1, 3)
    reading = read(with_damage(data, start + size - 8, 4), PARQUET)
    assert reading.faults == ["cannot be read whole: the column 'word' is damaged"] * 100
    assert reading.pieces[100].raw == b'{"name":"person 100","age":100,"ok":true}'


def test_several_damaged_columns_are_all_named(read):
    data = encoded(PEOPLE, PARQUET)
    for column in (0, 1):
        data = with_damage(data, chunk_of(encoded(PEOPLE, PARQUET), 0, column)[0], 30)
    reading = read(data, PARQUET)
    assert reading.faults == ["cannot be read whole: the columns 'name', 'age' are damaged"] * 100
    assert reading.pieces[0].raw == b'{"ok":true}'


def test_a_row_group_of_which_nothing_can_be_read_still_counts_its_rows(read):
    table = PEOPLE.select(["age"])
    data = encoded(table, PARQUET)
    reading = read(with_damage(data, chunk_of(data, 0, 0)[0]), PARQUET)
    assert reading.faults == ["cannot be read: this part of the file is damaged"] * 100
    assert (reading.pieces[0].raw, reading.raws[0]) == (b"{}", b'{"age":100}')


@pytest.mark.parametrize("codec", [None, "zstd"])
def test_a_stream_that_ends_early_keeps_its_whole_batches(read, codec):
    data = encoded(PEOPLE, STREAM, compression=codec)
    reading = read(data[: len(data) - 300], STREAM)
    assert len(reading.raws) == reading.rows == 200
    assert reading.pieces[-1] == Piece(b"", b"", None, "is missing: the file ends early")
    assert reading.shares[-1] == 1.0


def bodies_of(data: bytes, start: int) -> list[tuple[int, int]]:
    """Where the data of each batch in an Arrow file is, from to."""
    source = pa.BufferReader(data)
    source.seek(start)
    return [
        (source.tell() - message.body.size, source.tell())
        for message in pa.ipc.MessageReader.open_stream(source)
        if message.type == "record batch"
    ]


@pytest.mark.parametrize("layout", [ARROW, STREAM], ids=lambda layout: layout.words)
def test_offsets_that_lead_nowhere_spoil_the_rows_of_their_batch(read, layout):
    data = encoded(PEOPLE, layout)
    start, _ = bodies_of(data, 8 if layout is ARROW else 0)[1]
    reading = read(with_damage(data, start + 40, 40), layout)
    assert [bool(piece.fault) for piece in reading.pieces] == [False] * 100 + [True] * 100 + [False] * 100
    assert reading.pieces[100].raw == b'{"age":100,"ok":true}'
    assert set(reading.faults) == {"cannot be read whole: the column 'name' is damaged"}


def test_a_packed_batch_of_an_arrow_file_is_saved_column_by_column(read):
    data = encoded(PEOPLE, ARROW, compression="zstd")
    start, _ = bodies_of(data, 8)[1]
    reading = read(with_damage(data, start + 8, 16), ARROW)
    assert reading.pieces[100].raw == b'{"age":100,"ok":true}'
    assert set(reading.faults) == {"cannot be read whole: the column 'name' is damaged"}
    assert (len(reading.pieces), len(reading.raws)) == (300, 200)


def test_a_packed_batch_of_a_stream_is_left_out_and_the_next_one_read(read):
    data = encoded(PEOPLE, STREAM, compression="zstd")
    start, _ = bodies_of(data, 0)[1]
    reading = read(with_damage(data, start + 8, 16), STREAM)
    assert reading.faults == ["stands for rows that cannot be read: this part of the file is damaged"]
    assert [piece.record["age"] for piece in reading.pieces if piece.record] == [
        *range(100),
        *range(200, 300),
    ]
    assert reading.rows == 200


def test_a_stream_whose_messages_are_lost_ends_with_a_faulty_piece(read):
    data = encoded(PEOPLE, STREAM)
    start, _ = bodies_of(data, 0)[1]
    for lost in (with_damage(data, start - 200, 150), data[: start - 200] + b"\0" * 200 + data[start:]):
        reading = read(lost, STREAM)
        assert reading.raws[:100] == read(data, STREAM).raws[:100]
        assert reading.faults


def test_text_that_is_no_utf8_is_a_faulty_row_in_every_container(read):
    names = pa.array([b"fine", b"br\xffken", b"fine"]).view(pa.string())
    for layout in LAYOUTS:
        data = encoded(pa.table({"name": names, "age": [1, 2, 3]}), layout)
        reading = read(data, layout)
        assert [piece.fault for piece in reading.pieces] == [
            "",
            "is not valid UTF-8 at byte 12 of the record",
            "",
        ]
        again = decoded(written(reading, layout, [piece.raw for piece in reading.pieces]), layout)
        assert again["name"].combine_chunks().view(pa.binary()).to_pylist() == [
            b"fine",
            b"br\xffken",
            b"fine",
        ]


@settings(max_examples=60)
@given(layout=st.sampled_from(LAYOUTS), data=st.data())
def test_law_whatever_is_damaged_reading_ends_and_says_so_or_gives_rows(read, layout, data):
    whole = encoded(PEOPLE.slice(0, 60), layout, rows=20)
    at = data.draw(st.integers(8, len(whole) - 1))
    size = data.draw(st.integers(1, 64))
    try:
        reading = read(with_damage(whole, at, size)[: len(whole)], layout)
    except UserError:
        return
    assert len(reading.pieces) <= 60 + 10
    assert all(piece.fault or piece.record is not None for piece in reading.pieces)


# --- telling them from other files ---------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.words)
def test_the_first_bytes_tell_the_container(layout):
    assert sniff_columnar(encoded(PEOPLE, layout)[:64]) is layout.container


@pytest.mark.parametrize(
    "sample",
    [b"", b"[{}]", b"PAR", b"\xff\xff\xff\xff", b"\xff\xfe{\0}\0", b"\xff" * 64, b"\xff\xff\xff\xff\5\0\0\0"],
)
def test_other_first_bytes_are_no_columnar_file(sample):
    assert sniff_columnar(sample) is None


def test_the_first_version_of_feather_is_refused_with_the_remedy():
    with pytest.raises(UserError, match="save it as Parquet"):
        sniff_columnar(b"FEA1" + bytes(60))


# --- the law -------------------------------------------------------------------------------------

UNITS = st.sampled_from(["s", "ms", "us", "ns"])
MOMENTS = {"s": 10**9, "ms": 10**12, "us": 10**15, "ns": 10**18}
TEXT = st.text(st.characters(codec="utf-8"), max_size=12)


def integers(type_: pa.DataType) -> st.SearchStrategy:
    low = 0 if str(type_).startswith("u") else -(2 ** (type_.bit_width - 1))
    return st.integers(low, low + 2**type_.bit_width - 1)


@st.composite
def plain_columns(draw):
    """An Arrow type that holds no other, and a strategy for its values."""
    unit = draw(UNITS)
    long = st.integers(-MOMENTS[unit], MOMENTS[unit])
    whole = draw(st.sampled_from([pa.int8(), pa.int32(), pa.int64(), pa.uint16(), pa.uint64()]))
    texts = draw(st.sampled_from([pa.string(), pa.large_string()]))
    return draw(
        st.sampled_from(
            [
                (whole, integers(whole)),
                (pa.bool_(), st.booleans()),
                (pa.float64(), st.floats()),
                (pa.float32(), st.floats(width=32)),
                (pa.float16(), st.floats(width=16)),
                (texts, TEXT),
                (pa.binary(), st.binary(max_size=8)),
                (pa.binary(3), st.binary(min_size=3, max_size=3)),
                (pa.decimal128(12, 4), st.decimals(-(10**7), 10**7, places=4)),
                (pa.date32(), st.dates()),
                (pa.timestamp(unit), long),
                (pa.timestamp(unit, "America/New_York"), long),
                (pa.duration(unit), long),
                (pa.time64("ns"), st.integers(0, 86_400 * 10**9 - 1)),
                (pa.null(), st.none()),
                (pa.dictionary(pa.int16(), pa.string()), TEXT),
            ]
        )
    )


@st.composite
def columns(draw, deep: int = 0):
    """An Arrow type and a strategy for its values, nested in one another up to three levels."""
    kind = (
        draw(st.sampled_from(["plain", "plain", "list", "fixed", "struct", "map"])) if deep < 3 else "plain"
    )
    if kind == "plain":
        type_, values = draw(plain_columns())
        return type_, st.none() | values
    inner, values = draw(columns(deep + 1))
    if kind == "list":
        make = draw(st.sampled_from([pa.list_, pa.large_list]))
        return make(inner), st.none() | st.lists(values, max_size=3)
    if kind == "fixed":
        return pa.list_(inner, 2), st.none() | st.lists(values, min_size=2, max_size=2)
    if kind == "map":
        return pa.map_(pa.string(), inner), st.none() | st.lists(st.tuples(TEXT, values), max_size=3)
    other, more = draw(columns(deep + 1))
    return (
        pa.struct([("x", inner), pa.field("a b", other, metadata={"k": "v"})]),
        st.none() | st.fixed_dictionaries({"x": values, "a b": more}),
    )


@st.composite
def tables(draw):
    names = draw(st.lists(TEXT, min_size=1, max_size=4, unique=True))
    types = [draw(columns()) for _ in names]
    count = draw(st.integers(0, 8))
    arrays = [
        pa.array(draw(st.lists(values, min_size=count, max_size=count)), type_) for type_, values in types
    ]
    fields = [pa.field(name, type_) for name, (type_, _) in zip(names, types, strict=True)]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata={"about": "all"}))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.words)
@given(table=tables(), rows=st.integers(1, 5))
def test_law_every_table_comes_back(read, layout, table, rows):
    try:
        data = encoded(table, layout, rows=rows)
        decoded(data, layout).validate(full=True)
    except (pa.ArrowException, OSError):
        assume(False)  # pyarrow itself cannot write or read such a file, or finds it broken
    kept(read, data, layout)
