"""What the models of a probe are trained on: the arms, and which examples each of their runs leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

PEOPLE, RAW, CLEANED, RANDOM = "people", "raw", "cleaned", "random"
HELD_OUT = 0.3
"""The share of groups that a run is tested on where people's labels are those of the data itself."""
LEFT_OUT = 0.1
"""The share of groups that a run is not trained on where the holdout stands apart, so that runs differ."""
SPLIT_FROM = 0.5
"""Where more of the examples than this belong to groups of the holdout, part of it is tested at a time."""
FEWEST_KNOWN = 0.5
"""People's answers must be known for this share of the examples to train on them, or to correct at random."""


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """N examples that may be trained on, each with a share for every class (rows of zeros: none)."""

    places: Ints
    """Their texts in the pool."""
    groups: Ints
    raw: Floats
    now: Floats
    """After all decisions; zeros where the item was rejected."""
    people: Floats
    """Zeros where nobody's answer is known."""
    looked_at: Flags
    """Whether somebody decided on it."""
    rewritten: Flags
    """Whether its text now is another than it was."""

    def __len__(self) -> int:
        return len(self.places)

    @property
    def hard(self) -> Examples:
        """The same with the one class that each says most; without it where two are said as often."""
        return replace(self, raw=hard(self.raw), now=hard(self.now), people=hard(self.people))


def hard(shares: Floats) -> Floats:
    """Of each row the largest share alone, as 1; zeros where it is not the largest alone."""
    import numpy as np

    best = shares.max(axis=1, keepdims=True, initial=0)
    first = (shares >= best - 1e-9) & (best > 0)
    return np.asarray(first & (first.sum(axis=1, keepdims=True) == 1), float)


@dataclass(frozen=True, slots=True, eq=False)
class Arm:
    """What one model is trained on."""

    rows: Ints
    """Places among the N examples; from N on, the same examples with their texts as they are now."""
    targets: Floats
    """A share for each class, for each of these."""
    corrected: int = 0
    """Targets that differ from the raw ones."""
    removed: int = 0
    """Examples of the raw arm that are not there."""


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One split: what may be trained on, and what is tested."""

    trained: Flags
    tested: Flags
    seed: int
    possible: Flags | None = None
    """What some run may be trained on; None: all."""


Arms = Callable[[Run], Iterable[tuple[str, Arm]]]
"""What a run trains a model on, by the name of the arm; the same ones in every run."""


def runs(examples: Ints, holdout: Ints, seeds: int) -> list[Run]:
    """Splits by group: nothing of a tested group is trained on.

    ``examples`` and ``holdout`` are the groups of each. Where most examples are of groups of the holdout,
    a share of its groups is tested in each run and the rest trained on; else all of it is tested.
    """
    import numpy as np

    names = np.unique(holdout)
    overlapping = np.isin(examples, names)
    apart = overlapping.mean() <= SPLIT_FROM if len(examples) else True
    made = []
    for seed in range(seeds):
        dice = np.random.default_rng(seed)
        if apart:
            free = np.unique(examples[~overlapping])
            left = dice.choice(free, int(len(free) * LEFT_OUT), replace=False)
            trained, tested = ~overlapping & ~np.isin(examples, left), np.ones(len(holdout), bool)
        else:
            chosen = dice.choice(names, max(1, round(len(names) * HELD_OUT)), replace=False)
            trained, tested = ~np.isin(examples, chosen), np.isin(holdout, chosen)
        made.append(Run(trained, tested, seed, ~overlapping if apart else None))
    return made


def is_split(examples: Ints, holdout: Ints) -> bool:
    """Whether runs test a part of the holdout each, because it speaks of the examples themselves."""
    import numpy as np

    return bool(len(examples)) and bool(np.isin(examples, holdout).mean() > SPLIT_FROM)


def arms(examples: Examples, run: Run) -> Iterator[tuple[str, Arm]]:
    """The arms of a run: people's answers, the data as it came, as it is now, and corrected at random.

    Every run of a probe has the same arms. People's answers, and random corrections, are there only where
    enough are known. At random, as many examples are corrected as somebody decided on, whatever came of it:
    the same work, without the order. Where people's answers are not known and nothing was corrected, as many
    as were rejected are taken out at random instead.
    """
    import numpy as np

    possible = np.ones(len(examples), bool) if run.possible is None else run.possible
    known = examples.people.sum(axis=1) > 0
    enough = bool(possible.any()) and known[possible].mean() >= FEWEST_KNOWN
    if enough:
        told = np.flatnonzero(run.trained & known)
        yield PEOPLE, Arm(told, examples.people[told])
    raw = _taken(examples, run.trained, examples.raw)
    yield RAW, raw
    if not examples.looked_at[possible].any():
        return
    cleaned = _cleaned(examples, run.trained)
    yield CLEANED, cleaned
    dice = np.random.default_rng((run.seed, 1))
    if enough:
        sure = np.flatnonzero(run.trained & known)
        seen = int(examples.looked_at[run.trained].sum())
        drawn = dice.choice(sure, min(seen, len(sure)), replace=False)
        corrected = examples.raw.copy()
        corrected[drawn] = examples.people[drawn]
        yield RANDOM, _taken(examples, run.trained, corrected)
        return
    whole = _cleaned(examples, possible)
    if whole.removed and not whole.corrected:
        kept = np.sort(dice.choice(raw.rows, len(raw.rows) - cleaned.removed, replace=False))
        yield RANDOM, Arm(kept, examples.raw[kept], removed=cleaned.removed)


def corrected_first(examples: Examples, run: Run, order: Ints, count: int) -> Arm:
    """The raw arm with people's answers for the first ``count`` of its examples in an order."""
    import numpy as np

    usable = np.zeros(len(examples), bool)
    usable[order] = examples.raw[order].sum(axis=1) > 0
    first = order[usable[order] & run.trained[order]][:count]
    targets = examples.raw.copy()
    sure = first[examples.people[first].sum(axis=1) > 0]
    targets[sure] = examples.people[sure]
    return _taken(examples, run.trained, targets)


def _taken(examples: Examples, trained: Flags, targets: Floats) -> Arm:
    """Those of the examples that have a target, and how they differ from the raw ones."""
    import numpy as np

    there, before = targets.sum(axis=1) > 0, examples.raw.sum(axis=1) > 0
    differs = np.abs(targets - examples.raw).max(axis=1, initial=0) > 1e-9
    rows = np.flatnonzero(trained & there)
    return Arm(
        rows, targets[rows], int((trained & there & differs).sum()), int((trained & before & ~there).sum())
    )


def _cleaned(examples: Examples, trained: Flags) -> Arm:
    """The examples as they are now, their texts too."""
    import numpy as np

    arm = _taken(examples, trained, examples.now)
    written = examples.rewritten[arm.rows]
    same = np.abs(arm.targets - examples.raw[arm.rows]).max(axis=1, initial=0) <= 1e-9
    rows = np.where(written, arm.rows + len(examples), arm.rows)
    return replace(arm, rows=rows, corrected=arm.corrected + int((written & same).sum()))
