"""What more reviews of a data set would bring, and what it takes to stop with nearly all errors found."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
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
RECALL = 0.95
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
    """More reviews, the riskiest first, after which `RECALL` of all errors are expected to be found."""
    below: int | None
    """The same until the error rate is expected below the one that the lead aims at."""
    checks: int | None
    """Random checks that would show as much if reviewing stopped now and none of them were an error; None
    where less than that is found as far as is known, so that they would only show errors."""


def ahead(connection: sqlite3.Connection, dataset: Dataset, left: Residual, aim: float) -> Ahead:
    """Look ahead from what is known of the errors of a data set (half a second at a million items)."""
    told = chances.known(connection).get(dataset.id)
    items = datasets.item_range(connection, dataset.id)
    risks = worklist.next_risks(connection, items, NEXT)
    recall = _recall(left)
    near = recall is not None and recall.share >= RECALL
    course = [] if told is None else _course(connection, items, told, left)
    return Ahead(
        items=len(risks),
        removed=expected([told(risk) for risk in risks]) if told is not None and risks else None,
        recall=recall,
        reviews=0 if near else _until(course, lambda _, found: found >= _wanted(left)),
        below=0 if left.after.share < aim else _until(course, partial(_is_below, left, aim)),
        checks=recall_test(left.found, left.remainder, 0, 0, RECALL).audits if near else None,
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


Course = list[tuple[float, float]]
"""Reviews, the riskiest first, and the errors expected to be found by then; straight between two points."""


def _course(
    connection: sqlite3.Connection, items: tuple[int, int], told: chances.Chances, left: Residual
) -> Course:
    """What the reviews to come are expected to find.

    Chances say where the missing errors are, the random checks how many they are: the former are
    shifted to add up to the latter. Empty where nothing is missing.
    """
    waiting = [(told(risk).share, count) for risk, count in worklist.open_risks(connection, items, STEPS)]
    shares = _adding_up(waiting, left.missing.share)
    course, reviews, found = [(0.0, 0.0)], 0.0, 0.0
    for share, (_, count) in zip(shares, waiting, strict=True):
        reviews, found = reviews + count, found + share * count
        course.append((reviews, found))
    return course if found > 0 else []


def _adding_up(waiting: Sequence[tuple[float, int]], errors: float) -> list[float]:
    """Chances with all their log odds shifted alike, so that they add up to so many errors."""

    def shifted(by: float) -> list[float]:
        return [1 / (1 + math.exp(-(math.log(kept / (1 - kept)) + by))) for kept in bounded]

    bounded = [min(max(share, 1e-6), 1 - 1e-6) for share, _ in waiting]
    low, high = -30.0, 30.0
    for _ in range(60):
        middle = (low + high) / 2
        whole = sum(share * count for share, (_, count) in zip(shifted(middle), waiting, strict=True))
        low, high = (middle, high) if whole < errors else (low, middle)
    return shifted(high)


def _wanted(left: Residual) -> float:
    """How many of the missing errors have to be found for the recall that is aimed at."""
    return RECALL * (left.found + left.missing.share) - left.found


def _is_below(left: Residual, aim: float, _reviews: float, found: float) -> bool:
    """Whether the rate is below the aim once so many of the missing errors are found.

    As many of them as so far are expected to be taken out; the others are mended and stay.
    """
    out = (left.size - left.kept) / left.found if left.found else 1.0
    kept = left.kept - out * found
    return left.left + left.missing.share - found < aim * kept


def _until(course: Course, enough: Callable[[float, float], bool]) -> int | None:
    """After how many reviews of the course it is enough; None where it never is."""
    for (start, before), (end, after) in pairwise(course):
        if enough(end, after):
            low, high = 0, round(end - start)
            while low < high:
                middle = (low + high) // 2
                part = middle / (end - start)
                reached = enough(start + middle, before + part * (after - before))
                low, high = (low, middle) if reached else (middle + 1, high)
            return round(start) + low
    return None
