"""Every released file into a project and out again: its kind, its items, and the same content."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from synthreview.errors import UserError
from synthreview.project import Project

NOT_DATA = {
    "camel/hackathon_judges_logs.json": "a log of a program's events",
    "llamafactory_demo/dataset_info.json": "a list of files and their columns",
}
"""Files that no kind fits, which the import says."""
ONE_EACH = "who_and_when/Algorithm-Generated"
"""A folder of one conversation a file: one source."""
KNOWN_FAULTS = {
    "camel/day_1_conversation.json": 1,
    "camel/day_2_conversation.json": 1,
    "camel/day_3_conversation.json": 1,
    "spp/logic_grid_puzzle/gpt4_w_sys_mes": 1,
}
"""How many records cannot be items: a head without turns, an empty record."""


def released(folder: Path) -> list[str]:
    with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as manifest:
        rows = list(csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE))
    files = [row["file"] for row in rows if not row["file"].endswith(".md")]
    return [file for file in files if not file.startswith(ONE_EACH)]


def content(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


@pytest.mark.slow
def test_every_released_file_comes_back_with_its_content(shared_data: Path, tmp_path: Path) -> None:
    project = Project.open(tmp_path / "all.synthreview", create=True)
    seen = 0
    for number, file in enumerate(released(shared_data)):
        source = shared_data / file
        if file in NOT_DATA:
            with pytest.raises(UserError, match="has no shape that is known"):
                project.import_file(source, name=str(number))
            continue
        report = project.import_file(source, name=str(number))
        allowed = next((count for start, count in KNOWN_FAULTS.items() if file.startswith(start)), 0)
        assert report.quarantined == allowed, file
        out = tmp_path / f"out{source.suffix}"
        manifest = project.export(report.dataset_id, out, include=["all"])
        assert content(out) == content(source), file
        assert manifest["content_identical"], file
        assert manifest["records_byte_equal"] == report.records, file
        project.remove_dataset(report.dataset_id)
        seen += 1
    assert seen > 95
    assert project.check().intact
    project.close()


def test_a_folder_of_conversations_is_one_data_set_and_comes_back(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / ONE_EACH
    project = Project.open(tmp_path / "w.synthreview", create=True)
    report = project.import_file(source)
    assert (report.kind, report.records, report.items) == ("simulation", 126, 126)
    project.export(1, tmp_path / "out", include=["all"])
    found = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert found == {path.name: path.read_bytes() for path in source.iterdir()}
    project.close()
