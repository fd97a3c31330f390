"""E9: files and folders that may not be written, or that somebody takes away, moves or locks meanwhile."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from synthreview.domain import Verdict
from synthreview.errors import EnvironmentFault
from synthreview.project import Project, Sort
from tests.safety.everything import copied, state

pytestmark = [pytest.mark.safety, pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")]

CHECKOUT = Path(__file__).resolve().parents[2]


def refused(act: Callable[[], object]) -> str:
    """The sentence with which the environment stands in the way of an act."""
    with pytest.raises(EnvironmentFault) as fault:
        act()
    return str(fault.value)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def decided(project: Project) -> list[int]:
    return [row[0] for row in project._store.read().execute("SELECT item FROM decision ORDER BY item")]


# Taken away while it is open


def replaced(path: Path) -> None:
    other = path.with_name("other")
    shutil.copyfile(path, other)
    other.replace(path)


TAKEN: dict[str, Callable[[Path], object]] = {
    "removed": lambda path: path.unlink(),
    "moved": lambda path: path.rename(path.with_name("elsewhere.synthreview")),
    "replaced": replaced,
    "its folder removed": lambda path: shutil.rmtree(path.parent),
    "its folder moved": lambda path: path.parent.rename(path.parent.with_name("elsewhere")),
}


@pytest.mark.parametrize("how", TAKEN)
def test_a_decision_on_a_project_that_is_not_there_any_more_is_not_acknowledged(
    how: str, template: Path, tmp_path: Path
) -> None:
    """E9: what is acknowledged is where the project is; who takes it away is told with the next decision."""
    folder = tmp_path / "mine"
    folder.mkdir()
    project = Project.open(copied(template, folder), reviewer="ana")
    try:
        project.decide(1, Verdict.REJECT)
        TAKEN[how](project.path)
        assert project.path.name in refused(lambda: project.decide(2, Verdict.REJECT))
        assert project.read_only
    finally:
        project.close()


@pytest.mark.parametrize("how", TAKEN)
def test_closing_a_project_that_is_not_there_any_more_raises_nothing_and_harms_nobody(
    how: str, template: Path, tmp_path: Path
) -> None:
    """E9: whatever stands in its place then is not touched."""
    folder = tmp_path / "mine"
    folder.mkdir()
    project = Project.open(copied(template, folder), reviewer="ana")
    project.decide(1, Verdict.REJECT)
    TAKEN[how](project.path)
    there = digest(project.path) if project.path.exists() else ""
    project.close()
    assert there == (digest(project.path) if project.path.exists() else "")


# Not allowed, for somebody who is not root


def shown_read_only(path: Path, why: str) -> None:
    """The project opens, says why nothing can be written, and nothing is."""
    before = digest(path)
    project = Project.open(path)
    assert why in project.read_only_reason
    assert why in refused(lambda: project.decide(1, Verdict.ACCEPT))
    assert project.counts().items
    project.close()
    assert digest(path) == before


def read_only_file(path: Path) -> None:
    path.chmod(0o444)
    shown_read_only(path, "the file cannot be written")


def read_only_folder(path: Path) -> None:
    path.parent.chmod(0o555)
    shown_read_only(path, "folder cannot be written")
    with closing(Project.open(path)) as project, tempfile.TemporaryDirectory() as elsewhere:
        for sort in Sort:
            backup = project.backup(Path(elsewhere) / sort, sort=sort).path
            assert Project.backup_contents(backup).datasets
            assert [each.name for each in Path(elsewhere).iterdir()] == [backup.name]
            backup.unlink()


def unreadable_file(path: Path) -> None:
    path.chmod(0)
    assert path.name in refused(lambda: Project.open(path))


def unreadable_folder(path: Path) -> None:
    path.parent.chmod(0)
    assert path.name in refused(lambda: Project.open(path))


def unreadable_source(path: Path) -> None:
    project = Project.open(path)
    source = path.with_name("newer.jsonl")
    source.chmod(0)
    before = state(project)
    try:
        assert source.name in refused(lambda: project.import_file(source))
        assert state(project) == before
    finally:
        project.close()


def lost(path: Path, place: Path) -> None:
    """Permission lost in mid-session: what is acknowledged stays, what cannot be done is told."""
    project = Project.open(path, reviewer="ana")
    project.decide(1, Verdict.REJECT)
    place.chmod(0)
    known, told = {1}, []
    try:
        for item in (2, 12, 13):
            try:
                project.decide(item, Verdict.REJECT)
                known.add(item)
            except EnvironmentFault as fault:
                told.append(str(fault))

        def look() -> None:  # a thread of its own has to open the file
            try:
                project.counts()
            except EnvironmentFault as fault:
                told.append(str(fault))

        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        project.close()
    finally:
        place.chmod(0o755)
    assert told, "nothing was in the way; the test proves nothing"
    assert all(path.name in each for each in told)
    project = Project.open(path)
    assert known <= set(decided(project))
    assert project.check().intact
    project.close()


def lost_file(path: Path) -> None:
    lost(path, path)


def lost_folder(path: Path) -> None:
    lost(path, path.parent)


def export_folder(path: Path) -> None:
    out = path.with_name("out")
    out.mkdir()
    out.chmod(0o555)
    project = Project.open(path)
    assert "could not be written" in refused(lambda: project.export(4, out / "a.jsonl", include=["all"]))
    project.close()
    assert not list(out.iterdir())


NOT_ALLOWED = {
    each.__name__: each
    for each in (
        *(read_only_file, read_only_folder, unreadable_file, unreadable_folder, unreadable_source),
        *(lost_file, lost_folder, export_folder),
    )
}
WITHOUT_POWERS = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-all")
"""Root, but bound by permissions as anybody is."""


def main(folder: Path, names: Sequence[str]) -> None:
    """Run cases, each on its own copy of the project, and print how each ended."""
    ended = {}
    for name in names:
        try:
            NOT_ALLOWED[name](next((folder / name).glob("*.synthreview")))
            ended[name] = ""
        except BaseException:  # noqa: BLE001 - told by the test of its name, a failure of pytest's own too
            ended[name] = traceback.format_exc()
    print(json.dumps(ended))


@pytest.fixture(scope="module")
def bound(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """What a command starts with so that permissions bind it."""
    if os.geteuid() != 0:
        return ()
    closed = tmp_path_factory.mktemp("closed") / "closed"
    closed.touch(0)
    if (
        not shutil.which("setpriv")
        or subprocess.run([*WITHOUT_POWERS, "true"], capture_output=True, check=False).returncode != 0
    ):
        pytest.skip("run by root, whom permissions do not bind, without a setpriv that could take that away")
    if subprocess.run([*WITHOUT_POWERS, "cat", closed], capture_output=True, check=False).returncode == 0:
        pytest.skip("run by root, whom permissions do not bind here, whatever is taken away")
    return WITHOUT_POWERS


def ended(names: Sequence[str], bound: tuple[str, ...], template: Path, folder: Path) -> dict[str, str]:
    """How cases ended, all run in one process that permissions bind: empty, or what went wrong."""
    for name in names:
        (folder / name).mkdir()
        copied(template, folder / name)
    try:
        ran = subprocess.run(
            [*bound, sys.executable, "-m", "tests.safety.test_lost_places", str(folder), *names],
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        for name in names:
            (folder / name).chmod(0o755)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, str] = json.loads(ran.stdout.splitlines()[-1])
    return found


RAW = ("unreadable_folder", "lost_folder")


def test_what_is_not_allowed_is_told_and_harms_nothing(
    bound: tuple[str, ...], template: Path, tmp_path: Path
) -> None:
    """E9: files and folders without permission, at the start and in mid-session."""
    names = [name for name in NOT_ALLOWED if name not in RAW]
    assert ended(names, bound, template, tmp_path) == dict.fromkeys(names, "")


@pytest.mark.parametrize("name", RAW)
def test_a_folder_that_may_not_be_looked_into_is_told_and_harms_nothing(
    name: str, bound: tuple[str, ...], template: Path, tmp_path: Path
) -> None:
    """E9: not even whether the project is there can be known."""
    assert ended([name], bound, template, tmp_path) == {name: ""}


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
