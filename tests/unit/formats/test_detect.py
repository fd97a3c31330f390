"""What a file is: recognised, guessed and said so, or refused in one sentence with a remedy."""

from __future__ import annotations

import gzip
import json
import pickle
import zipfile

import pytest

from synthreview.domain import Kind
from synthreview.errors import EnvironmentFault, SynthreviewError, UserError
from synthreview.formats import units
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


def test_a_folder_without_data_a_missing_and_an_empty_file_are_refused(tmp_path, sources):
    assert "holds no data file; it needs JSON, CSV, Parquet or Arrow files" in refusal(tmp_path)
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
        (pickle.dumps(ALPACA), "a Python pickle, which could run code"),
        (b"SQLite format 3\0" + bytes(100), "a database"),
        ("text".encode("utf-32"), "UTF-32"),
        (bytes(range(256)) * 20, "is not a text file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 20, "is not a text file"),
        (b'{\n "a": 1\n}\n{\n "a": 2\n}\n', "JSON objects one after the other"),
        (b"Once upon a time\nthere was a file, and nothing more.\n", "holds no records"),
        (b"<html><body>hello</body></html>", "holds no records"),
        (b"x" * 200_000, "holds no records"),
    ],
)
def test_what_holds_no_records_is_refused_with_the_remedy(sources, data, words):
    found = refusal(sources.write(data))
    assert words in found
    assert "save it as" in found or "unpack" in found or "export" in found


def test_a_zip_and_a_folder_are_what_the_files_in_them_are(tmp_path):
    folder = tmp_path / "set"
    folder.mkdir()
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        for name, content in (
            ("README.md", b"About."),
            ("a.json", lines(*ALPACA)),
            ("b.json", lines(*ALPACA)),
        ):
            (folder / name).write_bytes(content)
            archive.writestr(name, content)
    found = [detect(folder), detect(tmp_path / "set.zip")]
    assert [one.layout.words for one in found] == ["Folder of JSON Lines", "Zip of JSON Lines"]
    assert {one.note for one in found} == {"Recognised: Alpaca."}


def test_a_packed_file_is_what_is_packed_in_it(sources):
    found = detect(sources.write(gzip.compress(lines(*ALPACA))))
    assert (found.layout.words, found.note) == ("JSON Lines (gzip)", "Recognised: Alpaca.")


@pytest.mark.parametrize("data", [b"[]", b"[ ]\n", b"text,label\n"])
def test_a_source_with_room_for_records_and_none_in_it_is_refused(sources, data):
    assert "holds no records; choose a file with some" in refusal(sources.write(data))


SENTENCE = "A sentence of some words, and a few more."
LABEL_STUDIO = {
    "id": 1,
    "data": {"text": SENTENCE},
    "annotations": [{"result": [{"type": "choices", "value": {"choices": ["glad"]}}]}],
}
OPENAI = {
    "input": {"messages": [{"role": "user", "content": SENTENCE}]},
    "preferred_output": [{"role": "assistant", "content": "a"}],
    "non_preferred_output": [{"role": "assistant", "content": "b"}],
}
ARGILLA = {
    "id": "1",
    "fields": {"text": SENTENCE},
    "suggestions": {"label": {"value": "glad", "agent": "koala"}},
    "responses": {"label": [{"value": "sad", "user_id": "u"}]},
}
MESSAGES = {
    "chosen": {"role": "assistant", "content": "a"},
    "rejected": {"role": "assistant", "content": "b"},
}
SEED = {"instruction": "Count.", "instances": [{"input": "1", "output": "2"}, {"input": "2", "output": "3"}]}
ASKED = {"question": SENTENCE, "answer": "Deep.", "sources": [{"text": "a"}, {"text": "b"}]}
TASK = {"Definition": SENTENCE, "Instances": [{"input": "1", "output": ["2"]}] * 2}
CHAT = {
    "id": "7",
    **{f"message_{n}": {"role_type": "USER", "content": f"{n}"} for n in range(1, 4)},
    "num_messages": 3,
}


