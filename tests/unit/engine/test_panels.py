"""What analyzers say about a whole data set comes back as it was told."""

from __future__ import annotations

from pathlib import Path

import pytest

from synthreview.analyzers.contract import Analyzer
from synthreview.domain import Kind, Summary
from synthreview.panels import Effect, Panel
from synthreview.project import Project


class Teller(Analyzer):
    """Says two things about a whole data set."""

    id = "teller"
    title = "Teller"
    kinds = (Kind.INSTRUCTION,)
    reasons = ()

    def score(self, batch, state):
        return ()

    def emit(self, state):
        yield Panel("first", "Most are short", "2 of 3.", "share", (Effect("short", 0.6, 0.1, 0.9, "2 of 3", "risk>0.5"), Effect("odd", 0.1)))  # fmt: skip
        yield Summary("count", {"short": 2})
        yield Panel("second", "Nothing else", "Nothing.", neutral=1.0, caution="Little is known.")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("synthreview.analyzers.registry.registered", lambda: {"teller": Teller})
    source = tmp_path / "two words.jsonl"
    source.write_text('{"instruction": "Name a lake.", "output": "Como."}\n')
    project = Project.open(tmp_path / "p.synthreview", create=True)
    project.import_file(source)
    yield project
    project.close()


def test_panels_come_back_in_order_with_filters_that_hold_in_the_whole_project(project):
    project.analyze()
    dataset = project.datasets()[0].id
    (title, first), (_, second) = project.panels(dataset)
    assert title == "Teller"
    assert (first.title, first.measure) == ("Most are short", "share")
    assert first.effects == (
        Effect("short", 0.6, 0.1, 0.9, "2 of 3", 'dataset:"two words" (risk>0.5)'),
        Effect("odd", 0.1),
    )
    assert (second.name, second.neutral, second.caution) == ("second", 1.0, "Little is known.")
    assert project.queue_ids(first.effects[0].where).tolist() == []


def test_before_an_analysis_nothing_is_said(project):
    assert project.panels(project.datasets()[0].id) == []
