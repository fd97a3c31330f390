"""kill -9 while a person decides: what was acknowledged is on disk, and the project is whole."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from synthreview.project import Project

KILLS = 50
CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project_path(tmp_path: Path) -> Path:
    source = tmp_path / "notes.jsonl"
    source.write_text("".join(f'{{"text": "note number {number}"}}\n' for number in range(40)))
    path = tmp_path / "notes.synthreview"
    project = Project.open(path, create=True)
    project.import_file(source)
    project.close()
    return path


def run_and_kill(path: Path, seed: int) -> list[tuple[str, int]]:
    """Let a reviewer work, kill it at a random moment, and return what it acknowledged."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.safety.journey", str(path), str(seed)],
        stdout=subprocess.PIPE,
        cwd=CHECKOUT,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(random.Random(seed).uniform(0.0, 0.12))
    process.kill()
    rest = process.stdout.read()
    process.wait()
    process.stdout.close()
    # The last line may be cut: it was not acknowledged then.
    whole = rest[: rest.rfind("\n") + 1].splitlines()
    return [(line.split()[0], int(line.split()[1])) for line in whole]


def test_fifty_kills_lose_no_acknowledged_operation(project_path: Path) -> None:
    acknowledged: list[tuple[str, int]] = []
    for seed in range(KILLS):
        acknowledged += run_and_kill(project_path, seed)
        project = Project.open(project_path)
        try:
            report = project.check()
            assert report.intact, report.problems
            events = project.events()
        finally:
            project.close()
        assert is_subsequence(acknowledged, events), "an acknowledged operation is missing"
        surplus = len(events) - len(acknowledged)
        assert surplus <= seed + 1, "more than one operation per run was on disk unacknowledged"
    assert len(acknowledged) > KILLS, "the reviewer hardly got to work; the test proves nothing"


def is_subsequence(wanted: list[tuple[str, int]], whole: list[tuple[str, int]]) -> bool:
    iterator = iter(whole)
    return all(entry in iterator for entry in wanted)
