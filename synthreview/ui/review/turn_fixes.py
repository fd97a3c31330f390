"""Fixes of a conversation's structure: another role, a turn dropped, the rest cut off (pure, no Qt)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any

from synthreview.domain import ItemView, StoredFinding, with_edits
from synthreview.formats.kept_turns import kept_turns
from synthreview.translation import tr, trn

Turns = Sequence[Mapping[str, Any]]
PART = "turns"
_USUAL = ("user", "assistant")
_MOST_ROLES = 3
"""Other roles offered at most."""
_AROUND = 2
"""Turns shown on each side of a change."""
_FEW = 3
"""So many turns in a row are shown rather than summed up."""


class Act(StrEnum):
    """What a fix does to a turn."""

    RELABEL = "relabel"
    DROP = "drop"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class TurnFix:
    """One fix of the turn of that number (from 0), as the screen offers it."""

    act: Act
    turn: int
    words: str
    role: str = ""
    """The role it gets, when it is relabelled."""


def offers(turns: Turns, number: int, findings: Sequence[StoredFinding] = ()) -> list[TurnFix]:
    """The fixes of one turn, those of its role first; nothing that would leave no turn at all."""
    made = [_relabel(turns, number, role, findings) for role in _other_roles(turns, number)]
    if len(turns) > 1:
        made.append(TurnFix(Act.DROP, number, tr("Drop this turn")))
    if 0 < number < len(turns) - 1:
        gone = trn("{count} turn", "{count} turns", len(turns) - number)
        made.append(TurnFix(Act.CUT, number, tr("Cut from here to the end ({gone})", gone=gone)))
    return made


def _relabel(turns: Turns, number: int, role: str, findings: Sequence[StoredFinding]) -> TurnFix:
    suggested = any(finding.fix.get(f"{PART}.{number}.role") == role for finding in findings)
    words = (
        tr("Relabel as {role}, as a finding suggests", role=role)
        if suggested
        else tr("Relabel as {role}", role=role)
    )
    return TurnFix(Act.RELABEL, number, words, role)


def _other_roles(turns: Turns, number: int) -> list[str]:
    """The roles of the others in this conversation; of two usual ones the other."""
    own = str(turns[number].get("role") or "")
    roles = dict.fromkeys(str(turn.get("role") or "") for turn in turns)
    if set(roles) <= {*_USUAL, "system", "tool"}:
        roles = dict.fromkeys(_USUAL)
    return [role for role in roles if role and role != own and role not in ("system", "tool")][:_MOST_ROLES]


def applied(fix: TurnFix, view: ItemView, edits: Mapping[str, Any]) -> dict[str, Any]:
    """The edits with which the editor opens: those begun so far, and the fix of a turn as it is on screen.

    ``edits`` are the item's edits that are not on screen yet, or those decided. A turn that they have
    dropped already stays dropped.
    """
    original, shown = view.original.get(PART) or [], view.item.parts.get(PART) or []
    begun = list(with_edits(view.original, edits).get(PART) or [])
    at = _place_in(begun, shown, original, fix.turn)
    if at is None:
        return dict(edits)
    if fix.act is Act.RELABEL:
        begun[at] = {**begun[at], "role": fix.role}
    else:
        del begun[at : None if fix.act is Act.CUT else at + 1]
    others = {path: value for path, value in edits.items() if path.partition(".")[0] != PART}
    return {**others, **_as_edits(original, begun)}


def _place_in(begun: Turns, shown: Turns, original: Turns, number: int) -> int | None:
    """Where a turn on screen stands in the conversation as begun to be changed; None where it is gone."""
    try:
        meant, there = kept_turns(original, shown)[number], kept_turns(original, begun)
    except ValueError:  # made longer by other means than the screen: places are all there is to go by
        return number if number < len(begun) else None
    return there.index(meant) if meant in there else None


def _as_edits(original: Turns, now: Turns) -> dict[str, Any]:
    """Single values while every turn is there, else the whole conversation."""
    if len(now) != len(original):
        return {PART: [dict(turn) for turn in now]}
    return {
        f"{PART}.{number}.{key}": value
        for number, (before, turn) in enumerate(zip(original, now, strict=True))
        for key, value in turn.items()
        if value != before.get(key)
    }


def near_changes(kept: Sequence[bool], changed: Sequence[bool]) -> set[int]:
    """Numbers of the turns worth showing: those changed, where some are left out, and what is around.

    Short stretches between them are shown too; without any change, the first few.
    """
    count = len(kept)
    edges = [number for number in range(1, count) if kept[number] != kept[number - 1]]
    edges += [number for number in range(count) if kept[number] and changed[number]]
    near = {number for edge in edges for number in range(edge - _AROUND, edge + _AROUND + 1)}
    shown = {number for number in near or range(_FEW) if 0 <= number < count}
    for is_shown, group in groupby(range(count), frozenset(shown).__contains__):
        numbers = list(group)
        if not is_shown and len(numbers) <= _FEW:
            shown.update(numbers)
    return shown
