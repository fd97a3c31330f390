"""Edits fit the parts they change, or are refused before anything is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from synthreview.domain import Kind, Verdict
from synthreview.errors import UserError
from synthreview.formats.mapping import Mapping
from synthreview.project import Project

TURN = {"role": "user", "text": "Good day"}
RECORDS: dict[Kind, dict[str, Any]] = {
    Kind.TASK_LABEL: {"text": "A text", "label": "1", "human_labels": ["1", "2"]},
    Kind.PREFERENCE: {"prompt": "Which?", "a": "This.", "b": "That.", "choice": "a"},
    Kind.SIMULATION: {
        "turns": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]
    },
}
ITEMS = {kind: number for number, kind in enumerate(RECORDS, 1)}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """One item of each kind whose parts are more than texts."""
    made = Project.open(tmp_path / "p.synthreview", create=True, reviewer="ana")
    for kind, record in RECORDS.items():
        file = tmp_path / f"{kind}.jsonl"
        file.write_text(json.dumps(record) + "\n")
        made.import_file(file, mapping=Mapping(kind, {part: part for part in record}))
    yield made
    made.close()


@pytest.mark.parametrize(
    ("kind", "edits"),
    [
        (Kind.TASK_LABEL, {"text": 5}),
        (Kind.TASK_LABEL, {"text": None}),
        (Kind.TASK_LABEL, {"text.0": "x"}),
        (Kind.TASK_LABEL, {"label": 1}),
        (Kind.TASK_LABEL, {"human_labels": "1"}),
        (Kind.TASK_LABEL, {"human_labels": [1]}),
        (Kind.TASK_LABEL, {"human_labels.0": "1"}),
        (Kind.PREFERENCE, {"choice": "c"}),
        (Kind.PREFERENCE, {"choice": ["a"]}),
        (Kind.SIMULATION, {"turns": "x"}),
        (Kind.SIMULATION, {"turns": None}),
        (Kind.SIMULATION, {"turns": ["x"]}),
        (Kind.SIMULATION, {"turns": [{"role": "user"}]}),
        (Kind.SIMULATION, {"turns": [{"role": "user", "text": None}]}),
        (Kind.SIMULATION, {"turns": [{**TURN, "speaker": 5}]}),
        (Kind.SIMULATION, {"turns.0": "x"}),
        (Kind.SIMULATION, {"turns.0.text": None}),
        (Kind.SIMULATION, {"turns.0.text": 5}),
        (Kind.SIMULATION, {"turns.0.text.0": "x"}),
        (Kind.SIMULATION, {"turns.0.mood": "x"}),
        (Kind.SIMULATION, {"turns.2.text": "x"}),
        (Kind.SIMULATION, {"turns.00.text": "x"}),
        (Kind.SIMULATION, {"turns.².text": "x"}),
        (Kind.SIMULATION, {"turns": [TURN], "turns.0.text": "x"}),
        (Kind.SIMULATION, {"": "x"}),
    ],
)
def test_an_edit_of_the_wrong_shape_is_refused_and_keeps_nothing(
    kind: Kind, edits: dict[str, Any], project: Project
) -> None:
    with pytest.raises(UserError, match=f"#{ITEMS[kind]}") as told:
        project.decide(ITEMS[kind], Verdict.FIX, edits=edits)
    assert str(told.value).count(".") >= 1
    assert project.counts().undecided == len(RECORDS)


@pytest.mark.parametrize(
    ("kind", "edits"),
    [
        (Kind.TASK_LABEL, {"text": "", "label": None, "human_labels": ["1", None], "annotator": "ana"}),
        (Kind.PREFERENCE, {"choice": "tie", "b": None}),
        (Kind.PREFERENCE, {"choice": None, "human_choice": "b"}),
        (Kind.SIMULATION, {"turns": [TURN, {**TURN, "speaker": "Mia"}]}),
        (Kind.SIMULATION, {"turns.0.text": "x", "turns.1.role": "user", "turns.1.speaker": "Mia"}),
    ],
)
def test_an_edit_that_fits_is_kept_and_every_page_shows_it(
    kind: Kind, edits: dict[str, Any], project: Project
) -> None:
    project.decide(ITEMS[kind], Verdict.FIX, edits=edits)
    view = project.view(ITEMS[kind])
    assert view.decision is not None
    assert view.decision.edits == edits
    assert len(project.rows(project.queue_ids(""))) == len(RECORDS)
    assert {report.status for report in project.analyze()} <= {"done", "unchanged"}
