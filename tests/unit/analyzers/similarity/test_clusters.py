from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from synthreview.analyzers.similarity.clusters import firsts

pairs = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=20)


def test_everything_in_a_chain_hangs_on_the_lowest():
    assert firsts([(5, 9), (2, 5), (7, 8)]) == {2: 2, 5: 2, 9: 2, 7: 7, 8: 7}


@given(pairs, st.randoms())
def test_the_order_of_pairs_does_not_matter(pairs, dice):
    other = [pair[::-1] for pair in pairs]
    dice.shuffle(other)
    assert firsts(other) == firsts(pairs)


@given(pairs)
def test_the_first_is_never_above_and_stays_itself(pairs):
    found = firsts(pairs)
    assert all(top <= one and found[top] == top for one, top in found.items())
    assert all(found[one] == found[other] for one, other in pairs)
