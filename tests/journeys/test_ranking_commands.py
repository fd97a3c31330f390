"""From the command line: what the queue shows, what it learns, and what random checks tell."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tests.journeys.conftest import Run

ITEMS = 240


@pytest.fixture
def project(tmp_path: Path, run: Run) -> Path:
    """Half of the records hold a placeholder, half lack an output."""
    words = random.Random(3)
    records = [
        {
            "instruction": f"Write {n} words on {words.random()}.",
            "input": "<insert article here>" if n % 2 else "",
            "output": f"{words.random()} and {words.random()} make {n}." if n % 2 else "",
        }
        for n in range(ITEMS)
    ]
    source = tmp_path / "many.json"
    source.write_text(json.dumps(records))
    path = tmp_path / "many.synthreview"
    assert run("import", path, source).code == 0
    assert run("analyze", path).code == 0
    return path


def review(project: Path, run: Run, tmp_path: Path, count: int) -> None:
    """Decide what the queue shows: placeholders are wrong, missing outputs are not."""
    rows = run("queue", project, "--limit", count, "--json").lines
    file = tmp_path / "decisions.jsonl"
    verdicts = ("accept", "reject")
    lines = [{"item": row["item"], "verdict": verdicts[row["position"] % 2]} for row in rows]
    file.write_text("\n".join(map(json.dumps, lines)) + "\n")
    assert run("decide", project, "--from", file).code == 0


def risks(project: Path, run: Run) -> dict[int, float]:
    rows = run("queue", project, "--limit", ITEMS, "--where", "", "--json").lines
    return {row["item"]: row["risk"] for row in rows}


def test_the_mix_is_told_set_and_kept(project: Path, run: Run) -> None:
    assert run("mix", project, "--json").json == {"risk": 65, "uncertain": 10, "minority": 5, "audit": 20}
    assert run("mix", project, "--audit", 50, "--json").json["risk"] == 35
    assert "50 audit" in run("mix", project).out
    refused = run("mix", project, "--audit", 99)
    assert refused.code == 2
    assert "more than 100" in refused.err
    assert "Change the mix" in run("history", project).out
    assert run("undo", project).code == 0
    assert run("mix", project, "--json").json["audit"] == 20


def test_the_ranking_learns_is_told_so_and_forgets(project: Path, run: Run, tmp_path: Path) -> None:
    assert "nothing better was learned" in run("learn", project).out
    review(project, run, tmp_path, 100)
    before = risks(project, run)
    assert run("learn", project, "--json").json == {"version": 1, "decisions": 100}
    assert risks(project, run) != before
    assert "stays ranked by version 1" in run("learn", project).out
    assert "by the detectors alone" in run("learn", project, "--forget").out
    assert risks(project, run) == before


def test_statistics_tell_what_is_left_and_how_sure_that_is(project: Path, run: Run, tmp_path: Path) -> None:
    assert "random checks are judged" in run("stats", project).out
    review(project, run, tmp_path, 150)
    left = run("stats", project, "--json").json["errors_left"]["many"]
    assert left["checks"] >= 30
    missing = left["residual"]["missing"]
    assert missing["low"] <= ITEMS / 2 - left["residual"]["found"] <= missing["high"]
    assert "errors are left" in run("stats", project).out
