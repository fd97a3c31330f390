"""Labelling blind in the window, on a real project: keys, buttons, leaving, undoing, and what it brings."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTextEdit, QWidget

from synthreview.domain import Role
from synthreview.project import Project
from tests.moods import moods, pairs, truth
from tests.ui.shell.conftest import LONG


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "mood.synthreview"
    project = Project.open(made, create=True, reviewer="Ana")
    project.import_file(moods(tmp_path / "mood.jsonl", 120), name="mood")
    project.close()
    return made


def idle(window, qtbot):
    qtbot.waitUntil(lambda: not window.bridge.active(), timeout=LONG)


@pytest.fixture
def opened(real, qtbot, path):
    real.open_project(path)
    qtbot.waitUntil(lambda: real.session is not None, timeout=LONG)
    idle(real, qtbot)
    return real


def start(window, qtbot, count=20, dataset=1):
    """Begin as a person does, from the menu of the data set, and return the page."""
    window.go("data")
    card = window.session.data.cards[dataset]
    next(one for one in card.more.entries.actions() if "blind" in one.text()).trigger()
    page = window.session.data.blind
    assert page.currentWidget() is page.setup
    page.setup.count.setValue(count)
    page.setup.start.click()
    qtbot.waitUntil(lambda: page.currentWidget() is page.labelling, timeout=LONG)
    return page


def shown_text(page) -> str:
    return page._item.texts[0][1]


def right_key(page) -> str:
    wanted = truth(shown_text(page))
    return next(key for key in page.labelling.choices.keys if page.labelling.choices.by_key(key) == wanted)


def label_all(window, page):
    while page.currentWidget() is page.labelling:
        QTest.keyClick(window, right_key(page))


def said(widget: QWidget) -> str:
    """Everything that can be read, pointed at or read out in a widget."""
    everything = [widget, *widget.findChildren(QWidget)]
    words = [each.toolTip() + each.accessibleName() + each.accessibleDescription() for each in everything]
    words += [
        each.statusTip() + each.whatsThis() + each.windowTitle() + each.objectName() for each in everything
    ]
    words += [each.text() for each in everything if isinstance(each, QLabel | QLineEdit)]
    words += [each.toPlainText() for each in everything if isinstance(each, QTextEdit)]
    return "\n".join(words)


# from the question to the first text


def test_the_menu_of_a_data_set_asks_how_many_and_starts(opened, qtbot):
    page = start(opened, qtbot)
    assert opened.session.data.labels_blind
    assert page.labelling.panel.count.text() == "0 of 20"
    assert list(page.labelling.choices.buttons) == ["negative", "none of both", "positive", "not_sure"]
    assert QApplication.focusWidget() is page.labelling.area


def test_the_command_is_in_the_menu_and_in_the_palette(opened, qtbot):
    assert "label_blind" in [command.objectName() for command in opened.menus.commands()]
    opened.go("insights")
    opened.menus.run("label_blind")
    assert opened.place == "data"
    assert opened.session.data.labels_blind
    assert opened.session.data.blind.setup.start.isEnabled()


def test_without_data_to_label_the_question_says_what_is_missing(real, qtbot, tmp_path):
    Project.open(tmp_path / "none.synthreview", create=True).close()
    real.open_project(tmp_path / "none.synthreview")
    qtbot.waitUntil(lambda: real.session is not None, timeout=LONG)
    real.menus.run("label_blind")
    setup = real.session.data.blind.setup
    assert "import labels or preferences" in setup.wrong.text()
    assert not setup.start.isEnabled()


def test_a_read_only_project_says_why_nothing_can_be_labelled(real, qtbot, path):
    other = Project.open(path)
    try:
        real.open_project(path)
        qtbot.waitUntil(lambda: real.session is not None, timeout=LONG)
        real.menus.run("label_blind")
        setup = real.session.data.blind.setup
        assert setup.wrong.text() == real.session.project.read_only_reason
        assert not setup.start.isEnabled()
    finally:
        other.close()


# labelling


def test_a_digit_labels_and_the_next_text_shows(opened, qtbot):
    page = start(opened, qtbot)
    first = page._item
    QTest.keyClick(opened, "2")
    assert page._item.item != first.item
    assert page.labelling.panel.count.text() == "1 of 20"
    assert page.labelling.panel.last.text() == "Last: none of both"
    project = opened.session.project
    assert project.blind_progress(page._sample.id).last == "none of both"


def test_every_answer_is_on_disk_before_the_next_text_shows(opened, qtbot, path):
    page = start(opened, qtbot)
    for done in range(1, 4):
        page.labelling.choices.buttons["positive"].click()
        other = Project.open(path, reviewer="Ana")
        assert other.blind_progress(page._sample.id).done == done
        other.close()


def test_a_held_key_labels_once(opened, qtbot):
    page = start(opened, qtbot)
    assert len(page.labelling.verbs) == 12
    assert not any(verb.autoRepeat() for verb in page.labelling.verbs.values())
    assert not any(button.autoRepeat() for button in page.labelling.choices.buttons.values())


def test_s_is_not_sure(opened, qtbot):
    page = start(opened, qtbot)
    QTest.keyClick(opened, "s")
    assert page.labelling.panel.count.text() == "1 of 20"
    assert page.labelling.panel.unsure.text() == "Not sure 1 time"
    assert not page.labelling.panel.buttons[1].isEnabled()  # there is no label to use yet


def test_undo_takes_the_answer_back_and_shows_its_text_again(opened, qtbot):
    page = start(opened, qtbot)
    first = page._item
    QTest.keyClick(opened, "1")
    qtbot.waitUntil(opened.menus.undo.isEnabled)
    assert "the last label" in opened.menus.undo.text()
    QTest.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page._item == first
    assert page.labelling.panel.count.text() == "0 of 20"
    QTest.keyClick(opened, "1")
    opened.menus.undo.trigger()
    assert page._item == first
    opened.menus.redo.trigger()
    assert page._item == first


def test_labels_of_ones_own_are_written_in_the_field(opened, qtbot):
    page = start(opened, qtbot)
    field = page.labelling.choices.field
    QTest.keyClick(opened, "/")
    assert QApplication.focusWidget() is field
    QTest.keyClicks(field, "1 so so")
    assert opened.session.project.blind_progress(page._sample.id).done == 0
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert opened.session.project.blind_progress(page._sample.id).last == "1 so so"
    assert field.text() == ""
    assert QApplication.focusWidget() is page.labelling.area


def test_typing_finds_a_label_and_enter_takes_the_first_that_fits(opened, qtbot):
    page = start(opened, qtbot)
    choices = page.labelling.choices
    QTest.keyClick(opened, "/")
    QTest.keyClicks(choices.field, "none")
    lines = [choices.finder.list.item(row).text() for row in range(choices.finder.list.count())]
    assert lines == ["none of both", "\u201cnone\u201d as a new label"]
    assert choices.finder.list.isVisible()
    QTest.keyClick(choices.field, Qt.Key.Key_Return)
    assert opened.session.project.blind_progress(page._sample.id).last == "none of both"
    assert not choices.finder.list.isVisible()


def test_the_arrows_reach_every_label_and_an_empty_field_takes_nothing(opened, qtbot):
    page = start(opened, qtbot)
    field = page.labelling.choices.field
    QTest.keyClick(opened, "/")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert opened.session.project.blind_progress(page._sample.id).done == 0
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert opened.session.project.blind_progress(page._sample.id).last == "positive"


def test_escape_leaves_the_field_then_the_page_and_says_that_all_is_kept(opened, qtbot):
    page = start(opened, qtbot)
    QTest.keyClick(opened, "1")
    QTest.keyClick(opened, "/")
    QTest.keyClick(page.labelling.choices.field, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page.labelling.area
    assert opened.session.data.labels_blind
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    assert not opened.session.data.labels_blind
    assert opened.session.data.toast.text.startswith("1 of 20 labelled, all kept.")
    waiting = page._sample.id
    opened.session.data.label_blind(1)
    assert page.setup.start.text() == "Go on"
    assert "1 of 20" in page.setup.state.text()
    page.setup.start.click()
    qtbot.waitUntil(lambda: page.currentWidget() is page.labelling)
    assert page._sample.id == waiting
    assert page.labelling.panel.count.text() == "1 of 20"


def test_after_a_restart_it_goes_on_where_it_stopped_and_undo_still_works(opened, qtbot, path):
    page = start(opened, qtbot)
    first = page._item.item
    QTest.keyClick(opened, "1")
    second = page._item.item
    opened.close_project()
    opened.open_project(path)
    qtbot.waitUntil(lambda: opened.session is not None, timeout=LONG)
    page = start(opened, qtbot)
    assert page._item.item == second
    QTest.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page._item.item == first


def test_the_buttons_never_move(opened, qtbot):
    page = start(opened, qtbot)
    places = []
    for key in "12s3/":
        QApplication.processEvents()
        buttons = page.labelling.choices.buttons.values()
        places.append([button.mapTo(opened, button.rect().topLeft()).toTuple() for button in buttons])
        QTest.keyClick(opened, key)
    assert all(place == places[0] for place in places)


@pytest.mark.parametrize("width", [860, 1920])
def test_all_is_in_reach_in_a_small_window_and_in_a_large_one(opened, qtbot, width):
    opened.resize(width, 640)
    page = start(opened, qtbot)
    qtbot.waitUntil(lambda: page.width() > width - 200)
    QApplication.processEvents()
    for widget in (
        *page.labelling.choices.buttons.values(),
        *page.labelling.panel.buttons,
        page.labelling.choices.field,
    ):
        corner = widget.mapTo(page, widget.rect().bottomRight())
        assert page.rect().contains(corner)
        assert widget.visibleRegion().boundingRect().size() == widget.size()
    assert page.labelling.area.height() > 150


def test_with_many_labels_nine_have_buttons_and_the_rest_is_found(opened, qtbot, tmp_path):
    file = tmp_path / "many.jsonl"
    rows = [{"text": f"Text {n}", "label": f"topic {n % 14:02}"} for n in range(42)]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    number = opened.session.project.import_file(file, name="many").dataset_id
    idle(opened, qtbot)
    qtbot.waitUntil(lambda: number in opened.session.data.cards)
    page = start(opened, qtbot, dataset=number)
    choices = page.labelling.choices
    assert len(choices.buttons) == 10
    assert choices.field.placeholderText().startswith("5 more labels")
    QTest.keyClick(opened, "/")
    QTest.keyClicks(choices.field, "13")
    QTest.keyClick(choices.field, Qt.Key.Key_Return)
    assert opened.session.project.blind_progress(page._sample.id).last == "topic 13"
    QTest.keyClick(opened, "9")
    assert opened.session.project.blind_progress(page._sample.id).last == "topic 08"


def test_labels_that_are_numbers_have_themselves_as_keys(opened, qtbot, tmp_path):
    file = tmp_path / "scale.jsonl"
    rows = [{"text": f"Text {n}", "label": n % 5} for n in range(30)]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    number = opened.session.project.import_file(file, name="scale").dataset_id
    idle(opened, qtbot)
    qtbot.waitUntil(lambda: number in opened.session.data.cards)
    page = start(opened, qtbot, dataset=number)
    for key in ("0", "4"):
        QTest.keyClick(opened, key)
        assert opened.session.project.blind_progress(page._sample.id).last == key
    QTest.keyClick(opened, "7")
    assert opened.session.project.blind_progress(page._sample.id).done == 2


def test_pairs_are_judged_with_three_keys(opened, qtbot, tmp_path):
    number = opened.session.project.import_file(pairs(tmp_path / "pairs.jsonl"), name="pairs").dataset_id
    idle(opened, qtbot)
    qtbot.waitUntil(lambda: number in opened.session.data.cards)
    page = start(opened, qtbot, dataset=number)
    assert [box for box, made in page.labelling.card.boxes.items() if made.isVisible()] == [
        "Prompt",
        "A",
        "B",
    ]
    assert not page.labelling.choices.field.isVisible()
    for key, choice in (("1", "a"), ("2", "b"), ("3", "tie")):
        QTest.keyClick(opened, key)
        assert opened.session.project.blind_progress(page._sample.id).last == choice
    assert page.labelling.panel.last.text() == "Last: Both are as good"


# the model's label


def test_the_label_of_the_model_is_nowhere_in_the_window(opened, qtbot, tmp_path):
    file = tmp_path / "secret.jsonl"
    # The label is the model's alone: people write others, so it must not even be among the choices' order.
    rows = [{"text": f"Sentence {n}.", "label": f"zz{n}zz"} for n in range(12)]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    number = opened.session.project.import_file(file, name="secret").dataset_id
    opened.session.project.analyze()
    idle(opened, qtbot)
    qtbot.waitUntil(lambda: number in opened.session.data.cards)
    page = start(opened, qtbot, count=12, dataset=number)
    project = opened.session.project
    QApplication.clipboard().clear()
    while page.currentWidget() is page.labelling:
        secret = project.view(page._item.item).item.parts["label"]
        assert shown_text(page) in said(page.labelling.card)
        for place in (page.labelling.card, page.labelling.panel, opened.top, opened.status, opened.rail):
            assert secret not in said(place)
        assert secret not in opened.windowTitle() + QApplication.clipboard().text()
        states = {
            (button.isChecked(), button.isDown(), button.hasFocus(), button.property("verdict"))
            for name, button in page.labelling.choices.buttons.items()
            if name != "not_sure"
        }
        assert len(states) == 1  # nothing sets one choice apart
        QTest.keyClick(opened, "s")


# what it brings


def test_the_last_answer_leads_to_the_gain_and_on_to_the_riskiest(opened, qtbot):
    page = start(opened, qtbot, count=60)
    label_all(opened, page)
    qtbot.waitUntil(lambda: page.gain.gain is not None, timeout=LONG)
    assert page.currentWidget() is page.gain
    words = said(page.gain)
    assert "of 60" in words
    assert "Nobody's labels" in words
    assert page.gain.gain.reference == "mood labelled blind"
    assert [one.role for one in opened.session.project.datasets()] == [Role.SYNTHETIC, Role.HUMAN]
    idle(opened, qtbot)
    assert opened.session.data.labels_blind  # the new data set does not push the page aside
    page.gain.review.click()
    qtbot.waitUntil(lambda: opened.session.review.view is not None, timeout=LONG)
    assert opened.place == "review"
    assert opened.session.review.feed.where == page.gain.gain.where


def test_those_that_differ_can_be_looked_at(opened, qtbot):
    page = start(opened, qtbot, count=60)
    label_all(opened, page)
    qtbot.waitUntil(lambda: page.gain.gain is not None, timeout=LONG)
    idle(opened, qtbot)
    many = len(page.gain.gain.differ)
    assert page.gain.differ.text() == f"Look at the {many} that differ"
    page.gain.differ.click()
    qtbot.waitUntil(lambda: opened.session.review.queue.model.rowCount() == many, timeout=LONG)


def test_from_the_gain_undo_goes_back_to_the_last_text(opened, qtbot):
    page = start(opened, qtbot, count=5)
    label_all(opened, page)
    qtbot.waitUntil(lambda: page.gain.gain is not None, timeout=LONG)
    idle(opened, qtbot)
    QTest.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.currentWidget() is page.labelling
    assert page.labelling.panel.count.text() == "4 of 5"
    assert len(opened.session.project.datasets()) == 2


def test_labels_can_be_used_before_the_sample_is_done(opened, qtbot):
    page = start(opened, qtbot)
    QTest.keyClick(opened, right_key(page))
    page.labelling.panel.buttons[1].click()
    qtbot.waitUntil(lambda: page.gain.gain is not None, timeout=LONG)
    assert page.gain.gain.items == 1
    assert "too few" in page.gain.title.text()


def test_labels_that_were_not_used_yet_can_be_from_the_question(opened, qtbot):
    page = start(opened, qtbot)
    QTest.keyClick(opened, right_key(page))
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    opened.session.data.label_blind(1)
    page.setup.results.click()
    qtbot.waitUntil(lambda: page.gain.gain is not None, timeout=LONG)
    assert page.gain.gain.items == 1


def test_what_cannot_be_finished_is_said_and_can_be_tried_again(opened, qtbot, monkeypatch):
    from synthreview.errors import EnvironmentFault

    page = start(opened, qtbot, count=3)
    project, real_finish = opened.session.project, opened.session.project.blind_finish

    def full(dataset, job=None):
        raise EnvironmentFault("The disk is full; make room and finish again.")

    monkeypatch.setattr(project, "blind_finish", full)
    label_all(opened, page)
    qtbot.waitUntil(page.gain.again.isVisible, timeout=LONG)
    assert page.gain.wrong.text() == "The disk is full; make room and finish again."
    monkeypatch.setattr(project, "blind_finish", real_finish)
    page.gain.again.click()
    qtbot.waitUntil(lambda: page.gain.gain is not None, timeout=LONG)


# for everybody


def test_everything_that_takes_the_keyboard_has_a_name(opened, qtbot):
    page = start(opened, qtbot, count=3)
    views = [page.labelling]
    label_all(opened, page)
    qtbot.waitUntil(lambda: page.gain.gain is not None, timeout=LONG)
    views += [page.gain, page.setup]
    nameless = [
        widget
        for view in views
        for widget in view.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.window() is opened
        and not widget.accessibleName()
        and not widget.objectName().startswith("qt_")
    ]
    assert nameless == []


def test_another_name_labels_for_itself(opened, qtbot):
    page = start(opened, qtbot, count=4)
    QTest.keyClick(opened, "1")
    opened.top.reviewer.renamed.emit("Ben")
    QTest.keyClick(opened, "1")
    sample, project = page._sample.id, opened.session.project
    assert project.blind_progress(sample).done == 1
    project.reviewer = "Ana"
    assert project.blind_progress(sample).done == 1
