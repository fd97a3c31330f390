"""Restores: what people made comes back whole, whatever is left of the project, or nothing is changed."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from synthreview.domain import Draft, Verdict
from synthreview.errors import SynthreviewError, UserError
from synthreview.project import Backup, Project, Sort
from synthreview.store import shelf
from tests.safety.everything import OF_PEOPLE, OPERATIONS, mend, state, worked

pytestmark = pytest.mark.safety

QUIET = [name for name in OPERATIONS if name not in ("update", "remove")]
FURTHER = (
    "blind_sample",
    "blind_item",
    "audit_stream",
    "audit",
    "link",
    "member",
    "op",
    "op_patch",
    "op_item",
    "op_event",
)
AGAIN = {"dataset": {"indexed"}, "item": {"hash", "language"}}
"""Columns that are made anew; a hash tells of how a choice was read when its item came in."""


Made = dict[str, list[str]]


def made(project: Project) -> Made:
    """All that people made and the records under it, with the log, by table."""
    read, found = project._store.read(), {}
    for table in (*OF_PEOPLE, *FURTHER, "dataset", "record", "item"):
        names = [row[1] for row in read.execute(f"PRAGMA table_info({table})")]
        names = [name for name in names if name not in AGAIN.get(table, ())]
        rows = read.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()
        found[table] = sorted(map(repr, rows))
    return found


def work(project: Project, seed: int = 1, steps: int = 60) -> None:
    """Something of every kind, and much at random."""
    chance = random.Random(seed)
    for name in QUIET:
        worked(project, chance, 3, [name])
    worked(project, chance, steps, [*QUIET, "undo", "redo", "jump"])
    project.reviewer = "ana"
    worked(project, chance, 5, ["mend"])
    assert project._store.read().execute("SELECT count(*) FROM repair").fetchone() != (0,)
    project.keep_draft(3, Draft(edits={"output": "half a th"})).result()
    pairs = next(each for each in project.datasets() if each.source == "pairs.jsonl").id
    sample = project.blind_start(pairs, 5, seed=3)
    for item in project.blind_items(sample.id)[:3]:
        project.blind_label(sample.id, item.item, project.blind_labels(pairs)[0])
    project.blind_undo(sample.id)
    people = next(each.id for each in project.datasets() if each.source == "people.jsonl")
    asks = next(each.id for each in project.datasets() if each.source == "asks.jsonl")
    project.attach(people, asks)


@pytest.fixture
def kept(project_path: Path) -> tuple[Path, Backup, Made]:
    """A project somebody worked on, closed; a backup of the work; and what was in it."""
    with closing(Project.open(project_path, reviewer="ana")) as project:
        work(project)
        before = made(project)
        backup = project.backup(sort=Sort.WORK)
    return project_path, backup, before


def reopened(path: Path) -> Made:
    """What a restored project holds, having made sure that it is whole and can be gone on with."""
    with closing(Project.open(path, reviewer="ana")) as project:
        assert not project.read_only
        assert project.check().problems == ()
        found = made(project)
        there_and_back(project)
        done = project.decide(project.queue_ids("")[0], Verdict.ACCEPT)
        assert done.seq == project.here()
        assert project.check().problems == ()
    return found


def there_and_back(project: Project) -> None:
    """Undo all and redo all, which gives what was there."""
    read = project._store.read()
    before = state(project, known=99)
    start = project.here()
    project.go_to(0)
    assert read.execute("SELECT count(*) FROM decision").fetchone() == (0,)
    project.go_to(start)
    assert state(project, known=99) == before
    assert project.check().problems == ()


def gone(path: Path) -> None:
    path.unlink()


def damaged(path: Path) -> None:
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 8192 * 8192
    data[middle : middle + 200] = b"\xff" * 200
    path.write_bytes(data)


def worked_on(path: Path) -> None:
    with closing(Project.open(path, reviewer="ben")) as project:
        worked(project, random.Random(9), 40, QUIET)


def as_it_was(path: Path) -> None:
    pass


def emptied(path: Path) -> None:
    path.write_bytes(b"")


LEFT = [as_it_was, worked_on, damaged, emptied, gone]
every_rest = pytest.mark.parametrize("happened", LEFT, ids=lambda each: each.__name__)


@every_rest
def test_work_comes_back_over_whatever_is_there(
    kept: tuple[Path, Backup, Made], happened: Callable[[Path], None]
) -> None:
    """The project itself, where it is sound, else the sources beside it, give the records."""
    path, backup, before = kept
    happened(path)
    left = path.read_bytes() if path.exists() else None
    plan = Project.plan_restore(backup.path, path)
    assert plan.missing == ()
    assert bool(plan.from_sources) == (happened in (damaged, emptied, gone))
    assert (plan.there, plan.damaged) == (happened is not gone, happened in (damaged, emptied))
    assert (path.read_bytes() if path.exists() else None) == left, "looking changed something"
    restored = Project.restore(backup.path, path)
    assert set(restored.imported) == set(plan.from_sources)
    assert restored.left_out == ()
    assert reopened(path) == before
    assert (restored.aside is None) == (happened is gone)


@every_rest
def test_a_whole_backup_comes_back_over_whatever_is_there(
    kept: tuple[Path, Backup, Made], happened: Callable[[Path], None]
) -> None:
    path, _, before = kept
    with closing(Project.open(path)) as project:
        backup = project.backup()
    happened(path)
    for source in path.parent.glob("*.jsonl"):
        source.unlink()
    restored = Project.restore(backup.path, path)
    assert (restored.imported, restored.left_out) == ((), ())
    assert reopened(path) == before


@pytest.mark.parametrize("happened", [gone, damaged], ids=lambda each: each.__name__)
def test_work_comes_back_on_the_records_of_a_whole_backup(
    project_path: Path, happened: Callable[[Path], None]
) -> None:
    """An older whole one has the records, though not the decisions; the sources are gone."""
    with closing(Project.open(project_path, reviewer="ana")) as project:
        worked(project, random.Random(2), 20, QUIET)
        project.backup()
        work(project)
        before = made(project)
        backup = project.backup(sort=Sort.WORK)
    for source in project_path.parent.glob("*.jsonl"):
        source.unlink()
    happened(project_path)
    plan = Project.plan_restore(backup.path, project_path)
    assert (plan.from_sources, plan.missing) == ((), ())
    assert Project.restore(backup.path, project_path).imported == ()
    assert reopened(project_path) == before


def test_what_would_be_lost_is_told_and_kept_aside(kept: tuple[Path, Backup, Made]) -> None:
    path, backup, before = kept
    with closing(Project.open(path, reviewer="ben")) as project:
        for item in project.queue_ids("")[:7]:
            project.decide(item, Verdict.REJECT)
        project.undo()
        later = made(project)
    plan = Project.plan_restore(backup.path, path)
    assert plan.since == 8
    assert plan.now is not None
    assert plan.now.operations == plan.then.operations + 6
    restored = Project.restore(backup.path, path)
    assert reopened(path) == before
    assert restored.aside is not None
    Project.restore(restored.aside, path)
    assert reopened(path) == later


def test_sources_are_found_where_they_are_said_to_be(kept: tuple[Path, Backup, Made], tmp_path: Path) -> None:
    """Under other names and in other folders; without them nothing is changed, or the data set is left out."""
    path, backup, before = kept
    path.unlink()
    away = tmp_path / "elsewhere"
    away.mkdir()
    for number, source in enumerate(sorted(path.parent.glob("*.jsonl"))):
        source.rename(away / f"{number}.txt")
    plan = Project.plan_restore(backup.path, path)
    assert len(plan.missing) == 4
    with pytest.raises(UserError, match="were not found; say where"):
        Project.restore(backup.path, path)
    assert not path.exists()
    files = sorted(away.iterdir())
    Project.restore(backup.path, path, [files[0], away])
    assert reopened(path) == before


def test_a_source_whose_bytes_changed_is_none(kept: tuple[Path, Backup, Made]) -> None:
    path, backup, _ = kept
    path.unlink()
    source = path.with_name("asks.jsonl")
    source.write_bytes(source.read_bytes().replace(b"Wren 1.", b"Wren 7."))
    assert [name for _, name in Project.plan_restore(backup.path, path).missing] == ["asks.jsonl"]
    with pytest.raises(UserError, match=r"asks\.jsonl"):
        Project.restore(backup.path, path)
    assert not path.exists()


def test_a_data_set_that_is_left_out_keeps_its_history_and_the_others_are_whole(
    kept: tuple[Path, Backup, Made],
) -> None:
    path, backup, _ = kept
    path.unlink()
    path.with_name("many.jsonl").unlink()
    restored = Project.restore(backup.path, path, without=True)
    assert len(restored.left_out) == 1
    with closing(Project.open(path, reviewer="ana")) as project:
        assert project.check().problems == ()
        assert len(project.datasets()) == 3
        every_operation_can_be_asked_for(project)
        assert project.check().problems == ()


def every_operation_can_be_asked_for(project: Project) -> None:
    """Each is taken back by itself, or refused in a sentence; and seen in the history."""
    told: list[str] = []
    for each in project.history(10_000):
        for one in (project.revert, project.again):
            try:
                one(each.seq)
            except SynthreviewError as error:
                told.append(str(error))
    while True:
        try:
            if project.undo() is None:
                break
        except SynthreviewError as error:
            told.append(str(error))
            break
    assert all(told)


def test_an_updated_data_set_comes_back_and_its_update_cannot_be_undone(project_path: Path) -> None:
    """The old version's source is gone: its decisions stay in the history only."""
    with closing(Project.open(project_path, reviewer="ana")) as project:
        for item in (1, 2, 4, 7):
            project.decide(item, Verdict.REJECT)
        project.update_dataset(1, project_path.with_name("newer.jsonl"))
        project.decide(project.queue_ids("dataset:asks")[0], Verdict.ACCEPT)
        before, counts = state(project, known=0), project.counts()
        backup = project.backup(sort=Sort.WORK)
    project_path.unlink()
    project_path.with_name("asks.jsonl").unlink()
    assert Project.plan_restore(backup.path, project_path).missing == ()
    restored = Project.restore(backup.path, project_path)
    assert restored.left_out == ()
    with closing(Project.open(project_path, reviewer="ana")) as project:
        assert project.check().problems == ()
        assert project.counts() == counts
        assert state(project, known=0).count(b"newer.jsonl") == before.count(b"newer.jsonl")
        project.undo()
        with pytest.raises(UserError, match="cannot be undone"):
            project.undo()
        project.redo()
        every_operation_can_be_asked_for(project)
        assert project.check().problems == ()


