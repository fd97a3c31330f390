"""How many errors a data set has left, and how sure that is: the one question its lead has to answer.

An error is an item that a reviewer fixed or rejected. Only random checks (``audits``) tell of what nobody
looked at; `risk.residual` says how.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from synthreview.domain import Dataset, Verdict
from synthreview.risk import anytime
from synthreview.risk.measures import auroc_with_interval
from synthreview.risk.rates import Method
from synthreview.risk.residual import Ledger, Residual, by_cell, reach, residual
from synthreview.risk.weighted import Estimate
from synthreview.store import audits
from synthreview.store.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ENOUGH = 20
"""Judged checks under which no number is told."""
_WRONG = (Verdict.FIX.value, Verdict.REJECT.value)


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

    @property
    def told(self) -> bool:
        """Whether there are checks enough to say a number, or nothing is left to be judged."""
        return self.checks >= ENOUGH or self.residual.basis.method is Method.COUNTED


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """The ledger of a data set, with the checks in their order."""

    ledger: Ledger
    items: NDArray[np.int64]
    judged: NDArray[np.bool_]
    """Of each check at the beginning of the stream, in its order: has a verdict of accept, fix or reject."""
    wrong: NDArray[np.bool_]
    passed: tuple[int, ...]
    outside: int


def quality(store: Store, dataset: Dataset) -> Quality | None:
    """What is known of a data set; None where it has no random checks: it is small, or not analyzed."""
    import numpy as np

    book = opened(store, dataset)
    if book is None:
        return None
    found = residual(book.ledger)
    at_most = _at_most(book, found)
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
    )


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


def opened(store: Store, dataset: Dataset) -> Book | None:
    """What is known of each item of a data set; None where it has no random checks.

    A verdict that was given to many items at once says nothing of a single one: those accepted or fixed so
    count as not looked at, and those rejected as no part of the data set.
    """
    import numpy as np

    connection = store.read()
    stream = audits.stream(connection, dataset.id)
    if stream is None:
        return None
    words = audits.words(connection, dataset.id)
    verdicts = np.full(len(stream.items), "", dtype="U8")
    together, shown = (np.zeros(len(stream.items), dtype=bool) for _ in range(2))
    if len(words.items):
        place = np.minimum(np.searchsorted(stream.items, words.items), len(stream.items) - 1)
        known = stream.items[place] == words.items
        verdicts[place[known]] = np.array(words.verdicts, dtype="U8")[known]
        together[place[known]], shown[place[known]] = words.together[known], words.checks[known]

    out = together & (verdicts == Verdict.REJECT.value)
    reviewed = np.isin(verdicts, (*_WRONG, Verdict.ACCEPT.value)) & ~together
    bad = np.isin(verdicts, _WRONG) & reviewed
    removed = reviewed & (verdicts == Verdict.REJECT.value)
    checks = np.searchsorted(stream.items, stream.order)
    checks = checks[~out[checks]]
    ended, passed = _beginning(verdicts[checks] != "", shown[checks])
    passed_items = tuple(stream.items[checks[passed]].tolist())
    checks = checks[:ended]
    audited = np.zeros(len(stream.items), dtype=bool)
    audited[checks[reviewed[checks]]] = True
    region = reach(stream.risks, reviewed | out) & reviewed
    ledger = Ledger(
        codes=stream.strata,
        audited=audited,
        reviewed=reviewed,
        bad=bad,
        left=np.zeros(len(bad), dtype=bool),
        removed=removed,
        risks=stream.risks,
        region=region,
    )
    return Book(
        ledger.part(~out) if out.any() else ledger,
        stream.items[~out],
        reviewed[checks],
        bad[checks],
        passed_items,
        int(out.sum()),
    )


def _beginning(answered: NDArray[np.bool_], shown: NDArray[np.bool_]) -> tuple[int, NDArray[np.intp]]:
    """How many checks from the first on are answered, and the places of those passed over later on.

    Later checks may have been answered for another reason than being one: only where one was shown as a
    check, those before it were too.
    """
    import numpy as np

    open_, checked = np.flatnonzero(~answered), np.flatnonzero(answered & shown)
    ended = int(open_[0]) if len(open_) else len(answered)
    return ended, open_[open_ < checked[-1]] if len(checked) else open_[:0]


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
