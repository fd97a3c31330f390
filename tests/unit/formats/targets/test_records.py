"""Every item that a format can say comes out as its readers want it; what it cannot say is told in words."""

from __future__ import annotations

import json

import pytest

from synthreview.domain import PARTS, Form, Kind
from synthreview.errors import UserError
from synthreview.formats.targets import (
    COLUMNS,
    TARGETS,
    CannotExpress,
    Choices,
    Encoding,
    encode,
    offered,
    records,
)
from synthreview.formats.targets.canonical import columns
from synthreview.formats.targets.typed import arrow_batch, arrow_schema
from tests.unit.formats.targets.rows import row, turn
from tests.unit.formats.targets.schemas import CHECKS

CHAT = Choices(conversational=True)
NAMES = Choices(names=True)
PAIRS = [(kind, target.name) for kind in Kind for target in offered(kind)]


def one(name: str, item, choices=None):
    [record] = records(name, item, choices or Choices())
    return record


def said(*turns: str) -> list[dict[str, str]]:
    """Messages written as "role: text"."""
    return [dict(zip(("role", "content"), each.split(": ", 1), strict=True)) for each in turns]


@pytest.mark.parametrize(("kind", "name"), PAIRS)
@pytest.mark.parametrize("choices", [CHAT, Choices(conversational=True, implicit_prompt=True)])
def test_every_kind_comes_out_in_every_format_it_is_offered(kind, name, choices):
    made = records(name, row(kind, verdict="accepted"), choices)
    assert len(made) == (2 if (kind, name) == (Kind.PREFERENCE, "kto") else 1)
    for record in made:
        CHECKS.get(name, lambda _: None)(record)


@pytest.mark.parametrize(
    "name", [name for name, target in TARGETS.items() if Kind.PREFERENCE in target.kinds]
)
def test_preferences_come_out_as_plain_texts(name):
    for choices in (Choices(), Choices(implicit_prompt=True)):
        for record in records(name, row(Kind.PREFERENCE), choices):
            CHECKS.get(name, lambda _: None)(record)


def test_what_is_offered_and_what_a_format_carries_agree():
    for kind in Kind:
        assert {target.name for target in offered(kind)} == {
            target.name for target in TARGETS.values() if kind in target.kinds
        }
    assert [target.name for target in offered(Kind.PREFERENCE)][:2] == ["preference", "dpo-openai"]
    with pytest.raises(CannotExpress, match=r"^is task label data, which this format cannot say$"):
        records("alpaca", row(Kind.TASK_LABEL))


def test_an_unknown_format_or_column_is_told_with_those_there_are():
    with pytest.raises(UserError, match="no export format 'poem'; there are alpaca, sharegpt"):
        records("poem", row(Kind.TASK_LABEL))
    with pytest.raises(UserError, match="no column 'mood' to add; there are verdict, reasons"):
        Choices(columns=("mood",))


# --- instructions ---


def test_alpaca_has_an_input_always_and_system_and_history_only_where_there_are_any():
    assert one("alpaca", row(Kind.INSTRUCTION)) == {
        "instruction": "Translate.",
        "input": "你好",
        "output": "Hello 😀",
        "system": "Be kind.",
        "history": [["Hi", "Hello"]],
    }
    plain = row(Kind.INSTRUCTION, {"output": ""}, without=("system", "history", "input"))
    assert one("alpaca", plain) == {"instruction": "Translate.", "input": "", "output": ""}


def test_a_conversation_in_alpaca_is_its_last_question_with_what_came_before():
    assert one("alpaca", row(Kind.SIMULATION)) == {
        "instruction": "When?",
        "input": "",
        "output": "",
        "system": "Plan a trip.",
        "history": [["Where?", "Oslo"]],
    }


def test_messages_join_instruction_and_input_with_a_blank_line():
    assert one("messages", row(Kind.INSTRUCTION)) == {
        "messages": said(
            "system: Be kind.",
            "user: Hi",
            "assistant: Hello",
            "user: Translate.\n\n你好",
            "assistant: Hello 😀",
        )
    }


@pytest.mark.parametrize("placeholder", ["<noinput>", "No input", "noinput.", "<no input>", "[NO_INPUT]", ""])
def test_a_placeholder_is_no_input(placeholder):
    item = row(Kind.INSTRUCTION, {"input": placeholder}, without=("system", "history"))
    assert one("alpaca", item)["input"] == ""
    assert one("messages", item)["messages"] == said("user: Translate.", "assistant: Hello 😀")


