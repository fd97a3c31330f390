"""E8: a disk that is full at any page: told as that, nothing lost, and all goes on when there is room again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from synthreview.domain import Verdict
from synthreview.errors import EnvironmentFault
from synthreview.project import Chosen, Project, Sort
from tests.safety.everything import MANY, copied, log, state, written
from tests.safety.size import times
from tests.safety.test_killed_imports import leftovers

pytestmark = pytest.mark.safety

LIMITS = times(10, 40)
EVERY = times(40, 10)
"""Pages between two limits."""
BIG = 3 << 20
"""Bytes of the disk."""


def allow(project: Project, pages: int) -> None:
    """Let the file grow to so many pages."""
    project._store.write(lambda c: c.execute(f"PRAGMA max_page_count = {pages}"))


def pages(project: Project) -> int:
    return int(project._store.read().execute("PRAGMA page_count").fetchone()[0])


def test_a_disk_that_is_full_at_any_page_of_an_import_takes_it_back_whole(
    template: Path, tmp_path: Path
) -> None:
    """E8: by SQLite's own limit, at every 10th page."""
    source = written(
        tmp_path / "more.jsonl", (json.dumps({"text": f"{n} " + "word " * 300}) for n in range(2_600))
    )
    refused = 0
    for number in range(LIMITS):
        folder = tmp_path / str(number)
        folder.mkdir()
        project = Project.open(copied(template, folder), reviewer="ana")
        before = state(project), log(project)
        allow(project, pages(project) + number * EVERY)
        try:
            with pytest.raises(
                EnvironmentFault, match=r"The disk is full, so 'everything\.synthreview' could not"
            ):
                project.import_file(source)
            refused += 1
            assert (state(project), log(project)) == before
            assert leftovers(project) == (0, 0)
            assert project.check().intact
            allow(project, 1 << 30)
            assert project.decide(1, Verdict.ACCEPT).seq == project.here()
            if number == LIMITS - 1:
                assert project.import_file(source).records == 2_600
        finally:
            project.close()
            shutil.rmtree(folder)
    assert refused == LIMITS


def test_a_batch_on_a_full_disk_is_taken_back_and_works_when_there_is_room(project_path: Path) -> None:
    """E8: an operation that needs new pages, at each page it needs."""
    project = Project.open(project_path, reviewer="ana")
    few, before = pages(project), state(project)
    fitted = None
    for more in range(60):
        allow(project, few + more)
        plan = project.plan_many(Chosen(tuple(project.queue_ids("dataset:many"))), Verdict.REJECT)
        with suppress(EnvironmentFault):
            fitted = project.decide_all(plan, note="a word " * 50)
            break
        assert state(project) == before
        assert project.here() == 0
    assert fitted is not None
    assert fitted.items == MANY
    assert more, "it never was full; the test proves nothing"
    project.undo()
    assert state(project) == before
    project.close()


# A real disk

WORK = "import sys; from tests.safety.test_full_disk import on_a_small_disk; on_a_small_disk(*sys.argv[1:])"


def on_a_small_disk(disk: str, template: str) -> None:
    """What the process does that sees the small disk."""
    project = Project.open(copied(Path(template), Path(disk)), reviewer="ana")
    filling = Path(disk, "filling")
    source = written(
        Path(disk, "more.jsonl"), (json.dumps({"text": f"{n} some words"}) for n in range(9_000))
    )
    start, told = state(project), []
    fill(filling)
    acts = {
        "import": lambda: project.import_file(source),
        "export": lambda: project.export(4, Path(disk, "out.jsonl"), include=["all"]),
        "backup": lambda: project.backup(sort=Sort.WHOLE),
        "batch": lambda: project.decide_all(
            project.plan_many(Chosen(tuple(project.queue_ids("dataset:many"))), Verdict.REJECT)
        ),
    }
    for name, act in acts.items():
        with pytest.raises(EnvironmentFault) as refused:
            act()
        told.append((name, str(refused.value)))
        assert state(project) == start, name
    known = decide_until_full(project)
    assert project.here() == known
    assert not project.read_only
    filling.unlink()
    assert project.decide(1, Verdict.ACCEPT).seq == known + 1
    project.import_file(source)
    assert project.check().intact
    project.close()
    again = Project.open(project.path)
    assert again.here() == known + 1
    assert again.check().intact
    assert not list(Path(disk).glob("**/.*.part")), "a half-written file stays behind"
    print(json.dumps([*told, ("decisions", f"{known} until it is full")]))


def decide_until_full(project: Project) -> int:
    """The last operation that was acknowledged."""
    known = 0
    try:
        while True:
            known = project.decide(12 + known % 5, Verdict.REJECT, note="a long word " * 40).seq
    except EnvironmentFault as fault:
        if "disk is full" not in str(fault):
            raise
    return known


def fill(path: Path) -> None:
    """Take what is left of the disk."""
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))


@pytest.fixture
def mounting(tmp_path: Path) -> list[str]:
    """A command under which a small disk is mounted at ``tmp_path``/disk, in a namespace of its own."""
    if sys.platform != "linux" or not shutil.which("unshare"):
        pytest.skip("needs Linux' unshare to mount a small disk that only this test sees")
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = f"mount -t tmpfs -o size={BIG} tmpfs '{disk}' && exec \"$@\""
    command = ["unshare", *(["-m"] if os.geteuid() == 0 else ["-rm"]), "sh", "-c", mount, "sh"]
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk is not allowed here")
    return command


def test_a_real_disk_without_room_loses_nothing_and_goes_on_when_there_is_some(
    mounting: list[str], template: Path, tmp_path: Path
) -> None:
    """E8: ENOSPC from the kernel, for an import, an export, a backup, a batch and single decisions."""
    ran = subprocess.run(
        [*mounting, sys.executable, "-c", WORK, str(tmp_path / "disk"), str(template)],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    for name, told in json.loads(ran.stdout.splitlines()[-1]):
        assert "full" in told or "No space left" in told, (name, told)