def test_a_mending_in_a_data_set_that_is_left_out_cannot_be_taken_back(project_path: Path) -> None:
    with closing(Project.open(project_path, reviewer="ana")) as project:
        mend(project, random.Random(1))
        backup = project.backup(sort=Sort.WORK)
    project_path.unlink()
    project_path.with_name("asks.jsonl").unlink()
    Project.restore(backup.path, project_path, without=True)
    with closing(Project.open(project_path, reviewer="ana")) as project, pytest.raises(UserError):
        project.undo()


def test_an_updated_data_set_comes_back_with_both_versions(project_path: Path) -> None:
    with closing(Project.open(project_path, reviewer="ana")) as project:
        project.decide(4, Verdict.REJECT)
        project.update_dataset(1, project_path.with_name("newer.jsonl"))
        project.remove_dataset(2)
        project.rename_dataset(4, "notes")
        before = made(project)
        backup = project.backup(sort=Sort.WORK)
    project_path.unlink()
    Project.restore(backup.path, project_path)
    assert reopened(project_path) == before


def test_data_sets_that_came_later_do_not_stand_in_the_way(kept: tuple[Path, Backup, Made]) -> None:
    """One has the name that an old one had then; another came after a whole restore, under an old number."""
    path, backup, before = kept
    with closing(Project.open(path, reviewer="ana")) as project:
        names = {each.id: each.name for each in project.datasets()}
        project.rename_dataset(1, "other")
        project.import_file(path.with_name("newer.jsonl"), name=names[1])
        project.update_dataset(4, path.with_name("newer.jsonl"))
    Project.restore(backup.path, path)
    with closing(Project.open(path, reviewer="ana")) as project:
        assert project.check().problems == ()
        assert {each.id: each.name for each in project.datasets() if each.id <= 4} == names
        assert f"{names[1]} #5" in [each.name for each in project.datasets()]
        assert made(project)["op"] == before["op"]
        there_and_back(project)


