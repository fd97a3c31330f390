"""How early an order finds what is wrong: the cumulative gain of a ranking, from items of known verdict.

Two kinds of items are known. Those that are *counted* stand for themselves: everything in a region was
reviewed, and what the region is depends on no verdict (`residual.reach`). All others are a random sample of
what lies outside the region, with the same chance each, and stand for it. Nothing else may be used, least of
all what a queue chose: a check among the riskiest stands for those like it, and counting the items that the
queue reviewed around it would count the riskiest twice.

The errors before and behind a place are those counted and, for what is not counted, the error rates of the
sample on either side (two strata; Cochran 1977, section 5.3, ISBN 0-471-16240-X). The interval of their ratio
takes the rates for binomial ones, each with Jeffreys' prior (Brown, Cai and DasGupta 2001,
doi:10.1214/ss/1009213286): a bootstrap would be sure of an order in which the one error of the sample
happens to come first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

DRAWS = 400
"""Points of the distribution that an interval is read from."""
STEPS = 40
"""Slices that an order is cut into at most."""
_ENDS = (0.025, 0.975)


@dataclass(frozen=True, slots=True)
class Told:
    """A number with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Items of known verdict in an order of all N items, tallied by stretches of it that are tied.

    Arrays with an entry for each stretch that holds any; among ties nothing is known of the order.
    """

    starts: Floats
    """The share of all items before the stretch, 0 to 1, rising."""
    ends: Floats
    """The share up to its last item."""
    sampled: Floats
    """Items of the random sample in it."""
    bad: Floats
    """The wrong ones of these."""
    counted: Floats
    """Items in it that stand for themselves alone."""
    bad_counted: Floats
    """The wrong ones of these."""
    size: int
    """N."""

    @property
    def rate(self) -> float:
        """Of all items, the share that is wrong."""
        return float(self._errors(_alone(1.0))[0]) / self.size if self.size else 0.0

    def found(self, places: Floats) -> Floats:
        """The share of all errors before each place, rising from 0 to 1; at least one item must be wrong."""
        import numpy as np

        before = self._errors(places)
        shares = before / np.maximum(before + self._errors(places, behind=True), 1e-12)
        rising: Floats = np.maximum.accumulate(shares)
        return rising

    def recall(self, place: float) -> Told:
        """The share of all errors before a place."""
        low, high = (float(end[0]) for end in self.limits(_alone(place)))
        value = float(self.found(_alone(place))[0])
        return Told(value, min(value, low), max(value, high))

    def precision(self, place: float) -> Told:
        """Of the items before a place, the share that is wrong."""
        import numpy as np

        value = float(self._errors(_alone(place))[0])
        low, high = self._likely(_alone(place), np.array(_ENDS))[0].tolist()
        return Told(*(number / (place * self.size) for number in (value, min(value, low), max(value, high))))

    def basis(self, place: float) -> int:
        """How many known items are before a place."""
        return round(float(self._through(self.sampled + self.counted, _alone(place))[0]))

    def limits(self, places: Floats) -> tuple[Floats, Floats]:
        """The 95 % interval of the share of all errors before each place."""
        import numpy as np

        even = (np.arange(DRAWS) + 0.5) / DRAWS
        before = self._likely(places, even)
        behind = self._likely(places, np.random.default_rng(0).permutation(even), behind=True)
        low, high = np.quantile(before / np.maximum(before + behind, 1e-12), _ENDS, axis=1)
        return low, high

    def _through(self, values: Floats, places: Floats) -> Floats:
        """The sum of values before each place; those of a stretch are spread over it."""
        import numpy as np

        reached = np.cumsum(values)
        edges = np.column_stack([self.starts, self.ends]).ravel()
        heights = np.column_stack([np.r_[0.0, reached[:-1]], reached]).ravel()
        summed: Floats = np.interp(places, edges, heights)
        return summed

    def _parts(self, places: Floats, *, behind: bool) -> tuple[Floats, ...]:
        """Before (or behind) each place: sampled items and the bad ones, bad counted ones, and items that are
        not counted."""
        import numpy as np

        ends = np.append(places, 1.0)
        tallies = self.sampled, self.bad, self.bad_counted, self.counted
        sampled, bad, counted, inside = (self._through(tally, ends) for tally in tallies)
        rows = sampled, bad, counted, ends * self.size - inside
        return tuple(np.maximum((row[-1] - row if behind else row)[:-1], 0.0) for row in rows)

    def _errors(self, places: Floats, *, behind: bool = False) -> Floats:
        """The errors before (or behind) each place, by the error rate of the sample there."""
        import numpy as np

        drawn, bad, counted, outside = self._parts(places, behind=behind)
        found: Floats = counted + outside * bad / np.maximum(drawn, 1e-9)
        return found

    def _likely(self, places: Floats, chances: Floats, *, behind: bool = False) -> Floats:
        """Quantiles of the same: a row for each place, a column for each chance."""
        import numpy as np
        from scipy.special import betaincinv

        drawn, bad, counted, outside = (row[:, None] for row in self._parts(places, behind=behind))
        shares = betaincinv(bad + 0.5, np.maximum(drawn - bad, 0.0) + 0.5, chances)
        found: Floats = counted + outside * shares
        return found


def by_risk(risks: Floats, chosen: NDArray[np.intp], wrong: Flags, counted: Flags) -> Known:
    """Chosen items in an order of all N ``risks``, highest first; ``wrong`` and ``counted`` are of N too."""
    import numpy as np

    size, ranked = len(risks), np.sort(risks)
    falling, level = np.unique(-risks[chosen], return_inverse=True)
    starts = size - np.searchsorted(ranked, -falling, side="right")
    ends = size - np.searchsorted(ranked, -falling, side="left")
    return _tallied(level, starts / size, ends / size, wrong[chosen], counted[chosen], size)


def by_weight(risks: Floats, wrong: Flags, counted: Flags, size: int) -> Known:
    """The same where the risks of the known items alone are at hand.

    Each takes as many places as it stands for: a counted one one, the others share what is left of the N.
    """
    import numpy as np

    inside = int(np.count_nonzero(counted))
    weights = np.where(counted, 1.0, (size - inside) / max(len(risks) - inside, 1))
    _, level = np.unique(-risks, return_inverse=True)
    held = np.cumsum(np.bincount(level, weights))
    ends: Floats = np.minimum(held / held[-1:], 1.0)
    return _tallied(level, np.r_[0.0, ends[:-1]], ends, wrong, counted, size)


def steps(known: Known) -> Floats:
    """Places from 0 to 1 between which there are some sampled items each, or all are counted."""
    import numpy as np

    count, sampled = STEPS, known.sampled.sum()
    while sampled and count > 10 and sampled < 2 * count:
        count //= 2
    return np.arange(count + 1) / count


def _tallied(
    level: NDArray[np.intp], starts: Floats, ends: Floats, wrong: Flags, counted: Flags, size: int
) -> Known:
    import numpy as np

    def tally(flags: Flags) -> Floats:
        found: Floats = np.bincount(level, flags.astype(float), len(starts)).astype(float)
        return found

    sampled, bad, inside, bad_inside = map(tally, (~counted, ~counted & wrong, counted, counted & wrong))
    return Known(starts, ends, sampled, bad, inside, bad_inside, size)


def _alone(place: float) -> Floats:
    import numpy as np

    return np.array([place])
