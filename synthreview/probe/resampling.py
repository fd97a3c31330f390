"""Intervals of whatever can be told from sums over a holdout, for several arms at once.

A paired bootstrap draws whole groups of the holdout (Cameron, Gelbach and Miller 2008,
doi:10.1162/rest.90.3.414) and, independently, whole runs (the pigeonhole bootstrap, Owen 2007,
doi:10.1214/07-AOAS122, which errs on the wide side). All arms are told from the same draws, so that what
they have in common falls out of their differences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

DRAWS = 2_000
FEWEST_GROUPS = 10
"""Fewer groups do not tell how far a number may be off."""
MOST_GROUPS = 2_000
"""More are joined at random: an interval does not become truer by them, and memory grows."""
_AT_ONCE = 250
"""Draws whose weights are held at once."""

Measure = Callable[[Mapping[str, "Floats"]], "Floats"]
"""From the sums of each arm (draws x sums) to one number for each draw."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with its 95 % interval; NaN where it cannot be told."""

    value: float
    low: float
    high: float

    @property
    def certain(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


class Resampled:
    """Sums over the holdout, by arm: an array of runs x groups x sums each."""

    def __init__(self, sums: Mapping[str, Floats], seed: int = 0) -> None:
        self._sums, self._seed = sums, seed
        self._runs, self._groups, _ = next(iter(sums.values())).shape

    def told(self, measure: Measure) -> Measured:
        """What a measure comes to, and between which values 95 % of the draws lie."""
        import numpy as np

        whole = {arm: sums.sum(axis=(0, 1))[None] for arm, sums in self._sums.items()}
        value = float(measure(whole)[0])
        if self._groups < FEWEST_GROUPS:
            return Measured(value, np.nan, np.nan)
        drawn = measure(self._drawn)
        known = drawn[np.isfinite(drawn)]
        low, high = np.quantile(known, (0.025, 0.975)) if len(known) else (np.nan, np.nan)
        return Measured(value, float(low), float(high))

    @cached_property
    def _drawn(self) -> dict[str, Floats]:
        import numpy as np

        dice = np.random.default_rng(self._seed)
        found: dict[str, list[Floats]] = {arm: [] for arm in self._sums}
        for start in range(0, DRAWS, _AT_ONCE):
            some = min(_AT_ONCE, DRAWS - start)
            groups = dice.multinomial(self._groups, np.full(self._groups, 1 / self._groups), some)
            runs = dice.multinomial(self._runs, np.full(self._runs, 1 / self._runs), some)
            for arm, sums in self._sums.items():
                by_run = groups.astype(float) @ sums.transpose(1, 0, 2).reshape(self._groups, -1)
                shaped = by_run.reshape(some, self._runs, -1)
                found[arm].append((shaped * runs[:, :, None]).sum(axis=1))
        return {arm: np.concatenate(parts) for arm, parts in found.items()}


def bundles(groups: Ints) -> tuple[Ints, int]:
    """Of each example the number of its group, ascending, and how many there are.

    More than MOST_GROUPS are joined at random, always alike; draws of bundles vary as much as those of
    groups.
    """
    import numpy as np

    names, places = np.unique(groups, return_inverse=True)
    if len(names) <= MOST_GROUPS:
        return places, len(names)
    return np.random.default_rng(0).permutation(len(names))[places] % MOST_GROUPS, MOST_GROUPS


def sums_by_group(groups: Ints, rows: Floats) -> Floats:
    """Rows (runs x examples x sums) added up within groups: runs x groups x sums."""
    import numpy as np

    places, count = bundles(groups)
    found = np.zeros((len(rows), count, rows.shape[2]))
    for run, row in enumerate(rows):
        np.add.at(found[run], places, row)
    return found
