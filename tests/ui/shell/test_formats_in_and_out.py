"""Every format in and out, in the real window: folders, packed files, training formats, checks."""

from __future__ import annotations

import gzip
import json

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from synthreview.domain import Kind, Verdict
from synthreview.ui import dialogs
from synthreview.ui.import_dialog import UNKNOWN, ImportDialog
from synthreview.ui.part_combo import UNUSED
from tests.ui.shell.conftest import LONG, imported

RECORDS = [
    {"id": f"r{n}", "instruction": f"Name {n} rivers.", "input": "", "output": "The Elbe."} for n in range(40)
]


def texts(widget) -> str:
    return "\n".join(line.text() for line in widget.findChildren(QLabel) if line.isVisibleTo(widget))


def opened_dialog(window, qtbot, source) -> ImportDialog:
    window.take_file(source)
    dialog = window.findChild(ImportDialog)
    qtbot.waitUntil(lambda: bool(dialog.samples.texts() or dialog.fault.text()), timeout=LONG)
    return dialog


@pytest.fixture
def rivers(tmp_path):
    path = tmp_path / "rivers.json"
    path.write_text(json.dumps(RECORDS), encoding="utf-8")
    return path


# In


def test_a_dropped_folder_of_files_is_imported_as_one_data_set(real, qtbot, tmp_path):
    folder = tmp_path / "chats.v2"
    folder.mkdir()
    for number in range(3):
        part = RECORDS[number * 10 : number * 10 + 10]
        (folder / f"part-{number}.json").write_text(json.dumps(part), encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder))])
    where = (QPointF(300, 300), Qt.DropAction.CopyAction, mime)
    real.dropEvent(QDropEvent(*where, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))
    dialog = real.findChild(ImportDialog)
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=LONG)
    assert dialog.windowTitle() == "Import a folder"
    assert dialog.form.name.text() == "chats.v2"
    assert dialog.recognised.text().startswith("Folder of JSON array")
    dialog.import_button.click()
    qtbot.waitUntil(lambda: real.session is not None and real.place == "review", timeout=LONG)
    assert real.session.project.datasets()[0].items == 30
    assert real.session.project.path.name == "chats.v2.synthreview"


def test_a_packed_file_is_named_without_its_endings(real, qtbot, tmp_path):
    path = tmp_path / "rivers.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, RECORDS)).encode()))
    imported(real, qtbot, path)
    assert real.session.project.datasets()[0].name == "rivers"
    real.go("export")
    assert real.session.export.out.text().endswith("rivers-clean.jsonl.gz")


def test_records_that_hold_several_items_are_named_and_counted(real, qtbot, tmp_path):
    instances = [{"input": f"{n}", "output": "sorted"} for n in range(105)]
    path = tmp_path / "tasks.json"
    path.write_text(json.dumps([{"instruction": "Sort.", "instances": instances}]), encoding="utf-8")
    dialog = opened_dialog(real, qtbot, path)
    told = dialog.samples.texts()
    assert "Record 1, item 1" in told
    assert "and 100 more items in this record" in told
    assert dialog.mapping.aside["each"].path == "instances[*]"
    assert dialog.mapping.more.is_open


def test_a_value_that_is_no_known_code_is_marked_in_the_preview(real, qtbot, tmp_path):
    path = tmp_path / "pairs.csv"
    lines = [
        "output1,output2,target",
        "garbage first,it,garbage",
        *(f"a{n} x,b{n} y,{n % 2}" for n in range(30)),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    dialog = opened_dialog(real, qtbot, path)
    assert "Choice: 'garbage' is no known code; kept and marked" in dialog.samples.texts()
    assert dialog.mapping.codes["choice"].codes() == {"0": "a", "1": "b", "2": "tie"}
    dialog.mapping.codes["choice"].offer("garbage")
    qtbot.waitUntil(lambda: not any("no known code" in text for text in dialog.samples.texts()), timeout=LONG)
    assert dialog.chosen_mapping().codes["choice"]["garbage"] == "a"


def test_a_shape_that_is_not_known_is_mapped_by_hand(real, qtbot, tmp_path):
    path = tmp_path / "odd.json"
    path.write_text(json.dumps([{"q": n, "z": {"deep": n + 1}} for n in range(5)]), encoding="utf-8")
    dialog = opened_dialog(real, qtbot, path)
    qtbot.waitUntil(lambda: "Choose the field for" in dialog.fault.text(), timeout=LONG)
    assert dialog.question.text() == UNKNOWN
    dialog.form.kind.setCurrentIndex(list(Kind).index(Kind.FREE_TEXT))
    assert dialog.mapping.combos["text"].currentText() == UNUSED
    dialog.mapping.combos["text"].setCurrentText("z.deep")
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=LONG)
    dialog.import_button.click()
    qtbot.waitUntil(lambda: real.session is not None and real.place == "review", timeout=LONG)
    assert real.session.project.view(1).item.parts["text"] == "1"


