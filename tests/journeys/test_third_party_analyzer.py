"""An analyzer that somebody else wrote: installed beside the program, used, broken, and taken away."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CHECKOUT

EXAMPLE = CHECKOUT / "tests/example_package"
GROUP = "synthreview.analyzers"
CALM, LOUD = "All is well, and everybody is asleep.", "Well, COME HERE RIGHT NOW OR ELSE, said he."
SHOUT = 7
"""The position of the loud text."""
MANY, FEW = 2_100, 30
"""Of many records the work is done in processes of its own."""

BROKEN = """
from shouting import Shouting

class Broken(Shouting):
    id = "broken"
    reasons = ()

    def score(self, batch, state):
        raise ZeroDivisionError("nobody is that loud")
"""
NAMESAKE = """
from shouting import Shouting

class Namesake(Shouting):
    pass
"""


class Site:
    """A folder of installed packages, and the program as it runs with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def install(self, name: str, points: dict[str, str], *modules: Path) -> None:
        """What an installer leaves of a package: its modules and the notes about it."""
        notes = self.folder / f"{name.replace('-', '_')}-1.0.dist-info"
        notes.mkdir()
        (notes / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        lines = [f"{point} = {target}" for point, target in points.items()]
        (notes / "entry_points.txt").write_text("\n".join([f"[{GROUP}]", *lines, ""]))
        for module in modules:
            shutil.copy(module, self.folder)

    def install_example(self) -> None:
        """The example, by what its own project file says."""
        project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        self.install(project["name"], project["entry-points"][GROUP], EXAMPLE / "shouting.py")

    def uninstall_all(self) -> None:
        shutil.rmtree(self.folder)

    def run(self, *arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
        """One command of the program; it must end with this code."""
        done = subprocess.run(
            [sys.executable, "-m", "synthreview", *map(str, arguments)],
            check=False,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(self.folder), str(CHECKOUT)])},
            capture_output=True,
            text=True,
        )
        assert done.returncode == code, done.stderr
        return done

    def lines(self, *arguments: object) -> list[Any]:
        """What a command prints as JSON Lines."""
        return [json.loads(line) for line in self.run(*arguments, "--json").stdout.splitlines()]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site")


@pytest.fixture
def project(tmp_path: Path, site: Site, request: pytest.FixtureRequest) -> Path:
    source = tmp_path / "texts.jsonl"
    texts = [f"{LOUD if number == SHOUT else CALM} {number}" for number in range(request.param)]
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    path = tmp_path / "p.synthreview"
    site.run("import", path, source)
    return path


large = pytest.mark.parametrize("project", [MANY], indirect=True)
small = pytest.mark.parametrize("project", [FEW], indirect=True)


def analyzed(site: Site, project: Path, *only: str) -> dict[str, dict[str, Any]]:
    chosen = [word for name in only for word in ("--analyzer", name)]
    return {report["analyzer"]: report for report in site.lines("analyze", project, *chosen)}


@large
def test_an_installed_analyzer_is_listed_runs_and_ranks_items(site: Site, project: Path) -> None:
    site.install_example()
    (listed,) = [entry for entry in site.lines("analyzers") if entry["id"] == "shouting"]
    assert listed["title"] == "Texts in capitals"
    report = analyzed(site, project, "shouting")["shouting"]
    assert (report["status"], report["items"], report["findings"]) == ("done", MANY, 1)
    first, second = site.lines("queue", project, "--limit", 2)
    (reason,) = first["reasons"]
    assert (first["position"], second["reasons"]) == (SHOUT, [])
    assert (reason["analyzer"], reason["words"]) == ("shouting", "6 words in capitals")
    (spot,) = reason["evidence"]
    assert LOUD[spot["start"] : spot["end"]] == "COME HERE RIGHT NOW OR ELSE"
    assert first["risk"] == pytest.approx(0.6 * 6 / 8)


@large
def test_one_that_fails_is_told_and_stops_no_other(site: Site, project: Path, tmp_path: Path) -> None:
    site.install_example()
    (tmp_path / "broken.py").write_text(BROKEN)
    site.install("broken", {"broken": "broken:Broken"}, tmp_path / "broken.py")
    reports = analyzed(site, project, "broken", "damaged_text", "shouting")
    assert {name: report["status"] for name, report in reports.items()} == {
        "broken": "failed",
        "damaged_text": "done",
        "shouting": "done",
    }
    assert reports["broken"]["error"] == "ZeroDivisionError: nobody is that loud"
    assert site.run("analyze", project, "--analyzer", "broken").stdout.count("nobody is that loud") == 1


@small
def test_one_that_cannot_be_loaded_is_told_and_stops_nothing(
    site: Site, project: Path, tmp_path: Path
) -> None:
    (tmp_path / "unborn.py").write_text("import a_package_that_is_not_there\n")
    site.install("unborn", {"unborn": "unborn:Unborn"}, tmp_path / "unborn.py")
    told = site.run("analyzers").stderr
    assert (
        "unborn: It cannot be loaded (ModuleNotFoundError: No module named 'a_package_that_is_not_there')"
        in told
    )
    assert "repair or uninstall the package 'unborn'" in told
    reports = {report["analyzer"]: report for report in site.lines("analyze", project)}
    assert reports["damaged_text"]["status"] == "done"
    assert reports["unborn"]["status"] == "failed"
    assert "uninstall the package" in reports["unborn"]["error"]


@small
def test_two_with_one_id_are_refused_in_words(site: Site, project: Path, tmp_path: Path) -> None:
    site.install_example()
    (tmp_path / "namesake.py").write_text(NAMESAKE)
    site.install("namesake", {"namesake": "namesake:Namesake"}, tmp_path / "namesake.py")
    told = site.run("analyze", project, code=2).stderr.strip().splitlines()
    assert "share the id 'shouting'" in told[-1]
    assert "(namesake and shouting)" in told[-1]
    assert not [line for line in told if "Traceback" in line]


@small
def test_a_project_goes_on_without_an_analyzer_that_was_taken_away(site: Site, project: Path) -> None:
    site.install_example()
    analyzed(site, project, "shouting", "damaged_text")
    item = site.lines("queue", project, "--limit", 1)[0]["item"]
    site.uninstall_all()
    assert "shouting" not in {entry["id"] for entry in site.lines("analyzers")}
    assert analyzed(site, project, "damaged_text")["damaged_text"]["status"] == "unchanged"
    (shown,) = site.lines("show", project, item)
    assert shown["parts"]["text"].startswith(LOUD)
    assert len(site.lines("queue", project, "--limit", 5)) == 5
    site.run("decide", project, item, "reject")
    site.run("stats", project)
    site.run("check", project)
    site.run("export", project, project.with_name("out.jsonl"))


def test_the_page_about_the_example_names_every_step_of_the_contract() -> None:
    page = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    for step in ("summarize(", "merge(", "finish(", "score(", "emit(", "first_pass", "prior", "Evidence"):
        assert step in page
