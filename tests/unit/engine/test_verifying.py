"""Checking an export later: what holds, what was changed since, what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from synthreview.domain import Verdict
from synthreview.errors import UserError
from synthreview.project import ExportOptions, Project


def test_an_export_as_it_was_written_holds(project: Project, source: Path, tmp_path: Path) -> None:
    project.decide(2, Verdict.REJECT)
    project.export(1, tmp_path / "out.jsonl")
    found = Project.verify(tmp_path / "out.jsonl.manifest.json", source)
    assert found.intact
    assert found.byte_equal == 4


@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet", "out.csv", "out-hf"])
def test_a_byte_more_is_noticed(name: str, project: Project, tmp_path: Path) -> None:
    form = {"out.jsonl": "source", "out.parquet": "parquet", "out.csv": "csv", "out-hf": "hf"}[name]
    out = tmp_path / name
    project.export(1, out, form, ["all"])
    target = out / "README.md" if out.is_dir() else out
    target.write_bytes(target.read_bytes() + (b"" if name == "out.parquet" else b"\n"))
    if name == "out.parquet":
        data = bytearray(target.read_bytes())
        data[20] ^= 1
        target.write_bytes(data)
    found = Project.verify(tmp_path / f"{name}.manifest.json")
    assert not found.intact
    assert "its SHA-256 differs" in found.problems[0]


def test_what_is_missing_is_named(project: Project, source: Path, tmp_path: Path) -> None:
    project.export(1, tmp_path / "out.jsonl", options=ExportOptions(diff=True))
    manifest = tmp_path / "out.jsonl.manifest.json"
    (tmp_path / "out.jsonl.diff.jsonl").unlink()
    assert Project.verify(manifest).problems == ("'out.jsonl.diff.jsonl' is missing",)
    source.write_bytes(source.read_bytes() + b"\n")
    assert "is not the source that was exported" in Project.verify(manifest, source).problems[-1]
    with pytest.raises(UserError, match="is an export; give its manifest"):
        Project.verify(tmp_path / "out.jsonl")
    (tmp_path / "out.jsonl").unlink()
    with pytest.raises(UserError, match="the manifest tells of a file beside it"):
        Project.verify(manifest)


def test_what_is_no_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"output": 1}')
    with pytest.raises(UserError, match="is no manifest of an export"):
        Project.verify(tmp_path / "x.json")
    with pytest.raises(UserError, match="cannot be read"):
        Project.verify(tmp_path / "none.json")
