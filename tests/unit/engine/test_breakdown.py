"""Facets: what the items under a filter are made of, each count equal to what its own filter finds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from synthreview.domain import Decision, Role, Verdict
from synthreview.engine import breakdown
from synthreview.figures import grouped
from synthreview.jobs import Cancelled, JobContext
from synthreview.project import Facet, Project
from synthreview.store import breakdown as stored


@pytest.fixture
def mixed(project: Project, tmp_path: Path) -> Iterator[Project]:
    path = tmp_path / "labels.jsonl"
    rows = [
        {"text": text * (number % 3 * 8 + 1), "label": "up" if number % 3 else "down"}
        for number in range(12)
        for text in ("The winter was long and the river stayed frozen until the end of the month. ",)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    project.import_file(path)
    project.import_file(path, name="people", role=Role.HUMAN)
    project.analyze()
    project.index_text()
    project.decide_many(
        [
            Decision(1, Verdict.ACCEPT),
            Decision(2, Verdict.REJECT, reviewer="ben"),
            Decision(2, Verdict.REJECT, reviewer="ana"),
            Decision(7, Verdict.DEFER),
        ]
    )
    project.flag(3, True)
    return project


def told(facets: list[Facet]) -> dict[str, dict[str, int]]:
    return {facet.key: {value.value: value.count for value in facet.values} for facet in facets}


@pytest.mark.parametrize(
    "where",
    ["", "verdict:undecided", "river or bees", "-river", "/e/ label:up", "risk>0 or flag:yes", "item:99999"],
)
def test_every_count_is_what_its_own_filter_finds(
    mixed: Project, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breakdown, "_STEP", 3)
    facets = mixed.facets(where)
    assert bool(facets) == bool(mixed.queue_ids(where))
    for facet in facets:
        for value in facet.values:
            assert value.count == len(mixed.queue_ids(value.where)) > 0, (facet.key, value)


def test_each_facet_lists_its_values_with_words_the_commonest_first(mixed: Project) -> None:
    facets = mixed.facets()
    counts = told(facets)
    assert counts["kind"] == {"task_label": 12, "instruction": 5}
    assert counts["dataset"] == {"labels": 12, "small": 5}
    assert counts["verdict"] == {"undecided": 14, "accept": 1, "defer": 1, "reject": 1}
    assert counts["label"] == {"up": 8, "down": 4}
    assert counts["flag"] == {"no": 16, "yes": 1}
    assert counts["reviewer"] == {"ana": 3, "ben": 1}
    assert list(counts["length"]) == ["length<100", "length>=500 length<2000"]
    words = {facet.key: [value.words for value in facet.values] for facet in facets}
    assert words["kind"] == ["Task label", "Instruction"]
    assert words["verdict"] == ["Undecided", "Accepted", "Deferred", "Rejected"]
    assert words["language"] == ["English", "Unknown"]
    assert words["length"] == ["0 to 99", f"500 to {grouped(1_999)}"]
    assert "Empty output" in words["reason"]


def test_an_item_with_several_findings_counts_once(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "twice.jsonl"
    record = {"instruction": "Summarise the article.", "input": "<insert article here>", "output": ""}
    path.write_text(json.dumps(record) + "\n")
    project.import_file(path)
    project.analyze()
    [facet] = [facet for facet in project.facets("dataset:twice") if facet.key == "analyzer"]
    assert len(project.findings(6)) > 1
    assert {value.value: value.count for value in facet.values}["corrupt_instructions"] == 1


def test_only_the_commonest_values_are_listed(mixed: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breakdown, "MOST", 1)
    assert told(mixed.facets())["label"] == {"up": 8}


def test_counting_can_be_cancelled(mixed: Project) -> None:
    job = JobContext(lambda *_: job.cancel())
    with pytest.raises(Cancelled):
        mixed.facets(job=job)


def test_counts_follow_what_is_imported_analyzed_and_indexed(mixed: Project, tmp_path: Path) -> None:
    assert told(mixed.facets())["label"] == {"up": 8, "down": 4}
    path = tmp_path / "more.jsonl"
    path.write_text(
        '{"text": "Der Winter war lang, und der Fluss blieb gefroren.", "label": "left \\u0000"}\n'
    )
    mixed.import_file(path)
    counts = told(mixed.facets())
    assert counts["label"] == {"up": 8, "down": 4, "left \0": 1}
    assert "German" not in [value.words for facet in mixed.facets() for value in facet.values]
    mixed.index_text()
    assert "German" in [value.words for facet in mixed.facets() for value in facet.values]
    assert told(mixed.facets())["reason"] == counts["reason"]
    mixed.analyze(analyzers=["corrupt_instructions"])
    assert told(mixed.facets())["reason"] == {
        value.value: len(mixed.queue_ids(value.where))
        for facet in mixed.facets()
        if facet.key == "reason"
        for value in facet.values
    }


def test_only_decisions_are_counted_again(mixed: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    mixed.facets()
    read: list[tuple[str, ...]] = []
    columns = stored.columns
    monkeypatch.setattr(
        stored, "columns", lambda c, keys, first, last: (read.append(keys), columns(c, keys, first, last))[1]
    )
    mixed.decide(5, Verdict.ACCEPT)
    assert told(mixed.facets())["verdict"]["accept"] == 2
    assert set(read) == {stored.STATES, stored.DECISIONS}
