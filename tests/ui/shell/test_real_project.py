"""The window with the real project and the real review desk: a first hour, on small files."""

from __future__ import annotations

import json

import pytest
from PySide6.QtWidgets import QLabel

from synthreview.domain import Kind, Verdict
from synthreview.project import Project
from synthreview.ui.import_dialog import ImportDialog
from tests.ui.shell.conftest import LONG, imported


def texts(widget) -> str:
    return "\n".join(line.text() for line in widget.findChildren(QLabel))


@pytest.fixture
def instructions(tmp_path):
    records = [
        {"instruction": f"Name {number} rivers.", "input": "", "output": "The Elbe, the Rhine and more."}
        for number in range(2, 30)
    ]
    records[7]["output"] = ""
    path = tmp_path / "rivers.json"
    path.write_text(json.dumps(records, indent=1), encoding="utf-8")
    return path


def at(window):
    """The place in its file of the item on screen."""
    view = window.session.review.view
    return view.item.position if view is not None else None


def test_from_a_file_to_the_worst_item_to_a_proven_export(real, qtbot, instructions, tmp_path):
    imported(real, qtbot, instructions)
    project = real.session.project
    qtbot.waitUntil(lambda: at(real) == 7, timeout=LONG)
    worst = real.session.review.view.item
    project.decide(worst.id, Verdict.REJECT)
    qtbot.waitUntil(lambda: real.menus.undo.text().startswith(f"Undo Reject #{worst.id}"))
    real.go("export")
    page = real.session.export
    qtbot.waitUntil(lambda: "27 of 28 records" in texts(page.plan_card), timeout=LONG)
    out = tmp_path / "clean.json"
    page.out.setText(str(out))
    page.export_button.click()
    qtbot.waitUntil(page.result_card.isVisible, timeout=LONG)
    assert "27 records" in texts(page.result_card)
    assert len(json.loads(out.read_text())) == 27


def test_charts_of_a_real_project_lead_to_its_items(real, qtbot, instructions):
    imported(real, qtbot, instructions)
    real.go("insights")
    insights = real.session.insights
    qtbot.waitUntil(lambda: bool(insights.risk.title.text() and insights.shares.title.text()), timeout=LONG)
    insights.risk.plot.pick(19)
    qtbot.waitUntil(lambda: not real.bridge.active(), timeout=LONG)
    assert real.place == "review"
    assert real.session.review.view.item.position == 7


def test_the_data_page_lists_detectors_and_their_findings(real, qtbot, instructions):
    imported(real, qtbot, instructions)
    real.go("data")
    assert "28 records\n" in texts(real.session.data)
    assert "1 finding" in texts(real.session.data)


def test_a_project_another_process_writes_opens_read_only_with_the_reason(
    real, qtbot, instructions, tmp_path
):
    path = tmp_path / "rivers.synthreview"
    other = Project.open(path, create=True)
    try:
        real.open_project(path)
        qtbot.waitUntil(lambda: real.session is not None, timeout=LONG)
        assert real.session.project.read_only
        assert real.notice.words.text() == real.session.project.read_only_reason
        assert real.notice.isVisible()
    finally:
        other.close()


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.json", b""), ("picture.json", b"\x89PNG\r\n\x1a\n\x00\x00"), ("broken.json", b"{{{{")],
)
def test_bad_input_is_one_sentence_in_the_dialog(real, qtbot, tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content)
    real.take_file(file)
    dialog = real.findChild(ImportDialog)
    qtbot.waitUntil(lambda: bool(dialog.fault.text()), timeout=LONG)
    assert not dialog.import_button.isEnabled()
    dialog.reject()


def test_the_kind_can_be_corrected_before_the_import(real, qtbot, instructions):
    real.take_file(instructions)
    dialog = real.findChild(ImportDialog)
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=LONG)
    dialog.form.kind.setCurrentIndex(list(Kind).index(Kind.FREE_TEXT))
    dialog.mapping.combos["text"].setCurrentText("output")
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=LONG)
    dialog.import_button.click()
    qtbot.waitUntil(lambda: real.session is not None and real.place == "review", timeout=LONG)
    assert [dataset.kind for dataset in real.session.project.datasets()] == [Kind.FREE_TEXT]


def test_the_sample_opens_on_an_item(real, qtbot):
    real.home.sample.click()
    qtbot.waitUntil(lambda: real.session is not None and real.session.review.view is not None, timeout=LONG)
    assert real.place == "review"
    assert len(real.session.project.datasets()) > 4
