"""The ratios that were reached once, and whether a run falls behind them.

A ratio is seconds of ours over seconds of a plain way in the same run, so that a slower machine slows both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.speed.measured import Row, times

PLACE = Path(__file__).with_name("ratchet.json")
SLACK = 0.25
"""By so much a ratio may be worse than the accepted one."""

Ratios = dict[str, dict[str, float]]
"""For each size and row the ratio."""


@dataclass(frozen=True, slots=True)
class Worse:
    """A row that fell behind."""

    size: str
    name: str
    accepted: float
    found: float

    def __str__(self) -> str:
        more = self.found / self.accepted - 1
        return (
            f"{self.name}, {int(self.size):,} items: {times(self.found)} times the plain way, "
            f"accepted is {times(self.accepted)} ({more:+.0%}, at most {SLACK:+.0%})"
        )


def ratios(sizes: Mapping[int, Iterable[Row]]) -> Ratios:
    """The ratios of a run."""
    return {str(size): {each.name: each.ratio for each in rows} for size, rows in sizes.items()}


def worse(accepted: Ratios, found: Ratios, slack: float = SLACK) -> list[Worse]:
    """Rows of both whose ratio is worse by more than the slack; a row that one of them lacks is no matter."""
    return [
        Worse(size, name, accepted[size][name], ratio)
        for size, rows in found.items()
        for name, ratio in rows.items()
        if name in accepted.get(size, {}) and ratio > accepted[size][name] * (1 + slack)
    ]


def lowest(first: Ratios, second: Ratios) -> Ratios:
    """All rows of both, the better ratio of each: what to keep, and what counts of two runs."""
    both: Ratios = {}
    for size in sorted(first.keys() | second.keys(), key=int):
        one, other = first.get(size, {}), second.get(size, {})
        both[size] = {
            name: min(part[name] for part in (one, other) if name in part) for name in {**one, **other}
        }
    return both


def load(place: Path = PLACE) -> Ratios:
    """What is accepted; nothing where no file is there yet."""
    if not place.exists():
        return {}
    accepted: Ratios = json.loads(place.read_text("utf-8"))
    return accepted


def keep(accepted: Ratios, place: Path = PLACE) -> None:
    """Write what is accepted, in three digits."""
    rounded = {
        size: {name: float(f"{ratio:.3g}") for name, ratio in rows.items()} for size, rows in accepted.items()
    }
    place.write_text(json.dumps(rounded, indent=2) + "\n", "utf-8")
