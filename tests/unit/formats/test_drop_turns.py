"""Turns left out of a conversation go from the record's text, and nothing else does."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.domain import Kind
from synthreview.formats.kept_turns import kept_turns
from synthreview.formats.layout import Container, Layout
from synthreview.formats.mapping import Mapping
from synthreview.formats.readers import parse
from synthreview.formats.splice import CannotWrite, splice
from tests.unit.formats.reading import LINES, table


def turns_of(raw: str, path: str) -> list[dict[str, str]]:
    return Mapping(Kind.SIMULATION, {"turns": path}).items(json.loads(raw))[0][1]["turns"]


def left(raw: str, path: str, *numbers: int, layout: Layout = LINES) -> str:
    """The record's text with only these turns of its conversation."""
    turns = turns_of(raw, path)
    kept = [turns[number] for number in numbers]
    mapping = Mapping(Kind.SIMULATION, {"turns": path})
    return splice(raw.encode(), layout, mapping, {"turns": kept}).decode()


OPENAI = (
    '{"id": 1.50, "messages": [{"role": "user", "content": "a"},\n  {"role": "assistant", "content": "b"}, '
    '{"role": "user", "content": "c"}], "n": "\\u0041"}'
)
SHAREGPT = (
    '{"conversations":[{"from":"human","value":"a"},{"from":"gpt","value":"b"},{"from":"human","value":"c"}]}'
)
CAMEL = (
    '{"role_1": "X", "message_1": {"role": "user", "content": "a"}, "message_2": {"role": "assistant", '
    '"content": "b"}, "message_3": {"role": "user", "content": "c"}, "num_messages": 3, "x": 1}'
)


def test_a_message_goes_with_its_comma_and_everything_else_stays():
    gone = '\n  {"role": "assistant", "content": "b"},'
    assert left(OPENAI, "messages", 0, 2) == OPENAI.replace(gone, "")


def test_a_conversation_is_cut_from_a_turn_to_its_end():
    assert left(OPENAI, "messages", 0).count("content") == 1
    assert left(SHAREGPT, "conversations", 0) == '{"conversations":[{"from":"human","value":"a"}]}'


def test_the_first_turn_can_go():
    assert left(SHAREGPT, "conversations", 1, 2) == SHAREGPT.replace('{"from":"human","value":"a"},', "", 1)


def test_numbered_messages_move_up_and_are_counted_anew():
    written = left(CAMEL, "message_*", 0, 2)
    assert written == (
        '{"role_1": "X", "message_1": {"role": "user", "content": "a"}, "message_2": {"role": "user", '
        '"content": "c"}, "num_messages": 2, "x": 1}'
    )


def test_a_count_that_was_another_one_stays_as_it_is():
    assert '"num_messages": 40' in left(CAMEL.replace(': 3, "x"', ': 40, "x"'), "message_*", 0, 2)


def test_numbered_messages_in_an_object_of_their_own_move_up():
    raw = '{"conversation": ' + CAMEL + "}"
    assert turns_of(left(raw, "conversation", 1, 2), "conversation") == turns_of(raw, "conversation")[1:]


def test_turns_can_be_left_out_and_others_changed_at_once():
    turns = turns_of(SHAREGPT, "conversations")
    edit = [turns[0], {**turns[2], "role": "assistant", "text": "new"}]
    mapping = Mapping(Kind.SIMULATION, {"turns": "conversations"})
    written = splice(SHAREGPT.encode(), LINES, mapping, {"turns": edit}).decode()
    assert written == '{"conversations":[{"from":"human","value":"a"},{"from":"gpt","value":"new"}]}'


def test_a_turn_goes_from_a_record_that_stands_under_a_key():
    keyed = Layout(Container.JSON_KEYED, "utf-8")
    mapping = Mapping(Kind.SIMULATION, {"turns": "conversations"})
    raw = f'"first": {SHAREGPT}'.encode()
    turns = mapping.items(parse(raw, keyed))[0][1]["turns"]
    assert splice(raw, keyed, mapping, {"turns": turns[:1]}).startswith(b'"first": {"conversations":[{"from"')


@pytest.mark.parametrize(
    "raw",
    [
        '{"d": [{"human": "a", "assistant": "b"}, {"human": "c", "assistant": "d"}]}',
        '{"d": [["a", "b"], ["c", "d"]]}',
        '{"d": "[{\\"role\\": \\"user\\", \\"content\\": \\"a\\"}, {\\"role\\": \\"user\\", \\"content\\": \\"b\\"}]"}',
    ],
)
def test_half_of_a_pair_and_a_turn_within_a_text_cannot_be_left_out(raw):
    with pytest.raises(CannotWrite, match="no place of its own for each turn"):
        left(raw, "d", 0)


def test_a_table_has_no_turns_to_leave_out():
    cells = '"[{""role"": ""user"", ""content"": ""a""}, {""role"": ""user"", ""content"": ""b""}]"\n'
    layout, mapping = table("d"), Mapping(Kind.SIMULATION, {"turns": "d"})
    turns = mapping.items(parse(cells.encode(), layout))[0][1]["turns"]
    with pytest.raises(CannotWrite, match="no place of its own for each turn"):
        splice(cells.encode(), layout, mapping, {"turns": turns[:1]})


TURN = st.fixed_dictionaries(
    {"role": st.sampled_from(["user", "assistant"]), "speaker": st.just(""), "text": st.sampled_from("abc")}
)


@given(st.lists(TURN, min_size=1, max_size=12), st.data())
def test_what_is_left_is_told_from_what_is_gone(old, data):
    chosen = sorted(data.draw(st.sets(st.integers(0, len(old) - 1), min_size=1)))
    new = [old[number] for number in chosen]
    found = kept_turns(old, new)
    assert found == sorted(set(found))
    assert [old[number] for number in found] == new


def test_a_changed_turn_is_still_known_by_its_neighbours():
    old = [{"role": "user", "text": text} for text in ("a", "b", "c", "d", "e")]
    new = [old[0], {**old[1], "text": "better"}, {**old[3], "role": "assistant"}, old[4]]
    assert kept_turns(old, new) == [0, 1, 3, 4]


@given(st.lists(TURN, min_size=2, max_size=8), st.data())
def test_any_choice_of_messages_reads_back_as_it_was_wanted(turns, data):
    raw = json.dumps({"m": [{"from": turn["role"], "value": turn["text"]} for turn in turns]})
    chosen = sorted(data.draw(st.sets(st.integers(0, len(turns) - 1), min_size=1)))
    assert turns_of(left(raw, "m", *chosen), "m") == [turns_of(raw, "m")[number] for number in chosen]
