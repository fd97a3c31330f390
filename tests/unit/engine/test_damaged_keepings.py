"""What is kept as JSON, in a project or beside an export, and is damaged or made by somebody else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from synthreview.engine.intake import UnknownShape, recognise
from synthreview.engine.mixing import Mix
from synthreview.errors import UserError
from synthreview.probe.result import FORM
from synthreview.project import Project
from synthreview.store import pages


@pytest.fixture
def project(tmp_path: Path) -> Project:
    source = tmp_path / "set.jsonl"
    source.write_text(
        "".join(json.dumps({"text": f"A bird, number {n}.", "label": str(n % 2)}) + "\n" for n in range(6))
    )
    made = Project.open(tmp_path / "p.synthreview", create=True, reviewer="ana")
    made.import_file(source)
    yield made
    made.close()


@pytest.mark.parametrize(
    "kept",
    ["{", "[]", "7", '{"risk": 1}', '{"risks": 65}', '{"risk": "65"}', '{"risk": 65.0}', '{"risk": -1}'],
)
def test_a_damaged_mix_is_the_usual_one_and_items_can_be_ranked(project: Project, kept: str) -> None:
    project._store.write(lambda c: pages.write(c, pages.MIX, kept))
    assert project.mix() == Mix()
    project.rank()


@pytest.mark.parametrize(
    "kept",
    [
        "{",
        "[]",
        json.dumps({"form": FORM}),
        json.dumps(
            {
                "form": FORM,
                "kind": "task_label",
                "dataset": "set",
                "holdout": "",
                "measure": "accuracy",
                "tested": 1,
                "groups": 1,
                "examples": 1,
                "classes": ["a"],
                "views": [],
                "what_if": [],
                "cautions": [["seen", {}]],
            }
        ),
    ],
    ids=["no JSON", "a list", "nothing in it", "what cannot be told"],
)
def test_a_damaged_result_of_the_check_is_none(project: Project, kept: str) -> None:
    project._store.write(lambda c: c.execute("INSERT INTO meta (key, value) VALUES ('probe:1', ?)", (kept,)))
    assert project.probed(1) is None


@pytest.fixture
def manifest(project: Project, tmp_path: Path) -> Path:
    project.export(1, tmp_path / "out.csv", "csv", ["all"])
    return tmp_path / "out.csv.manifest.json"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("output", "file"), "../out.csv"),
        (("output", "file"), "/etc/passwd"),
        (("output", "file"), "x" * 300),
        (("output", "file"), 7),
        (("output", "format"), None),
        (("output", "records"), "6"),
        (("records_byte_equal",), None),
        (("beside",), ["../secret"]),
        (("beside",), 7),
    ],
)
def test_a_manifest_of_other_places_or_other_sorts_of_values_is_none(
    manifest: Path, place: tuple[str, ...], value: object
) -> None:
    told = json.loads(manifest.read_text())
    holder = told[place[0]] if len(place) == 2 else told
    holder[place[-1]] = value
    manifest.write_text(json.dumps(told))
    with pytest.raises(UserError, match="is no manifest of an export"):
        Project.verify(manifest)


@pytest.mark.parametrize("format", ["parquet", "jsonl"])
def test_an_export_that_is_not_what_the_manifest_says_is_told(manifest: Path, format: str) -> None:
    told = json.loads(manifest.read_text())
    told["output"]["format"] = format
    manifest.write_text(json.dumps(told))
    found = Project.verify(manifest)
    assert not found.intact


def test_a_damaged_table_is_told(project: Project, tmp_path: Path) -> None:
    project.export(1, tmp_path / "out.parquet", "parquet", ["all"])
    (tmp_path / "out.parquet").write_bytes(b"PAR1 damaged")
    found = Project.verify(tmp_path / "out.parquet.manifest.json")
    assert found.records is None
    assert any("cannot be read as what the manifest says" in problem for problem in found.problems)


def test_names_of_fields_that_would_break_the_sentence_are_told_in_one_line(tmp_path: Path) -> None:
    source = tmp_path / "set.jsonl"
    source.write_text('{"a\\nb\\u001b[31m": [[1]], "c": [[2]]}\n' * 3)
    with pytest.raises(UnknownShape, match="a b") as caught:
        recognise(source)
    assert "\n" not in str(caught.value)
    assert "\x1b" not in str(caught.value)
