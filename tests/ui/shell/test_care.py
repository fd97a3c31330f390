"""Caring for data sets in the real window: swapped codes, damaged records, newer versions, removal."""

from __future__ import annotations

import csv
import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from synthreview.domain import Role, Verdict
from synthreview.ui import dialogs
from synthreview.ui.import_dialog import ImportDialog
from synthreview.ui.import_form import ROLES
from tests.ui.shell.conftest import LONG, imported, settle

PAIRS = 80


def texts(widget) -> str:
    return "\n".join(line.text() for line in widget.findChildren(QLabel) if line.isVisibleTo(widget))


def card(window, name):
    return next(card for card in window.session.data.cards.values() if card.dataset.name == name)


def idle(window, qtbot):
    """Wait until nothing runs, in the bridge and in its queue."""
    qtbot.waitUntil(lambda: not window.bridge.active(), timeout=LONG)
    qtbot.wait(20)
    qtbot.waitUntil(lambda: not window.bridge.active(), timeout=LONG)


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    """Press a key where the keyboard is; without a window manager nobody else gives it to a window."""
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, LONG)
    target = QApplication.focusWidget() or window
    QTest.keyClick(target, key, modifiers)


def has_result(window, name):
    """For waiting: whether a card has a result line; the card itself may be another one by then."""

    def shown():
        return card(window, name).result.isVisible()

    return shown


def in_tab_order(window, first, wanted):
    """Those wanted, in the order in which the Tab key comes to them from the first one on."""
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, LONG)
    first.setFocus()
    found = []
    for _ in range(200):
        at = QApplication.focusWidget()
        found += [widget for widget in wanted if widget is at]
        if len(found) == len(wanted):
            break
        QTest.keyClick(at, Qt.Key.Key_Tab)
    return found


def choose(menu, *words):
    """Walk through a menu and its submenus by their words."""
    for word in words:
        found = next(entry for entry in menu.actions() if entry.text().startswith(word))
        menu = found.menu()
    found.trigger()


def pairs_file(path, *, swapped, spoiled=0):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["output1", "output2", "target"])
        for number in range(PAIRS):
            better = number % 2
            target = "garbage" if number < spoiled else 1 - better if swapped else better
            writer.writerow(
                [f"The food of place {number} was cold.", f"Place {number} had warm food.", target]
            )
    return path


@pytest.fixture
def pairs(tmp_path):
    return pairs_file(tmp_path / "pairs.csv", swapped=False, spoiled=3)


@pytest.fixture
def swapped(tmp_path):
    return pairs_file(tmp_path / "people.csv", swapped=True)


def with_reference(window, qtbot, pairs, swapped, monkeypatch):
    """Import pairs, then a reference with swapped codes, by keys and clicks."""
    imported(window, qtbot, pairs)
    idle(window, qtbot)
    monkeypatch.setattr(dialogs, "open_data", lambda *_: swapped)
    window.go("data")
    press(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(ImportDialog)
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=LONG)
    assert dialog.form.join.isHidden()
    dialog.form.role.setFocus()
    QTest.keyClick(dialog.form.role, Qt.Key.Key_Down)
    assert dialog.form.chosen_role() is list(ROLES)[1] is Role.HUMAN
    assert not dialog.form.join.isHidden()
    QTest.mouseClick(dialog.import_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.session.data.cards) == 2, timeout=LONG)
    # The card is there as soon as the records are; the join with the other data set follows.
    qtbot.waitUntil(lambda: "rows found an item" in texts(card(window, "people")), timeout=LONG)
    idle(window, qtbot)
    return card(window, "people")


