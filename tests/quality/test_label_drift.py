"""Label drift against people: known figures, alarms where there is nothing to find, and intervals that hold."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest

from synthreview.analyzers.labels.classes import label_uses
from synthreview.analyzers.labels.contrast import Contrast
from synthreview.analyzers.labels.drift import drift, jensen_shannon, total_variation
from synthreview.analyzers.labels.votes import Votes
from synthreview.analyzers.minority_labels import MinorityLabels
from synthreview.domain import Kind
from tests.quality.reading import items, label_list, rows

pytestmark = pytest.mark.quality

TITLES = {"social_chemistry_101": "Social Chemistry", "sentiment_diaz2018": "Sentiment"}
GPT = "open_ai_gpt35turbo"
DRAWS = 200
LABELS = "Label drift"


def study(parts, reference=None):
    analyzer = MinorityLabels()
    other = analyzer.summarize(items(Kind.TASK_LABEL, reference)) if reference else None
    return analyzer.finish(analyzer.summarize(items(Kind.TASK_LABEL, parts)), other).study


@pytest.fixture(scope="module", params=TITLES)
def labelled(request, shared_data):
    records = rows(shared_data / f"derived/{request.param}_inter_no_prompt.csv")
    parts = [
        {
            "text": one["text"],
            "human_labels": label_list(one["human_annots"]),
            "model_labels": label_list(one["model_annots"]),
        }
        for one in records
        if one["model_name"] == GPT
    ]
    return request.param, parts


KNOWN = {"social_chemistry_101": (0.283, 0.19), "sentiment_diaz2018": (0.126, 0.16)}
"""Total variation over all labels (counted by hand), and between the usual labels of both sides (known)."""


def test_the_known_drift_of_gpt35(labelled, figure):
    name, parts = labelled
    found = study(parts)
    every, usual = KNOWN[name]
    (pairing,) = found.pairings
    variation = found.drift.total_variation
    figure(LABELS, TITLES[name], "total variation, all labels", variation.value)
    figure(LABELS, TITLES[name], "total variation, usual labels", pairing.moved)
    assert variation.value == pytest.approx(every, abs=1e-3)
    assert pairing.moved == pytest.approx(usual, abs=0.006)
    assert variation.certain
    assert variation.noise < variation.low < variation.value < variation.high


def halves(pool, dice):
    """Each item's people in two random halves, one of which stands for the model."""
    made = []
    for text, labels in pool:
        mixed = dice.sample(labels, len(labels))
        cut = (len(labels) + dice.randrange(2)) // 2
        made.append({"text": text, "human_labels": mixed[:cut], "model_labels": mixed[cut:]})
    return made, None


def apart(pool, dice):
    """Two fifths of the texts as a reference, all labels of people."""
    mixed = dice.sample(pool, len(pool))
    cut = len(mixed) * 2 // 5
    reference = [{"text": text, "human_labels": labels} for text, labels in mixed[:cut]]
    return [{"text": text, "model_labels": labels} for text, labels in mixed[cut:]], reference


@pytest.mark.parametrize("design", [halves, apart], ids=["same_items", "other_items"])
def test_people_against_people_raise_no_more_alarms_than_they_may(labelled, design, figure):
    name, parts = labelled
    texts = {one["text"]: [label for label in one["human_labels"] if label is not None] for one in parts}
    pool = [pair for pair in texts.items() if len(pair[1]) > 1]
    dice, alarms = random.Random(3), Counter()
    for _ in range(DRAWS):
        found = study(*design(pool, dice))
        alarms["a label's share (Holm)"] += any(use.certain for use in found.uses)
        alarms["total variation"] += found.drift.total_variation.certain
        alarms["a part stands out"] += bool(found.slices)
        if design is halves:
            alarms["a label on the same items (Holm)"] += any(shift.certain for shift in found.shifts)
            alarms["Stuart-Maxwell"] += any(each.margins < 0.05 for each in found.pairings)
            alarms["Bowker"] += any(each.symmetry < 0.05 for each in found.pairings)
            lost = found.dissent.none.low > found.dissent.by_chance and found.dissent.differ.low > 0
            alarms["no dissent"] += lost
        else:
            alarms["G-test"] += found.homogeneity < 0.05
    data = f"{TITLES[name]}, people against people ({design.__name__})"
    families = max(count for what, count in alarms.items() if "Holm" in what) / DRAWS
    print(data, dict(alarms))
    figure(LABELS, data, "false alarms, any label (Holm)", families)
    figure(LABELS, data, "false alarms, the worst of all tests", max(alarms.values()) / DRAWS)
    assert families <= 0.07
    # 200 draws of an alarm of 5 % stay below 9 % in 99 of 100 cases.
    assert max(alarms.values()) <= 0.09 * DRAWS


SHARES = np.array([0.05, 0.2, 0.4, 0.25, 0.1])


@pytest.mark.parametrize("number", [60, 200, 500])
@pytest.mark.parametrize("shift", [0.0, 0.03, 0.08, 0.2])
def test_intervals_hold_the_truth(number, shift, figure):
    """Each text has its own leaning; three people label it, and five samples of a model, mostly alike."""
    dice, runs = np.random.default_rng(number + int(1000 * shift)), 300
    model = SHARES + shift * np.array([0.3, 0.7, -1, 0, 0])
    held = Counter()
    for _ in range(runs):
        counts = [
            np.array([dice.multinomial(3, dice.dirichlet(1.5 * SHARES)) for _ in range(number)], float),
            np.array([sample(dice, dice.dirichlet(1.5 * model)) for _ in range(number)], float),
        ]
        none = np.zeros(number, np.int64)
        hashes = np.arange(number, dtype=np.uint64)
        contrast = Contrast.of(Votes(tuple("01234"), hashes, *counts, none.astype(object), none, none))
        found = drift(contrast)
        truths = (shift, float(jensen_shannon(SHARES[None], model[None])[0]), shift * (2 * 0.3 + 0.7))
        for what, each, true in zip(
            ("total variation", "Jensen-Shannon", "Wasserstein"),
            (found.total_variation, found.jensen_shannon, found.wasserstein),
            truths,
            strict=True,
        ):
            held[what] += each.low - 1e-9 <= true <= each.high + 1e-9
        for use in label_uses(contrast):
            at = int(use.label)
            held["difference"] += (use.low <= model[at] - SHARES[at] <= use.high) / len(SHARES)
            held["ratio"] += (use.erasure.low <= model[at] / SHARES[at] <= use.erasure.high) / len(SHARES)
    assert total_variation(SHARES, model) == pytest.approx(shift)
    print(number, shift, {what: round(count / runs, 3) for what, count in held.items()})
    data = f"simulated, {number} texts, a shift of {shift}"
    figure(LABELS, data, "intervals that hold the truth, the worst kind", min(held.values()) / runs, 0.92)


def sample(dice, leaning):
    return dice.multinomial(1, leaning) * 5 if dice.random() < 0.9 else dice.multinomial(5, leaning)
