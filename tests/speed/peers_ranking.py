"""Which labels are wrong: our ranking beside cleanlab's, on made texts whose wrong labels are known.

Each text speaks of one of eight topics and has nearly as many words of two others; a model's label is wrong
for a tenth of them, half of these in one direction that it prefers, half at random. People labelled some
texts. Both sides get the same texts, the same labels and the same vectors (Northcutt et al. 2021,
doi:10.1613/jair.1.12125).
"""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from synthreview.project import Project
from tests.speed.made import WORDS

TOPICS = {
    "cooking": "oven flour butter knife simmer recipe salt onion plate roast dough spice",
    "sailing": "harbour mast anchor wind deck rope tide hull captain sail wave compass",
    "music": "violin chord rhythm melody concert drum tune singer note stage choir song",
    "medicine": "nurse fever clinic dose pulse wound doctor virus cough patient surgery pill",
    "law": "court judge clause verdict witness appeal contract statute lawyer trial plea jury",
    "farming": "harvest barley tractor cattle plough seed orchard hay fence sheep manure crop",
    "space": "orbit rocket planet crater telescope comet lunar satellite star probe gravity nebula",
    "sport": "goal referee match league coach tackle stadium sprint score team medal racket",
}
WRONG = 0.1
PEOPLE = 500
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Made:
    """Texts, the model's label of each, whether it is wrong, and the places that people labelled."""

    texts: list[str]
    said: list[str]
    right: list[str]
    people: frozenset[int]

    def truth(self, places: list[int]) -> list[bool]:
        """Whether the labels at these places are wrong."""
        return [self.said[place] != self.right[place] for place in places]


def made(items: int, seed: int = 1) -> Made:
    """Texts of topics, a tenth of them labelled wrongly."""
    chance = random.Random(seed)
    names = list(TOPICS)
    texts, said, right = [], [], []
    for number in range(items):
        topic, other, third = chance.choices(names, k=3)
        words = chance.choices(TOPICS[topic].split(), k=3) + chance.choices(TOPICS[other].split(), k=2)
        words += chance.choices(TOPICS[third].split(), k=2)
        words += chance.choices(WORDS, k=20)
        chance.shuffle(words)
        texts.append(f"{' '.join(words)}, {number}.")
        right.append(topic)
        if chance.random() >= WRONG:
            said.append(topic)
        elif chance.random() < 0.5:
            said.append(names[(names.index(topic) + 1) % len(names)])
        else:
            said.append(chance.choice([name for name in names if name != topic]))
    return Made(texts, said, right, frozenset(chance.sample(range(items), min(PEOPLE, items // 4))))


def compare(folder: Path, items: int, seed: int = 1) -> list[dict[str, Any]]:
    """Seconds and average precision of each way, over the texts that no person labelled."""
    data = made(items, seed)
    judged = [place for place in range(items) if place not in data.people]
    ways = {
        "synthreview, with people's labels of 500 texts": lambda: _ours(folder, data),
        "cleanlab, from the model's labels alone": lambda: _cleanlab(data, taught=False),
        "cleanlab, with people's labels of 500 texts": lambda: _cleanlab(data, taught=True),
    }
    found = []
    for name, way in ways.items():
        seconds, scores = way()
        found.append({"name": name, "seconds": seconds, **_told([scores[p] for p in judged], data, judged)})
    random_order = sum(data.truth(judged)) / len(judged)
    found.append({"name": "random order", "seconds": None, "precision": random_order, "top": random_order})
    return found


def _told(scores: list[float], data: Made, places: list[int]) -> dict[str, float]:
    from synthreview.estimates import average_precision

    truth = data.truth(places)
    worst = sorted(range(len(places)), key=lambda place: -scores[place])[: len(places) // 10]
    return {
        "precision": float(average_precision(scores, truth)),
        "top": sum(truth[place] for place in worst) / len(worst),
    }


def _ours(folder: Path, data: Made) -> tuple[float, list[float]]:
    """By the program as it is: import, the two analyzers of labels, and its queue."""
    source = folder / f"labels{len(data.texts)}.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for place, (text, said) in enumerate(zip(data.texts, data.said, strict=True)):
            record: dict[str, Any] = {"text": text, "model_labels": [said]}
            if place in data.people:
                record["human_labels"] = [data.right[place]]
            file.write(json.dumps(record) + "\n")
    project = Project.open(folder / "labels.synthreview", create=True)
    project.import_file(source)
    began = time.perf_counter()
    project.analyze(analyzers=["minority_labels", "wrong_labels"])
    frame = project.frame("")
    seconds = time.perf_counter() - began
    scores = [0.0] * len(data.texts)
    for place, risk in zip(frame["position"], frame["risk"], strict=True):
        scores[place] = float(risk)
    project.close()
    return seconds, scores


def _cleanlab(data: Made, *, taught: bool) -> tuple[float, list[float]]:
    """As its users do it: chances from a logistic regression that did not see the text, then its ranking."""
    import numpy as np
    from cleanlab.filter import find_label_issues
    from cleanlab.rank import get_label_quality_scores
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict

    from synthreview.analyzers.embeddings import instant

    names = sorted(TOPICS)
    labels = np.array([names.index(label) for label in data.said])
    instant.embed(data.texts[:1])  # reads the packed vectors, which ours does in its workers
    began = time.perf_counter()
    vectors = instant.embed(data.texts)
    model = LogisticRegression(max_iter=1_000)
    if taught:
        learned = sorted(data.people)
        model.fit(vectors[learned], [names.index(data.right[place]) for place in learned])
        chances = model.predict_proba(vectors)
    else:
        chances = cross_val_predict(model, vectors, labels, cv=FOLDS, method="predict_proba")
    find_label_issues(labels, chances)
    scores = 1 - get_label_quality_scores(labels, chances, method="self_confidence")
    return time.perf_counter() - began, scores.tolist()
