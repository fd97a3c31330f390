"""How many items to check before a data set is accepted, and what that promises."""

from __future__ import annotations

import pytest

from synthreview.risk import acceptance
from synthreview.ui.planner import Planner, sentence


@pytest.fixture
def planner(qtbot):
    made = Planner(5_000)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_plan_is_said_promised_and_drawn(planner):
    assert planner.plan == acceptance.smallest(5_000, 0.01, 0.05)
    assert planner.answer.text() == sentence(planner.plan)
    assert f"Check {planner.plan.sample} of" in planner.answer.text()
    assert "accepted at least 95" in planner.promises.text()
    assert planner.chart.isVisible()
    assert not planner.wrong.isVisible()


def test_a_stricter_demand_takes_more_items(planner):
    usual = planner.plan.sample
    planner.bad.setValue(3.0)
    assert planner.plan.sample > usual


@pytest.mark.parametrize(
    ("size", "good", "bad", "said"),
    [
        (0, 1.0, 5.0, "nothing to check"),
        (5_000, 5.0, 5.0, "must be above"),
        (1_000_000, 5.0, 5.1, "so close"),
    ],
)
def test_what_cannot_be_planned_is_said(planner, size, good, bad, said):
    planner.items.setValue(size)
    planner.good.setValue(good)
    planner.bad.setValue(bad)
    assert planner.plan is None
    assert said in planner.wrong.text()
    assert not planner.chart.isVisible()
