"""How many errors are left: what was reviewed is counted, what was not is estimated from random audits.

Two ways lead to a reviewed item. The audit stream (`audits`) is a random sample of ALL items, fixed before
any verdict; its beginning so far is the set A. Everything else that was looked at (risk, uncertainty, search,
neighbours) is the set Q, and its error rate says nothing about the rest: items are in Q because somebody
expected errors there. What is wanted are the errors among the remainder R, the items in neither.

**No item of R is in A**, so the audits cannot be weighted to R as if they were drawn from it; and the audits
outside Q are no random sample of what Q left either, because the queue passes over items that were audited
before it came to them. Such an audited item of high risk stays outside Q although all those like it are
inside; counted as one of "the rest" it would make the rest look worse than it is. But all of A, whoever
else looked at its items, is a random sample of all items, and what an item was when it came does not depend
on who looked. So the total of errors T is estimated from A over all items, weights N(h) / n(h), and the
known errors are subtracted: errors in R = T - errors found in A and Q. This holds for every queue, also for
one that learns from the verdicts.

It can be sharpened. Let U be all items but a region in which everything has been reviewed, with the region
told by something that depends neither on the order of the stream nor on the verdicts of the audits: risk
above a bound, say (`reach`). Then A inside U is a stratified random sample of U, and the same formula
applies to U: errors in R = T(U) - errors found in U. The region's errors are counted and add no doubt. An
audited item inside the region counts there, as the item it is, and represents nobody else.

What stays reviewed outside the region is known exactly as well, but must not be taken out of U: whether the
queue would have chosen an audited item, had the stream not been first, is not known.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from synthreview.risk.rates import Rate, error_rate
from synthreview.risk.weighted import Estimate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """What is known of each of N items; every field is an array of N. ValueError where it cannot be."""

    codes: NDArray[np.int64]
    """The stratum, as the audit stream was drawn by."""
    audited: Flags
    """In the beginning of the audit stream: drawn at random, whoever else looked at the item before or
    after. Nothing else may be marked, least of all what was reviewed for its risk."""
    reviewed: Flags
    """Has a verdict, for whatever reason; all audited items have."""
    bad: Flags
    """Had an error as it came. Looked at only where reviewed, as are the next two."""
    left: Flags
    """Still has one after the decision, and is still there: accepted or repaired only in part."""
    removed: Flags
    """Is no longer in the cleaned data set."""
    risks: NDArray[np.float64] | None = None
    """Predictions of `bad`, 0 .. 1, from a model that did not see the verdict on the item it speaks of."""
    region: Flags | None = None
    """A region in which everything is reviewed, as from `reach`; none: no region."""

    def __post_init__(self) -> None:
        import numpy as np

        for field in fields(self):
            value = getattr(self, field.name)
            if value is not None and np.shape(value) != np.shape(self.codes):
                raise ValueError(f"{field.name} has not one value for each item")
        if (self.audited & ~self.reviewed).any():
            raise ValueError("an audited item has no verdict")
        if self.region is not None and (self.region & ~self.reviewed).any():
            raise ValueError("an item of the reviewed region has no verdict")
        if (self.reviewed & self.left & self.removed).any():
            raise ValueError("an item is both removed and left")

    def part(self, chosen: NDArray[np.bool_]) -> Ledger:
        """The ledger of some of the items: a class, a slice."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(self, **{name: value[chosen] for name, value in values.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Residual:
    """Errors in a data set before and after cleaning: what was counted, and what is estimated."""

    size: int
    reviewed: int
    found: int
    """Errors among the reviewed items, as they came."""
    left: int
    """Errors among them that are still there."""
    kept: int
    """The size of the cleaned data set: all that was not removed, unreviewed items included."""
    remainder: int
    """Items that nobody has reviewed."""
    missing: Estimate
    """The number of errors among these, with its interval."""
    rate: Estimate
    """The same as a share of the remainder."""
    before: Estimate
    """The error rate of the data set as it came: (found + missing) / size."""
    after: Estimate
    """The error rate of the cleaned data set: (left + missing) / kept."""
    worst: float
    """That rate if every item that nobody has reviewed were an error."""
    basis: Rate
    """The rate that the estimate stands on: that of all items outside the region, as they came."""


