"""The window around the places: opening, moving about, undoing, looking, closing."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from synthreview import settings
from synthreview.analyzers import registry
from synthreview.domain import Verdict
from synthreview.settings import Settings
from synthreview.ui import dialogs, new_project, theme
from synthreview.ui.faults import Notifier
from synthreview.ui.import_dialog import ImportDialog
from synthreview.ui.main_window import MainWindow
from synthreview.ui.palette import Palette
from synthreview.ui.rail import PLACES
from synthreview.ui.warm import SCRIPTS, Warm
from tests.ui.shell.conftest import LONG, Desk
from tests.ui.shell.fake_project import FakeProject


def dialog_of(window) -> ImportDialog:
    return window.findChild(ImportDialog)


# A first hour


def test_a_dropped_file_leads_to_the_worst_item(window, qtbot, data_file):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(data_file))])
    window.dropEvent(
        QDropEvent(
            QPointF(300, 300),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    qtbot.waitUntil(lambda: dialog_of(window) is not None and dialog_of(window).import_button.isEnabled())
    dialog_of(window).import_button.click()
    qtbot.waitUntil(lambda: window.session is not None and bool(window.session.review.filters))
    assert window.session.review.filters == ["verdict:undecided"]
    assert window.places.currentWidget() is window.session.review
    assert window.session.project.path == data_file.with_suffix(".synthreview")


def test_an_import_into_the_open_project_adds_to_it(opened, qtbot, data_file):
    opened.take_file(data_file)
    qtbot.waitUntil(dialog_of(opened).import_button.isEnabled)
    dialog_of(opened).import_button.click()
    qtbot.waitUntil(lambda: bool(opened.session.review.filters))
    assert [dataset.name for dataset in opened.session.project.sets] == ["alpaca"]
    assert len(FakeProject.opened) == 1


def test_the_sample_is_made_once_and_opened(window, qtbot):
    window.home.sample.click()
    qtbot.waitUntil(lambda: window.session is not None)
    assert window.session.project.name == "sample"
    assert window.session.project.sampled == 1
    window.close_project()
    window.open_sample()
    qtbot.waitUntil(lambda: window.session is not None)
    assert window.session.project.sampled == 0


def test_a_second_click_on_the_sample_does_nothing_while_the_first_is_at_work(window, qtbot):
    window.home.sample.click()
    window.home.sample.click()
    qtbot.waitUntil(lambda: window.session is not None and not window.bridge.active())
    assert len(FakeProject.opened) == 1


def test_a_second_click_before_the_opened_sample_is_shown_does_nothing(window, qtbot):
    window.home.sample.click()
    opening = window._opening
    assert opening.wait(LONG / 1_000)
    window.home.sample.click()
    qtbot.waitUntil(lambda: window.session is not None and not window.bridge.active())
    assert len(FakeProject.opened) == 1


# Projects


def test_a_project_opens_and_is_remembered(window, qtbot, tmp_path, monkeypatch):
    path = tmp_path / "march.synthreview"
    path.touch()
    monkeypatch.setattr(dialogs, "open_project", lambda parent: path)
    window.home.open.click()
    qtbot.waitUntil(lambda: window.session is not None)
    assert window.windowTitle() == "march \u2013 synthreview"
    assert settings.load().recent == [str(path)]


def test_the_detectors_are_loaded_behind_the_window(window, qtbot, tmp_path, monkeypatch):
    """Loading them takes half a second, in which the window would stand still."""
    loading = []
    monkeypatch.setattr(registry, "unloadable", lambda: loading.append(threading.current_thread()) or {})
    path = tmp_path / "march.synthreview"
    path.touch()
    window.open_project(path)
    qtbot.waitUntil(lambda: window.session is not None)
    assert loading
    assert loading[0] is not threading.main_thread()


def test_a_file_that_is_no_project_is_explained_and_nothing_is_lost(opened, qtbot, tmp_path):
    bad = tmp_path / "bad.synthreview"
    bad.write_bytes(b"not a project")
    before = opened.session
    opened.open_project(bad)
    qtbot.waitUntil(opened.fault.isVisible)
    assert opened.fault.words.text().startswith("bad.synthreview is not a project")
    assert opened.session is before


def test_another_project_takes_the_place_of_the_open_one(opened, qtbot, tmp_path):
    first = opened.session.project
    other = tmp_path / "april.synthreview"
    other.touch()
    opened.open_project(other)
    qtbot.waitUntil(lambda: opened.session.project.path == other)
    assert first.closed
    assert opened.places.count() == 3 + len(opened.session.pages())


def test_missing_recent_projects_are_shown_as_such_and_can_be_removed(qtbot, tmp_path):
    there = tmp_path / "there.synthreview"
    there.touch()
    gone = str(tmp_path / "gone.synthreview")
    window = MainWindow(Settings(reviewer="Ana", recent=[str(there), gone]), Notifier(), FakeProject, Desk)
    qtbot.addWidget(window)
    rows = [window.home._recent.itemAt(index).widget() for index in range(2)]
    buttons = [[button.text() for button in row.findChildren(QPushButton)] for row in rows]
    assert buttons == [["there"], ["Remove"]]
    rows[1].findChild(QPushButton).click()
    assert window.settings.recent == [str(there)]
    window.close()


def test_a_new_project_never_takes_an_old_ones_place(tmp_path):
    file = tmp_path / "a.json"
    assert new_project.proposed(file) == tmp_path / "a.synthreview"
    (tmp_path / "a.synthreview").touch()
    assert new_project.proposed(file) == tmp_path / "a-2.synthreview"


def test_a_project_beside_a_file_in_a_locked_folder_goes_to_the_documents(tmp_path, monkeypatch):
    monkeypatch.setattr(new_project.os, "access", lambda path, mode: False)
    assert new_project.proposed(tmp_path / "a.json").parent != tmp_path


# Places


def test_the_rail_and_the_keys_lead_to_every_place(opened, qtbot):
    for number, place in enumerate(PLACES, start=1):
        qtbot.keyClick(opened, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert opened.place == place
        opened.rail._buttons[place].click()
        assert opened.rail._buttons[place].isChecked()


def test_without_a_project_every_place_says_what_it_is_for(window):
    for place in PLACES:
        window.go(place)
        if place != "home":
            assert window.places.currentWidget() is window.empty
            assert window.empty._words.text()


def test_the_query_line_opens_review_with_its_filter(opened, qtbot):
    opened.top.query.setText("risk>=0.5")
    qtbot.keyClick(opened.top.query, Qt.Key.Key_Return)
    assert opened.session.review.filters == ["risk>=0.5"]
    opened.top.query.clear()
    qtbot.keyClick(opened.top.query, Qt.Key.Key_Return)
    assert opened.session.review.filters[-1] == "verdict:undecided"


def test_what_the_desk_asks_for_outside_of_it_is_done(opened):
    opened.session.review.wanted.emit("export")
    assert opened.place == "export"


def test_find_a_command_runs_what_is_typed(opened, qtbot):
    opened.find_command()
    palette = opened.findChild(Palette)
    palette.field.setText("to data")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert opened.place == "data"


def test_the_palette_shows_the_key_of_a_command(opened):
    opened.find_command()
    palette = opened.findChild(Palette)
    palette.field.setText("to data")
    assert palette.list.item(0).data(Qt.ItemDataRole.UserRole).key == "Ctrl+2"
    palette.field.setText("colours: light")
    assert not palette.list.item(0).icon().isNull()  # an empty sign, so that the words line up
    palette.reject()


def test_fonts_are_warmed_one_script_at_a_time_and_then_it_ends(window, qtbot):
    warm = Warm(window)
    assert warm.left == list(SCRIPTS)
    with qtbot.waitSignal(warm.destroyed):
        pass


# Counts and undo


def test_undo_names_what_it_takes_back(opened, qtbot, data_file):
    project = opened.session.project
    project.import_file(data_file)
    project.decide(812, Verdict.REJECT)
    qtbot.waitUntil(lambda: opened.menus.undo.text().startswith("Undo Reject #812"))
    assert opened.top.decided.text() == "1 of 4 decided"
    opened.menus.undo.trigger()
    qtbot.waitUntil(lambda: opened.menus.redo.text().startswith("Redo Reject #812"))
    assert not opened.menus.undo.isEnabled()


def test_changes_made_in_a_worker_thread_reach_the_window(opened, qtbot, data_file):
    thread = threading.Thread(target=opened.session.project.import_file, args=(data_file,))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: opened.session.data._cards.count() == 1)


# Who and how it looks


def test_the_reviewer_is_asked_once_and_kept(qtbot, tmp_path):
    window = MainWindow(Settings(), Notifier(), FakeProject, Desk)
    qtbot.addWidget(window)
    window.show()
    assert window.top.reviewer.field.isVisible()
    window.top.reviewer.field.setText("  Ben ")
    qtbot.keyClick(window.top.reviewer.field, Qt.Key.Key_Return)
    assert window.top.reviewer.shown.text() == "Ben"
    assert settings.load().reviewer == "Ben"
    window.close()


def test_a_new_name_counts_for_the_open_project(opened, qtbot):
    opened.top.reviewer.shown.click()
    opened.top.reviewer.field.setText("Zo\u00eb")
    qtbot.keyClick(opened.top.reviewer.field, Qt.Key.Key_Return)
    assert opened.session.project.reviewer == "Zo\u00eb"


def test_theme_and_text_size_are_kept(window):
    before = QApplication.font().pointSizeF()
    window.looks.set_scheme("dark")
    window.looks.larger()
    assert theme.current().dark
    assert QApplication.font().pointSizeF() == before + 1
    assert (settings.load().theme, settings.load().text_size) == ("dark", 1)
    window.looks.smaller()
    window.looks.set_scheme("light")


def test_settings_that_cannot_be_saved_are_told_quietly(window, monkeypatch, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.touch()
    monkeypatch.setenv("SYNTHREVIEW_HOME", str(blocked))
    window.looks.set_scheme("light")
    assert "could not be saved" in window.status.words.text()


def test_place_and_size_are_kept(window, qtbot):
    window.resize(780, 610)  # the offscreen screen is 800 wide
    window.close()
    again = MainWindow(settings.load(), Notifier(), FakeProject, Desk)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (780, 610)
    again.close()


@pytest.mark.parametrize("place", list(PLACES))
def test_every_widget_that_takes_the_keyboard_has_a_name(opened, qtbot, data_file, place):
    opened.session.project.import_file(data_file)
    opened.go(place)
    qtbot.wait(50)
    nameless = [
        widget
        for widget in opened.findChildren(QPushButton) + opened.findChildren(QLineEdit)
        if widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.accessibleName()
    ]
    assert nameless == []


# Closing


def test_closing_stops_a_running_job_and_the_project(opened, qtbot, data_file):
    project = opened.session.project
    project.import_file(data_file)
    project.hold.set()
    opened.session.intake.analyze()
    assert project.working.wait(5)
    job = opened.session.intake.analysis
    opened.close()
    assert job.state.ended
    assert project.closed
    assert opened.bridge.active() == []


def test_results_that_arrive_after_closing_are_dropped(opened, qtbot, data_file):
    opened.session.project.import_file(data_file)
    opened.session.intake.analyze()
    opened.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.wait(20)
    assert opened.session is None


def test_the_window_comes_up_without_the_heavy_libraries():
    code = (
        "import sys, synthreview.ui.app as app; "
        "heavy = {'pandas', 'sklearn', 'torch', 'pyqtgraph', 'scipy', 'transformers'} & set(sys.modules); "
        "sys.exit(' '.join(heavy) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_program_starts_with_a_project_and_ends_with_its_exit_code(tmp_path):
    code = (
        "import sys; from pathlib import Path; from PySide6.QtWidgets import QApplication; "
        "from synthreview.ui import app; "
        "QApplication.exec = staticmethod(lambda: len(QApplication.topLevelWidgets()) and 7); "
        f"sys.exit(app.start(Path({str(tmp_path / 'none.synthreview')!r})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 7, done.stderr
