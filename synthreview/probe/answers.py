"""The probe of instructions: a proxy that trains nothing, but looks up what the data would answer.

For each instruction that people answered, the training instruction most like it is found, and its answer is
compared with people's: by the longest common subsequence of words (ROUGE-L, Lin 2004) and by the cosine of
what both mean. Better data give better answers to look up; a model that is trained on them does more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from synthreview.probe import arms as probe_arms
from synthreview.probe import asking
from synthreview.probe.arms import CLEANED, RANDOM, RAW, Arm, Examples, Run
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
    """The pool: the N instructions of the data as they came, as they are now, then those of the holdout."""
    examples: Examples
    """Their classes say which answer it is: that of the data, as it is now, or people's."""
    answers: tuple[tuple[str, ...], ...]
    """The three answers of each: a row for each class."""
    truth: tuple[str, ...]
    """People's answers to the instructions of the holdout."""
    holdout_groups: Ints


def examples(
    groups: Ints,
    raw: Sequence[str],
    now: Sequence[str | None],
    people: Sequence[str | None],
    looked_at: Flags,
    rewritten: Flags,
) -> tuple[Examples, tuple[tuple[str, ...], ...]]:
    """Instructions as examples, whose class says which of their answers is meant; and the answers by class.

    ``now``: None where it was rejected; ``people``: None where nobody's answer is known.
    """
    import numpy as np

    def classes(answers: Sequence[str | None], other: int) -> Floats:
        found = np.zeros((len(raw), 3))
        for row, (own, told) in enumerate(zip(raw, answers, strict=True)):
            if told is not None:
                found[row, 0 if told == own else other] = 1
        return found

    made = Examples(
        np.arange(len(raw)),
        groups,
        classes(raw, 0),
        classes(now, 1),
        classes(people, 2),
        looked_at,
        rewritten,
    )
    return made, (tuple(raw), tuple(text or "" for text in now), tuple(text or "" for text in people))


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A probe that can be run."""

    data: Instructions
    runs: list[Run]

    def arms(self, run: Run) -> Iterable[tuple[str, Arm]]:
        """What can be looked up in a run."""
        return probe_arms.arms(self.data.examples, run)

    @property
    def tested(self) -> int:
        """Instructions of the holdout."""
        return len(self.data.truth)


def prepare(data: Instructions, seeds: int) -> Prepared:
    """What is tested and looked up; UserError where that is too little to tell anything."""
    import numpy as np

    asking.require_holdout(len(np.unique(data.holdout_groups)), len(data.truth))
    mine = data.examples.groups
    split = probe_arms.is_split(mine, data.holdout_groups)
    runs = probe_arms.runs(mine, data.holdout_groups, seeds)
    overlapping = 0 if split else int(np.isin(mine, data.holdout_groups).sum())
    asking.require_examples(min(int(run.trained.sum()) for run in runs), overlapping)
    prepared = Prepared(data, runs)
    asking.require_left(prepared.arms, runs)
    return prepared


def models(prepared: Prepared, representations: Sequence[Representation]) -> int:
    """How often ``views`` looks all answers up."""
    return len(representations) * sum(len(list(prepared.arms(run))) for run in prepared.runs)


def views(
    prepared: Prepared, representations: Sequence[Representation]
) -> Generator[None, None, tuple[View, ...]]:
    """How near the answers are that each representation finds, by words and by meaning."""
    told: list[View] = []
    for representation in representations:
        scores: dict[str, list[Floats]] = defaultdict(list)
        made: dict[str, list[Arm]] = defaultdict(list)
        for run in prepared.runs:
            for name, arm in prepared.arms(run):
                scores[name].append(_scores(prepared.data, representation, run, arm))
                made[name].append(arm)
                yield
        for place, ending in enumerate(("", COSINE)):
            one = {name: [each[:, place] for each in several] for name, several in scores.items()}
            told.append(_view(representation.name + ending, prepared.data.holdout_groups, one, made))
    return tuple(sorted(told, key=lambda view: view.name.endswith(COSINE)))


def _scores(data: Instructions, representation: Representation, run: Run, arm: Arm) -> Floats:
    """Of each instruction of the holdout, ROUGE-L and cosine of the answer found; NaN where not asked."""
    import numpy as np

    from synthreview.analyzers.embeddings import instant

    asked = np.flatnonzero(run.tested)
    count = len(data.examples)
    found = _nearest(representation, arm.rows, asked + 2 * count)
    which = arm.targets[found].argmax(axis=1).tolist()
    rows = (arm.rows[found] % count).tolist()
    answers = [data.answers[answer][row] for answer, row in zip(which, rows, strict=True)]
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


def _view(name: str, groups: Ints, scores: dict[str, list[Floats]], made: dict[str, list[Arm]]) -> View:
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
