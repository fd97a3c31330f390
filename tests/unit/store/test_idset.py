"""Compressed sets of item ids."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from synthreview.store import idset


@given(st.sets(st.integers(0, (1 << 62) - 1)))
def test_what_goes_in_comes_out_in_order(ids: set[int]) -> None:
    assert idset.unpack(idset.pack(ids)) == sorted(ids)


def test_a_run_of_a_million_ids_stays_small() -> None:
    assert len(idset.pack(range(1, 1_000_001))) < 20_000
