"""The window keeps work safe: backups by themselves and on demand, and a way back from each."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget

from synthreview.domain import Verdict
from synthreview.project import Project, Sort
from synthreview.store import shelf
from synthreview.ui import dialogs
from synthreview.ui.safety.restore_dialog import RestoreDialog
from tests.ui.shell.conftest import LONG

PAGE = 8192


@pytest.fixture
def path(tmp_path) -> Path:
    """A project with two data sets and two decisions."""
    made = tmp_path / "march.synthreview"
    project = Project.open(made, create=True, reviewer="Ana")
    for name in ("colours", "numbers"):
        file = tmp_path / f"{name}.jsonl"
        lines = [f'{{"instruction": "Name {name}, number {n}.", "output": "It is {n}."}}' for n in range(300)]
        file.write_text("\n".join(lines), encoding="utf-8")
        project.import_file(file)
    for item in (1, 2):
        project.decide(item, Verdict.REJECT)
    project.close()
    return made


def open_(window, qtbot, path):
    window.open_path(str(path))
    qtbot.waitUntil(lambda: window.session is not None, timeout=LONG)


def choose(window, qtbot) -> RestoreDialog:
    qtbot.waitUntil(lambda: window.findChild(RestoreDialog) is not None, timeout=LONG)
    return window.findChild(RestoreDialog)


def verdicts(path) -> list[str | None]:
    project = Project.open(path)
    try:
        return [getattr(project.view(item).decision, "verdict", None) for item in (1, 2, 3)]
    finally:
        project.close()


def made(path, sort: Sort) -> list[Path]:
    return [backup.path for backup in shelf.found(path) if backup.sort is sort]


def test_what_was_done_is_kept_when_the_project_closes_and_only_once(real, qtbot, path):
    open_(real, qtbot, path)
    real.close_project()
    assert len(made(path, Sort.WORK)) == 1
    open_(real, qtbot, path)
    real.close_project()
    assert len(made(path, Sort.WORK)) == 1
    assert Project.backup_contents(made(path, Sort.WORK)[0]).decisions == 2


def test_work_is_kept_by_the_clock_while_the_project_is_open(real, qtbot, path, monkeypatch):
    kept = []
    monkeypatch.setattr(Project, "keep_safe", lambda self, *after: kept.append(after))
    open_(real, qtbot, path)
    assert real.keeper._clock.isActive()
    real.keeper._clock.setInterval(20)
    qtbot.waitUntil(lambda: len(kept) > 1, timeout=LONG)
    monkeypatch.undo()
    real.close_project()
    assert not real.keeper._clock.isActive()


def test_back_up_now_makes_a_whole_one_and_says_so(real, qtbot, path):
    open_(real, qtbot, path)
    real.menus.run("back_up")
    qtbot.waitUntil(lambda: "Backed up" in real.status.words.text(), timeout=LONG)
    (backup,) = made(path, Sort.WHOLE)
    assert Project.backup_contents(backup).decisions == 2


def test_a_restore_shows_what_would_be_lost_and_brings_the_old_state_back(real, qtbot, path):
    open_(real, qtbot, path)
    real.session.project.backup(sort=Sort.WORK)
    real.session.project.decide(3, Verdict.ACCEPT)
    real.menus.run("restore")
    dialog = choose(real, qtbot)
    qtbot.waitUntil(dialog.restore.isEnabled, timeout=LONG)
    words = [dialog.told.itemAt(place).widget().text() for place in range(dialog.told.count())]
    assert any("1 step since then would be gone" in each for each in words)
    QTest.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Restored" in real.status.words.text(), timeout=LONG)
    qtbot.waitUntil(lambda: real.session is not None, timeout=LONG)
    assert real.session.project.history_count() == 2
    real.close_project()
    assert verdicts(path) == [Verdict.REJECT, Verdict.REJECT, None]
    assert Project.backup_contents(made(path, Sort.WHOLE)[0]).decisions == 3


def damage(path: Path) -> None:
    """Overwrite the head of a page in the middle."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // PAGE // 2 * PAGE)
        file.write(b"\xff" * 200)


def test_a_damaged_project_is_left_as_it_is_and_offers_a_backup(real, qtbot, path):
    project = Project.open(path)
    project.backup()
    project.close()
    damage(path)
    before = path.read_bytes()
    real.open_path(str(path))
    qtbot.waitUntil(real.notice.isVisible, timeout=LONG)
    assert "damaged" in real.notice.words.text()
    assert real.keeper.way_back.isVisible()
    assert path.read_bytes() == before
    QTest.mouseClick(real.keeper.way_back, Qt.MouseButton.LeftButton)
    dialog = choose(real, qtbot)
    qtbot.waitUntil(dialog.restore.isEnabled, timeout=LONG)
    QTest.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Restored" in real.status.words.text(), timeout=LONG)
    qtbot.waitUntil(lambda: real.session is not None, timeout=LONG)
    assert not real.session.project.read_only
    assert not real.notice.isVisible()
    real.close_project()
    assert verdicts(path) == [Verdict.REJECT, Verdict.REJECT, None]
    (aside,) = shelf.folder(path).glob("*.damaged.synthreview")
    assert aside.read_bytes() == before


def test_a_project_that_is_gone_comes_back_from_its_work_and_its_sources(real, qtbot, path, monkeypatch):
    open_(real, qtbot, path)
    real.close_project()
    away = path.parent / "away"
    away.mkdir()
    for file in path.parent.glob("*.jsonl"):
        file.rename(away / file.name)
    path.unlink()
    for backup in made(path, Sort.WHOLE):
        backup.unlink()
    real.open_path(str(path))
    qtbot.waitUntil(real.keeper.way_back.isVisible, timeout=LONG)
    real.keeper.choose()
    dialog = choose(real, qtbot)
    qtbot.waitUntil(dialog.where.isVisible, timeout=LONG)
    assert not dialog.restore.isEnabled()
    dialog.without.setChecked(True)
    assert dialog.restore.isEnabled()
    dialog.without.setChecked(False)
    monkeypatch.setattr(dialogs, "open_folder", lambda *_: away)
    QTest.mouseClick(dialog.where, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.restore.isEnabled, timeout=LONG)
    assert dialog.where.isHidden()
    QTest.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: real.session is not None, timeout=LONG)
    real.close_project()
    assert verdicts(path) == [Verdict.REJECT, Verdict.REJECT, None]


def test_without_backups_the_dialog_says_how_they_come(real, qtbot, path):
    open_(real, qtbot, path)
    real.menus.run("restore")
    dialog = choose(real, qtbot)
    assert dialog.none.isVisible()
    assert not dialog.findChild(QListWidget).isVisible()
    assert not dialog.restore.isEnabled()
    dialog.reject()


def test_a_disk_that_fails_makes_the_project_read_only_and_the_window_goes_on(real, qtbot, path):
    open_(real, qtbot, path)
    project = real.session.project

    def failing(_connection):
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR
        raise error

    with pytest.raises(Exception, match="disk reported an error") as raised:
        project._store.write(failing)
    real._notifier.tell(raised.value)
    qtbot.waitUntil(real.notice.isVisible, timeout=LONG)
    assert "disk reported an error" in real.notice.words.text()
    assert project.read_only
    real.go("data")
    assert real.session.project.counts().items == 600
    real.close_project()
    qtbot.waitUntil(lambda: bool(real.faults), timeout=LONG)
    qtbot.wait(100)  # what else wanted to write heard the same
    assert all("disk reported an error" in words for words, _ in real.faults)
    real.faults.clear()
