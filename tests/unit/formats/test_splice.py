"""An edit changes its own value inside the record's text, and nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.domain import Kind
from synthreview.formats.layout import Container, Layout
from synthreview.formats.mapping import Mapping
from synthreview.formats.readers import parse
from synthreview.formats.splice import CannotWrite, splice
from tests.unit.formats.reading import LINES, table

ALPACA = Mapping(Kind.INSTRUCTION, {"instruction": "instruction", "input": "input", "output": "output"})
CHAT = Mapping(Kind.SIMULATION, {"turns": "conversations"})
LABELS = Mapping(Kind.TASK_LABEL, {"text": "text", "label": "label", "human_labels": "people"})


def alpaca(raw: str, **edits: str) -> str:
    return splice(raw.encode(), LINES, ALPACA, edits).decode()


def test_only_the_edited_value_changes():
    raw = '{ "instruction" :"a",\t"input": "" ,"output":"b\\u0041\\/", "n": 1.50, "output2": "b" }'
    assert alpaca(raw, output="new") == raw.replace('"b\\u0041\\/"', '"new"')


def test_an_edit_to_the_same_value_changes_nothing():
    raw = '{"instruction": "\\u0061", "output": "b"}'
    assert alpaca(raw, instruction="a") == raw


def test_non_ascii_stays_raw_where_the_record_has_it_raw():
    assert (
        alpaca('{"instruction": "é", "output": "b"}', output="ü 😀")
        == '{"instruction": "é", "output": "ü 😀"}'
    )


def test_non_ascii_is_escaped_where_the_record_is_ascii():
    written = alpaca('{"instruction": "caf\\u00e9", "output": "b"}', output="ü 😀")
    assert written == '{"instruction": "caf\\u00e9", "output": "\\u00fc \\ud83d\\ude00"}'


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ('{"instruction": "a", "output": "b"}', '{"instruction": "a", "output": "b", "input": "x"}'),
        ('{"instruction":"a","output":"b"}', '{"instruction":"a","output":"b","input":"x"}'),
        (
            '{\n    "instruction": "a",\n    "output": "b"\n}',
            '{\n    "instruction": "a",\n    "output": "b",\n    "input": "x"\n}',
        ),
    ],
)
def test_a_missing_key_is_added_in_the_style_of_the_record(raw, written):
    assert alpaca(raw, input="x") == written


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ('{"t": "x", "more": {}}', '{"t": "x", "more": {"p": "new"}}'),
        ('{"t": "x", "more": {"q": 1}}', '{"t": "x", "more": {"q": 1, "p": "new"}}'),
        ('{"t":"x","more":{"q":1}}', '{"t":"x","more":{"q":1,"p":"new"}}'),
        ('{"t": "x", "more": {\n "q": 1\n}}', '{"t": "x", "more": {\n "q": 1,\n "p": "new"\n}}'),
    ],
)
def test_a_missing_key_is_added_to_the_object_it_belongs_to(raw, written):
    mapping = Mapping(Kind.FREE_TEXT, {"text": "t", "prompt": "more.p"})
    assert splice(raw.encode(), LINES, mapping, {"prompt": "new"}).decode() == written


def test_half_a_character_cannot_be_written():
    with pytest.raises(CannotWrite, match="the record would read otherwise"):
        splice(b'{"text": "t"}', LINES, Mapping(Kind.FREE_TEXT, {"text": "text"}), {"text": "\ud800"})


def test_of_a_key_given_twice_the_one_that_counts_is_edited():
    raw = '{"instruction": "a", "output": "first", "output": "second"}'
    assert alpaca(raw, output="x") == raw.replace("second", "x")


def test_a_null_input_can_be_filled():
    assert alpaca('{"instruction": "a", "input": null, "output": "b"}', input="x").count('"input": "x"') == 1


def test_a_number_stays_a_number_where_it_can():
    mapping = Mapping(Kind.FREE_TEXT, {"text": "n"})
    assert splice(b'{"n": 15}', LINES, mapping, {"text": "16"}) == b'{"n": 16}'
    assert splice(b'{"n": 15}', LINES, mapping, {"text": "x"}) == b'{"n": "x"}'


def test_a_turn_changes_inside_a_conversation():
    raw = '{"id":1,"conversations":[{"from":"human","value":"q"},{"from":"gpt","value":[{"type":"text","text":"r"}]}]}'
    edited = splice(raw.encode(), LINES, CHAT, {"turns.1.text": "better", "turns.0.role": "assistant"})
    assert edited.decode() == raw.replace('"r"', '"better"').replace('"human"', '"gpt"')


def test_a_whole_conversation_is_written_turn_by_turn():
    raw = b'{"conversations": [{"role": "USER", "content": "q"}, {"role": "ASSISTANT", "content": "r"}]}'
    turns = [
        {"role": "assistant", "speaker": "", "text": "q"},
        {"role": "assistant", "speaker": "", "text": "new"},
    ]
    edited = splice(raw, LINES, CHAT, {"turns": turns})
    assert edited == raw.replace(b"USER", b"ASSISTANT").replace(b'"r"', b'"new"')
    with pytest.raises(CannotWrite, match="turns can be changed or left out, not added"):
        splice(raw, LINES, CHAT, {"turns": [*turns, turns[0]]})


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        ("[3.0, 4.0]", ["3", "2"], "[3.0, 2.0]"),
        ('"[3 4]"', ["3", "2"], '"[3 2]"'),
        ('["yes", "no"]', ["yes", "maybe é"], '["yes", "maybe \\u00e9"]'),
        ("[3, null]", ["4", None], "[4, null]"),
    ],
)
def test_labels_are_written_in_the_style_of_the_source(old, new, written):
    raw = f'{{"text": "t", "label": 1, "people": {old}}}'
    assert splice(raw.encode(), LINES, LABELS, {"human_labels": new}).decode() == raw.replace(old, written)


def test_a_label_may_be_given_in_another_form():
    raw = b'{"text": "t", "label": 1, "people": [1, 2]}'
    edited = splice(raw, LINES, LABELS, {"label": "2.0", "human_labels": ["1.0", "3.0"]})
    assert edited == b'{"text": "t", "label": 2, "people": [1, 3]}'


def test_one_label_of_a_list_can_be_edited_alone():
    raw = b'{"text": "t", "people": [1, 2]}'
    assert splice(raw, LINES, LABELS, {"human_labels.1": "3"}) == raw.replace(b"2", b"3")


@pytest.mark.parametrize(
    ("old", "label", "written"),
    [
        ("1", "0", "0"),
        ("1.0", "0", "0.0"),
        ('"1"', "0", '"0"'),
        ("1", "spam", '"spam"'),
        ("true", "false", "false"),
    ],
)
def test_a_label_keeps_the_type_of_the_source(old, label, written):
    raw = f'{{"text": "t", "label": {old}}}'
    assert splice(raw.encode(), LINES, LABELS, {"label": label}).decode() == raw.replace(old, written)


@pytest.mark.parametrize(
    ("old", "choice", "written"),
    [("0", "b", "1"), ('"model_a"', "b", '"model_b"'), ("true", "b", "false"), ('"A"', "tie", '"tie"')],
)
def test_a_choice_is_written_in_the_codes_of_the_source(old, choice, written):
    codes = {"0": {"0": "a", "1": "b"}, "true": {"true": "a", "false": "b"}}.get(old)
    mapping = Mapping(Kind.PREFERENCE, {"a": "x", "choice": "c"}, {"choice": codes} if codes else {})
    raw = f'{{"x": "t", "c": {old}}}'
    assert splice(raw.encode(), LINES, mapping, {"choice": choice}).decode() == raw.replace(old, written)


RECORD = json.dumps(
    {
        "x": "t",
        "y": "u",
        "n": 1,
        "chat": '[{"role": "user", "content": "in a cell"}]',
        "turns": [{"role": "user", "content": "q"}],
    }
).encode()


@pytest.mark.parametrize(
    ("mapping", "edits", "why"),
    [
        (Mapping(Kind.PREFERENCE, {"a": "x", "choice": "=a"}), {"choice": "b"}, "as one value of its own"),
        (Mapping(Kind.FREE_TEXT, {"text": "x + y"}), {"text": "new"}, "as one value of its own"),
        (Mapping(Kind.FREE_TEXT, {"text": "x"}), {"text": 7}, "it is not a text"),
        (Mapping(Kind.FREE_TEXT, {"text": "x"}), {"prompt": "new"}, "as one value of its own"),
        (Mapping(Kind.SIMULATION, {"turns": "chat"}), {"turns.7.text": "new"}, "the item has no such part"),
        (Mapping(Kind.SIMULATION, {"turns": "chat"}), {"turns.0.text": "new"}, "as one value of its own"),
        (
            Mapping(Kind.SIMULATION, {"turns": "turns"}),
            {"turns.0.role": "chef"},
            "no word for the role 'chef'",
        ),
        (
            Mapping(Kind.PREFERENCE, {"a": "x", "choice": "n"}, {"choice": {"1": "a", "0": "b"}}),
            {"choice": "tie"},
            "the source has no code for 'tie'",
        ),
    ],
)
def test_what_cannot_be_written_says_why(mapping, edits, why):
    with pytest.raises(CannotWrite, match=why) as refusal:
        splice(RECORD, LINES, mapping, edits)
    assert refusal.value.part in edits


def test_a_row_keeps_its_other_cells_and_its_quoting():
    layout = table("instruction", "input", "output")
    raw = b'"a ""b""",,x'
    assert splice(raw, layout, ALPACA, {"output": "y, z"}) == b'"a ""b""",,"y, z"'
    assert splice(raw, layout, ALPACA, {"instruction": "plain"}) == b'"plain",,x'
    assert splice(raw, layout, ALPACA, {"input": 'two\n"lines"'}) == b'"a ""b""","two\n""lines""",x'


