"""The probe of instructions: a proxy that trains nothing, but looks up what the data would answer.

For each instruction that people answered, the training instruction most like it is found, and its answer is
compared with people's: by the longest common subsequence of words (ROUGE-L, Lin 2004) and by the cosine of
what both mean. Better data give better answers to look up; a model that is trained on them does more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from synthreview.probe import arms as probe_arms
from synthreview.probe import asking
from synthreview.probe.arms import CLEANED, FEWEST_KNOWN, PEOPLE, RANDOM, RAW, Run
from synthreview.probe.representation import Representation
from synthreview.probe.resampling import Measured, Resampled, sums_by_group
from synthreview.probe.result import Trained, View

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

COSINE = "_cosine"
"""Ends the name of a view whose score is the cosine of the answers."""
LONGEST = 1_000
"""Words of an answer that are compared."""
_AT_ONCE = 256
_SAME = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Instructions:
    """What the probe of instructions is about."""

    texts: tuple[str, ...]
    """The pool: the N instructions of the data, then those of the holdout."""
    raw: tuple[str, ...]
    """The answers of the data as they came."""
    now: tuple[str | None, ...]
    """None: rejected."""
    people: tuple[str | None, ...]
    """What people answered to these instructions, where that is known."""
    looked_at: Flags
    groups: Ints
    truth: tuple[str, ...]
    """People's answers to the instructions of the holdout."""
    holdout_groups: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A probe that can be run."""

    data: Instructions
    runs: list[Run]

    @property
    def tested(self) -> int:
        """Instructions of the holdout."""
        return len(self.data.truth)


@dataclass(frozen=True, slots=True, eq=False)
class _Arm:
    """The answers that can be looked up: rows of the data with the text of each."""

    rows: Ints
    answers: list[str]
    corrected: int = 0
    removed: int = 0


def prepare(data: Instructions, seeds: int) -> Prepared:
    """What is tested and looked up; UserError where that is too little to tell anything."""
    import numpy as np

    asking.require_holdout(len(np.unique(data.holdout_groups)), len(data.truth))
    split = probe_arms.is_split(data.groups, data.holdout_groups)
    runs = probe_arms.runs(data.groups, data.holdout_groups, seeds)
    overlapping = 0 if split else int(np.isin(data.groups, data.holdout_groups).sum())
    asking.require_examples(min(int(run.trained.sum()) for run in runs), overlapping)
    kept = np.array([text is not None for text in data.now])
    asking.require_left(min(int((run.trained & kept).sum()) for run in runs))
    return Prepared(data, runs)


def models(prepared: Prepared, representations: Sequence[Representation]) -> int:
    """How often ``views`` looks all answers up."""
    return len(representations) * sum(len(list(_arms(prepared.data, run))) for run in prepared.runs)


def views(
    prepared: Prepared, representations: Sequence[Representation]
) -> Generator[None, None, tuple[View, ...]]:
    """How near the answers are that each representation finds, by words and by meaning."""
    told: list[View] = []
    for representation in representations:
        scores: dict[str, list[Floats]] = defaultdict(list)
        made: dict[str, list[_Arm]] = defaultdict(list)
        for run in prepared.runs:
            for name, arm in _arms(prepared.data, run):
                scores[name].append(_scores(prepared.data, representation, run, arm))
                made[name].append(arm)
                yield
        for place, ending in enumerate(("", COSINE)):
            one = {name: [each[:, place] for each in several] for name, several in scores.items()}
            told.append(_view(representation.name + ending, prepared.data.holdout_groups, one, made))
    return tuple(sorted(told, key=lambda view: view.name.endswith(COSINE)))


def _arms(data: Instructions, run: Run) -> Iterator[tuple[str, _Arm]]:
    """As ``arms.arms``: the same ones in every run."""
    import numpy as np

    rows = np.flatnonzero(run.trained)
    there = np.ones(len(data.raw), bool) if run.possible is None else run.possible
    known = np.array([bool(text) for text in data.people])
    enough = known[there].mean() >= FEWEST_KNOWN
    if enough:
        yield PEOPLE, _taken(data, rows[known[rows]], data.people)
    yield RAW, _taken(data, rows, data.raw)
    if not data.looked_at[there].any():
        return
    cleaned = _taken(data, rows, data.now)
    yield CLEANED, cleaned
    dice = np.random.default_rng((run.seed, 1))
    if enough:
        sure, seen = rows[known[rows]], int(data.looked_at[rows].sum())
        drawn = set(dice.choice(sure, min(seen, len(sure)), replace=False).tolist())
        mixed = [
            told if row in drawn else own
            for row, (own, told) in enumerate(zip(data.raw, data.people, strict=True))
        ]
        yield RANDOM, _taken(data, rows, mixed)
        return
    whole = _taken(data, np.flatnonzero(there), data.now)
    if whole.removed and not whole.corrected:
        kept = np.sort(dice.choice(rows, len(rows) - cleaned.removed, replace=False))
        yield RANDOM, _Arm(kept, [data.raw[row] for row in kept.tolist()], removed=cleaned.removed)


def _taken(data: Instructions, rows: Ints, answers: Sequence[str | None]) -> _Arm:
    import numpy as np

    kept = [row for row in rows.tolist() if answers[row] is not None]
    told = [answers[row] or "" for row in kept]
    corrected = sum(one != data.raw[row] for row, one in zip(kept, told, strict=True))
    return _Arm(np.array(kept, np.int64), told, corrected, len(rows) - len(kept))


def _scores(data: Instructions, representation: Representation, run: Run, arm: _Arm) -> Floats:
    """Of each instruction of the holdout, ROUGE-L and cosine of the answer found; NaN where not asked."""
    import numpy as np

    from synthreview.analyzers.embeddings import instant

    asked = np.flatnonzero(run.tested)
    found = _nearest(representation, arm.rows, asked + len(data.raw))
    answers = [arm.answers[place] for place in found.tolist()]
    truth = [data.truth[place] for place in asked.tolist()]
    told = np.full((len(data.truth), 2), np.nan)
    told[asked, 0] = [rouge_l(one, other) for one, other in zip(answers, truth, strict=True)]
    told[asked, 1] = (instant.embed(answers) * instant.embed(truth)).sum(axis=1)
    return told


def _nearest(representation: Representation, known: Ints, asked: Ints) -> Ints:
    """For each text asked about, which of those known is most like it."""
    import numpy as np
    from scipy.sparse import issparse

    fitted = representation.fit(known)
    rows, places = fitted(known), []
    for start in range(0, len(asked), _AT_ONCE):
        alike = fitted(asked[start : start + _AT_ONCE]) @ rows.T
        places.append(np.asarray((alike.toarray() if issparse(alike) else alike).argmax(axis=1)))
    return np.concatenate(places)


def rouge_l(one: str, other: str) -> float:
    """The harmonic mean of the shares of both texts' words that stand in their longest common subsequence."""
    from rapidfuzz.distance import LCSseq

    first, second = one.casefold().split()[:LONGEST], other.casefold().split()[:LONGEST]
    if not first or not second:
        return 0.0
    return float(2 * LCSseq.similarity(first, second) / (len(first) + len(second)))


