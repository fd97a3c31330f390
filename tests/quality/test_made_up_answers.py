"""Answers with made-up facts (HaluEval, labels by people): what findings tell, and what labels add.

Nothing here knows facts. Findings are a sign because answers that refuse or speak of links cannot be right;
a prior by topic needs labels of people, and says how risky a subject is, not which answer is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from synthreview.analyzers.corrupt_instructions import CorruptInstructions
from synthreview.analyzers.embeddings import instant
from synthreview.analyzers.learning import FOLDS, fold_of, logistic
from synthreview.analyzers.sample import text_hash
from synthreview.analyzers.swapped_answers import SwappedAnswers
from synthreview.domain import Item, Kind
from synthreview.risk.combine import rank
from tests.quality.reading import items, json_lines

pytestmark = pytest.mark.quality

DETECTOR = "Made-up answers"
TOP = 0.1


@pytest.fixture(scope="module")
def answers(shared_data: Path) -> tuple[list[Item], np.ndarray]:
    records = json_lines(shared_data / "halueval/general_data.json")
    batch = items(
        Kind.INSTRUCTION,
        [{"instruction": r["user_query"], "input": "", "output": r["chatgpt_response"]} for r in records],
    )
    return batch, np.array([record["hallucination"] == "yes" for record in records])


@pytest.fixture(scope="module")
def risks(answers: tuple[list[Item], np.ndarray]) -> np.ndarray:
    """The rank by findings alone; no label was seen."""
    batch, _ = answers
    reasons, found = {}, []
    for analyzer in (CorruptInstructions(), SwappedAnswers()):
        reasons |= {reason.code: reason for reason in analyzer.reasons}
        state = analyzer.finish(analyzer.summarize(batch), None)
        found += [(f.item, f.reason, f.score) for f in analyzer.score(batch, state)]
    told = {row.item: row.risk for row in rank(sorted(found), reasons)}
    return np.array([told.get(item.id, 0.0) for item in batch])


def precision_at_the_top(scores: np.ndarray, truth: np.ndarray) -> float:
    """Of the first tenth, the share that is wrong; of equal scores any may come first."""
    most = int(TOP * len(scores))
    last = np.sort(scores)[-most]
    above, equal = scores > last, scores == last
    return float((truth[above].sum() + truth[equal].mean() * (most - above.sum())) / most)


def learned(rows: np.ndarray, truth: np.ndarray, hashes: np.ndarray) -> np.ndarray:
    """Chances by models that saw the labels of the other four fifths."""
    folds, chances = fold_of(hashes), np.zeros(len(truth))
    for fold in range(FOLDS):
        model = logistic(rows[folds != fold], truth[folds != fold], strength=0.3)
        chances[folds == fold] = model.predict_proba(rows[folds == fold])[:, 1]
    return chances


def test_findings_and_labels_by_topic(
    answers: tuple[list[Item], np.ndarray], risks: np.ndarray, figure: Callable[..., None]
) -> None:
    batch, wrong = answers
    hashes = np.array([text_hash(item.text("instruction")) for item in batch], np.uint64)
    queries = instant.embed([item.text("instruction") for item in batch])
    replies = instant.embed([item.text("output") for item in batch])
    seen = round(0.8 * len(batch))
    ways = {
        "findings, no label seen": (risks, 0.3),
        f"topic of the query, {seen} labels": (learned(queries, wrong, hashes), 0.35),
        f"query and answer, {seen} labels": (learned(np.hstack([queries, replies]), wrong, hashes), 0.35),
        f"query, answer and findings, {seen} labels": (
            learned(np.hstack([queries, replies, 3 * risks[:, None]]), wrong, hashes),
            0.4,
        ),
    }
    data = f"HaluEval, {len(batch)} answers"
    figure(DETECTOR, data, "share that people call made up", float(wrong.mean()))
    for name, (scores, least) in ways.items():
        figure(
            DETECTOR, data, f"precision in the top tenth, {name}", precision_at_the_top(scores, wrong), least
        )
        figure(DETECTOR, data, f"AUROC, {name}", roc_auc_score(wrong, scores))