def test_swapped_codes_raise_an_alarm_that_an_exchange_settles_and_undo_brings_back(
    real, qtbot, pairs, swapped, monkeypatch
):
    reference = with_reference(real, qtbot, pairs, swapped, monkeypatch)
    assert real.place == "data", "a reference has nothing to review"
    told = texts(reference)
    assert f"{PAIRS} of {PAIRS} rows found an item of 'pairs' by text" in told
    assert "less than chance: swapped codes or a contrary judge?" in told
    assert "3 values of Choice are no known code: garbage" in texts(card(real, "pairs"))
    [alarm] = reference.alarms
    assert alarm.isVisible()
    QTest.mouseClick(alarm.exchange, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not card(real, "people").alarms, timeout=LONG)
    idle(real, qtbot)
    qtbot.waitUntil(lambda: "agree on 100" in texts(card(real, "people")), timeout=LONG)
    assert real.session.data.toast.text == "Exchanged A and B in 'people'."
    press(real, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert real.status.words.text() == "Undone: Exchange A and B in 'people'"
    qtbot.waitUntil(lambda: bool(card(real, "people").alarms), timeout=LONG)
    press(real, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: not card(real, "people").alarms, timeout=LONG)
    idle(real, qtbot)


def test_an_alarm_that_is_right_as_it_is_folds_and_stays_told(real, qtbot, pairs, swapped, monkeypatch):
    reference = with_reference(real, qtbot, pairs, swapped, monkeypatch)
    reference.alarms[0].right.click()
    assert not reference.alarms
    qtbot.waitUntil(lambda: "less than chance" in texts(reference))
    real.session.data.refresh()
    assert not reference.alarms


def test_a_file_with_two_judges_raises_the_alarm_by_itself(real, qtbot, tmp_path):
    path = tmp_path / "judged.jsonl"
    rows = [
        {
            "question_id": number,
            "conversation_a": f"Answer {number} one.",
            "conversation_b": f"Answer {number} two.",
            "model_a": "x",
            "model_b": "y",
            "gpt4_model": "model_a" if number % 2 else "model_b",
            "human_model": "model_b" if number % 2 else "model_a",
        }
        for number in range(60)
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    imported(real, qtbot, path)
    idle(real, qtbot)
    real.go("data")
    [alarm] = card(real, "judged").alarms
    assert "The judge and people" in alarm.sentence
    alarm.exchange.click()
    qtbot.waitUntil(lambda: not card(real, "judged").alarms, timeout=LONG)
    qtbot.waitUntil(lambda: "The judge and people agree" in texts(card(real, "judged")), timeout=LONG)
    idle(real, qtbot)
    real.menus.undo.trigger()
    qtbot.waitUntil(lambda: bool(card(real, "judged").alarms), timeout=LONG)
    idle(real, qtbot)


def test_a_reference_is_attached_later_from_the_menu(real, qtbot, pairs, swapped):
    imported(real, qtbot, pairs)
    real.session.project.import_file(swapped, role=Role.HUMAN)
    idle(real, qtbot)
    real.go("data")
    choose(card(real, "people").more.entries, "Attach to", "pairs", "By text")
    qtbot.waitUntil(lambda: bool(card(real, "people").alarms), timeout=LONG)
    idle(real, qtbot)


# Records that could not be read


@pytest.fixture
def damaged(tmp_path):
    lines = [json.dumps({"instruction": f"Name {n} rivers.", "output": "The Elbe."}) for n in range(40)]
    for place in range(5, 30):
        lines[place] = lines[place][:-1]
    path = tmp_path / "damaged.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def opened_quarantine(window, qtbot, damaged):
    imported(window, qtbot, damaged)
    idle(window, qtbot)
    window.go("data")
    found = card(window, "damaged")
    found.aside_button.setFocus()
    press(window, Qt.Key.Key_Space)
    return found.quarantine


def test_a_broken_record_is_mended_by_keyboard_and_undo_sets_it_aside_again(real, qtbot, damaged):
    quarantine = opened_quarantine(real, qtbot, damaged)
    line = quarantine.rows[5]
    line.mend.setFocus()
    press(real, Qt.Key.Key_Space)
    field, verdict = line.editor.field, line.editor.verdict
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    assert verdict.text().startswith("Not yet: it is not valid JSON")
    assert not line.editor.keep.isEnabled()
    press(real, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, "}")
    qtbot.waitUntil(lambda: verdict.text() == "Can be read now.")
    press(real, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: 5 not in quarantine.rows, timeout=LONG)
    idle(real, qtbot)
    assert card(real, "damaged").dataset.quarantined == 24
    assert real.session.project.item_at("damaged", 5)
    assert QApplication.focusWidget() is quarantine.rows[6].mend
    press(real, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: 5 in quarantine.rows, timeout=LONG)
    idle(real, qtbot)


def test_leaving_an_editor_changes_nothing_and_others_keep_what_was_typed(real, qtbot, damaged):
    quarantine = opened_quarantine(real, qtbot, damaged)
    first, second = quarantine.rows[5], quarantine.rows[6]
    first.mend.click()
    second.mend.click()
    second.editor.field.setPlainText("half a thought")
    press_on = first.editor.field
    press_on.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is press_on)
    press(real, Qt.Key.Key_Escape)
    assert first.editor is None
    real.session.data.refresh()
    assert quarantine.rows[6] is second
    assert second.editor.field.raw_text() == "half a thought"


def test_records_set_aside_are_listed_page_by_page(real, qtbot, damaged):
    quarantine = opened_quarantine(real, qtbot, damaged)
    assert len(quarantine.rows) == 20
    assert quarantine.more.text() == "Show 5 more of 5"
    quarantine.more.click()
    assert len(quarantine.rows) == 25
    assert quarantine.more.isHidden()


def test_trying_all_again_says_which_cannot_be_read_yet(real, qtbot, damaged):
    quarantine = opened_quarantine(real, qtbot, damaged)
    quarantine.again.click()
    qtbot.waitUntil(quarantine.told.isVisible, timeout=LONG)
    assert quarantine.told.text().startswith("None of the 25 can be read yet. Record 6 is not valid JSON")
    assert quarantine.told.text().endswith("And 20 more.")


def test_records_are_mended_in_a_file_and_read_back(real, qtbot, damaged, tmp_path, monkeypatch):
    quarantine = opened_quarantine(real, qtbot, damaged)
    file = tmp_path / "aside.jsonl"
    monkeypatch.setattr(dialogs, "save_set_aside", lambda *_: file)
    monkeypatch.setattr(dialogs, "open_mended", lambda *_: file)
    quarantine.save.click()
    qtbot.waitUntil(lambda: "25 records saved in 'aside.jsonl'" in quarantine.told.text(), timeout=LONG)
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for row in rows[1:]:
        row["text"] += "}"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    quarantine.load.click()
    told = "24 records can be read now; 1 record stays set aside. Record 6 is"
    qtbot.waitUntil(lambda: told in quarantine.told.text(), timeout=LONG)
    assert list(quarantine.rows) == [5]
    idle(real, qtbot)


def test_a_wrong_file_of_mended_records_is_explained(real, qtbot, damaged, tmp_path, monkeypatch):
    quarantine = opened_quarantine(real, qtbot, damaged)
    file = tmp_path / "other.jsonl"
    file.write_text("no record\n")
    monkeypatch.setattr(dialogs, "open_mended", lambda *_: file)
    quarantine.load.click()
    qtbot.waitUntil(lambda: quarantine.told.text().startswith("Line 1 of 'other.jsonl'"), timeout=LONG)
    idle(real, qtbot)


# Newer versions, names, removal


@pytest.fixture
def rivers(tmp_path):
    records = [
        {"id": f"r{n}", "instruction": f"Name {n} rivers.", "input": "", "output": "The Elbe and more."}
        for n in range(20)
    ]
    path, newer = tmp_path / "rivers.json", tmp_path / "rivers-2.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    records[3] = {**records[3], "output": "The Rhine."}
    newer.write_text(json.dumps(records[1:]), encoding="utf-8")
    return path, newer


def test_a_newer_file_takes_the_old_ones_place_and_decisions_go_along(real, qtbot, rivers, monkeypatch):
    imported(real, qtbot, rivers[0])
    project = real.session.project
    for position in (1, 3):
        project.decide(project.item_at("rivers", position), Verdict.ACCEPT)
    real.go("data")
    monkeypatch.setattr(dialogs, "open_data", lambda *_: rivers[1])
    choose(card(real, "rivers").more.entries, "Update from a newer file")
    qtbot.waitUntil(has_result(real, "rivers"), timeout=LONG)
    idle(real, qtbot)
    told = texts(card(real, "rivers").result)
    assert "matched by id: 18 items the same (18 at another place), 1 changed, 0 new, 1 gone." in told
    assert "2 decisions kept, 1 of them flagged: their items changed." in told
    assert project.counts().accepted == 2
    assert project.view(project.item_at("rivers", 0)).decision.verdict is Verdict.ACCEPT
    assert card(real, "rivers").dataset.source == "rivers-2.json"
    card(real, "rivers").undo_button.click()
    qtbot.waitUntil(lambda: card(real, "rivers").dataset.source == "rivers.json", timeout=LONG)
    idle(real, qtbot)
    assert project.counts().accepted == 2


def test_the_undo_of_a_card_never_takes_back_later_work(real, qtbot, rivers, monkeypatch):
    imported(real, qtbot, rivers[0])
    real.go("data")
    monkeypatch.setattr(dialogs, "open_data", lambda *_: rivers[1])
    choose(card(real, "rivers").more.entries, "Update from a newer file")
    qtbot.waitUntil(has_result(real, "rivers"), timeout=LONG)
    idle(real, qtbot)
    project = real.session.project
    item = project.item_at("rivers", 0)
    project.decide(item, Verdict.REJECT)
    card(real, "rivers").undo_button.click()
    assert real.status.words.text() == (
        f"Other changes came after it. Undo those first; the last is: Reject #{item}."
    )
    assert project.counts().rejected == 1


def test_an_update_that_cannot_be_read_says_so_on_the_card(real, qtbot, rivers, monkeypatch, tmp_path):
    imported(real, qtbot, rivers[0])
    real.go("data")
    empty = tmp_path / "empty.json"
    empty.touch()
    monkeypatch.setattr(dialogs, "open_data", lambda *_: empty)
    choose(card(real, "rivers").more.entries, "Update from a newer file")
    qtbot.waitUntil(lambda: "Nothing was changed." in texts(card(real, "rivers").result), timeout=LONG)
    assert card(real, "rivers").undo_button.isHidden()
    idle(real, qtbot)


def test_a_data_set_is_removed_without_a_question_and_undo_brings_it_back(real, qtbot, rivers):
    imported(real, qtbot, rivers[0])
    project = real.session.project
    project.decide(project.item_at("rivers", 4), Verdict.REJECT)
    real.go("data")
    choose(card(real, "rivers").more.entries, "Remove")
    qtbot.waitUntil(lambda: not real.session.data.cards, timeout=LONG)
    idle(real, qtbot)
    data = real.session.data
    assert data.empty_button.isVisible()
    assert data.toast.text == "Removed 'rivers'."
    QTest.mouseClick(data.toast._act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(data.cards), timeout=LONG)
    idle(real, qtbot)
    assert project.counts().rejected == 1
    assert len(project.queue_ids()) == 19


def test_a_name_is_changed_in_place(real, qtbot, rivers, pairs):
    imported(real, qtbot, rivers[0])
    real.session.project.import_file(pairs)
    idle(real, qtbot)
    real.go("data")
    found = card(real, "rivers")
    choose(found.more.entries, "Rename")
    real.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is found.name_field)
    QTest.keyClicks(found.name_field, "pairs")
    press(real, Qt.Key.Key_Return)
    assert "Another data set is named 'pairs' now" in texts(found)
    found.name_field.selectAll()
    QTest.keyClicks(found.name_field, "Great rivers")
    press(real, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: found.dataset.name == "Great rivers")
    assert found.name_field.isHidden()
    assert "named 'pairs'" not in texts(found)
    press(real, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: found.dataset.name == "rivers")


