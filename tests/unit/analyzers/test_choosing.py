"""Texts for people to label: every item has the chance that is said, every label its share."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from synthreview.analyzers.labels.choosing import choose

SHARES = {"yes": 700, "no": 250, "maybe": 40, "never": 10}


def rows(shares: dict[str, int] | None = None) -> list[tuple[int, str, str]]:
    labels = [label for label, count in (shares or SHARES).items() for _ in range(count)]
    return [(number, f"text {number}", label) for number, label in enumerate(labels, start=5)]


def labels_of(chosen: list[tuple[int, float]], among: list[tuple[int, str, str]]) -> Counter[str]:
    label = {item: label for item, _, label in among}
    return Counter(label[item] for item, _ in chosen)


def test_so_many_different_items_are_chosen_with_the_same_known_chance():
    chosen = choose(rows(), 100, 1)
    assert len({item for item, _ in chosen}) == 100
    assert {chance for _, chance in chosen} == {0.1}


@pytest.mark.parametrize("seed", range(5))
def test_each_label_of_the_model_gets_its_share_give_or_take_one(seed):
    found = labels_of(choose(rows(), 100, seed), rows())
    assert all(abs(found[label] - count / 10) <= 1 for label, count in SHARES.items())


def test_every_item_is_chosen_as_often_as_is_said():
    among = rows({"a": 20, "b": 6, "c": 1})
    times = Counter(item for seed in range(3000) for item, _ in choose(among, 7, seed))
    assert set(times) == {item for item, _, _ in among}
    expected = 3000 * 7 / 27
    assert all(abs(count - expected) < 5 * expected**0.5 for count in times.values())


def test_the_same_seed_chooses_the_same_whatever_the_order_of_the_rows():
    among = rows()
    mixed = random.Random(3).sample(among, len(among))
    assert choose(mixed, 50, 7) == choose(among, 50, 7)
    assert choose(among, 50, 8) != choose(among, 50, 7)


def test_the_order_does_not_give_the_labels_away():
    among = rows({"a": 500, "b": 500})
    label = {item: label for item, _, label in among}
    firsts = [Counter(label[item] for item, _ in choose(among, 100, seed)[:20]) for seed in range(200)]
    assert sum(first["a"] for first in firsts) / 4000 == pytest.approx(0.5, abs=0.03)
    assert all(0 < first["a"] < 20 for first in firsts)


def test_copies_of_a_text_are_not_labelled_twice():
    among = [(number, f"text {number % 125}", "a") for number in range(1000)]
    for seed in range(5):
        chosen = choose(among, 100, seed)
        assert len({item % 125 for item, _ in chosen}) == 100


def test_few_items_are_all_chosen_for_certain():
    assert sorted(choose(rows({"a": 3}), 100, 1)) == [(5, 1.0), (6, 1.0), (7, 1.0)]


@pytest.mark.parametrize(("among", "count"), [([], 100), (rows(), 0), (rows(), -1)])
def test_nothing_is_chosen_of_nothing(among, count):
    assert choose(among, count, 1) == []


@pytest.mark.parametrize("seed", [-1, 0, 2**70])
def test_any_whole_number_is_a_seed_and_any_text_a_text(seed):
    odd = [(1, "\ud800", ""), (2, "", ""), (3, "x", "\ud800"), (4, "x", "b")]
    assert len(choose(odd, 2, seed)) == 2


def test_a_hundred_of_very_many_are_chosen():
    many = [(number, str(number), "abc"[number % 3]) for number in range(200_000)]
    chosen = choose(many, 100, 1)
    assert sorted(labels_of(chosen, many).values()) in ([33, 33, 34], [32, 34, 34])
