"""Keys follow the person: presets, own keys, clashes, and everything that shows or obeys a key."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from synthreview import settings
from synthreview.settings import Settings
from synthreview.ui.actions import VERBS, Mode, action, first_key, keys_of, meet, verb
from synthreview.ui.keys.chosen import ChosenKeys
from synthreview.ui.keys.follow import KeyCap, sentence, tip
from synthreview.ui.keys.keymap import Keymap, normal, refusal
from synthreview.ui.keys.live import live
from synthreview.ui.keys.presets import PRESETS, preset
from synthreview.ui.keys_overlay import KeysOverlay
from synthreview.ui.looks import Looks, dress

DECISIONS = ("accept", "fix", "reject", "defer", "flag")
REMOVES = ("reject",)
RISKY = ("Backspace", "Space", "Del", "Return", "Enter")
LEFT_HAND = set("QWERTASDFGZXCVB12345") | {"Space", "Tab", "Esc"}
EACH = pytest.mark.parametrize("chosen", [each.id for each in PRESETS])


@pytest.fixture(autouse=True)
def own_keys_again():
    yield
    live.put({})


@pytest.fixture
def keys(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    preferences = Settings()
    made = ChosenKeys(preferences, Looks(preferences, holder))
    made.holder, made.preferences = holder, preferences
    return made


def pairs_on_one_key(keys):
    return [
        (one.id, other.id)
        for place, one in enumerate(VERBS)
        for other in VERBS[place + 1 :]
        if meet(one, other) and set(keys[one.id]) & set(keys[other.id])
    ]


# Presets


@EACH
def test_no_preset_gives_two_verbs_one_key(chosen):
    assert pairs_on_one_key(Keymap(chosen).in_force()) == []


@EACH
def test_every_preset_reaches_every_decision_and_leaves_every_verb_its_key(chosen):
    keys = Keymap(chosen).in_force()
    assert all(keys[name] for name in DECISIONS)
    assert [each.id for each in VERBS if each.keys and not keys[each.id]] == []


@EACH
def test_every_key_of_a_preset_is_one_and_is_allowed(chosen):
    known = {each.id for each in VERBS}
    for name, given in preset(chosen).keys.items():
        assert [normal(key) for key in given] == list(given)
        assert name not in known or [refusal(name, key) for key in given] == [""] * len(given)


def test_nothing_that_removes_is_on_a_risky_key_unless_a_person_asks_for_it():
    keys = Keymap().in_force()
    assert not any(key in RISKY for name in REMOVES for key in keys[name])
    for each in PRESETS:
        if any(key in RISKY for key in each.keys.get("reject", ())):
            assert "reject" in each.about


def test_prodigy_argilla_and_anki_have_the_keys_that_hands_know():
    prodigy, argilla, anki = (Keymap(name).in_force() for name in ("prodigy", "argilla", "anki"))
    assert [prodigy[name][0] for name in ("accept", "reject", "defer", "undo")] == [
        "A",
        "X",
        "Space",
        "Backspace",
    ]
    assert (argilla["accept"][0], argilla["reject"][0], argilla["next"][0]) == (
        "Return",
        "Backspace",
        "Right",
    )
    assert (anki["reject"], anki["undo"][0], anki["reason_1"]) == (("1",), "Z", ("Alt+1",))
    assert {"3", "4", "Space"} == set(anki["accept"])


def test_the_left_hand_reaches_all_of_reviewing_alone():
    keys = Keymap("left").in_force()
    beyond = [
        each.id
        for each in VERBS
        if each.mode is Mode.REVIEW and each.listed and not each.id.startswith("select_")
        if not any(key.removeprefix("Shift+") in LEFT_HAND for key in keys[each.id])
    ]
    assert beyond == []
    assert all(keys[name][0] in "QWERASDF" for name in DECISIONS)


def test_digits_stay_with_the_reasons_unless_the_preset_says_otherwise():
    for each in PRESETS:
        expected = "Alt+1" if each.id == "anki" else "1"
        assert Keymap(each.id).keys_of("reason_1") == (expected,)


# Changing one key


def test_a_new_key_works_at_once_and_the_old_one_no_longer(keys, qtbot):
    pressed = []
    page = QWidget()
    page.note = lambda: pressed.append(1)
    qtbot.addWidget(page)
    made = action("accept", page, page.note)
    page.show()
    page.activateWindow()
    assert QTest.qWaitForWindowActive(page)
    assert keys.give("accept", "Y") == ""
    QTest.keyClick(page, Qt.Key.Key_A)
    assert pressed == []
    QTest.keyClick(page, Qt.Key.Key_Y)
    assert pressed == [1]
    assert made.toolTip() == "Accept (Y)"


def test_caps_tips_and_sentences_follow(keys, qtbot):
    page = QWidget(keys.holder)
    cap, button, field = KeyCap("reject"), QPushButton("Back", page), QLineEdit(page)
    tip(button, "Back", "other", "leave")
    sentence(field, field.setPlaceholderText, "Press {key} to write", "note", bare="Write")
    assert (cap.text(), button.toolTip(), field.placeholderText()) == (
        "X",
        "Back (O or Esc)",
        "Press N to write",
    )
    keys.give("reject", "Ctrl+R")
    keys.take_away("other")
    keys.take_away("note")
    assert (cap.text(), button.toolTip(), field.placeholderText()) == ("Ctrl+R", "Back (Esc)", "Write")


def test_a_key_that_another_verb_has_is_refused_by_its_name(keys):
    said = keys.give("accept", "X")
    assert said == "X is the key of \u201cReject\u201d already."
    assert keys_of("accept") == ("A",)


def test_an_exchange_gives_the_other_verb_the_key_in_return(keys):
    keys.exchange("accept", "X")
    assert (keys_of("accept"), keys_of("reject")) == (("X",), ("A",))
    assert pairs_on_one_key(keys.map.in_force()) == []


def test_modes_that_never_meet_may_share_a_key(keys):
    assert verb("not_sure").mode is Mode.BLIND
    assert keys.give("not_sure", "A") == ""


def test_escape_while_reviewing_belongs_to_leaving(keys):
    assert "Leave" in keys.give("accept", "Esc")


@pytest.mark.parametrize(
    ("name", "key", "why"),
    [
        ("accept", "Tab", "Tab moves"),
        ("accept", "Ctrl+C", "for text"),
        ("accept", "Alt+F", "opens a menu"),
        ("keep", "K", "While writing"),
        ("keep", "Space", "While writing"),
    ],
)
def test_keys_that_would_break_something_else_are_refused_in_words(keys, name, key, why):
    assert why in keys.give(name, key)


def test_a_key_can_be_taken_away_and_given_back(keys):
    keys.take_away("flag")
    assert keys_of("flag") == ()
    assert first_key("flag") == ""
    keys.reset("flag")
    assert keys_of("flag") == ("F",)


def test_a_verb_that_is_reset_gets_its_key_from_whoever_took_it(keys):
    keys.take_away("flag")
    keys.give("defer", "F")
    keys.reset("flag")
    assert keys_of("flag") == ("F",)
    assert "F" not in keys_of("defer")


def test_all_keys_can_be_reset(keys):
    keys.give("accept", "Y")
    keys.take_away("flag")
    keys.reset_all()
    assert keys.map.in_force() == Keymap().in_force()


def test_own_keys_stay_on_top_of_another_preset(keys):
    keys.give("flag", "Y")
    keys.choose("left")
    assert (keys_of("flag"), keys_of("accept")) == (("Y",), ("F",))


def test_a_default_key_that_a_preset_needs_elsewhere_gives_way(keys):
    keys.map.own["note"] = ("J",)
    keys.choose("own")
    assert keys_of("next") == ("Down",)


def test_keys_are_kept_in_words_and_read_again(keys):
    keys.give("accept", "Y")
    keys.take_away("flag")
    keys.choose("prodigy")
    written = json.loads(settings.file().read_text("utf-8"))
    assert (written["key_preset"], written["keys"]) == ("prodigy", {"accept": ["Y"], "flag": []})
    again = settings.load()
    assert Keymap.read(again.key_preset, again.keys).in_force() == keys.map.in_force()


def test_a_hand_that_wrote_nonsense_loses_nothing_else():
    kept = Keymap.read("gone", {"accept": ["Y", "", "Shift"], "unknown": ["Q"], "reject": ["Y"]})
    assert kept.preset == "own"
    assert kept.keys_of("accept") == ("Y",)
    assert kept.keys_of("reject") == ()
    assert pairs_on_one_key(kept.in_force()) == []


def test_what_changes_data_never_repeats_whatever_its_key(keys, qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    made = {name: action(name, page, page.update) for name in (*DECISIONS, "undo", "redo", "keep")}
    keys.choose("argilla")
    assert not any(each.autoRepeat() for each in made.values())


# Keys are never eaten, and fields type


class Stage(QWidget):
    """A field, a button and a verb on keys that fields and buttons also want."""

    def __init__(self):
        super().__init__()
        self.done = []
        self.field, self.button, self.text = QLineEdit(), QPushButton("Press"), QLabel("text")
        self.pressed = 0
        self.button.clicked.connect(self.count)
        layout = QVBoxLayout(self)
        for part in (self.field, self.button, self.text):
            layout.addWidget(part)
        for name in ("accept", "reject", "next", "read_on"):
            action(name, self, getattr(self, f"do_{name}"))

    def count(self):
        self.pressed += 1

    def do_accept(self):
        self.done.append("accept")

    def do_reject(self):
        self.done.append("reject")

    def do_next(self):
        self.done.append("next")

    def do_read_on(self):
        self.done.append("read_on")


@pytest.fixture
def stage(qtbot, keys):
    made = Stage()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    assert QTest.qWaitForWindowActive(made)
    return made


def test_a_field_types_whatever_the_preset_has_on_its_keys(stage, keys):
    keys.choose("argilla")
    stage.field.setFocus()
    for key in (Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Down):
        QTest.keyClick(stage.field, key)
    assert stage.field.text() == "a"
    assert stage.done == []


def test_space_presses_a_button_that_tab_has_led_to(stage, keys):
    keys.choose("anki")
    stage.field.setFocus()
    QTest.keyClick(stage.field, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is stage.button
    QTest.keyClick(stage.button, Qt.Key.Key_Space)
    assert (stage.pressed, stage.done) == (1, [])


def test_space_decides_after_a_click_on_a_button(stage, keys):
    keys.choose("anki")
    QTest.mouseClick(stage.windowHandle(), Qt.MouseButton.LeftButton, pos=stage.button.geometry().center())
    assert (QApplication.focusWidget(), stage.pressed) == (stage.button, 1)
    QTest.keyClick(stage.button, Qt.Key.Key_Space)
    assert (stage.pressed, stage.done) == (1, ["accept"])


def test_letters_act_while_a_button_has_the_keyboard(stage, keys):
    stage.button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(stage.button, Qt.Key.Key_X)
    assert stage.done == ["reject"]


# The sheet of all keys


def labels(overlay) -> list[str]:
    return [each.text() for each in overlay.sheet.findChildren(QLabel)]


def test_the_sheet_shows_this_persons_keys(keys, qtbot):
    keys.holder.resize(1200, 800)
    overlay = KeysOverlay(keys.holder)
    keys.give("accept", "Y")
    assert "Y" in labels(overlay)
    assert "A" not in labels(overlay)
    keys.take_away("flag")
    assert verb("flag").words not in labels(overlay)


@pytest.mark.parametrize(("width", "larger"), [(860, 10), (1280, 10), (860, 0)])
def test_the_sheet_scrolls_and_keeps_its_words_whole(keys, qtbot, width, larger):
    dress(Settings(text_size=larger))
    window = keys.holder
    window.resize(width, 560)
    window.show()
    overlay = KeysOverlay(window)
    overlay.toggle()
    QApplication.processEvents()
    assert window.rect().contains(overlay.sheet.geometry())
    bar = overlay.area.verticalScrollBar()
    assert bar.maximum() > 0
    QTest.keyClick(overlay, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    assert overlay.area.widget().width() <= overlay.area.viewport().width()
    dress(Settings())


def test_tab_does_not_lead_behind_the_sheet(keys, qtbot):
    window = keys.holder
    field = QLineEdit(window)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    field.setFocus()
    overlay = KeysOverlay(window)
    overlay.toggle()
    QTest.keyClick(overlay, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is overlay
    QTest.keyClick(overlay, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is field
