"""The audit stream: random, without replacement, and every beginning of it a small picture of the whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthreview.risk.audits import audit_order, numbered, strata

CODES = st.lists(st.integers(0, 12), max_size=120)


def drawn(codes, order, count):
    """Of each stratum, how many items are among the first so many, and how many there are."""
    names, stratum = numbered(np.asarray(codes))
    return (
        np.bincount(stratum[np.asarray(order, dtype=int)[:count]], minlength=len(names)),
        np.bincount(stratum, minlength=len(names)),
    )


def test_risks_fall_into_tenths_by_rank():
    assert strata([0.1, 0.9, 0.3, 0.2], deciles=4).tolist() == [0, 3, 2, 1]
    codes = strata(np.random.default_rng(0).random(1000))
    assert np.bincount(codes).tolist() == [100] * 10


def test_items_without_different_risks_are_one_stratum():
    assert len(set(strata([0.2] * 50).tolist())) == 1


def test_equal_risks_are_never_torn_apart_and_the_others_still_differ():
    risks = np.r_[np.zeros(700), np.linspace(0.1, 1, 300)]
    codes = strata(risks)
    assert np.unique(codes[:700]).tolist() == [3]
    assert np.bincount(codes)[7:].tolist() == [100, 100, 100]


def test_strata_next_to_each_other_share_a_decile_not_a_slice():
    codes = strata([0.1, 0.1, 0.9, 0.9], ["b", "a", "b", "a"], deciles=2)
    assert codes.tolist() == [1, 0, 3, 2]


def test_no_items_have_no_strata_and_an_empty_stream():
    assert strata([]).tolist() == []
    assert audit_order([], seed=1).tolist() == []


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="not a number"):
        strata([0.5, np.nan])
    with pytest.raises(ValueError, match="2 slices for 3 risks"):
        strata([0.1, 0.2, 0.3], ["a", "b"])
    with pytest.raises(ValueError, match="one code"):
        audit_order([[1, 2], [3, 4]], seed=1)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60), st.integers(1, 12))
def test_a_higher_risk_is_never_in_a_lower_stratum(risks, deciles):
    codes = strata(risks, deciles=deciles)
    assert (np.diff(codes[np.argsort(risks)]) >= 0).all()
    assert 0 <= codes.min() <= codes.max() < deciles


@given(CODES, st.integers(0, 2**32))
def test_each_item_comes_once_and_the_same_seed_gives_the_same_order(codes, seed):
    order = audit_order(np.array(codes, dtype=int), seed)
    assert sorted(order.tolist()) == list(range(len(codes)))
    assert order.tolist() == audit_order(np.array(codes, dtype=int), seed).tolist()


@given(st.lists(st.integers(0, 5), min_size=1, max_size=200), st.integers(0, 1000), st.data())
def test_every_beginning_is_proportional(codes, seed, data):
    codes = np.array(codes)
    found, sizes = drawn(codes, audit_order(codes, seed), data.draw(st.integers(0, len(codes))))
    # Of every stratum floor(t N) or one more, at one t for all; so two strata allow a common t.
    assert ((found - 1) / sizes).max() <= ((found + 1) / sizes).min() + 1e-9


def test_large_strata_are_within_one_item_of_their_share():
    codes = np.repeat(np.arange(10), np.arange(1, 11) * 100)
    order = audit_order(codes, seed=3)
    for count in (55, 400, 1234):
        found, sizes = drawn(codes, order, count)
        assert np.abs(found - count * sizes / len(codes)).max() < 2


def test_an_item_alone_in_its_stratum_is_as_likely_as_any_other():
    codes = np.r_[np.arange(5), np.full(95, 7)]
    early = np.zeros(100)
    for seed in range(4000):
        early[audit_order(codes, seed)[:20]] += 1
    assert early / 4000 == pytest.approx(np.full(100, 0.2), abs=0.04)


def test_items_of_a_stratum_are_drawn_independently_of_their_place():
    codes = np.zeros(6, dtype=int)
    pairs = {tuple(sorted(audit_order(codes, seed)[:2].tolist())) for seed in range(400)}
    assert len(pairs) == 15


def test_many_small_strata_take_turns():
    # 400 strata of 10 items, 40 to a decile: of each decile a tenth of the audits, or nearly.
    codes = np.repeat(np.arange(400), 10)
    for seed in range(20):
        deciles = codes[audit_order(codes, seed)[:200]] // 40
        assert np.abs(np.bincount(deciles, minlength=10) - 20).max() <= 3


def test_a_million_items_are_ordered():
    rng = np.random.default_rng(0)
    codes = strata(rng.random(1_000_000), rng.integers(0, 8, 1_000_000))
    found, _ = drawn(codes, audit_order(codes, seed=1), 5000)
    assert np.abs(found - 62.5).max() < 2


@pytest.mark.parametrize("codes", [[5, 0, 5, 9], [-1, 70_000, -1], ["b", "a"]])
def test_codes_of_any_kind_are_numbered_in_order(codes):
    names, places = numbered(np.array(codes))
    assert names.tolist() == sorted(set(codes))
    assert names[places].tolist() == codes
