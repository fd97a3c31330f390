"""Results about a whole data set of labels, as the charts and the numbers page read them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from synthreview.analyzers.labels.comparison import MOST_LABELS, Comparison
from synthreview.analyzers.labels.shares import Erasure, Shares, erasure, total_variation, wasserstein
from synthreview.analyzers.labels.study import Study
from synthreview.analyzers.labels.tally import AGREEMENT
from synthreview.analyzers.labels.views import numeric
from synthreview.domain import Summary


def summaries(state: Comparison) -> Iterator[Summary]:
    """Shares always; erasure and drift with people's labels; agreement where both labelled an item."""
    model = state.tally.pooled
    if len(set(state.people.count) | set(model.count)) > MOST_LABELS:
        return
    people = {label: state.people.count[label] for label in _sorted(state.people)}
    yield Summary(
        "label_shares", {"people": people, "model": {label: model.count[label] for label in _sorted(model)}}
    )
    if state.people.items and model.items:
        yield Summary("label_erasure", _erasure(state, model))
        yield Summary("label_drift", _drift(state.people, model) | _measured(state.study))
    if state.tally.compared:
        yield Summary("label_agreement", {name: state.tally.compared[name] for name in AGREEMENT})
    if state.study is not None:
        yield Summary("label_study", _study(state.study))


def _erasure(state: Comparison, model: Shares) -> dict[str, Any]:
    labels = [erasure(state.people, model, label) for label in _sorted(state.people + model)]
    by_word: dict[str, list[str]] = {}
    for use in labels:
        by_word.setdefault(use.word, []).append(use.label)
    return {
        "people_from": state.source,
        "labels": [_row(use) for use in labels],
        "erased": by_word.get("vanished", []) + by_word.get("erased", []),
        "overused": by_word.get("overused", []),
    }


def _row(use: Erasure) -> dict[str, Any]:
    return {
        "label": use.label,
        "people": use.people,
        "model": use.model,
        "ratio": use.ratio,
        "low": use.low,
        "high": use.high,
        "word": use.word,
    }


def _drift(people: Shares, model: Shares) -> dict[str, Any]:
    drift = {"total_variation": total_variation(people, model)}
    points = numeric(sorted(set(people.count) | set(model.count)))
    if points is not None:
        drift["wasserstein"] = wasserstein(_numbers(people), _numbers(model))
    return drift


def _measured(study: Study | None) -> dict[str, Any]:
    """Intervals, what chance gives, and the chance of such a drift."""
    if study is None:
        return {}
    drift = study.drift
    names = ("total_variation", "jensen_shannon", "wasserstein")
    found: dict[str, Any] = {"jensen_shannon": drift.jensen_shannon.value}
    for name, each in zip(
        names, (drift.total_variation, drift.jensen_shannon, drift.wasserstein), strict=True
    ):
        if each is not None:
            found[f"{name}_interval"] = [each.low, each.high]
            found[f"{name}_noise"] = each.noise
    return found | {
        "p": drift.total_variation.p,
        "g_test_p": study.homogeneity,
        "detectable": study.detectable,
        "models": {name: each.value for name, each in study.models},
    }


def _study(study: Study) -> dict[str, Any]:
    """Labels, tests on the same items, dissent and parts that stand out, as plain values."""
    return {
        "labels": [asdict(use) for use in study.uses],
        "same_items": [asdict(each) for each in study.pairings],
        "shifts": [asdict(each) for each in study.shifts],
        "dissent": asdict(study.dissent) if study.dissent is not None else None,
        "slices": [asdict(each) for each in study.slices],
        "slices_tested": study.slices_tested,
    }


def _numbers(shares: Shares) -> dict[float, int]:
    return {float(label): count for label, count in shares.count.items()}


def _sorted(shares: Shares) -> list[str]:
    labels = sorted(shares.count)
    points = numeric(labels)
    return labels if points is None else [label for _, label in sorted(zip(points, labels, strict=True))]