def test_the_only_cell_of_a_row_can_be_emptied():
    mapping = Mapping(Kind.FREE_TEXT, {"text": "text"})
    assert splice(b"old", table("text"), mapping, {"text": ""}) == b'""'


def test_a_cell_without_quotes_takes_no_separator():
    layout = table("a", "text", delimiter="\t", quoted=False)
    mapping = Mapping(Kind.FREE_TEXT, {"text": "text"})
    assert splice(b'1\t"x', layout, mapping, {"text": 'y"'}) == b'1\ty"'
    with pytest.raises(CannotWrite, match="neither separator nor line end"):
        splice(b"1\tx", layout, mapping, {"text": "y\tz"})


def test_a_character_the_encoding_lacks_is_escaped_in_json_and_refused_in_a_cell():
    mapping = Mapping(Kind.FREE_TEXT, {"text": "text"})
    lines = Layout(Container.JSON_LINES, "cp1252")
    edited = splice('{"text": "é"}'.encode("cp1252"), lines, mapping, {"text": "é 改"})
    assert parse(edited, lines) == {"text": "é 改"}
    with pytest.raises(CannotWrite, match="encoding cp1252 has no '改'"):
        splice("é".encode("cp1252"), table("text", encoding="cp1252"), mapping, {"text": "改"})


