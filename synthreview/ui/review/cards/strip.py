"""How each turn of a conversation sounds, as the detector of roles tells it (pure, no Qt)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from synthreview.domain import StoredFinding
from synthreview.translation import Table, later, tr, trn
from synthreview.ui.review.queue_model import short

UNLIKE = 0.5
"""The chance from which a turn sounds rather like the other role."""
DOUBTFUL = 0.15
"""The chance from which it may; below it is as its role usually sounds."""
_ROLES = Table(
    {
        "system": later("system"),
        "user": later("user"),
        "assistant": later("assistant"),
        "tool": later("tool"),
    }
)
"""Roles within a sentence; another name is told as it is."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One turn: its number (from 1), whose it is, whose it could be, and the chance of that."""

    turn: int
    role: str
    other: str
    chance: float

    @property
    def words(self) -> str:
        """The turn as it is told to a person."""
        role, other = _role(self.role), _role(self.other)
        turn, chance = tr("Turn {turn}, {role}", turn=self.turn, role=role), short(self.chance)
        if self.chance >= UNLIKE:
            return tr("{turn}: sounds like the {other} ({chance})", turn=turn, other=other, chance=chance)
        if self.chance >= DOUBTFUL:
            return tr("{turn}: may sound like the {other} ({chance})", turn=turn, other=other, chance=chance)
        return tr("{turn}: sounds as usual ({chance} for the {other})", turn=turn, chance=chance, other=other)


@dataclass(frozen=True, slots=True)
class Strip:
    """The turns that were looked at, and the two roles, the one that speaks first before the other."""

    roles: tuple[str, str]
    cells: tuple[Cell, ...]


def strip_of(findings: Sequence[StoredFinding], turns: Sequence[dict[str, Any]]) -> Strip | None:
    """What the findings say about the turns of a conversation; None where they say nothing."""
    for finding in findings:
        if finding.args.get("strip"):
            return _strip(finding.args, turns)
    return None


def _strip(args: Mapping[str, Any], turns: Sequence[dict[str, Any]]) -> Strip | None:
    pair = (str(args["role"]), str(args["other"]))
    cells = []
    for number, chance in args["strip"]:
        if not 0 < number <= len(turns):
            continue  # the conversation was fixed since: turns are missing
        role = str(turns[number - 1].get("role") or "").casefold()
        own = pair.index(role) if role in pair else 0
        cells.append(Cell(int(number), pair[own], pair[1 - own], float(chance)))
    if not cells:
        return None
    return Strip((cells[0].role, cells[0].other), tuple(cells))


def marked_turns(findings: Sequence[StoredFinding], strip: Strip | None, turns: int) -> dict[int, str]:
    """Numbers (from 0) of the turns that evidence points at or that sound like the other role, with why."""
    marked: dict[int, str] = {}
    for finding in findings:
        for evidence in finding.evidence:
            part, _, rest = evidence.part.partition(".")
            number = rest.partition(".")[0]
            if part == "turns" and number.isdecimal() and int(number) < turns:
                marked.setdefault(int(number), evidence.note or finding.words)
    for cell in strip.cells if strip is not None else ():
        if cell.chance >= UNLIKE:
            marked.setdefault(
                cell.turn - 1,
                tr("Sounds like the {other} ({chance})", other=_role(cell.other), chance=short(cell.chance)),
            )
    return marked


def told(strip: Strip) -> str:
    """What the strip says as a whole."""
    unlike = sum(cell.chance >= UNLIKE for cell in strip.cells)
    doubtful = sum(DOUBTFUL <= cell.chance < UNLIKE for cell in strip.cells)
    turns = trn("{count} turn", "{count} turns", len(strip.cells))
    if unlike:
        said = trn(
            "{count} of {turns} sounds like the other role",
            "{count} of {turns} sound like the other role",
            unlike,
            turns=turns,
        )
    else:
        said = tr("None of {turns} clearly sounds like the other role", turns=turns)
    return ", ".join([said, *([tr("{doubtful} may", doubtful=doubtful)] if doubtful else [])])


def _role(name: str) -> str:
    return _ROLES.get(name, name)


def width_of(cells: int, room: int, widest: int = 22) -> float:
    """Pixels a cell takes, so that all have their place."""
    return min(float(widest), room / max(cells, 1))
