from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.domain import Kind, Reason
from synthreview.risk.combine import CERTAIN, combine, rank

REASONS = {
    reason.code: reason
    for reason in (
        Reason("a1", (Kind.INSTRUCTION,), "", "a", 0.5),
        Reason("a2", (Kind.INSTRUCTION,), "", "a", 0.8),
        Reason("b1", (Kind.INSTRUCTION,), "", "b", 0.6),
        Reason("c1", (Kind.INSTRUCTION,), "", "", 1.0),
    )
}


def test_one_finding_is_its_prior_times_its_score():
    assert combine([("a1", 0.5)], REASONS) == (0.25, (0.25,))


def test_a_family_counts_with_its_strongest_finding():
    risk, weights = combine([("a1", 1.0), ("a2", 1.0)], REASONS)
    assert risk == pytest.approx(0.8)
    assert weights == (0.0, pytest.approx(0.8))


def test_families_are_independent():
    risk, _ = combine([("a1", 1.0), ("b1", 1.0)], REASONS)
    assert risk == pytest.approx(1 - 0.5 * 0.4)


def test_the_heavier_finding_has_the_greater_weight():
    _, (light, heavy) = combine([("a1", 0.5), ("b1", 1.0)], REASONS)
    assert light < heavy


def test_nothing_is_wholly_certain_and_unknown_codes_count_nothing():
    assert combine([("c1", 1.0)], REASONS) == (CERTAIN, (CERTAIN,))
    assert combine([("gone", 1.0)], REASONS) == (0.0, (0.0,))
    assert combine([("gone", 1.0), ("a1", 1.0)], REASONS)[1][0] == 0.0
    assert combine([], REASONS) == (0.0, ())


@given(st.lists(st.tuples(st.sampled_from([*REASONS, "gone"]), st.floats(0, 1)), max_size=8))
def test_weights_sum_up_to_the_risk_and_more_findings_never_lower_it(findings):
    risk, weights = combine(findings, REASONS)
    assert 0 <= risk <= CERTAIN
    assert math.fsum(weights) == pytest.approx(risk, abs=1e-12)
    assert all(weight >= 0 for weight in weights)
    more, _ = combine([*findings, ("b1", 0.5)], REASONS)
    assert more >= risk - 1e-12


def test_items_are_ranked_one_by_one():
    rows = [(1, "a1", 1.0), (1, "b1", 1.0), (2, "a2", 0.5)]
    ranked = list(rank(rows, REASONS))
    assert [(row.item, round(row.risk, 6), len(row.weights)) for row in ranked] == [(1, 0.8, 2), (2, 0.4, 1)]
