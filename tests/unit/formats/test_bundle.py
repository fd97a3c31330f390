"""An archive or a folder is one source: its files in order, each given back, each refusal told."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import random
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.errors import EnvironmentFault, UserError
from synthreview.formats import bundle
from synthreview.formats.bundle import Bundle, content_hash, natural
from synthreview.formats.detect import detect
from synthreview.formats.layout import Container, Layout
from synthreview.formats.readers import Reader
from synthreview.formats.sniff import sniff

LINES = Layout(Container.JSON_LINES)
RECORD = b'{"text": "one"}\n'


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    """An archive of these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def laid_out(path: Path, files: dict[str, bytes]) -> Path:
    """A folder of these files."""
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


MAKERS = {"zip": zipped, "folder": laid_out}


@pytest.fixture(params=MAKERS)
def make(request, tmp_path):
    """Both kinds of bundle: a function that makes one of files."""
    return lambda files: MAKERS[request.param](tmp_path / "set", files)


def pieces_of(path: Path) -> tuple[Reader, list]:
    """What a bundle's reader gives, under the layout that is found in it."""
    reader = Reader(path, sniff(path))
    return reader, list(reader)


def test_the_files_are_members_in_order_each_with_its_own_bytes(make):
    files = {"1.jsonl": RECORD * 2, "2.jsonl": b"\n" + RECORD, "10.jsonl": b"\xef\xbb\xbf" + RECORD}
    reader, pieces = pieces_of(make(files))
    assert [(member.name, member.first, member.records) for member in reader.members] == [
        ("1.jsonl", 0, 2),
        ("2.jsonl", 2, 1),
        ("10.jsonl", 3, 1),
    ]
    for member in reader.members:
        own = pieces[member.first : member.first + member.records]
        content = member.head + b"".join(piece.prefix + piece.raw for piece in own) + member.tail
        assert content == files[member.name]


def test_files_about_the_data_are_carried_along(make):
    files = {
        "README.md": b"About.",
        "a.jsonl": RECORD,
        "dataset_info.json": b'{"a": 1}',
        ".hidden/state.jsonl": b"x",
        "picture.png": b"\x89PNG",
        "licence": b"Free.",
    }
    reader, pieces = pieces_of(make(files))
    assert [piece.record for piece in pieces] == [{"text": "one"}]
    carried = {member.name: member.head for member in reader.members if not member.records}
    assert carried == {name: content for name, content in files.items() if name != "a.jsonl"}


def test_a_large_file_without_records_is_left_out_and_told(make, monkeypatch):
    monkeypatch.setattr("synthreview.formats.readers.CARRIED_BYTES", 1 << 20)
    reader, pieces = pieces_of(make({"a.jsonl": RECORD, "film.mp4": bytes(2 << 20)}))
    assert [member.name for member in reader.members] == ["a.jsonl"]
    assert pieces[-1].fault == "is the file 'film.mp4', which holds no records and is larger than 1 MB"


def test_packed_files_in_a_bundle_are_unpacked(make):
    path = make({"a.jsonl.gz": gzip.compress(RECORD * 2), "b.jsonl.gz": gzip.compress(RECORD)})
    found = detect(path)
    assert (found.layout.compression, found.layout.container) == ("gzip", Container.JSON_LINES)
    reader, pieces = pieces_of(path)
    assert [piece.record for piece in pieces] == [{"text": "one"}] * 3
    contents = [("a.jsonl.gz", hashlib.sha256(RECORD * 2)), ("b.jsonl.gz", hashlib.sha256(RECORD))]
    assert reader.content_sha256 == content_hash([(name, sha.hexdigest()) for name, sha in contents])


def test_a_table_with_other_columns_is_set_aside_whole(make):
    files = {
        "1.csv": b"text,label\nhello there,yes\n",
        "2.csv": b"label,text\nno,good day\n",
        "3.csv": b"\xef\xbb\xbftext,label\r\ngood day,no\r\n",
    }
    reader, pieces = pieces_of(make(files))
    assert [piece.record for piece in pieces if not piece.fault] == [
        {"text": "hello there", "label": "yes"},
        {"text": "good day", "label": "no"},
    ]
    [fault] = [piece.fault for piece in pieces if piece.fault]
    assert fault == "is the file '2.csv', which has other columns than the first file; import it by itself"
    assert [member.name for member in reader.members] == ["1.csv", "3.csv"]


