"""What the models of a probe are trained on: the arms, and which examples each of their runs leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    """Places among the examples."""
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

    there = examples.raw.sum(axis=1) > 0
    if run.possible is not None:
        there &= run.possible
    rows = np.flatnonzero(run.trained & there)
    known = examples.people.sum(axis=1) > 0
    enough = bool(there.any()) and known[there].mean() >= FEWEST_KNOWN
    if enough:
        told = np.flatnonzero(run.trained & known)
        yield PEOPLE, Arm(told, examples.people[told])
    yield RAW, Arm(rows, examples.raw[rows])
    if not examples.looked_at[there].any():
        return
    cleaned = _changed(examples, rows, examples.now[rows])
    yield CLEANED, cleaned
    dice = np.random.default_rng((run.seed, 1))
    if enough:
        sure = rows[known[rows]]
        seen = int(examples.looked_at[rows].sum())
        drawn = dice.choice(sure, min(seen, len(sure)), replace=False)
        corrected = examples.raw.copy()
        corrected[drawn] = examples.people[drawn]
        yield RANDOM, _changed(examples, rows, corrected[rows])
        return
    whole = _changed(examples, np.flatnonzero(there), examples.now[there])
    if whole.removed and not whole.corrected:
        kept = np.sort(dice.choice(rows, len(rows) - cleaned.removed, replace=False))
        yield RANDOM, Arm(kept, examples.raw[kept], removed=cleaned.removed)


def left(examples: Examples, runs: Sequence[Run]) -> int:
    """How many examples the smallest of the runs has left after cleaning."""
    there = (examples.raw.sum(axis=1) > 0) & (examples.now.sum(axis=1) > 0)
    return min(int((run.trained & there).sum()) for run in runs)


def corrected_first(examples: Examples, run: Run, order: Ints, count: int) -> Arm:
    """The raw arm with people's answers for the first ``count`` of its examples in an order."""
    import numpy as np

    rows = np.flatnonzero(run.trained & (examples.raw.sum(axis=1) > 0))
    first = order[np.isin(order, rows)][:count]
    targets = examples.raw.copy()
    sure = first[examples.people[first].sum(axis=1) > 0]
    targets[sure] = examples.people[sure]
    return _changed(examples, rows, targets[rows])


def _changed(examples: Examples, rows: Ints, targets: Floats) -> Arm:
    import numpy as np

    there = targets.sum(axis=1) > 0
    differs = np.abs(targets - examples.raw[rows]).max(axis=1, initial=0) > 1e-9
    return Arm(rows[there], targets[there], int((differs & there).sum()), int((~there).sum()))