def test_work_comes_back_into_a_project_whose_numbers_others_have_taken(project_path: Path) -> None:
    """A project of the same name was begun anew, with other data under the same numbers."""
    with closing(Project.open(project_path, reviewer="ana")) as project:
        work(project)
        before = made(project)
        backup = project.backup(sort=Sort.WORK)
    project_path.unlink()
    with closing(Project.open(project_path, create=True, reviewer="ana")) as project:
        project.import_file(project_path.with_name("asks.jsonl"))
        project.import_file(project_path.with_name("newer.jsonl"))
        project.decide(2, Verdict.ACCEPT)
        project.index_text()
    plan = Project.plan_restore(backup.path, project_path)
    assert plan.missing == ()
    Project.restore(backup.path, project_path)
    assert reopened(project_path) == before
    with closing(Project.open(project_path)) as project:
        project.index_text()
        assert len(project.queue_ids('"note about number 7"')) == 1


def test_words_of_a_mended_record_are_found_after_a_restore(project_path: Path) -> None:
    """The records come from an older whole backup, in whose index of words it is not."""
    with closing(Project.open(project_path, reviewer="ana")) as project:
        project.index_text()
        project.backup()
        worked(project, random.Random(1), 5, ["mend"])
        found = list(project.queue_ids("wader"))
        assert found
        backup = project.backup(sort=Sort.WORK)
    project_path.unlink()
    Project.restore(backup.path, project_path)
    with closing(Project.open(project_path, reviewer="ana")) as project:
        project.index_text()
        assert list(project.queue_ids("wader")) == found


