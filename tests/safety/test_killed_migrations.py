"""E3, E19: a project of each older version is brought up to date whole, or is as it was; newer ones are let be."""

from __future__ import annotations

import hashlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils.db import Database

from synthreview.errors import UserError
from synthreview.project import Project, Sort
from synthreview.store import schema, shelf
from tests.safety.size import times
from tests.safety.test_kills import CHECKOUT
from tests.unit.store.test_migrations import OLD

pytestmark = [pytest.mark.safety, pytest.mark.skipif(sys.platform == "win32", reason="no kill -9")]

KILLS = times(2, 20)
every_older = pytest.mark.parametrize("version", range(1, schema.VERSION))

MIGRATING = """
import os, signal, sys
from pathlib import Path
from synthreview.project import Project
from synthreview.store import schema, shelf

left = int(sys.argv[2])

def step(_statement=""):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

real, put = schema.migrate, shelf.put

def migrate(connection):
    connection.set_trace_callback(step)
    real(connection)
    connection.set_trace_callback(None)

def stepping(*given):
    step()
    made = put(*given)
    step()
    return made

schema.migrate, shelf.put = migrate, stepping
Project.open(Path(sys.argv[1])).close()
print(int(sys.argv[2]) - left, flush=True)
"""
"""Opens a project and ends by kill -9 before the given statement of the migration, or says how many there are."""
MANY = 10_000


def opened(path: Path, statement: int) -> int | None:
    """How many statements a migration has; None where it was killed."""
    done = subprocess.run(
        [sys.executable, "-c", MIGRATING, str(path), str(statement)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == -signal.SIGKILL:
        return None
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def tables(path: Path) -> tuple[int, list[str]]:
    """The version a file says it has, and what its schema is."""
    with closing(sqlite3.connect(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        rows = connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return version, sorted(row[0] for row in rows if "_sqlite_migrations" not in row[0])


def placed(version: int, folder: Path) -> Path:
    folder.mkdir()
    return Path(shutil.copy(OLD / f"version-{version}.synthreview", folder / "old.synthreview"))


def steps_of(version: int, folder: Path) -> dict[int, list[str]]:
    """The schema at each version that a file of an older one goes through."""
    found = {}
    for reached in range(version, schema.VERSION + 1):
        path = placed(version, folder / f"until {reached}")
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            schema.migrations().apply(Database(connection), stop_before=f"{reached + 1:04}")
        found[reached] = tables(path)[1]
    return found


def is_all_there(path: Path) -> None:
    with closing(Project.open(path, reviewer="Ada")) as project:
        assert project.check().problems == ()
        counts = project.counts()
        assert (counts.items, counts.accepted, counts.fixed, counts.rejected) == (4, 1, 1, 0)
        project.redo()
        assert project.counts().rejected == 1


def is_kept(path: Path, version: int) -> None:
    """A whole backup of the old version is there, and is it."""
    versions = [tables(each.path)[0] for each in shelf.found(path) if each.sort is Sort.WHOLE]
    assert version in versions


@every_older
def test_killed_migrations_leave_a_file_of_one_version(version: int, tmp_path: Path) -> None:
    """E3: killed before any statement; each step is there whole or not at all, and the old file is kept."""
    known = steps_of(version, tmp_path)
    count = opened(placed(version, tmp_path / "first"), MANY)
    assert count is not None
    chance = random.Random(version)
    chosen = chance.sample(range(1, count + 1), min(KILLS, count))
    for number, statement in enumerate(chosen):
        path = placed(version, tmp_path / str(number))
        assert opened(path, statement) is None, "it ended before its kill"
        found, held = tables(path)
        assert version <= found <= schema.VERSION
        assert held == known[found]
        if found > version:
            is_kept(path, version)
        is_all_there(path)
        is_kept(path, version)
        assert tables(path) == (schema.VERSION, known[schema.VERSION])
        assert not list(path.parent.rglob(".*.part*"))


@every_older
def test_an_older_version_is_kept_whole_before_it_is_brought_up_to_date(version: int, tmp_path: Path) -> None:
    """E19: what is kept holds together, has the old version, and comes back."""
    path = placed(version, tmp_path / "old")
    is_all_there(path)
    [backup] = [each for each in shelf.found(path) if each.sort is Sort.WHOLE]
    assert tables(backup.path)[0] == version
    assert Project.backup_contents(backup.path).decisions == 2
    Project.restore(backup.path, path)
    is_all_there(path)


def test_a_newer_version_is_refused_untouched(tmp_path: Path) -> None:
    """E19: by every way in."""
    path = placed(schema.VERSION - 1, tmp_path / "new")
    is_all_there(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    before, beside = hashlib.sha256(path.read_bytes()).hexdigest(), sorted(tmp_path.rglob("*"))
    kept = shelf.found(path)
    for number in range(2):
        with pytest.raises(UserError, match="newer version"):
            Project.open(path, create=bool(number))
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert sorted(tmp_path.rglob("*")) == beside
    assert shelf.found(path) == kept
