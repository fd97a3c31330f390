"""The paper's numbers about labels, recomputed on the released file (T5 to T8 of the digest)."""

from __future__ import annotations

import json
from collections import Counter
from statistics import stdev

import pytest

from synthreview.analyzers.labels.shares import wasserstein
from synthreview.analyzers.labels.views import Views, labels_of, match
from synthreview.analyzers.minority_labels import MinorityLabels
from synthreview.domain import Kind
from tests.quality.reading import items, label_list, rows

pytestmark = pytest.mark.quality

SETS = {5: "n_human=5 (SChem5Labels)", 4: "n_human=4 (Sentiment)", 3: "n_human=3 (SBIC+ghc pooled)"}


@pytest.fixture(scope="module")
def pairs(shared_data) -> list[tuple[list[str], list[str], dict]]:
    file = rows(shared_data / "artifacts_paper_misc/mismatch_gpt3.csv")
    return [
        (labels_of(label_list(r["human_annots"])), labels_of(label_list(r["model_annots"])), r) for r in file
    ]


@pytest.fixture(scope="module")
def golden(shared_data) -> dict:
    return json.loads((shared_data / "golden_values.json").read_text())["task_labels_mismatch_gpt3"]


@pytest.fixture(params=SETS, ids=["social_chemistry", "sentiment", "sbic_and_ghc"])
def one_set(request, pairs, golden):
    people = [(one, other) for one, other, _ in pairs if len(one) == request.param]
    return people, golden[SETS[request.param]]


def test_majorities_and_minorities_match_as_often_as_in_the_paper(one_set):
    people, expected = one_set
    views = [(Views.of(one), Views.of(other)) for one, other in people]
    majority = sum(match(one.majority, other.majority) for one, other in views) / len(views)
    minority = sum(match(one.minority, other.minority) for one, other in views) / len(views)
    assert len(views) == expected["rows"]
    assert majority == pytest.approx(expected["majority_match"], abs=1e-4)
    assert minority == pytest.approx(expected["minority_match"], abs=1e-4)


def test_no_dissent_and_another_dissent_are_told_apart_with_the_papers_counts(one_set):
    people, expected = one_set
    parts = [{"text": "x", "human_labels": one, "model_labels": other} for one, other in people]
    analyzer = MinorityLabels()
    state = analyzer.finish(analyzer.summarize(items(Kind.TASK_LABEL, parts)), None)
    (agreement,) = [s.data for s in analyzer.emit(state) if s.name == "label_agreement"]
    found, both = expected["minority_match_where_both_defined"]
    assert (agreement["minority_match"], agreement["both_have_minority"]) == (found, both)
    assert 1 - agreement["model_split"] / agreement["items"] == pytest.approx(
        expected["model_unanimous"], abs=1e-4
    )
    assert 1 - agreement["people_split"] / agreement["items"] == pytest.approx(
        expected["human_unanimous"], abs=1e-3
    )


def test_labels_flip_from_people_to_model_as_often_as_in_the_paper(one_set):
    people, expected = one_set
    flips = Counter(f"{a}->{b}" for one, other in people for a, b in zip(one, other, strict=False) if a != b)
    assert flips == expected["flips"]
    assert flips.total() == expected["flips_total"]


def test_the_columns_of_variation_are_reproduced(pairs):
    for one, other, record in pairs:
        assert stdev(map(float, one)) == pytest.approx(float(record["human_variation"]), abs=1e-6)
        assert stdev(map(float, other)) == pytest.approx(float(record["model_variation"]), abs=1e-6)


def test_the_earth_movers_distance_is_the_papers(one_set):
    people, expected = one_set
    one = Counter(float(label) for labels, _ in people for label in labels)
    other = Counter(float(label) for _, labels in people for label in labels)
    assert wasserstein(one, other) == pytest.approx(expected["wasserstein"], abs=1e-3)


def test_the_panels_tell_the_papers_findings(one_set):
    """The dissent and the distance that a lead reads are those of the released file."""
    people, expected = one_set
    parts = [
        {"text": str(at), "human_labels": one, "model_labels": other}
        for at, (one, other) in enumerate(people)
    ]
    analyzer = MinorityLabels()
    study = analyzer.finish(analyzer.summarize(items(Kind.TASK_LABEL, parts)), None).study
    assert study.drift.wasserstein.value == pytest.approx(expected["wasserstein"], abs=1e-3)
    assert study.dissent.items == expected["rows"]
    split = sum(len(set(one)) > 1 for one, _ in people)
    lost = sum(len(set(one)) > 1 == len(set(other)) for one, other in people)
    assert study.dissent.split == split
    assert study.dissent.none.value == pytest.approx(lost / split)
    assert study.dissent.none.low > study.dissent.by_chance
    assert study.dissent.differ.low > 0
