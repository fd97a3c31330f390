"""What a file is: recognised, guessed and said so, or refused in one sentence with a remedy."""

from __future__ import annotations

import gzip
import json
import pickle
import zipfile

import pytest

from synthreview.domain import Kind
from synthreview.errors import EnvironmentFault, SynthreviewError, UserError
from synthreview.formats.detect import detect
from synthreview.formats.layout import Container


def lines(*records) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


ALPACA = [{"instruction": f"Do {n}", "input": "", "output": f"Done {n}"} for n in range(5)]


def refusal(path) -> str:
    """The one sentence with which a file is refused."""
    with pytest.raises(SynthreviewError) as refused:
        detect(path)
    words = str(refused.value)
    assert path.name in words
    assert words.endswith(".")
    return words


def test_a_folder_a_missing_and_an_empty_file_are_refused(tmp_path, sources):
    assert "is a folder" in refusal(tmp_path)
    assert "There is no file" in refusal(tmp_path / "nothing.json")
    assert "is empty" in refusal(sources.write(b""))
    assert "is empty" in refusal(sources.write(b"\xef\xbb\xbf \r\n\n"))


def test_a_file_that_may_not_be_read_is_a_fault_of_the_environment(sources, monkeypatch):
    path = sources.write(lines(*ALPACA))

    def denied(*_args, **_more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", denied)
    with pytest.raises(EnvironmentFault, match="check its permissions"):
        detect(path)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (gzip.compress(lines(*ALPACA)), "gzip archive; unpack it"),
        (pickle.dumps(ALPACA), "a Python pickle, which could run code"),
        (b"PAR1" + bytes(100), "Parquet"),
        (b"SQLite format 3\0" + bytes(100), "a database"),
        ("text".encode("utf-32"), "UTF-32"),
        (bytes(range(256)) * 20, "is not a text file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 20, "is not a text file"),
        (json.dumps({"a": {"b": 1}, "c": []}, indent=2).encode(), "a JSON object over several lines"),
        (b'{\n "a": 1\n}\n{\n "a": 2\n}\n', "a JSON object over several lines"),
        (b"Once upon a time\nthere was a file, and nothing more.\n", "holds no records"),
        (b"<html><body>hello</body></html>", "holds no records"),
        (b"x" * 200_000, "holds no records"),
    ],
)
def test_what_holds_no_records_is_refused_with_the_remedy(sources, data, words):
    found = refusal(sources.write(data))
    assert words in found
    assert "save it as" in found or "unpack" in found or "export" in found


def test_a_zip_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("x.json", "[]")
    assert "a zip archive" in refusal(tmp_path / "a.zip")


def test_content_decides_not_the_name(sources):
    assert detect(sources.write(lines(*ALPACA), "data.json")).layout.container is Container.JSON_LINES
    assert (
        detect(sources.write(json.dumps(ALPACA).encode(), "data.csv")).layout.container
        is Container.JSON_ARRAY
    )
    assert (
        detect(sources.write(b"text,label\nhello there,1\n", "data.jsonl")).layout.container is Container.CSV
    )


@pytest.mark.parametrize(
    ("data", "container"),
    [
        (b'["a", "b"]\n["c", "d"]\n', Container.JSON_LINES),
        (b"[1, 2,\n 3]\n", Container.JSON_ARRAY),
        (b'[{"a": 1}]', Container.JSON_ARRAY),
        (b'\n\n  [{"a": oops', Container.JSON_ARRAY),
        (b'{"a": 1}', Container.JSON_LINES),
        (b'{"a": 1\n{"a": 2}\n{"a": 3}\n', Container.JSON_LINES),
        (b'{"a": 1,\n{"a": 2,\n', Container.JSON_LINES),
    ],
)
def test_the_container_is_told_from_the_first_lines(sources, data, container):
    assert detect(sources.write(data)).layout.container is container


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_separator_of_a_table_is_found(sources, delimiter):
    rows = [["text", "label"], ["hello; there, you", "yes"], ["good | day", "no"]]
    data = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows).encode()
    layout = detect(sources.write(data)).layout
    assert (layout.delimiter, layout.fields) == (delimiter, ("text", "label"))


