"""What second looks say of the first ones, and what that means for an error rate."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from synthreview.domain import Verdict
from synthreview.engine.book import Book
from synthreview.risk.residual import Ledger, residual
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


def overturned(connection: sqlite3.Connection, dataset: int, book: Book) -> Overturned | None:
    """What double reviews tell of a data set; None where there are fewer than `ENOUGH`.

    The rate is taken from first verdicts, as most items have no other, and then adjusted.
    """
    rows = doubles.first_and_last(connection, dataset)
    if len(rows) < ENOUGH:
        return None
    errors = [first != Verdict.ACCEPT for _, first, last in rows if last != Verdict.ACCEPT]
    good = [first == Verdict.ACCEPT for _, first, last in rows if last == Verdict.ACCEPT]
    verdicts = Verdicts(len(errors), sum(errors), len(good), sum(good))
    before = None
    if verdicts.matter and min(len(errors), len(good)) >= EACH:
        found = residual(_as_first_seen(book, rows))
        try:
            before = adjusted(found.before.share, found.basis.effective, verdicts)
        except ValueError:  # first looks that do no better than chance leave nothing to adjust
            before = None
    return Overturned(len(rows), verdicts.overturned, before)


def _as_first_seen(book: Book, rows: Sequence[tuple[int, str, str]]) -> Ledger:
    """The ledger as it would be if nobody had looked again."""
    import numpy as np

    wrong = {item: first != Verdict.ACCEPT for item, first, _ in rows}
    again = np.flatnonzero(np.isin(book.items, list(wrong)))
    bad = book.ledger.bad.copy()
    bad[again] = [wrong[item] for item in book.items[again].tolist()]
    return replace(book.ledger, bad=bad)
