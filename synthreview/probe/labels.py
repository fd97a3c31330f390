"""The probe of labelled texts: task labels, free text with a label, turns with their roles."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synthreview.probe import arms as probe_arms
from synthreview.probe import asking
from synthreview.probe.arms import PEOPLE, RAW, Arm, Arms, Examples, Run, corrected_first, hard
from synthreview.probe.comparing import Holdout
from synthreview.probe.learners import TextClassifier
from synthreview.probe.representation import WORDS, Representation
from synthreview.probe.result import Foreseen, View, WhatIf
from synthreview.probe.telling import compared, view
from synthreview.probe.trained import Said, train

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

AS_FREQUENT = "words_as_frequent"
"""The view of words where classes weigh as often as they come."""
SHARES = (0.05, 0.1, 0.2, 0.3)
"""Of the data, what is corrected in a what-if."""


@dataclass(frozen=True, slots=True, eq=False)
class LabelledTexts:
    """What the probe of labelled texts is about."""

    texts: tuple[str, ...]
    """The pool: of examples, as they are now, of people's own examples, and of the holdout."""
    classes: tuple[str, ...]
    examples: Examples
    now: Ints
    """The texts of the examples as they are now, by their places in the pool."""
    holdout: Ints
    """The texts that people labelled, by their places in the pool."""
    truth: Floats
    """How people's labels of each are spread over the classes."""
    groups: Ints
    """Of the holdout."""
    human: Ints | None = None
    """People's own examples, where they are other texts than the data's: their places in the pool."""
    human_targets: Floats | None = None
    human_groups: Ints | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A probe that can be run: what is tested, and which examples each run is trained on."""

    data: LabelledTexts
    tested: Ints
    """Of the holdout, the texts on which most people agree."""
    holdout: Holdout
    runs: list[Run]

    @property
    def spread(self) -> Floats | None:
        """How people's labels are spread, where several people labelled the texts."""
        import numpy as np

        spread = self.data.truth[self.tested]
        return spread if bool((np.abs(spread - spread.round()) > 1e-9).any()) else None


def prepare(data: LabelledTexts, seeds: int) -> Prepared:
    """What is tested and trained on; UserError where that is too little to tell anything."""
    import numpy as np

    best = data.truth.max(axis=1, initial=0)
    clear = (data.truth == best[:, None]).sum(axis=1) == 1
    tested = np.flatnonzero(clear & (best > 0))
    groups = data.groups[tested]
    asking.require_holdout(len(np.unique(groups)), len(tested))
    truth = data.truth[tested].argmax(axis=1)
    asking.require_classes(truth, data.classes)
    mine = data.examples.groups
    split = probe_arms.is_split(mine, groups)
    runs = probe_arms.runs(mine, groups, seeds)
    given = data.examples.hard.raw.sum(axis=1) > 0
    least = min(int((run.trained & given).sum()) for run in runs)
    asking.require_examples(least, 0 if split else int(np.isin(mine, groups).sum()))
    if data.human_groups is not None and data.human_targets is not None:
        labelled = hard(data.human_targets).sum(axis=1) > 0
        asking.require_human(int((labelled & ~np.isin(data.human_groups, groups)).sum()))
    prepared = Prepared(data, tested, Holdout(truth, groups, len(data.classes)), runs)
    asking.require_left(_with_people(prepared), runs)
    return prepared


def views(
    prepared: Prepared, representations: Sequence[Representation]
) -> Generator[None, None, tuple[View, ...]]:
    """What each sort of model says. Yields after each model."""
    told = []
    for representation in representations:
        for even in (True, False) if representation.name == WORDS else (True,):
            name = representation.name if even else AS_FREQUENT
            arms = _with_people(prepared, soft=not even)
            said = yield from _train(prepared, representation, arms, even=even)
            told.append(view(name, prepared.holdout, said, None if even else prepared.spread))
    return tuple(told)


