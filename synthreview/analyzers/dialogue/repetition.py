"""Conversations that stop moving: turns said again, goodbyes without end."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from difflib import SequenceMatcher

from synthreview.analyzers.dialogue.turns import Turn, speaking
from synthreview.analyzers.rules.hit import Hit

_SHORTEST = 20
_ALIKE = 0.95
"""Similarity in words (2 * common / all) from which a turn is the same."""
_MOST_WORDS, _LONGEST_WORD = 1_000, 20
_NUMBER = re.compile(r"\d+")
_TAIL_TURNS, _TAIL_FEWEST, _TAIL_BYTES = 8, 6, 600
_SQUEEZED = 0.18
"""The share of its size to which a talk that goes in circles can be packed (zlib); real talks: .19 to .6."""
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
    """Turns that say the turn before again, or (nearly) the same side's last one.

    White space and case aside; nearly the same are long turns in which one word in twenty differs, and no
    number.
    """
    talk = [turn for turn in conversation if turn.side != "tool"]
    keys = [" ".join(turn.text.split()).casefold() for turn in talk]
    for place, turn in enumerate(talk):
        if len(keys[place]) < _SHORTEST:
            continue
        for lag in (2, 1):
            if place >= lag and _same(keys[place - lag], keys[place], nearly=lag == 2):
                args = {"turn": turn.number, "other": talk[place - lag].number}
                yield Hit("repeated_turn", turn.part, 0, len(turn.text), args=args)
                break


def _same(one: str, other: str, *, nearly: bool) -> bool:
    if one == other:
        return True
    shorter, longer = sorted((len(one), len(other)))
    if not nearly or shorter < _ALIKE * longer - _LONGEST_WORD:
        return False
    ours, theirs = one.split(), other.split()
    if len(ours) > _MOST_WORDS or _NUMBER.findall(one) != _NUMBER.findall(other):
        return False
    alike = SequenceMatcher(None, ours, theirs, autojunk=False)
    return min(alike.real_quick_ratio(), alike.quick_ratio()) >= _ALIKE and alike.ratio() >= _ALIKE


def circles(conversation: list[Turn]) -> Iterator[Hit]:
    """Turns of a talk that goes in circles: neighbours said before as neighbours, or an end that says little.

    An end says little where its last turns can be packed to a fraction of their size.
    """
    talk = [turn for turn in speaking(conversation) if turn.text.strip()]
    stuck = _said_before(talk) or _squeezed(talk[-_TAIL_TURNS:])
    for turn in stuck:
        args = {"turn": stuck[0].number, "last": stuck[-1].number}
        yield Hit("goes_in_circles", turn.part, 0, len(turn.text), args=args)


def _said_before(talk: list[Turn]) -> list[Turn]:
    keys = [" ".join(turn.text.split()).casefold() for turn in talk]
    earlier: set[tuple[str, str]] = set()
    again: set[int] = set()
    for place in range(1, len(keys)):
        pair = keys[place - 1], keys[place]
        if pair in earlier and len(pair[0]) + len(pair[1]) >= 2 * _SHORTEST:
            again |= {place - 1, place}
        earlier.add(pair)
    return [talk[place] for place in sorted(again)]


def _squeezed(tail: list[Turn]) -> list[Turn]:
    text = "\n".join(turn.text for turn in tail).encode("utf-8", "replace")
    if len(tail) < _TAIL_FEWEST or len(text) < _TAIL_BYTES:
        return []
    return tail if len(zlib.compress(text)) < _SQUEEZED * len(text) else []


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
