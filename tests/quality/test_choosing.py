"""Which 100 texts people should label: what each way of choosing them teaches about the others.

The texts are chosen from one half and judged on the other, the same halves for every way: a way that has people
label the plain errors would otherwise leave only the hard ones to be judged.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import fmean, stdev

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import roc_auc_score

from synthreview.analyzers.embeddings.instant import embed
from synthreview.analyzers.labels.choosing import choose
from synthreview.analyzers.labels.views import match
from synthreview.analyzers.learning import logistic
from synthreview.analyzers.minority_labels import MinorityLabels
from synthreview.analyzers.wrong_labels import WrongLabels
from synthreview.domain import Kind
from tests.quality.reading import items, label_list, rows
from tests.quality.test_label_ranking import risks, views

pytestmark = pytest.mark.quality

COUNT, DRAWS = 100, 10
DETECTOR = "Choosing texts to label"


@dataclass(frozen=True)
class Texts:
    """A model's labels, with people's for all of them."""

    records: list[dict]

    def half(self, seed: int) -> tuple[list[int], list[int]]:
        """Places to choose from, and places to judge."""
        order = random.Random(f"half {seed}").sample(range(len(self.records)), len(self.records))
        return order[: len(order) // 2], order[len(order) // 2 :]

    def said(self, place: int) -> str:
        """The model's label."""
        common = views(self.records[place], "model_annots").counts.most_common(1)
        return common[0][0] if common else ""

    def wrong(self, place: int) -> bool | None:
        people, model = (
            views(self.records[place], part).majority for part in ("human_annots", "model_annots")
        )
        return not match(people, model) if people and model else None


def read(shared_data, name: str) -> Texts:
    if name == "hate speech":  # SBIC and GHC, fewer of them: the machine is small
        file = rows(shared_data / "artifacts_paper_misc/mismatch_gpt3.csv")
        three = [record for record in file if len(label_list(record["human_annots"])) == 3]
        return Texts(random.Random(0).sample(three, 2500))
    file = rows(shared_data / f"derived/{name}_inter_no_prompt.csv")
    return Texts([record for record in file if "gpt35" in record["model_name"]])


# --- ways to choose: places among the candidates ---


def at_random(vectors, said: list[str], seed: int) -> list[int]:
    return random.Random(seed).sample(range(len(said)), COUNT)


def by_label(vectors, said: list[str], seed: int) -> list[int]:
    return [
        place for place, _ in choose([(at, str(at), label) for at, label in enumerate(said)], COUNT, seed)
    ]


def as_many_of_each_label(vectors, said: list[str], seed: int) -> list[int]:
    """One label after the other, until there are enough."""
    places = defaultdict(list)
    for at in random.Random(seed).sample(range(len(said)), len(said)):
        places[said[at]].append((len(places[said[at]]), at))
    return [at for _, at in sorted(each for group in places.values() for each in group)[:COUNT]]


def medoids(vectors, said: list[str], seed: int) -> list[int]:
    """The text nearest to the middle of each of 100 clusters."""
    far = KMeans(COUNT, n_init=1, random_state=seed).fit(vectors).transform(vectors)
    chosen: list[int] = []
    for column in far.T:
        chosen.append(next(at for at in np.argsort(column, kind="stable").tolist() if at not in set(chosen)))
    return chosen


def far_apart(vectors, said: list[str], seed: int) -> list[int]:
    """Always the text that is farthest from all chosen ones (k-center)."""
    chosen = [random.Random(seed).randrange(len(vectors))]
    far = np.full(len(vectors), np.inf)
    while len(chosen) < COUNT:
        far = np.minimum(far, 1 - vectors @ vectors[chosen[-1]])
        far[chosen] = -np.inf
        chosen.append(int(far.argmax()))
    return chosen


def in_doubt(vectors, said: list[str], seed: int) -> list[int]:
    """From the 300 texts whose label is least clear from the labels of the others."""
    labels, folds = np.array(said), np.arange(len(said)) % 5
    gap = np.zeros(len(said))
    for fold in range(5):
        here = folds == fold
        model = logistic(vectors[~here], labels[~here], strength=1.0)
        chances = np.sort(model.predict_proba(vectors[here]))
        gap[here] = chances[:, -1] - chances[:, -2]
    return random.Random(seed).sample(np.argsort(gap, kind="stable")[: 3 * COUNT].tolist(), COUNT)


