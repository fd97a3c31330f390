"""The texts of people that stand beside an item: from references, or marked as a person's in its own data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from synthreview.domain import Kind, Role
from synthreview.engine.found import Neighbour
from synthreview.errors import UserError
from synthreview.formats.mapping import Mapping
from synthreview.project import Project

LABELS = Mapping(Kind.TASK_LABEL, {"text": "text", "label": "label", "human_labels": "people"})
TEXTS = Mapping(Kind.FREE_TEXT, {"text": "text", "author": "by"})


@pytest.fixture
def project(tmp_path: Path):
    made = Project.open(tmp_path / "near.synthreview", create=True)
    yield made
    made.close()


def add(project, tmp_path, name, mapping, *records, role=Role.SYNTHETIC):
    path = tmp_path / f"{name}.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    project.import_file(path, mapping=mapping, role=role)


def answer(monkeypatch, *items):
    """Let these items be the most alike, in that order; what was asked is returned."""
    asked = []

    def like(_project, item, limit=20, role=None):
        asked.append((item, limit, role))
        return [Neighbour(other, 0.9 - 0.1 * at) for at, other in enumerate(items)][:limit]

    monkeypatch.setattr(Project, "like", like)
    return asked


def test_references_are_told_with_their_text_and_peoples_labels(project, tmp_path, monkeypatch):
    add(project, tmp_path, "model", LABELS, {"text": "It rains.", "label": "wet"})
    reference = [{"text": "It pours.", "people": ["wet", "wet", "dry"]}, {"text": "Sun.", "label": "dry"}]
    add(project, tmp_path, "ref", LABELS, *reference, role=Role.HUMAN)
    asked = answer(monkeypatch, 2, 3)
    nearest = project.near_people(project.view(1))
    assert [(row.item, row.dataset, row.text, row.labels) for row in nearest.rows] == [
        (2, "ref", "It pours.", "wet ×2, dry"),
        (3, "ref", "Sun.", "dry"),
    ]
    assert nearest.rows[0].similarity > nearest.rows[1].similarity
    assert asked == [(1, 5, Role.HUMAN)]


def test_without_a_reference_it_says_what_to_do(project, tmp_path):
    add(project, tmp_path, "model", LABELS, {"text": "It rains.", "label": "wet"})
    nearest = project.near_people(project.view(1))
    assert nearest.rows == ()
    assert "import one as a reference" in nearest.why


def test_texts_that_people_wrote_in_the_same_data_set_count_too(project, tmp_path, monkeypatch):
    texts = [
        {"text": f"Tale {at}.", "by": by} for at, by in enumerate(("machine", "machine", "human", "human"))
    ]
    add(project, tmp_path, "tales", TEXTS, *texts)
    answer(monkeypatch, 2, 4, 3)
    assert [row.item for row in project.near_people(project.view(1)).rows] == [4, 3]


def test_where_no_neighbour_is_a_persons_it_says_so(project, tmp_path, monkeypatch):
    add(project, tmp_path, "tales", TEXTS, {"text": "A."}, {"text": "B."})
    answer(monkeypatch, 2)
    assert project.near_people(project.view(1)).why.startswith("No text by people is in the project")


def test_a_search_that_is_not_ready_is_told_in_its_own_words(project, tmp_path, monkeypatch):
    add(project, tmp_path, "tales", TEXTS, {"text": "A."})

    def like(*_):
        raise UserError("Too many items; prepare the search first.")

    monkeypatch.setattr(Project, "like", like)
    assert project.near_people(project.view(1)).why == "Too many items; prepare the search first."


def test_what_people_would_say_is_not_known_before_an_analysis(project, tmp_path):
    add(project, tmp_path, "model", LABELS, {"text": "It rains.", "label": "wet"})
    forecast, contest = project.foretell(project.view(1))
    assert "has run on this data set" in forecast.basis
    assert contest.share is None