def test_tabs_without_quotes_are_found(sources):
    rows = "".join(f'"a quote opens in row {n}\tyes\n' for n in range(20))
    layout = detect(sources.write(f"text\tlabel\n{rows}".encode())).layout
    assert (layout.delimiter, layout.quoted) == ("\t", False)


def test_a_table_without_header_keeps_its_first_row(sources):
    found = detect(
        sources.write(b"A first sentence of some length,1\nA second sentence of some length,0\n" * 3)
    )
    assert not found.layout.header
    assert found.layout.fields == ("column_1", "column_2")
    assert found.mapping.parts == {"text": "column_1", "label": "column_2"}
    assert not found.sure


def test_unnamed_columns_get_names_and_a_table_of_one_column_is_one(sources):
    assert detect(sources.write(b",text\n0,hello there\n")).layout.fields == ("column_1", "text")
    assert detect(sources.write(b"texts\nhello there\n", "a.csv")).mapping.parts == {"text": "texts"}
    assert detect(sources.write(b"text\nhello there\n", "a.txt")).mapping.parts == {"text": "text"}


def test_a_first_record_longer_than_the_sample_is_read_whole(sources):
    long = {"instruction": "x" * 500_000, "input": "", "output": "y"}
    assert detect(sources.write(lines(long, *ALPACA))).mapping.kind is Kind.INSTRUCTION
    assert detect(sources.write(json.dumps([long, *ALPACA]).encode())).mapping.kind is Kind.INSTRUCTION


def test_broken_records_do_not_hide_the_shape(sources):
    data = b"{broken\n{}\n7\n" + lines(*ALPACA, *ALPACA)
    found = detect(sources.write(data))
    assert found.note == "Recognised: Alpaca."


def test_one_long_chat_makes_all_of_them_conversations(sources):
    turns = [{"role": "user", "content": "q"}, {"role": "assistant", "content": "r"}]
    short, long = {"messages": turns}, {"messages": turns * 2}
    assert detect(sources.write(lines(*[short] * 500))).mapping.kind is Kind.INSTRUCTION
    assert detect(sources.write(lines(*[short] * 500, long))).mapping.kind is Kind.SIMULATION
    assert detect(sources.write(lines(short, {}, {"messages": []}))).mapping.kind is Kind.INSTRUCTION


@pytest.mark.parametrize(
    ("records", "kind", "parts"),
    [
        (
            [{"id": f"a-{n}", "weird": "some words of text " * 3, "cls": "ab"[n % 2]} for n in range(9)],
            Kind.TASK_LABEL,
            {"text": "weird", "label": "cls"},
        ),
        ([{"weird": "some words of text " * 3}], Kind.FREE_TEXT, {"text": "weird"}),
        (
            [{"ask me": "what is the answer to this?", "the_answer": "it is forty-two, as you know"}],
            Kind.INSTRUCTION,
            {"instruction": "ask me", "output": "the_answer"},
        ),
        (
            [{"talk.of": [{"speaker": "Ann", "text": "hi"}, {"speaker": "Bob", "text": "ho"}]}],
            Kind.SIMULATION,
            {"turns": "talk\\.of"},
        ),
    ],
)
def test_an_unknown_shape_is_guessed_by_content_and_said_so(sources, records, kind, parts):
    found = detect(sources.write(lines(*records)))
    assert not found.sure
    assert "a guess" in found.note
    assert (found.mapping.kind, found.mapping.parts) == (kind, parts)


def test_records_without_any_text_give_no_mapping_but_their_fields(sources):
    found = detect(sources.write(lines({"x": 1, "y": {"z": 2}})))
    assert found.mapping is None
    assert found.fields == ("x", "y", "y.z")
    assert "choose the parts by hand" in found.note


def test_a_text_beside_a_long_target_is_not_labelled(sources):
    records = [
        {"text": f"A story, number {n}", "target": f"A summary of that story {n} " * 5} for n in range(6)
    ]
    assert detect(sources.write(lines(*records))).mapping.kind is not Kind.TASK_LABEL


def test_user_errors_and_faults_are_apart():
    assert not issubclass(UserError, EnvironmentFault)
