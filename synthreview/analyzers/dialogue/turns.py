"""The turns of a simulation item in one shape, whatever names its source gives the sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from synthreview.domain import Item
from synthreview.translation import Table, later

SIDES = {
    "user": "user", "human": "user", "prompter": "user",
    "assistant": "assistant", "gpt": "assistant", "chatgpt": "assistant",
    "bot": "assistant", "model": "assistant",
    "system": "system", "developer": "system",
    "tool": "tool", "function": "tool", "function_call": "tool", "observation": "tool", "ipython": "tool",
}  # fmt: skip
"""The sides of a conversation by the roles sources use; other roles are names of their own."""

SPEAKERS = Table(
    {
        "user": later("user"),
        "assistant": later("assistant"),
        "system": later("system"),
        "tool": later("tool"),
    }
)
"""The sides within a sentence."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: its place (0-based), its side (user, assistant, system, tool, or "" for a name), its text."""

    index: int
    side: str
    role: str
    text: str

    @property
    def part(self) -> str:
        """The part path of the text."""
        return f"turns.{self.index}.text"

    @property
    def speaker(self) -> str:
        """The side within a sentence; empty for a name."""
        return SPEAKERS.get(self.side, "")

    @property
    def number(self) -> int:
        """The turn as people count: from 1."""
        return self.index + 1


def turns(item: Item) -> list[Turn]:
    """The turns of an item, in order."""
    return list(_turns(item))


def _turns(item: Item) -> Iterator[Turn]:
    for index, turn in enumerate(item.parts.get("turns") or ()):
        if isinstance(turn, dict):
            role = str(turn.get("role") or "").strip()
            text = turn.get("text")
            yield Turn(index, SIDES.get(role.casefold(), ""), role, text if isinstance(text, str) else "")


def two_sided(conversation: list[Turn]) -> bool:
    """Whether this is a talk between a user and an assistant (and not among agents with names)."""
    return {"user", "assistant"} <= {turn.side for turn in conversation}


def speaking(conversation: list[Turn]) -> list[Turn]:
    """The turns of user and assistant."""
    return [turn for turn in conversation if turn.side in ("user", "assistant")]
