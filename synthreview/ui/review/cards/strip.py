"""How each turn of a conversation sounds, as the detector of roles tells it (pure, no Qt)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from synthreview.domain import StoredFinding
from synthreview.ui.review.queue_model import short

UNLIKE = 0.5
"""The chance from which a turn sounds rather like the other role."""
DOUBTFUL = 0.15
"""The chance from which it may; below it is as its role usually sounds."""


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
        turn, chance = f"Turn {self.turn}, {self.role}", short(self.chance)
        if self.chance >= UNLIKE:
            return f"{turn}: sounds like the {self.other} ({chance})"
        if self.chance >= DOUBTFUL:
            return f"{turn}: may sound like the {self.other} ({chance})"
        return f"{turn}: sounds as usual ({chance} for the {self.other})"


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


def width_of(cells: int, room: int, widest: int = 22) -> float:
    """Pixels a cell takes, so that all have their place."""
    return min(float(widest), room / max(cells, 1))