def _view(name: str, groups: Ints, scores: dict[str, list[Floats]], made: dict[str, list[_Arm]]) -> View:
    import numpy as np

    sums, means = {}, {}
    for arm, several in scores.items():
        told = np.array(several)
        asked = np.isfinite(told)
        sums[arm] = sums_by_group(groups, np.stack([np.nan_to_num(told), asked], axis=2))
        whole = sums[arm].sum(axis=0)
        means[arm] = whole[:, 0] / np.maximum(whole[:, 1], 1)
    resampled = Resampled(sums)

    def score(arm: str) -> Measured:
        return resampled.told(lambda drawn: _mean(drawn[arm]))

    def gain(arm: str, over: str) -> Measured:
        return resampled.told(lambda drawn: _mean(drawn[arm]) - _mean(drawn[over]))

    trained = tuple(
        Trained(
            arm,
            fmean(len(one.rows) for one in each),
            fmean(one.corrected for one in each),
            fmean(one.removed for one in each),
            score(arm),
            gain(arm, RAW) if arm != RAW else None,
            won=int((means[arm] - means[RAW] > _SAME).sum()),
            lost=int((means[arm] - means[RAW] < -_SAME).sum()),
            chance=_chance(means[arm] - means[RAW]),
        )
        for arm, each in made.items()
    )
    return View(name, trained, gain(CLEANED, RANDOM) if {CLEANED, RANDOM} <= scores.keys() else None)


def _mean(sums: Floats) -> Floats:
    import numpy as np

    return np.asarray(sums[:, 0] / np.maximum(sums[:, 1], 1))


def _chance(more: Floats) -> float:
    """How likely so uneven a number of groups that score higher and lower is: the exact sign test."""
    from scipy.stats import binomtest

    won, lost = int((more > _SAME).sum()), int((more < -_SAME).sum())
    return float(binomtest(won, won + lost).pvalue) if won + lost else 1.0