def test_a_project_that_is_open_is_not_replaced(kept: tuple[Path, Backup, Made]) -> None:
    path, backup, before = kept
    with closing(Project.open(path)) as project:
        with pytest.raises(UserError, match="is open in another window or command"):
            Project.restore(backup.path, path)
        assert made(project) == before


def test_a_backup_of_a_newer_version_is_refused(kept: tuple[Path, Backup, Made], tmp_path: Path) -> None:
    import sqlite3

    path, backup, _ = kept
    plain = tmp_path / "newer.bin"
    shelf.unpack(backup.path, plain)
    with closing(sqlite3.connect(plain)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    for act in (Project.plan_restore, Project.restore):
        with pytest.raises(UserError, match="newer version"):
            act(plain, path)
    assert path.read_bytes() == before


def noise(path: Path, good: bytes) -> None:
    path.write_bytes(random.Random(4).randbytes(50_000))


def half(path: Path, good: bytes) -> None:
    path.write_bytes(good[: len(good) // 2])


def flipped(path: Path, good: bytes) -> None:
    data = bytearray(good)
    data[len(data) // 2] ^= 0x10
    path.write_bytes(data)


def nothing(path: Path, good: bytes) -> None:
    path.write_bytes(b"")


def text(path: Path, good: bytes) -> None:
    path.write_text("a note")


def packed_text(path: Path, good: bytes) -> None:
    import gzip

    path.write_bytes(gzip.compress(b"a note"))


def another_database(path: Path, good: bytes) -> None:
    import sqlite3

    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (x)")


def a_folder(path: Path, good: bytes) -> None:
    path.mkdir()


def not_there(path: Path, good: bytes) -> None:
    pass


GARBAGE = [noise, half, flipped, nothing, text, packed_text, another_database, a_folder, not_there]


@pytest.mark.parametrize(
    ("sort", "kind"),
    [*((Sort.WORK, kind) for kind in GARBAGE), (Sort.WHOLE, half), (Sort.WHOLE, nothing)],
    ids=lambda each: getattr(each, "__name__", str(each)),
)
def test_garbage_is_refused_in_a_sentence(
    kept: tuple[Path, Backup, Made], tmp_path: Path, sort: Sort, kind: Callable[[Path, bytes], None]
) -> None:
    path, backup, _ = kept
    if sort is Sort.WHOLE:
        with closing(Project.open(path)) as project:
            backup = project.backup()
    bad = tmp_path / "bad.work.gz"
    kind(bad, backup.path.read_bytes())
    before = path.read_bytes()
    for act in (Project.plan_restore, Project.restore):
        with pytest.raises(SynthreviewError) as raised:
            act(bad, path)
        assert "bad.work.gz" in str(raised.value)
        assert "new backup" not in str(raised.value)
    with pytest.raises(SynthreviewError):
        Project.backup_contents(bad)
    assert path.read_bytes() == before
    assert not list(path.parent.glob(".*.restoring"))


def test_a_backup_under_any_name_is_restored(kept: tuple[Path, Backup, Made], tmp_path: Path) -> None:
    path, backup, before = kept
    shutil.copyfile(backup.path, tmp_path / "renamed by a person")
    path.unlink()
    Project.restore(tmp_path / "renamed by a person", path)
    assert reopened(path) == before


def test_a_project_is_made_from_a_backup_in_another_place(
    kept: tuple[Path, Backup, Made], tmp_path: Path
) -> None:
    path, backup, before = kept
    (tmp_path / "new place").mkdir()
    elsewhere = tmp_path / "new place" / "back.synthreview"
    Project.restore(backup.path, elsewhere, [path.parent])
    assert reopened(elsewhere) == before
    assert reopened(path) == before
