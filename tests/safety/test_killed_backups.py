"""E4: kill -9 during backup and restore: the old or the new, never a part, and nothing is lost."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from synthreview.domain import Verdict
from synthreview.errors import SynthreviewError
from synthreview.project import Project, Sort
from synthreview.store import shelf
from tests.safety.size import times
from tests.safety.test_kills import CHECKOUT

pytestmark = [pytest.mark.safety, pytest.mark.skipif(sys.platform == "win32", reason="no kill -9")]

KILLS = times(3, 50)
RECORDS = 4_000

BACKING_UP = """
import sys
from pathlib import Path
from synthreview.project import Project, Sort
project = Project.open(Path(sys.argv[1]))
print("ready", flush=True)
project.backup(sort=Sort(sys.argv[2]))
print("done", flush=True)
"""

RESTORING = """
import sys
from pathlib import Path
from synthreview.project import Project
print("ready", flush=True)
Project.restore(Path(sys.argv[2]), Path(sys.argv[1]))
print("done", flush=True)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of some size, with its source beside it and a backup of each sort, and later work."""
    folder = tmp_path_factory.mktemp("made")
    source, path = folder / "notes.jsonl", folder / "notes.synthreview"
    source.write_text("".join(f'{{"text": "note number {n}, {"word " * 30}"}}\n' for n in range(RECORDS)))
    with closing(Project.open(path, create=True, reviewer="ana")) as project:
        project.import_file(source)
        for item in range(1, 101):
            project.decide(item, Verdict.REJECT)
        for sort in Sort:
            project.backup(sort=sort)
        for item in range(101, 131):
            project.decide(item, Verdict.ACCEPT)
    return path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made.parent, tmp_path / "work")
    return tmp_path / "work" / made.name


def run(script: str, *arguments: object, seconds: float | None) -> float:
    """Run a script and kill it some time after it began, or let it end; how long it took to end."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdout=subprocess.PIPE,
        cwd=CHECKOUT,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    began = time.monotonic()
    if seconds is None:
        assert process.stdout.readline() == "done\n"
    else:
        time.sleep(seconds)
        process.kill()
    took = time.monotonic() - began
    process.wait()
    process.stdout.close()
    return took


def decided(path: Path) -> tuple[int, int]:
    """Rejected and accepted items of a project, which is whole."""
    with closing(Project.open(path)) as project:
        report = project.check()
        assert report.intact, report.problems
        counts = project.counts()
        return counts.rejected, counts.accepted


def left_behind(path: Path) -> list[str]:
    return sorted(
        file.name
        for file in path.parent.rglob(".*")
        if not file.name.endswith(".lock") and file.name not in (".", "..")
    )


@pytest.mark.parametrize("sort", Sort)
def test_killed_backups_are_there_whole_or_not_at_all(path: Path, sort: Sort) -> None:
    took = run(BACKING_UP, path, sort, seconds=None)
    chance, cut_off = random.Random(4), 0
    known = {backup.path for backup in Project.backups(path)}
    for _ in range(KILLS):
        run(BACKING_UP, path, sort, seconds=chance.uniform(0.0, took))
        new = {backup.path for backup in Project.backups(path)} - known
        cut_off += not new
        for backup in new:
            held = Project.backup_contents(backup)
            assert (held.decisions, held.operations) == (130, 130)
        known |= new
    assert cut_off, "every backup ended before its kill; the test proves nothing"
    assert decided(path) == (100, 30)
    with closing(Project.open(path)) as project:
        project.backup(sort=sort)
    assert left_behind(path) == []


Way = Callable[[Path], Path]


def whole_over_the_project(path: Path) -> Path:
    return newest(path, Sort.WHOLE)


def work_over_the_project(path: Path) -> Path:
    return newest(path, Sort.WORK)


def work_over_a_damaged_project(path: Path) -> Path:
    backup = newest(path, Sort.WORK)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 8192 * 8192
    data[middle : middle + 200] = b"\xff" * 200
    path.write_bytes(data)
    return backup


def work_from_the_sources(path: Path) -> Path:
    backup = newest(path, Sort.WORK)
    newest(path, Sort.WHOLE).unlink()
    path.unlink()
    return backup


def newest(path: Path, sort: Sort) -> Path:
    return next(backup.path for backup in shelf.found(path) if backup.sort is sort)