def test_constraints_are_asked_for_unless_there_are_none():
    item = row(Kind.INSTRUCTION, {"constraints": "One word."}, without=("system", "history"))
    assert one("alpaca", item)["instruction"] == "Translate.\n\nOne word."
    assert one("messages", item)["messages"][0]["content"] == "Translate.\n\nOne word.\n\n你好"
    assert one("alpaca", row(Kind.INSTRUCTION, {"constraints": "None."}))["instruction"] == "Translate."


def test_a_text_with_its_prompt_is_an_exchange_too():
    item = row(Kind.FREE_TEXT, {"source_text": "Snow."})
    assert one("prompt-completion", item) == {"prompt": "Write a haiku.\n\nSnow.", "completion": "Snow — snö"}
    with pytest.raises(CannotExpress, match=r"^has no prompt$"):
        records("messages", row(Kind.FREE_TEXT, without=("prompt",)))


def test_plain_prompts_hold_the_system_text_but_no_earlier_turns():
    item = row(Kind.INSTRUCTION, without=("history",))
    assert one("prompt-completion", item)["prompt"] == "Be kind.\n\nTranslate.\n\n你好"
    with pytest.raises(CannotExpress, match="has earlier turns, which texts cannot keep apart; choose lists"):
        records("prompt-completion", row(Kind.INSTRUCTION))


# --- conversations ---


def test_sharegpt_says_the_system_text_first():
    assert one("sharegpt", row(Kind.SIMULATION)) == {
        "conversations": [
            {"from": "system", "value": "Plan a trip."},
            {"from": "human", "value": "Where?"},
            {"from": "gpt", "value": "Oslo"},
            {"from": "human", "value": "When?"},
            {"from": "gpt", "value": ""},
        ]
    }


def test_a_tool_answers_as_an_observation():
    turns = [
        turn("user", "Rain?"),
        turn("assistant", "look()"),
        turn("tool", "yes"),
        turn("assistant", "Yes."),
    ]
    record = one("sharegpt", row(Kind.SIMULATION, {"turns": turns}))
    assert [each["from"] for each in record["conversations"]] == [
        "system",
        "human",
        "gpt",
        "observation",
        "gpt",
    ]
    with pytest.raises(CannotExpress, match="has turns of a tool"):
        records("alpaca", row(Kind.SIMULATION, {"turns": turns}))


def test_one_system_message_holds_the_task_and_the_conversations_own():
    turns = [turn("system", "Be brief."), turn("user", "q"), turn("assistant", "r")]
    record = one("messages", row(Kind.SIMULATION, {"turns": turns}))
    assert record["messages"][0] == {"role": "system", "content": "Plan a trip.\n\nBe brief."}
    turns[0] = turn("system", "Now: Plan a trip. Be brief.")
    record = one("messages", row(Kind.SIMULATION, {"turns": turns}))
    assert record["messages"][0]["content"] == "Now: Plan a trip. Be brief."


def test_two_characters_become_user_and_assistant_and_keep_their_names_on_demand():
    turns = [turn("Ann Lee", "Hi"), turn("Bo", "Hello"), turn("Ann Lee", "Bye"), turn("Bo", "Bye")]
    item = row(Kind.SIMULATION, {"turns": turns}, without=("task",))
    spoken = one("messages", item, NAMES)["messages"]
    assert [(each["role"], each["name"]) for each in spoken[:2]] == [("user", "Ann_Lee"), ("assistant", "Bo")]
    assert one("messages", item)["messages"] == said(
        "user: Hi", "assistant: Hello", "user: Bye", "assistant: Bye"
    )


def test_a_named_speaker_of_a_known_role_keeps_the_name():
    turns = [turn("user", "q", "Chef"), turn("assistant", "r", "<|x|>")]
    spoken = one("messages", row(Kind.SIMULATION, {"turns": turns}, without=("task",)), NAMES)["messages"]
    assert [each.get("name") for each in spoken] == ["Chef", "_x_"]


