"""Is the queue worth it: which share of all errors is found after which share of the items, riskiest first.

Which items a queue has shown depends on its risks, and learned risks on the verdicts; so the curve rests on
random checks, and on what is wholly reviewed (``risk.gain``). Two orders are told. That of the detectors was
fixed before any verdict, and the place of every item in it is known. Where what decisions taught is in force,
the risks in the queue know the very verdicts they would be judged by; each judged item stands then where the
verdicts on *other* items put it (``learning.study``), and the places follow from how many items each stands
for. So the second curve is that of learning as it goes on here, not of the version in force.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthreview.chart import Curve, CurveChart
from synthreview.domain import Dataset
from synthreview.engine import learning
from synthreview.engine.book import ENOUGH, Book, opened
from synthreview.figures import grouped, share
from synthreview.risk import gain
from synthreview.risk.gain import Known, Told
from synthreview.store import models
from synthreview.store.store import Store
from synthreview.translation import later, tr, trn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TENTH, FIFTH = 0.1, 0.2
SHARES = (0.05, TENTH, FIFTH)
"""Of the items, riskiest first: so many are told how often they need a change."""
FEW = 4
"""Known items in such a share below which nothing is told of it."""


def queue_chart(store: Store, dataset: Dataset) -> CurveChart | None:
    """How early the queue of a data set finds its errors; None where it has no random checks (long)."""
    book = opened(store, dataset)
    if book is None:
        return None
    learned = None
    if dataset.id in models.in_force(store.read()) and (lesson := learning.study(store, dataset)):
        learned = _placed(book, lesson)
    return chart_of(book, learned)


def chart_of(book: Book, learned: NDArray[np.float64] | None = None) -> CurveChart:
    """The chart of a ledger; ``learned`` are held-out risks of all N items, NaN where there is none.

    Words without a curve from fewer than `ENOUGH` judged checks, and from checks without an error.
    """
    import numpy as np

    ledger = book.ledger
    assert ledger.risks is not None
    assert ledger.region is not None
    checks, counted = int(np.count_nonzero(book.judged)), ledger.region
    known = np.flatnonzero(ledger.audited | counted)
    if checks < ENOUGH and not counted.all():
        return _words(tr("Whether the queue is worth it is not known yet"), _waiting(checks))
    if not ledger.bad[known].any():
        return _words(tr("Nothing to be found is known yet"), _nothing(checks))
    cold = gain.by_risk(ledger.risks, known, ledger.bad, counted)
    curves = [_curve(later("By the detectors alone"), cold)]
    first = cold
    if learned is not None and np.isfinite(learned[known]).all():
        first = gain.by_weight(learned[known], ledger.bad[known], counted[known], len(counted))
        curves.insert(0, _curve(later("Learned from the decisions on other items"), first))
    return CurveChart(
        _title(first),
        " ".join(_sentences(first, int(np.count_nonzero(ledger.audited)), int(np.count_nonzero(counted)))),
        tr("Items reviewed, riskiest first"),
        tr("Errors found, of all there are"),
        tuple(curves),
        references=(
            Curve(later("Random order"), (0.0, 1.0), (0.0, 1.0)),
            Curve(later("Perfect order"), (0.0, cold.rate, 1.0), (0.0, 1.0, 1.0)),
        ),
    )


def _placed(book: Book, lesson: learning.Lesson) -> NDArray[np.float64]:
    """The held-out risks of a lesson, by the items of a ledger."""
    import numpy as np

    found = np.full(len(book.items), np.nan)
    place = np.minimum(np.searchsorted(book.items, lesson.judged), len(book.items) - 1)
    there = book.items[place] == lesson.judged
    found[place[there]] = lesson.held_out[there]
    return found


def _curve(name: str, known: Known) -> Curve:
    """Shares found, with their intervals, which are none at both ends."""
    import numpy as np

    places = gain.steps(known)
    found = known.found(places)
    low, high = known.limits(places)
    low, high = np.minimum(low, found), np.maximum(high, found)
    low[0] = high[0] = found[0]
    low[-1] = high[-1] = found[-1]
    xs, ys, least, most = (tuple(values.tolist()) for values in (places, found, low, high))
    return Curve(name, xs, ys, least, most)


def _words(title: str, subtitle: str) -> CurveChart:
    """A chart that says why there is no curve."""
    x, y = tr("Items reviewed, riskiest first"), tr("Errors found, of all there are")
    return CurveChart(title, subtitle, x, y, ())


def _told(known: Known) -> tuple[float, Told] | None:
    """The first share of the queue that surely holds more errors than a random order would put there."""
    for place in (TENTH, FIFTH):
        found = known.recall(place)
        if found.low > place:
            return place, found
    return None


def _title(known: Known) -> str:
    told = _told(known)
    if told is None:
        return tr("The checks do not show that the queue is better than a random order")
    place, found = told
    if place == TENTH:
        return tr("The riskiest tenth holds about {share} of the errors", share=share(found.value))
    return tr("The riskiest fifth holds about {share} of the errors", share=share(found.value))


def _sentences(known: Known, checks: int, counted: int) -> list[str]:
    told = _told(known)
    place, found = told or (TENTH, known.recall(TENTH))
    lift = Told(found.value / place, found.low / place, found.high / place)
    said = [
        tr(
            "{times} times as many as in a random order ({low} to {high}).",
            times=_times(lift.value), low=_times(lift.low), high=_times(lift.high),
        )
        if told
        else tr(
            "Its riskiest tenth holds {low} to {high} of the errors; in a random order it holds {place}.",
            low=share(found.low), high=share(found.high), place=share(TENTH),
        )
    ]  # fmt: skip
    said += [_precision(known, each) for each in SHARES if known.basis(each) >= FEW]
    return [*said, _rests_on(checks, counted)]


def _precision(known: Known, place: float) -> str:
    found = known.precision(place)
    if share(found.low) == share(found.high):  # every item before that place was reviewed
        return tr(
            "Of the first {place}, {share} need a change.", place=share(place), share=share(found.value)
        )
    return tr(
        "Of the first {place}, {share} need a change ({low} to {high}).",
        place=share(place), share=share(found.value), low=share(found.low), high=share(found.high),
    )  # fmt: skip


def _rests_on(checks: int, counted: int) -> str:
    if not counted:
        return trn(
            "Told from {count} random check; what the queue chose says nothing about the rest.",
            "Told from {count} random checks; what the queue chose says nothing about the rest.",
            checks,
        )
    return trn(
        "Told from {checks} random checks and the riskiest {count} item, which is reviewed.",
        "Told from {checks} random checks and the riskiest {count} items, all of which are reviewed.",
        counted,
        checks=grouped(checks),
    )


def _waiting(checks: int) -> str:
    return trn(
        "{count} random check is judged; from {enough} on it can be told how early the queue finds errors.",
        "{count} random checks are judged; from {enough} on it can be told how early the queue finds errors.",
        checks,
        enough=ENOUGH,
    )


def _nothing(checks: int) -> str:
    return trn(
        "{count} random check is judged and needed no change; how early errors are found is known once"
        " there is one.",
        "{count} random checks are judged and none needed a change; how early errors are found is known once"
        " one does.",
        checks,
    )


def _times(value: float) -> str:
    return f"{value:.1f}"
