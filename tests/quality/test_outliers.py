"""How well a few items of another data set stand out, and how quiet data as released stay."""

from __future__ import annotations

import json
import random
from pathlib import Path
from statistics import fmean

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from synthreview.analyzers.outliers import Outliers
from synthreview.domain import Finding, Item, Kind
from tests.quality.reading import alpaca, dolly, json_lines, rows
from tests.quality.test_simulations import dialogues

pytestmark = pytest.mark.quality

ANALYZER = Outliers()
TITLE = ANALYZER.title
SHARE = 1 / 400
SEEDS = 3
STRANGER = 10**6
"""Added to the ids of items of another data set."""


def whole(batch: list[Item]) -> list[str]:
    return ["\n".join(filter(None, map(item.text, ("instruction", "input", "output")))) for item in batch]


def of_labels(folder: Path, name: str) -> list[str]:
    records = rows(folder / f"derived/{name}_inter_no_prompt.csv")
    return [record["text"] for record in records if "gpt35" in record["model_name"]]


def chinese(folder: Path) -> list[str]:
    records = json.loads((folder / "llamafactory_demo/alpaca_zh_demo.json").read_text(encoding="utf-8"))
    return [f"{record['instruction']}\n{record['output']}" for record in records]


READ = {
    "Dolly": lambda folder: whole(dolly(folder)),
    "Alpaca": lambda folder: whole(alpaca(next(folder.rglob("random_9k.json")))),
    "Alpaca in Chinese": chinese,
    "HC3": lambda folder: [r["text"] for r in json_lines(folder / "hc3/en/val_hc3_si.jsonl")],
    "Social Chemistry": lambda folder: of_labels(folder, "social_chemistry_101"),
    "Sentiment": lambda folder: of_labels(folder, "sentiment_diaz2018"),
    "HH-RLHF": lambda folder: ["\n".join(text for _, text in talk) for talk in dialogues(folder)],
}
NARROW = ("Social Chemistry", "Sentiment", "HH-RLHF", "Alpaca in Chinese")
"""Data of one sort; the others are of every sort."""


def as_items(texts: list[str], first: int = 1) -> list[Item]:
    return [
        Item(first + place, 1, place, None, Kind.FREE_TEXT, {"text": text})
        for place, text in enumerate(texts)
    ]


def found_in(batch: list[Item]) -> tuple[list[Finding], list[float]]:
    """The findings, and how near each item is to its ten nearest."""
    state = ANALYZER.finish(ANALYZER.summarize(batch), None)
    vectors = ANALYZER.embed([item.text("text") for item in batch])
    near = state[""].nearness(np.array([item.id for item in batch]), vectors)
    return list(ANALYZER.score(batch, state)), near.tolist()


def strangers(own: list[str], others: list[str], seed: int) -> dict[str, float]:
    count = max(3, round(SHARE * len(own)))
    batch = as_items(own) + as_items(random.Random(seed).sample(others, count), STRANGER)
    found, near = found_in(batch)
    truth = [item.id >= STRANGER for item in batch]
    return {
        "auroc": roc_auc_score(truth, [-value for value in near]),
        "recall": sum(finding.item >= STRANGER for finding in found) / count,
        "right": sum(finding.item >= STRANGER for finding in found),
        "found": len(found),
    }


@pytest.mark.parametrize("name", list(READ))
def test_a_few_items_of_other_data_stand_out_where_the_data_are_of_one_sort(shared_data, figure, name):
    own = READ[name](shared_data)[:3000]
    draws = [
        strangers(own, READ[other](shared_data), seed)
        for other in ("Dolly", "Alpaca in Chinese", "HC3", "Sentiment")
        if other != name
        for seed in range(SEEDS)
    ]
    data = f"{name}, one in 400 from another data set"
    least = 0.85 if name in NARROW else None
    figure(TITLE, data, "AUROC of nearness", fmean(draw["auroc"] for draw in draws), at_least=least)
    figure(TITLE, data, "recall", fmean(draw["recall"] for draw in draws))
    if found := sum(draw["found"] for draw in draws):
        figure(TITLE, data, "precision", sum(draw["right"] for draw in draws) / found)


@pytest.mark.parametrize("name", list(READ))
def test_data_as_released_stay_quiet(shared_data, figure, name):
    batch = as_items(READ[name](shared_data))
    found, _ = found_in(batch)
    figure(TITLE, f"{name} as released", "share pointed at", len(found) / len(batch))
    assert len(found) <= 0.006 * len(batch)
