"""Export shows what it will write, writes it, and proves it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from synthreview.domain import Dataset, Kind, Role
from synthreview.errors import UserError
from synthreview.formats.targets import offered
from synthreview.project import Verification
from synthreview.ui import dialogs
from synthreview.ui.export_formats import groups
from synthreview.ui.export_page import ExportPage
from synthreview.ui.export_words import check_lines, plan_lines, proof, unsaid_lines
from tests.ui.shell.fake_project import ExportPlan

DATASET = Dataset(
    1, "a", Kind.INSTRUCTION, Role.SYNTHETIC, "a.json", "JSON array", "utf-8", {}, 1, 1, 0, "ab", "2025"
)


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
    assert "1 fix or removal cannot be written back" in told


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
    page.choose_format("jsonl")
    assert page.included() == {"accepted", "fixed"}


def test_the_proposed_file_is_never_the_source(page, project):
    assert Path(page.out.text()) == project.path.parent / "alpaca-clean.json"
    page.choose_format("csv")
    assert page.out.text().endswith("alpaca-csv.csv")


def test_an_export_ends_with_its_proof(page, qtbot, tmp_path, monkeypatch):
    out = tmp_path / "clean.json"
    monkeypatch.setattr(dialogs, "save_export", lambda parent, proposed: out)
    page.choose.click()
    page.export_button.click()
    qtbot.waitUntil(page.result_card.isVisible)
    told = texts(page.result_card)
    assert out.exists()
    assert "4 records, 2 kB, verified by reading it back." in told
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
    assert ("0 changed, 6 byte for byte as in the source.", "") in list(proof(manifest))


# What each format can be asked


def shown_options(page) -> set[str]:
    options = page.options
    boxes = ("conversational", "whole", "names", "formulas", "diff", "card", "_splits", "columns_fold")
    return {name for name in boxes if not getattr(options, name).isHidden()}


@pytest.mark.parametrize(
    ("format", "shown"),
    [
        ("source", set()),
        ("csv", {"formulas", "columns_fold"}),
        ("hf", {"_splits", "columns_fold"}),
        ("messages", {"names", "columns_fold"}),
        ("prompt-completion", {"conversational", "names", "columns_fold"}),
        ("argilla", set()),
    ],
)
def test_only_what_a_format_knows_is_offered(page, format, shown):
    page.choose_format(format)
    assert shown_options(page) == shown | {"diff", "card"}


def test_formats_stand_in_groups_and_headings_cannot_be_chosen(page):
    lines = [page.format.itemText(line) for line in range(page.format.count())]
    assert lines[0] == "As the source: JSON array"
    for heading in ("Training formats", "Tables", "Tools"):
        place = lines.index(heading)
        assert page.format.itemData(place) is None
        assert not page.format.model().item(place).isEnabled()
    assert "Preference (prompt, chosen, rejected)" not in lines, "it cannot carry instructions"


def test_every_format_of_a_kind_is_offered():
    for kind in Kind:
        dataset = replace(DATASET, kind=kind)
        names = [offer.name for _, offers in groups(dataset) for offer in offers]
        assert sorted(names) == sorted(["source", *(target.name for target in offered(kind))])


def test_options_reach_the_export(page, qtbot, project):
    page.choose_format("csv")
    page.options.formulas.setChecked(True)
    page.options.columns["risk"].setChecked(True)
    page.options.columns["verdict"].setChecked(True)
    page.options.diff.setChecked(True)
    page.export_button.click()
    qtbot.waitUntil(page.result_card.isVisible)
    options = project.options
    assert options.escape_formulas
    assert options.choices.columns == ("verdict", "risk")
    assert (options.diff, options.card) == (True, False)


def test_an_option_of_another_format_says_nothing(page):
    page.choose_format("csv")
    page.options.formulas.setChecked(True)
    page.options.columns["risk"].setChecked(True)
    page.choose_format("source")
    options = page.options.options()
    assert not options.escape_formulas
    assert options.choices.columns == ()


def test_splits_of_ones_own_are_checked_before_anything_is_written(page, qtbot):
    page.choose_format("hf")
    page.options.splits.setCurrentIndex(page.options.splits.count() - 1)
    page.options.own_splits.setText("train=0.5,test=0.1")
    qtbot.waitUntil(lambda: "The shares of the splits sum to 0.6" in texts(page.plan_card))
    assert not page.export_button.isEnabled()
    page.options.own_splits.setText("train=0.5,test=0.5")
    qtbot.waitUntil(page.export_button.isEnabled)
    assert page.options.options().shares == [("train", 0.5), ("test", 0.5)]


def test_folders_are_named_as_folders(page):
    page.choose_format("argilla")
    assert page.out_label.text() == "Folder"
    assert Path(page.out.text()).name == "alpaca-argilla"
    page.choose_format("source")
    assert page.out_label.text() == "File"


def test_a_narrow_page_puts_the_plan_below_the_choices(page, qtbot):
    page.resize(640, 700)
    qtbot.waitUntil(lambda: page.plan_card.y() > page.dataset.parent().y())
    assert page.plan_card.x() == page.dataset.parent().x()


def test_many_reasons_are_told_by_the_most_frequent():
    unsaid = {f"has turn {n} out of turn": n for n in range(1, 10)}
    lines = [words for words, _ in unsaid_lines(unsaid)]
    assert lines[0] == "Left out, 9 items: each has turn 9 out of turn."
    assert lines[-1] == "Left out, 10 items: for 4 other reasons."
    assert len(lines) == 6


def test_a_check_says_what_does_not_hold():
    found = Verification("clean.json", "m", 3, "ab", None, ("'clean.json.card.md' is missing",))
    assert [words for words, _ in check_lines(found)] == [
        "'clean.json' is not as its manifest says:",
        "'clean.json.card.md' is missing.",
    ]
