"""Who speaks when: two turns in a row, a wrong start or end, empty turns, roles nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from synthreview.analyzers.dialogue.turns import Turn, speaking, two_sided
from synthreview.analyzers.rules.hit import Hit
from synthreview.translation import tr

CONVENTIONS = ("ends_on_user", "starts_with_assistant", "two_in_a_row")
"""Faults that are no faults where most conversations of a data set have them."""


def order(conversation: list[Turn]) -> Iterator[Hit]:
    """Hits about the order of turns; talks among named agents have no order to break."""
    if not two_sided(conversation):
        return
    yield from _ends(conversation)
    for before, turn in pairwise(conversation):
        if turn.side == before.side and turn.side in ("user", "assistant") and before.text.strip():
            yield Hit(
                "two_in_a_row", turn.part, 0, len(turn.text), args={"turn": turn.number, "side": turn.speaker}
            )
    yield from _strangers(conversation)


def _ends(conversation: list[Turn]) -> Iterator[Hit]:
    talk = speaking(conversation)
    first, last = talk[0], conversation[-1]
    if first.side == "assistant" and conversation[0] is first:
        yield Hit("starts_with_assistant", first.part, 0, len(first.text), args={"turn": first.number})
    if last.side == "user":
        yield Hit("ends_on_user", last.part, 0, len(last.text), args={"turn": last.number})


def _strangers(conversation: list[Turn]) -> Iterator[Hit]:
    for turn in conversation:
        if not turn.side:
            args = {"turn": turn.number, "role": turn.role or tr("nobody")}
            yield Hit("unknown_role", turn.part, 0, len(turn.text), args=args)


def empty_turns(conversation: list[Turn]) -> Iterator[Hit]:
    """Turns without text, unless a tool is called in them (its turn follows)."""
    for position, turn in enumerate(conversation):
        after = conversation[position + 1].side if position + 1 < len(conversation) else ""
        if not turn.text.strip() and turn.side not in ("system", "tool") and after != "tool":
            yield Hit("empty_turn", turn.part, 0, len(turn.text), args={"turn": turn.number})
