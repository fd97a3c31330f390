"""E11: journals that do not belong to the file beside them, or are missing: never two projects mixed."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from synthreview.domain import Verdict
from synthreview.errors import SynthreviewError
from synthreview.project import Project, Sort
from tests.safety.everything import OPERATIONS, copied, state, worked
from tests.safety.test_torn_journals import journal_of

pytestmark = pytest.mark.safety


class Moments(NamedTuple):
    """One project as it was at several moments, each a folder with its file and, when open, its journals."""

    folder: Path
    name: str
    states: dict[str, bytes]
    """What was in it: ``closed`` before any work, ``saved`` by a backup, ``open`` when the power was cut."""

    def file(self, moment: str) -> Path:
        return self.folder / moment / self.name


def shared(path: Path) -> Path:
    return path.with_name(f"{path.name}-shm")


@pytest.fixture(scope="module")
def moments(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Moments:
    folder = tmp_path_factory.mktemp("moments")
    for moment in ("closed", "saved", "open", "other"):
        (folder / moment).mkdir()
    work = tmp_path_factory.mktemp("worked")
    found = Moments(folder, template.name, {})
    chance = random.Random(3)
    acts = [name for name in OPERATIONS if name not in ("update", "remove")]
    path = copied(template, work)
    shutil.copyfile(path, found.file("closed"))
    project = Project.open(path, reviewer="ana")
    found.states["closed"] = state(project)
    worked(project, chance, 40, acts)
    found.states["saved"] = state(project)
    project.backup(found.file("saved"), sort=Sort.WHOLE)
    found.file("saved").chmod(0o644)
    project._store.write(lambda c: c.execute("PRAGMA wal_autocheckpoint = 0"))
    project._store.write(lambda c: None)
    with_checkpoint(project)
    worked(project, chance, 40, acts)
    found.states["open"] = state(project)
    for name in (path, journal_of(path), shared(path)):
        shutil.copyfile(name, found.file("open").with_name(name.name))
    project.close()
    other = Project.open(found.file("other"), create=True)
    source = work / "newer.jsonl"
    other.import_file(source)
    found.states["other"] = state(other)
    other.close()
    return found


def with_checkpoint(project: Project) -> None:
    """Fold the journal in, as SQLite does by itself now and then, so that the next one begins in the middle."""
    own = sqlite3.connect(project.path, isolation_level=None)
    own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    own.close()


def opened(path: Path) -> bytes:
    """What is in the project as it opens; empty where it is refused, or shown as damaged and not changed."""
    try:
        project = Project.open(path)
    except SynthreviewError:
        return b""
    try:
        if project.is_damaged:
            return b""
        found = state(project)
        report = project.check()
        assert report.intact, report.problems
        return found
    except SynthreviewError:
        return b""
    finally:
        project.close()


def placed(moments: Moments, folder: Path, moment: str) -> Path:
    """The project of a moment in a folder of its own, with what lay beside it then."""
    for file in moments.file(moment).parent.iterdir():
        shutil.copyfile(file, folder / file.name)
    return folder / moments.name


def test_the_journal_of_a_cut_off_session_is_read(moments: Moments, tmp_path: Path) -> None:
    """E11: the journal that belongs to the file, with or without the shared memory beside it, or noise in it."""
    for number, change in enumerate(
        (
            lambda path: None,
            lambda path: shared(path).unlink(),
            lambda path: shared(path).write_bytes(random.Random(1).randbytes(32_768)),
            lambda path: shared(path).write_bytes(b""),
        )
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = placed(moments, folder, "open")
        change(path)
        assert opened(path) == moments.states["open"]


MISSING: dict[str, Callable[[Path], object]] = {
    "no journal, shared memory left over": lambda path: journal_of(path).unlink(),
    "neither": lambda path: (journal_of(path).unlink(), shared(path).unlink()),
    "an empty journal": lambda path: journal_of(path).write_bytes(b""),
    "a journal that is only its header": lambda path: journal_of(path).write_bytes(
        journal_of(path).read_bytes()[:32]
    ),
    "noise": lambda path: journal_of(path).write_bytes(random.Random(2).randbytes(100_000)),
}


@pytest.mark.parametrize("what", MISSING)
def test_without_its_journal_a_project_is_what_was_folded_in_last(
    what: str, moments: Moments, tmp_path: Path
) -> None:
    """E11: a missing journal costs what was in it, and nothing else."""
    path = placed(moments, tmp_path, "open")
    MISSING[what](path)
    assert opened(path) == moments.states["saved"]


@pytest.mark.parametrize("moment", ["closed", "saved", "other"])
def test_a_journal_left_beside_a_file_that_was_copied_over_is_never_mixed_in(
    moment: str, moments: Moments, tmp_path: Path
) -> None:
    """E11: a person restores by hand, and leaves the old journal there."""
    path = placed(moments, tmp_path, "open")
    shutil.copyfile(moments.file(moment), path)
    found = opened(path)
    assert found in (b"", moments.states[moment], moments.states["open"]), "contents of two moments are mixed"


def test_restoring_takes_the_old_journal_away(moments: Moments, tmp_path: Path) -> None:
    """E11: the program's own way back; the project that was there is kept aside with its journal."""
    path = placed(moments, tmp_path, "open")
    backup = tmp_path / "backup.synthreview"
    shutil.copyfile(moments.file("saved"), backup)
    Project.restore(backup, path)
    assert opened(path) == moments.states["saved"]
    project = Project.open(path, reviewer="ana")
    assert project.decide(1, Verdict.DEFER).seq == project.here()
    assert project.check().intact
    project.close()
