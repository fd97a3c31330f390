"""E6: a journal cut, overwritten or zeroed anywhere, as a power cut leaves it: a beginning of the work stays."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from synthreview.project import Project
from tests.safety.everything import OPERATIONS, worked
from tests.safety.size import times
from tests.safety.test_kills import held, rebuilt

pytestmark = pytest.mark.safety

TEARS = times(60, 600)
STEPS = 150
SECTOR = 512
WITHOUT_FILES = [name for name in OPERATIONS if name not in ("update", "remove")]


class Work(NamedTuple):
    """A project as a power cut finds it: its file, its journal, and what had happened."""

    file: Path
    journal: Path
    events: list[tuple[str, int]]


@pytest.fixture(scope="module")
def work(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Work:
    folder = tmp_path_factory.mktemp("work")
    path = folder / template.name
    shutil.copyfile(template, path)
    project = Project.open(path, reviewer="ana")
    project._store.write(lambda c: c.execute("PRAGMA wal_autocheckpoint = 0"))
    worked(project, random.Random(5), STEPS, [*WITHOUT_FILES, "undo", "redo"])
    events = project.events()
    kept = folder / "kept"
    kept.mkdir()
    for file in (path, journal_of(path)):
        shutil.copyfile(file, kept / file.name)
    project.close()
    return Work(kept / path.name, journal_of(kept / path.name), events)


def journal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def cut(data: bytearray, at: int, chance: random.Random) -> None:
    del data[at:]


def garbage(data: bytearray, at: int, chance: random.Random) -> None:
    """A tail that is noise, as long as it was or longer."""
    data[at:] = chance.randbytes(len(data) - at + chance.choice([0, 0, 5_000]))


def zeroed(data: bytearray, at: int, chance: random.Random) -> None:
    """One sector that was never written."""
    start = at // SECTOR * SECTOR
    end = min(start + SECTOR, len(data))
    data[start:end] = bytes(end - start)


TEAR: dict[str, Callable[[bytearray, int, random.Random], None]] = {
    "cut": cut,
    "garbage": garbage,
    "zeroed": zeroed,
}


@pytest.mark.parametrize("how", TEAR)
def test_a_torn_journal_leaves_a_beginning_of_the_work(how: str, work: Work, tmp_path: Path) -> None:
    """E6: the project opens, holds together, and has exactly the first n things that happened."""
    chance, lengths = random.Random(how), set()
    whole = work.journal.read_bytes()
    path = tmp_path / work.file.name
    for number in range(TEARS // len(TEAR)):
        shutil.copyfile(work.file, path)
        torn = bytearray(whole)
        TEAR[how](torn, chance.randrange(len(torn)), chance)
        journal_of(path).write_bytes(torn)
        project = Project.open(path)
        try:
            assert not project.read_only, project.read_only_reason
            report = project.check()
            assert report.intact, (number, report.problems)
            events = project.events()
            assert events == work.events[: len(events)], "what is left is no beginning of what happened"
            told = {
                place: value for place, value in rebuilt(project).items() if place[0] in ("decision", "flag")
            }
            assert held(project) == told, "decisions are not those of the operations that stand"
            lengths.add(len(events))
        finally:
            project.close()
    assert len(lengths) > TEARS // len(TEAR) // 4, "the tears hardly differed; the test proves nothing"
