"""What second looks say of the first ones, and what that means for an error rate."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from synthreview.domain import Verdict
from synthreview.risk.residual import Residual
from synthreview.risk.reviewers import Verdicts, adjusted
from synthreview.risk.weighted import Estimate
from synthreview.store import doubles

ENOUGH = 30
"""Items judged twice below which nothing is said of the reviewers."""
EACH = 5
"""Errors, and good items, that must be among them before a rate is adjusted."""


@dataclass(frozen=True, slots=True)
class Overturned:
    """How many first verdicts did not stand."""

    looks: int
    """Items of the data set that two people or more judged."""
    share: Estimate
    before: Estimate | None
    """The error rate of the data set as it came, allowing for that (Rogan and Gladen 1978); None where too
    little is overturned to matter, or too little was judged twice to tell."""


def overturned(connection: sqlite3.Connection, dataset: int, found: Residual) -> Overturned | None:
    """What double reviews tell of a data set; None where there are fewer than `ENOUGH`."""
    words = [
        (first != Verdict.ACCEPT, last != Verdict.ACCEPT)
        for first, last in doubles.first_and_last(connection, dataset)
    ]
    if len(words) < ENOUGH:
        return None
    errors = [first for first, last in words if last]
    good = [not first for first, last in words if not last]
    verdicts = Verdicts(len(errors), sum(errors), len(good), sum(good))
    before = None
    if verdicts.matter and min(len(errors), len(good)) >= EACH:
        try:
            before = adjusted(found.before.share, found.basis.effective, verdicts)
        except ValueError:  # first looks that do no better than chance leave nothing to adjust
            before = None
    return Overturned(len(words), verdicts.overturned, before)
