"""How well all detectors together rank data with faults of many kinds, before anyone has reviewed anything.

The risk is that of the queue. It is compared, in the same run, with a random order, with rules of length,
and for labels with cleanlab's label quality scores (Northcutt et al. 2021, doi:10.1613/jair.1.12125).
"""

from __future__ import annotations

import random
from collections import Counter
from itertools import chain
from statistics import fmean

import numpy as np
import pytest
from cleanlab.rank import get_label_quality_scores

from synthreview.analyzers.embeddings import instant
from synthreview.analyzers.labels.model import LabelModel, fit, fit_folds
from synthreview.analyzers.labels.texts import LabelledTexts, labelled
from synthreview.analyzers.labels.views import match
from synthreview.analyzers.learning import fold_of
from synthreview.analyzers.registry import create, for_kind
from synthreview.analyzers.sample import text_hash
from synthreview.domain import Item, Kind
from synthreview.estimates import average_precision
from tests.quality import mixtures
from tests.quality.reading import items, label_list, rows
from tests.quality.test_label_ranking import REFERENCE, TITLES, risks, views

pytestmark = pytest.mark.quality

TITLE = "The queue as a whole"
MEASURE = "average precision"
SEEDS = 3
LEAST = 0.8
SETS = {"Dolly": mixtures.instructions, "HH-RLHF": mixtures.conversations}
BOTH = "Dolly and HH-RLHF"
UNTOLD = "no exact rule"
TAUGHT = "cleanlab, learned from those 100"

Ranking = tuple[list[float], list[bool]]


def risk_of(batch: list[Item]) -> list[float]:
    """Each item's risk, by everything that looks at its kind."""
    found = risks([create(key) for key in for_kind(batch[0].kind)], batch)
    return [found.get(item.id, 0.0) for item in batch]


def length(item: Item) -> int:
    return len(item.text("output")) + sum(len(turn["text"]) for turn in item.parts.get("turns", ()))


def means(draws):
    return {key: fmean(draw[key] for draw in draws) for key in draws[0]}


# --- faults planted in texts by people ---


def rankings(batch: list[Item], names: dict[int, str], seed: int) -> dict[str, Ranking]:
    """The scores of each way of ranking, and what is faulty."""
    truth, dice = [item.id in names for item in batch], random.Random(seed)
    risk = risk_of(batch)
    untold = [place for place, item in enumerate(batch) if names.get(item.id) not in mixtures.PLANTS]
    return {
        "the queue": (risk, truth),
        UNTOLD: ([risk[place] for place in untold], [truth[place] for place in untold]),
        "longest first": ([length(item) for item in batch], truth),
        "shortest first": ([-length(item) for item in batch], truth),
        "random order": ([dice.random() for _ in batch], truth),
    }


def draw(shared_data, seed: int) -> dict[tuple[str, str], float]:
    """Average precision by way of ranking and data set, each on its own and both as one queue."""
    made = {name: rankings(*read(shared_data, seed), seed) for name, read in SETS.items()}
    found = {}
    for way in next(iter(made.values())):
        of_each = {name: ways[way] for name, ways in made.items()}
        pooled = ([*chain(*column)] for column in zip(*of_each.values(), strict=True))
        for name, (scores, truth) in [*of_each.items(), (BOTH, tuple(pooled))]:
            found[way, name] = average_precision(scores, truth)
    return found


@pytest.fixture(scope="module")
def compared(shared_data) -> dict[tuple[str, str], float]:
    return means([draw(shared_data, seed) for seed in range(SEEDS)])


@pytest.mark.parametrize("name", [*SETS, BOTH])
def test_planted_faults_of_all_kinds_come_first(compared, figure, name):
    data, least = f"{name}, {mixtures.FAULTY:.2f} faulty", LEAST if name == BOTH else None
    figure(TITLE, data, MEASURE, compared["the queue", name], at_least=least)
    for way in ("longest first", "shortest first", "random order"):
        figure(TITLE, f"{data}, {way}", MEASURE, compared[way, name])
        assert compared["the queue", name] > 2 * compared[way, name]


def test_faults_that_no_exact_rule_tells_come_before_sound_examples(compared, figure):
    found, base = compared[UNTOLD, "Dolly"], 0.11
    figure(TITLE, f"Dolly, {base} with faults that no exact rule tells", MEASURE, found, at_least=5 * base)


