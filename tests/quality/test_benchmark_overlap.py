"""How well test items are found that got into the data, as they are or with words changed."""

from __future__ import annotations

import json
import random
import re
from statistics import fmean

import pytest

from synthreview.analyzers.benchmark_overlap import BenchmarkOverlap
from synthreview.domain import Finding, Item, Kind
from tests.quality.reading import alpaca, dolly, items, json_lines

pytestmark = pytest.mark.quality

ANALYZER = BenchmarkOverlap()
TITLE = ANALYZER.title
PARTS = ("instruction", "input", "output")
WORDS = "seldom harbor yellow candle quickly mountain letter brought silver early winter table".split()
SHARE = 0.05
SEEDS = 3
APART = 10**6
"""Added to the ids of benchmark items."""


def held_out(batch: list[Item]) -> list[Item]:
    return [Item(APART + item.id, 2, item.position, None, item.kind, item.parts) for item in batch]


def found_in(batch: list[Item], benchmark: list[Item]) -> list[Finding]:
    state = ANALYZER.finish(ANALYZER.summarize(batch), ANALYZER.summarize_reference(benchmark))
    return list(ANALYZER.score(batch, state))


def edited(parts: dict[str, str], share: float, dice: random.Random) -> dict[str, str]:
    """A share of the words, anywhere in the item, replaced by others."""
    places = [(name, spot.span()) for name in PARTS for spot in re.finditer(r"\w+", parts[name])]
    chosen = dice.sample(places, round(share * len(places)))
    made = dict(parts)
    for name, (start, end) in sorted(chosen, key=lambda place: place[1], reverse=True):
        made[name] = made[name][:start] + dice.choice(WORDS) + made[name][end:]
    return made


def length(item: Item) -> int:
    return sum(len(item.text(name).split()) for name in PARTS)


def measure(data: list[Item], benchmark: list[Item], edits: float, seed: int) -> dict[str, float]:
    dice = random.Random(seed)
    long = [item for item in benchmark if length(item) >= 11]
    given = dice.sample(long, round(SHARE * len(data)))
    places = dice.sample(range(len(data)), len(given))
    batch, truth = list(data), {}
    for place, item in zip(places, given, strict=True):
        old = batch[place]
        parts = edited({name: item.text(name) for name in PARTS}, edits, dice)
        batch[place] = Item(old.id, 1, place, None, Kind.INSTRUCTION, parts)
        truth[old.id] = APART + item.id
    found = {finding.item: finding.args["item"] for finding in found_in(batch, held_out(benchmark))}
    return {
        "recall": fmean(item in found for item in truth),
        "precision": fmean(item in truth for item in found),
        "named": fmean(found[item] == truth[item] for item in truth if item in found),
    }


@pytest.mark.parametrize(
    ("edits", "words", "recall"),
    [
        (0.0, "as they are", 0.99),
        (0.05, "5 % of the words changed", 0.9),
        (0.15, "15 % of the words changed", None),
    ],
)
def test_test_items_in_the_data_are_found(shared_data, figure, edits, words, recall):
    data, benchmark = alpaca(next(shared_data.rglob("random_9k.json")))[:4000], dolly(shared_data)
    draws = [measure(data, benchmark, edits, seed) for seed in range(SEEDS)]
    means = {key: fmean(draw[key] for draw in draws) for key in draws[0]}
    title = f"Alpaca with Dolly's examples, {words}"
    figure(TITLE, title, "recall", means["recall"], at_least=recall)
    figure(TITLE, title, "precision", means["precision"], at_least=0.98)
    figure(TITLE, title, "the right benchmark item is named", means["named"], at_least=0.95)


def test_data_that_have_nothing_in_common_are_left_alone(shared_data, figure):
    people = dolly(shared_data)
    answers = [{"text": record["text"]} for record in json_lines(shared_data / "hc3/en/val_hc3_si.jsonl")]
    assert found_in(people, held_out(items(Kind.FREE_TEXT, answers))) == []
    data = alpaca(next(shared_data.rglob("random_9k.json")))
    found = found_in(data, held_out(people))
    figure(TITLE, "Alpaca against Dolly, which share nothing", "share pointed at", len(found) / len(data))
    assert len(found) <= 1  # both name the first books of a series


def test_what_chinese_data_share_is_what_was_said_twice(shared_data, figure):
    path = shared_data / "llamafactory_demo/alpaca_zh_demo.json"
    records = json.loads(path.read_text(encoding="utf-8"))
    batch = items(Kind.INSTRUCTION, [{name: record[name] for name in PARTS} for record in records])
    half = len(batch) // 2
    found = found_in(batch[:half], held_out(batch[half:]))
    whole = [finding for finding in found if int(finding.args["percent"]) >= 70]
    figure(TITLE, "two halves of Alpaca in Chinese", "share pointed at", len(found) / half)
    assert len(whole) == len(found) <= 0.02 * half