def test_leaving_the_name_keeps_it(real, qtbot, rivers):
    imported(real, qtbot, rivers[0])
    real.go("data")
    found = card(real, "rivers")
    choose(found.more.entries, "Rename")
    found.name_field.setText("something else")
    QTest.keyClick(found.name_field, Qt.Key.Key_Escape)
    assert found.name_field.isHidden()
    assert found.dataset.name == "rivers"


# By keyboard, for everyone


KEYED = (QPushButton, QLineEdit, QPlainTextEdit)


def test_everything_on_a_full_page_that_takes_the_keyboard_has_a_name_and_its_place(
    real, qtbot, damaged, pairs, swapped, monkeypatch
):
    with_reference(real, qtbot, pairs, swapped, monkeypatch)
    real.session.project.import_file(damaged)
    idle(real, qtbot)
    found = card(real, "damaged")
    found.aside_button.click()
    found.quarantine.rows[5].mend.click()
    found.rename()
    settle(real, qtbot)  # Tab goes by where things stand, so they have to stand there
    keyed = [
        each
        for kind in KEYED
        for each in real.session.data.findChildren(kind)
        if each.isVisible() and each.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    assert [each for each in keyed if not each.accessibleName()] == []
    lines, people = found.quarantine.rows, card(real, "people")
    alarm = people.alarms[0]
    wanted = [
        *(people.more, alarm.exchange, alarm.right),
        *(found.more, found.aside_button, found.quarantine.load),
        *(lines[5].editor.field, lines[5].editor.leave, lines[6].mend, lines[24].mend, found.quarantine.more),
    ]
    assert in_tab_order(real, real.session.data.analyze_button, wanted) == wanted


def test_answers_are_held_out_from_the_menu_and_used_again(real, qtbot, pairs, swapped, monkeypatch):
    reference = with_reference(real, qtbot, pairs, swapped, monkeypatch)
    choose(reference.more.entries, "Hold out for the check of effect")
    role = real.session.project.dataset
    qtbot.waitUntil(lambda: role("people").role is Role.HOLDOUT, timeout=LONG)
    idle(real, qtbot)
    told = "'people' is held out: detectors do not see it, Effect can test on it."
    assert real.session.data.toast.text == told
    assert "held out" in texts(card(real, "people"))
    choose(card(real, "people").more.entries, "Let detectors use it")
    qtbot.waitUntil(lambda: role("people").role is Role.HUMAN, timeout=LONG)
    idle(real, qtbot)
