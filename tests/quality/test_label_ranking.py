"""How well the labels of a model rank by risk when people labelled 100 texts only."""

from __future__ import annotations

import random
from statistics import fmean

import pytest
from sklearn.metrics import roc_auc_score

from synthreview.analyzers.labels.views import Views, labels_of, match
from synthreview.analyzers.minority_labels import MinorityLabels
from synthreview.analyzers.wrong_labels import WrongLabels
from synthreview.domain import Kind
from synthreview.estimates import average_precision
from synthreview.risk.combine import rank
from tests.quality.reading import items, label_list, rows

pytestmark = pytest.mark.quality

REFERENCE = 100
DRAWS = 10
TITLES = {"social_chemistry_101": "Social Chemistry", "sentiment_diaz2018": "Sentiment"}


def risks(analyzers, batch) -> dict[int, float]:
    """Each item's risk when the given analyzers have looked at it."""
    found, reasons = [], {}
    for analyzer in analyzers:
        state = analyzer.finish(analyzer.summarize(batch), None)
        found += [(finding.item, finding.reason, finding.score) for finding in analyzer.score(batch, state)]
        reasons |= {reason.code: reason for reason in analyzer.reasons}
    return {row.item: row.risk for row in rank(sorted(found), reasons)}


def error_rates(records: list[dict], labelled: set[int], wrong: list[bool | None]) -> list[float]:
    """The simplest rank: how often the model's label was wrong among the labelled texts."""
    label = [views(record, "model_annots").counts.most_common(1) for record in records]
    said = [common[0][0] if common else "" for common in label]
    checked = [place for place in labelled if wrong[place] is not None]
    overall = fmean(wrong[place] for place in checked)
    rates = {}
    for name in set(said):
        of_it = [wrong[place] for place in checked if said[place] == name]
        rates[name] = (sum(of_it) + 4 * overall) / (len(of_it) + 4)
    return [rates[name] for name in said]


def views(record: dict, part: str) -> Views:
    return Views.of(labels_of(label_list(record[part])))


def draw(records: list[dict], seed: int) -> dict[str, float]:
    """How well the texts people did not label in this draw are ranked; wrong where the majorities differ."""
    labelled = set(random.Random(seed).sample(range(len(records)), REFERENCE))
    parts = []
    for position, record in enumerate(records):
        one = {"text": record["text"], "model_labels": label_list(record["model_annots"])}
        people = {"human_labels": label_list(record["human_annots"])} if position in labelled else {}
        parts.append(one | people)
    wrong = []
    for record in records:
        people, model = views(record, "human_annots").majority, views(record, "model_annots").majority
        wrong.append(not match(people, model) if people and model else None)
    judged = [place for place in range(len(records)) if place not in labelled and wrong[place] is not None]
    truth = [wrong[place] for place in judged]
    batch = items(Kind.TASK_LABEL, parts)
    compared, found = risks([MinorityLabels()], batch), risks([MinorityLabels(), WrongLabels()], batch)
    risk = [found.get(place + 1, 0.0) for place in judged]
    by_comparison = [compared.get(place + 1, 0.0) for place in judged]
    rates = error_rates(records, labelled, wrong)
    worst = sorted(range(len(judged)), key=lambda place: -risk[place])[: len(judged) // 10]
    return {
        "auroc": roc_auc_score(truth, risk),
        "rates_alone": roc_auc_score(truth, [rates[place] for place in judged]),
        "top_tenth": fmean(truth[place] for place in worst),
        "precision": average_precision(risk, truth),
        "precision_compared": average_precision(by_comparison, truth),
        "base": fmean(truth),
    }


@pytest.mark.parametrize(
    ("name", "auroc", "top_tenth", "lift"),
    [("social_chemistry_101", 0.68, 0.85, 1.4), ("sentiment_diaz2018", 0.62, 0.70, 1.15)],
)
def test_a_hundred_labels_of_people_rank_the_rest(shared_data, figure, name, auroc, top_tenth, lift):
    records = [
        r for r in rows(shared_data / f"derived/{name}_inter_no_prompt.csv") if "gpt35" in r["model_name"]
    ]
    draws = [draw(records, seed) for seed in range(DRAWS)]
    means = {key: fmean(one[key] for one in draws) for key in draws[0]}
    data = f"{TITLES[name]}, GPT-3.5's labels, 100 texts labelled by people"
    figure("Wrong labels", data, "AUROC", means["auroc"], at_least=auroc)
    figure("Wrong labels", data, "AUROC of each label's error rate alone", means["rates_alone"])
    figure("Wrong labels", data, "precision in the top tenth", means["top_tenth"], at_least=top_tenth)
    figure("Wrong labels", data, "share of wrong labels", means["base"])
    assert means["auroc"] > means["rates_alone"]
    least = lift * means["base"]
    figure("Minority labels", data, "average precision", means["precision_compared"], at_least=least)
    figure("Wrong labels", data, "average precision", means["precision"], at_least=least)
