"""Export shows what it will write, writes it, and proves it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from synthreview.errors import UserError
from synthreview.ui import dialogs
from synthreview.ui.export_page import ExportPage
from synthreview.ui.export_words import plan_lines, proof
from tests.ui.shell.fake_project import ExportPlan


@pytest.fixture
def page(qtbot, project, bridge, data_file):
    project.import_file(data_file)
    made = ExportPage(project, bridge)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    qtbot.waitUntil(lambda: "4 of 6 records" in texts(made.plan_card))
    return made


def texts(widget) -> str:
    return "\n".join(line.text() for line in widget.findChildren(QLabel) if line.isVisibleTo(widget))


def test_the_plan_is_there_before_anything_is_written(page):
    told = texts(page.plan_card)
    assert "1 record with fixes written in." in told
    assert "Left out: rejected 1, set aside, unread 1." in told
    assert "1 fix cannot be written back" in told


def test_the_plan_follows_the_boxes(page, qtbot):
    page.include["rejected"].setChecked(True)
    qtbot.waitUntil(lambda: "5 of 6 records" in texts(page.plan_card))


def test_without_anything_to_include_there_is_nothing_to_export(page, qtbot):
    for box in page.include.values():
        box.setChecked(False)
    assert not page.export_button.isEnabled()
    qtbot.waitUntil(lambda: "Choose what to include." in texts(page.plan_card))


def test_the_source_format_keeps_undecided_records_and_others_do_not(page):
    assert page.included() == {"accepted", "fixed", "undecided"}
    page.format.setCurrentIndex(1)
    assert page.included() == {"accepted", "fixed"}


def test_the_proposed_file_is_never_the_source(page, project):
    assert Path(page.out.text()) == project.path.parent / "alpaca-clean.json"
    page.format.setCurrentIndex(2)
    assert page.out.text().endswith("alpaca-clean.csv")


def test_an_export_ends_with_its_proof(page, qtbot, tmp_path, monkeypatch):
    out = tmp_path / "clean.json"
    monkeypatch.setattr(dialogs, "save_export", lambda parent, proposed: out)
    page.choose.click()
    page.export_button.click()
    qtbot.waitUntil(page.result_card.isVisible)
    told = texts(page.result_card)
    assert out.exists()
    assert "4 records, 2 kB, verified by reading the file back." in told
    assert "cd" * 32 in told
    assert f"{out}.manifest.json" in told
    page.copy.click()
    assert QGuiApplication.clipboard().text() == str(out)


def test_a_refused_export_says_why_and_the_page_stays_usable(page, qtbot, monkeypatch, project):
    def refuse(*args, **kwargs):
        raise UserError("The folder is read only; choose another one.")

    monkeypatch.setattr(project, "export", refuse)
    page.export_button.click()
    qtbot.waitUntil(page.fault.isVisible)
    assert page.fault.text() == "The folder is read only; choose another one."
    qtbot.waitUntil(page.export_button.isEnabled)


def test_an_empty_plan_is_said_to_be_empty():
    plan = ExportPlan("a", "jsonl", frozenset(), 6, 0, {"undecided": 6}, 0, 0, ("source",))
    assert plan_lines(plan)[-1][0].startswith("Nothing would be written")


def test_an_unchanged_export_says_so():
    manifest = {
        "output": {"records": 6, "bytes": 100},
        "verified": True,
        "records_changed": 0,
        "records_byte_equal": 6,
    }
    assert "0 changed, 6 byte for byte as in the source." in proof(manifest)
