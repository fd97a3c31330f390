"""The large model reads in the background after the first results, and only where a person wants it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from synthreview import settings
from synthreview.errors import UserError
from synthreview.settings import Settings
from synthreview.ui import dialogs
from synthreview.ui.intake import Intake
from tests.ui.shell.fake_project import FakeProject


class Texts(FakeProject):
    """A project with texts that no large model has read yet."""

    def __init__(self, path, reviewer=""):
        super().__init__(path, reviewer)
        self.unread, self.fault, self.models, self.analyses = True, "", [], 0
        self.may_end = threading.Event()
        self.may_end.set()

    def has_unread_meanings(self, model=None):
        if self.fault:
            raise UserError(self.fault)
        return self.unread

    def read_meanings(self, wanted=None, model=None, job=None):
        self.models.append(model)
        while not self.may_end.wait(0.01):
            job.check()
        self.unread = False
        return 7

    def analyze(self, wanted=None, analyzers=None, job=None):
        self.analyses += 1
        return []


@pytest.fixture
def project(tmp_path):
    return Texts(tmp_path / "march.synthreview")


@pytest.fixture
def intake(project, bridge):
    return Intake(project, bridge)


def test_after_the_first_results_the_texts_are_read_and_the_analysis_follows(intake, project, qtbot):
    intake.analyze()
    qtbot.waitUntil(lambda: project.analyses == 2 and intake.reading is None)
    assert project.models == [None]


def test_where_it_is_not_installed_nothing_is_said(intake, project, bridge, qtbot):
    project.fault = "The package 'torch' is not installed; install 'synthreview[full]'."
    failures = []
    bridge.failed.connect(lambda title, error: failures.append(str(error)))
    intake.analyze()
    qtbot.waitUntil(lambda: project.analyses == 1 and not bridge.active())
    assert (project.models, failures) == ([], [])


def test_a_model_that_was_named_and_cannot_run_is_told(intake, project, bridge, qtbot):
    Settings(model="/a/folder").save()
    project.fault = "/a/folder holds no sentence model: there is no modules.json in it."
    with qtbot.waitSignal(bridge.failed) as failure:
        intake.analyze()
    assert "holds no sentence model" in str(failure.args[1])


def test_the_model_that_was_named_reads(intake, project, qtbot):
    Settings(model="/a/folder").save()
    intake.analyze()
    qtbot.waitUntil(lambda: project.analyses == 2)
    assert project.models == [Path("/a/folder")]


def test_nobody_s_texts_are_read_where_that_is_switched_off(intake, project, bridge, qtbot):
    Settings(closely=False).save()
    assert not settings.load().closely
    intake.analyze()
    qtbot.waitUntil(lambda: project.analyses == 1 and not bridge.active())
    assert project.models == []


def test_a_reading_that_was_cancelled_is_left_alone_until_the_project_is_opened_again(
    intake, project, bridge, qtbot
):
    project.may_end.clear()
    intake.analyze()
    qtbot.waitUntil(lambda: project.models == [None])
    intake.reading.cancel()
    qtbot.waitUntil(lambda: not bridge.active())
    intake.analyze()
    qtbot.waitUntil(lambda: project.analyses == 2 and not bridge.active())
    assert project.models == [None]
    project.may_end.set()
    Intake(project, bridge, intake).read_closely()
    qtbot.waitUntil(lambda: project.analyses == 3)


def test_another_model_is_read_with_at_once(intake, project, bridge, qtbot):
    project.may_end.clear()
    intake.analyze()
    qtbot.waitUntil(lambda: project.models == [None])
    first = intake.reading
    Settings(model="/a/folder").save()
    intake.read_anew()
    qtbot.waitUntil(lambda: first.state.ended)
    project.may_end.set()
    qtbot.waitUntil(lambda: project.models == [None, Path("/a/folder")] and intake.reading is None)


def test_a_model_that_was_asked_for_and_is_not_installed_is_told(intake, project, bridge, qtbot):
    project.fault = "The package 'torch' is not installed; install 'synthreview[full]'."
    with qtbot.waitSignal(bridge.failed) as failure:
        intake.read_anew()
    assert "install 'synthreview[full]'" in str(failure.args[1])


def chosen(window) -> str:
    (entry,) = [entry for entry in window.menus.model.actions() if entry.isChecked()]
    return entry.text()


def test_the_menu_shows_and_keeps_which_model_is_used(window, monkeypatch, tmp_path):
    menu = window.menus.model
    assert chosen(window) == "Compare meanings with the packaged large model too"
    assert not menu.folder.isVisible()
    menu.small.trigger()
    assert not settings.load().closely
    monkeypatch.setattr(dialogs, "open_model", lambda parent: tmp_path)
    menu.choose.trigger()
    assert (settings.load().closely, settings.load().model) == (True, str(tmp_path))
    assert chosen(window) == f"Compare meanings with {tmp_path.name} too"
    menu.packaged.trigger()
    assert settings.load().model == ""


def test_a_choice_counts_at_once_in_the_open_project(opened, monkeypatch):
    asked = []
    monkeypatch.setattr(opened.session.intake, "read_anew", lambda: asked.append(settings.load().closely))
    opened.menus.model.small.trigger()
    opened.menus.model.packaged.trigger()
    assert asked == [False, True]
