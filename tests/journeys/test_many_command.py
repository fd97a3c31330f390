"""One verdict for all that a filter finds, from the command line: looked at, checked, given, undone."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from tests.journeys.conftest import Run

RECORDS = [
    {
        "instruction": f"Describe city {n}.",
        "input": "<noinput>" if n % 2 else "",
        "output": f"City {n} has a lake.",
    }
    for n in range(12)
]


@pytest.fixture
def project(tmp_path: Path, run: Run) -> Path:
    source = tmp_path / "cities.jsonl"
    source.write_text("".join(json.dumps(record) + "\n" for record in RECORDS))
    made = tmp_path / "cities.synthreview"
    assert run("import", made, source).code == 0
    assert run("analyze", made).code == 0
    return made


def verdicts(run: Run, project: Path) -> dict:
    return run("stats", project, "--json").json["verdicts"]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a person types at the prompts, one after the other."""
    typed: list[str] = []
    monkeypatch.setattr(click, "prompt", lambda *_, **__: typed.pop(0))
    monkeypatch.setattr(click, "confirm", lambda *_, **__: typed.pop(0) == "y")
    return typed


def test_a_dry_run_tells_what_would_happen_and_does_nothing(project: Path, run: Run) -> None:
    answer = run("decide", project, "--where", "", "--verdict", "reject", "--dry-run")
    assert answer.code == 0
    assert "Reject would decide 12 items." in answer.out
    assert "12 of 'cities'" in answer.out
    assert verdicts(run, project)["undecided"] == 12


def test_a_dry_run_for_programs_is_one_object(project: Path, run: Run) -> None:
    run("decide", project, 1, "accept")
    plan = run("decide", project, "reject", "--where", "", "--dry-run", "--json").json
    assert (plan["items"], plan["datasets"], len(plan["samples"])) == (12, {"cities": 12}, 5)
    assert [(one["verdict"], one["items"]) for one in plan["decided"]] == [("accept", 1)]


def test_a_verdict_for_a_filter_is_one_operation_and_one_undo(project: Path, run: Run) -> None:
    answer = run(
        "decide", project, "--where", "item<=5", "--verdict", "reject", "--reason", "other", "--json"
    )
    assert (answer.json["items"], answer.json["label"]) == (5, "Reject 5 items")
    assert verdicts(run, project)["rejected"] == 5
    assert run("show", project, 2, "--json").json["decision"]["selected_by"] == "batch"
    run("undo", project)
    assert verdicts(run, project)["undecided"] == 12


def test_checks_come_first_and_what_was_wrong_is_left_out(
    project: Path, run: Run, answers: list[str]
) -> None:
    answers += ["y", "n", "y", "y"]
    answer = run("decide", project, "reject", "--where", "", "--check", 3)
    assert "Check 1 of 3" in answer.err
    assert "1 of 3 checks was wrong: between" in answer.err
    assert answer.out.startswith("Reject 11 items (3 checked, 1 wrong): done, on disk.")
    assert verdicts(run, project)["rejected"] == 11


def test_after_the_checks_a_person_may_think_better_of_it(
    project: Path, run: Run, answers: list[str]
) -> None:
    answers += ["n", "s", "n"]
    assert run("decide", project, "reject", "--where", "", "--check", 5).code == 0
    assert verdicts(run, project)["undecided"] == 12


def test_each_item_gets_the_change_its_own_finding_suggests(project: Path, run: Run) -> None:
    plan = run("decide", project, "fix", "--where", "", "--dry-run", "--json").json
    [(reason, count)] = list(plan["fixes"].items())
    assert count == 6
    answer = run("decide", project, "fix", "--where", "", "--suggested", reason, "--json")
    assert answer.json["items"] == 6
    assert run("show", project, 2, "--json").json["parts"]["input"] == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("reject", "--dry-run"), "go with '--where FILTER'"),
        ((1, "reject", "--check", "3"), "go with '--where FILTER'"),
        (("fix", "--where", ""), "'--suggested REASON' goes with fix"),
        (("reject", "--where", "", "--suggested", "x"), "'--suggested REASON' goes with fix"),
        (("fix", "--where", "", "--set", "output=x", "--dry-run"), "'--set' goes without"),
        (("reject", "--where", "risk>2"), "There is nothing to decide"),
        (("perhaps", "--where", ""), "Say which item gets which verdict"),
    ],
)
def test_what_does_not_go_together_decides_nothing(project: Path, run: Run, words: tuple, told: str) -> None:
    answer = run("decide", project, *words)
    assert answer.code == 2
    assert told in answer.err
    assert verdicts(run, project)["undecided"] == 12
