"""Whether cleaning helps: asked, waited for, told, refused, and found again when the project is reopened."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from synthreview.domain import Kind, Role, Verdict
from synthreview.probe import limits, words
from synthreview.project import Project
from synthreview.settings import Settings
from synthreview.ui.faults import Notifier
from synthreview.ui.looks import dress
from synthreview.ui.main_window import MainWindow
from tests.moods import moods, truth
from tests.ui.shell.conftest import LONG, settle
from tests.ui.shell.test_accessibility import cut, describe, keyed, overflows, spoken, tour, upwards

ITEMS, HELD = 160, 90


def people(path, number, seed):
    """What people say of other texts of a mood."""
    model = moods(path.with_suffix(".model.jsonl"), number, seed)
    rows = [json.loads(line) for line in model.read_text(encoding="utf-8").splitlines()]
    lines = [json.dumps({"text": f"{row['text']} Held.", "label": truth(row["text"])}) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A model's labels of which some were put right, people's labels of other texts, and a few of them."""
    home = tmp_path_factory.mktemp("probe")
    project = Project.open(home / "mood.synthreview", create=True, reviewer="Ana")
    number = project.import_file(moods(home / "mood.jsonl", ITEMS), name="mood").dataset_id
    project.import_file(people(home / "held.jsonl", HELD, 8), name="held", role=Role.HOLDOUT)
    project.import_file(people(home / "few.jsonl", 12, 9), name="few", role=Role.HUMAN)
    project.refresh_queue()
    for item in project.queue_ids("dataset:mood")[:60]:
        parts = project.view(item).item.parts
        right = truth(parts["text"])
        if parts["label"] != right:
            project.decide(item, Verdict.FIX, edits={"label": right})
        else:
            project.decide(item, Verdict.ACCEPT)
    assert number == 1
    project.close()
    return project.path


@pytest.fixture
def path(made, tmp_path):
    copy = tmp_path / "mood.synthreview"
    shutil.copyfile(made, copy)
    return copy


@pytest.fixture
def page(real, qtbot, path):
    return shown(real, qtbot, path)


def shown(window, qtbot, path):
    window.open_project(path)
    qtbot.waitUntil(lambda: window.session is not None, timeout=LONG)
    window.go("probe")
    settle(window, qtbot)
    return window.session.probe


def run(window, qtbot, runs=2):
    page = window.session.probe
    page.setup.runs.setValue(runs)
    page.setup.run.click()
    assert page.setup.working.isVisible()
    qtbot.waitUntil(lambda: not page.setup.working.isVisible(), timeout=LONG)
    settle(window, qtbot)


def texts(widget) -> str:
    return "\n".join(line.text() for line in widget.findChildren(QLabel) if line.isVisible())


def test_before_the_first_check_it_says_what_it_is_and_where_peoples_answers_come_from(real, qtbot, page):
    assert page.before.isVisible()
    assert "people's answers" in texts(page.before)
    with qtbot.waitSignal(page.import_asked):
        page.empty_import.click()
    page.empty_blind.click()
    assert real.place == "data"
    assert real.session.data.labels_blind
    assert real.session.data.blind.setup.dataset.currentData() == 1


def test_answers_that_were_held_out_come_first_and_each_choice_is_explained(page):
    names = [made.text() for made in page.setup.holdout.buttons.values()]
    assert names == ["held", "few", "People's answers in the data itself"]
    assert page.setup.asked().holdout == 2
    assert "held out: the detectors have never seen them" in texts(page.setup.holdout)
    assert [page.setup.human.itemText(place) for place in range(page.setup.human.count())][1:] == ["few"]
    page.setup.holdout.buttons[3].click()
    assert page.setup.asked().holdout == 3
    assert page.setup.human.count() == 1


def test_a_person_runs_it_and_reads_the_sentence(real, qtbot, page):
    run(real, qtbot)
    board = page.board
    assert not page.before.isVisible()
    found = real.session.project.probed(1)
    assert board.title.text() == words.headline(found)
    assert words.sentences(found)[0] in texts(board)
    assert "on 90 of people's answers in 'held'" in board.tested.text()
    arms = [effect.name for effect in board.first.cards[0].panel.effects]
    assert arms[:2] == ["As it came", "Cleaned"]
    assert len(board.views.cards) == len(found.views) - 1
    assert len(board.labels.cards) == 1
    assert limits.cautions(found)[0] in texts(board)
    assert limits.protocol(found)[0] not in texts(board)
    board.protocol.head.click()
    assert limits.protocol(found)[0] in texts(board)
    assert board.since.isHidden()


def test_the_numbers_on_the_cards_are_those_of_the_result(real, qtbot, page):
    run(real, qtbot)
    found = real.session.project.probed(1)
    for view, card in zip(found.views, [*page.board.first.cards, *page.board.views.cards], strict=True):
        told = {effect.name: effect.value for effect in card.panel.effects}
        assert told == {words.ARMS[arm.arm]: arm.score.value for arm in view.arms}
        gain = view.arm("cleaned").gain
        assert words.interval(gain) in card.title.text()


