"""kill -9 while a file goes out: the old file or the new one, never a part, and a manifest never lies."""

from __future__ import annotations

import hashlib
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

KILLS = times(5, 50)
RECORDS = 40_000
CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project_path(tmp_path: Path) -> Path:
    source = tmp_path / "notes.jsonl"
    source.write_text("".join(json.dumps({"text": f"note number {n}"}) + "\n" for n in range(RECORDS)))
    path = tmp_path / "notes.synthreview"
    project = Project.open(path, create=True)
    project.import_file(source)
    project.decide(1, Verdict.REJECT)
    project.close()
    return path


def export_and_kill(path: Path, out: Path, include: str, seconds: float) -> None:
    """Start the real command, kill it some time after it began to write."""
    process = subprocess.Popen(
        [sys.executable, "-m", "synthreview", "export", str(path), str(out), "--include", include],
        cwd=CHECKOUT,
        stdout=subprocess.DEVNULL,
    )
    part = out.with_name(f".{out.name}.part")
    while process.poll() is None and not part.exists():
        time.sleep(0.005)
    time.sleep(seconds)
    process.kill()
    process.wait()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_killed_exports_leave_the_old_file_or_the_new_one(project_path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    out, manifest = folder / "notes.jsonl", folder / "notes.jsonl.manifest.json"
    project = Project.open(project_path)
    whole = project.export(1, tmp_path / "all.jsonl", include=["all"])["output"]["sha256"]
    cleaned = project.export(1, tmp_path / "cleaned.jsonl")["output"]["sha256"]
    project.close()
    chance, cut_off = random.Random(3), 0
    for number in range(KILLS):
        before = digest(out) if out.exists() else None
        include = ("all", "accepted,fixed,undecided")[number % 2]
        export_and_kill(project_path, out, include, chance.uniform(0.0, 0.25))
        after = digest(out) if out.exists() else None
        assert after in (before, whole, cleaned), "a part of an export stands in the target's place"
        if out.exists() and manifest.exists():
            assert json.loads(manifest.read_text())["output"]["sha256"] == after, "the manifest lies"
        cut_off += after == before
    assert cut_off, "every export ended before its kill; the test proves nothing"
    project = Project.open(project_path)
    try:
        assert project.check().intact
        project.export(1, out, include=["all"])
        assert digest(out) == whole
        left = sorted(path.name for path in folder.iterdir())
        assert left == [out.name, manifest.name], "a temporary file stays behind"
    finally:
        project.close()
