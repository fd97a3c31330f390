"""Records become items through a mapping; what a record lacks is said in words."""

from __future__ import annotations

import pickle

import pytest

from synthreview.domain import Kind
from synthreview.errors import UserError
from synthreview.formats.mapping import Mapping

ALPACA = Mapping(Kind.INSTRUCTION, {"instruction": "instruction", "input": "input", "output": "output"})
CHAT = Mapping(Kind.SIMULATION, {"turns": "messages"})
EXCHANGE = Mapping(
    Kind.INSTRUCTION,
    {
        "system": "messages[role=system].content",
        "instruction": "messages[role=user].content",
        "output": "messages[role=assistant].content",
    },
)
PAIR = Mapping(Kind.PREFERENCE, {"a": "x", "b": "y", "choice": "won"}, {"choice": {"0": "a", "1": "b"}})


def part(mapping: Mapping, name: str, record: dict):
    [(unit, parts)] = mapping.items(record)
    assert unit is None
    return parts.get(name)


def turn(role: str, text: str, speaker: str = "") -> dict:
    return {"role": role, "speaker": speaker, "text": text}


@pytest.mark.parametrize(
    ("record", "why"),
    [
        ({}, "is empty"),
        (7, "is a number, not a record"),
        (None, "is null, not a record"),
        ("x", "is a text, not a record"),
        ([1], "is a list, not a record"),
        (True, "is true or false, not a record"),
        ({"instruction": "x"}, "has no 'output'"),
        ({"instruction": "x", "output": None}, "has no 'output'"),
    ],
)
def test_what_is_no_item_says_why(record, why):
    with pytest.raises(ValueError, match=f"^{why}$"):
        ALPACA.items(record)


def test_an_empty_text_is_a_text():
    assert part(ALPACA, "output", {"instruction": "", "output": ""}) == ""


def test_a_required_part_without_a_path_is_missed():
    with pytest.raises(ValueError, match="has no 'output'"):
        Mapping(Kind.INSTRUCTION, {"instruction": "a"}).items({"a": "x"})


@pytest.mark.parametrize(
    ("value", "text", "place"),
    [
        ("plain", "plain", ("output",)),
        (3, "3", ("output",)),
        (2.5, "2.5", ("output",)),
        (True, "true", ("output",)),
        (["only"], "only", ("output", 0)),
        (["one", "two"], "one\ntwo", None),
        ({"from": "gpt", "value": "said"}, "said", ("output", "value")),
        (
            {"role": "x", "content": [{"type": "text", "text": "said"}]},
            "said",
            ("output", "content", 0, "text"),
        ),
        ([{"type": "text", "value": "said"}], "said", ("output", 0, "value")),
        ([{"type": "image_url", "value": "1.jpg"}], "1.jpg", None),
        ([{"type": "image", "url": 1}, {"type": "text", "text": "who?"}], "[image] [image]\nwho?", None),
        (
            [{"role": "user", "content": "a"}, {"from": "gpt", "value": "b"}],
            "User: a\n\nAssistant: b",
            None,
        ),
        ({"odd": 1}, '{"odd": 1}', None),
        ([[1], 2], "[[1], 2]", None),
    ],
)
def test_many_values_read_as_text_and_know_their_place(value, text, place):
    record = {"instruction": "x", "output": value}
    assert part(ALPACA, "output", record) == text
    assert ALPACA.source_path("output", record) == place


def test_joined_texts_are_written_back_only_where_one_is_filled():
    joined = Mapping(Kind.FREE_TEXT, {"text": "a + b"})
    assert part(joined, "text", {"a": "x", "b": "y"}) == "x\n\ny"
    assert joined.source_path("text", {"a": "x", "b": "y"}) is None
    assert joined.source_path("text", {"a": "x", "b": ""}) == ("a",)
    with pytest.raises(ValueError, match="has no 'a \\+ b'"):
        joined.items({"c": 1})


