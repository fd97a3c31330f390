"""What is shipped: versions that fit together, a wheel that carries its resources, valid desktop files."""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import entry_points
from xml.etree import ElementTree as ET

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

import synthreview
from synthreview.analyzers.contract import Analyzer
from tests.conftest import CHECKOUT

FOLDER = CHECKOUT / "packaging"
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = {
    name.lower().replace("_", "-"): Version(version)
    for name, version in (
        line.split("==")
        for line in (FOLDER / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
}
REQUIREMENTS = [
    Requirement(text)
    for group in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    for text in group
]


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=str)
def test_the_pinned_version_is_one_that_the_project_allows(requirement):
    pin = PINS[requirement.name.lower().replace("_", "-")]
    assert requirement.specifier.contains(pin)


@pytest.mark.parametrize("release", ["6.11.0", "6.11.1", "6.12.0"])
def test_a_broken_release_of_qt_is_refused(release):
    (qt,) = [requirement for requirement in REQUIREMENTS if requirement.name == "PySide6-Essentials"]
    assert not qt.specifier.contains(release)


def test_a_pin_names_a_version_that_everybody_can_get():
    assert [name for name, version in PINS.items() if version.local] == []


def test_the_pins_are_in_order():
    assert list(PINS) == sorted(PINS)


@pytest.mark.parametrize("point", entry_points(group="synthreview.analyzers"), ids=lambda point: point.name)
def test_a_registered_analyzer_is_there_under_its_own_id(point):
    analyzer = point.load()
    assert issubclass(analyzer, Analyzer)
    assert analyzer.id == point.name


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_carries_every_resource(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    resources = CHECKOUT / "resources"
    files = {path.relative_to(resources).as_posix() for path in resources.rglob("*") if path.is_file()}
    assert {f"synthreview/_resources/{name}" for name in files} <= names


def test_the_wheel_carries_the_licence_and_says_that_it_is_typed(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert "synthreview/py.typed" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_program_of_the_wheel_finds_its_own_resources(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = "import synthreview.paths as p; print(p.resource('icons', 'app.svg'))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(tmp_path / "synthreview" / "_resources" / "icons" / "app.svg")


def test_the_desktop_entry_opens_a_project_of_our_type():
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str
    entry.read(FOLDER / "synthreview.desktop", encoding="utf-8")
    section = entry["Desktop Entry"]
    mime = ET.parse(FOLDER / "synthreview-mime.xml")
    names = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    assert section["MimeType"] == mime.find("m:mime-type", names).get("type") + ";"
    assert section["Exec"].split()[0] in PROJECT["scripts"]
    assert mime.find("m:mime-type/m:glob", names).get("pattern") == "*.synthreview"


def test_the_newest_release_is_told_in_the_metainfo_and_in_the_changes():
    metainfo = ET.parse(FOLDER / "synthreview.metainfo.xml")
    newest = metainfo.find("releases/release")
    changes = (FOLDER / "CHANGELOG.md").read_text(encoding="utf-8")
    version, date = re.search(r"^## (\S+) \((\S+)\)$", changes, re.MULTILINE).groups()
    assert newest.get("version") == version == synthreview.__version__
    assert newest.get("date") == date
    assert metainfo.find("launchable").text == "synthreview.desktop"
