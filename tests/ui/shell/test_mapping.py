"""The mapping of an import: fields dragged or picked, codes, saved mappings, references; all by keyboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTreeWidget,
)

from synthreview import presets
from synthreview.domain import Dataset, Kind, Role
from synthreview.formats.mapping import Mapping
from synthreview.project import Join
from synthreview.ui.field_list import FieldList, parent_of
from synthreview.ui.first_record import values_at
from synthreview.ui.import_dialog import ImportDialog
from synthreview.ui.new_project import bare_name
from tests.ui.shell.fake_project import FakeProject
from tests.ui.shell.test_care import in_tab_order

REVIEWED = Dataset(
    7, "march", Kind.INSTRUCTION, Role.SYNTHETIC, "m.json", "JSON array", "utf-8", {}, 5, 5, 0, "ab", "2025"
)
KNOWN = (REVIEWED, replace(REVIEWED, id=8, name="april"), replace(REVIEWED, id=9, kind=Kind.PREFERENCE))


@pytest.fixture
def dialog(qtbot, bridge, data_file, window):
    made = ImportDialog(data_file, FakeProject.preview, bridge, window, None, KNOWN)
    qtbot.addWidget(made)
    made.open()
    qtbot.waitUntil(made.import_button.isEnabled)
    return made


def choose_kind(dialog, kind):
    dialog.form.kind.setCurrentIndex(list(Kind).index(kind))


# Fields


def test_fields_are_a_tree_by_what_holds_them():
    known = {"meta": 1, "meta.note": 1, "turns": 1}
    assert parent_of("meta.note", known) == "meta"
    assert parent_of("meta.note.0", known) == "meta.note"
    assert parent_of("turns[role=user].content", known) == "turns"
    assert parent_of("instruction", known) == ""


def test_the_fields_show_what_the_first_record_holds(qtbot):
    fields = FieldList()
    qtbot.addWidget(fields)
    record = {"text": "a", "meta": {"note": 3}, "items": [{"in": "x"}]}
    paths = ("@.in", "text", "meta", "meta.note", "items")
    values = values_at(paths, record, "items[*]")
    assert values == {"@.in": "x", "text": "a", "meta.note": "3"}
    fields.show_fields(paths, values)
    meta = fields.findItems("meta", Qt.MatchFlag.MatchExactly)[0]
    assert (meta.child(0).text(0), meta.child(0).text(1)) == ("note", "3")


def test_a_field_dropped_on_a_part_becomes_its_field(dialog, qtbot):
    combo = dialog.mapping.combos["output"]
    mime = dialog.fields.mimeData([dialog.fields.topLevelItem(1)])
    place = QPointF(combo.rect().center())
    drop = (place, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    combo.dropEvent(QDropEvent(*drop))
    assert combo.path == "input"
    qtbot.waitUntil(lambda: "Red, yellow and blue." not in dialog.samples.texts())


def test_the_text_of_a_part_takes_no_drop_of_its_own(dialog):
    # It would put the dropped path into the middle of the one that stands there.
    assert not dialog.mapping.combos["output"].lineEdit().acceptDrops()
    assert dialog.mapping.combos["output"].acceptDrops()


def test_enter_on_a_field_offers_the_parts_and_does_not_import(dialog, qtbot):
    asked = []
    dialog.asked.connect(asked.append)
    dialog.fields.setCurrentItem(dialog.fields.topLevelItem(0))
    QTest.keyClick(dialog.fields, Qt.Key.Key_Return)
    assert dialog.parts_menu.isVisible()
    words = [entry.text() for entry in dialog.parts_menu.actions()]
    assert words[0] == "instruction"
    assert words[-3:] == ["Use for Items in a record", "Use for Id", "Use for Group"]
    next(entry for entry in dialog.parts_menu.actions() if entry.text() == "Use for System").trigger()
    dialog.parts_menu.close()
    assert dialog.mapping.paths()["system"] == "instruction"
    assert asked == []


def test_what_was_just_typed_is_shown_before_it_is_imported(dialog, qtbot):
    asked = []
    dialog.asked.connect(asked.append)
    dialog.mapping.combos["output"].setCurrentText("input")
    dialog.import_button.click()
    assert asked == []
    qtbot.waitUntil(dialog.import_button.isEnabled)
    dialog.import_button.click()
    assert asked[0].mapping.parts["output"] == "input"


def test_items_id_and_group_are_under_more(dialog, qtbot):
    assert not dialog.mapping.more.is_open
    dialog.mapping.more.head.click()
    dialog.mapping.aside["id"].setCurrentText("meta.note")
    dialog.mapping.aside["group"].setCurrentText("input")
    mapping = dialog.chosen_mapping()
    assert (mapping.each, mapping.id, mapping.group) == ("", "meta.note", "input")


# Codes


def test_codes_of_a_choice_are_said_in_words_and_read_back(dialog, qtbot):
    choose_kind(dialog, Kind.PREFERENCE)
    dialog.mapping.use_field("choice", "output")
    dialog.mapping.offer_code("choice", "1")
    table = dialog.mapping.codes["choice"]
    assert table.table.item(0, 1).text() == "A is better"
    table.table.item(0, 1).setText("Tie")
    table.offer("2")
    assert table.codes() == {"1": "tie", "2": "a"}
    table.table.setCurrentCell(0, 0)
    table.remove.click()
    assert dialog.chosen_mapping().codes == {"choice": {"2": "a"}}


def test_the_meaning_of_a_code_is_chosen_by_keyboard(dialog, qtbot):
    choose_kind(dialog, Kind.PREFERENCE)
    dialog.mapping.use_field("choice", "output")
    dialog.mapping.offer_code("choice", "1")
    table = dialog.mapping.codes["choice"].table
    qtbot.waitUntil(dialog.import_button.isEnabled)
    table.setCurrentCell(0, 1)
    QTest.keyClick(table, Qt.Key.Key_Return)
    editor = table.viewport().findChild(QComboBox)
    assert [editor.itemText(line) for line in range(editor.count())] == ["A is better", "B is better", "Tie"]
    QTest.keyClick(editor, Qt.Key.Key_Down)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert dialog.mapping.codes["choice"].codes() == {"1": "b"}
    assert dialog.isVisible(), "Enter in the table is not Enter of the dialog"


def test_codes_of_a_label_are_any_text(dialog):
    choose_kind(dialog, Kind.TASK_LABEL)
    dialog.mapping.use_field("text", "input")
    dialog.mapping.use_field("label", "output")
    table = dialog.mapping.codes["label"]
    table.offer("0")
    table.table.item(0, 1).setText("rude")
    assert dialog.chosen_mapping().codes == {"label": {"0": "rude"}}


def test_a_choice_alone_needs_no_answers(dialog, qtbot):
    choose_kind(dialog, Kind.PREFERENCE)
    qtbot.waitUntil(lambda: dialog.fault.text() == "Choose the field for A.")
    dialog.mapping.use_field("choice", "output")
    qtbot.waitUntil(lambda: "A" not in dialog.fault.text())


def test_a_code_of_another_kind_is_left_behind(dialog, qtbot):
    choose_kind(dialog, Kind.PREFERENCE)
    dialog.mapping.use_field("choice", "output")
    dialog.mapping.offer_code("choice", "1")
    choose_kind(dialog, Kind.FREE_TEXT)
    assert dialog.chosen_mapping().codes == {}


# Saved mappings


def test_a_mapping_is_saved_under_a_name_and_used_again(dialog, qtbot):
    dialog.saved.menu.popup(QPoint(0, 0))
    assert [entry.text() for entry in dialog.saved.menu.actions()] == [
        "Use a saved mapping",
        "Forget a saved mapping",
        "Save this mapping\u2026",
    ]
    assert not dialog.saved.menu.actions()[0].isEnabled()
    dialog.saved.menu.actions()[2].trigger()
    dialog.saved.menu.close()
    dialog.saved.name.setText("ours")
    QTest.keyClick(dialog.saved.name, Qt.Key.Key_Return)
    assert dialog.saved.told.text() == "Saved as 'ours'."
    assert dialog.isVisible()
    assert presets.names() == ["ours"]
    choose_kind(dialog, Kind.FREE_TEXT)
    dialog.saved.menu.popup(QPoint(0, 0))
    dialog.saved.menu.actions()[0].menu().actions()[0].trigger()
    dialog.saved.menu.close()
    assert dialog.form.chosen_kind() is Kind.INSTRUCTION
    assert dialog.mapping.paths() == {name: name for name in ("instruction", "input", "output")}


def test_a_name_that_cannot_be_saved_is_explained_and_esc_leaves_only_the_name(dialog):
    dialog.saved._ask_name()
    dialog.saved.name.setText("../x")
    QTest.keyClick(dialog.saved.name, Qt.Key.Key_Return)
    assert "cannot name a mapping" in dialog.fault.text()
    QTest.keyClick(dialog.saved.name, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert not dialog.saved.name.isVisible()


def test_a_saved_mapping_is_forgotten(dialog):
    presets.save("old", Mapping(Kind.FREE_TEXT, {"text": "x"}).to_json())
    dialog.saved._fill()
    dialog.saved.menu.actions()[1].menu().actions()[0].trigger()
    assert presets.names() == []


# References, and what else is known


def test_only_a_reference_asks_what_it_speaks_of(dialog):
    form = dialog.form
    assert form.join.isHidden()
    form.role.setCurrentIndex(1)
    assert not form.join.isHidden()
    assert [form.to.itemText(line) for line in range(form.to.count())] == [
        "All of its kind",
        "march",
        "april",
    ]
    form.join.setCurrentIndex(3)
    assert form.to.isHidden()
    assert form.targets() == ()


def test_what_a_reference_speaks_of_is_handed_over(dialog, qtbot):
    dialog.form.role.setCurrentIndex(2)
    assert dialog.form.targets() == (7, 8)
    dialog.form.to.setCurrentIndex(2)
    dialog.form.join.setCurrentIndex(1)
    dialog.licence.setText(" cc-by-4.0 ")
    dialog.generator.setText("gpt-4")
    with qtbot.waitSignal(dialog.asked) as told:
        dialog.import_button.click()
    request = told.args[0]
    assert (request.role, request.by, request.to) == (Role.HOLDOUT, Join.ID, (8,))
    assert (request.licence, request.generator) == ("cc-by-4.0", "gpt-4")


def test_a_name_that_is_taken_is_refused_before_the_import(dialog):
    dialog.form.name.setText("march")
    assert dialog.fault.text() == "The project already has a data set named 'march'; choose another name."
    assert not dialog.import_button.isEnabled()
    dialog.form.name.setText("may")
    assert dialog.import_button.isEnabled()


def test_a_file_that_comes_twice_gets_a_name_of_its_own(qtbot, bridge, data_file, window):
    known = (replace(REVIEWED, name="alpaca"),)
    made = ImportDialog(data_file, FakeProject.preview, bridge, window, None, known)
    qtbot.addWidget(made)
    assert made.form.name.text() == "alpaca (2)"


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("a.jsonl.gz", "a"),
        ("a.b.csv", "a.b"),
        ("model-1.5.zst", "model-1.5"),
        ("x.json", "x"),
        ("zip", "zip"),
    ],
)
def test_names_lose_their_endings(tmp_path, name, bare):
    assert bare_name(tmp_path / name) == bare


# By keyboard, for everyone


KEYED = (QPushButton, QLineEdit, QComboBox, QCheckBox, QPlainTextEdit, QTableWidget, QTreeWidget)


def nameless(widget):
    return [
        each
        for kind in KEYED
        for each in widget.findChildren(kind)
        if each.isVisible() and each.focusPolicy() != Qt.FocusPolicy.NoFocus and not each.accessibleName()
    ]


def test_everything_in_the_dialog_that_takes_the_keyboard_has_a_name(dialog):
    choose_kind(dialog, Kind.PREFERENCE)
    dialog.mapping.use_field("choice", "output")
    dialog.mapping.offer_code("choice", "1")
    dialog.mapping.more.set_open(True)
    dialog.form.role.setCurrentIndex(1)
    dialog.saved._ask_name()
    assert nameless(dialog) == []


def test_tab_goes_down_the_form_and_then_to_the_parts(dialog):
    wanted = [
        dialog.form.name,
        dialog.form.kind,
        dialog.form.role,
        dialog.mapping.combos["instruction"],
        dialog.mapping.combos["output"],
        dialog.mapping.more.head,
    ]
    assert in_tab_order(dialog, dialog.form.name, wanted) == wanted


def test_a_dialog_over_a_file_in_another_script_reads_it(qtbot, bridge, tmp_path, window):
    file = tmp_path / "\u0645\u062b\u0627\u0644.json"
    file.write_text("[]")
    made = ImportDialog(file, FakeProject.preview, bridge, window)
    qtbot.addWidget(made)
    qtbot.waitUntil(lambda: bool(made.samples.texts()))
    assert made.form.name.text() == file.stem
