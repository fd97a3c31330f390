"""Exports to training formats, from decisions to files that read back."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from synthreview.domain import Kind, Verdict
from synthreview.engine.exporting import ExportOptions, offered
from synthreview.errors import UserError
from synthreview.formats.targets import Choices
from synthreview.project import Project

ROWS: dict[Kind, list[dict[str, Any]]] = {
    Kind.INSTRUCTION: [
        {"instruction": f"Name {n} rivers.", "input": "", "output": f"The Elbe and {n} more."}
        for n in range(8)
    ],
    Kind.PREFERENCE: [
        {"prompt": f"Ask {n}?", "chosen": f"Good answer {n}.", "rejected": f"Bad answer {n}."}
        for n in range(8)
    ],
    Kind.TASK_LABEL: [
        {"text": f"It rains, {n}.", "human_annots": [0, 1, n % 2], "model_annots": [1, 1, -1]}
        for n in range(8)
    ],
    Kind.SIMULATION: [
        {
            "conversations": [
                {"from": "human", "value": f"Hello {n}"},
                {"from": "gpt", "value": "Hello."},
                {"from": "human", "value": "And now?"},
                {"from": "gpt", "value": "Good night."},
            ]
        }
        for n in range(8)
    ],
    Kind.FREE_TEXT: [{"id": f"t{n}", "text": f"A short tale of {n} geese."} for n in range(8)],
}


def project_of(kind: Kind, tmp_path: Path) -> Project:
    path = tmp_path / f"{kind}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS[kind]))
    project = Project.open(tmp_path / "p.synthreview", create=True, reviewer="ana")
    report = project.import_file(path, licence="cc-by-4.0", generator="oak-7b")
    assert report.kind is kind
    return project


@pytest.fixture(params=list(Kind))
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Project]:
    project = project_of(request.param, tmp_path)
    yield project
    project.close()


def test_every_offered_format_writes_what_its_plan_says(opened: Project, tmp_path: Path) -> None:
    for item in (1, 2, 3):
        opened.decide(item, Verdict.ACCEPT)
    opened.decide(4, Verdict.REJECT)
    for name in offered(opened.datasets()[0])[1:]:
        options = ExportOptions(Choices(conversational=True))
        plan = opened.plan_export(1, name, options=options)
        manifest = opened.export(1, tmp_path / f"out-{name}", name, options=options)
        assert manifest["output"]["records"] == plan.will_write, name
        unsaid = sum(manifest["not_expressed"].values())
        assert (unsaid, plan.unsaid) == (sum(plan.unsaid.values()), manifest["not_expressed"]), name
        assert manifest["written"].get("accepted", 0) + unsaid == 3, name
        assert manifest["left_out"]["rejected"] == 1, name
        assert manifest["left_out"]["undecided"] == 4, name
        assert opened.verify(tmp_path / f"out-{name}.manifest.json").intact, name


def test_a_format_that_cannot_carry_a_kind_is_refused_with_those_that_can(tmp_path: Path) -> None:
    project = project_of(Kind.TASK_LABEL, tmp_path)
    with pytest.raises(UserError, match="cannot carry task label data; use source, jsonl, csv"):
        project.export(1, tmp_path / "out", "preference")
    assert not (tmp_path / "out").exists()
    project.close()


def test_fixes_and_columns_are_in_the_export(tmp_path: Path) -> None:
    project = project_of(Kind.INSTRUCTION, tmp_path)
    project.decide(1, Verdict.FIX, edits={"output": "Only the Elbe."}, reasons=["inconsistent_input"])
    options = ExportOptions(Choices(columns=("verdict", "reasons", "reviewer", "licence", "generator")))
    project.export(1, tmp_path / "out.json", "alpaca", options=options)
    [record] = json.loads((tmp_path / "out.json").read_text())
    assert record["output"] == "Only the Elbe."
    assert (record["verdict"], record["reviewer"], record["licence"]) == ("fixed", "ana", "cc-by-4.0")
    assert (record["reasons"], record["generator"]) == ("inconsistent_input", "oak-7b")
    project.close()


def test_label_exports_keep_every_vote(tmp_path: Path) -> None:
    project = project_of(Kind.TASK_LABEL, tmp_path)
    project.export(1, tmp_path / "out.csv", "csv", ["undecided"])
    with (tmp_path / "out.csv").open(newline="") as file:
        first = next(csv.DictReader(file))
    assert json.loads(first["human_labels"]) == ["0", "1", "0"]
    assert json.loads(first["human_distribution"]) == pytest.approx({"0": 2 / 3, "1": 1 / 3})
    assert json.loads(first["model_distribution"]) == {"1": 1.0}
    project.close()


def test_the_splits_of_a_hugging_face_folder_never_part_a_group(tmp_path: Path) -> None:
    path = tmp_path / "votes.jsonl"
    rows = [
        {"text": f"It rains, {n}.", "model_name": m, "human_annots": [0], "model_annots": [1]}
        for n in range(60)
        for m in ("oak", "elm")
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    project = Project.open(tmp_path / "p.synthreview", create=True)
    project.import_file(path)
    options = ExportOptions(shares=[("train", 0.7), ("test", 0.3)], card=True, diff=True)
    manifest = project.export(1, tmp_path / "hf", "hf", ["undecided"], options=options)
    parts = {
        name: pq.read_table(tmp_path / "hf" / "data" / f"{name}-00000-of-00001.parquet")["text"].to_pylist()
        for name in ("train", "test")
    }
    assert len(parts["train"]) + len(parts["test"]) == 120 == manifest["output"]["records"]
    assert not set(parts["train"]) & set(parts["test"])
    card = (tmp_path / "hf" / "README.md").read_text()
    assert "split: train" in card.replace('"', "")
    assert manifest["beside"] == ["hf.card.md", "hf.diff.jsonl"]
    project.close()


def test_formulas_are_escaped_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text('{"id": "a", "text": "=1+1 is what they typed"}\n{"id": "b", "text": "Two geese."}\n')
    project = Project.open(tmp_path / "p.synthreview", create=True)
    project.import_file(path)
    project.export(1, tmp_path / "plain.csv", "csv", ["all"])
    project.export(1, tmp_path / "safe.csv", "csv", ["all"], options=ExportOptions(escape_formulas=True))
    assert "\r\n,,=1+1" in (tmp_path / "plain.csv").read_bytes().decode()
    assert "'=1+1" in (tmp_path / "safe.csv").read_text()
    project.close()


def test_a_diff_tells_every_change_before_and_after(tmp_path: Path) -> None:
    project = project_of(Kind.INSTRUCTION, tmp_path)
    project.decide(1, Verdict.FIX, edits={"output": "Only the Elbe."}, note="short")
    project.decide(2, Verdict.REJECT, reasons=["inconsistent_input"])
    project.decide(3, Verdict.ACCEPT)
    project.export(1, tmp_path / "out.jsonl", options=ExportOptions(diff=True, card=True))
    fixed, removed = [
        json.loads(line) for line in (tmp_path / "out.jsonl.diff.jsonl").read_text().splitlines()
    ]
    assert fixed["before"] == {"output": "The Elbe and 0 more."}
    assert fixed["after"] == {"output": "Only the Elbe."}
    assert (fixed["note"], fixed["reviewer"], removed["change"]) == ("short", "ana", "removed")
    assert removed["before"]["instruction"] == "Name 1 rivers."
    card = (tmp_path / "out.jsonl.card.md").read_text()
    for words in ("cc-by-4.0", "oak-7b", "| rejected | 1 |", "| ana | 3 |", "does not fit"):
        assert words in card, words
    project.close()


def test_an_older_exports_files_do_not_stay_beside_a_new_one(tmp_path: Path) -> None:
    project = project_of(Kind.INSTRUCTION, tmp_path)
    project.export(1, tmp_path / "out.jsonl", options=ExportOptions(diff=True, card=True))
    project.export(1, tmp_path / "out.jsonl")
    assert sorted(path.name for path in tmp_path.glob("out*")) == ["out.jsonl", "out.jsonl.manifest.json"]
    project.close()
