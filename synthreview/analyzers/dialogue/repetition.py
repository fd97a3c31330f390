"""Conversations that stop moving: turns said again, goodbyes without end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthreview.analyzers.dialogue.turns import Turn, speaking
from synthreview.analyzers.rules.hit import Hit

_SHORTEST = 20
_GOODBYE_TURNS = 4
_LONGEST_GOODBYE = 250
_GOODBYE = re.compile(
    r"\b(?:you['’]?re (?:very |most )?welcome|good ?bye|bye\b|thank(?:s| you)|take care|"
    r"have a (?:great|nice|good|wonderful)|happy to help|glad (?:I|to)|my pleasure|"
    r"feel free to (?:ask|reach|contact)|best of luck|good luck|see you)"
    r"|不客气|再见|谢谢|祝您?",
    re.IGNORECASE,
)


def repeated_turns(conversation: list[Turn]) -> Iterator[Hit]:
    """Turns equal to the turn before or to the same side's last one (white space and case aside)."""
    talk = [turn for turn in conversation if turn.side != "tool"]
    keys = [" ".join(turn.text.split()).casefold() for turn in talk]
    for place, turn in enumerate(talk):
        if len(keys[place]) < _SHORTEST:
            continue
        for lag in (2, 1):
            if place >= lag and keys[place - lag] == keys[place]:
                args = {"turn": turn.number, "other": talk[place - lag].number}
                yield Hit("repeated_turn", turn.part, 0, len(turn.text), args=args)
                break


def closing_loop(conversation: list[Turn]) -> Iterator[Hit]:
    """The last turns, where at least four in a row only thank and say goodbye."""
    talk = speaking(conversation)
    start = len(talk)
    while start > 0 and _only_goodbye(talk[start - 1].text):
        start -= 1
    closing = talk[start:]
    if len(closing) >= _GOODBYE_TURNS:
        args = {"turn": closing[0].number, "count": len(closing)}
        for turn in closing:
            yield Hit("closing_loop", turn.part, 0, len(turn.text), args=args)


def _only_goodbye(text: str) -> bool:
    return len(text) <= _LONGEST_GOODBYE and "?" not in text and bool(_GOODBYE.search(text))