def test_a_constant_is_the_same_for_all_and_cannot_be_edited():
    mapping = Mapping(Kind.PREFERENCE, {"a": "x", "choice": "=a", "judge": "=gpt-4"})
    record = {"x": "t"}
    assert (part(mapping, "choice", record), part(mapping, "judge", record)) == ("a", "gpt-4")
    assert mapping.source_path("choice", record) is None


@pytest.mark.parametrize(("value", "choice"), [(0, "a"), ("1", "b"), (1.0, "b"), (None, None), ("", None)])
def test_a_choice_is_read_by_its_codes(value, choice):
    assert part(PAIR, "choice", {"x": "t", "y": "u", "won": value}) == choice


def test_a_choice_without_a_code_is_kept_as_an_item_and_told_apart():
    [reading] = PAIR.read({"x": "t", "y": "u", "won": 7})
    assert reading.invalid == {"choice": "7"}
    assert "choice" not in reading.parts
    assert (reading.parts["a"], reading.parts["b"]) == ("t", "u")


@pytest.mark.parametrize(
    ("value", "turns"),
    [
        ([{"from": "human", "value": "q"}, {"from": "gpt", "value": "r"}], ["user q", "assistant r"]),
        ([{"role": "USER", "content": "q"}, {"role": "model", "text": "r"}], ["user q", "assistant r"]),
        (
            [{"role": "observation", "content": "o"}, {"role": "function", "content": "f"}],
            ["tool o", "tool f"],
        ),
        ([{"role": "developer", "content": "d"}, {"speaker": "Ann", "text": "hi"}], ["system d", "Ann hi"]),
        ([["q", "r"]], ["user q", "assistant r"]),
        ([{"human": "q", "assistant": "r"}], ["user q", "assistant r"]),
        (["q", "r"], [" q", " r"]),
        ('[{"role": "user", "content": "q"}]', ["user q"]),
        ("[{'role': 'user', 'content': 'q'}]", ["user q"]),
        ({"list": [{"role": "user", "content": "q"}]}, ["user q"]),
        (
            {"message_10": {"role": "user", "content": "r"}, "message_9": {"role": "bot", "text": "q"}},
            ["assistant q", "user r"],
        ),
        ('{"message_1": {"role_type": "USER", "content": "q"}}', ["user q"]),
        ("{'turn 1': {'speaker': 'Ann', 'text': 'hi'}}", ["Ann hi"]),
    ],
)
def test_conversations_of_many_shapes_become_turns(value, turns):
    found = part(CHAT, "turns", {"messages": value})
    assert [f"{turn['role']} {turn['text']}" for turn in found] == turns


def test_a_named_speaker_and_a_tool_call_are_shown():
    call = {"function": {"name": "find", "arguments": {"q": "x"}}}
    record = {
        "messages": [
            {"role": "user", "name": "Ann", "content": "q"},
            {"role": "assistant", "content": None, "tool_calls": [call]},
        ]
    }
    assert part(CHAT, "turns", record) == [turn("user", "q", "Ann"), turn("assistant", 'find({"q": "x"})')]
    assert CHAT.source_path("turns.0.speaker", record) == ("messages", 0, "name")
    assert CHAT.source_path("turns.1.text", record) is None
    assert CHAT.source_path("turns.1.role", record) == ("messages", 1, "role")


@pytest.mark.parametrize("value", [5, "no list", [1, 2], {"a": "b"}, [{"role": "user"}, 3]])
def test_what_is_no_conversation_is_told(value):
    with pytest.raises(ValueError, match="cannot be used: 'messages'"):
        CHAT.items({"messages": value})