@pytest.mark.parametrize("indent", [None, 1], ids=["in a line", "over several lines"])
@pytest.mark.parametrize(
    ("record", "shape"),
    [
        (LABEL_STUDIO, "Label Studio, choices"),
        (OPENAI, "OpenAI preference"),
        (ARGILLA, "Argilla"),
        (MESSAGES, "Preference"),
        (SEED, "Instruction with instances"),
        (TASK, "Super-NaturalInstructions task"),
        (ASKED, "Query and response"),
        (CHAT, "CAMEL"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_of_one_record_is_one_however_many_alike_objects_it_holds(sources, record, shape, indent):
    found = detect(sources.write(json.dumps(record, indent=indent).encode()))
    assert found.note == f"Recognised: {shape}."
    assert found.layout.container is (Container.JSON_LINES if indent is None else Container.JSON_OBJECT)


@pytest.mark.parametrize("indent", [None, 1], ids=["in a line", "over several lines"])
@pytest.mark.parametrize(
    ("data", "container", "within"),
    [
        ({"a1": {"text": SENTENCE}, "a2": {"text": SENTENCE}}, Container.JSON_KEYED, ()),
        ({"by": "us", "a1": {"text": "x", "n": 1}, "a2": {"text": "y", "n": 2}}, Container.JSON_KEYED, ()),
        ({"data": [{"text": "x"}], "description": SENTENCE}, Container.JSON_ARRAY, ("data",)),
        ({"stories": [{"text": "x"}]}, Container.JSON_ARRAY, ("stories",)),
        ({"data": [{"text": "x"}, {}], "splits": [{"name": "all"}]}, Container.JSON_ARRAY, ("data",)),
        (
            {"type": "Collection", "features": [{"place": {"at": [1, 2]}}]},
            Container.JSON_ARRAY,
            ("features",),
        ),
    ],
    ids=["keyed", "keyed beside values", "data", "the only list", "one of two lists", "places"],
)
def test_an_object_that_holds_records_is_told_from_one_that_is_a_record(
    sources, data, container, within, indent
):
    layout = detect(sources.write(json.dumps(data, indent=indent).encode())).layout
    assert (layout.container, layout.within) == (container, within)


def test_the_holder_of_a_list_is_found_where_the_list_is_longer_than_what_is_looked_at(sources):
    records = [{"text": f"{SENTENCE} {n}" * 20} for n in range(6000)]
    data = json.dumps({"version": 1, "data": records, "more": [1]}).encode()
    assert len(data) > 5_000_000
    found = detect(sources.write(data))
    assert (found.layout.container, found.layout.within) == (Container.JSON_ARRAY, ("data",))
    assert sources.read(data, found.layout).records == records


def test_one_object_that_no_record_can_hold_is_refused_with_the_remedy(sources):
    found = refusal(sources.write(b'{"text": ["' + b"x" * (33 << 20) + b'"]}'))
    assert "is one JSON object of more than 32 MB; save its records as JSON Lines" in found


@pytest.mark.parametrize("as_rows", [False, True], ids=["lists", "rows by number"])
def test_columns_become_items_row_by_row(sources, as_rows):
    columns = {"text": [f"{SENTENCE} {n}" for n in range(4)], "label": [0, 1, 0, 1], "id": list("wxyz")}
    if as_rows:
        columns = {name: {str(n): value for n, value in enumerate(v)} for name, v in columns.items()}
    found = detect(sources.write(json.dumps(columns).encode()))
    assert found.note == "Recognised: Text and label."
    items = found.mapping.items(columns)
    assert items[2] == ("2", {"text": f"{SENTENCE} 2", "label": "0"})
    assert [found.mapping.name_of(columns, unit) for unit, _ in items] == list("wxyz")


def test_columns_of_no_known_shape_are_not_taken_for_one_record_of_lists(sources):
    columns = {"text": [SENTENCE, None, None] * 9, "label": [0, 1, 0] * 9}
    assert not detect(sources.write(json.dumps(columns).encode())).sure


def test_more_items_than_a_record_may_hold_do_not_stop_a_look_at_it(sources, monkeypatch):
    monkeypatch.setattr(units, "MOST_UNITS", 10)
    columns = {"text": [SENTENCE] * 50, "label": [0, 1] * 25}
    answers = {"question": SENTENCE, "human_answers": ["So."] * 50, "chatgpt_answers": ["Hm."]}
    for record in (columns, answers):
        found = detect(sources.write(json.dumps(record).encode()))
        assert found.sure
        with pytest.raises(ValueError, match="holds more than 10 items"):
            found.mapping.read(record)


def test_columns_of_chats_are_read_row_by_row_too(sources):
    turns = [{"role": "user", "content": "q"}, {"role": "assistant", "content": "r"}]
    found = detect(sources.write(json.dumps({"messages": [turns] * 3, "id": [1, 2, 3]}).encode()))
    assert found.mapping.items({"messages": [turns], "id": [1]}) == [
        ("0", {"instruction": "q", "output": "r"})
    ]


def test_two_dialogues_of_one_length_are_no_columns(sources):
    turns = [{"role": "user", "content": "q"}, {"role": "assistant", "content": "r"}]
    found = detect(sources.write(json.dumps({"chosen": turns, "rejected": turns}).encode()))
    assert found.note == "Recognised: Preference, whole dialogues."


def test_a_first_row_of_sentences_above_sentences_is_no_header(sources):
    rows = [f"What is thing number {n}?\tIt is a ball of {n} colours." for n in range(6)]
    found = detect(sources.write("\n".join(rows).encode(), "set.tsv"))
    assert not found.layout.header
    assert found.note == "Recognised: Question and answer in two columns without names."


def test_a_question_as_the_name_of_a_column_is_one(sources):
    rows = [
        "Timestamp,How old are you?,What do you think of it?",
        *[f"1/{n},{n},It is good {n}" for n in range(5)],
    ]
    assert detect(sources.write("\n".join(rows).encode())).layout.header


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        ({"prompt": SENTENCE, "response": SENTENCE, "annotations": [1]}, Kind.INSTRUCTION),
        ({"prompt": SENTENCE, "generation": SENTENCE, "annotations": [1]}, Kind.FREE_TEXT),
        ({"id": 1, "text": SENTENCE, "label": ["glad"]}, Kind.TASK_LABEL),
        ({"text": SENTENCE, "label": "animal"}, Kind.TASK_LABEL),
        ({"text": SENTENCE, "label": "machine"}, Kind.FREE_TEXT),
        ({"text": SENTENCE, "label": "fake"}, Kind.TASK_LABEL),
        (
            {"text": SENTENCE, "label": "glad", "answer": "accept", "_input_hash": 1, "_task_hash": 2},
            Kind.TASK_LABEL,
        ),
        ({"instruction": SENTENCE, "reference": SENTENCE, "koala": SENTENCE}, Kind.INSTRUCTION),
    ],
    ids=[
        "answers with notes",
        "continuations with notes",
        "doccano",
        "labels that are words",
        "labels that name an author",
        "labels that only may name one",
        "Prodigy",
        "answers under the names of models",
    ],
)
def test_fields_that_could_mean_two_things_are_told_apart_by_the_others(sources, record, kind):
    found = detect(sources.write(lines(*[record] * 4)))
    assert found.mapping.kind is kind


@pytest.mark.parametrize(
    ("ids", "named"),
    [
        (["a", "b", "c"], "id"),
        ([1, 2, 3], "id"),
        (["a", "b", "a"], ""),
        (["a", None, "c"], ""),
        ([1, "1", 2], ""),
    ],
    ids=["texts", "numbers", "one twice", "one missing", "one twice, written otherwise"],
)
def test_a_usual_field_names_the_items_only_where_each_has_one_of_its_own(sources, ids, named):
    records = [{**ALPACA[0], "id": name} for name in ids]
    assert detect(sources.write(lines(*records))).mapping.id == named


def test_a_field_that_the_first_record_lacks_names_nothing(sources):
    assert detect(sources.write(lines(ALPACA[0], {**ALPACA[1], "id": "x"}))).mapping.id == ""


def test_an_object_of_records_with_a_mark_gives_the_values_beside_them(sources):
    ranked = [{"model": model, "point": 1, "output": model} for model in "ab"]
    data = {
        "evaluator": "koala, {the} best",
        **{f"q{n}": {"instruction": "?", "rankings": ranked} for n in range(2)},
    }
    found = detect(sources.write(b"\xef\xbb\xbf" + json.dumps(data).encode()))
    assert found.mapping.parts["judge"] == "=koala, {the} best"


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


def test_rows_longer_than_the_first_look_are_still_told_apart(sources):
    header = ",".join(["text", "label", *(f"c{n}" for n in range(4_998))])
    cells = ",".join(["some words of no matter"] * 4_998)
    rows = [f"It rained for the {n}th day,{n % 2},{cells}" for n in range(6)]
    found = detect(sources.write("\n".join([header, *rows]).encode(), "wide.csv"))
    assert (found.layout.container, len(found.layout.fields)) == (Container.CSV, 5_000)
    assert found.mapping.parts == {"text": "text", "label": "label"}