@pytest.mark.parametrize(
    ("turns", "why"),
    [
        (
            [turn("Ann", "a"), turn("Bo", "b"), turn("Cy", "c")],
            r"has speakers \(Ann, Bo, Cy\) that are no user",
        ),
        ([turn("", "a"), turn("", "b")], r"has speakers \(unnamed\)"),
        ([turn("user", "a"), turn("Bo", "b")], r"has speakers \(user, Bo\)"),
        ([turn("user", "a")], "does not end with the assistant"),
        ([], "does not end with the assistant"),
        ([turn("assistant", "a")], "has no turn of the user"),
    ],
)
@pytest.mark.parametrize("name", ["messages", "sharegpt", "alpaca", "prompt-completion"])
def test_conversations_that_are_no_exchange_are_refused_in_words(turns, why, name):
    with pytest.raises(CannotExpress, match=f"^{why}"):
        records(name, row(Kind.SIMULATION, {"turns": turns}), CHAT)


@pytest.mark.parametrize(
    ("turns", "why"),
    [
        (
            [turn("user", "a"), turn("user", "b"), turn("assistant", "c")],
            "has turn 2 from the user, out of turn",
        ),
        (
            [turn("assistant", "a"), turn("user", "b"), turn("assistant", "c")],
            "has turn 1 from the assistant",
        ),
        (
            [turn("user", "a"), turn("system", "b"), turn("assistant", "c")],
            "has a system message in the middle",
        ),
    ],
)
def test_formats_of_pairs_need_question_and_answer_in_turn(turns, why):
    item = row(Kind.SIMULATION, {"turns": turns}, without=("task",))
    assert len(one("messages", item)["messages"]) == 3
    for name in ("sharegpt", "alpaca"):
        with pytest.raises(CannotExpress, match=f"^{why}"):
            records(name, item)


# --- preferences ---


def test_the_choice_of_the_data_set_decides_and_never_the_peoples():
    record = one("preference", row(Kind.PREFERENCE, {"choice": "b", "human_choice": "a"}))
    assert record == {
        "prompt": "Why is the sky blue?",
        "chosen": "It is painted — blå.",
        "rejected": "It scatters light.",
    }
    with pytest.raises(CannotExpress, match=r"^has no choice$"):
        records("preference", row(Kind.PREFERENCE, without=("choice",)))


@pytest.mark.parametrize("name", ["preference", "dpo-openai", "kto", "sharegpt"])
@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"choice": "tie"}, "is a tie, which this format cannot say"),
        ({"choice": None}, "has no choice"),
        ({"b": "It scatters light."}, "has two equal answers"),
    ],
)
def test_pairs_without_a_winner_are_refused_in_words(name, parts, why):
    for choices in (Choices(), CHAT, Choices(implicit_prompt=True)):
        with pytest.raises(CannotExpress, match=f"^{why}"):
            records(name, row(Kind.PREFERENCE, parts), choices)


def test_a_single_answer_is_for_kto_alone():
    item = row(Kind.PREFERENCE, {"choice": "b"}, without=("b",))
    assert one("kto", item) == {
        "prompt": "Why is the sky blue?",
        "completion": "It scatters light.",
        "label": False,
    }
    assert one("kto", row(Kind.PREFERENCE, without=("b",)))["label"] is True
    with pytest.raises(CannotExpress, match=r"^has no choice, so nobody said whether it is wanted$"):
        records("kto", row(Kind.PREFERENCE, {"choice": "tie"}, without=("b",)))
    for name in ("preference", "dpo-openai", "sharegpt"):
        with pytest.raises(
            CannotExpress, match=r"^has one answer only, which this format cannot say; KTO can$"
        ):
            records(name, item)


def test_an_implicit_prompt_leads_both_dialogues():
    implicit = Choices(conversational=True, implicit_prompt=True)
    [record] = records("preference", row(Kind.PREFERENCE), implicit)
    assert record["chosen"] == said("user: Why is the sky blue?", "assistant: It scatters light.")
    assert set(record) == {"chosen", "rejected"}
    [record] = records("preference", row(Kind.PREFERENCE), Choices(implicit_prompt=True))
    assert record["rejected"] == "Why is the sky blue?\n\nIt is painted — blå."


def test_without_a_prompt_only_plain_implicit_texts_can_be_written():
    item = row(Kind.PREFERENCE, without=("prompt",))
    [record] = records("preference", item, Choices(implicit_prompt=True))
    assert record["chosen"] == "It scatters light."
    with pytest.raises(CannotExpress, match=r"^has no prompt; choose an implicit prompt"):
        records("preference", item)
    for name, choices in (("preference", CHAT), ("dpo-openai", CHAT), ("kto", Choices()), ("sharegpt", CHAT)):
        with pytest.raises(CannotExpress, match=r"^has no prompt"):
            records(name, item, choices)


