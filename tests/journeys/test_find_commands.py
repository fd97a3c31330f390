"""Looking around from the command line: facets, look-alikes, filters kept by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.journeys.conftest import Run

RECORDS = [
    {"instruction": "Name a colour.", "input": "", "output": "Blue."},
    {"instruction": "Name a colour of the sky.", "input": "", "output": "Blue, as a rule."},
    {"instruction": "Say hello.", "input": "", "output": ""},
    {"instruction": "Count to three.", "input": "", "output": "One, two, three."},
]


@pytest.fixture
def project(tmp_path: Path, run: Run) -> Path:
    source = tmp_path / "small.json"
    source.write_text(json.dumps(RECORDS))
    path = tmp_path / "small.synthreview"
    assert run("import", path, source).code == 0
    assert run("analyze", path).code == 0
    return path


def test_facets_count_what_a_filter_holds(project: Path, run: Run) -> None:
    lines = run("facets", project, "--where", "colour", "--json").lines
    kind = next(facet for facet in lines if facet["key"] == "kind")
    assert [(value["words"], value["count"]) for value in kind["values"]] == [("Instruction", 2)]
    assert run("queue", project, "--where", kind["values"][0]["where"], "--json").code == 0
    shown = run("facets", project)
    assert "Empty output" in shown.out
    assert run("facets", project, "--where", "zebra").out.startswith("Nothing matches")


def test_a_pattern_finds_items_and_a_bad_one_says_where(project: Path, run: Run) -> None:
    assert [row["position"] for row in run("queue", project, "--where", "/^Count|^Say/", "--json").lines] == [
        2,
        3,
    ]
    answer = run("queue", project, "--where", "/Count(/")
    assert answer.code == 2
    assert "character 6, '('" in answer.err
    assert "close the '('" in answer.err


def test_items_like_one_are_listed(project: Path, run: Run) -> None:
    near = run("like", project, 1, "--limit", 1, "--json").json
    assert (near["item"], near["position"]) == (2, 1)
    assert "#2" in run("like", project, 1).out
    assert run("like", project, 1, "--role", "human").out.startswith("Nothing is like #1")
    assert run("like", project, "--prepare", "--json").json == {"read": 0}
    assert run("like", project).code == 2
    assert run("like", project, 77).code == 2


def test_filters_are_kept_listed_and_removed(project: Path, run: Run) -> None:
    assert "No filter is kept yet" in run("filters", project).out
    assert run("filters", project, "--save", "blue things", "--where", "blue").code == 0
    assert run("filters", project, "--json").json == {"name": "blue things", "where": "blue"}
    assert run("filters", project, "--remove", "blue things").code == 0
    assert run("filters", project, "--json").out == ""
    assert run("undo", project).code == 0
    assert "blue things" in run("filters", project).out
    for wrong in (["--save", "x"], ["--remove", "nobody"], ["--save", "x", "--where", "(a"]):
        assert run("filters", project, *wrong).code == 2
