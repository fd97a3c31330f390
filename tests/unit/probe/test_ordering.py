"""A look ahead may not know what it foretells."""

from __future__ import annotations

import numpy as np

from synthreview.domain import Finding, Item, Kind
from synthreview.probe import ordering


class Spy:
    """A detector that finds every text whose label by people it sees, and one more."""

    def __init__(self):
        self.seen: list[Item] = []
        self.needs = type("Needs", (), {"first_pass": False, "holdout": False})()

    def finish(self, partial, reference):
        return None

    def score(self, items, state):
        self.seen += items
        return [Finding(item.id, "empty_output", 1.0) for item in items if item.id % 10 == 0]


def items(n):
    return [
        Item(
            place + 1,
            1,
            place,
            None,
            Kind.TASK_LABEL,
            {"text": f"text {place}", "label": "1", "human_labels": ["0"]},
        )
        for place in range(n)
    ]


def test_detectors_see_peoples_answers_of_a_few_only_and_never_of_the_holdout(monkeypatch):
    spy = Spy()
    monkeypatch.setattr(ordering.registry, "for_kind", lambda kind: ["spy"])
    monkeypatch.setattr(ordering.registry, "create", lambda key: spy)
    rows = np.arange(0, 200)
    order = ordering.order(items(300), rows, 0, known=20)
    told = {item.id - 1 for item in spy.seen if "human_labels" in item.parts}
    assert told == set(order.known.tolist())
    assert len(order.known) == 20
    assert {item.id - 1 for item in spy.seen} == set(rows.tolist())
    assert set(order.riskiest.tolist()) == set(rows.tolist()) - told
    pointed = [row for row in order.riskiest.tolist() if (row + 1) % 10 == 0]
    assert order.riskiest[: len(pointed)].tolist() == pointed


def test_where_few_are_known_half_of_them_are_kept_to_correct(monkeypatch):
    monkeypatch.setattr(ordering.registry, "for_kind", lambda kind: [])
    assert len(ordering.order(items(10), np.arange(10), 0).known) == 5
