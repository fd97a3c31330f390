"""How far a detector can be trusted, learned from what reviewers said of its findings.

Its precision starts as a belief worth ``STRENGTH`` judged findings, at the prior that its reason carries,
and every decision on one of its findings moves it: Beta(s * prior + confirmed, s * (1 - prior) + refuted).
"""

from __future__ import annotations

from dataclasses import dataclass

STRENGTH = 20
"""Judged findings that the prior of a reason weighs as much as."""


@dataclass(frozen=True, slots=True)
class Precision:
    """Of the findings judged so far, how many were confirmed; and the share of all, with its interval."""

    confirmed: int
    judged: int
    share: float
    """The mean of the posterior."""
    low: float
    high: float


def precision(
    prior: float, confirmed: int, judged: int, *, strength: float = STRENGTH, confidence: float = 0.95
) -> Precision:
    """A detector's precision after so many decisions; the interval is the posterior's central one.

    ``prior`` lies between 0 and 1 and is kept off both ends, where no number of decisions could move it.
    Raises ValueError when more are confirmed than judged, or a prior is no share.
    """
    from scipy.special import betaincinv

    if not 0 <= confirmed <= judged:
        raise ValueError(f"{confirmed} confirmed of {judged} judged")
    if not 0 <= prior <= 1:
        raise ValueError(f"a prior of {prior}")
    mean = min(max(prior, 0.01), 0.99)
    first, second = strength * mean + confirmed, strength * (1 - mean) + judged - confirmed
    tail = (1 - confidence) / 2
    return Precision(
        confirmed,
        judged,
        first / (first + second),
        float(betaincinv(first, second, tail)),
        float(betaincinv(first, second, 1 - tail)),
    )
