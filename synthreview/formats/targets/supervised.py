"""Formats that show a model what to answer: Alpaca, ShareGPT, messages, prompt and completion, text."""

from __future__ import annotations

from typing import Any

from synthreview.domain import Kind
from synthreview.formats.targets.chat import (
    Message,
    before_answer,
    dialogue,
    joined,
    message,
    question,
    refuse_broken_order,
    without_system,
)
from synthreview.formats.targets.pairs import preferred
from synthreview.formats.targets.target import CannotExpress, Choices, Row
from synthreview.translation import later

Record = dict[str, Any]

_SPEAKERS = {"system": "system", "user": "human", "assistant": "gpt", "tool": "observation"}


def alpaca(row: Row, _: Choices) -> list[Record]:
    """``instruction, input, output``, with ``system`` and ``history`` only where the item has them.

    ``input`` is empty where there is none; ``history`` holds pairs of what was asked and answered.
    """
    system, messages = without_system(dialogue(row))
    refuse_broken_order(messages)
    if any(each["role"] == "tool" for each in messages):
        raise CannotExpress(later("has turns of a tool, which this format cannot say"))
    texts = [each["content"] for each in messages]
    instruction, given = (texts[-2], "") if row.kind is Kind.SIMULATION else question(row)
    record: Record = {"instruction": instruction, "input": given, "output": texts[-1]}
    if system:
        record["system"] = system
    if len(texts) > 2:
        record["history"] = [list(pair) for pair in zip(texts[:-2:2], texts[1:-2:2], strict=True)]
    return [record]


def sharegpt(row: Row, _: Choices) -> list[Record]:
    """``conversations`` of ``{"from", "value"}``; a preference with ``chosen`` and ``rejected`` beside it.

    A system text is the first turn: readers take it there without being told of another field.
    """
    if row.kind is Kind.PREFERENCE:
        chosen, rejected = preferred(row)
        answers = {"chosen": message("assistant", chosen), "rejected": message("assistant", rejected)}
        messages = before_answer(row.parts)
    else:
        answers, messages = {}, dialogue(row)
    refuse_broken_order(without_system(messages)[1])
    said = {name: _said(each) for name, each in answers.items()}
    return [{"conversations": [_said(each) for each in messages], **said}]


def _said(each: Message) -> Record:
    return {"from": _SPEAKERS[each["role"]], "value": each["content"]}


def messages(row: Row, choices: Choices) -> list[Record]:
    """``messages`` of ``{"role", "content"}`` as OpenAI and chat templates take them."""
    return [{"messages": dialogue(row, names=choices.names)}]


def prompt_completion(row: Row, choices: Choices) -> list[Record]:
    """``prompt`` and ``completion``, as texts or as lists of messages."""
    *before, answer = dialogue(row, names=choices.names)
    if choices.conversational:
        return [{"prompt": before, "completion": [answer]}]
    return [{"prompt": _as_text(before), "completion": answer["content"]}]


def _as_text(before: list[Message]) -> str:
    """One question, behind its system text; more cannot be told apart in a text."""
    system, messages = without_system(before)
    if [each["role"] for each in messages] != ["user"]:
        raise CannotExpress(
            later("has earlier turns, which texts cannot keep apart; choose lists of messages")
        )
    return joined(system, messages[0]["content"])


def text(row: Row, _: Choices) -> list[Record]:
    """``text`` alone, for training on plain language."""
    return [{"text": row.parts["text"]}]
