"""When a backup is due, and what it is said to hold."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from synthreview.domain import Verdict
from synthreview.engine import backups
from synthreview.errors import EnvironmentFault
from synthreview.project import Project, Sort

HALF = backups.AFTER


def due(project: Project, hours: float, after: timedelta = HALF) -> bool:
    """Whether a small backup is made so many hours from now."""
    now = backups.moment() + timedelta(hours=hours)
    return backups.keep_if_changed(project._store, now, after) is not None


def test_nothing_is_kept_where_nobody_did_anything(project: Project) -> None:
    assert not due(project, 9)
    assert Project.backups(project.path) == []


def test_work_is_kept_when_it_is_half_an_hour_old_and_then_not_again(project: Project) -> None:
    project.decide(1, Verdict.ACCEPT)
    assert not due(project, 0.4)
    assert due(project, 0.6)
    assert not due(project, 5)
    project.undo()
    assert not due(project, 0.4)
    assert due(project, 0.6)


def test_before_a_large_act_even_the_newest_work_is_kept(project: Project) -> None:
    project.decide(1, Verdict.ACCEPT)
    assert due(project, 0, timedelta(0))
    assert not due(project, 0, timedelta(0))


def test_a_backup_by_hand_counts_and_one_carried_elsewhere_does_not(project: Project, tmp_path: Path) -> None:
    project.decide(1, Verdict.ACCEPT)
    project.backup(tmp_path / "carried.work.gz", sort=Sort.WORK)
    assert due(project, 1)
    project.decide(2, Verdict.ACCEPT)
    project.backup(sort=Sort.WORK)
    assert not due(project, 1)


def test_a_whole_one_is_made_once_a_day(project: Project) -> None:
    now = backups.moment()
    assert backups.keep_daily(project._store, now) is None
    project.decide(1, Verdict.ACCEPT)
    assert backups.keep_daily(project._store, now) is not None
    assert backups.keep_daily(project._store, now + timedelta(hours=23)) is None
    assert backups.keep_daily(project._store, now + timedelta(hours=24)) is not None


def test_a_large_project_is_not_kept_whole_by_itself(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "SMALL", 1_000)
    project.decide(1, Verdict.ACCEPT)
    assert backups.keep_daily(project._store, backups.moment()) is None


@pytest.mark.parametrize("sort", Sort)
def test_what_is_in_a_backup_is_told(project: Project, sort: Sort) -> None:
    project.decide(1, Verdict.ACCEPT)
    project.decide(2, Verdict.REJECT)
    project.undo()
    held = Project.backup_contents(project.backup(sort=sort).path)
    assert (held.decisions, held.operations, held.answers, held.datasets) == (1, 1, 0, ("small",))
    assert held.last


def test_a_folder_that_cannot_be_made_is_told(project: Project) -> None:
    project.path.with_name("small.backups").write_text("a file in its place")
    with pytest.raises(EnvironmentFault, match="there is no new backup; the project is as it was"):
        project.backup()
    assert project.decide(1, Verdict.ACCEPT).seq == 1
