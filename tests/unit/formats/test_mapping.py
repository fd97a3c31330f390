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


def test_a_choice_without_a_code_is_told():
    with pytest.raises(ValueError, match="'won' is '7', which the mapping's codes do not know"):
        PAIR.items({"x": "t", "y": "u", "won": 7})


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
