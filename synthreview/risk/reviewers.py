"""How far reviewers agree, and what their errors do to an error rate."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import NormalDist
from typing import TYPE_CHECKING

from synthreview.estimates import wilson
from synthreview.risk.weighted import Estimate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

TOLERATED = 0.02
"""Up to this share of verdicts overturned, an error rate may be told as the reviewers have it."""
_AT_ONCE = 4_000_000
"""Numbers of a batch of resamples that are held at once."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A measure of agreement with its interval; NaN where the data cannot tell."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ReviewerAgreement:
    """Four views of the same ratings. Kappa collapses where nearly all items are alike; AC1 does not."""

    items: int
    """Items with two ratings or more."""
    percent: Coefficient
    kappa: Coefficient
    ac1: Coefficient
    alpha: Coefficient


@dataclass(frozen=True, slots=True)
class SecondLooks:
    """What became of first verdicts that somebody looked at again."""

    errors: int
    """First verdicts that called an item an error."""
    upheld: int
    """Those of them that are errors in the end."""
    passes: int
    """First verdicts that passed an item."""
    missed: int
    """Those of them that are errors in the end."""

    @property
    def overturned(self) -> Estimate:
        """The share of first verdicts that did not stand, with the score interval (Wilson 1927)."""
        wrong, all_ = self.errors - self.upheld + self.missed, self.errors + self.passes
        return Estimate(wrong / all_ if all_ else 0.0, *wilson(wrong, all_))

    @property
    def matter(self) -> bool:
        """Whether more than `TOLERATED` were overturned, so that a rate should be `adjusted`."""
        return self.overturned.share > TOLERATED


def agreement(
    ratings: Sequence[Sequence[Hashable | None]],
    *,
    seed: int = 0,
    resamples: int = 1000,
    confidence: float = 0.95,
    categories: int | None = None,
) -> ReviewerAgreement:
    """How far raters agree: a row for each of I items, a column for each of R raters, None: no rating.

    - percent: the mean over items of the share of its pairs of ratings that are equal.
    - kappa: (Po - Pe) / (1 - Pe) with chance from both raters' own shares (Cohen 1960,
      doi:10.1177/001316446002000104); of more than two raters the mean over pairs (Light 1971,
      doi:10.1037/h0031643), each on the items that both rated.
    - AC1: the same with Pe = sum s(k) (1 - s(k)) / (q - 1), s(k) the mean share of category k and q the
      number of `categories`, by default those that occur (Gwet 2008, doi:10.1348/000711006X126600).
    - alpha: 1 - Do / De for nominal data, on items with two ratings or more (Krippendorff 2011, Computing
      Krippendorff's alpha-reliability; Hayes and Krippendorff 2007, doi:10.1080/19312450709336664).

    Intervals are percentiles of `resamples` bootstrap samples of items (Efron and Tibshirani 1993,
    ISBN 0-412-04231-2), since ratings of one item belong together; always the same for the same `seed`. No
    resample shows a disagreement where none was met: then that of percent is the score interval, and the
    others have no width and mean little on few items. NaN where nobody rated the same item, or where chance
    alone would agree on everything. Raises ValueError when rows differ in length.
    """
    import numpy as np

    table, found = _coded(ratings)
    patterns, counts = np.unique(table, axis=0, return_counts=True)
    measure = _Measures(patterns, max(categories or 0, found))
    values = measure(counts[None, :].astype(float))[0]
    pairs = int(counts @ (measure.ratings >= 2))
    samples = _resampled(measure, counts, seed, resamples)
    tail = (1 - confidence) / 2
    coefficients = []
    for value, column in zip(values.tolist(), samples.T, strict=True):
        known = column[~np.isnan(column)]
        limits = (
            np.quantile(known, (tail, 1 - tail)) if len(known) and not math.isnan(value) else (math.nan,) * 2
        )
        coefficients.append(Coefficient(value, float(limits[0]), float(limits[1])))
    if values[0] == 1:
        coefficients[0] = Coefficient(1.0, *wilson(pairs, pairs, confidence))
    return ReviewerAgreement(pairs, *coefficients)


def _coded(ratings: Sequence[Sequence[Hashable | None]]) -> tuple[Codes, int]:
    """The ratings as numbers from 0 on, -1 for none, and how many different ones there are."""
    import numpy as np

    raters = len(ratings[0]) if len(ratings) else 0
    if any(len(row) != raters for row in ratings):
        raise ValueError("not every item has a place for each rater")
    numbers: dict[Hashable, int] = {}
    flat = [-1 if said is None else numbers.setdefault(said, len(numbers)) for row in ratings for said in row]
    return np.array(flat, dtype=np.int64).reshape(len(ratings), raters), len(numbers)


