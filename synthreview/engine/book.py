"""The book of a data set: what is known of each item, with the random checks in their order.

An error is an item that a reviewer fixed or rejected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from synthreview.domain import Dataset, Verdict
from synthreview.risk.residual import Ledger, reach
from synthreview.store import audits
from synthreview.store.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ENOUGH = 20
"""Judged checks under which no number is told."""
_CODES = {verdict.value: number for number, verdict in enumerate(Verdict, 1)}
"""Verdicts as numbers that take a byte for each item; 0 is none."""
_ACCEPT, _FIX, _REJECT = (_CODES[each.value] for each in (Verdict.ACCEPT, Verdict.FIX, Verdict.REJECT))


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
    verdicts = np.zeros(len(stream.items), dtype=np.int8)
    together, shown = (np.zeros(len(stream.items), dtype=bool) for _ in range(2))
    if len(words.items):
        place = np.minimum(np.searchsorted(stream.items, words.items), len(stream.items) - 1)
        known = stream.items[place] == words.items
        verdicts[place[known]] = np.array([_CODES[each] for each in words.verdicts], np.int8)[known]
        together[place[known]], shown[place[known]] = words.together[known], words.checks[known]

    rejected = verdicts == _REJECT
    out = together & rejected
    bad = ((verdicts == _FIX) | rejected) & ~together
    reviewed = bad | ((verdicts == _ACCEPT) & ~together)
    removed = reviewed & rejected
    checks = np.searchsorted(stream.items, stream.order)
    checks = checks[~out[checks]]
    ended, passed = _beginning(verdicts[checks] != 0, shown[checks])
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