def test_the_result_is_there_again_after_reopening_with_what_was_decided_since(real, qtbot, page, path):
    run(real, qtbot)
    title = page.board.title.text()
    project = real.session.project
    left = project.queue_ids("dataset:mood verdict:undecided")
    for item in left[:3]:
        project.decide(item, Verdict.ACCEPT)
    qtbot.waitUntil(lambda: "3 items have been decided on since" in texts(page.board.since), timeout=LONG)
    project.undo()
    qtbot.waitUntil(lambda: "2 items have been decided on since" in texts(page.board.since), timeout=LONG)
    real.close_project()
    again = shown(real, qtbot, path)
    qtbot.waitUntil(lambda: again.board is not None, timeout=LONG)
    assert again.board.title.text() == title
    assert "2 items have been decided on since" in texts(again.board.since)
    assert not again.setup.fold.is_open


def test_a_refusal_is_a_sentence_in_place_and_the_last_result_stays(real, qtbot, page):
    run(real, qtbot)
    real.resize(780, 520)
    title = page.board.title.text()
    page.setup.holdout.buttons[3].click()
    run(real, qtbot)
    assert "too few to compare models" in texts(page.setup.notice)
    assert page.setup.notice.visibleRegion().boundingRect().height() == page.setup.notice.height()
    assert real.fault.isHidden()
    assert page.board.title.text() == title
    assert page.setup.run.isEnabled()
    page.setup.holdout.buttons[2].click()
    run(real, qtbot)
    assert page.setup.notice.isHidden()


def test_it_is_stopped_by_cancel_and_the_keyboard_comes_back(opened, qtbot, data_file):
    project = opened.session.project
    project.import_file(data_file)
    project.sets[0] = replace(project.sets[0], kind=Kind.TASK_LABEL)
    opened.go("probe")
    page = opened.session.probe
    settle(opened, qtbot)
    project.hold.set()
    page.setup.run.setFocus()
    QTest.keyClick(page.setup.run, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Training quick models" in page.setup.working.note.text(), timeout=LONG)
    assert QApplication.focusWidget() is page.setup.working.cancel
    assert not page.setup.fold.content.isEnabled()
    page.setup.working.cancel.click()
    qtbot.waitUntil(lambda: not page.setup.working.isVisible(), timeout=LONG)
    assert "Stopped" in texts(page.setup.notice)
    assert QApplication.focusWidget() is page.setup.run
    assert page.setup.fold.content.isEnabled()


def test_a_data_set_that_has_no_answers_to_test_on_says_what_to_import(opened, qtbot, data_file):
    opened.session.project.import_file(data_file)
    opened.go("probe")
    page = opened.session.probe
    settle(opened, qtbot)
    assert "Import a file of them as held out" in texts(page.setup)
    assert not page.setup.run.isEnabled()
    assert not page.empty_blind.isVisible()


def test_without_data_it_offers_the_import(opened, qtbot):
    opened.go("probe")
    page = opened.session.probe
    with qtbot.waitSignal(page.import_asked):
        page.currentWidget().findChild(type(page.empty_import)).click()


def test_insights_and_the_palette_lead_there(real, qtbot, page):
    real.go("insights")
    real.session.insights.probe.click()
    assert real.place == "probe"
    real.go("home")
    next(each for each in real.commands.gather() if each.id == "probe:page").act()
    assert real.place == "probe"
    real.go("home")
    QTest.keyClick(real, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert real.place == "probe"


def test_only_decisions_on_the_data_set_count_and_what_was_undone_does_not(path):
    project = Project.open(path, reviewer="Ana")
    event = len(project.events())
    item = project.queue_ids("dataset:mood verdict:undecided")[0]
    project.flag(item, True)
    assert project.decided_since(1, SimpleNamespace(event=event)) == 0
    project.decide(item, Verdict.ACCEPT)
    project.decide(item, Verdict.REJECT)
    assert project.decided_since(1, SimpleNamespace(event=event)) == 2
    assert project.decided_since(1, SimpleNamespace(event=event)) == 2
    assert project.decided_since(2, SimpleNamespace(event=event)) == 0
    project.undo()
    assert project.decided_since(1, SimpleNamespace(event=event)) == 1
    project.close()


@pytest.fixture(scope="module")
def checked(made, tmp_path_factory):
    """The project with a result that looks ahead."""
    copy = tmp_path_factory.mktemp("checked") / "mood.synthreview"
    shutil.copyfile(made, copy)
    project = Project.open(copy, reviewer="Ana")
    from synthreview.engine.probing import Asked

    project.probe(Asked(1, 2, seeds=2))
    project.close()
    return copy


@pytest.mark.parametrize("width", [860, 1280])
def test_a_result_can_be_reached_read_out_and_is_not_cut(qtbot, checked, tmp_path, width):
    copy = tmp_path / "mood.synthreview"
    shutil.copyfile(checked, copy)
    settings = Settings(reviewer="Ana", text_size=10)
    dress(settings)
    window = MainWindow(settings, Notifier())
    qtbot.addWidget(window)
    window.resize(width, 820)
    window.show()
    page = shown(window, qtbot, copy)
    page.setup.set_open(True)
    page.board.rest.set_open(True)
    page.board.protocol.set_open(True)
    settle(window, qtbot)
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, LONG)
    assert [describe(widget) for widget in keyed(window) if not spoken(widget).strip()] == []
    assert cut(window) == []
    assert not overflows(page._page)
    found = tour(window, window.rail._buttons["probe"])
    assert sorted(map(describe, set(keyed(window)) - set(found))) == []
    assert upwards(window, found) == []
    window.close()
    dress(Settings(theme="light"))
