"""What is exported in a format that can be read comes back as the parts that the format can say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from synthreview.domain import Kind
from synthreview.formats.detect import detect
from synthreview.formats.readers import Reader
from synthreview.formats.targets import TARGETS, Choices, Encoding, Row, encode, records
from synthreview.formats.targets.chat import message
from tests.unit.formats.targets.rows import turn

TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
FILLED = TEXT.filter(bool)
OPEN = FILLED.filter(lambda text: not text.strip(" <[(.>])").lower().startswith("no"))
"""Texts that are no placeholder."""
SYSTEM = st.none() | FILLED
LABEL = st.sampled_from(["0", "1", "good", "schlecht", "2.5"])
PLAIN = Choices()
EXCHANGES = st.lists(st.tuples(TEXT, TEXT), min_size=2, max_size=4)


def some(*strategies: st.SearchStrategy) -> st.SearchStrategy:
    """Several records; one alone may be read as another kind of file."""
    return st.lists(st.tuples(*strategies), min_size=2, max_size=4)


def back(sources, name: str, kind: Kind, items: list[dict[str, Any]], choices=PLAIN) -> Iterator:
    """The parts of what was written and read again."""
    rows = [
        Row(i, kind, {name: part for name, part in parts.items() if part is not None}, "d", i, None)
        for i, parts in enumerate(items)
    ]
    made = [record for row in rows for record in records(name, row, choices)]
    write = encode.array if TARGETS[name].encoding is Encoding.ARRAY else encode.lines
    path = sources.write(b"".join(write(made)))
    found = detect(path)
    assert found.sure, found.note
    assert found.mapping is not None
    for piece in Reader(path, found.layout):
        assert not piece.fault
        [(_, parts)] = found.mapping.items(piece.record)
        yield {part: value for part, value in parts.items() if value != ""}


def spoken(pairs: list[tuple[str, str]], speaker: str = "") -> list[dict[str, str]]:
    """Questions and answers as turns."""
    return [
        turn(role, text, speaker)
        for pair in pairs
        for role, text in zip(("user", "assistant"), pair, strict=True)
    ]


def filled(**parts: Any) -> dict[str, Any]:
    return {name: value for name, value in parts.items() if value}


@given(some(SYSTEM, EXCHANGES, FILLED, OPEN, TEXT))
def test_law_alpaca(sources, made):
    items = [
        {
            "system": system,
            "history": spoken(pairs),
            "instruction": instruction,
            "input": given,
            "output": output,
        }
        for system, pairs, instruction, given, output in made
    ]
    assert list(back(sources, "alpaca", Kind.INSTRUCTION, items)) == [filled(**item) for item in items]


@given(some(SYSTEM, FILLED, OPEN | st.just(""), FILLED))
def test_law_chats_of_one_question(sources, made):
    for name in ("messages", "sharegpt"):
        items = [
            {"system": system, "instruction": asked, "input": given, "output": output}
            for system, asked, given, output in made
        ]
        expected = [
            filled(system=system, instruction=f"{asked}\n\n{given}" if given else asked, output=output)
            for system, asked, given, output in made
        ]
        assert list(back(sources, name, Kind.INSTRUCTION, items)) == expected


@given(some(SYSTEM, EXCHANGES))
def test_law_conversations(sources, made):
    for name in ("messages", "sharegpt", "jsonl"):
        items = [
            {
                "turns": [
                    *([turn("system", system)] if system else []),
                    *spoken(pairs),
                ]
            }
            for system, pairs in made
        ]
        assert list(back(sources, name, Kind.SIMULATION, items)) == items


@given(some(FILLED.filter(str.strip), FILLED.filter(str.strip)))
def test_law_names_of_speakers_come_back_in_messages(sources, made):
    items = [
        {
            "turns": [
                turn("user", "q", asks),
                turn("assistant", "r", answers),
                turn("user", "s"),
                turn("assistant", "t"),
            ]
        }
        for asks, answers in made
    ]
    expected = [
        ["".join(message("user", "", each["speaker"]).get("name", "")) for each in item["turns"]]
        for item in items
    ]
    found = back(sources, "messages", Kind.SIMULATION, items, Choices(names=True))
    assert [[each["speaker"] for each in parts["turns"]] for parts in found] == expected


PREFERENCES = some(FILLED, TEXT, st.sampled_from("ab")).map(
    lambda made: [{"prompt": p, "a": t, "b": f"{t}.", "choice": choice} for p, t, choice in made]
)


def by_choice(item: dict[str, Any]) -> dict[str, Any]:
    """A preference as it comes back: the chosen text first."""
    a, b = (item["a"], item["b"]) if item["choice"] == "a" else (item["b"], item["a"])
    return filled(prompt=item["prompt"], a=a, b=b, choice="a")


@given(PREFERENCES)
def test_law_preferences(sources, items):
    expected = [by_choice(item) for item in items]
    for choices in (
        Choices(),
        Choices(conversational=True),
        Choices(conversational=True, implicit_prompt=True),
    ):
        assert list(back(sources, "preference", Kind.PREFERENCE, items, choices)) == expected
    for name in ("dpo-openai", "sharegpt"):
        assert list(back(sources, name, Kind.PREFERENCE, items)) == expected


@given(PREFERENCES)
def test_law_prompts_of_several_turns_read_the_same_again(sources, items):
    for item in items:
        item["prompt"] = f"System: Be.\n\nUser: {item['prompt']}\n\nAssistant: ok\n\nUser: Go on."
    expected = [by_choice(item) for item in items]
    for choices in (
        Choices(),
        Choices(conversational=True),
        Choices(conversational=True, implicit_prompt=True),
    ):
        assert list(back(sources, "preference", Kind.PREFERENCE, items, choices)) == expected
    for name in ("dpo-openai", "sharegpt"):
        assert list(back(sources, name, Kind.PREFERENCE, items)) == expected


@given(PREFERENCES)
def test_law_kto_gives_each_answer_with_its_thumb(sources, items):
    expected = []
    for item in map(by_choice, items):
        answers = ((item.get("a"), "a"), (item.get("b"), "b"))
        expected += [filled(prompt=item["prompt"], a=text, choice=choice) for text, choice in answers]
    for choices in (Choices(), Choices(conversational=True)):
        assert list(back(sources, "kto", Kind.PREFERENCE, items, choices)) == expected


@given(some(FILLED, TEXT))
def test_law_prompt_and_completion(sources, made):
    items = [{"instruction": asked, "output": answer} for asked, answer in made]
    for choices in (Choices(), Choices(conversational=True)):
        found = list(back(sources, "prompt-completion", Kind.INSTRUCTION, items, choices))
        assert found == [filled(**item) for item in items]


@given(some(FILLED))
def test_law_text(sources, made):
    items = [{"text": text} for (text,) in made]
    assert list(back(sources, "text", Kind.FREE_TEXT, items)) == items


@given(some(SYSTEM, EXCHANGES, FILLED, TEXT, FILLED, TEXT))
def test_law_json_lines_give_every_part_of_an_instruction(sources, made):
    items = [
        {
            "system": system,
            "history": spoken(pairs, "Ann"),
            "instruction": instruction,
            "input": given,
            "constraints": constraints,
            "output": output,
        }
        for system, pairs, instruction, given, constraints, output in made
    ]
    assert list(back(sources, "jsonl", Kind.INSTRUCTION, items)) == [filled(**item) for item in items]


@given(some(FILLED, st.lists(st.none() | LABEL, min_size=1), st.lists(LABEL, min_size=1)))
def test_law_json_lines_give_every_vote(sources, made):
    items = [{"text": text, "human_labels": people, "model_labels": model} for text, people, model in made]
    assert list(back(sources, "jsonl", Kind.TASK_LABEL, items)) == items
