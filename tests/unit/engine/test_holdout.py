"""Held-out data sets: what compares with them sees them, whatever their kind, and only where there are any."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from synthreview.analyzers import registry
from synthreview.analyzers.benchmark_overlap import BenchmarkOverlap
from synthreview.domain import Role
from synthreview.project import Project

PASSAGE = "the old mill by the river was sold to a baker who never once used it"
"""Longer than what is compared."""
ANALYZER = BenchmarkOverlap.id


@pytest.fixture(autouse=True)
def the_only_analyzer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "registered", lambda: {ANALYZER: BenchmarkOverlap})
    registry.finding_reasons.cache_clear()
    yield
    registry.finding_reasons.cache_clear()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.jsonl"
    records = [
        {"instruction": "What is known?", "input": "", "output": f"We know that {PASSAGE}."},
        {"instruction": "Say hello.", "input": "", "output": "Hello to you and to everybody else."},
    ]
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


@pytest.fixture
def benchmark(tmp_path: Path) -> Path:
    path = tmp_path / "test.jsonl"
    records = [{"text": f"Once {PASSAGE}."}, {"text": "Something else."}]
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def status(project: Project) -> str:
    (report,) = project.analyze()
    return report.status


def test_an_item_that_quotes_held_out_data_is_pointed_at(tmp_path: Path, data: Path, benchmark: Path) -> None:
    project = Project.open(tmp_path / "p.synthreview", create=True)
    project.import_file(data)
    assert status(project) == "done"
    assert not project.queue_ids(f"analyzer:{ANALYZER}")
    project.import_file(benchmark, role=Role.HOLDOUT)
    assert status(project) == "done"  # there is something new to compare with
    assert list(project.queue_ids(f"analyzer:{ANALYZER}")) == [1]
    (finding,) = [each for each in project.findings(1) if each.analyzer == ANALYZER]
    assert finding.words == "Shares 1 passage of 13 words or more with benchmark item #3"
    assert status(project) == "unchanged"
    project.close()


def test_held_out_data_that_were_joined_are_compared_too(tmp_path: Path, data: Path) -> None:
    project = Project.open(tmp_path / "p.synthreview", create=True)
    project.import_file(data)
    one = tmp_path / "one.jsonl"
    one.write_text(data.read_text().splitlines()[0] + "\n")
    project.import_file(one, role=Role.HOLDOUT)
    assert project.attach(2, 1).matched == 1
    status(project)
    assert list(project.queue_ids(f"analyzer:{ANALYZER}")) == [1]
    project.close()
