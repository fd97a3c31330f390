"""Project files of older versions: opened, brought up to date, and nothing in them lost."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from synthreview.domain import Verdict
from synthreview.errors import UserError
from synthreview.project import Project
from synthreview.store import schema

OLD = Path(__file__).parent / "old"


@pytest.fixture(params=range(1, schema.VERSION))
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A project of an older version: five records, one broken; three decisions, the last one undone."""
    return Path(shutil.copy(OLD / f"version-{request.param}.synthreview", tmp_path / "old.synthreview"))


def test_every_older_version_has_a_saved_project() -> None:
    versions = {int(path.stem.rpartition("-")[2]) for path in OLD.glob("version-*.synthreview")}
    assert versions == set(range(1, schema.VERSION))


def test_an_older_project_opens_with_its_decisions(project: Path) -> None:
    opened = Project.open(project, reviewer="Ada")
    assert opened.check().intact
    counts = opened.counts()
    assert (counts.items, counts.accepted, counts.fixed, counts.rejected) == (4, 1, 1, 0)
    assert opened.redo_label() is not None
    opened.redo()
    assert opened.counts().rejected == 1
    assert [operation.label.split()[0] for operation in opened.history()] == ["Reject", "Fix", "Accept"]
    opened.close()
    connection = sqlite3.connect(project)
    assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    connection.close()


def test_an_older_project_goes_on_with_what_is_new(project: Path, tmp_path: Path) -> None:
    opened = Project.open(project)
    manifest = opened.export(1, tmp_path / "out.jsonl", include=["all"])
    assert (manifest["records_byte_equal"], manifest["records_changed"]) == (4, 1)
    opened.rename_dataset(1, "berries")
    opened.undo()
    (tmp_path / "more.jsonl").write_text('{"instruction": "Name a nut.", "input": "", "output": "Hazel."}\n')
    report = opened.import_file(tmp_path / "more.jsonl")
    opened.decide(opened.item_at(report.dataset, 0), Verdict.ACCEPT)
    assert opened.check().intact
    opened.close()


@pytest.mark.parametrize("project", [1], indirect=True)
def test_the_first_version_kept_no_place_for_its_broken_record_and_says_so(project: Path) -> None:
    opened = Project.open(project)
    good = '{"instruction": "Name a herb.", "input": "", "output": "Dill."}'
    with pytest.raises(UserError, match="imported before records could be mended"):
        opened.mend(1, [(2, good)])
    assert opened.check().intact
    opened.close()
