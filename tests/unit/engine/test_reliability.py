"""Told chances against what was found, in a real project."""

from __future__ import annotations

import random

import pytest

from synthreview.chart import Mark
from synthreview.domain import Decision, Verdict
from synthreview.engine.chances import Evidence
from synthreview.engine.reliability import reliability_chart
from tests.unit.engine.test_chances import made, project, review

__all__ = ["made", "project"]  # fixtures


def chart(project):
    return reliability_chart(project._store, project.datasets()[0])


def test_before_a_chance_is_told_there_is_nothing_to_hold_against(project):
    review(project, 100)
    assert chart(project) is None


def test_chances_that_hold_lie_on_the_line(project):
    review(project, 500)
    project.rank()
    found = chart(project)
    dots = found.curves[0]
    assert dots.mark is Mark.DOTS
    assert len(dots.xs) >= 2
    inside = [low <= x <= high for x, low, high in zip(dots.xs, dots.low, dots.high, strict=True)]
    assert sum(inside) >= len(inside) - 1
    assert found.title.startswith("The chances told")
    assert "500 decisions" in found.subtitle
    assert found.references[0].xs == found.references[0].ys == (0.0, 1.0)


def test_the_dots_lead_to_their_items(project):
    review(project, 500)
    project.rank()
    dots = chart(project).curves[0]
    behind = [set(project.queue_ids(where)) for where in dots.filters]
    assert all(behind)
    assert set.union(*behind) == set(project.queue_ids(""))
    assert sum(map(len, behind)) == len(project.queue_ids(""))


def test_after_learning_no_dot_pretends_to_know_its_items(project):
    review(project, 400)
    dataset = project.datasets()[0].id
    project.use(dataset, project.learn(dataset).version)
    assert not any(chart(project).curves[0].filters)


def test_a_chance_never_knows_the_verdict_on_its_own_item(project):
    """Verdicts without any pattern are foretold by none, however many there are."""
    dice = random.Random(5)
    items = list(project.queue_ids(""))
    project.decide_many(
        [Decision(item, Verdict.REJECT if dice.random() < 0.5 else Verdict.ACCEPT) for item in items[:560]]
    )
    project.rank()
    dots = chart(project).curves[0]
    assert all(0.3 < x < 0.7 for x in dots.xs)


@pytest.mark.parametrize("learned", [True, False])
def test_only_the_detectors_own_risk_lacks_what_nobody_sees(learned):
    import numpy as np

    nothing = np.zeros(1)
    given = Evidence(nothing, nothing > 0, nothing + 1, 60, learned).given(nothing)
    assert (given[0] == 0) == learned
