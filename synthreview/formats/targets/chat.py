"""Items as lists of chat messages: ``{"role", "content"}``, with ``"name"`` where that is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from synthreview.domain import Kind, Parts
from synthreview.formats.targets.target import CannotExpress, Row
from synthreview.translation import later

Message = dict[str, str]

ROLES = ("system", "user", "assistant", "tool")
_NO_INPUT = re.compile(r"\s*[<\[(]?\s*no[ _-]?input\s*[>\])]?\.?\s*", re.I)
_NO_CONSTRAINTS = re.compile(r"\s*none\.?\s*", re.I)
_ILLEGAL_IN_NAME = re.compile(r"[\s<|\\/>]+")  # OpenAI refuses a file over one of these
_NAME_LENGTH = 64
_TURN = re.compile(r"(?:\A|\n\n)(System|User|Assistant|Tool): ")


def message(role: str, content: str, name: str = "") -> Message:
    """One message; the name in the form that OpenAI takes."""
    legal = _ILLEGAL_IN_NAME.sub("_", name)[:_NAME_LENGTH]
    return {"role": role, "content": content, "name": legal} if legal else {"role": role, "content": content}


def dialogue(row: Row, *, names: bool = False) -> list[Message]:
    """An item that is asked and answered, as messages; the last one is the assistant's.

    An instruction with its input, a conversation, or a text with the prompt it was written to.
    With ``names`` the messages say who speaks, where that is known.
    CannotExpress when there is no such exchange.
    """
    parts = row.parts
    if row.kind is Kind.SIMULATION:
        messages = _opened(parts.get("task"), _spoken(parts["turns"]))
    else:
        answer = parts["output" if row.kind is Kind.INSTRUCTION else "text"]
        exchange = [message("user", joined(*question(row))), message("assistant", answer)]
        messages = [*_spoken(parts.get("history") or []), *exchange]
        messages = _opened(parts.get("system"), messages)
    if not messages or messages[-1]["role"] != "assistant":
        raise CannotExpress(later("does not end with the assistant"))
    if all(each["role"] != "user" for each in messages):
        raise CannotExpress(later("has no turn of the user"))
    return messages if names else [message(each["role"], each["content"]) for each in messages]


def question(row: Row) -> tuple[str, str]:
    """What an instruction, or the prompt of a text, asks, and the input it is asked of (may be empty).

    Constraints belong to what is asked. Placeholders for "no input" and "no constraints" are no texts.
    """
    parts = row.parts
    if row.kind is Kind.INSTRUCTION:
        asked = joined(parts["instruction"], _unless(_NO_CONSTRAINTS, parts.get("constraints")))
        return asked, _unless(_NO_INPUT, parts.get("input"))
    prompt = parts.get("prompt")
    if not prompt:
        raise CannotExpress(later("has no prompt"))
    return prompt, parts.get("source_text") or ""


def before_answer(parts: Parts) -> list[Message]:
    """The prompt of a preference as messages that end before the answer.

    Dialogues that were read as one text ("User: ...", "Assistant: ...") come apart again.
    CannotExpress without a prompt.
    """
    prompt = parts.get("prompt")
    if not prompt:
        raise CannotExpress(later("has no prompt"))
    before, *turns = _TURN.split(prompt)
    roles, texts = [name.lower() for name in turns[::2]], turns[1::2]
    if before or len(roles) < 2 or roles[0] not in ("system", "user") or roles[-1] not in ("user", "tool"):
        return [message("user", prompt)]
    return [message(role, text) for role, text in zip(roles, texts, strict=True)]


def without_system(messages: Sequence[Message]) -> tuple[str, list[Message]]:
    """The text of a system message that stands first (empty without one), and the other messages."""
    if messages and messages[0]["role"] == "system":
        return messages[0]["content"], list(messages[1:])
    return "", list(messages)


def refuse_broken_order(messages: Sequence[Message]) -> None:
    """CannotExpress unless question and answer take turns, as formats of pairs need; tools ask, too."""
    for index, each in enumerate(messages):
        if each["role"] == "system":
            raise CannotExpress(later("has a system message in the middle, which this format cannot say"))
        if (each["role"] == "assistant") != (index % 2 == 1):
            who = "the assistant" if each["role"] == "assistant" else f"the {each['role']}"
            raise CannotExpress(f"has turn {index + 1} from {who}, out of turn for this format")


def joined(*texts: str) -> str:
    """The texts that are not empty, with a blank line between them."""
    return "\n\n".join(filter(None, texts))


def _unless(placeholder: re.Pattern[str], text: str | None) -> str:
    return "" if text is None or placeholder.fullmatch(text) else text


def _spoken(turns: Sequence[dict[str, Any]]) -> list[Message]:
    """Turns as messages; two characters become user and assistant, in the order they first speak."""
    speaking = list(dict.fromkeys(turn["role"] for turn in turns if turn["role"] not in ("system", "tool")))
    cast = {role: role for role in ROLES}
    if not set(speaking) <= set(cast):
        if len(speaking) != 2 or set(speaking) & set(cast):
            names = ", ".join(role or "unnamed" for role in speaking[:4])
            raise CannotExpress(
                f"has speakers ({names}) that are no user and assistant, and not two characters"
            )
        cast |= zip(speaking, ("user", "assistant"), strict=True)
    return [
        message(cast[turn["role"]], turn["text"], turn["speaker"] or _character(turn["role"]))
        for turn in turns
    ]


def _character(role: str) -> str:
    return "" if role in ROLES else role


def _opened(system: str | None, messages: list[Message]) -> list[Message]:
    """The messages behind one system message that holds this text too."""
    if not system:
        return messages
    own, others = without_system(messages)
    return [message("system", own if system in own else joined(system, own)), *others]
