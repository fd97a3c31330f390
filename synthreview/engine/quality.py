"""How many errors a data set has left, and how sure that is: the one question its lead has to answer.

An error is an item that a reviewer fixed or rejected. Only random checks (``audits``) tell of what nobody
looked at; `risk.residual` says how.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from synthreview.domain import Dataset
from synthreview.engine.ahead import Ahead, ahead
from synthreview.engine.book import ENOUGH, Book, opened
from synthreview.engine.overturned import Overturned, overturned
from synthreview.risk import anytime
from synthreview.risk.measures import auroc_with_interval
from synthreview.risk.rates import Method
from synthreview.risk.residual import Ledger, Residual, by_cell, residual
from synthreview.risk.weighted import Estimate
from synthreview.store import audits, pages
from synthreview.store.store import Store

if TYPE_CHECKING:
    import sqlite3

TARGETS = (0.01, 0.02, 0.05, 0.1, 0.2)
"""Error rates that a lead may aim at, strictest first; the middle one is meant until another is chosen."""


@dataclass(frozen=True, slots=True)
class Quality:
    """What is known of the errors of one data set."""

    dataset: str
    items: int
    """That the random checks were drawn from."""
    outside: int
    """Decided with others at once and taken out; nothing is said about them."""
    checks: int
    """Random checks that were judged."""
    wrong: int
    """Of these, errors."""
    deferred: int
    """Checks in between that nobody could judge: left out, and counted as errors for ``at_most``."""
    passed: tuple[int, ...]
    """Checks that were passed over though later ones are judged; the estimate waits for them."""
    decisions: int
    """Items of the data set that somebody looked at and judged."""
    residual: Residual
    ranking: Estimate | None
    """The chance that of a wrong and a right item the detectors give the wrong one the higher risk."""
    at_most: float
    """The error rate of the cleaned data set is below this, however often one looks (95 %)."""
    target: float
    """The error rate below which the lead means to stop."""
    ahead: Ahead
    overturned: Overturned | None

    @property
    def told(self) -> bool:
        """Whether there are checks enough to say a number, or nothing is left to be judged."""
        return self.checks >= ENOUGH or self.residual.basis.method is Method.COUNTED


def quality(store: Store, dataset: Dataset) -> Quality | None:
    """What is known of a data set; None where it has no random checks: it is small, or not analyzed."""
    import numpy as np

    book = opened(store, dataset)
    if book is None:
        return None
    found = residual(book.ledger)
    at_most = _at_most(book, found)
    connection = store.read()
    aim = target(connection)
    return Quality(
        dataset=dataset.name,
        items=len(book.items),
        outside=book.outside,
        checks=int(np.count_nonzero(book.judged)),
        wrong=int(np.count_nonzero(book.judged & book.wrong)),
        deferred=int(np.count_nonzero(~book.judged)),
        passed=book.passed,
        decisions=found.reviewed,
        residual=found,
        ranking=_ranking(book.ledger),
        at_most=at_most,
        target=aim,
        ahead=ahead(connection, dataset, found, aim),
        overturned=overturned(connection, dataset.id, book),
    )


def target(connection: sqlite3.Connection) -> float:
    """The error rate below which the project's lead means to stop, the middle of `TARGETS` at first."""
    said = pages.read(connection, pages.TARGET)
    return float(said) if said else TARGETS[len(TARGETS) // 2]


def by_label(store: Store, dataset: Dataset) -> dict[str, Residual]:
    """The same for each label of a data set, by label."""
    import numpy as np

    book = opened(store, dataset)
    if book is None:
        return {}
    connection = store.read()
    described = audits.labels_and_lengths(connection, dataset.id)
    labels = (label for label, _ in described)
    known = dict(zip(audits.ids(connection, dataset.id).tolist(), labels, strict=True))
    cells = np.array([known.get(item) or "" for item in book.items.tolist()])
    return {str(label): found for label, found in by_cell(book.ledger, cells).items() if label}


def _ranking(ledger: Ledger) -> Estimate | None:
    """How well the risks that were known before the checks tell wrong items from right ones."""
    import numpy as np

    assert ledger.risks is not None
    risks, wrong = ledger.risks[ledger.audited], ledger.bad[ledger.audited]
    return auroc_with_interval(risks, wrong, np.ones(len(wrong)))


def _at_most(book: Book, found: Residual) -> float:
    """The upper end, valid at every look, of the error rate after cleaning; 1 before the first check.

    A check that could not be judged counts as an error here.
    """
    import numpy as np

    if not found.remainder:
        return found.left / found.kept if found.kept else 0.0
    if not len(book.judged) or not found.kept:
        return 1.0
    errors = np.where(book.judged, book.wrong, True)
    unsure = int(np.count_nonzero(~book.judged))
    most = int(anytime.sequence(errors, found.size).upper[-1])
    return min(max(most - found.found + found.left, unsure) / found.kept, found.worst)


def checks_needed(found: Quality, target: float) -> int | None:
    """How many more checks will show that the rate is below a target if they go on as so far.

    None where it is above the target as far as is known: then cleaning helps, and checking does not.
    """
    left, kept = found.residual, found.residual.kept
    if found.at_most < target:
        return 0
    rate = (found.wrong + found.deferred + 0.5) / (found.checks + found.deferred + 1)
    goal = target * kept + left.found - left.left
    if rate * found.items >= goal:
        return None
    low, high = found.checks + found.deferred, found.items
    while low < high:
        middle = (low + high) // 2
        most = anytime.bounds(round(rate * middle), middle, found.items)[1]
        low, high = (low, middle) if int(most) < goal else (middle + 1, high)
    return low - found.checks - found.deferred
