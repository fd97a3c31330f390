"""What the models of each arm, trained run by run, say of a holdout."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from synthreview.probe.arms import Arms, Run
from synthreview.probe.comparing import UNTESTED
from synthreview.probe.learners import Learner

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(slots=True)
class Said:
    """What an arm's models said, run by run."""

    classes: list[Ints] = field(default_factory=list)
    """The likeliest class of each example of the holdout; UNTESTED where a run was not asked."""
    chances: list[NDArray[np.float32]] = field(default_factory=list)
    """The chance of each class; NaN where a run was not asked."""
    trained_on: list[int] = field(default_factory=list)
    corrected: list[int] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)


def train(
    learner: Learner, runs: Sequence[Run], arms: Arms, size: int, classes: int
) -> Generator[None, None, dict[str, Said]]:
    """Train a model for each arm of each run and ask it about the run's part of the holdout.

    ``size``: examples in the holdout. Yields after each model; returns what each arm said.
    """
    import numpy as np

    told: dict[str, Said] = defaultdict(Said)
    for run in runs:
        asked = np.flatnonzero(run.tested)
        for name, arm in arms(run):
            row, target = np.nonzero(arm.targets)
            found = learner(arm.rows[row], target, arm.targets[row, target], asked)
            whole, said = np.full((size, classes), np.nan, np.float32), np.full(size, UNTESTED)
            whole[asked], said[asked] = found, found.argmax(axis=1)
            one = told[name]
            one.classes.append(said)
            one.chances.append(whole)
            one.trained_on.append(len(arm.rows))
            one.corrected.append(arm.corrected)
            one.removed.append(arm.removed)
            yield
    return dict(told)
