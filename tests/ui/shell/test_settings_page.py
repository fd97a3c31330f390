"""Settings: a page of the window; what is chosen counts at once, is kept, and can be reset."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from synthreview import settings
from synthreview.settings import Settings
from synthreview.ui import dialogs, theme
from synthreview.ui.actions import keys_of, verb
from synthreview.ui.keys.live import live
from synthreview.ui.looks import dress
from tests.ui.shell.conftest import LONG


@pytest.fixture
def page(opened):
    opened.activateWindow()
    assert QTest.qWaitForWindowActive(opened, LONG)
    opened.show_settings()
    yield opened.preferences
    live.put({})
    dress(Settings(theme="light"))


@pytest.fixture
def keys(page):
    return page.keys_section


def pick(choice, value):
    choice.show_value(value)
    choice.activated.emit(choice.currentIndex())


def press(widget, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(widget, key, modifiers)


# Going there and back


def test_the_key_the_menu_and_the_rail_lead_there(opened):
    opened.activateWindow()
    assert QTest.qWaitForWindowActive(opened, LONG)
    ways = (
        lambda: press(opened, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier),
        lambda: opened.menus.run("settings"),
        opened.rail._buttons["settings"].click,
    )
    for way in ways:
        opened.go("data")
        way()
        assert opened.places.currentWidget() is opened.preferences
        assert opened.rail._buttons["settings"].isChecked()


def test_escape_leads_back_to_where_one_was(opened, page):
    opened.go("export")
    opened.show_settings()
    press(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert opened.place == "export"


def test_the_rail_leads_back_to_where_one_was_too(opened, page):
    opened.go("data")
    opened.rail._buttons["settings"].click()
    page.back.click()
    assert opened.place == "data"


def test_no_project_is_needed(window):
    window.show_settings()
    assert window.places.currentWidget() is window.preferences
    assert not window.preferences.places.copies["Open project"].isEnabled()


# Who, looks, goal, model, places


def test_a_new_name_counts_everywhere(opened, page):
    page.name.setText("  Zo\u00eb ")
    page.name.editingFinished.emit()
    assert opened.session.project.reviewer == "Zo\u00eb"
    assert opened.top.reviewer.shown.text() == "Zo\u00eb"
    assert settings.load().reviewer == "Zo\u00eb"
    page.name.setText("")
    page.name.editingFinished.emit()
    assert page.name.text() == "Zo\u00eb"


def test_looks_change_at_once_and_can_be_reset(page):
    looks = page.looks
    before = QApplication.font().pointSizeF()
    pick(looks.scheme, "dark")
    pick(looks.text_size, 10)
    pick(looks.width_of_lines, 55)
    looks.motion.click()
    assert theme.current().dark
    assert QApplication.font().pointSizeF() == before + 10
    assert (theme.reading_measure(), theme.still()) == (55, True)
    kept = settings.load()
    assert (kept.theme, kept.text_size, kept.reading_width, kept.motion) == ("dark", 10, 55, "less")
    looks.reset.click()
    assert QApplication.font().pointSizeF() == before
    assert (theme.reading_measure(), theme.signals.still) == (75, False)
    assert looks.width_of_lines.currentData() == 75


def test_the_largest_text_is_twice_the_usual_one(page):
    sizes = page.looks.text_size
    assert sizes.itemText(sizes.count() - 1) == "200 %"


def test_what_is_chosen_in_the_menu_shows_here(opened, page):
    opened.looks.set_scheme("dark")
    assert page.looks.scheme.currentData() == "dark"


def test_the_wheel_over_a_choice_changes_nothing(page):
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent

    choice = page.looks.scheme
    before = choice.currentIndex()
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(choice, event)
    assert choice.currentIndex() == before
    assert not event.isAccepted()


def test_a_goal_is_kept_and_can_be_reset(page):
    page.goal.setValue(200)
    assert settings.load().goal == 200
    page.reset_goal.click()
    assert settings.load().goal == 0
    assert page.goal.text() == "No goal"


def test_the_model_is_the_same_choice_as_in_the_menu(opened, page, monkeypatch, tmp_path):
    menu = opened.menus.model
    page.model.ways[menu.small].click()
    assert not settings.load().closely
    assert menu.small.isChecked()
    monkeypatch.setattr(dialogs, "open_model", lambda *_: tmp_path)
    page.model.choose.click()
    assert page.model.ways[menu.folder].isChecked()
    assert tmp_path.name in page.model.ways[menu.folder].accessibleName()
    page.model.reset.click()
    assert page.model.ways[menu.packaged].isChecked()
    assert settings.load().closely


def test_paths_can_be_copied(opened, page):
    page.places.copies["Settings"].click()
    assert QGuiApplication.clipboard().text() == str(settings.file())
    page.places.copies["Open project"].click()
    assert QGuiApplication.clipboard().text() == str(opened.session.project.path.absolute())


# Keys


def test_a_key_is_changed_by_pressing_another(opened, keys):
    keys.table.go_to("accept")
    keys.change.click()
    assert QApplication.focusWidget() is keys.catcher
    press(keys.catcher, Qt.Key.Key_Y)
    assert keys_of("accept") == ("Y",)
    assert settings.load().keys == {"accept": ["Y"]}
    assert keys.said.text() == "Accept: Y now."
    assert "Y  (own)" in [entry.text(1) for entry in keys.table._lines.values()]


def test_enter_in_the_table_asks_for_the_key(keys):
    keys.table.go_to("flag")
    keys.table.setFocus()
    press(keys.table, Qt.Key.Key_Return)
    press(keys.catcher, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert keys_of("flag") == ("Ctrl+G",)


def test_while_a_key_is_awaited_no_key_does_anything_else(opened, keys):
    keys.table.go_to("accept")
    keys.change.click()
    press(keys.catcher, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert opened.place == "settings"
    assert "Go to Data" in keys.said.text()


def test_escape_leaves_the_key_as_it_was(keys):
    keys.table.go_to("accept")
    keys.change.click()
    press(keys.catcher, Qt.Key.Key_Shift)
    assert keys.catcher.isVisible()
    press(keys.catcher, Qt.Key.Key_Escape)
    assert not keys.catcher.isVisible()
    assert keys_of("accept") == ("A",)
    assert QApplication.focusWidget() is keys.table


def test_a_clash_names_the_other_verb_and_offers_to_exchange(keys):
    keys.table.go_to("accept")
    keys.change.click()
    press(keys.catcher, Qt.Key.Key_X)
    assert keys_of("accept") == ("A",)
    assert keys.said.text() == (
        "X is the key of \u201cReject\u201d already. In an exchange \u201cReject\u201d gets A."
    )
    assert QApplication.focusWidget() is keys.exchange
    keys.exchange.click()
    assert (keys_of("accept"), keys_of("reject")) == (("X",), ("A",))
    assert not keys.exchange.isVisible()


def test_a_key_is_added_taken_away_and_reset(keys):
    keys.table.go_to("flag")
    keys.more.click()
    press(keys.catcher, Qt.Key.Key_Y)
    assert keys_of("flag") == ("Y", "F")
    keys.take.click()
    assert keys_of("flag") == ()
    keys.reset.click()
    assert keys_of("flag") == ("F",)
    assert not keys.reset.isEnabled()


def test_a_ready_set_is_explained_and_in_force_at_once(keys):
    pick(keys.preset, "argilla")
    assert keys_of("accept") == ("Return", "Enter")
    assert "Backspace discards (here: rejects" in keys.about.text()
    assert settings.load().key_preset == "argilla"


def test_all_keys_are_reset_with_one_button(keys):
    keys.table.go_to("accept")
    keys.change.click()
    press(keys.catcher, Qt.Key.Key_Y)
    keys.reset_all.click()
    assert keys_of("accept") == ("A",)
    assert settings.load().keys == {}


def test_the_table_can_be_searched_by_words_and_by_key(keys):
    keys.search.setText("evid")
    assert keys.table.found == []
    keys.search.setText("previous finding")
    assert keys.table.found == ["previous_evidence"]
    assert keys.table.current is verb("previous_evidence")
    keys.search.setText("ctrl+shift+z")
    assert keys.table.found == ["redo"]


def test_signs_that_need_shift_are_caught_as_they_are_read(keys):
    keys.table.go_to("flag")
    keys.change.click()
    press(keys.catcher, Qt.Key.Key_Asterisk, Qt.KeyboardModifier.ShiftModifier)
    assert keys_of("flag") == ("*",)


def test_every_section_says_what_it_is(page):
    for section in page.sections:
        assert section.heading in [each.text() for each in section.findChildren(QLabel)]
    assert all(each.accessibleName() for each in page.findChildren(QPushButton))
