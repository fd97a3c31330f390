"""What the models of several arms say of one holdout, class by class, against what people say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synthreview.probe.resampling import Measure, Measured, Resampled, bundles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_HIT, _THERE, _SAID = 0, 1, 2
UNTESTED = -1
"""Said of an example that is no part of a run's holdout."""


@dataclass(frozen=True, slots=True, eq=False)
class Holdout:
    """The N examples that models are tested on, with what people say of them."""

    truth: Ints
    """The class of each."""
    groups: Ints
    """Examples of one group came about together."""
    classes: int


class Comparison:
    """What the runs of several arms said of one holdout.

    ``said``: by arm, the class that each run gave each example (runs x N), UNTESTED where it was not asked.
    All arms of a run are tested on the same examples.
    """

    def __init__(self, holdout: Holdout, said: dict[str, Ints]) -> None:
        self._holdout, self._said = holdout, said
        self._classes = holdout.classes
        self._resampled = Resampled({arm: self._sums(classes) for arm, classes in said.items()})

    def accuracy(self, arm: str) -> Measured:
        """The share of answers that are people's."""
        return self._resampled.told(lambda sums: self._right(sums[arm]))

    def gain(self, arm: str, over: str) -> Measured:
        """By how much an arm's accuracy is higher than another's."""
        return self._resampled.told(lambda sums: self._right(sums[arm]) - self._right(sums[over]))

    def macro_f1(self, arm: str) -> Measured:
        """The mean of the classes' F1, each the harmonic mean of precision and recall."""
        return self._resampled.told(lambda sums: self._f1(sums[arm]))

    def macro_f1_gain(self, arm: str, over: str) -> Measured:
        """By how much an arm's macro-F1 is higher than another's."""
        return self._resampled.told(lambda sums: self._f1(sums[arm]) - self._f1(sums[over]))

    def recalls(self, arm: str) -> tuple[Measured, ...]:
        """For each class, the share of people's examples of it that are found."""
        return self._by_class(arm, lambda counts, cls: _ratio(counts[:, _HIT, cls], counts[:, _THERE, cls]))

    def shares(self, arm: str) -> tuple[Measured, ...]:
        """For each class, how often a model says it."""
        return self._by_class(
            arm, lambda counts, cls: _ratio(counts[:, _SAID, cls], counts[:, _SAID].sum(axis=-1))
        )

    def truth_shares(self) -> tuple[Measured, ...]:
        """For each class, how often people give it."""
        return self._by_class(
            next(iter(self._said)),
            lambda counts, cls: _ratio(counts[:, _THERE, cls], counts[:, _THERE].sum(axis=-1)),
        )

    def mcnemar(self, arm: str, over: str) -> tuple[int, int, float]:
        """Groups in which one arm is right more often, those in which the other is, and how likely that is.

        The exact two-sided test of McNemar (1947, doi:10.1007/BF02295996), which asks for independent pairs:
        a group counts once, by its answers in all runs.
        """
        import numpy as np
        from scipy.stats import binomtest

        _, places = np.unique(self._holdout.groups, return_inverse=True)

        def right(name: str) -> Floats:
            hits = (self._said[name] == self._holdout.truth).sum(axis=0)
            return np.asarray(np.bincount(places, hits), float)

        more = right(arm) - right(over)
        won, lost = int((more > 0).sum()), int((more < 0).sum())
        return won, lost, float(binomtest(won, won + lost).pvalue) if won + lost else 1.0

    def _by_class(self, arm: str, measure: Callable[[Floats, int], Floats]) -> tuple[Measured, ...]:
        def of(cls: int) -> Measure:
            return lambda sums: measure(self._counts(sums[arm]), cls)

        return tuple(self._resampled.told(of(cls)) for cls in range(self._classes))

    def _sums(self, said: Ints) -> Floats:
        """For each class, how often it was hit, was there and was said: runs x groups x (3 * classes)."""
        import numpy as np

        places, count = bundles(self._holdout.groups)
        found = np.zeros((3, len(said), count, self._classes))
        run, example = np.nonzero(said != UNTESTED)
        group, truth, told = places[example], self._holdout.truth[example], said[run, example]
        hit = truth == told
        np.add.at(found[_THERE], (run, group, truth), 1)
        np.add.at(found[_SAID], (run, group, told), 1)
        np.add.at(found[_HIT], (run[hit], group[hit], truth[hit]), 1)
        return found.transpose(1, 2, 0, 3).reshape(len(said), count, -1)

    def _counts(self, sums: Floats) -> Floats:
        return sums.reshape(-1, 3, self._classes)

    def _right(self, sums: Floats) -> Floats:
        counts = self._counts(sums)
        return _ratio(counts[:, _HIT].sum(axis=-1), counts[:, _THERE].sum(axis=-1))

    def _f1(self, sums: Floats) -> Floats:
        import numpy as np

        counts = self._counts(sums)
        hits, both = counts[:, _HIT], counts[:, _THERE] + counts[:, _SAID]
        occurring = counts[:, _THERE] > 0  # in this draw
        each = np.divide(2 * hits, both, out=np.zeros_like(hits), where=both > 0)
        return _ratio((each * occurring).sum(axis=1), occurring.sum(axis=1).astype(float))


def _ratio(part: Floats, whole: Floats) -> Floats:
    import numpy as np

    return np.asarray(np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0))