def test_a_file_of_another_kind_costs_itself_only(make):
    files = {"1.json": json.dumps([{"text": "x"}]).encode(), "2.json": RECORD, "3.json": b'[{"text": "y"}]'}
    reader, pieces = pieces_of(make(files))
    assert [piece.record for piece in pieces if not piece.fault] == [{"text": "x"}, {"text": "y"}]
    assert [piece.fault for piece in pieces if piece.fault] == [
        "is no record: the file does not begin with ["
    ]
    assert len(reader.members) == 3


def test_an_empty_file_beside_the_data_does_not_decide(make):
    reader, pieces = pieces_of(make({"0_SUCCESS": b"", "part-0.json": RECORD}))
    assert [piece.record for piece in pieces] == [{"text": "one"}]
    assert [member.name for member in reader.members] == ["0_SUCCESS", "part-0.json"]


def test_an_archive_inside_is_told_and_left_out(make):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("x.jsonl", RECORD)
    reader, pieces = pieces_of(make({"a.jsonl": RECORD, "more.zip": inner.getvalue()}))
    assert pieces[-1].fault == (
        "is the file 'more.zip', which is an archive of its own; unpack it and import it by itself"
    )
    assert [member.name for member in reader.members] == ["a.jsonl"]


def test_a_bundle_without_data_is_refused_with_what_it_needs(make):
    with pytest.raises(
        UserError, match=r"set holds no data file; it needs JSON, CSV, Parquet or Arrow files\.$"
    ):
        sniff(make({"README.md": b"About.", "notes.txt": b"Nothing."}))
    with pytest.raises(UserError, match=r"'inner.tar.gz' is an archive of its own; unpack it"):
        sniff(make({"inner.tar.gz": b"x"}))


def test_the_error_of_a_file_names_it_and_where_it_is(make):
    path = make({"a.json": b"Once upon a time."})
    with pytest.raises(UserError) as refused:
        sniff(path)
    assert str(refused.value).startswith(f"'a.json' in {path} holds no records that can be told apart")


