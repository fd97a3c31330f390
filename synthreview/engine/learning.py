"""What decisions teach about the risk of the items of one data set, and the ranking that follows from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from synthreview.analyzers.registry import finding_reasons
from synthreview.domain import Dataset, Kind, Verdict
from synthreview.risk import combine, learned
from synthreview.risk.learned import Learned
from synthreview.store import audits, findings, models, worklist
from synthreview.store.store import Store

if TYPE_CHECKING:
    import sqlite3

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

SEEN = 5
"""Decisions on items with a feature from which on something is learned about it."""
LABELS = 20
"""More different labels are no features."""
CHUNK = 500
FOLDS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Traits:
    """What is known of the N items of a data set before anybody decides."""

    items: NDArray[np.int64]
    """Ascending."""
    cold: Floats
    """Their risks as the detectors' priors make them, with those faults beside them that no detector sees."""
    features: dict[str, tuple[NDArray[np.int64], Floats]]
    """By name, the places of the items that have it, and how strongly (0 to 1)."""

    def matrix(self, names: tuple[str, ...], places: NDArray[np.int64]) -> Floats:
        """The features of some items: a row for each place, a column for each name."""
        import numpy as np

        rows = np.zeros((len(places), len(names)))
        for column, name in enumerate(names):
            where, strength = self.features.get(name, (places[:0], rows[:0, 0]))
            whole = np.zeros(len(self.items))
            whole[where] = strength
            rows[:, column] = whole[places]
        return rows

    def moved(self, names: tuple[str, ...], model: Learned) -> Floats:
        """The risk of every item after what was learned."""
        import numpy as np

        shift = np.full(len(self.items), model.shift)
        for name, weight in zip(names, model.weights, strict=True):
            where, strength = self.features.get(name, (self.items[:0], shift[:0]))
            shift[where] += weight * strength
        odds = learned.logit(self.cold) + model.blend * shift
        return learned.share(np.clip(odds, -30, 30))


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """What the decisions on a data set taught."""

    names: tuple[str, ...]
    model: Learned
    judged: NDArray[np.int64]
    """The items that were judged one by one."""
    wrong: Flags
    held_out: Floats
    """The risk of each, learned from the decisions on others only."""
    cold: Floats

    def body(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "names": list(self.names),
            "shift": self.model.shift,
            "weights": list(self.model.weights),
            "decisions": self.model.decisions,
        }


def stored(body: dict[str, Any]) -> tuple[tuple[str, ...], Learned]:
    """The names and the model of a stored body."""
    return tuple(body["names"]), Learned(body["shift"], tuple(body["weights"]), body["decisions"])


def study(store: Store, dataset: Dataset) -> Lesson | None:
    """Learn from all decisions on single items of a data set; None where they are too few or all alike."""
    import numpy as np

    connection = store.read()
    words = audits.words(connection, dataset.id)
    verdicts = np.array(words.verdicts, dtype="U8")
    single = ~words.together & (verdicts != Verdict.DEFER.value)
    if np.count_nonzero(single) < learned.ENOUGH:
        return None
    judged, wrong = words.items[single], verdicts[single] != Verdict.ACCEPT.value
    found = traits(connection, dataset, judged, before=True)
    places = np.arange(len(judged))
    names = _worth_learning(found, places)
    rows, cold = found.matrix(names, places), found.cold
    model = learned.learn(rows, cold, wrong)
    if model is None:
        return None
    return Lesson(names, model, judged, wrong, _held_out(rows, cold, wrong), cold)


def is_better(connection: sqlite3.Connection, dataset: int, lesson: Lesson) -> bool:
    """Whether decisions that a lesson has not seen fit it better than the risks of the queue as it is."""
    import numpy as np

    if dataset not in worklist.ranked_by(connection):
        return loss(lesson.held_out, lesson.wrong) < loss(lesson.cold, lesson.wrong)
    judged = lesson.judged.tolist()
    places: dict[int, tuple[int, float]] = {}
    for start in range(0, len(judged), CHUNK):
        places |= worklist.positions(connection, judged[start : start + CHUNK])
    shown = np.array([places.get(item, (0, 0.0))[1] for item in judged])
    return loss(lesson.held_out, lesson.wrong) < loss(shown, lesson.wrong)


