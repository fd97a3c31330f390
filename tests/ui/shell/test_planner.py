"""The numbers and words of the planner: exact plans, what they guarantee, sizes from none to a million."""

from __future__ import annotations

import pytest

from synthreview.risk import acceptance
from synthreview.risk.acceptance import Plan
from synthreview.ui import planner
from synthreview.ui.planner import Planner


@pytest.fixture
def make(qtbot):
    kept = []  # a test may go on with a part of the card only

    def made(size):
        card = Planner(size)
        kept.append(card)
        qtbot.addWidget(card)
        card.resize(700, 800)
        card.show()
        qtbot.waitExposed(card)
        return card

    return made


def plain(words: str) -> str:
    return words.replace("\u202f", " ")


def test_a_million_items_need_a_hundred_and_thirty_two(make):
    card = make(1_000_000)
    assert card.plan == Plan(1_000_000, 132, 3)
    told = (
        "Check 132 of 1 000 000 items, drawn at random; accept the data set if at most 3 of them are wrong."
    )
    assert plain(card.answer.text()) == told
    assert card.wrong.isHidden()
    assert card.chart.isVisible()


def test_what_is_guaranteed_stands_below(make):
    told = plain(make(5_000).promises.text())
    assert "with at most 1.1 % errors is accepted at least 95 % of the time" in told
    assert "One with 5 % errors or more is accepted at most 10 % of the time" in told
    assert "at most 1.5 % errors are left on average" in told


def test_the_curve_is_that_of_the_plan_through_both_rates(make):
    card = make(5_000)
    curve = planner.curve_chart(card.plan, 0.01, 0.05).curves[0]
    known = dict(zip(curve.xs, curve.ys, strict=True))
    assert known[0.01] == acceptance.accepts(card.plan, 50) >= 0.95
    assert known[0.05] == acceptance.accepts(card.plan, 250) <= 0.10
    assert "accepted" in card.chart.title.text()


def test_other_rates_make_another_plan(make, qtbot):
    card = make(5_000)
    with qtbot.waitSignal(card.changed):
        card.bad.setValue(10.0)
    assert card.plan == acceptance.smallest(5_000, 0.01, 0.10)


def test_rates_in_the_wrong_order_are_told_beside_them(make):
    card = make(5_000)
    card.bad.setValue(0.5)
    assert card.plan is None
    assert card.wrong.isVisible()
    assert "above the acceptable one" in card.wrong.text()
    assert card.chart.isHidden()
    assert card.answer.isHidden()
    card.bad.setValue(5.0)
    assert card.wrong.isHidden()
    assert card.chart.isVisible()


def test_an_empty_data_set_has_nothing_to_check(make):
    assert "without items" in make(0).wrong.text()


def test_rates_too_close_for_a_plan_anyone_would_follow_are_not_computed(make, monkeypatch):
    card = make(1_000_000)
    monkeypatch.setattr(acceptance, "smallest", lambda *_: pytest.fail("this would take half a minute"))
    card.good.setValue(10.0)
    card.bad.setValue(10.5)
    assert "so close" in card.wrong.text()


def test_rates_are_taken_as_whole_items(make):
    card = make(12)
    card.bad.setValue(9.0)
    card.good.setValue(8.4)  # one of twelve is 8.33 %, so two are the fewest to be kept out
    assert card.plan == acceptance.smallest(12, 0.084, 0.09)
    card.items.setValue(1)
    card.alpha.setValue(50.0)
    assert card.plan == Plan(1, 1, 0)


def test_the_rough_size_is_near_the_exact_one():
    for size, good, bad in ((5_000, 0.01, 0.05), (1_000_000, 0.01, 0.02), (20_000, 0.05, 0.10)):
        exact = acceptance.smallest(size, good, bad).sample
        assert planner.roughly(size, good, bad, 0.05, 0.10) == pytest.approx(exact, rel=0.25)


def test_small_data_sets_are_said_as_they_are():
    assert planner.sentence(Plan(1, 1, 0)) == (
        "Check the only item; accept the data set if none of them is wrong."
    )
    assert planner.sentence(Plan(12, 12, 1)) == (
        "Check all 12 items; accept the data set if at most 1 of them is wrong."
    )
    assert "A data set without errors" in planner.promises(Plan(12, 11, 0), 0.05, 0.10)


def test_another_data_set_is_planned_for(make):
    card = make(5_000)
    card.set_size(200)
    assert card.plan == acceptance.smallest(200, 0.01, 0.05)


def test_every_field_says_what_it_asks_for(make):
    card = make(5_000)
    names = [each.accessibleName() for each in (card.items, card.good, card.bad, card.alpha, card.beta)]
    assert all(names)
    assert len(set(names)) == 5