TEXT = st.text(max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
MAPPING = Mapping(Kind.FREE_TEXT, {"text": "t", "prompt": "deep.0.p"})


@given(
    before=st.dictionaries(TEXT.filter(lambda key: key not in ("t", "deep")), JSON, max_size=3),
    after=st.dictionaries(TEXT.map("z{}".format), JSON, max_size=3),
    old=TEXT,
    new=TEXT,
    deep=TEXT,
    indent=st.sampled_from([None, 2]),
    ascii_only=st.booleans(),
)
def test_law_a_splice_changes_one_value_of_a_json_record(before, after, old, new, deep, indent, ascii_only):
    record = {**before, "t": old, "deep": [{"p": old}], **after}
    raw = json.dumps(record, indent=indent, ensure_ascii=ascii_only).encode()
    edited = splice(raw, LINES, MAPPING, {"text": new, "prompt": deep})
    assert parse(edited, LINES) == {**record, "t": new, "deep": [{"p": deep}]}
    back = splice(edited, LINES, MAPPING, {"text": old, "prompt": old})
    assert back == raw or not ascii_only
    assert parse(back, LINES) == record


CELL = st.text(st.characters(codec="utf-8") | st.sampled_from(',"\n\r;'), max_size=8)


@given(
    cells=st.tuples(CELL, CELL, CELL),
    column=st.integers(0, 2),
    new=CELL,
    quoted=st.tuples(*[st.booleans()] * 3),
)
def test_law_a_splice_changes_one_cell_of_a_row(cells, column, new, quoted):
    layout = table("a", "b", "c")
    must = [any(mark in cell for mark in ',"\r\n') or not any(cells) for cell in cells]
    written = [
        '"' + cell.replace('"', '""') + '"' if quote or need else cell
        for cell, quote, need in zip(cells, quoted, must, strict=True)
    ]
    mapping = Mapping(Kind.FREE_TEXT, {"text": "abc"[column]})
    edited = splice(",".join(written).encode(), layout, mapping, {"text": new})
    expected = list(cells)
    expected[column] = new
    assert list(parse(edited, layout).values()) == expected
    for other in {0, 1, 2} - {column}:
        assert written[other].encode() in edited
