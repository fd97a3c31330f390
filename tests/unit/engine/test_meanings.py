"""The full tier reads every text once, keeps what it read, and analyses use it when all is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from synthreview.analyzers import registry
from synthreview.analyzers.embeddings import full
from synthreview.analyzers.sample import text_hash
from synthreview.domain import Kind, Role, Verdict
from synthreview.engine import meanings
from synthreview.errors import EnvironmentFault
from synthreview.jobs import Cancelled, JobContext
from synthreview.project import Project
from synthreview.store import vectors

MODEL = full.Model("stand-in", Path("nowhere"), "stand-in-1")
OTHER = full.Model("another", Path("nowhere"), "another-1")
WORDS = ["lake", "river", "oak", "stone", "bread", "wool", "harbour", "violin", "engine", "winter"]
ROWS = 120
EXCHANGED = ((3, 4), (27, 35), (58, 61), (76, 99))


class Reader:
    """Stands in for a sentence model: a direction per word, and a little of each text's own."""

    seen: ClassVar[list[str]] = []

    def __init__(self, model):
        self.model = model

    def __call__(self, texts):
        Reader.seen += texts
        own = [np.random.default_rng(text_hash(text)).normal(0, 0.15, len(WORDS)) for text in texts]
        rows = np.array([[word in text for word in WORDS] for text in texts]) + np.array(own, np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture(autouse=True)
def reader(monkeypatch):
    """The stand-in reads, in this process."""
    Reader.seen = []
    monkeypatch.setattr(full, "Encoder", Reader)
    here = meanings.stream
    monkeypatch.setattr(
        meanings, "stream", lambda work, given, job, apart: here(work, given, job, apart=False)
    )
    monkeypatch.setattr(full, "chosen", lambda folder=None: OTHER if folder else MODEL)
    return Reader


@pytest.fixture
def project(tmp_path):
    """Questions about ten things, of whose answers some were exchanged."""
    rows = [
        {
            "instruction": f"Tell me the story number {number} of the {WORDS[number % 10]}.",
            "input": "",
            "output": f"Once, {number} years ago, there was a {WORDS[number % 10]} in a far land.",
        }
        for number in range(ROWS)
    ]
    for first, second in EXCHANGED:
        rows[first]["output"], rows[second]["output"] = rows[second]["output"], rows[first]["output"]
    source = tmp_path / "stories.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    made = Project.open(tmp_path / "p.synthreview", create=True, reviewer="ana")
    made.import_file(source)
    yield made
    made.close()


def found(project):
    return {
        (project.view(item).item.position, finding.reason)
        for item in project.queue_ids("")
        for finding in project.findings(item)
        if finding.reason.startswith("answer_")
    }


def test_every_text_is_read_once_and_only_once(project, reader):
    assert project.has_unread_meanings()
    assert project.read_meanings() == 2 * ROWS
    assert len(set(reader.seen)) == len(reader.seen) == 2 * ROWS
    assert not project.has_unread_meanings()
    assert project.read_meanings() == 0
    assert len(reader.seen) == 2 * ROWS


def test_analyses_use_it_once_all_is_read_and_not_before(project):
    project.analyze()
    first = {report.analyzer: report.status for report in project.analyze()}
    assert set(first.values()) == {"unchanged"}
    project.read_meanings()
    second = {report.analyzer: report.status for report in project.analyze()}
    again = {key for key, status in second.items() if status == "done"}
    assert again == set(registry.comparing_meanings(Kind.INSTRUCTION))
    exchanged = {(place, "answer_of_another") for pair in EXCHANGED for place in pair}
    assert len(found(project) & exchanged) >= 6
    assert not found(project) - exchanged


def test_a_cancelled_reading_goes_on_where_it_stopped(project, reader, monkeypatch):
    monkeypatch.setattr(meanings, "_CHUNK", 16)
    job = JobContext(lambda done, total, note: done >= 50 and job.cancel())
    monkeypatch.setattr("synthreview.jobs.PROGRESS_INTERVAL", 0)
    with pytest.raises(Cancelled):
        project.read_meanings(job=job)
    kept = len(list(vectors.known(project._store.read())))
    assert 0 < kept < 2 * ROWS
    assert project.has_unread_meanings()
    project.analyze()
    assert "answer_of_another" not in {reason for _, reason in found(project)}
    assert project.read_meanings() == 2 * ROWS - kept
    assert not project.has_unread_meanings()


def test_a_text_that_was_changed_is_read_and_the_rest_is_not_read_again(project, reader):
    project.read_meanings()
    project.decide(project.item_at("stories", 3), Verdict.FIX, edits={"output": "Once there was a stone."})
    assert project.has_unread_meanings()
    assert project.read_meanings() == 1
    assert reader.seen[-1] == "Once there was a stone."
    project.analyze()
    assert (3, "answer_of_another") not in found(project)


def test_an_edited_text_that_was_not_read_is_no_finding(project):
    project.read_meanings()
    project.analyze()
    place, _ = min(found(project))
    project.decide(
        project.item_at("stories", place), Verdict.FIX, edits={"output": "Once there was wool far away."}
    )
    project.analyze()
    assert place not in {position for position, _ in found(project)}
    assert found(project)


def test_another_model_starts_anew(project, tmp_path):
    project.read_meanings()
    assert project.read_meanings(model=tmp_path) == 2 * ROWS
    assert vectors.model(project._store.read()) == OTHER.id


def test_texts_that_say_nothing_are_not_read(project, reader, tmp_path):
    source = tmp_path / "empty.jsonl"
    source.write_text('{"instruction": "Name a lake.", "input": "", "output": "  "}\n')
    project.import_file(source)
    project.read_meanings([project.dataset("empty").id])
    assert reader.seen == ["Name a lake.\n"]


def test_labels_are_compared_closely_only_when_people_s_texts_are_read_too(project, tmp_path, reader):
    for name, role in (("model", Role.SYNTHETIC), ("people", Role.HUMAN)):
        rows = [
            {"text": f"{name} {number} {WORDS[number % 10]}", "label": ["good", "bad"][number % 2]}
            for number in range(100)
        ]
        source = tmp_path / f"{name}.jsonl"
        source.write_text("".join(json.dumps(row) + "\n" for row in rows))
        project.import_file(source, role=role)
    labels = project.dataset("model").id
    project.analyze([labels])
    assert project.read_meanings([labels]) == 200
    reports = {report.analyzer: report.status for report in project.analyze([labels])}
    assert reports["wrong_labels"] == "done"
    assert reports["minority_labels"] == "unchanged"


def test_a_closed_project_keeps_what_was_read(project, reader):
    project.read_meanings()
    path = project.path
    project.close()
    again = Project.open(path)
    assert not again.has_unread_meanings()
    assert again.read_meanings() == 0
    again.close()


def test_a_project_opened_to_read_only_reads_no_meanings(project):
    second = Project.open(project.path)
    assert second.read_only
    with pytest.raises(EnvironmentFault, match="open in another window"):
        second.read_meanings()
    second.close()