def models(prepared: Prepared, representations: Sequence[Representation]) -> int:
    """How many models ``views`` trains."""
    arms = _with_people(prepared)
    sorts = len(representations) + sum(one.name == WORDS for one in representations)
    return sorts * sum(len(list(arms(run))) for run in prepared.runs)


def _train(
    prepared: Prepared, representation: Representation, arms: Arms, *, even: bool = True
) -> Generator[None, None, dict[str, Said]]:
    import numpy as np

    data, tested = prepared.data, prepared.tested
    places = np.concatenate([data.examples.places, data.now, *([] if data.human is None else [data.human])])
    learner = TextClassifier(representation, places, data.holdout[tested], len(data.classes), even)
    return (yield from train(learner, prepared.runs, arms, len(tested), len(data.classes)))


def _with_people(prepared: Prepared, *, soft: bool = False) -> Arms:
    """The arms of a run. Where people wrote their own examples, every arm is as large as the smaller side.

    ``soft``: labels as they are spread over several answers to a text, where there are several.
    """
    data = prepared.data
    examples = data.examples if soft else data.examples.hard
    if data.human is None or data.human_targets is None or data.human_groups is None:
        return lambda run: probe_arms.arms(examples, run)
    human_groups = data.human_groups
    targets = data.human_targets if soft else hard(data.human_targets)

    def arms(run: Run) -> list[tuple[str, Arm]]:
        import numpy as np

        free = np.flatnonzero(~np.isin(human_groups, prepared.holdout.groups) & (targets.sum(axis=1) > 0))
        given = np.flatnonzero(run.trained & (examples.raw.sum(axis=1) > 0))
        size = min(len(free), len(given))
        dice = np.random.default_rng((run.seed, 2))
        theirs = np.sort(dice.choice(free, size, replace=False))
        ours = np.zeros(len(run.trained), bool)
        ours[dice.choice(given, size, replace=False)] = True
        people = Arm(theirs + 2 * len(data.examples), targets[theirs])
        own = probe_arms.arms(examples, Run(ours, run.tested, run.seed, run.possible))
        return [(PEOPLE, people), *((name, arm) for name, arm in own if name != PEOPLE)]

    return arms


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """How the examples of a run are ordered before anybody reviews them."""

    known: Ints
    """Those of which people's answers are known beforehand; the risks rest on them."""
    riskiest: Ints
    """All others, the riskiest first."""


def what_if(
    prepared: Prepared, representations: Sequence[Representation], orders: Sequence[Order]
) -> Generator[None, None, tuple[WhatIf, ...]]:
    """What correcting the riskiest shares of the data would bring, against as many at random.

    Gains are over the data as it came but for the answers that are known beforehand, which every arm has.

    Needs people's answers for the data itself, and an order for each run that was made without the run's
    holdout. Yields after each model.
    """
    import numpy as np

    examples = prepared.data.examples.hard

    def arms(run: Run) -> list[tuple[str, Arm]]:
        order = orders[run.seed]
        shuffled = np.random.default_rng((run.seed, 3)).permutation(order.riskiest)
        made = [(RAW, corrected_first(examples, run, order.known, len(order.known)))]
        for share in SHARES:
            count = len(order.known) + round(share * int(run.trained.sum()))
            for name, rest in (("riskiest", order.riskiest), ("random", shuffled)):
                line = np.concatenate([order.known, rest])
                made.append((f"{name} {share}", corrected_first(examples, run, line, count)))
        return made

    told = []
    for representation in representations:
        said = yield from _train(prepared, representation, arms)
        told.append(WhatIf(representation.name, _foreseen(prepared, said), len(orders[0].known)))
    return tuple(told)


def _foreseen(prepared: Prepared, said: dict[str, Said]) -> tuple[Foreseen, ...]:
    comparison = compared(prepared.holdout, said)
    return tuple(
        Foreseen(
            share,
            comparison.gain(f"riskiest {share}", RAW),
            comparison.gain(f"random {share}", RAW),
            comparison.gain(f"riskiest {share}", f"random {share}"),
        )
        for share in SHARES
    )
