"""What more reviews of a data set would bring, and what it takes to stop with nearly all errors found."""

from __future__ import annotations

import math
import sqlite3
from dataclasses import dataclass
from statistics import NormalDist

from synthreview.chance import Chance
from synthreview.domain import Dataset
from synthreview.engine import chances
from synthreview.risk.recall import recall_test
from synthreview.risk.residual import Residual
from synthreview.risk.weighted import Estimate
from synthreview.store import datasets, worklist

NEXT = 100
"""Reviews that are looked ahead."""
TARGET = 0.95
"""The share of all errors that reviews are to find."""
STEPS = 400
"""Steps of risk in which the items that wait are counted."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is to be expected of the reviews to come."""

    items: int
    """That are shown next, `NEXT` at most."""
    removed: Estimate | None
    """How many of these need a change, with its interval; None while no chance is known."""
    recall: Estimate | None
    """The share of all errors that was found so far; None where none was found and none is expected."""
    reviews: int | None
    """More reviews, the riskiest first, after which `TARGET` of all errors are expected to be found."""
    checks: int | None
    """Random checks that would show as much if reviewing stopped now and none of them were an error; None
    where less than that is found as far as is known, so that they would only show errors."""


def ahead(connection: sqlite3.Connection, dataset: Dataset, left: Residual) -> Ahead:
    """Look ahead from what is known of the errors of a data set (half a second at a million items)."""
    told = chances.known(connection).get(dataset.id)
    items = datasets.item_range(connection, dataset.id)
    risks = worklist.next_risks(connection, items, NEXT)
    recall = _recall(left)
    near = recall is not None and recall.share >= TARGET
    return Ahead(
        items=len(risks),
        removed=expected([told(risk) for risk in risks]) if told is not None and risks else None,
        recall=recall,
        reviews=0 if near else None if told is None else _reviews(connection, items, told, left),
        checks=recall_test(left.found, left.remainder, 0, 0, TARGET).audits if near else None,
    )


def expected(found: list[Chance], confidence: float = 0.95) -> Estimate:
    """How many of some items need a change: the sum of their chances.

    The interval is that of a sum of independent draws (normal, variance sum p (1 - p)) around the sums of the
    chances' own limits, so it allows both for what is not known of the chances and for luck.
    """
    z = NormalDist().inv_cdf(0.5 + confidence / 2)

    def end(shares: list[float], side: float) -> float:
        luck = math.sqrt(sum(share * (1 - share) for share in shares))
        return min(max(sum(shares) + side * z * luck, 0.0), float(len(shares)))

    low, high = end([each.low for each in found], -1), end([each.high for each in found], 1)
    return Estimate(sum(each.share for each in found), low, high)


def _recall(left: Residual) -> Estimate | None:
    """The share found of all errors: those found, by those found and those estimated to be left."""
    missing = left.missing

    def of(number: float) -> float:
        return left.found / (left.found + number) if left.found + number else 0.0

    if not left.found and not missing.share:
        return None
    return Estimate(of(missing.share), of(missing.high), of(missing.low))


def _reviews(
    connection: sqlite3.Connection, items: tuple[int, int], told: chances.Chances, left: Residual
) -> int | None:
    """Reviews until enough of what is missing is expected to be found, the riskiest first.

    Chances say where the missing errors are, the random checks how many they are: the former are
    scaled to add up to the latter.
    """
    waiting = [(told(risk).share, count) for risk, count in worklist.open_risks(connection, items, STEPS)]
    whole = sum(share * count for share, count in waiting)
    wanted = TARGET * (left.found + left.missing.share) - left.found
    if whole <= 0 or left.missing.share <= 0:
        return None
    wanted *= whole / left.missing.share
    reviews = 0.0
    for share, count in waiting:
        if share * count >= wanted:
            return round(reviews + (wanted / share if share else 0))
        reviews, wanted = reviews + count, wanted - share * count
    return round(reviews)