def reach(risks: ArrayLike, reviewed: ArrayLike) -> Flags:
    """The region of the highest risks in which everything has been reviewed, as flags for N items.

    An item is in it if its risk is above that of every item not reviewed. `risks` must be those of a
    model that saw no verdict on an audit: one that did gives an audited error a high risk because it is one,
    moves it into the region and leaves too few errors in the sample of the rest. Where only such risks
    are at hand, do without a region. (The bound depends on the stream in one thing: audited items right
    below the last one that the queue chose fall into the region too, n / N items on average.) Raises
    ValueError when the lengths differ.
    """
    import numpy as np

    values, seen = np.asarray(risks, dtype=float), np.asarray(reviewed, dtype=bool)
    if values.shape != seen.shape:
        raise ValueError(f"{len(values)} risks for {len(seen)} items")
    bound = values[~seen].max() if not seen.all() else -np.inf
    region: Flags = values > bound
    return region


def residual(ledger: Ledger, confidence: float = 0.95) -> Residual:
    """The errors that are left in a data set of N items, and how sure that is.

    The reviewed items are counted. The errors of the remainder are T - known, with T the estimate and
    the limits of `rates.error_rate` for the items outside the region times their number, and known the
    errors found among these; neither below 0 nor above the size of the remainder. (Subtracting a known
    total from an estimated one is the prediction view of a finite population: Valliant, Dorfman and Royall
    2000, section 2.2, ISBN 0-471-16488-5.) The module tells why the remainder is not estimated directly.
    Reviewers are taken at their word; `reviewers.adjusted` allows for their errors. Without items all is 0.
    """
    outside = ~ledger.region if ledger.region is not None else ledger.codes == ledger.codes
    rest = ledger.part(outside)
    basis = error_rate(rest.bad, rest.audited, rest.codes, rest.risks, confidence)
    known, there = _count(rest.bad & rest.reviewed), len(rest.codes)
    size, reviewed = len(ledger.codes), _count(ledger.reviewed)
    remainder = size - reviewed
    missing = Estimate(
        *(
            min(max(share * there - known, 0.0), float(remainder))
            for share in (basis.share, basis.low, basis.high)
        )
    )
    found, left = _count(ledger.bad & ledger.reviewed), _count(ledger.left & ledger.reviewed)
    kept = size - _count(ledger.removed & ledger.reviewed)
    return Residual(
        size=size,
        reviewed=reviewed,
        found=found,
        left=left,
        kept=kept,
        remainder=remainder,
        missing=missing,
        rate=_share(0, missing, remainder),
        before=_share(found, missing, size),
        after=_share(left, missing, kept),
        worst=(left + remainder) / kept if kept else 0.0,
        basis=basis,
    )


def by_cell(ledger: Ledger, cells: ArrayLike, confidence: float = 0.95) -> dict[object, Residual]:
    """The residual errors of each class or slice; `cells` names that of each of N items.

    Inside a cell the audits are a random sample of the cell, so each is treated as a data set of its own:
    strata and predictions where it holds enough labels, exact hypergeometric limits (`estimates.of_finite`)
    where it does not. An interval holds for its cell; of 20, one misses on average. Raises ValueError when
    the lengths differ.
    """
    import numpy as np

    named = np.asarray(cells)
    if named.shape != ledger.codes.shape:
        raise ValueError(f"{len(named)} cells for {len(ledger.codes)} items")
    return {name: residual(ledger.part(named == name), confidence) for name in np.unique(named).tolist()}


def _count(flags: Flags) -> int:
    return int(flags.sum())


def _share(known: int, missing: Estimate, size: int) -> Estimate:
    """A known number and an estimated one, as a share of a size."""
    if not size:
        return Estimate(0.0, 0.0, 0.0)
    return Estimate(*((known + number) / size for number in (missing.share, missing.low, missing.high)))
