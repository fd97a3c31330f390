"""The import dialog shows how a file is understood, takes corrections, and says what is wrong in place."""

from __future__ import annotations

import pytest

from synthreview.domain import Kind, Role
from synthreview.ui import dialogs
from synthreview.ui.import_dialog import ImportDialog
from synthreview.ui.mapping_editor import UNUSED, guess
from synthreview.ui.samples import shortened
from tests.ui.shell.fake_project import FakeProject


@pytest.fixture
def dialog(qtbot, bridge, data_file, window):
    return shown(qtbot, bridge, data_file, window)


def shown(qtbot, bridge, file, window, project=None):
    made = ImportDialog(file, FakeProject.preview, bridge, window, project)
    qtbot.addWidget(made)
    made.open()
    qtbot.waitUntil(lambda: bool(made.samples.texts() or made.fault.text()))
    return made


def test_five_records_are_shown_as_they_will_look(dialog):
    texts = dialog.samples.texts()
    assert [text[:8] for text in texts if text.startswith("Record ")] == [f"Record {n}" for n in range(1, 6)]
    assert "Name three primary colours." in texts
    assert "Red, yellow and blue." in texts


def test_a_record_that_cannot_be_read_says_why_and_that_it_is_kept(dialog):
    texts = dialog.samples.texts()
    place = texts.index("Record 5 ends inside a text.")
    assert texts[place + 1] == "It will be set aside, not lost."


def test_format_encoding_and_kind_are_told(dialog):
    assert dialog.recognised.text().startswith("JSON array, UTF-8")
    assert dialog.form.chosen_kind() is Kind.INSTRUCTION
    assert dialog.question.isHidden()


def test_an_unsure_guess_comes_as_a_question(qtbot, bridge, tmp_path, window):
    file = tmp_path / "guess.json"
    file.write_text("[]")
    dialog = shown(qtbot, bridge, file, window)
    assert dialog.question.isVisible()
    assert dialog.question.text().startswith("Is this")


def test_another_field_for_a_part_changes_the_preview(dialog, qtbot):
    dialog.mapping.combos["output"].setCurrentText("input")
    qtbot.waitUntil(lambda: "Red, yellow and blue." not in dialog.samples.texts())
    assert dialog.chosen_mapping().parts["output"] == "input"
    assert dialog.import_button.isEnabled()


def test_a_needed_part_without_a_field_is_named_and_stops_the_import(dialog, qtbot):
    dialog.mapping.combos["output"].setCurrentText(UNUSED)
    qtbot.waitUntil(lambda: dialog.fault.text() == "Choose the field for Output.")
    assert not dialog.import_button.isEnabled()


def test_another_kind_offers_its_own_parts(dialog, qtbot):
    dialog.form.kind.setCurrentIndex(list(Kind).index(Kind.FREE_TEXT))
    assert list(dialog.mapping.combos) == ["prompt", "source_text", "text", "author"]
    qtbot.waitUntil(lambda: dialog.fault.text() == "Choose the field for Text.")
    dialog.mapping.combos["text"].setCurrentText("output")
    qtbot.waitUntil(dialog.import_button.isEnabled)
    assert dialog.chosen_mapping().kind is Kind.FREE_TEXT


def test_import_hands_over_what_was_chosen(dialog, qtbot, data_file):
    qtbot.waitUntil(dialog.import_button.isEnabled)
    dialog.form.name.setText("March")
    dialog.form.role.setCurrentIndex(1)
    with qtbot.waitSignal(dialog.asked) as told:
        dialog.import_button.click()
    request = told.args[0]
    assert (request.file, request.name, request.role) == (data_file, "March", Role.HUMAN)
    assert request.mapping.parts == {name: name for name in ("instruction", "input", "output")}
    assert request.project is None


def test_an_unreadable_file_is_explained_in_place(qtbot, bridge, tmp_path, window):
    file = tmp_path / "empty.json"
    file.touch()
    dialog = shown(qtbot, bridge, file, window)
    assert dialog.fault.text() == "empty.json is empty; choose a file with records."
    assert dialog.pages.currentWidget() is dialog.unreadable
    assert not dialog.import_button.isVisible()
    assert not dialog.form.name.isVisible()
    assert dialog.cancel.text() == "Close"


def test_a_new_project_says_where_it_goes_and_can_go_elsewhere(qtbot, bridge, data_file, window, monkeypatch):
    dialog = shown(qtbot, bridge, data_file, window, data_file.with_suffix(".synthreview"))
    assert dialog.form.place.text().endswith("alpaca.synthreview")
    elsewhere = data_file.with_name("b.synthreview")
    monkeypatch.setattr(dialogs, "save_project", lambda parent, proposed: elsewhere)
    dialog.form.change.click()
    with qtbot.waitSignal(dialog.asked) as told:
        dialog.import_button.click()
    assert told.args[0].project == elsewhere


def test_fields_are_guessed_by_name_and_known_ones_stay():
    paths = guess(Kind.PREFERENCE, ["meta.prompt", "chosen", "b"], {"a": "chosen"})
    assert paths == {"prompt": "meta.prompt", "a": "chosen", "b": "b"}


def test_long_texts_are_cut_with_a_sign():
    assert shortened("word " * 100, 20) == "word word word word\u2026"
    assert shortened("a\n b", 20) == "a b"