WAYS: list[Way] = [
    whole_over_the_project,
    work_over_the_project,
    work_over_a_damaged_project,
    work_from_the_sources,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda each: each.__name__)
def test_killed_restores_leave_the_old_project_or_the_new_one(path: Path, tmp_path: Path, way: Way) -> None:
    """Whatever was there is in its place or among the backups, and the next restore ends well."""
    backup = way(path)
    start = tmp_path / "start"
    shutil.copytree(path.parent, start)
    began = path.read_bytes() if path.exists() else b""
    took = run(RESTORING, path, backup, seconds=None)
    assert decided(path) == (100, 0)
    assert left_behind(path) == []
    chance, cut_off, restored = random.Random(5), 0, 0
    for _ in range(KILLS):
        shutil.rmtree(path.parent)
        shutil.copytree(start, path.parent)
        run(RESTORING, path, backup, seconds=chance.uniform(0.0, took))
        if not path.exists():
            assert not began
            cut_off += 1
        elif path.read_bytes() == began:
            cut_off += 1
        else:
            # One that was folded in on its way aside, or the restored one.
            found = decided(path)
            assert found == (100, 0) or (found == (100, 30) and began), found
            restored += found == (100, 0)
            cut_off += found != (100, 0)
        if began and (not path.exists() or decided_or_damaged(path) == (100, 0)):
            assert aside(path, began), "the project that was there is nowhere"
        Project.restore(backup, path)
        assert decided(path) == (100, 0)
        assert left_behind(path) == []
    assert cut_off, "every restore ended before its kill; the test proves nothing"


def decided_or_damaged(path: Path) -> tuple[int, int] | None:
    try:
        return decided(path)
    except (SynthreviewError, AssertionError):
        return None


def aside(path: Path, began: bytes) -> bool:
    """Whether a copy of the project as it was is among the backups: its bytes, or all its work."""
    for file in shelf.folder(path).iterdir():
        if file.name.endswith("damaged.synthreview") and file.read_bytes() == began:
            return True
    return any(
        Project.backup_contents(each.path).decisions == 130
        for each in Project.backups(path)
        if each.sort is Sort.WHOLE
    )


@pytest.mark.parametrize("moment", range(1, times(7, 7)))
def test_a_restore_that_ends_at_each_step_leaves_one_or_the_other(path: Path, moment: int) -> None:
    """Ended just before each change of a name: the moments at which something is at stake."""
    backup = newest(path, Sort.WHOLE)
    script = f"""
import os, pathlib, signal
from synthreview.store import shelf
left = {moment}
for owner, name in ((pathlib.Path, "replace"), (pathlib.Path, "unlink")):
    def wrapped(*given, real=getattr(owner, name), **options):
        global left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given, **options)
    setattr(owner, name, wrapped)
{RESTORING}
"""
    run_to_its_end(script, path, backup)
    found = decided(path)
    assert found in ((100, 30), (100, 0))
    if found == (100, 0):
        assert aside(path, b"")
    Project.restore(backup, path)
    assert decided(path) == (100, 0)
    assert aside(path, b"")
    assert left_behind(path) == []


def run_to_its_end(script: str, *arguments: object) -> None:
    subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)], cwd=CHECKOUT, check=False, capture_output=True
    )


def test_a_journal_that_a_killed_restore_left_is_not_read_with_another_file(path: Path) -> None:
    """The journal of the old project goes before the new file comes; a kill in between loses nothing."""
    backup = newest(path, Sort.WHOLE)
    with closing(Project.open(path, reviewer="ana")) as project:
        project.decide(200, Verdict.DEFER)
        journal = path.with_name(f"{path.name}-wal").read_bytes()
        file = path.read_bytes()
    path.write_bytes(file)
    path.with_name(f"{path.name}-wal").write_bytes(journal)
    Project.restore(backup, path)
    assert not path.with_name(f"{path.name}-wal").exists()
    assert decided(path) == (100, 0)
    [aside_] = [each for each in Project.backups(path) if each.sort is Sort.WHOLE][:1]
    plain = path.with_name("plain")
    shelf.unpack(aside_.path, plain)
    with closing(sqlite3.connect(plain)) as connection:
        assert connection.execute("SELECT count(*) FROM decision").fetchone() == (131,)
