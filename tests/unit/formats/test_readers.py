"""Whatever is done with a reader, it tells where it is and lets go of its file."""

from __future__ import annotations

import gc
import itertools
import json
import warnings
import zipfile
from pathlib import Path

import pytest

from synthreview.errors import UserError
from synthreview.formats.layout import Container, Layout
from synthreview.formats.readers import Reader, parse, value_offset
from tests.unit.formats.reading import ARRAY, LINES, table

KEYED = Layout(Container.JSON_KEYED)


def make_lines(folder: Path) -> tuple[Path, Layout]:
    path = folder / "a.jsonl"
    path.write_bytes(b'{"a": 1}\n' * 100)
    return path, LINES


def make_packed(folder: Path) -> tuple[Path, Layout]:
    import gzip

    path = folder / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"a": 1}\n' * 100))
    return path, Layout(Container.JSON_LINES, compression="gzip")


def make_zip(folder: Path) -> tuple[Path, Layout]:
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(3):
            archive.writestr(f"{n}.jsonl", b'{"a": 1}\n' * 100)
    return path, Layout(Container.JSON_LINES, bundle="zip")


def make_folder(folder: Path) -> tuple[Path, Layout]:
    for n in range(3):
        (folder / f"{n}.jsonl").write_bytes(b'{"a": 1}\n' * 100)
    return folder, Layout(Container.JSON_LINES, bundle="folder")


SOURCES = [make_lines, make_packed, make_zip, make_folder]


def never_begun(reader: Reader) -> None:
    pass


def begun(reader: Reader) -> None:
    assert len(list(itertools.islice(reader, 3))) == 3


def begun_and_closed(reader: Reader) -> None:
    begun(reader)
    reader.close()
    reader.close()


def read_and_closed(reader: Reader) -> None:
    assert list(reader)
    reader.close()


@pytest.mark.parametrize("use", [never_begun, begun, begun_and_closed, read_and_closed])
@pytest.mark.parametrize("make", SOURCES)
def test_a_reader_that_is_dropped_leaves_no_file_open(tmp_path, make, use):
    path, layout = make(tmp_path)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        use(Reader(path, layout))
        gc.collect()
    assert [str(warning.message) for warning in told] == []


@pytest.mark.parametrize("make", SOURCES)
def test_a_first_look_reads_so_many_bytes_of_each_text(tmp_path, make):
    path, layout = make(tmp_path)
    files = 3 if layout.bundle else 1
    assert len(list(Reader(path, layout, most=90))) == 10 * files


def test_a_source_that_is_not_there_is_told_by_name(tmp_path):
    with pytest.raises(UserError, match=r"nothing is not a file; give the path of a data file\.$"):
        Reader(tmp_path / "nothing", LINES)


@pytest.mark.parametrize(("make", "size"), [(make_lines, 900), (make_zip, 2700), (make_folder, 2700)])
def test_progress_ends_at_the_size_of_what_was_read(tmp_path, make, size):
    reader = Reader(*make(tmp_path))
    seen = [reader.bytes_read for _ in reader]
    assert seen == sorted(seen)
    assert reader.bytes_read == size


def test_the_head_is_known_as_soon_as_it_was_read(sources):
    path = sources.write(b'{"by": "us", "q1": {"a": 1}, "q2": {"a": 2}}')
    reader = Reader(path, KEYED)
    next(iter(reader))
    assert reader.beginning == b'{"by": "us"'
    reader.close()


@pytest.mark.parametrize(
    ("raw", "layout", "record"),
    [
        (b'{"a": 1}', LINES, {"a": 1}),
        (b'"q 1" : {"a": 1}', KEYED, {"a": 1}),
        (b"x,y", table("a", "b"), {"a": "x", "b": "y"}),
        (b"[1]", ARRAY, [1]),
    ],
)
def test_a_records_own_bytes_are_read_again_as_it_was_read(raw, layout, record):
    assert parse(raw, layout) == record


@pytest.mark.parametrize("raw", [b'{"a": 1}', b'"q', b'"q" {"a": 1}', b"q: 1"])
def test_a_record_of_a_keyed_object_has_a_key(raw):
    with pytest.raises(ValueError, match="has no key"):
        parse(raw, KEYED)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "cp1252", "gb18030"])
def test_the_value_of_a_keyed_record_is_found_in_its_bytes(encoding):
    raw = '"café – 1": {"a": "é"}'.encode(encoding, "replace")
    layout = Layout(Container.JSON_KEYED, encoding)
    assert json.loads(raw[value_offset(raw, layout) :].decode(encoding)) == {"a": "é"}
    assert value_offset(b"[1]", LINES) == 0


def test_bytes_that_are_no_text_in_a_key_count_as_they_stand():
    assert value_offset(b'"q\xff": {"a": 1}', KEYED) == 6