def without_own(store: Store, dataset: Dataset, version: int) -> tuple[NDArray[np.int64], Floats]:
    """The judged items, ascending, and the risk that a version gives each without the verdict on it.

    Decisions made after it was learned are news to it; of those it learned from, each is told by what the
    others of them teach.
    """
    import numpy as np

    connection = store.read()
    words = audits.words(connection, dataset.id)
    verdicts = np.array(words.verdicts, dtype="U8")
    single = ~words.together & (verdicts != Verdict.DEFER.value)
    judged, wrong = words.items[single], verdicts[single] != Verdict.ACCEPT.value
    body = models.get(connection, version)
    if body is None:
        return judged[:0], np.zeros(0)
    names, model = stored(body)
    found = traits(connection, dataset, judged, before=True)
    rows, cold = found.matrix(names, np.arange(len(judged))), found.cold
    risks = learned.risks(model, rows, cold)
    seen = words.ops[single] <= models.last_operation(connection, version)
    risks[seen] = _held_out(rows[seen], cold[seen], wrong[seen])
    return judged, risks


def traits(
    connection: sqlite3.Connection,
    dataset: Dataset,
    some: NDArray[np.int64] | None = None,
    *,
    before: bool = False,
) -> Traits:
    """What is known of the items of a data set, or of some: what speaks against them, labels, lengths.

    ``before`` anybody looked: findings that somebody called wrong speak too. Whoever calls one wrong says
    what the verdict is.
    """
    import numpy as np

    items = audits.ids(connection, dataset.id) if some is None else some
    asked = None if some is None else some.tolist()
    cold = np.zeros(len(items))
    rows = findings.scores_of(connection, dataset.id, asked, with_objected=before)
    for each in combine.rank(rows, finding_reasons()):
        cold[np.searchsorted(items, each.item)] = each.risk
    by_reason: dict[str, dict[int, float]] = {}
    for item, reason, score in rows:
        strengths = by_reason.setdefault(reason, {})
        strengths[item] = max(score, strengths.get(item, 0.0))
    features = {
        f"reason:{reason}": (
            np.searchsorted(items, np.fromiter(strengths, np.int64)),
            np.fromiter(strengths.values(), float),
        )
        for reason, strengths in by_reason.items()
    }
    cold = learned.floored(cold)
    everywhere = np.arange(len(items))
    described = audits.labels_and_lengths(connection, dataset.id, asked)
    lengths = np.array([length for _, length in described], dtype=float)
    features["length"] = everywhere, learned.length(lengths)
    features["trust"] = everywhere, learned.trust(cold)
    if dataset.kind is Kind.TASK_LABEL:
        features |= _labels([label for label, _ in described])
    return Traits(items, cold, features)


def _labels(labels: list[str | None]) -> dict[str, tuple[NDArray[np.int64], Floats]]:
    import numpy as np

    given = np.array([label or "" for label in labels])
    count = Counter(label for label in labels if label)
    if len(count) > LABELS:
        return {}
    places = {label: np.flatnonzero(given == label) for label in count}
    return {f"label:{label}": (where, np.ones(len(where))) for label, where in places.items()}


def _worth_learning(found: Traits, places: NDArray[np.int64]) -> tuple[str, ...]:
    import numpy as np

    return tuple(
        name for name, (where, _) in sorted(found.features.items()) if np.isin(places, where).sum() >= SEEN
    )


def _held_out(rows: Floats, cold: Floats, wrong: Flags) -> Floats:
    """For each decision, the risk as learned from those in other folds."""
    import numpy as np

    fold = np.random.default_rng(0).permutation(len(wrong)) % FOLDS
    told = cold.copy()
    for number in range(FOLDS):
        inside = fold == number
        model = learned.learn(rows[~inside], cold[~inside], wrong[~inside])
        told[inside] = learned.risks(model, rows[inside], cold[inside])
    return told


def loss(risks: Floats, wrong: Flags) -> float:
    """The mean surprise at the verdicts (log loss): the smaller, the better the risks."""
    import numpy as np

    kept = np.clip(risks, 1e-6, 1 - 1e-6)
    return float(-np.mean(np.where(wrong, np.log(kept), np.log1p(-kept))))
