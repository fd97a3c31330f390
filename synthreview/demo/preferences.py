"""The sample's preferences: a prompt with the chosen and the rejected answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from random import Random
from typing import Any, NamedTuple

from synthreview.demo import damage
from synthreview.demo.material import load
from synthreview.demo.planting import Entry, arranged, take

_CLEAN = 86
"""How many of the possible clean pairs the sample holds."""


class _Pair(NamedTuple):
    prompt: str
    better: str
    worse: str
    clear: bool
    """Whether the best answer stands against the worst."""


def build(rng: Random) -> list[Entry]:
    """All records in file order, about a fifth of them defective."""
    material = load("preferences")
    pool = [pair for question in material["question"] for pair in _pairs(question)]
    rng.shuffle(pool)
    flawed = list(_damaged(pool, rng, material))
    clean = [_entry(pair, pair.better, pair.worse) for pair in pool[:_CLEAN]]
    return arranged(rng, [*flawed, *clean])


def _pairs(question: dict[str, Any]) -> Iterator[_Pair]:
    answers = question["answers"]
    for better, worse in combinations(range(len(answers)), 2):
        yield _Pair(question["prompt"], answers[better], answers[worse], worse - better == 2)


def _damaged(pool: list[_Pair], rng: Random, material: dict[str, Any]) -> Iterator[Entry]:
    """Entries made by damaging pairs, which leave the pool."""
    for pair in take(pool, 7, lambda pair: pair.clear):
        yield _entry(pair, pair.worse, pair.better, "swapped")
    for pair in take(pool, 4):
        yield _entry(pair, pair.better, pair.better, "identical_answers", "b")
    for pair, text in zip(take(pool, 4), rng.sample(material["refusals"]["texts"], 4), strict=True):
        yield _entry(pair, text, pair.better, "refusal_chosen")
    for pair in take(pool, 2):
        yield _entry(pair, "", pair.worse, "chosen_empty")
    for pair in take(pool, 4, lambda pair: damage.can_be_cut(pair.better)):
        yield _entry(pair, damage.cut(pair.better, rng), pair.worse, "chosen_truncated")
    for foreign in material["foreign"]:
        (pair,) = take(pool, 1, _asking(foreign["prompt"]))
        yield _entry(pair, foreign["text"], pair.worse, "wrong_language")


def _asking(prompt: str) -> Callable[[_Pair], bool]:
    return lambda pair: pair.prompt == prompt


def _entry(pair: _Pair, chosen: str, rejected: str, defect: str = "", part: str = "a") -> Entry:
    record = {"prompt": pair.prompt, "chosen": chosen, "rejected": rejected}
    return Entry(record, defect, part if defect else "")