WAYS = {
    "at random": at_random,
    "by the model's label": by_label,
    "as many of each label": as_many_of_each_label,
    "middles of clusters": medoids,
    "far apart": far_apart,
    "in doubt": in_doubt,
}


# --- what they teach ---


def taught(texts: Texts, chosen: list[int], test: list[int]) -> tuple[float, float]:
    """AUROC and precision in the top tenth, on the texts of the other half."""
    places = sorted([*chosen, *test])
    parts = []
    for place in places:
        record = texts.records[place]
        people = {"human_labels": label_list(record["human_annots"])} if place in set(chosen) else {}
        parts.append({"text": record["text"], "model_labels": label_list(record["model_annots"])} | people)
    found = risks([MinorityLabels(), WrongLabels()], items(Kind.TASK_LABEL, parts))
    risk = {place: found.get(number, 0.0) for number, place in enumerate(places, start=1)}
    judged = [place for place in test if texts.wrong(place) is not None]
    worst = sorted(judged, key=lambda place: -risk[place])[: len(judged) // 10]
    auroc = roc_auc_score([texts.wrong(place) for place in judged], [risk[place] for place in judged])
    return auroc, fmean(texts.wrong(place) for place in worst)


def compared(texts: Texts) -> dict[str, list[tuple[float, float]]]:
    vectors = embed([record["text"] for record in texts.records])
    results = defaultdict(list)
    for seed in range(DRAWS):
        candidates, test = texts.half(seed)
        said = [texts.said(place) for place in candidates]
        for name, way in WAYS.items():
            chosen = [candidates[at] for at in way(vectors[candidates], said, seed)]
            assert len(set(chosen)) == COUNT
            results[name].append(taught(texts, chosen, test))
    return results


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("social_chemistry_101", "Social Chemistry"),
        ("sentiment_diaz2018", "Sentiment"),
        ("hate speech", "SBIC and GHC"),
    ],
)
def test_no_way_of_choosing_is_clearly_better_than_one_that_keeps_the_shares(
    shared_data, figure, name, title
):
    results = compared(read(shared_data, name))
    print(f"{title}: AUROC, precision in the top tenth; difference to random with its standard error")
    gains = {}
    for way, draws in results.items():
        pairs = zip(draws, results["at random"], strict=True)
        gains[way] = [auroc - plain for (auroc, _), (plain, _) in pairs]
        auroc, precision = (fmean(column) for column in zip(*draws, strict=True))
        error = stdev(gains[way]) / DRAWS**0.5
        print(f"  {way:24}{auroc:.3f}  {precision:.3f}  {fmean(gains[way]):+.4f} ±{error:.4f}")
        figure(DETECTOR, f"{title}, 100 texts chosen {way}", "AUROC of wrong labels", auroc)
    assert fmean(gains["by the model's label"]) > -0.01
    assert all(fmean(gain) < fmean(gains["by the model's label"]) + 0.015 for gain in gains.values())


@pytest.mark.parametrize("name", ["social_chemistry_101", "sentiment_diaz2018"])
def test_shares_among_the_chosen_are_those_of_all(shared_data, name):
    """People's labels and the model's errors: no bias, and less noise than at random."""
    texts = read(shared_data, name)
    known = [at for at in range(len(texts.records)) if texts.wrong(at) is not None]
    said, wrong = [texts.said(at) for at in known], [float(texts.wrong(at)) for at in known]
    true = fmean(wrong)
    noise = {}
    for way in ("at random", "by the model's label"):
        estimates = [fmean(wrong[at] for at in WAYS[way](None, said, seed)) for seed in range(1000)]
        noise[way] = stdev(estimates)
        print(f"{name}, {way}: errors {fmean(estimates):.4f} (true {true:.4f}), noise {noise[way]:.4f}")
        assert fmean(estimates) == pytest.approx(true, abs=4 * noise[way] / 1000**0.5)
    assert noise["by the model's label"] < noise["at random"]
    print(Counter(said))
