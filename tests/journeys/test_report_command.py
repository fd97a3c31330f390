"""From the command line: a report for those who approve a data set, without a window."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.conftest import Run


@pytest.fixture
def project(tmp_path: Path, run: Run) -> Path:
    source = tmp_path / "few.json"
    source.write_text(json.dumps([{"instruction": f"Say {n}.", "input": "", "output": ""} for n in range(9)]))
    path = tmp_path / "few.synthreview"
    assert run("import", path, source).code == 0
    assert run("import", path, source, "--name", "again").code == 0
    assert run("analyze", path).code == 0
    assert run("decide", path, 1, "reject", "--reviewer", "Ada").code == 0
    return path


def test_a_report_is_one_file_that_tells_what_was_done(project: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    told = run("report", project, out)
    assert (told.code, told.err) == (0, "")
    assert str(out) in told.out
    page = out.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    for words in ("few.json", "Ada", "The output is empty", "18 items in 2 data sets"):
        assert words in page
    assert [path.name for path in tmp_path.glob("*report*")] == ["report.html"]


def test_a_report_may_be_about_one_data_set(project: Path, run: Run, tmp_path: Path) -> None:
    told = run("report", project, tmp_path / "one.html", "--dataset", "again", "--json").json
    assert [section["name"] for section in told["sections"]][:2] == ["short", "what"]
    assert "9 items in 1 data set" in (tmp_path / "one.html").read_text(encoding="utf-8")
    refused = run("report", project, tmp_path / "two.html", "--dataset", "none such")
    assert refused.code == 2
    assert "none such" in refused.err
    assert not (tmp_path / "two.html").exists()


def test_a_report_replaces_an_older_one_and_never_a_source(project: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    assert run("report", project, out).code == 0
    assert run("decide", project, 2, "reject", "--reviewer", "Bo").code == 0
    assert run("report", project, out).code == 0
    assert "Bo" in out.read_text(encoding="utf-8")
    before = (tmp_path / "few.json").read_bytes()
    assert run("report", project, tmp_path / "few.json").code == 2
    assert run("report", project, project).code == 2
    assert run("report", project, tmp_path / "nowhere" / "report.html").code == 2
    assert (tmp_path / "few.json").read_bytes() == before


def test_a_report_needs_no_window(project: Path, tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['PySide6'] = None; from synthreview.cli import main; "
        f"sys.argv = ['synthreview', 'report', {str(project)!r}, {str(tmp_path / 'bare.html')!r}]; main()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "bare.html").stat().st_size > 1000
