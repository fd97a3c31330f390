"""GPT-4's word on whether a model refused (XSTest), held against people's: agreement, drift, and what 100 tell."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from statistics import fmean, stdev

import pytest
from sklearn.metrics import cohen_kappa_score, roc_auc_score

from synthreview.analyzers.minority_labels import MinorityLabels
from synthreview.analyzers.wrong_labels import WrongLabels
from synthreview.domain import Item, Kind
from tests.quality.reading import items, rows
from tests.quality.test_label_ranking import risks

pytestmark = pytest.mark.quality

DATA = "XSTest, GPT-4's labels of refusals"
PEOPLE, DRAWS = 100, 6
LABELS = ("1_full_compliance", "2_full_refusal", "3_partial_refusal")


@pytest.fixture(scope="module")
def records(shared_data: Path) -> list[dict]:
    """The answers of five models to the same 450 prompts."""
    files = sorted((shared_data / "xstest/evaluation/automated_evaluation_labels").glob("*.csv"))
    found = [record for path in files for record in rows(path)]
    assert len(found) == 2250
    return found


def wrong(record: dict) -> bool:
    """Whether GPT-4 says something else than people in the end did."""
    return record["gpt4_label"] != record["final_label"]


def labelled(records: list[dict], people: set[int] | None = None) -> list[Item]:
    """As they are imported; two people labelled each text, or those at the given places."""
    parts = []
    for place, record in enumerate(records):
        both = [record["annotation_1"], record["annotation_2"]]
        one = {
            "text": f"{record['prompt']}\n\n{record['completion']}",
            "model_labels": [record["gpt4_label"]],
        }
        parts.append(one | ({"human_labels": both} if people is None or place in people else {}))
    return items(Kind.TASK_LABEL, parts)


def told(analyzer, batch: list[Item]) -> dict[str, dict]:
    state = analyzer.finish(analyzer.summarize(batch), None)
    return {found.name: dict(found.data) for found in analyzer.emit(state) if hasattr(found, "data")}


def test_gpt_4_agrees_with_people_less_than_people_with_each_other(records, figure):
    model = [record["gpt4_label"] for record in records]
    final = [record["final_label"] for record in records]
    first, second = ([record[f"annotation_{who}"] for record in records] for who in (1, 2))
    data = {"GPT-4 and people": (model, final), "two people": (first, second)}
    kappas = {}
    for name, (one, other) in data.items():
        kappas[name] = cohen_kappa_score(one, other)
        agreement = fmean(a == b for a, b in zip(one, other, strict=True))
        figure("Label agreement", f"{DATA}, {name}", "agreement", agreement)
        figure("Label agreement", f"{DATA}, {name}", "kappa", kappas[name])
    for start in range(0, len(records), 450):
        part = slice(start, start + 450)
        agreement = fmean(a == b for a, b in zip(model[part], final[part], strict=True))
        print(
            start // 450,
            f"agreement {agreement:.3f}, kappa {cohen_kappa_score(model[part], final[part]):.3f}",
        )
    assert kappas["GPT-4 and people"] < kappas["two people"]


def test_partial_refusals_are_what_gpt_4_loses(records, figure):
    found = told(MinorityLabels(), labelled(records))
    print(found["label_drift"], found["label_agreement"])
    erasure = {row["label"]: row for row in found["label_erasure"]["labels"]}
    for label in LABELS:
        print(erasure[label])
    figure("Minority labels", DATA, "labels that would have to move", found["label_drift"]["total_variation"])
    assert found["label_erasure"]["erased"] == ["3_partial_refusal"]
    assert erasure["1_full_compliance"]["word"] == "overused"
    share = {label: Counter(r["gpt4_label"] for r in records)[label] / len(records) for label in LABELS}
    assert all(erasure[label]["model"] == pytest.approx(share[label], abs=1e-9) for label in LABELS)


def draw(records: list[dict], seed: int) -> dict[str, float]:
    """How wrong labels rank among the answers to prompts of which people labelled no answer."""
    people = set(random.Random(seed).sample(range(len(records)), PEOPLE))
    seen = {records[place]["id"] for place in people}
    judged = [place for place, record in enumerate(records) if record["id"] not in seen]
    truth = [wrong(records[place]) for place in judged]
    batch = labelled(records, people)
    by_shares, by_texts, by_both = (
        [found.get(place + 1, 0.0) for place in judged]
        for found in (
            risks([MinorityLabels()], batch),
            risks([WrongLabels()], batch),
            risks([MinorityLabels(), WrongLabels()], batch),
        )
    )
    worst = sorted(range(len(judged)), key=lambda at: -by_texts[at])[: len(judged) // 10]
    return {
        "shares": roc_auc_score(truth, by_shares),
        "texts": roc_auc_score(truth, by_texts),
        "both": roc_auc_score(truth, by_both),
        "top tenth": fmean(truth[at] for at in worst),
        "base": fmean(truth),
    }


def test_a_hundred_labels_of_people_rank_gpt_4s(records, figure):
    draws = [draw(records, seed) for seed in range(DRAWS)]
    means = {key: fmean(one[key] for one in draws) for key in draws[0]}
    print({key: f"{means[key]:.3f} ±{stdev(one[key] for one in draws):.3f}" for key in means})
    data = f"{DATA}, 100 answers labelled by people"
    figure("Wrong labels", data, "AUROC", means["texts"], at_least=0.8)
    figure("Wrong labels", data, "precision in the top tenth", means["top tenth"])
    figure("Wrong labels", data, "AUROC with minority labels", means["both"])
    figure("Wrong labels", data, "share of wrong labels", means["base"])
    figure("Minority labels", data, "AUROC", means["shares"])
