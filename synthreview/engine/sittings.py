"""A day's work of one reviewer, told from when the decisions were made: how much, how fast, which breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

BREAK = 5 * 60.0
"""Seconds without a decision that count as a break, not as work."""
WINDOW = 30 * 60.0
"""Seconds of work, the latest ones, that the pace is told from."""
ENOUGH = 5
"""Decisions in them before a pace is told."""


@dataclass(frozen=True, slots=True)
class Break:
    """A time without decisions between two of them (seconds since the epoch)."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it was."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Sitting:
    """What one reviewer did on one day."""

    decided: int = 0
    """Items decided on, those of batches counted too; what was undone is not."""
    worked: float = 0.0
    """Seconds of work, breaks left out."""
    per_hour: float | None = None
    """Single decisions an hour of late work; None while there are too few to tell."""
    breaks: tuple[Break, ...] = ()
    last: float | None = None
    """When the last decision was made (seconds since the epoch)."""

    def seconds_for(self, items: int) -> float | None:
        """How long so many items take at this pace; None while there is none."""
        return 3600 * items / self.per_hour if self.per_hour else None

    def away(self, now: float) -> float | None:
        """How long the break has lasted that ``now`` ends; None when there is none."""
        if self.last is None or now - self.last <= BREAK:
            return None
        return now - self.last


def sitting(decisions: Sequence[tuple[float, int]]) -> Sitting:
    """The work that a day's operations tell of: when each was made (ascending), on how many items."""
    times = [moment for moment, _ in decisions]
    steps = list(pairwise(times))
    return Sitting(
        decided=sum(items for _, items in decisions),
        worked=sum(later - earlier for earlier, later in steps if later - earlier <= BREAK),
        per_hour=_pace(decisions),
        breaks=tuple(Break(earlier, later) for earlier, later in steps if later - earlier > BREAK),
        last=times[-1] if times else None,
    )


def _pace(decisions: Sequence[tuple[float, int]]) -> float | None:
    worked, made = 0.0, 0
    for (later, items), (earlier, _) in pairwise(reversed(decisions)):
        if later - earlier > BREAK:
            continue
        if worked + later - earlier > WINDOW:
            break
        worked += later - earlier
        made += items == 1  # a batch says nothing about how fast somebody reads
    return 3600 * made / worked if made >= ENOUGH and worked > 0 else None
