"""Delimited text: exact rows, and quotes that are never closed."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from synthreview.formats import delimited
from synthreview.formats.readers import parse
from tests.unit.formats.reading import table

TWO = table("a", "b")


def test_quotes_protect_separators_and_line_ends(sources):
    data = b'a,b\r\n1,"x, ""y""\n\nz"\r\n2,\r\n'
    reading = sources.read(data, TWO)
    assert reading.records == [{"a": "1", "b": 'x, "y"\n\nz'}, {"a": "2", "b": ""}]
    assert reading.head == b"a,b"
    assert reading.pieces[0].prefix == b"\r\n"
    assert reading.tail == b"\r\n"


def test_blank_lines_and_a_missing_last_line_end_are_kept(sources):
    reading = sources.read(b"\n\na,b\n\n1,2\n\n\n3,4", TWO)
    assert reading.records == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]
    assert reading.kept(TWO, keep=lambda piece: piece.record["a"] == "3") == b"\n\na,b\n\n3,4"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (b"1", "has 1 cell where the header has 2"),
        (b"1,2,3", "has 3 cells where the header has 2"),
        (b'1,"x" y', "has text behind a closing quote"),
        (b'1,"x', "has a quote that is not closed"),
        (b"1,\xff", "is not valid UTF-8 at byte 3 of the record"),
    ],
)
def test_a_row_that_does_not_fit_says_why(sources, row, why):
    reading = sources.read(b"a,b\n5,6\n" + row + b"\n7,8\n", TWO)
    assert reading.faults == [why]
    assert reading.records == [{"a": "5", "b": "6"}, {"a": "7", "b": "8"}]
    assert reading.kept(TWO) == b"a,b\n5,6\n7,8\n"


def test_a_missing_quote_costs_its_own_line_only(sources):
    rows = [f'{n},"text, {n}\nsecond line"\n' for n in range(200)]
    rows[50] = '50,"never closed\n'
    reading = sources.read(("a,b\n" + "".join(rows)).encode(), TWO)
    assert len(reading.records) == 199
    assert reading.faults == ["has a quote that is not closed"] or len(reading.faults) == 1


def test_a_missing_quote_in_a_file_without_other_quotes_costs_its_own_line_only(sources):
    lines = ['9,"open'] + [f"{n},plain" for n in range(500)]
    reading = sources.read(("a,b\n" + "\n".join(lines)).encode(), TWO)
    assert len(reading.records) == 500
    assert reading.faults == ["has a quote that is not closed"]


def test_quotes_opened_on_every_line_do_not_make_reading_slow(sources, monkeypatch):
    # Each line leaves a quote open for all that follow: read naively, the square of the file.
    monkeypatch.setattr(delimited, "RECORD_LIMIT", 1 << 20)
    reading = sources.read(b"a,b\n" + b'x","y\n' * 200_000, TWO)
    assert len(reading.faults) == 200_000


def test_lone_carriage_returns_end_lines(sources):
    reading = sources.read(b"a,b\r1,2\r3,4\r", TWO)
    assert reading.records == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]


def test_mixed_line_ends_are_kept(sources):
    reading = sources.read(b'a,b\n1,2\r\n3,"x\ry"\r5,6\n', TWO)
    assert [record["b"] for record in reading.records] == ["2", "x\ry", "6"]


def test_a_cell_of_ten_megabytes_is_one_cell(sources):
    text = "long, " * 1_700_000
    reading = sources.read(f'a,b\n1,"{text}"\n2,x\n'.encode(), TWO)
    assert reading.records == [{"a": "1", "b": text}, {"a": "2", "b": "x"}]


def test_five_thousand_columns_are_read(sources):
    names = [f"c{n}" for n in range(5000)]
    data = (",".join(names) + "\n" + ",".join("7" * 5000) + "\n").encode()
    assert len(sources.read(data, table(*names)).records[0]) == 5000


def test_nul_characters_stay_in_their_cells(sources):
    assert sources.read(b"a,b\n1,x\0y\n", TWO).records == [{"a": "1", "b": "x\0y"}]


def test_a_file_without_quotes_keeps_them_as_they_are(sources):
    plain = table("a", "b", delimiter="\t", quoted=False)
    assert sources.read(b'a\tb\n"x\ty"\n', plain).records == [{"a": '"x', "b": 'y"'}]


def test_a_file_without_header_gives_its_first_row_as_a_record(sources):
    layout = table("column_1", "column_2", header=False)
    reading = sources.read(b"1,2\n3,4\n", layout)
    assert reading.records[0] == {"column_1": "1", "column_2": "2"}
    assert reading.kept(layout, keep=lambda piece: piece.record["column_1"] == "3") == b"3,4\n"


CELL = st.text(st.characters(codec="utf-8") | st.sampled_from(',"\n\r;'), max_size=8)


@given(
    rows=st.lists(st.tuples(CELL, CELL), max_size=6),
    newline=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_law_rows_written_by_the_csv_module_are_read_whole(sources, rows, newline, quoting):
    # The csv module does not quote a carriage return in a file of line feeds.
    assume(newline == "\r\n" or quoting == csv.QUOTE_ALL or not any("\r" in "".join(row) for row in rows))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator=newline, quoting=quoting)
    writer.writerows([("a", "b"), *rows])
    reading = sources.read(buffer.getvalue().encode(), TWO)
    assert [tuple(record.values()) for record in reading.records] == rows
    assert [parse(piece.raw, TWO) for piece in reading.pieces] == reading.records


@given(data=st.binary(max_size=80) | st.text(',"\r\nab', max_size=80).map(str.encode))
def test_law_no_bytes_are_lost_whatever_they_are(sources, data):
    sources.read(data, TWO)


def test_blank_rows_without_end_are_kept_apart(sources, monkeypatch):
    monkeypatch.setattr(delimited, "RECORD_LIMIT", 1000)
    reading = sources.read(b"a,b\n1,2\n" + b"\r\n" * 3000 + b"3,4\n", table("a", "b"))
    assert reading.records == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]
    assert set(reading.faults) == {"is nothing but white space"}
