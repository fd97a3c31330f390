"""How well near copies are found that were planted among other items, and what is found in data as released."""

from __future__ import annotations

import random
import re
from statistics import fmean

import pytest

from synthreview.analyzers.near_duplicates import NearDuplicates
from synthreview.analyzers.similarity.shingles import jaccard, shingles
from synthreview.domain import Finding, Item, Kind
from tests.quality.reading import alpaca, dolly

pytestmark = pytest.mark.quality

ANALYZER = NearDuplicates()
PARTS = ("instruction", "input", "output")
ALIKE = 0.8
SHARE = 0.1
SEEDS = 3
WORDS = "seldom harbor yellow candle quickly mountain letter brought silver early winter table".split()
SENTENCES = (
    "That is all there is to say about it.",
    "Please let me know if anything else is needed.",
    "It has been so for a long time.",
)


def words_changed(parts: dict[str, str], dice: random.Random) -> dict[str, str]:
    """One to three words, anywhere in the item, replaced by others."""
    places = [(name, spot.span()) for name in PARTS for spot in re.finditer(r"\w+", parts[name])]
    chosen = dice.sample(places, min(dice.randint(1, 3), len(places)))
    made = dict(parts)
    for name, (start, end) in sorted(chosen, key=lambda place: place[1], reverse=True):
        made[name] = made[name][:start] + dice.choice(WORDS) + made[name][end:]
    return made


def sentence_added(parts: dict[str, str], dice: random.Random) -> dict[str, str]:
    name = dice.choice(("instruction", "output"))
    return parts | {name: f"{parts[name]} {dice.choice(SENTENCES)}"}


def looks_changed(parts: dict[str, str], dice: random.Random) -> dict[str, str]:
    """Other capitals, other punctuation, other white space."""
    text = {name: value.upper() if dice.random() < 0.3 else value.lower() for name, value in parts.items()}
    return {
        name: re.sub(r"[.,;:!?]", lambda _: dice.choice(("", ";", " -")), value)
        for name, value in text.items()
    }


CHANGES = {
    "1 to 3 words": words_changed,
    "a sentence added": sentence_added,
    "case and punctuation": looks_changed,
}


def phrases(item: Item) -> set[str]:
    return {phrase for name in PARTS for phrase in shingles(item.text(name))}


def as_seen(item: Item) -> str:
    return " ".join(" ".join(item.text(name).split()).casefold() for name in PARTS)


def planted(clean: list[Item], change: str, seed: int) -> tuple[list[Item], dict[int, int]]:
    """The items, with changed copies of some among them, and of which item each copy is one."""
    dice = random.Random(f"{change} {seed}")
    chosen = dice.sample(clean, round(SHARE * len(clean)))
    copies = {}
    for place, item in enumerate(chosen):
        parts = CHANGES[change]({name: item.text(name) for name in PARTS}, dice)
        copy = Item(10**6 + place, 1, 10**6 + place, None, Kind.INSTRUCTION, parts)
        if as_seen(copy) != as_seen(item):
            copies[copy.id] = (copy, item.id)
    items = [*clean, *(copy for copy, _ in copies.values())]
    dice.shuffle(items)
    return items, {id: original for id, (_, original) in copies.items()}


def found_in(batch: list[Item]) -> list[Finding]:
    return list(ANALYZER.score(batch, ANALYZER.finish(ANALYZER.summarize(batch), None)))


def measure(clean: list[Item], change: str, seed: int) -> dict[str, float]:
    items, truth = planted(clean, change, seed)
    by_id = {item.id: item for item in items}
    found = {f.item: f.args["item"] for f in found_in(items) if f.reason == "near_copy"}
    true = {id: jaccard(phrases(by_id[id]), phrases(by_id[original])) for id, original in truth.items()}
    likeness = {id: jaccard(phrases(by_id[id]), phrases(by_id[other])) for id, other in found.items()}
    close = [id for id, value in true.items() if value >= ALIKE]
    return {
        "recall": fmean(found.get(id) == truth[id] for id in close),
        "recall of all": fmean(found.get(id) == truth[id] for id in truth),
        "precision": fmean(truth.get(id) == other or likeness[id] >= ALIKE for id, other in found.items()),
        "truly .8 alike": fmean(value >= ALIKE for value in likeness.values()),
        "truly .7 alike": fmean(value >= 0.7 for value in likeness.values()),
    }


@pytest.mark.parametrize("name", ["dolly", "alpaca"])
@pytest.mark.parametrize("change", list(CHANGES))
def test_planted_near_copies_are_found_and_little_else(shared_data, figure, change, name):
    clean = dolly(shared_data) if name == "dolly" else alpaca(next(shared_data.rglob("random_9k.json")))
    draws = [measure(clean, change, seed) for seed in range(SEEDS)]
    means = {key: fmean(draw[key] for draw in draws) for key in draws[0]}
    data = f"{name.capitalize()} with near copies, {change}"
    figure("Near duplicates", data, "precision", means["precision"], at_least=0.98)
    figure("Near duplicates", data, "recall of those .8 alike", means["recall"], at_least=0.9)
    for key in ("recall of all", "truly .8 alike", "truly .7 alike"):
        figure("Near duplicates", data, key, means[key])


@pytest.mark.parametrize("name", ["dolly", "alpaca"])
def test_data_that_were_filtered_for_likeness_are_hardly_pointed_at(shared_data, figure, name):
    clean = dolly(shared_data) if name == "dolly" else alpaca(next(shared_data.rglob("random_9k.json")))
    share = len(found_in(clean)) / len(clean)
    figure("Near duplicates", f"{name.capitalize()} as released", "share pointed at", share)
    assert share <= 0.002
