"""How well the labels of a model rank by risk when people labelled 100 texts only."""

from __future__ import annotations

import random
from statistics import fmean

import pytest

from synthreview.analyzers.labels.views import Views, labels_of, match
from synthreview.analyzers.minority_labels import MinorityLabels
from synthreview.domain import Kind
from synthreview.risk.combine import rank
from synthreview.risk.estimates import average_precision
from tests.quality.reading import items, label_list, rows

pytestmark = pytest.mark.quality

REFERENCE = 100
DRAWS = 10


def draw(records: list[dict], seed: int) -> tuple[float, float]:
    """Average precision and base rate over the texts people did not label in this draw."""
    labelled = set(random.Random(seed).sample(range(len(records)), REFERENCE))
    parts = []
    for position, record in enumerate(records):
        one = {"text": record["text"], "model_labels": label_list(record["model_annots"])}
        parts.append(
            one | {"human_labels": label_list(record["human_annots"])} if position in labelled else one
        )
    batch = items(Kind.TASK_LABEL, parts)
    analyzer = MinorityLabels()
    state = analyzer.finish(analyzer.summarize(batch), None)
    found = ((finding.item, finding.reason, finding.score) for finding in analyzer.score(batch, state))
    risks = {row.item: row.risk for row in rank(found, {reason.code: reason for reason in analyzer.reasons})}
    scores, truth = [], []
    for position, record in enumerate(records):
        people, model = (
            Views.of(labels_of(label_list(record[name]))) for name in ("human_annots", "model_annots")
        )
        if position not in labelled and people.majority and model.majority:
            scores.append(risks.get(position + 1, 0.0))
            truth.append(not match(people.majority, model.majority))
    return average_precision(scores, truth), fmean(truth)


@pytest.mark.parametrize(("name", "lift"), [("social_chemistry_101", 1.4), ("sentiment_diaz2018", 1.15)])
def test_a_hundred_labels_of_people_lift_the_ranking_above_chance(shared_data, name, lift):
    records = [
        r for r in rows(shared_data / f"derived/{name}_inter_no_prompt.csv") if "gpt35" in r["model_name"]
    ]
    draws = [draw(records, seed) for seed in range(DRAWS)]
    precision, base = (fmean(values) for values in zip(*draws, strict=True))
    print(f"{name}: average precision {precision:.3f}, base rate {base:.3f}")
    assert precision >= lift * base
