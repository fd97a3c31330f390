"""What a judge goes by: a logistic regression of its verdicts on position, length, lists and emphatic words.

log odds(A wins) = position + sum of weight * (feature of A - feature of B). Where the names of pairs say who
wrote the answers, one more feature is whether the judge's own family did. Position is a bias only where A
and B were placed at random. A weight by itself may be good taste; its difference from people's is a bias.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from synthreview.analyzers.preferences.clusters import FEWEST, Estimate, estimate
from synthreview.analyzers.preferences.families import own_family
from synthreview.analyzers.preferences.features import FEATURES
from synthreview.analyzers.preferences.pairs import Floats, Names
from synthreview.analyzers.preferences.verdict_sets import VerdictSet, verdict_sets
from synthreview.analyzers.sample import Sample

TERMS = ("position", *FEATURES)
OWN_FAMILY = "own_family"
"""The term that is there only where enough pairs have one answer of the judge's family."""
FEWEST_VERDICTS = 100
_RIDGE = 0.1
_ROUNDS = 25


def judge_models(own: Sample, reference: Sample | None) -> dict[str, Any]:
    """Weights with 95 % intervals: of each judge, of people, and each judge's minus people's.

    ``spread`` is by how much the two answers of a pair differ: the standard deviation of each term.
    """
    sets = verdict_sets(own, reference, FEWEST_VERDICTS)
    people = _fit(sets.people) if sets.people is not None else None
    told = []
    for judge in sets.judges:
        family = _named_family(judge, judge.name)
        weights = _fit(judge, family)
        if weights is None:
            continue
        one = _told(judge, weights, family)
        if sets.people is not None and people is not None:
            one |= _against_people(weights, sets.people, people, _named_family(sets.people, judge.name))
        told.append(one)
    found: dict[str, Any] = {"judges": told}
    if sets.people is not None and people is not None:
        found |= {"people": _told(sets.people, people), "people_from": sets.source}
    return found


def _against_people(
    weights: Estimate, verdicts: VerdictSet, people: Estimate, family: Floats | None
) -> dict[str, Any]:
    """People's weights of the same terms, and by how much the judge's are larger."""
    with_family = len(weights.values) > len(TERMS)
    theirs = people
    if with_family and family is not None:
        theirs = _fit(verdicts, family) or people
    ours = weights if len(theirs.values) == len(weights.values) else weights.first(len(TERMS))
    return {"people": _named(theirs), "minus_people": _named(ours - theirs)}


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


def _named_family(verdicts: VerdictSet, judge: str) -> Floats | None:
    """Which answers are of the judge's family; None where too few prompts have such a pair."""
    column = own_family(judge, verdicts.rows.columns[2][verdicts.chosen][:, 1:])
    known = len(np.unique(verdicts.clusters[column != 0])) >= FEWEST
    return column if known else None


def _fit(verdicts: VerdictSet, family: Floats | None = None) -> Estimate | None:
    if len(np.unique(verdicts.clusters)) < FEWEST:
        return None
    design = np.column_stack([np.ones(len(verdicts)), _features(verdicts, family)])
    weights, influence = fit(design, verdicts.a_won.astype(np.float64))
    return estimate(weights, verdicts.clusters, influence)


def _features(verdicts: VerdictSet, family: Floats | None) -> Floats:
    differences = verdicts.rows.columns[3][verdicts.chosen].astype(np.float64)
    return differences if family is None else np.column_stack([differences, family])


def _told(verdicts: VerdictSet, weights: Estimate, family: Floats | None = None) -> dict[str, Any]:
    features = _features(verdicts, family)
    longer = features[:, 0]
    apart = longer != 0
    agrees = (longer[apart] > 0) == verdicts.a_won[apart]
    spread = dict(zip((*FEATURES, OWN_FAMILY), features.std(axis=0).round(4).tolist(), strict=False))
    return {
        "judge": verdicts.name,
        "verdicts": len(verdicts),
        "clusters": len(weights.clusters),
        "first_wins": round(float(verdicts.a_won.mean()), 4),
        "longer_wins": round(float(agrees.mean()), 4) if apart.any() else None,
        "spread": spread,
        "by_name": _by_name(verdicts.rows.columns[2][verdicts.chosen][:, 1:]),
        "weights": _named(weights),
    }


def _by_name(contenders: Names) -> float | None:
    """The share of pairs in which A's name comes before B's; None where few names are known.

    At random it is a half; near 0 or 1 the pairs were put into an order.
    """
    known = contenders[contenders[:, 0] != ""]
    if len(known) < FEWEST:
        return None
    return round(float((known[:, 0] < known[:, 1]).mean()), 4)


def _named(weights: Estimate) -> dict[str, dict[str, float]]:
    return dict(_terms(weights))


def _terms(weights: Estimate) -> Iterator[tuple[str, dict[str, float]]]:
    for term, (value, low, high) in zip((*TERMS, OWN_FAMILY), weights.intervals(), strict=False):
        yield term, {"weight": value, "low": low, "high": high}
