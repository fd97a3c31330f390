"""kill -9 while a file comes in: afterwards the whole data set is there, or nothing of it."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from synthreview.project import Project
from tests.safety.size import times

KILLS = times(5, 50)
RECORDS = 30_000
CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "notes.jsonl"
    path.write_text("".join(json.dumps({"text": f"note number {n}"}) + "\n" for n in range(RECORDS)))
    return path


@pytest.fixture
def project_path(tmp_path: Path) -> Path:
    """A project with five items in it already."""
    few = tmp_path / "few.jsonl"
    few.write_text("".join(json.dumps({"text": f"older note {n}"}) + "\n" for n in range(5)))
    path = tmp_path / "notes.synthreview"
    project = Project.open(path, create=True)
    project.import_file(few)
    project.close()
    return path


def import_and_kill(path: Path, source: Path, name: str, seconds: float) -> None:
    """Start the real command, kill it some time after the project was opened."""
    process = subprocess.Popen(
        [sys.executable, "-m", "synthreview", "import", str(path), str(source), "--name", name],
        cwd=CHECKOUT,
        stdout=subprocess.DEVNULL,
    )
    journal = path.with_name(f"{path.name}-wal")
    while process.poll() is None and not journal.exists():
        time.sleep(0.005)
    time.sleep(seconds)
    process.kill()
    process.wait()


def leftovers(project: Project) -> tuple[int, int]:
    """Records and items that belong to no data set."""
    with project._store.snapshot() as connection:
        homeless = "(SELECT id FROM dataset)"
        records = connection.execute(f"SELECT count(*) FROM record WHERE id >> 32 NOT IN {homeless}")
        items = connection.execute(f"SELECT count(*) FROM item WHERE record >> 32 NOT IN {homeless}")
        return records.fetchone()[0], items.fetchone()[0]


def test_killed_imports_leave_whole_data_sets_or_nothing(project_path: Path, source: Path) -> None:
    chance = random.Random(7)
    cut_off = 0
    for number in range(KILLS):
        import_and_kill(project_path, source, f"run {number}", chance.uniform(0.0, 0.6))
        project = Project.open(project_path)
        try:
            report = project.check()
            assert report.intact, report.problems
            assert leftovers(project) == (0, 0)
            sizes = {dataset.name: (dataset.records, dataset.items) for dataset in project.datasets()}
            assert sizes.pop("few") == (5, 5)
            assert set(sizes.values()) <= {(RECORDS, RECORDS)}, "half a data set is part of the project"
            cut_off += f"run {number}" not in sizes
            assert len(project.queue_ids("")) == project.counts().items, "an item is in no queue"
        finally:
            project.close()
    assert cut_off, "every import ended before its kill; the test proves nothing"


def test_a_killed_import_can_be_run_again(project_path: Path, source: Path) -> None:
    import_and_kill(project_path, source, "again", 0.05)
    project = Project.open(project_path)
    try:
        if "again" not in {dataset.name for dataset in project.datasets()}:
            project.import_file(source, name="again")
        assert project.counts().items == RECORDS + 5
        assert source.stat().st_size > 0
    finally:
        project.close()
