"""The mixed queue: the riskiest first, and among them what the riskiest cannot tell."""

from __future__ import annotations

import json
from collections import Counter
from itertools import islice

import pytest

from synthreview.analyzers.embeddings import instant
from synthreview.engine.mixing import AUDIT, MINORITY, RISK, UNCERTAIN, Mix, mixed
from synthreview.project import Project
from synthreview.store import worklist

MANY = range(1_000)


def ways(shown, count):
    return Counter(way for _, way in islice(shown, count))


def streams(*, risk=MANY, uncertain=(), minority=(), audit=()):
    return {RISK: risk, UNCERTAIN: uncertain, MINORITY: minority, AUDIT: audit}


def apart():
    """Four streams that share no item."""
    return streams(
        risk=range(1000),
        uncertain=range(1000, 2000),
        minority=range(2000, 3000),
        audit=range(3000, 4000),
    )


def test_each_block_of_twenty_holds_the_shares_of_the_mix():
    shown = list(islice(mixed(apart(), Mix()), 100))
    for start in range(0, 100, 20):
        block = Counter(way for _, way in shown[start : start + 20])
        assert block == {RISK: 13, UNCERTAIN: 2, MINORITY: 1, AUDIT: 4}


def test_shares_that_do_not_fit_a_block_are_kept_over_several():
    assert ways(mixed(apart(), Mix(79, 8, 2, 11)), 200) == {RISK: 158, UNCERTAIN: 16, MINORITY: 4, AUDIT: 22}


def test_the_riskiest_item_comes_first_and_each_way_keeps_its_own_order():
    shown = list(islice(mixed(apart(), Mix()), 200))
    assert shown[0] == (0, RISK)
    for way in (RISK, UNCERTAIN, MINORITY, AUDIT):
        items = [item for item, by in shown if by == way]
        assert items == sorted(items)


def test_the_places_of_random_checks_do_not_repeat_from_block_to_block():
    shown = list(islice(mixed(apart(), Mix()), 100))
    places = {
        tuple(n for n, (_, way) in enumerate(shown[start : start + 20]) if way == AUDIT)
        for start in range(0, 100, 20)
    }
    assert len(places) > 1


def test_an_item_is_shown_once_and_for_the_way_it_came_by_first():
    shown = list(mixed(streams(risk=range(50), audit=range(0, 50, 5)), Mix()))
    assert sorted(item for item, _ in shown) == list(range(50))


def test_what_has_run_out_leaves_its_places_to_the_others():
    shown = list(mixed(streams(risk=range(30), audit=range(100, 102)), Mix()))
    assert Counter(way for _, way in shown) == {RISK: 30, AUDIT: 2}


def test_a_way_without_a_share_shows_nothing():
    assert ways(mixed(streams(audit=range(2000, 2100)), Mix(100, 0, 0, 0)), 300) == {RISK: 300}


@pytest.mark.parametrize("shares", [(65, 10, 5, 19), (120, -20, 0, 0)])
def test_a_mix_is_a_hundred_items(shares):
    with pytest.raises(ValueError, match="add up to 100"):
        Mix(*shares)


TOPICS = ("a volcano", "my tax return", "violin lessons", "football", "bread with yeast", "an old bicycle")


def test_the_uncertain_items_that_come_first_are_about_different_things(tmp_path):
    lines = [
        json.dumps(
            {
                "instruction": f"Tell me something about {TOPICS[n // 50] if n % 50 == 0 else 'the cat'} {n}.",
                "input": "<insert article here>",
                "output": f"This is number {n}.",
            }
        )
        for n in range(300)
    ]
    (tmp_path / "made.jsonl").write_text("\n".join(lines) + "\n")
    project = Project.open(tmp_path / "made.synthreview", create=True, reviewer="Ada")
    project.import_file(tmp_path / "made.jsonl")
    project.analyze(analyzers=["corrupt_instructions"])
    connection = project._store.read()
    ids = list(project.queue_ids(""))
    uncertain = [item for item in ids if worklist.way(connection, item) == "uncertain"]
    texts = {item: project.view(item).item.parts["instruction"] for item in ids}
    project.close()

    def alike(some):
        vectors = instant.embed([texts[item] for item in some])
        return float((vectors @ vectors.T).mean())

    assert alike(uncertain[:10]) < alike(ids[::30]) - 0.1
