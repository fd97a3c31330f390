"""What the fuzzer found in the readers: each fault once, as small as it can be."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from synthreview.domain import Kind
from synthreview.errors import UserError
from synthreview.formats.bundle import Bundle
from synthreview.formats.detect import detect
from synthreview.formats.layout import Container, Layout
from synthreview.formats.mapping import Mapping
from synthreview.formats.readers import Reader, parse
from synthreview.formats.sniff import sniff
from synthreview.formats.splice import CannotWrite, splice
from tests.unit.formats.reading import table

LONG = 9999999999999999999999999
LINE = b'{"text": "A wren sings in the wood.", "label": "bird"}\n'


@pytest.mark.parametrize("number", [LONG, -LONG, 2**64, -(2**63) - 1])
@pytest.mark.parametrize("container", [Container.JSON_LINES, Container.JSON_ARRAY, Container.JSON_KEYED])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "cp1252"])
def test_a_long_number_is_the_same_in_every_container_and_read_again(sources, container, number, encoding):
    record = json.dumps({"text": "x", "label": number})
    text = {Container.JSON_LINES: f"{record}\n{record}\n", Container.JSON_ARRAY: f"[{record}]"}
    path = sources.write(text.get(container, f'{{"a": {record}}}').encode(encoding))
    layout = Layout(container, encoding)
    for piece in Reader(path, layout):
        assert piece.record["label"] == number
        assert type(parse(piece.raw, layout)["label"]) is int
        assert parse(piece.raw, layout) == piece.record


def test_a_long_number_is_a_label_with_all_its_digits():
    record = parse(b'{"text": "x", "label": %d}' % LONG, Layout(Container.JSON_LINES))
    mapping = Mapping(Kind.TASK_LABEL, {"text": "text", "human_labels": "label"})
    assert mapping.items(record)[0][1]["human_labels"] == [str(LONG)]


@pytest.mark.parametrize(
    "cell",
    [
        r'[{"from": "human", "value": "a \ud83d wren"}, {"from": "gpt", "value": "x"}]',
        r"[{'from': 'human', 'value': 'a \ud83d wren'}, {'from': 'gpt', 'value': 'x'}]",
    ],
    ids=["JSON", "Python"],
)
def test_half_a_character_in_a_conversation_within_a_cell_is_replaced(cell):
    mapping = Mapping(Kind.SIMULATION, {"turns": "talk"})
    turns = mapping.items({"talk": cell})[0][1]["turns"]
    assert turns[0]["text"] == "a \ufffd wren"


def test_two_halves_in_a_python_literal_are_one_character():
    mapping = Mapping(Kind.SIMULATION, {"turns": "talk"})
    turns = mapping.items({"talk": r"[('\ud83d\udc26', 'x')]".replace("(", "[").replace(")", "]")})[0][1][
        "turns"
    ]
    assert turns[0]["text"] == "\U0001f426"


def test_half_a_character_in_a_list_of_labels_is_replaced():
    mapping = Mapping(Kind.TASK_LABEL, {"text": "text", "human_labels": "labels"})
    parts = mapping.items({"text": "x", "labels": r"['\ud83d', 1]"})[0][1]
    assert parts["human_labels"] == ["\ufffd", "1"]


def test_a_header_that_is_no_text_names_columns_apart(sources):
    rows = b"".join(b"A bird sings here %d.,1,2,3\n" % n for n in range(5))
    path = sources.write(b"text,l\xff,l\xfe,l\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\n" + rows, "set.csv")
    layout = sniff(path)
    assert layout.fields == ("text", "l\ufffd", "l\ufffd_", "léééé")
    record = next(iter(Reader(path, layout))).record
    assert list(record.values()) == ["A bird sings here 0.", "1", "2", "3"]


def test_files_of_one_archive_whose_header_is_no_text_fit_together(tmp_path):
    path = tmp_path / "set.zip"
    rows = "text,l\xff\n".encode("latin-1") + "é sings here.,1\n".encode() * 5
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", rows)
        archive.writestr("b.csv", rows)
    pieces = list(Reader(path, sniff(path)))
    assert [piece.fault for piece in pieces] == [""] * 10


def test_a_made_up_name_is_no_other_columns_name(sources):
    path = sources.write(b",column_1\nA bird sings.,x\nA gull cries.,y\n", "set.csv")
    layout = sniff(path)
    assert layout.fields == ("column_1_", "column_1")
    assert next(iter(Reader(path, layout))).record == {"column_1_": "A bird sings.", "column_1": "x"}


def test_a_last_row_of_one_letter_behind_a_lone_carriage_return_is_a_row(sources):
    reading = sources.read(b"text\na\rb", table("text"))
    assert reading.records == [{"text": "a"}, {"text": "b"}]
    assert reading.faults == []


def test_an_edit_that_leaves_no_row_is_refused():
    mapping = Mapping(Kind.FREE_TEXT, {"text": "text"})
    with pytest.raises(CannotWrite, match="would read otherwise"):
        splice(b"a wren", table("text", quoted=False), mapping, {"text": ""})


def test_a_file_without_a_name_in_an_archive_is_set_aside(tmp_path):
    path = tmp_path / "set.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.jsonl", LINE * 3)
        unnamed = zipfile.ZipInfo("x")
        unnamed.filename = ""
        archive.writestr(unnamed, LINE)
    pieces = list(Reader(path, detect(path).layout))
    assert [bool(piece.fault) for piece in pieces] == [False, False, False, True]
    assert "a name that is no text" in pieces[-1].fault


def test_a_name_in_an_archive_that_would_steer_a_terminal_is_shown_harmless(tmp_path):
    path = tmp_path / "set.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.jsonl", LINE * 3)
        archive.writestr("b\n\x1b[31m.jsonl", LINE)
    assert [entry.name for entry in Bundle(path)] == ["a.jsonl", r"b\x0a\x1b[31m.jsonl"]
    fault = list(Reader(path, detect(path).layout))[-1].fault
    assert "\n" not in fault
    assert "no text; rename it" in fault


def test_a_long_path_is_told_short():
    mapping = Mapping(Kind.FREE_TEXT, {"text": "k" * 5000})
    with pytest.raises(ValueError, match="has no 'kkk") as caught:
        mapping.read({"other": 1})
    assert len(str(caught.value)) < 200


def test_what_the_library_says_of_a_damaged_table_is_one_line(tmp_path: Path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "set.parquet"
    pq.write_table(pa.table({"text": ["a wren", "a gull"]}), path)
    content = bytearray(path.read_bytes())
    size = int.from_bytes(content[-8:-4], "little")
    content[-8 - size : -8] = b"\xff" * size
    path.write_bytes(bytes(content))
    with pytest.raises(UserError, match=r"set\.parquet") as caught:
        detect(path)
    assert "\n" not in str(caught.value)


def test_a_packing_that_wants_more_memory_than_there_is_is_damage(tmp_path, monkeypatch):
    path = tmp_path / "set.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.jsonl", LINE * 3)
        archive.writestr("b.jsonl", LINE, compress_type=zipfile.ZIP_LZMA)

    def refuse(*_):
        raise MemoryError

    monkeypatch.setattr(zipfile.LZMADecompressor, "decompress", refuse)
    pieces = list(Reader(path, detect(path).layout))
    assert [bool(piece.fault) for piece in pieces] == [False, False, False, True]
    assert "the packed data is damaged" in pieces[-1].fault