def test_rare_faults_come_first_too(shared_data, figure, monkeypatch):
    monkeypatch.setattr(mixtures, "FAULTY", 0.05)
    found = means([draw(shared_data, seed) for seed in range(SEEDS)])
    for name in (*SETS, BOTH):
        figure(TITLE, f"{name}, 0.05 faulty", MEASURE, found["the queue", name], at_least=0.25)


# --- labels of a model ---


def chances_of(texts: LabelledTexts, models: tuple[LabelModel, ...], names: list[str], batch) -> np.ndarray:
    """A row per item, a column per label; with several models, each text by the one that did not see it."""
    vectors = instant.embed([item.text("text") for item in batch])
    folds = fold_of(np.array([text_hash(item.text("text")) for item in batch], np.uint64)) % len(models)
    chances = np.zeros((len(batch), len(names)))
    for fold, model in enumerate(models):
        here = np.flatnonzero(folds == fold)
        chances[np.ix_(here, [names.index(name) for name in model.names])] = model.chances(vectors[here])
    return chances


def cleanlab_of(batch: list[Item], said: list[str], learned_from: LabelledTexts, models) -> list[float]:
    """Cleanlab's self-confidence of each item's label, largest for the worst."""
    names = sorted({*said, *learned_from.names()})
    chances = chances_of(learned_from, models, names, batch)
    places = np.array([names.index(label) for label in said])
    return (-get_label_quality_scores(places, chances, method="self_confidence")).tolist()


def texts_of(batch: list[Item], counts: list[Counter[str]]) -> LabelledTexts:
    texts = [item.text("text") for item in batch]
    sample = labelled([item.id for item in batch], texts, instant.embed(texts), counts)
    return LabelledTexts.among(sample)


def label_draw(records: list[dict], seed: int) -> dict[str, float]:
    """How well the texts that people did not label in this draw are ranked; wrong where the majorities differ."""
    blind = set(random.Random(seed).sample(range(len(records)), REFERENCE))
    people = [views(record, "human_annots") for record in records]
    model = [views(record, "model_annots") for record in records]
    parts = [
        {"text": record["text"], "model_labels": label_list(record["model_annots"])}
        | ({"human_labels": label_list(record["human_annots"])} if place in blind else {})
        for place, record in enumerate(records)
    ]
    batch = items(Kind.TASK_LABEL, parts)
    judged = [p for p in range(len(batch)) if p not in blind and people[p].majority and model[p].majority]
    rest, said = [batch[p] for p in judged], [min(model[p].majority) for p in judged]
    taught = texts_of([batch[p] for p in sorted(blind)], [people[p].counts for p in sorted(blind)])
    alone = texts_of(rest, [Counter([label]) for label in said])
    risk, truth = risk_of(batch), [not match(people[p].majority, model[p].majority) for p in judged]
    sizes = [len(item.text("text")) for item in rest]
    ways = {
        "the queue": [risk[p] for p in judged],
        "cleanlab, learned from the model's labels": cleanlab_of(rest, said, alone, fit_folds(alone)),
        TAUGHT: cleanlab_of(rest, said, taught, (fit(taught),)),
        "longest first": sizes,
        "shortest first": [-size for size in sizes],
    }
    found = {way: average_precision(scores, truth) for way, scores in ways.items()}
    return found | {"random order": fmean(truth)}


@pytest.mark.parametrize("name", list(TITLES))
def test_labels_rank_better_than_by_rules_and_by_what_a_model_learns_from_itself(shared_data, figure, name):
    path = shared_data / f"derived/{name}_inter_no_prompt.csv"
    records = [record for record in rows(path) if "gpt35" in record["model_name"]]
    found = means([label_draw(records, seed) for seed in range(SEEDS)])
    for way, value in found.items():
        what = "100 texts labelled by people" if way == "the queue" else way
        figure(TITLE, f"{TITLES[name]}, GPT-3.5's labels, {what}", MEASURE, value)
    queue, taught = found.pop("the queue"), found.pop(TAUGHT)
    assert queue > max(found.values())
    assert queue > taught - 0.02
