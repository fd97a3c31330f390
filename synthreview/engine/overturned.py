"""What second looks say of the first ones, and what that means for an error rate."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from synthreview.domain import Verdict
from synthreview.engine.book import Book
from synthreview.risk.residual import Ledger, residual
from synthreview.risk.reviewers import SecondLooks, adjusted
from synthreview.risk.weighted import Estimate
from synthreview.store import doubles

ENOUGH = 30
"""Items judged twice below which nothing is said of the reviewers."""
EACH = 5
"""First verdicts of each sort, error and none, that must be among them before a rate is adjusted."""
MOST = 2_000
"""Items judged twice that are read."""


@dataclass(frozen=True, slots=True)
class Overturned:
    """How many first verdicts did not stand."""

    looks: int
    """Items of the data set that two people or more judged."""
    share: Estimate
    before: Estimate | None
    """The error rate of the data set as it came, allowing for that; None where too
    little is overturned to matter, or too little was judged twice to tell."""


def overturned(connection: sqlite3.Connection, dataset: int, book: Book) -> Overturned | None:
    """What double reviews tell of a data set; None where there are fewer than `ENOUGH`.

    The rate is taken from first verdicts, as most items have no other, and then adjusted.
    """
    rows = doubles.first_and_last(connection, dataset, MOST)
    if len(rows) < ENOUGH:
        return None
    wrong = [last != Verdict.ACCEPT for _, first, last in rows if first != Verdict.ACCEPT]
    missed = [last != Verdict.ACCEPT for _, first, last in rows if first == Verdict.ACCEPT]
    looks = SecondLooks(len(wrong), sum(wrong), len(missed), sum(missed))
    before = None
    if looks.matter and min(len(wrong), len(missed)) >= EACH:
        found = residual(_as_first_seen(book, rows))
        before = adjusted(found.before.share, found.basis.effective, looks)
    return Overturned(len(rows), looks.overturned, before)


def _as_first_seen(book: Book, rows: Sequence[tuple[int, str, str]]) -> Ledger:
    """The ledger as it would be if nobody had looked again."""
    import numpy as np

    wrong = {item: first != Verdict.ACCEPT for item, first, _ in rows}
    again = np.flatnonzero(np.isin(book.items, list(wrong)))
    bad = book.ledger.bad.copy()
    bad[again] = [wrong[item] for item in book.items[again].tolist()]
    return replace(book.ledger, bad=bad)
