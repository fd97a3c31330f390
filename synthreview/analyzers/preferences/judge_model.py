"""What a judge goes by: a logistic regression of its verdicts on position, length, lists and emphatic words.

log odds(A wins) = position + sum of weight * (feature of A - feature of B). Position is a bias only where A
and B were placed at random. A weight by itself may be good taste; its difference from people's is a bias.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from synthreview.analyzers.preferences.clusters import FEWEST, Estimate, estimate
from synthreview.analyzers.preferences.features import FEATURES
from synthreview.analyzers.preferences.pairs import Floats
from synthreview.analyzers.preferences.verdict_sets import VerdictSet, verdict_sets
from synthreview.analyzers.sample import Sample

TERMS = ("position", *FEATURES)
FEWEST_VERDICTS = 100
_RIDGE = 0.1
_ROUNDS = 25


def judge_models(own: Sample, reference: Sample | None) -> dict[str, Any]:
    """Weights with 95 % intervals: of each judge, of people, and each judge's minus people's."""
    sets = verdict_sets(own, reference, FEWEST_VERDICTS)
    people = _fit(sets.people) if sets.people is not None else None
    told = []
    for judge in sets.judges:
        weights = _fit(judge)
        if weights is None:
            continue
        one = _told(judge, weights)
        if people is not None:
            one["minus_people"] = _named(weights - people)
        told.append(one)
    found: dict[str, Any] = {"judges": told}
    if sets.people is not None and people is not None:
        found |= {"people": _told(sets.people, people), "people_from": sets.source}
    return found


def fit(design: Floats, won: Floats) -> tuple[Floats, Floats]:
    """Weights of a logistic regression by Newton's method, and each row's influence on them.

    A slight ridge keeps weights finite that a column of zeros, or one that decides everything, leaves open.
    """
    weights, ridge = np.zeros(design.shape[1]), _RIDGE * np.eye(design.shape[1])
    for _ in range(_ROUNDS):
        expected = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        information = (design.T * (expected * (1 - expected))) @ design + ridge
        step = np.linalg.solve(information, design.T @ (won - expected) - _RIDGE * weights)
        weights = weights + np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-9:
            break
    influence = np.linalg.solve(information, (design * (won - expected)[:, None]).T).T
    return weights, np.asarray(influence)


def _fit(verdicts: VerdictSet) -> Estimate | None:
    differences = verdicts.rows.columns[3][verdicts.chosen].astype(np.float64)
    design = np.column_stack([np.ones(len(verdicts)), differences])
    if len(np.unique(verdicts.clusters)) < FEWEST:
        return None
    weights, influence = fit(design, verdicts.a_won.astype(np.float64))
    return estimate(weights, verdicts.clusters, influence)


def _told(verdicts: VerdictSet, weights: Estimate) -> dict[str, Any]:
    longer = verdicts.rows.columns[3][verdicts.chosen][:, 0]
    apart = longer != 0
    agrees = (longer[apart] > 0) == verdicts.a_won[apart]
    return {
        "judge": verdicts.name,
        "verdicts": len(verdicts),
        "clusters": len(weights.clusters),
        "first_wins": round(float(verdicts.a_won.mean()), 4),
        "longer_wins": round(float(agrees.mean()), 4) if apart.any() else None,
        "weights": _named(weights),
    }


def _named(weights: Estimate) -> dict[str, dict[str, float]]:
    return dict(_terms(weights))


def _terms(weights: Estimate) -> Iterator[tuple[str, dict[str, float]]]:
    for term, (value, low, high) in zip(TERMS, weights.intervals(), strict=True):
        yield term, {"weight": value, "low": low, "high": high}
