"""The Data page lists what is in the project and runs the detectors over it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from synthreview.project import RunReport


def texts(widget) -> str:
    return "\n".join(line.text() for line in widget.findChildren(QLabel) if line.isVisibleTo(widget))


def card(window):
    return window.session.data._cards.itemAt(0).widget()


def filled(window, qtbot, data_file):
    window.session.project.import_file(data_file)
    window.go("data")
    qtbot.waitUntil(lambda: window.session.data._cards.count() == 1)
    return window.session.data


def test_without_data_the_one_next_step_is_an_import(opened, qtbot):
    opened.go("data")
    assert opened.session.data.empty_button.isVisible()


def test_a_data_set_shows_its_counts_and_source(opened, qtbot, data_file):
    filled(opened, qtbot, data_file)
    told = texts(card(opened))
    assert "5 records, 4 items" in told
    assert "alpaca.json, JSON array, UTF-8" in told
    assert "Not analyzed yet." in told


def test_records_set_aside_show_why_and_their_text(opened, qtbot, data_file):
    filled(opened, qtbot, data_file)
    card(opened).aside_button.click()
    qtbot.waitUntil(lambda: "Record 5 ends inside a text." in texts(card(opened)))
    assert '{"instruction": "Tell me' in texts(card(opened))
    card(opened).aside_button.click()
    assert "Record 5" not in texts(card(opened))


def test_an_analysis_shows_findings_and_a_failed_detector_with_its_sentence(opened, qtbot, data_file):
    page = filled(opened, qtbot, data_file)
    page.analyze_button.click()
    qtbot.waitUntil(lambda: "2 findings" in texts(card(opened)))
    assert "Failed: Not enough memory." in texts(card(opened))
    assert opened.status.words.text().startswith("1 detector failed")


def test_what_a_detector_found_before_it_failed_is_shown_with_the_failure(opened, qtbot, data_file):
    page = filled(opened, qtbot, data_file)
    page.analyze_button.click()
    qtbot.waitUntil(lambda: "2 findings" in texts(card(opened)))
    project = opened.session.project
    project.reports = [RunReport("damaged_text", project.sets[0].name, 1, 4, 2, 0.2, "done", "No memory.")]
    page.refresh()
    told = "2 findings, by an earlier run. The last one failed: No memory."
    qtbot.waitUntil(lambda: told in texts(card(opened)))


def test_a_running_analysis_shows_progress_and_can_be_cancelled(opened, qtbot, data_file):
    page = filled(opened, qtbot, data_file)
    opened.session.project.hold.set()
    page.analyze_button.click()
    qtbot.waitUntil(lambda: page._note.text() == "Analyzing: reading items")
    assert (page._bar.value(), page._bar.maximum()) == (1, 4)
    assert page.analyze_button.isHidden()
    page.cancel_button.click()
    qtbot.waitUntil(page.analyze_button.isVisible)
    assert opened.status.words.text() == "Cancelled: Analyzing"


def test_two_analyses_never_run_at_once(opened, qtbot, data_file):
    filled(opened, qtbot, data_file)
    opened.session.project.hold.set()
    opened.session.intake.analyze()
    first = opened.session.intake.analysis
    opened.session.intake.analyze()
    assert opened.session.intake.analysis is first


def test_a_file_that_comes_in_during_an_analysis_is_analyzed_after_it(opened, qtbot, data_file):
    project, intake = opened.session.project, opened.session.intake
    project.import_file(data_file)
    project.hold.set()
    intake.analyze()
    first = intake.analysis
    intake.analyze()
    project.hold.clear()
    qtbot.waitUntil(lambda: intake.analysis is not first and intake.analysis.state.ended)
    assert first.state.ended


def test_a_read_only_project_offers_neither_import_nor_analysis(window, qtbot, project):
    project.read_only, project.read_only_reason = True, "Another window has it open; close it there."
    window._opened((project, None))
    assert window.notice.isVisible()
    assert window.notice.words.text() == "Another window has it open; close it there."
    assert not window.session.data.empty_button.isEnabled()
    assert window.status.saved.text() == "Read only"
