"""Formats that show a model what to prefer: a chosen and a rejected answer."""

from __future__ import annotations

from typing import Any

from synthreview.formats.targets.chat import before_answer, joined, message
from synthreview.formats.targets.target import CannotExpress, Choices, Row
from synthreview.translation import later

Record = dict[str, Any]


def preferred(row: Row) -> tuple[str, str]:
    """The chosen and the rejected text of a preference, by the choice that its data set makes.

    What people chose is another part and never stands in for it. CannotExpress without a clear choice.
    """
    parts = row.parts
    if parts.get("b") is None:
        raise CannotExpress(later("has one answer only, which this format cannot say; KTO can"))
    choice = parts.get("choice")
    if choice == "tie":
        raise CannotExpress(later("is a tie, which this format cannot say"))
    if choice not in ("a", "b"):
        raise CannotExpress(later("has no choice"))
    if parts["a"] == parts["b"]:
        raise CannotExpress(later("has two equal answers, so there is nothing to prefer"))
    return (parts["a"], parts["b"]) if choice == "a" else (parts["b"], parts["a"])


def preference(row: Row, choices: Choices) -> list[Record]:
    """``prompt, chosen, rejected`` as TRL takes them; without ``prompt`` when it is to be implicit."""
    answers = dict(zip(("chosen", "rejected"), preferred(row), strict=True))
    if choices.conversational:
        before = before_answer(row.parts)
        said = {name: [message("assistant", answer)] for name, answer in answers.items()}
        if choices.implicit_prompt:
            return [{name: before + answer for name, answer in said.items()}]
        return [{"prompt": before, **said}]
    prompt = row.parts.get("prompt")
    if choices.implicit_prompt:
        return [{name: joined(prompt or "", answer) for name, answer in answers.items()}]
    if prompt is None:
        raise CannotExpress(later("has no prompt; choose an implicit prompt to write it without"))
    return [{"prompt": prompt, **answers}]


def dpo_openai(row: Row, _: Choices) -> list[Record]:
    """``input.messages``, ``preferred_output`` and ``non_preferred_output``, as OpenAI takes them."""
    chosen, rejected = preferred(row)
    return [
        {
            "input": {"messages": before_answer(row.parts)},
            "preferred_output": [message("assistant", chosen)],
            "non_preferred_output": [message("assistant", rejected)],
        }
    ]