class _Measures:
    """The four measures as functions of how often each pattern of ratings occurs.

    Items with the same ratings are alike to all of them, so a resample is a draw of patterns.
    """

    def __init__(self, patterns: Codes, categories: int) -> None:
        import numpy as np

        self.patterns, self.categories = patterns, categories
        self.marks = patterns[:, :, None] == np.arange(max(categories, 1))
        self.votes = self.marks.sum(axis=1).astype(float)
        self.ratings = self.votes.sum(axis=1)

    def __call__(self, weights: Floats) -> Floats:
        """Percent, kappa, AC1 and alpha for each row of weights of the patterns."""
        import numpy as np

        with np.errstate(invalid="ignore", divide="ignore"):
            percent = self._percent(weights)
            rows = [percent, self._kappa(weights), self._ac1(weights, percent), self._alpha(weights)]
        return np.column_stack(rows)

    def _percent(self, weights: Floats) -> Floats:
        import numpy as np

        several = self.ratings >= 2
        equal = (self.votes * (self.votes - 1)).sum(axis=1) / np.maximum(self.ratings * (self.ratings - 1), 1)
        shares: Floats = weights @ equal / (weights @ several)
        return shares

    def _kappa(self, weights: Floats) -> Floats:
        import numpy as np

        total, pairs = np.zeros(len(weights)), np.zeros(len(weights))
        for one, other in combinations(range(self.patterns.shape[1]), 2):
            both = (self.patterns[:, one] >= 0) & (self.patterns[:, other] >= 0)
            items = weights @ both
            same = weights @ (both & (self.patterns[:, one] == self.patterns[:, other])) / items
            first, second = (weights @ (self.marks[:, rater] & both[:, None]) for rater in (one, other))
            chance = (first * second).sum(axis=1) / items**2
            kappa = (same - chance) / (1 - chance)
            known = np.isfinite(kappa)
            total, pairs = total + np.where(known, kappa, 0), pairs + known
        mean: Floats = total / pairs
        return mean

    def _ac1(self, weights: Floats, percent: Floats) -> Floats:
        import numpy as np

        if self.categories < 2:
            return np.full(len(weights), math.nan)
        shares = (
            weights
            @ (self.votes / np.maximum(self.ratings, 1)[:, None])
            / (weights @ (self.ratings > 0))[:, None]
        )
        chance = (shares * (1 - shares)).sum(axis=1) / (self.categories - 1)
        value: Floats = (percent - chance) / (1 - chance)
        return value

    def _alpha(self, weights: Floats) -> Floats:
        import numpy as np

        several = self.ratings >= 2
        ratings = np.where(several, self.ratings, 2)
        unequal = (self.votes * (ratings[:, None] - self.votes)).sum(axis=1) / (ratings - 1) * several
        marginal = weights @ (self.votes * several[:, None])
        total = marginal.sum(axis=1)
        by_chance = (marginal * (total[:, None] - marginal)).sum(axis=1) / (total - 1)
        value: Floats = 1 - weights @ unequal / by_chance
        return np.where(by_chance > 0, value, math.nan)


def _resampled(measure: _Measures, counts: Codes, seed: int, resamples: int) -> Floats:
    import numpy as np

    items = int(counts.sum())
    if not items:
        return np.full((resamples, 4), math.nan)
    rng = np.random.default_rng(seed)
    batch = max(1, _AT_ONCE // len(counts))
    parts = [
        measure(rng.multinomial(items, counts / items, min(batch, resamples - start)).astype(float))
        for start in range(0, resamples, batch)
    ]
    return np.concatenate(parts) if parts else np.full((0, 4), math.nan)


def adjusted(share: float, effective: float, looks: SecondLooks, confidence: float = 0.95) -> Estimate:
    """An error rate as it would be without the reviewers' own errors; its interval has both uncertainties.

    `share` is the rate by first verdicts and `effective` the size of the sample it comes from
    (`rates.Rate.effective`; infinity if every item was reviewed). The estimate is
    share * upheld + (1 - share) * missed, with the shares of both among the first verdicts that were looked
    at again (double sampling: Tenenbein 1970, doi:10.1080/01621459.1970.10481170). It corrects as Rogan and
    Gladen do (1978, doi:10.1093/oxfordjournals.aje.a112510), but holds also where errors are looked at again
    more often than passes, as they usually are: only among errors, and among passes, must those looked at
    again be a fair sample. The interval is that of the delta method on counts to which, as Agresti and Coull
    do, one of each kind is added (share: half of z^2). Raises ValueError without second looks at errors or
    at passes.
    """
    if not (0 <= share <= 1 and effective >= 0):
        raise ValueError(f"a share of {share} in {effective} items")
    if not (looks.errors and looks.passes):
        raise ValueError("second looks at errors and at passes are needed")
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    value = share * looks.upheld / looks.errors + (1 - share) * looks.missed / looks.passes
    size = effective + z * z
    weight = z * z / size
    seen = share * (1 - weight) + weight / 2
    upheld, missed = (looks.upheld + 1) / (looks.errors + 2), (looks.missed + 1) / (looks.passes + 2)
    middle = seen * upheld + (1 - seen) * missed
    error = math.sqrt(
        (upheld - missed) ** 2 * seen * (1 - seen) / size
        + seen**2 * upheld * (1 - upheld) / (looks.errors + 2)
        + (1 - seen) ** 2 * missed * (1 - missed) / (looks.passes + 2)
    )
    low, high = middle - z * error, middle + z * error
    return Estimate(value, min(max(low, 0.0), value), max(min(high, 1.0), value))
