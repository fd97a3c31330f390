"""Exports: complete and verified, or not there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from synthreview.domain import Verdict
from synthreview.engine import exporting, outfile
from synthreview.errors import EnvironmentFault, UserError
from synthreview.jobs import Cancelled, JobContext
from synthreview.project import Project


def test_everything_untouched_is_the_source_itself(project: Project, source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    manifest = project.export(1, out, include=["all"])
    assert out.read_bytes() == source.read_bytes()
    assert (manifest["records_byte_equal"], manifest["records_changed"]) == (5, 0)


def test_the_manifest_counts_by_verdict_and_reason(project: Project, tmp_path: Path) -> None:
    project.decide(1, Verdict.ACCEPT)
    project.decide(2, Verdict.REJECT, reasons=["inconsistent_input"])
    project.decide(3, Verdict.FIX, edits={"output": "Hello."})
    manifest = project.export(1, tmp_path / "out.jsonl")
    assert manifest["written"] == {"accepted": 1, "fixed": 1, "undecided": 2}
    assert manifest["left_out"] == {"rejected": 1}
    assert manifest["left_out_reasons"] == {"inconsistent_input": 1}
    assert (manifest["records_byte_equal"], manifest["records_changed"]) == (3, 1)
    assert manifest["operation"] == 3
    assert json.loads((tmp_path / "out.jsonl.manifest.json").read_text()) == manifest


def test_the_plan_says_what_the_export_does(project: Project, tmp_path: Path) -> None:
    project.decide(2, Verdict.REJECT)
    project.decide(3, Verdict.FIX, edits={"output": "Hello."})
    plan = project.plan_export(1)
    manifest = project.export(1, tmp_path / "out.jsonl")
    assert (plan.will_write, plan.changed) == (manifest["output"]["records"], manifest["records_changed"])
    assert plan.left_out == manifest["left_out"]


def test_an_edit_without_a_place_in_the_source_goes_to_a_side_file(project: Project, tmp_path: Path) -> None:
    project.decide(1, Verdict.FIX, edits={"system": "Be brief.", "output": "Red."})
    assert project.plan_export(1).unwritable == 1
    out = tmp_path / "out.jsonl"
    manifest = project.export(1, out)
    assert manifest["edits_not_written_back"] == 1
    assert json.loads(out.read_text().splitlines()[0])["output"] == "Red."
    (row,) = [
        json.loads(line) for line in (tmp_path / f"out.jsonl{outfile.SIDE_SUFFIX}").read_text().splitlines()
    ]
    assert (row["part"], row["value"]) == ("system", "Be brief.")


@pytest.mark.parametrize("failing", ["write", "settle", "publish"])
def test_a_failure_on_the_way_leaves_the_folder_as_it_was(
    failing: str, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("an older export")

    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(outfile.OutFile, failing, fail)
    with pytest.raises(OSError, match="No space"):
        project.export(1, out)
    assert out.read_text() == "an older export"
    assert sorted(path.name for path in tmp_path.glob("*out*")) == ["out.jsonl"]
    assert not list(tmp_path.glob(".*.part"))


def test_a_full_disk_is_told_with_its_remedy(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(outfile.os, "fsync", fail)
    with pytest.raises(EnvironmentFault, match="make room and export again"):
        project.export(1, tmp_path / "out.jsonl")
    assert not list(tmp_path.glob("*out*"))


def test_bytes_that_read_back_otherwise_are_taken_back(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outfile.OutFile, "sha256", "not what was written")
    with pytest.raises(EnvironmentFault, match="does not read back"):
        project.export(1, tmp_path / "out.jsonl")
    assert not list(tmp_path.glob("*out*"))


def test_a_cancelled_export_leaves_nothing(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = JobContext()
    job.cancel()
    monkeypatch.setattr(exporting, "PROGRESS_EVERY", 1)
    with pytest.raises(Cancelled):
        project.export(1, tmp_path / "out.jsonl", job=job)
    assert not list(tmp_path.glob("*out*"))


def test_formats_and_states_that_do_not_exist_are_told(project: Project, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no export format 'xml'"):
        project.export(1, tmp_path / "out", "xml")
    with pytest.raises(UserError, match="cannot include 'perhaps'"):
        project.export(1, tmp_path / "out", include=["perhaps"])
    with pytest.raises(UserError, match="is a folder"):
        project.export(1, tmp_path)
    with pytest.raises(UserError, match="does not exist"):
        project.export(1, tmp_path / "no" / "out.jsonl")