def parquet(*texts: str) -> bytes:
    """A Parquet file of one column."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(pa.table({"text": list(texts)}), buffer)
    return buffer.getvalue()


def test_tables_in_a_bundle_are_read_and_a_damaged_one_told_by_its_name(make):
    long = "c" * 200 + ".parquet"
    files = {"a.parquet": parquet("x", "y"), "b.parquet": parquet("x")[:-20], long: parquet("z")}
    path = make(files)
    assert detect(path).layout.words.endswith("of Parquet")
    reader, pieces = pieces_of(path)
    assert [piece.record for piece in pieces if not piece.fault] == [
        {"text": "x"},
        {"text": "y"},
        {"text": "z"},
    ]
    [fault] = [piece.fault for piece in pieces if piece.fault]
    assert fault.startswith("is the file 'b.parquet', which cannot be opened as Parquet")
    assert [(member.name, member.records) for member in reader.members] == [("a.parquet", 2), (long, 1)]


def test_more_files_than_can_be_kept_apart_are_refused(make, monkeypatch):
    path = make({f"{n}.jsonl": RECORD for n in range(4)})
    monkeypatch.setattr(bundle, "MOST_FILES", 3)
    with pytest.raises(UserError, match="holds more than 3 files; import them in parts"):
        _ = Bundle(path).entries


def test_damage_in_one_file_is_told_by_its_name(tmp_path):
    text = b"".join(b'{"text": "%s"}\n' % random.Random(n).randbytes(20).hex().encode() for n in range(5000))
    path = zipped(tmp_path / "set", {"a.jsonl": text, "b.jsonl": RECORD})
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 2000] = random.Random(0).randbytes(2000)
    path.write_bytes(bytes(data))
    _, pieces = pieces_of(path)
    assert "is missing, and what follows it in 'a.jsonl': the packed data is damaged" in {
        p.fault for p in pieces
    }
    assert pieces[-1].record == {"text": "one"}
    assert sum(not piece.fault for piece in pieces) > 2000


class TestAnArchive:
    """What only archives can be made to say."""

    def faults(self, path: Path) -> list[str]:
        return [piece.fault for piece in pieces_of(path)[1] if piece.fault]

    @pytest.mark.parametrize(
        "name", ["../x.jsonl", "/x.jsonl", "C:x.jsonl", "a/../../x.jsonl", "..\\x.jsonl"]
    )
    def test_a_name_that_leads_outside_is_not_opened(self, name, tmp_path):
        path = zipped(tmp_path / "set", {"a.jsonl": RECORD, name: RECORD})
        assert self.faults(path) == [f"is the file '{name}', which has a name that leads outside the archive"]

    def test_a_link_is_not_followed(self, tmp_path):
        path = zipped(tmp_path / "set", {"a.jsonl": RECORD})
        link = zipfile.ZipInfo("link.jsonl")
        link.external_attr = 0o120777 << 16
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(link, "/etc/passwd")
        assert self.faults(path) == ["is the file 'link.jsonl', which is a link"]

    def test_of_two_files_with_one_name_the_first_counts(self, tmp_path):
        path = tmp_path / "set"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.jsonl", RECORD)
            with pytest.warns(UserWarning, match="Duplicate name"):
                archive.writestr("a.jsonl", b'{"text": "two"}\n')
        reader, pieces = pieces_of(path)
        assert [piece.record for piece in pieces if not piece.fault] == [{"text": "one"}]
        assert pieces[-1].fault == "is the file 'a.jsonl', which has the name of another file in the archive"
        assert reader.members[0].records == 1

    def test_an_encrypted_file_is_told_with_the_remedy(self, tmp_path):
        path = zipped(tmp_path / "set", {"a.jsonl": RECORD, "b.jsonl": RECORD})
        encrypt(path, "b.jsonl")
        words = "is encrypted; unpack the archive with its password first"
        assert self.faults(path) == [f"is the file 'b.jsonl', which {words}"]
        encrypt(path, "a.jsonl")
        with pytest.raises(UserError, match=f"holds no data file that can be read: 'a.jsonl' {words}"):
            sniff(path)

    def test_a_trap_by_its_own_account_is_refused_before_it_is_opened(self, tmp_path):
        path = zipped(tmp_path / "set", {f"{n}.jsonl": RECORD for n in range(3)})
        data = bytearray(path.read_bytes())
        entry = data.index(b"PK\x01\x02")
        struct.pack_into("<I", data, entry + 24, 0xFFFFFFF0)
        path.write_bytes(bytes(data))
        with pytest.raises(UserError, match="says that it holds more than 500 times its size"):
            sniff(path)

    def test_a_file_that_is_larger_than_the_archive_says_is_told(self, tmp_path):
        path = zipped(tmp_path / "set", {"a.jsonl": RECORD * 2000})
        data = bytearray(path.read_bytes())
        struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, len(RECORD) * 1000)
        path.write_bytes(bytes(data))
        _, pieces = pieces_of(path)
        assert [piece.fault for piece in pieces if piece.fault] == [
            "is missing, and what follows it in 'a.jsonl': the packed data is damaged"
        ]
        assert 500 < sum(piece.record is not None for piece in pieces) <= 1000

    def test_a_damaged_archive_is_refused_with_the_remedy(self, tmp_path):
        path = zipped(tmp_path / "set", {"a.jsonl": RECORD * 1000})
        path.write_bytes(path.read_bytes()[:-30])
        with pytest.raises(UserError, match=r"is a damaged zip archive .*; get it again or unpack it\.$"):
            sniff(path)

    def test_an_unknown_way_of_packing_costs_its_file(self, tmp_path):
        path = zipped(tmp_path / "set", {"a.jsonl": RECORD, "b.jsonl": RECORD})
        data = bytearray(path.read_bytes())
        struct.pack_into("<H", data, data.rindex(b"PK\x01\x02") + 10, 97)
        path.write_bytes(bytes(data))
        [fault] = self.faults(path)
        assert fault.startswith("is the file 'b.jsonl', which cannot be unpacked (")

    @given(at=st.floats(0, 1), value=st.integers(0, 255))
    def test_law_a_changed_byte_ends_in_pieces_or_one_sentence(self, sources, at, value):
        data = bytearray(
            zipped(sources.write(b"", "set.zip"), {"a.jsonl": RECORD * 3, "b/c.jsonl": RECORD}).read_bytes()
        )
        data[min(int(at * len(data)), len(data) - 1)] = value
        path = sources.write(bytes(data), "set.zip")
        try:
            pieces_of(path)
        except UserError as error:
            words = str(error)
        else:
            words = f"{path}."
        assert str(path) in words
        assert words.endswith(".")


def encrypt(path: Path, name: str) -> None:
    """Mark a file of an archive as encrypted."""
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        order = [info.filename for info in archive.infolist()].index(name)
    at = -1
    for _ in range(order + 1):
        at = data.index(b"PK\x01\x02", at + 1)
    data[at + 8] |= 1
    path.write_bytes(bytes(data))


class TestAFolder:
    """What only folders can hold."""

    def test_a_link_to_outside_is_told_and_one_inside_followed(self, tmp_path):
        (tmp_path / "outside.jsonl").write_bytes(b'{"text": "secret"}\n')
        folder = laid_out(tmp_path / "set", {"a.jsonl": RECORD})
        (folder / "b.jsonl").symlink_to("a.jsonl")
        (folder / "c.jsonl").symlink_to("../outside.jsonl")
        (folder / "d").symlink_to("..")
        _, pieces = pieces_of(folder)
        assert [piece.record for piece in pieces if not piece.fault] == [{"text": "one"}] * 2
        assert [piece.fault for piece in pieces if piece.fault] == [
            "is the file 'c.jsonl', which is a link that leads outside the folder",
            "is the file 'd', which is a link that leads outside the folder",
        ]

    def test_links_that_lead_nowhere_or_in_a_circle_are_passed_over(self, tmp_path):
        folder = laid_out(tmp_path / "set", {"a.jsonl": RECORD})
        (folder / "self").symlink_to("self")
        (folder / "gone").symlink_to("nothing")
        (folder / "up").symlink_to(".")
        os.mkfifo(folder / "pipe.jsonl")
        assert [piece.record for piece in pieces_of(folder)[1]] == [{"text": "one"}]

    def test_a_name_that_is_no_text_is_told(self, tmp_path):
        folder = laid_out(tmp_path / "set", {"a.jsonl": RECORD})
        Path(os.fsdecode(os.fsencode(folder) + b"/b\xff.jsonl")).write_bytes(RECORD)
        assert pieces_of(folder)[1][-1].fault == (
            "is the file 'b\\xff.jsonl', which has a name that is no text; rename it"
        )

    def test_folders_in_folders_to_any_depth_are_read(self, tmp_path):
        folder = laid_out(tmp_path / "set", {"/".join(["a"] * 900) + "/x.jsonl": RECORD})
        assert len(pieces_of(folder)[1]) == 1

    def test_a_folder_that_may_not_be_read_is_a_fault_of_the_environment(self, tmp_path, monkeypatch):
        folder = laid_out(tmp_path / "set", {"a.jsonl": RECORD})

        def denied(_path):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(os, "scandir", denied)
        with pytest.raises(EnvironmentFault, match=r"set cannot be read .*; check its permissions"):
            sniff(folder)

    def test_only_the_first_files_are_looked_for_until_all_are_read(self, tmp_path):
        folder = laid_out(tmp_path / "set", {f"{n}/x.jsonl": RECORD for n in range(50)})
        assert next(iter(Bundle(folder))).name == "0/x.jsonl"


@pytest.mark.parametrize(
    ("names", "order"),
    [
        (["10.json", "9.json", "1.json"], ["1.json", "9.json", "10.json"]),
        (["b2", "b10", "a"], ["a", "b2", "b10"]),
        (["²", "1", "x²"], ["1", "x²", "²"]),
        (["007", "7", "08"], ["007", "7", "08"]),
    ],
)
def test_names_with_numbers_are_in_the_order_of_their_numbers(names, order):
    assert sorted(names, key=natural) == order


@given(names=st.lists(st.text(), unique=True))
def test_law_every_name_has_its_place(names):
    assert sorted(sorted(names, key=natural)) == sorted(names)


@given(files=st.lists(st.tuples(st.text(), st.sampled_from(["0a", "1b"])), unique_by=lambda file: file[0]))
def test_law_the_hash_of_the_contents_does_not_depend_on_the_order(files):
    assert content_hash(files) == content_hash(files[::-1])
