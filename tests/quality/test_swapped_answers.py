"""How well answers of other instructions are found when one in twenty is swapped."""

from __future__ import annotations

import random
from statistics import fmean

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from synthreview.analyzers.swapped_answers import SwappedAnswers
from synthreview.domain import Item, Kind
from tests.quality.reading import alpaca, dolly

pytestmark = pytest.mark.quality

SHARE = 0.05
SEEDS = 3
ANALYZER = SwappedAnswers()


def read(shared_data, name):
    return dolly(shared_data) if name == "dolly" else alpaca(next(shared_data.rglob("random_9k.json")))


def swapped(clean: list[Item], seed: int) -> tuple[list[Item], dict[int, int]]:
    """The items with some answers passed on in a circle, and whose answer each of those now has."""
    chosen = random.Random(seed).sample(range(len(clean)), round(SHARE * len(clean)))
    giver = dict(zip(chosen, chosen[1:] + chosen[:1], strict=True))
    items = [
        Item(
            item.id, 1, place, None, Kind.INSTRUCTION,
            item.parts | {"output": clean[giver.get(place, place)].text("output")},
        )
        for place, item in enumerate(clean)
    ]  # fmt: skip
    return items, {clean[to].id: clean[of].id for to, of in giver.items()}


def measure(clean: list[Item], seed: int) -> dict[str, float]:
    items, truth = swapped(clean, seed)
    state = ANALYZER.finish(ANALYZER.summarize(items), None)
    questions = ANALYZER.embed([f"{item.text('instruction')}\n{item.text('input')}" for item in items])
    answers = ANALYZER.embed([item.text("output") for item in items])
    near = state.nearness(np.array([item.id for item in items]), questions, answers)
    labels = np.array([item.id in truth for item in items])
    found = {finding.item: finding for finding in ANALYZER.score(items, state)}
    elsewhere = [finding for finding in found.values() if finding.reason == "answer_elsewhere"]
    return {
        "auroc": roc_auc_score(labels, -near),
        "flagged": len(found) / len(items),
        "precision": fmean(item in truth for item in found),
        "elsewhere": fmean(finding.item in truth for finding in elsewhere),
        "named": fmean(truth.get(finding.item) == finding.args["item"] for finding in elsewhere),
        "recall": fmean(item in found for item in truth),
    }


@pytest.mark.parametrize("name", ["dolly", "alpaca"])
def test_swapped_answers_lie_farther_from_their_instruction(shared_data, figure, name):
    clean = read(shared_data, name)
    draws = [measure(clean, seed) for seed in range(SEEDS)]
    means = {key: fmean(draw[key] for draw in draws) for key in draws[0]}
    data = f"{name.capitalize()}, one answer in twenty swapped"
    figure("Swapped answers", data, "AUROC", means["auroc"], at_least=0.95)
    figure("Swapped answers", data, "recall", means["recall"], at_least=0.7)
    figure("Swapped answers", data, "precision", means["precision"], at_least=0.45)
    figure("Swapped answers", data, "the closest instruction is the right one", means["named"])


@pytest.mark.parametrize("name", ["dolly", "alpaca"])
def test_few_answers_look_swapped_where_none_is(shared_data, figure, name):
    clean = read(shared_data, name)
    state = ANALYZER.finish(ANALYZER.summarize(clean), None)
    found = list(ANALYZER.score(clean, state))
    share = len(found) / len(clean)
    figure("Swapped answers", f"{name.capitalize()} as released", "share pointed at", share)
    assert share <= 0.03
