"""E12, E13: backups while people decide hold all that was acknowledged before; damage spoils none."""

from __future__ import annotations

import errno
import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from synthreview.domain import Verdict
from synthreview.errors import Damaged, EnvironmentFault
from synthreview.project import Backup, Project, Sort
from synthreview.store import shelf
from synthreview.store.backups import PEOPLE
from tests.safety.everything import OPERATIONS, copied, worked
from tests.safety.size import times
from tests.safety.test_kills import CHECKOUT, is_subsequence

pytestmark = pytest.mark.safety

BACKUPS = times(6, 40)
DAMAGES = times(2, 5)
Events = list[tuple[str, int]]


def events_in(backup: Backup, folder: Path) -> Events:
    """What happened, as a backup tells it; it opens and holds together."""
    plain = folder / "plain"
    plain.unlink(missing_ok=True)
    assert shelf.unpack(backup.path, plain) is backup.sort
    with closing(sqlite3.connect(plain)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        decisions = connection.execute(
            "SELECT count(*) FROM decision d LEFT JOIN op ON op.seq = d.op AND op.state = 'done'"
            " WHERE op.seq IS NULL"
        ).fetchone()
        assert decisions == (0,), "a decision without its operation: the copy is of two moments"
        return connection.execute("SELECT event, op FROM op_event ORDER BY id").fetchall()


@contextmanager
def another_thread(project: Project) -> Iterator[Events]:
    """Somebody decides, flags and goes back in another thread; what was acknowledged is added as it comes."""
    acknowledged: Events = []
    end = threading.Event()

    def decide() -> None:
        chance, ids = random.Random(7), project.queue_ids("")
        while not end.is_set():
            act, item = chance.random(), chance.choice(ids)
            if act < 0.7:
                done = project.decide(item, chance.choice([Verdict.ACCEPT, Verdict.REJECT, Verdict.DEFER]))
                acknowledged.append(("do", done.seq))
            elif act < 0.8:
                acknowledged.append(("do", project.flag(item, act < 0.75).seq))
            elif undone := project.undo():
                acknowledged.append(("undo", undone.seq))

    thread = threading.Thread(target=decide)
    thread.start()
    try:
        yield acknowledged
    finally:
        end.set()
        thread.join()


@contextmanager
def another_process(path: Path) -> Iterator[Events]:
    """The same from a process that holds the project's lock."""
    acknowledged: Events = []
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.safety.journey", str(path), "3"],
        stdout=subprocess.PIPE,
        cwd=CHECKOUT,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"

    def listen() -> None:
        for line in process.stdout or ():
            if line.endswith("\n"):
                acknowledged.append((line.split()[0], int(line.split()[1])))

    thread = threading.Thread(target=listen)
    thread.start()
    try:
        yield acknowledged
    finally:
        process.kill()
        process.wait()
        thread.join()
        process.stdout.close()


def test_backups_in_one_program_hold_what_was_acknowledged_before(project_path: Path, tmp_path: Path) -> None:
    with closing(Project.open(project_path, reviewer="ana")) as project:
        with another_thread(project) as acknowledged:
            for number in range(BACKUPS):
                wait_for(acknowledged, len(acknowledged) + 3)
                before = list(acknowledged)
                backup = project.backup(sort=(Sort.WORK, Sort.WHOLE)[number % 2])
                assert is_subsequence(before, events_in(backup, tmp_path))
        assert project.check().intact
        assert len(acknowledged) >= 3 * BACKUPS


def test_backups_from_another_program_hold_what_was_acknowledged_before(tmp_path: Path) -> None:
    """The window holds the lock: a command opens the project read-only, and can copy it all the same."""
    source, path = tmp_path / "notes.jsonl", tmp_path / "notes.synthreview"
    source.write_text("".join(f'{{"text": "note number {number}"}}\n' for number in range(300)))
    with closing(Project.open(path, create=True)) as project:
        project.import_file(source)
    with another_process(path) as acknowledged:
        for number in range(BACKUPS):
            wait_for(acknowledged, len(acknowledged) + 3)
            before = list(acknowledged)
            with closing(Project.open(path)) as project:
                assert "another window or command" in project.read_only_reason
                backup = project.backup(sort=(Sort.WORK, Sort.WHOLE)[number % 2])
            assert is_subsequence(before, events_in(backup, tmp_path))
    backup = Project.backups(path)[0]
    Project.restore(backup.path, path)
    with closing(Project.open(path)) as project:
        assert project.check().intact
        assert project.events() == events_in(backup, tmp_path)


def wait_for(acknowledged: Events, count: int) -> None:
    wake = threading.Event()
    for _ in range(6_000):
        if len(acknowledged) >= count:
            return
        wake.wait(0.01)
    raise AssertionError("nobody decides; the test proves nothing")


def kept(path: Path) -> dict[str, bytes]:
    return {backup.path.name: backup.path.read_bytes() for backup in Project.backups(path)}


@pytest.mark.parametrize("number", range(DAMAGES))
def test_a_damaged_project_makes_no_backup_and_the_older_ones_stay(
    template: Path, tmp_path: Path, number: int
) -> None:
    """E13: refused, however often it is tried, and nothing is thinned out for it."""
    path = copied(template, tmp_path)
    with closing(Project.open(path, reviewer="ana")) as project:
        worked(project, random.Random(number), 25, [name for name in OPERATIONS if name != "update"])
        for sort in Sort:
            project.backup(sort=sort)
    before = kept(path)
    roots = pages_of(path, ("op", "op_patch", "decision", "item"))
    damaged = bytearray(path.read_bytes())
    at = (random.Random(number).choice(roots) - 1) * 8192
    damaged[at : at + 100] = b"\xff" * 100
    path.write_bytes(damaged)
    with closing(Project.open(path)) as project:
        assert project.is_damaged
        for _ in range(3):
            with pytest.raises(Damaged):
                project.backup(sort=Sort.WHOLE)
        with pytest.raises(Damaged):
            project.backup(tmp_path / "elsewhere.synthreview")
        assert project.keep_safe() is None
    assert kept(path) == before
    assert path.read_bytes() == bytes(damaged)
    assert not (tmp_path / "elsewhere.synthreview").exists()
    assert not list(tmp_path.rglob(".*.part*"))
    for backup in Project.backups(path):
        assert Project.backup_contents(backup.path).operations


def test_damage_in_what_people_made_makes_no_backup_of_work(project_path: Path) -> None:
    """Of a project whose other parts are damaged one can still be made; of its own tables never in part."""
    with closing(Project.open(project_path, reviewer="ana")) as project:
        worked(project, random.Random(3), 40, [name for name in OPERATIONS if name != "update"])
        project.backup(sort=Sort.WORK)
    before, whole = kept(project_path), project_path.read_bytes()
    refused = 0
    for root in pages_of(project_path, PEOPLE):
        damaged = bytearray(whole)
        damaged[(root - 1) * 8192 : (root - 1) * 8192 + 100] = b"\xff" * 100
        project_path.write_bytes(damaged)
        with closing(Project.open(project_path)) as project:
            assert project.is_damaged
            with pytest.raises(Damaged):
                project.backup(sort=Sort.WORK)
            refused += 1
        assert kept(project_path) == before
    assert refused > 10


def pages_of(path: Path, tables: tuple[str, ...]) -> list[int]:
    """The first pages of some tables."""
    with closing(sqlite3.connect(path)) as connection:
        return [
            row[0]
            for table in tables
            for row in connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,))
        ]


def test_a_backup_that_cannot_be_made_leaves_nothing_at_the_chosen_place(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E12: no folder that was mistyped, and no lock beside the file that is not there."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with closing(Project.open(copied(template, tmp_path), reviewer="ana")) as project:
        with pytest.raises(EnvironmentFault):
            project.backup(elsewhere / "not" / "there" / "backup.synthreview")
        assert list(elsewhere.iterdir()) == []
        monkeypatch.setattr(shelf, "_write_whole", full)
        with pytest.raises(EnvironmentFault):
            project.backup(elsewhere / "backup.synthreview")
        assert list(elsewhere.iterdir()) == []


def full(_project: Path, _part: Path) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")
