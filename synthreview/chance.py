"""The chance that an item needs a change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chance:
    """A share of alike items, 0 to 1, from how many random checks it is told, and between which two it lies.

    ``low`` and ``high`` are its 95 % interval.
    """

    share: float
    low: float
    high: float
    checks: int
