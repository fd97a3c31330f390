"""What is left: counted where reviewed, estimated where not, and never from items chosen for their risk."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.estimates import of_finite
from synthreview.risk.audits import audit_order, strata
from synthreview.risk.rates import Method, error_rate
from synthreview.risk.residual import Ledger, by_cell, reach, residual


def ledger(bad, audited=(), queue=(), *, region=None, left=(), removed=None, codes=None, risks=None):
    """A ledger from lists of items; what was reviewed and bad is removed unless told otherwise."""
    size = len(bad)

    def flags(items):
        marks = np.zeros(size, dtype=bool)
        marks[list(items)] = True
        return marks

    bad = np.array(bad, dtype=bool)
    reviewed = flags(audited) | flags(queue)
    gone = bad & reviewed & ~flags(left) if removed is None else flags(removed)
    codes = np.zeros(size, dtype=int) if codes is None else codes
    where = None if region is None else flags(region)
    return Ledger(codes, flags(audited), reviewed, bad, flags(left), gone, risks, where)


def test_everything_reviewed_is_counted():
    found = residual(ledger([1, 1, 0, 0], audited=range(4), left=[1]))
    assert (found.found, found.left, found.kept, found.remainder) == (2, 1, 3, 0)
    assert (found.before.low, found.before.share, found.before.high) == (0.5, 0.5, 0.5)
    assert found.after.share == found.after.high == found.worst == 1 / 3
    assert (found.rate.share, found.missing.high) == (0, 0)


def test_nothing_reviewed_may_be_anything():
    found = residual(ledger([1, 0, 0]))
    assert (found.before.low, found.before.high, found.worst, found.remainder) == (0, 1, 1, 3)


def test_an_empty_data_set_has_nothing_left():
    found = residual(ledger([]))
    assert (found.size, found.before.high, found.after.high, found.worst) == (0, 0, 0, 0)


def test_by_hand():
    # Of 100 items 20 were audited, 4 of them bad; the queue looked at 10 others, 6 bad. All bad are removed.
    bad = np.zeros(100, dtype=bool)
    bad[:4] = bad[20:26] = True
    found = residual(ledger(bad, audited=range(20), queue=range(20, 30)))
    low, high = of_finite(4, 20, 100)
    assert (found.found, found.left, found.kept, found.remainder) == (10, 0, 90, 70)
    assert found.missing.share == pytest.approx(20 - 10)
    assert (found.missing.low, found.missing.high) == (max(0, low - 10), pytest.approx(high - 10))
    assert found.before.share == pytest.approx(0.2)
    assert found.after.share == pytest.approx(10 / 90)
    assert found.worst == pytest.approx(70 / 90)


def test_with_a_region_the_sample_speaks_for_the_rest_only():
    bad = np.zeros(100, dtype=bool)
    bad[:4] = bad[20:26] = True
    # The first audited item lies in the region with the queue's ten: 19 of 89 others were drawn, 3 are bad.
    found = residual(ledger(bad, audited=range(20), queue=range(20, 30), region=[0, *range(20, 30)]))
    low, high = of_finite(3, 19, 89)
    assert (found.basis.labels, found.basis.errors) == (19, 3)
    assert found.missing.share == pytest.approx(3 / 19 * 89 - 3)
    assert (found.missing.low, found.missing.high) == (pytest.approx(low - 3), pytest.approx(high - 3))


def test_what_the_queue_finds_does_not_change_what_the_data_set_was():
    rng = np.random.default_rng(0)
    bad = rng.random(2000) < 0.2
    audits = range(300)
    alone = residual(ledger(bad, audits))
    beside = residual(ledger(bad, audits, queue=np.flatnonzero(bad)[-50:]))
    assert beside.before == alone.before
    assert beside.missing.share == pytest.approx(alone.missing.share - 50)
    assert beside.after.share < alone.after.share


def test_the_remainder_never_has_less_than_no_errors_nor_more_than_items():
    bad = np.zeros(1000, dtype=bool)
    bad[500:900] = True
    few = residual(ledger(bad, audited=range(200), queue=range(500, 900)))
    assert (few.missing.low, few.missing.share, few.missing.high) == (0, 0, 0)
    many = residual(ledger(np.ones(300, dtype=bool), audited=range(200), queue=range(200, 290)))
    assert many.missing.high == many.remainder == 10


def test_the_region_is_what_lies_above_everything_unreviewed():
    risks = [0.9, 0.8, 0.7, 0.7, 0.6, 0.1]
    assert reach(risks, [1, 1, 1, 0, 1, 0]).tolist() == [True, True, False, False, False, False]
    assert reach(risks, [1] * 6).all()
    assert not reach(risks, [0] * 6).any()
    with pytest.raises(ValueError, match="1 risks for 2 items"):
        reach([0.5], [True, False])


def test_each_cell_has_its_own_estimate_exact_where_it_is_small():
    rng = np.random.default_rng(1)
    cells = np.where(np.arange(4000) < 3800, "common", "rare")
    bad = rng.random(4000) < np.where(cells == "rare", 0.5, 0.05)
    codes = strata(rng.random(4000), cells)
    audits = audit_order(codes, seed=2)[:600]
    whole = ledger(bad, audits, codes=codes)
    parts = by_cell(whole, cells)
    drawn = (cells == "rare")[audits]
    low, high = of_finite(int(bad[audits][drawn].sum()), int(drawn.sum()), 200)
    known = int(bad[audits][drawn].sum())
    assert set(parts) == {"common", "rare"}
    assert parts["rare"].basis.method is Method.EXACT
    assert (parts["rare"].missing.low, parts["rare"].missing.high) == (
        pytest.approx(low - known),
        pytest.approx(high - known),
    )
    assert sum(part.size for part in parts.values()) == 4000
    assert sum(part.found for part in parts.values()) == residual(whole).found


def test_a_cell_that_no_audit_met_may_be_anything():
    found = by_cell(ledger([1, 0, 1, 0], audited=[0, 1]), [0, 0, 1, 1])
    assert (found[1].missing.low, found[1].missing.high) == (0, 2)


def test_predictions_go_through():
    rng = np.random.default_rng(2)
    bad = rng.random(5000) < 0.3
    risks = np.clip(0.2 + 0.5 * bad + 0.1 * rng.random(5000), 0, 1)
    found = residual(ledger(bad, audited=range(400), risks=risks))
    assert found.basis == error_rate(bad, np.arange(5000) < 400, np.zeros(5000), risks)
    assert found.basis.method is Method.PPI


@given(st.integers(1, 200), st.integers(0, 99), st.data())
def test_all_numbers_fit_together(size, seed, data):
    rng = np.random.default_rng(seed)
    bad = rng.random(size) < data.draw(st.floats(0, 1))
    order = rng.permutation(size)
    audits = data.draw(st.integers(0, size))
    queue = order[audits : audits + data.draw(st.integers(0, size))]
    found = residual(ledger(bad, order[:audits], queue))
    assert found.found + found.missing.low <= found.size
    for rate in (found.rate, found.before, found.after):
        assert 0 <= rate.low <= rate.share <= rate.high <= 1
    assert found.after.high <= found.worst + 1e-12
    assert found.remainder == size - found.reviewed


def test_what_cannot_be_is_refused():
    fine = ledger([1, 0, 0], audited=[0], queue=[1])
    with pytest.raises(ValueError, match="audited item has no verdict"):
        replace(fine, audited=np.ones(3, dtype=bool))
    with pytest.raises(ValueError, match="reviewed region has no verdict"):
        replace(fine, region=np.ones(3, dtype=bool))
    with pytest.raises(ValueError, match="both removed and left"):
        replace(fine, left=np.array([True, False, False]))
    with pytest.raises(ValueError, match="bad has not one value"):
        replace(fine, bad=np.ones(2, dtype=bool))
    with pytest.raises(ValueError, match="2 cells for 3 items"):
        by_cell(fine, ["a", "b"])
