"""How often each judge agrees with itself: on a pair in both orders, and among three answers."""

from __future__ import annotations

from typing import Any

import numpy as np

from synthreview.analyzers.preferences.clusters import FEWEST, estimate
from synthreview.analyzers.preferences.contests import Contests
from synthreview.analyzers.preferences.cycles import Cycles
from synthreview.analyzers.preferences.pairs import Floats, Ints, Judged
from synthreview.analyzers.preferences.repeats import Opposites
from synthreview.estimates import wilson

_MOST_JUDGES = 100
"""Of more, those with most verdicts."""


def consistency(judged: Judged, found: Contests, circles: Cycles, repeats: Opposites) -> list[dict[str, Any]]:
    """Per judge: pairs decided in both orders and alike, triples of decided pairs and circles among them."""
    count = len(judged.names)
    verdicts = np.bincount(judged.judges, minlength=count)
    told = []
    for judge in np.argsort(-verdicts, kind="stable")[:_MOST_JUDGES].tolist():
        both = np.flatnonzero((found.judge == judge) & repeats.both)
        triples = circles.counts[circles.judge == judge]
        told.append(
            {
                "judge": judged.names[judge],
                "verdicts": int(verdicts[judge]),
                "both_orders": _alike(repeats.consistent[both].astype(np.float64), found.tournament[both]),
                "triples": _circular(triples),
            }
        )
    return told


def _alike(alike: Floats, tournament: Ints) -> dict[str, Any]:
    """The share of pairs decided alike, with a Wilson interval widened by what pairs of a prompt share."""
    total, good = len(alike), int(alike.sum())
    if not total:
        return {"pairs": 0, "alike": 0}
    share = good / total
    summed = np.bincount(np.unique(tournament, return_inverse=True)[1], alike - share)
    tossed = total * share * (1 - share)
    effect = max(1.0, float((summed**2).sum()) / tossed) if tossed else 1.0
    trials = max(round(total / effect), 1)
    low, high = wilson(round(share * trials), trials)
    low, high = min(low, share), max(high, share)
    return {"pairs": total, "alike": good, "low": round(low, 4), "high": round(high, 4)}


def _circular(counts: Floats) -> dict[str, Any]:
    """The share of triples that are circles, with an interval where there are enough prompts.

    Without any circle its upper end takes all triples of a prompt for one.
    """
    triples, circles, expected = counts.sum(axis=0).tolist() if len(counts) else (0.0, 0.0, 0.0)
    told: dict[str, Any] = {
        "triples": round(triples),
        "circles": round(circles),
        "expected": round(expected, 1),
    }
    if len(counts) < FEWEST:
        return told
    if not circles:
        return told | {"low": 0.0, "high": round(wilson(0, len(counts))[1], 4)}
    share = circles / triples
    influence = (counts[:, 1:2] - share * counts[:, :1]) / triples
    found = estimate(np.array([share]), np.arange(len(counts), dtype=np.uint64), influence)
    ((_, low, high),) = found.intervals()
    return told | {"low": max(low, 0.0), "high": min(high, 1.0)}