@pytest.mark.parametrize(
    ("prompt", "roles"),
    [
        ("System: Be kind.\n\nUser: Hi", ["system", "user"]),
        ("User: Hi\n\nAssistant: Hello\n\nstill me\n\nUser: Why?", ["user", "assistant", "user"]),
        ("User: Hi", ["user"]),
        ("User: Hi\n\nAssistant: Hello", ["user"]),
        ("He said\n\nUser: Hi\n\nUser: Ho", ["user"]),
    ],
)
def test_a_dialogue_that_was_read_as_one_text_comes_apart_again(prompt, roles):
    item = row(Kind.PREFERENCE, {"prompt": prompt})
    found = one("dpo-openai", item)["input"]["messages"]
    assert [each["role"] for each in found] == roles
    assert one("preference", item)["prompt"] == prompt
    if len(roles) == 1:
        assert found[0]["content"] == prompt


def test_a_pair_is_one_thumb_up_and_one_down():
    up, down = records("kto", row(Kind.PREFERENCE, {"choice": "b"}))
    assert (up["completion"], up["label"]) == ("It is painted — blå.", True)
    assert (down["completion"], down["label"]) == ("It scatters light.", False)


@pytest.mark.parametrize(("verdict", "wanted"), [("accepted", True), ("fixed", True), ("rejected", False)])
def test_a_verdict_is_the_thumb_of_an_instruction(verdict, wanted):
    item = row(Kind.INSTRUCTION, without=("history",), verdict=verdict)
    assert one("kto", item)["label"] is wanted


@pytest.mark.parametrize("verdict", ["", "undecided", "deferred"])
def test_without_a_verdict_an_instruction_has_no_thumb(verdict):
    with pytest.raises(CannotExpress, match="so nobody said whether it is wanted"):
        records("kto", row(Kind.INSTRUCTION, without=("history",), verdict=verdict))


# --- columns ---


@pytest.mark.parametrize(
    ("kind", "name"), [pair for pair in PAIRS if pair[1] not in ("argilla", "label-studio")]
)
def test_chosen_columns_stand_behind_an_items_own_fields(kind, name):
    known = {"verdict": "accepted", "reasons": ("x", "y"), "risk": 0.25, "reviewer": "Ann", "licence": "MIT"}
    item = row(kind, generator="m", note="n", **known)
    for record in records(name, item, Choices(conversational=True, columns=COLUMNS)):
        beside = dict(list(record.items())[-len(COLUMNS) :])
        assert beside == {
            **known,
            "reasons": "x, y",
            "generator": "m",
            "note": "n",
            "position": 3,
            "unit": "",
            "dataset": "set",
        }


@pytest.mark.parametrize("name", ["argilla", "label-studio"])
def test_annotation_tools_get_everything_in_their_own_places(name):
    item = row(Kind.FREE_TEXT, risk=0.5)
    assert records(name, item, Choices(columns=COLUMNS)) == records(name, item)


@pytest.mark.parametrize(("kind", "name"), PAIRS)
@pytest.mark.parametrize("odd", ["", "\ud800", "\x00", "\u2028", "x" * 100_000])
def test_odd_texts_stop_no_format(kind, name, odd):
    parts = {
        spec.name: odd for spec in PARTS[kind] if spec.form is Form.TEXT and spec.name not in ("prompt", "b")
    }
    item = row(kind, {**parts, "human_labels": [odd], "model_labels": [odd, None]}, verdict="accepted")
    made = records(name, item, CHAT)
    encoding = TARGETS[name].encoding
    if encoding is Encoding.ARRAY:
        assert json.loads(b"".join(encode.array(made))) == made
    elif encoding is Encoding.LINES:
        assert [json.loads(line) for line in b"".join(encode.lines(made)).split(b"\n")[:-1]] == made
    elif encoding is Encoding.CSV:
        assert len(b"".join(encode.csv(made, columns(kind, CHAT)))) > len(odd)
    elif name != "argilla":
        assert arrow_batch(made, arrow_schema(kind, CHAT)).num_rows == 1
