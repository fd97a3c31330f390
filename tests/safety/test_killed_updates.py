"""kill -9 while a newer version takes the old one's place, or a folder is written: whole, or as it was."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from synthreview.domain import Verdict
from synthreview.project import Project
from tests.safety.size import times
from tests.safety.test_killed_imports import CHECKOUT, leftovers

KILLS = times(4, 50)
RECORDS = 12_000


def version(path: Path, shift: int) -> Path:
    rows = ({"text": f"note number {n + shift}"} for n in range(RECORDS))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture
def project_path(tmp_path: Path) -> Path:
    path = tmp_path / "notes.synthreview"
    project = Project.open(path, create=True, reviewer="ana")
    project.import_file(version(tmp_path / "notes.jsonl", 0))
    for item in range(100, 200):
        project.decide(item, Verdict.REJECT)
    project.close()
    return path


def start_and_kill(seconds: float, path: Path, *arguments: object) -> None:
    """Run a real command on the project and kill it some time after the project was opened."""
    process = subprocess.Popen(
        [sys.executable, "-m", "synthreview", *map(str, arguments)], cwd=CHECKOUT, stdout=subprocess.DEVNULL
    )
    journal = path.with_name(f"{path.name}-wal")
    while process.poll() is None and not journal.exists():
        time.sleep(0.005)
    time.sleep(seconds)
    process.kill()
    process.wait()


def test_killed_updates_leave_the_old_version_or_the_new_with_its_decisions(
    project_path: Path, tmp_path: Path
) -> None:
    chance = random.Random(11)
    newer = version(tmp_path / "newer.jsonl", 50)
    old = updated = 0
    for number in range(KILLS):
        seconds = 2.0 * (number + chance.random()) / KILLS  # spread, so that a few kills hit all of it too
        start_and_kill(seconds, project_path, "dataset", project_path, "update", "notes", newer)
        project = Project.open(project_path, reviewer="ana")
        try:
            assert project.check().intact
            assert leftovers(project) == (0, 0)
            [dataset] = project.datasets()
            assert (dataset.name, dataset.records, project.counts().items) == ("notes", RECORDS, RECORDS)
            rejected = {project.view(item).original["text"] for item in project.queue_ids("verdict:reject")}
            assert rejected == {f"note number {n}" for n in range(99, 199)}
            if dataset.source == "newer.jsonl":
                updated += 1
                project.undo()
                project.refresh_queue()
            old += dataset.source == "notes.jsonl"
        finally:
            project.close()
    assert old, "every update ended before its kill; the test proves nothing"


def test_killed_exports_of_a_folder_leave_a_whole_one_or_none(project_path: Path, tmp_path: Path) -> None:
    chance = random.Random(13)
    out = tmp_path / "hub"
    missing = 0
    for _ in range(KILLS):
        start_and_kill(
            chance.uniform(0.0, 1.2),
            project_path,
            *("export", project_path, out, "--format", "hf", "--include", "undecided"),
        )
        if (tmp_path / "hub.manifest.json").exists():
            assert Project.verify(tmp_path / "hub.manifest.json").intact
        else:
            missing += 1
    assert missing, "every export ended before its kill; the test proves nothing"
