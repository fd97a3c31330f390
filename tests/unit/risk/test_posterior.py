"""How far a detector can be trusted: a prior, moved by what reviewers said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.risk.posterior import STRENGTH, precision


def test_without_decisions_it_is_the_prior():
    found = precision(0.7, 0, 0)
    assert found.share == pytest.approx(0.7)
    assert found.low < 0.7 < found.high


def test_eight_of_eleven_confirmed_move_a_prior_of_a_half_upwards():
    found = precision(0.5, 8, 11)
    assert found.share == pytest.approx((0.5 * STRENGTH + 8) / (STRENGTH + 11))
    assert (found.confirmed, found.judged) == (8, 11)


def test_many_decisions_leave_little_of_the_prior():
    found = precision(0.9, 100, 1000)
    assert found.share == pytest.approx(0.1, abs=0.02)
    assert found.high < 0.15


@given(st.floats(0, 1), st.integers(0, 200), st.integers(0, 200))
def test_the_interval_holds_the_share_and_narrows_with_decisions(prior, confirmed, refuted):
    found = precision(prior, confirmed, confirmed + refuted)
    assert 0 <= found.low < found.share < found.high <= 1
    more = precision(prior, 4 * confirmed + 4, 4 * (confirmed + refuted) + 8)
    assert more.high - more.low < max(found.high - found.low, 0.9)


@pytest.mark.parametrize(("prior", "confirmed", "judged"), [(0.5, 3, 2), (0.5, -1, 2), (1.5, 0, 0)])
def test_what_cannot_be_is_refused(prior, confirmed, judged):
    with pytest.raises(ValueError, match=r"judged|prior"):
        precision(prior, confirmed, judged)
