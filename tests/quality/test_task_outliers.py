"""Labels flipped inside tasks whose rows share one instruction."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from sklearn.metrics import roc_auc_score

from synthreview.analyzers.labels.model import agreement, fit_folds
from synthreview.analyzers.task_outliers import TaskOutliers, Tasks, _groups, _output, _task
from synthreview.domain import Item, Kind
from synthreview.estimates import wilson
from tests.quality.reading import items, rows

pytestmark = pytest.mark.quality

DETECTOR = "Labels flipped within a task"
ANALYZER = TaskOutliers()
FLIPPED = 0.1

Parts = dict[str, str]


def sst2(data: Path) -> list[Parts]:
    """Film reviews with POS or NEG, as Super-NaturalInstructions releases them."""
    folder = data / "super_natural_instructions/CL_Benchmark/SuperNI/task363_sst2_polarity_classification"
    task = json.loads((folder / "train.json").read_text(encoding="utf-8"))
    return [
        {"instruction": task["Definition"][0], "input": one["input"], "output": _one(one["output"])}
        for one in task["Instances"]
    ]


def _one(output: str | list[str]) -> str:
    return output if isinstance(output, str) else output[0]


def sentiment(data: Path) -> list[Parts]:
    """Tweets that more than half of the people called negative, or positive."""
    words = ("negative", "negative", "", "positive", "positive")
    made: dict[str, Parts] = {}
    for row in rows(data / "derived/sentiment_diaz2018_inter_no_prompt.csv"):
        given = [
            int(label)
            for label in row["human_annots"].strip("[]").replace(",", " ").replace(".", " ").split()
        ]
        label, count = Counter(given).most_common(1)[0]
        if 0 <= label < len(words) and words[label] and count > len(given) / 2:
            made[row["text"]] = {
                "instruction": "What is the sentiment of the text?",
                "input": row["text"],
                "output": words[label],
            }
    return list(made.values())


def flipped(parts: list[Parts]) -> tuple[list[Item], set[int]]:
    """The same rows with a tenth of the labels changed for another of the task."""
    dice = random.Random(4)
    labels = sorted({one["output"] for one in parts})
    chosen = set(dice.sample(range(len(parts)), round(FLIPPED * len(parts))))
    made = [
        one | {"output": dice.choice([label for label in labels if label != one["output"]])}
        if at in chosen
        else one
        for at, one in enumerate(parts)
    ]
    return items(Kind.INSTRUCTION, made), {at + 1 for at in chosen}


@pytest.mark.parametrize(("name", "read", "least"), [("SST-2", sst2, 0.65), ("Tweets", sentiment, 0.6)])
def test_flipped_labels_come_first(
    name: str,
    read: Callable[[Path], list[Parts]],
    least: float,
    shared_data: Path,
    figure: Callable[..., None],
) -> None:
    batch, bad = flipped(read(shared_data))
    (task,) = [texts for _, texts in _groups(ANALYZER.summarize(batch).rows())]
    state = Tasks({_task(batch[0]): fit_folds(task)})
    doubts = {
        item.id: 1 - chances.get(_output(item), 0.0) for item, chances in ANALYZER.chances(batch, state)
    }
    data = f"{name} as a task, {len(batch)} rows, a tenth flipped"
    truth = [item.id in bad for item in batch]
    figure(DETECTOR, data, "AUROC", roc_auc_score(truth, [doubts.get(item.id, 0.0) for item in batch]), least)
    agrees, most_common = agreement(task)
    figure(DETECTOR, data, "how often the inputs tell the label", agrees)
    figure(DETECTOR, data, "share of the most common label", most_common)
    hits = {finding.item for finding in ANALYZER.score(batch, state)}
    right = len(bad & hits)
    if len(hits) >= 10:
        figure(DETECTOR, data, f"precision of {len(hits)} labels pointed at", right / len(hits))
        figure(DETECTOR, data, "lower end of its 95 % interval", wilson(right, len(hits))[0])
