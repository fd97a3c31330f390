"""Which turns of a conversation are still there after some were left out, and others perhaps changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from synthreview.translation import tr

Turn = Mapping[str, Any]

_TEXT = 4
"""A text tells more about which turn it is than role and speaker do, which are many turns'."""
_SAME = _TEXT + 2


def kept_turns(old: Sequence[Turn], new: Sequence[Turn]) -> list[int]:
    """For each turn of ``new`` the number of the turn of ``old`` that it was, in rising order.

    Of all ways to leave out so many turns, the one that changes least. ValueError when turns were added.
    """
    if len(new) > len(old):
        raise ValueError(tr("turns can be changed or left out, not added"))
    start = 0
    while start < len(new) and _likeness(old[start], new[start]) == _SAME:
        start += 1
    end = 0
    while end < len(new) - start and _likeness(old[-1 - end], new[-1 - end]) == _SAME:
        end += 1
    middle = _aligned(old[start : len(old) - end], new[start : len(new) - end])
    return [*range(start), *(start + number for number in middle), *range(len(old) - end, len(old))]


def _likeness(one: Turn, other: Turn) -> int:
    alike = [(one.get(key) or "") == (other.get(key) or "") for key in ("text", "role", "speaker")]
    return _TEXT * alike[0] + alike[1] + alike[2]


def _aligned(old: Sequence[Turn], new: Sequence[Turn]) -> list[int]:
    """The most alike choice of old turns, by dynamic programming over how many were left out so far."""
    spare = len(old) - len(new)
    best, before = [0] * (spare + 1), []
    for number, turn in enumerate(new):
        top, at = -1, 0
        now, ways = [], []
        for gone in range(spare + 1):
            if best[gone] > top:
                top, at = best[gone], gone
            now.append(top + _likeness(old[number + gone], turn))
            ways.append(at)
        best = now
        before.append(ways)
    gone = max(range(spare + 1), key=best.__getitem__)
    kept = []
    for number in reversed(range(len(new))):
        kept.append(number + gone)
        gone = before[number][gone]
    return kept[::-1]