def test_a_path_that_is_none_is_explained_and_cannot_be_imported(real, qtbot, rivers):
    dialog = opened_dialog(real, qtbot, rivers)
    dialog.mapping.combos["output"].setCurrentText("output[")
    qtbot.waitUntil(lambda: "output[" in dialog.fault.text(), timeout=LONG)
    assert not dialog.import_button.isEnabled()


# Out


def decided(window, qtbot, rivers):
    imported(window, qtbot, rivers)
    project = window.session.project
    for position in range(30):
        project.decide(project.item_at("rivers", position), Verdict.ACCEPT)
    project.decide(project.item_at("rivers", 1), Verdict.FIX, edits={"output": "The Rhine."})
    window.go("export")
    return window.session.export


def test_a_hugging_face_folder_with_splits_card_and_diff_is_written_and_checked(
    real, qtbot, rivers, tmp_path, monkeypatch
):
    page = decided(real, qtbot, rivers)
    page.format.setFocus()
    while page.format.currentData() != "hf":
        QTest.keyClick(page.format, Qt.Key.Key_Down)
    assert page.out_label.text() == "Folder"
    assert page.out.text().endswith("rivers-hf")
    page.options.splits.setFocus()
    QTest.keyClick(page.options.splits, Qt.Key.Key_Down)
    for box in (page.options.diff, page.options.card):
        QTest.keyClick(box, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "30 records" in texts(page.plan_card), timeout=LONG)
    assert "1 item with fixes in them." in texts(page.plan_card)
    out = tmp_path / "clean"
    monkeypatch.setattr(dialogs, "save_export", lambda *_: out)
    page.choose.click()
    QTest.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.result_card.isVisible, timeout=LONG)
    assert sorted(file.name for file in (out / "data").iterdir()) == [
        "test-00000-of-00001.parquet",
        "train-00000-of-00001.parquet",
    ]
    told = texts(page.result_card)
    for beside in ("clean.manifest.json", "clean.diff.jsonl", "clean.card.md"):
        assert str(tmp_path / beside) in told
    monkeypatch.setattr(dialogs, "open_manifest", lambda *_: tmp_path / "clean.manifest.json")
    QTest.mouseClick(page.check_card.choose, Qt.MouseButton.LeftButton)
    good = "'clean' is as it was exported: 30 records, the same SHA-256."
    qtbot.waitUntil(lambda: good in texts(page.check_card), timeout=LONG)
    (out / "README.md").write_text("changed", encoding="utf-8")
    page.check_card.choose.click()
    qtbot.waitUntil(lambda: "is not as its manifest says" in texts(page.check_card), timeout=LONG)


def test_an_untouched_export_says_that_the_content_is_the_sources(real, qtbot, rivers, tmp_path):
    imported(real, qtbot, rivers)
    real.go("export")
    page = real.session.export
    page.out.setText(str(tmp_path / "same.json"))
    qtbot.waitUntil(lambda: "40 of 40 records" in texts(page.plan_card), timeout=LONG)
    page.export_button.click()
    qtbot.waitUntil(page.result_card.isVisible, timeout=LONG)
    assert "The content is the source's, byte for byte." in texts(page.result_card)
    assert (tmp_path / "same.json").read_bytes() == rivers.read_bytes()


def test_what_a_format_cannot_say_is_told_with_the_reason(real, qtbot, rivers):
    page = decided(real, qtbot, rivers)
    page.choose_format("kto")
    for box in page.include.values():
        box.setChecked(True)
    qtbot.waitUntil(lambda: "cannot" in texts(page.plan_card) or "nobody said" in texts(page.plan_card))
    assert "Left out, 10 items: each is undecided, so nobody said whether it is wanted." in texts(
        page.plan_card
    )


def test_a_manifest_that_is_none_is_explained(real, qtbot, rivers):
    page = decided(real, qtbot, rivers)
    page.check_card.check(rivers)
    qtbot.waitUntil(lambda: "is no manifest of an export" in texts(page.check_card), timeout=LONG)
