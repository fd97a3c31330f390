"""The probe of preferences: a quick reward model, trained on people's choices and on the data's."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synthreview.probe import arms as probe_arms
from synthreview.probe import asking
from synthreview.probe.arms import PEOPLE, RAW, Examples, Run
from synthreview.probe.comparing import UNTESTED, Holdout
from synthreview.probe.learners import RewardModel
from synthreview.probe.representation import Representation
from synthreview.probe.resampling import Measure, Resampled, sums_by_group
from synthreview.probe.result import Reliance, View
from synthreview.probe.telling import view
from synthreview.probe.trained import Said, train

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

CHOICES = ("a", "b", "tie")
"""Columns of the shares of pairs."""
BINS = 10
"""Groups of pairs by how sure a model is."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """What the probe of preferences is about; shares have the columns of CHOICES."""

    texts: tuple[str, ...]
    """The pool of answers."""
    examples: Examples
    """``places`` are not used: a pair has two texts."""
    a: Ints
    b: Ints
    """The answers of the examples, by their places in the pool: as they came, then as they are now."""
    holdout_a: Ints
    holdout_b: Ints
    truth: Floats
    """What people chose among the pairs of the holdout."""
    groups: Ints
    """Of the holdout."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A probe that can be run."""

    pairs: Pairs
    tested: Ints
    """Of the holdout, the pairs that people decided."""
    holdout: Holdout
    a: Ints
    b: Ints
    """The answers of those pairs, turned at random: who cannot tell is right half of the time."""
    runs: list[Run]


def prepare(pairs: Pairs, seeds: int) -> Prepared:
    """What is tested and trained on; UserError where that is too little to tell anything."""
    import numpy as np

    choice = probe_arms.hard(pairs.truth)
    tested = np.flatnonzero(choice[:, :2].sum(axis=1) > 0)
    groups = pairs.groups[tested]
    asking.require_holdout(len(np.unique(groups)), len(tested))
    mine = pairs.examples.groups
    split = probe_arms.is_split(mine, groups)
    runs = probe_arms.runs(mine, groups, seeds)
    decided = pairs.examples.hard.raw[:, :2].sum(axis=1) > 0
    least = min(int((run.trained & decided).sum()) for run in runs)
    asking.require_examples(least, 0 if split else int(np.isin(mine, groups).sum()))
    examples = pairs.examples.hard
    asking.require_left(lambda run: probe_arms.arms(examples, run), runs)
    turned = np.random.default_rng(0).random(len(tested)) < 0.5
    sides = pairs.holdout_a[tested], pairs.holdout_b[tested]
    a, b = np.where(turned, sides[1], sides[0]), np.where(turned, sides[0], sides[1])
    truth = choice[tested, :2].argmax(axis=1) ^ turned
    return Prepared(pairs, tested, Holdout(truth, groups, 2), a, b, runs)


def models(prepared: Prepared, representations: Sequence[Representation]) -> int:
    """How many models ``views`` trains."""
    examples = prepared.pairs.examples.hard
    return len(representations) * sum(len(list(probe_arms.arms(examples, run))) for run in prepared.runs)


def views(
    prepared: Prepared, representations: Sequence[Representation]
) -> Generator[None, None, tuple[View, ...]]:
    """What reward models on each representation say. Yields after each model."""
    pairs, tested, told = prepared.pairs, prepared.tested, []
    examples = pairs.examples.hard
    for representation in representations:
        learner = RewardModel(representation, pairs.a, pairs.b, prepared.a, prepared.b)
        said = yield from train(
            learner, prepared.runs, lambda run: probe_arms.arms(examples, run), len(tested), 2
        )
        told.append(
            view(
                representation.name,
                prepared.holdout,
                said,
                by_class=False,
                reliance=_reliance(prepared, said),
            )
        )
    return tuple(told)


def _reliance(prepared: Prepared, said: Mapping[str, Said]) -> tuple[Reliance, ...]:
    return tuple(reliance(arm, prepared.holdout, said[arm]) for arm in (PEOPLE, RAW) if arm in said)


def reliance(arm: str, holdout: Holdout, said: Said) -> Reliance:
    """How sure models are of the answers they prefer, and how often these are people's.

    Answers of all runs are put into BINS by their log odds, as many in each.
    """
    import numpy as np

    chances, classes = np.array(said.chances), np.array(said.classes)
    asked = classes != UNTESTED
    sure = np.where(asked, np.nanmax(np.where(asked[..., None], chances, 0.5), axis=2), 0.5)
    right = (classes == holdout.truth) & asked
    odds = np.log(np.clip(sure, 0.5, 1 - 1e-9) / np.clip(1 - sure, 1e-9, 0.5))
    edges = np.unique(np.quantile(odds[asked], np.linspace(0, 1, BINS + 1)[1:-1]))
    places = np.searchsorted(edges, odds, side="right")
    there = np.unique(places[asked])  # where many are equally sure, some bins stay empty
    places, count = np.searchsorted(there, places), len(there)
    cells = np.zeros((*classes.shape, 3 * count + 2))
    for bin_ in range(count):
        inside = asked & (places == bin_)
        cells[..., 3 * bin_], cells[..., 3 * bin_ + 1] = inside, inside & right
        cells[..., 3 * bin_ + 2] = np.where(inside, odds, 0)
    cells[..., -2], cells[..., -1] = np.where(asked, sure - right, 0), asked
    resampled = Resampled({arm: sums_by_group(holdout.groups, cells)})

    def share(part: int, whole: int) -> Measure:
        def told(sums: Mapping[str, Floats]) -> Floats:
            drawn = sums[arm]
            there = drawn[:, whole] > 0
            return np.asarray(
                np.divide(drawn[:, part], drawn[:, whole], out=np.full(len(drawn), np.nan), where=there)
            )

        return told

    bins = range(count)
    return Reliance(
        arm,
        tuple(resampled.told(share(3 * bin_ + 2, 3 * bin_)).value for bin_ in bins),
        tuple(resampled.told(share(3 * bin_ + 1, 3 * bin_)) for bin_ in bins),
        resampled.told(share(3 * count, 3 * count + 1)),
    )
