"""What a risk means: the chance that an item needs a change, as far as random checks tell.

The risk orders the queue. How many of the items of one risk really need a change is known only from
decisions, weighted by how likely each was to be made (``risk.calibrating``); before there are random checks
enough for that, no chance is told.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from synthreview.chance import Chance
from synthreview.domain import Dataset, Role
from synthreview.engine import learning
from synthreview.engine.book import opened
from synthreview.risk import calibrating, learned
from synthreview.risk.calibrating import Calibration
from synthreview.store import chances, datasets, models, worklist
from synthreview.store.store import Store

if TYPE_CHECKING:
    import sqlite3

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

POINTS = 41
"""Risks at which the limits of the chance are found; between them they are straight."""
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Chances:
    """The chance of each risk, and its limits (Venn-Abers): points between which all three are straight."""

    risks: tuple[float, ...]
    shares: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    checks: int
    """Random checks it is told from, among these:"""
    decisions: int

    def __call__(self, risk: float) -> Chance:
        """The chance of an item of that risk."""
        share, low, high = (self._at(risk, values) for values in (self.shares, self.low, self.high))
        return Chance(share, low, high, self.checks)

    def _at(self, risk: float, values: tuple[float, ...]) -> float:
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

    def curve(self, which: Flags | None = None) -> Calibration | None:
        """From risks to chances, by all decisions or some; None where they all say the same."""
        some = slice(None) if which is None else which
        spread = calibrating.LEARNED if self.learned else calibrating.COLD
        return calibrating.calibrate(
            self.given(self.risks[some]), self.wrong[some], self.weights[some], spread
        )

    def given(self, risks: Floats) -> Floats:
        """Risks of the queue as the curve takes them: the detectors' lack what none of them sees."""
        return risks if self.learned else learned.floored(risks)


def evidence(store: Store, dataset: Dataset) -> Evidence | None:
    """What decisions tell of the risks in the queue; None below ``calibrating.ENOUGH`` random checks."""
    import numpy as np

    book = opened(store, dataset)
    if book is None or np.count_nonzero(book.ledger.audited) < calibrating.ENOUGH:
        return None
    ledger = book.ledger
    judged = np.flatnonzero(ledger.reviewed)
    weights = calibrating.decision_weights(ledger.codes, ledger.audited, ledger.reviewed)[judged]
    risks = _risks(store, dataset, book.items[judged])
    known = np.isfinite(risks) & (weights > 0)
    checks = int(np.count_nonzero(ledger.audited))
    ranked = dataset.id in models.in_force(store.read())
    return Evidence(risks[known], ledger.bad[judged][known], weights[known], checks, ranked)


def _risks(store: Store, dataset: Dataset, items: NDArray[np.int64]) -> Floats:
    """The risks of judged items as they would be without the verdict on each; NaN where not known."""
    import numpy as np

    connection = store.read()
    found = np.full(len(items), np.nan)
    if dataset.id in models.in_force(connection):
        # The risks in the queue have learned from these very verdicts and would flatter themselves.
        lesson = learning.study(store, dataset)
        if lesson is not None and len(lesson.judged):
            place = np.minimum(np.searchsorted(lesson.judged, items), len(lesson.judged) - 1)
            same = lesson.judged[place] == items
            found[same] = lesson.held_out[place[same]]
        return found
    listed = items.tolist()
    for start in range(0, len(listed), CHUNK):
        some = listed[start : start + CHUNK]
        places = worklist.positions(connection, some)
        found[start : start + len(some)] = [places.get(item, (0, np.nan))[1] for item in some]
    return found


def chances_of(found: Evidence) -> Chances | None:
    """What the risks mean; None where all decisions say the same."""
    import numpy as np

    curve = found.curve()
    if curve is None:
        return None
    grid = np.unique(np.concatenate([[0.0, 1.0], learned.share(np.linspace(-6, 6, POINTS - 2))]))
    shares = curve(found.given(grid))
    ends = np.array(
        [calibrating.venn_abers(risk, found.risks, found.wrong, found.weights) for risk in grid.tolist()]
    )
    if curve.stepped:
        # A step of the curve where all decisions said the same is at 0 or 1, which nobody knows; the two
        # limits joined as Vovk and Petej do (2014, section 4) say how near that is.
        shares = ends[:, 1] / (1 - ends[:, 0] + ends[:, 1])
    low, high = np.minimum(ends[:, 0], shares), np.maximum(ends[:, 1], shares)
    points, middle, least, most = (tuple(row.tolist()) for row in (grid, shares, low, high))
    return Chances(points, middle, least, most, found.checks, len(found.wrong))


def refresh(store: Store) -> None:
    """Find out anew what the risks of the queue mean, in each data set that is reviewed (long)."""
    connection = store.read()
    version, before = worklist.version(connection), chances.known(connection)
    for dataset in datasets.every(connection):
        if dataset.role is not Role.SYNTHETIC:
            continue
        found = evidence(store, dataset)
        told = None if found is None else chances_of(found)
        if told is None and dataset.id not in before:
            continue
        body = None if told is None else asdict(told)
        store.write(partial(chances.keep, dataset=dataset.id, version=version, body=body))


def known(connection: sqlite3.Connection) -> dict[int, Chances]:
    """What the risks of the queue mean, by data set, where it is known."""
    return {dataset: _stored(body) for dataset, body in chances.known(connection).items()}


def _stored(body: Mapping[str, Any]) -> Chances:
    risks, shares, low, high = (tuple(body[row]) for row in ("risks", "shares", "low", "high"))
    return Chances(risks, shares, low, high, body["checks"], body["decisions"])
