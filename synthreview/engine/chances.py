"""What a risk means: the chance that an item needs a change, as far as random checks tell.

The risk orders the queue. How many of the items of one risk really need a change is known only from
decisions, weighted by how likely each was to be made (``risk.calibrating``); before there are random checks
enough for that, no chance is told.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from synthreview.analyzers.registry import finding_reasons
from synthreview.chance import Chance
from synthreview.domain import Dataset, Role
from synthreview.engine import learning
from synthreview.engine.book import opened
from synthreview.risk import calibrating, combine, learned
from synthreview.risk.calibrating import Prior
from synthreview.store import chances, datasets, findings, worklist
from synthreview.store.store import Store

if TYPE_CHECKING:
    import sqlite3

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

POINTS = 41
"""Risks, spread over those of the decisions, at which the chance and its limits are found."""


@dataclass(frozen=True, slots=True)
class Chances:
    """The chance of each risk and its limits: points between which all three are straight, and flat beyond.

    The limits are those of 95 % of cases (bootstrap), or those of Venn-Abers where these are wider.
    """

    risks: tuple[float, ...]
    shares: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    checks: int
    """Random checks that it is told from, among other decisions."""

    def __call__(self, risk: float) -> Chance:
        """The chance of an item of that risk."""
        share, low, high = (self._at(risk, values) for values in (self.shares, self.low, self.high))
        return Chance(share, low, high, self.checks)

    def _at(self, risk: float, values: tuple[float, ...]) -> float:
        if len(self.risks) == 1:
            return values[0]
        right = min(max(bisect_right(self.risks, risk), 1), len(self.risks) - 1)
        start, end = self.risks[right - 1], self.risks[right]
        part = min(max((risk - start) / (end - start), 0.0), 1.0)
        return values[right - 1] + part * (values[right] - values[right - 1])


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """The judged items of a data set: the risk each had without its own verdict, and what was found."""

    risks: Floats
    wrong: Flags
    weights: Floats
    """How many items of the data set each stands for."""
    checks: int
    learned: bool
    """Whether the queue is ranked by what decisions taught."""

    @property
    def prior(self) -> Prior:
        """How far the risks are trusted."""
        return calibrating.LEARNED if self.learned else calibrating.COLD

    def part(self, which: Flags) -> Evidence:
        """Some of the decisions."""
        return replace(self, risks=self.risks[which], wrong=self.wrong[which], weights=self.weights[which])

    def given(self, risks: Floats) -> Floats:
        """Risks of the queue as the curve takes them: the detectors' lack what none of them sees."""
        return risks if self.learned else learned.floored(risks)

    def line(self) -> Line | None:
        """What risks mean, at those that items have; None where all decisions say the same.

        A step of the curve where all decisions said the same is at 0 or 1, which nobody knows: there the two
        Venn-Abers limits are joined as Vovk and Petej do (2014, section 4).
        """
        import numpy as np

        curve = calibrating.calibrate(self.given(self.risks), self.wrong, self.weights, self.prior)
        if curve is None:
            return None
        points = np.unique(np.quantile(self.risks, np.linspace(0, 1, POINTS), method="nearest"))
        low, high = np.array(
            [calibrating.venn_abers(risk, self.risks, self.wrong, self.weights) for risk in points.tolist()]
        ).T
        shares = high / (1 - low + high) if curve.stepped else curve(self.given(points))
        return Line(points, shares, np.minimum(low, shares), np.maximum(high, shares))


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """What risks mean at some of them, rising: chances and their Venn-Abers limits."""

    risks: Floats
    shares: Floats
    low: Floats
    high: Floats


def evidence(store: Store, dataset: Dataset) -> Evidence | None:
    """What decisions tell of the risks in the queue; None below ``calibrating.ENOUGH`` random checks."""
    import numpy as np

    book = opened(store, dataset)
    if book is None or np.count_nonzero(book.ledger.audited) < calibrating.ENOUGH:
        return None
    ledger = book.ledger
    judged = np.flatnonzero(ledger.reviewed)
    weights = calibrating.decision_weights(ledger.codes, ledger.audited, ledger.reviewed, ledger.region)
    version = worklist.ranked_by(store.read()).get(dataset.id)
    risks = _risks(store, dataset, version, book.items[judged])
    known = np.isfinite(risks) & (weights[judged] > 0)
    some = judged[known]
    checks = int(np.count_nonzero(ledger.audited))
    return Evidence(risks[known], ledger.bad[some], weights[some], checks, version is not None)


def _risks(store: Store, dataset: Dataset, version: int | None, items: NDArray[np.int64]) -> Floats:
    """The risks of judged items, ascending, as they would be without the verdict on each; NaN: not known.

    Those in the queue would flatter themselves: what was learned has learned from these very verdicts, and a
    finding that somebody called wrong counts no more.
    """
    import numpy as np

    if version is None:
        found = np.zeros(len(items))
        rows = findings.scores_of(store.read(), dataset.id, items.tolist(), with_objected=True)
        for each in combine.rank(rows, finding_reasons()):
            found[np.searchsorted(items, each.item)] = each.risk
        return found
    found = np.full(len(items), np.nan)
    judged, risks = learning.without_own(store, dataset, version)
    if len(judged):
        place = np.minimum(np.searchsorted(judged, items), len(judged) - 1)
        same = judged[place] == items
        found[same] = risks[place[same]]
    return found


def chances_of(found: Evidence) -> Chances | None:
    """What the risks mean; None where all decisions say the same."""
    import numpy as np

    line = found.line()
    if line is None:
        return None
    least, most = calibrating.limits(
        found.given(found.risks), found.wrong, found.weights, found.given(line.risks), found.prior
    )
    rows = (line.risks, line.shares, np.minimum(least, line.low), np.maximum(most, line.high))
    risks, shares, low, high = (tuple(row.tolist()) for row in rows)
    return Chances(risks, shares, low, high, found.checks)


def refresh(store: Store) -> None:
    """Find out anew what the risks of the queue mean, in each data set that is reviewed (long).

    To be called while no ranking goes on (``Store.ranking``).
    """
    connection = store.read()
    version, before = worklist.version(connection), chances.known(connection)
    for dataset in datasets.every(connection):
        if dataset.role is not Role.SYNTHETIC:
            continue
        found = evidence(store, dataset)
        told = None if found is None else chances_of(found)
        if told is not None or dataset.id in before:
            body = None if told is None else asdict(told)
            store.write(partial(chances.keep, dataset=dataset.id, version=version, body=body))


def known(connection: sqlite3.Connection) -> dict[int, Chances]:
    """What the risks of the queue mean, by data set, where it is known."""
    return {dataset: _stored(body) for dataset, body in chances.known(connection).items()}


def _stored(body: Mapping[str, Any]) -> Chances:
    risks, shares, low, high = (tuple(body[row]) for row in ("risks", "shares", "low", "high"))
    return Chances(risks, shares, low, high, body["checks"])
