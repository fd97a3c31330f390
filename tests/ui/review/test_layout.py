"""Nothing jumps, nothing is cut off, everything has a name."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from synthreview.domain import Changes
from synthreview.ui import theme
from synthreview.ui.actions import VERBS
from synthreview.ui.keys_overlay import KeysOverlay
from synthreview.ui.review.decision_bar import DECISIONS
from synthreview.ui.review.item_pane import MEASURE
from synthreview.ui.review.page import ReviewPage
from tests.ui.review.fake_project import FakeProject
from tests.ui.review.samples import every

SIZES = [(1440, 900), (1024, 700), (860, 700)]


def place(widget, desk):
    return widget.mapTo(desk, QPoint())


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_buttons_never_move(open_desk, width, height):
    desk = open_desk(width=width, height=height)
    seen = set()
    for _ in range(10):
        QApplication.processEvents()
        seen.add(
            tuple(place(desk.item.bar.buttons[name], desk).toTuple() for name in ("accept", "fix", "reject"))
        )
        QTest.keyClick(desk, Qt.Key.Key_J)
    assert len(seen) == 1


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_buttons_stay_when_the_editor_opens(open_desk, width, height):
    desk = open_desk(width=width, height=height)
    before = place(desk.item.bar, desk)
    QTest.keyClick(desk, Qt.Key.Key_E)
    QApplication.processEvents()
    assert place(desk.item.bar, desk) == before
    assert desk.item.bar.buttons["keep"].isVisible()
    assert not desk.item.bar.buttons["accept"].isVisible()


def test_a_narrowing_bar_leaves_words_and_keys_out_but_no_button(open_desk):
    desk = open_desk(width=860, height=600)
    buttons = desk.item.bar.buttons
    assert buttons["flag"]._word.isVisible()
    assert buttons["accept"]._key.isVisible()
    for width in range(840, 559, -20):
        desk.resize(width, 600)
        QApplication.processEvents()
        assert place(buttons["flag"], desk.item).x() + buttons["flag"].width() <= desk.item.width()
    assert not (buttons["flag"]._word.isVisible() and buttons["accept"]._key.isVisible())


@pytest.mark.parametrize("larger", [0, 4])
def test_no_word_or_key_of_a_decision_is_ever_cut(open_desk, qapp, larger):
    desk = open_desk(width=800, height=700)
    theme.apply(qapp, "light", larger)
    for width in range(800, 1861, 20):
        desk.resize(width, 700)
        QApplication.processEvents()
        for button in desk.item.bar.buttons.values():
            for words in (button._word, button._key):
                assert not words.isVisible() or words.width() >= words.sizeHint().width(), (
                    width,
                    words.text(),
                )
        flag = desk.item.bar.buttons["flag"]
        assert place(flag, desk.item).x() + flag.width() <= desk.item.width()


def test_the_words_of_the_decisions_stay_at_every_usual_width(open_desk):
    desk = open_desk(width=800, height=700)
    for width in range(800, 1861, 20):
        desk.resize(width, 700)
        QApplication.processEvents()
        assert all(desk.item.bar.buttons[name]._word.isVisible() for name in ("accept", "fix", "reject"))


def test_the_keys_of_the_editor_are_shown_where_those_of_the_decisions_are_not(open_desk):
    desk = open_desk(width=560, height=600)
    QTest.keyClick(desk, Qt.Key.Key_E)
    QApplication.processEvents()
    assert all(desk.item.bar.buttons[name]._key.isVisible() for name in ("keep", "leave"))


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_toast_lies_on_no_button_also_right_after_a_fix(open_desk, width, height):
    desk = open_desk(width=width, height=height)
    QTest.keyClick(desk, Qt.Key.Key_E)
    desk.item.toast.say("Fixed #1", "Undo", "undo")
    desk.item._place_toast()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    QApplication.processEvents()
    desk.item.toast.show()
    toast = desk.item.toast.geometry()
    buttons = [desk.item.bar.buttons[name] for name in DECISIONS]
    assert not any(toast.intersects(QRect(place(button, desk.item), button.size())) for button in buttons)


def test_columns_grow_with_their_letters_and_fold_sooner(open_desk, qapp):
    desk = open_desk(width=1150, height=700)
    usual = desk.queue.width()
    assert not desk.columns.folded
    theme.apply(qapp, "light", 4)
    QApplication.processEvents()
    assert desk.columns.folded
    assert desk.queue.maximumWidth() > usual


def test_the_columns_fold_as_the_window_narrows(open_desk):
    desk = open_desk()
    assert desk.queue.isVisible()
    assert not desk.columns.below
    desk.resize(1024, 700)
    QApplication.processEvents()
    assert not desk.queue.isVisible()
    assert desk.item.queue_button.isVisible()
    desk.resize(860, 700)
    QApplication.processEvents()
    assert desk.columns.below
    assert desk.item.area.isAncestorOf(desk.why)
    desk.resize(1440, 900)
    QApplication.processEvents()
    assert desk.queue.isVisible()
    assert not desk.item.area.isAncestorOf(desk.why)
    assert desk.why.isVisible()


def test_a_folded_queue_opens_as_a_drawer(open_desk):
    desk = open_desk(width=1024, height=700)
    QTest.keyClick(desk, Qt.Key.Key_Q)
    assert desk.queue.isVisible()
    QTest.keyClick(desk, Qt.Key.Key_Escape)
    assert not desk.queue.isVisible()
    QTest.keyClick(desk, Qt.Key.Key_Slash)
    assert desk.queue.isVisible()
    assert QApplication.focusWidget() is desk.queue.filter


def test_lines_are_no_longer_than_a_reader_likes(open_desk):
    desk = open_desk(width=1920, height=1000)
    desk.show_item(3)
    reading = desk.item.card.boxes["output"].view.reading
    assert reading.width() <= reading.fontMetrics().averageCharWidth() * (MEASURE + 1)


@pytest.mark.parametrize("item", range(1, 11))
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_text_of_an_item_is_cut_off(open_desk, width, height, item):
    desk = open_desk(width=width, height=height)
    desk.show_item(item)
    QApplication.processEvents()
    for box in desk.item.card.boxes.values():
        if box.isVisible() and box.view.isVisible():
            reading = box.view.reading
            assert reading.height() >= round(reading.document().size().height())
            assert box.mapTo(desk, QPoint(box.width(), 0)).x() <= desk.width()


@pytest.mark.parametrize("item", [1, 2, 3, 5, 6, 8])
def test_everything_that_takes_the_keyboard_has_a_name(open_desk, item):
    desk = open_desk()
    for fix in (False, True):
        desk.show_item(item)
        if fix:
            QTest.keyClick(desk, Qt.Key.Key_E)
        nameless = [
            f"{type(widget).__name__} in {type(widget.parent()).__name__}"
            for widget in desk.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and not name_of(widget)
        ]
        assert nameless == []


def name_of(widget):
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    inner = type(widget.parent()).__name__ in ("QComboBox", "QScrollArea")
    return widget.accessibleName() or text or inner


def test_tab_reaches_findings_reasons_note_and_buttons(open_desk):
    desk = open_desk()
    desk.show_item(3)
    QApplication.processEvents()
    desk.item.area.setFocus()
    reached = set()
    for _ in range(60):
        reached.add(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert {*desk.why.findings, desk.why.note, desk.item.bar.buttons["accept"], desk.queue.table} <= reached


def test_a_change_of_theme_repaints_the_desk(open_desk, qapp):
    desk = open_desk()
    light = desk.grab().toImage().pixelColor(700, 500).name().upper()
    theme.apply(qapp, "dark")
    dark = desk.grab().toImage().pixelColor(700, 500).name().upper()
    theme.apply(qapp, "light")
    assert (light, dark) == (theme.LIGHT.window, theme.DARK.window)


def test_larger_text_keeps_every_line_whole(open_desk, qapp):
    desk = open_desk()
    desk.show_item(3)
    theme.apply(qapp, "light", larger=4)
    QApplication.processEvents()
    reading = desk.item.card.boxes["output"].view.reading
    assert reading.font().pointSizeF() == theme.reading_font().pointSizeF()
    assert reading.height() >= round(reading.document().size().height())
    theme.apply(qapp, "light")


def test_the_overlay_lists_every_key_and_no_key_acts_behind_it(open_desk):
    project = FakeProject(every())
    desk = open_desk(project)
    overlay = KeysOverlay(desk)
    overlay.toggle()
    words = {label.text() for label in overlay.findChildren(QWidget) if hasattr(label, "text")}
    assert {verb.words for verb in VERBS if verb.listed and verb.keys} <= words
    assert QApplication.focusWidget() is overlay
    for key in (Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_J):
        QTest.keyClick(overlay, key)
    assert project.log == []
    QTest.keyClick(overlay, Qt.Key.Key_Escape)
    assert not overlay.isVisible()
    assert QApplication.focusWidget() is desk.item.area


class Windows(QObject):
    """Notes every widget that shows as a window of its own."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_no_part_of_the_desk_ever_shows_as_a_window_of_its_own(open_desk, qapp):
    windows = Windows()
    qapp.installEventFilter(windows)
    desk = open_desk()
    for item in range(1, 11):
        desk.show_item(item)
        QTest.keyClick(desk, Qt.Key.Key_E)
        QTest.keyClick(desk, Qt.Key.Key_Escape)
    qapp.removeEventFilter(windows)
    assert windows.seen == ["ReviewPage"]


def test_changes_after_the_desk_has_gone_do_no_harm(qapp, bridge, qtbot):
    project = FakeProject(every())
    desk = ReviewPage(project, bridge)
    shiboken6.delete(desk)
    for listener in project.listeners:
        listener(Changes(frozenset({"decisions"}), (1,)))
    qtbot.waitUntil(lambda: not bridge.active())
