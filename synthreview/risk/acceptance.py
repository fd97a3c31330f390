"""Acceptance sampling: how many items of a lot to inspect, and how many errors to accept in the sample.

All probabilities are those of the hypergeometric distribution, for lots of any size; no table is copied.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from synthreview.estimates import first
from synthreview.risk.hypergeometric import at_most

_HAIR = 1e-9
"""By so much a rate times a size may miss a whole number and still be it: 0.07 * 100 is above 7."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Inspect `sample` items of a lot of `size`; accept the lot if at most `accepted` of them are errors."""

    size: int
    sample: int
    accepted: int

    def __post_init__(self) -> None:
        if not (self.accepted >= 0 and 0 <= self.sample <= self.size):
            raise ValueError(f"a sample of {self.sample} with {self.accepted} errors in a lot of {self.size}")


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What a plan promises to whoever delivers a lot and to whoever takes it."""

    producer: float
    """A lot with at most this error rate is accepted with probability 1 - alpha or more; NaN: none."""
    consumer: float
    """A lot with at least this error rate is accepted with probability beta or less; NaN: no such rate."""
    outgoing: float
    """The worst average error rate of what comes out, if rejected lots are inspected and mended wholly and
    errors in accepted samples are mended too (AOQL; Dodge and Romig 1929)."""


def accepts(plan: Plan, errors: int) -> float:
    """The probability that a plan accepts a lot with so many errors: P(X <= c), X hypergeometric.

    (Montgomery 2020, Introduction to Statistical Quality Control, 8th ed., chapter 15,
    ISBN 978-1-119-72309-7.) Raises ValueError for more errors than items.
    """
    if not 0 <= errors <= plan.size:
        raise ValueError(f"{errors} errors in a lot of {plan.size}")
    return at_most(plan.accepted, plan.sample, errors, plan.size)


def curve(plan: Plan, rates: Iterable[float]) -> tuple[tuple[float, float], ...]:
    """The operating characteristic: for each error rate, as near as whole items come to it, `accepts` of it.

    The result is a pair (rate of the whole items, probability) for each of `rates`, in their order. Raises
    ValueError for a rate that is not between 0 and 1.
    """
    points = []
    for rate in rates:
        if not 0 <= rate <= 1:
            raise ValueError(f"an error rate of {rate}")
        errors = round(rate * plan.size)
        points.append((errors / plan.size if plan.size else 0.0, accepts(plan, errors)))
    return tuple(points)


def smallest(size: int, aql: float, lq: float, alpha: float = 0.05, beta: float = 0.10) -> Plan | None:
    """The plan with the smallest sample that keeps both promises for a lot; None for an empty lot.

    A lot with an error rate of `aql` (acceptable quality level) or less is accepted with probability
    1 - `alpha` at least: the producer's risk. One with `lq` (limiting quality) or more with probability
    `beta` at most: the consumer's risk. At the first c from 0 on at which the smallest n that keeps the
    consumer's promise also keeps the producer's, n is smallest (Guenther 1969, Journal of Quality Technology
    1:105): with the same c a larger sample only rejects more, and a larger c needs a larger sample. Whole
    errors are the most that are not above `aql` and the least that are not below `lq`. Inspecting the
    whole lot always keeps both. Raises ValueError unless 0 <= aql < lq <= 1 and 0 < alpha, beta < 1.
    """
    if not 0 <= aql < lq <= 1:
        raise ValueError(f"an acceptable rate of {aql} and a limiting one of {lq}")
    if not (0 < alpha < 1 and 0 < beta < 1):
        raise ValueError(f"risks of {alpha} and {beta}")
    if size <= 0:
        return None
    good, bad = math.floor(aql * size + _HAIR), max(1, math.ceil(lq * size - _HAIR))
    if good >= bad:
        raise ValueError(f"no number of errors in {size} items is between rates of {aql} and {lq}")
    sample = 0
    for accepted in range(bad):
        rejects = partial(_rejects, size, bad, accepted, beta)
        sample = first(max(sample, accepted + 1), size, rejects)
        if at_most(accepted, sample, good, size) >= 1 - alpha:
            return Plan(size, sample, accepted)
    return Plan(size, size, good)


def guarantee(plan: Plan, alpha: float = 0.05, beta: float = 0.10) -> Guarantee:
    """What a given plan promises at given risks: the other way round than `smallest`.

    The producer's rate is the highest with `accepts` of 1 - `alpha` or more, the consumer's the lowest with
    `beta` or less. Raises ValueError for risks that are not between 0 and 1.
    """
    if not (0 < alpha < 1 and 0 < beta < 1):
        raise ValueError(f"risks of {alpha} and {beta}")
    if not plan.size:
        return Guarantee(math.nan, math.nan, 0.0)
    good = first(0, plan.size, lambda errors: accepts(plan, errors) < 1 - alpha) - 1
    bad = first(0, plan.size, lambda errors: accepts(plan, errors) <= beta)
    return Guarantee(
        producer=good / plan.size if good >= 0 else math.nan,
        consumer=bad / plan.size if bad <= plan.size else math.nan,
        outgoing=_outgoing(plan),
    )


def _rejects(size: int, bad: int, accepted: int, beta: float, sample: int) -> bool:
    """Whether a sample of this size keeps the consumer's promise."""
    return at_most(accepted, sample, bad, size) <= beta


def _outgoing(plan: Plan) -> float:
    """The maximum, over numbers of errors, of P(accepted) times the errors expected outside the sample.

    Conditioning on the sample: sum over x <= c of P(x) (D - x) = D (N - n) / N P(X' <= c), with X' drawn
    from a lot of N - 1 with D - 1 errors. It rises to its top and falls from there on.
    """
    outside = plan.size - plan.sample
    if not outside:
        return 0.0

    def let_through(errors: int) -> float:
        if not errors:
            return 0.0
        return errors * outside / plan.size * at_most(plan.accepted, plan.sample, errors - 1, plan.size - 1)

    top = first(0, plan.size - 1, lambda errors: let_through(errors + 1) <= let_through(errors) * (1 - 1e-12))
    return let_through(min(top, plan.size)) / plan.size
