"""Texts of the project: they change only through operations, so undo knows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from synthreview.project import Project


@pytest.fixture
def project(tmp_path: Path):
    opened = Project.open(tmp_path / "p.synthreview", create=True, reviewer="Ada")
    yield opened
    opened.close()


def test_a_new_project_has_no_guidelines(project: Project) -> None:
    assert project.guidelines() == ""


def test_guidelines_stay_and_their_change_can_be_undone_and_done_again(project: Project) -> None:
    project.write_guidelines("# One")
    operation = project.write_guidelines("# Two")
    assert (operation.label, operation.items, operation.first_item) == ("Change the guidelines", 0, None)
    project.undo()
    assert project.guidelines() == "# One"
    project.redo()
    assert project.guidelines() == "# Two"


def test_guidelines_survive_a_restart(project: Project, tmp_path: Path) -> None:
    project.write_guidelines("Read twice.")
    project.close()
    again = Project.open(tmp_path / "p.synthreview")
    assert again.guidelines() == "Read twice."
    assert again.check().intact
    again.close()


def test_a_blank_text_takes_the_guidelines_away(project: Project) -> None:
    project.write_guidelines("Read twice.")
    project.write_guidelines("  \n")
    assert project.guidelines() == ""
    project.undo()
    assert project.guidelines() == "Read twice."