@pytest.mark.parametrize(
    "cell",
    [
        "[{'role': 'user', 'content': b'q'}]",
        "[{'role': 'user', 'content': {1, 2}}]",
        "[{'role': 'user', 'content': 1j}]",
        "[{'human': ..., 'assistant': 'r'}]",
        "(" * 5000,
        "-" * 100_000 + "1",
        "[" * 900 + "]" * 900,
        "9" * 6000,
        "\0",
        "__import__('os').getcwd()",
    ],
    ids=[
        "bytes",
        "a set",
        "a complex number",
        "an ellipsis",
        "open brackets",
        "signs",
        "nested lists",
        "digits",
        "nul",
        "a call",
    ],
)
def test_python_in_a_cell_that_is_no_conversation_is_told(cell):
    with pytest.raises(ValueError, match="cannot be used: 'messages'"):
        CHAT.items({"messages": cell})


def test_numbered_messages_in_an_object_are_written_back_to_their_keys():
    record = {
        "messages": {
            "message_2": {"role": "user", "content": "b"},
            "message_1": {"role": "user", "content": "a"},
        }
    }
    assert CHAT.source_path("turns.0.text", record) == ("messages", "message_1", "content")
    assert CHAT.source_path("turns.².text", record) is None


def test_turns_from_several_places_have_no_place_of_their_own():
    mapping = Mapping(Kind.SIMULATION, {"turns": "a + b"})
    assert mapping.source_path("turns.0.text", {"a": [["q", "r"]], "b": [["q", "r"]]}) is None


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {"kind": "free_text"},
        {"kind": "free_text", "parts": {"text": 5}},
        {"kind": "free_text", "parts": ["text"]},
        {"kind": "free_text", "parts": {"text": "t"}, "codes": {"author": 3}},
        {"kind": "free_text", "parts": {"text": "t"}, "each": 7},
        {"kind": "free_text", "parts": {"text": "t"}, "id": "a["},
        {"kind": "free_text", "parts": {"text": "a" + "[*]" * 5000}},
        {"kind": "preference", "parts": {"a": "x", "choice": "y"}, "codes": {"choice": {"1": ["a"]}}},
        {"kind": "preference", "parts": {"a": "x", "choice": "y"}, "codes": {"choice": {"> 1 or so": "a"}}},
    ],
    ids=range(11),
)
def test_a_mapping_from_anywhere_is_one_or_refused_in_a_sentence(data):
    with pytest.raises(UserError, match=r"\.$"):
        Mapping.from_json(data)


def test_a_name_that_is_nested_without_end_is_no_name():
    deep: list = []
    for _ in range(5000):
        deep = [deep]
    mapping = Mapping(Kind.FREE_TEXT, {"text": "t"}, id="id")
    assert mapping.name_of({"t": "x", "id": deep}) is None
    assert mapping.name_of({"t": "x", "id": 7}) == "7"
    assert mapping.group_of({"t": "x"}) is None


def test_a_mapping_by_roles_takes_every_turn_or_refuses():
    question, answer = {"role": "user", "content": "q"}, {"role": "assistant", "content": "r"}
    assert part(EXCHANGE, "output", {"messages": [question, answer]}) == "r"
    with pytest.raises(
        ValueError, match="has 3 turns; the mapping takes one of each: system, user, assistant"
    ):
        EXCHANGE.items({"messages": [question, answer, question]})
    with pytest.raises(ValueError, match="has 3 turns"):
        EXCHANGE.items({"messages": [question, {"role": "tool", "content": "t"}, answer]})


def test_a_mapping_refuses_parts_and_paths_that_are_none():
    with pytest.raises(UserError, match="Free text data has no part 'output'; its parts are"):
        Mapping(Kind.FREE_TEXT, {"output": "x"})
    with pytest.raises(UserError, match="is not a path"):
        Mapping(Kind.FREE_TEXT, {"text": "a[["})
    with pytest.raises(UserError, match="The mapping cannot be read"):
        Mapping.from_json({"kind": "poem", "parts": {}})


def test_a_used_mapping_travels_between_processes():
    EXCHANGE.items({"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "r"}]})
    assert pickle.loads(pickle.dumps(EXCHANGE)) == EXCHANGE


def test_a_deep_value_is_refused_not_a_crash():
    deep: list = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(ValueError, match="nested too deeply"):
        ALPACA.items({"instruction": "x", "output": deep})
