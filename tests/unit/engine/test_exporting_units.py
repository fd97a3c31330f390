"""Records that hold several items: what leaves the record, what stays, and what is told beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from synthreview.domain import Verdict
from synthreview.project import Project


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Project]:
    project = Project.open(tmp_path / "p.synthreview", create=True, reviewer="ana")
    yield project
    project.close()


def answers(tmp_path: Path, project: Project) -> Path:
    """Three questions, each answered by two people and one model: nine items."""
    path = tmp_path / "answers.jsonl"
    rows = [
        {
            "question": f"Why is {n} odd?",
            "human_answers": [f"It is said of {n}.", f"Nobody knows about {n}."],
            "chatgpt_answers": [f"As a model I count to {n}."],
        }
        for n in range(3)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    report = project.import_file(path)
    assert (report.records, report.items) == (3, 9)
    return path


def rankings(tmp_path: Path, project: Project) -> Path:
    """Two questions with three ranked outputs each: six pairs."""
    path = tmp_path / "judge.json"
    rows: dict[str, Any] = {"evaluator": "olive"}
    for n in (1, 2):
        rows[f"example_{n}"] = {
            "instruction": f"Question {n}?",
            "reference": "So.",
            "rankings": [
                {"rank": 1, "point": 2, "model": "fig", "output": f"Best of {n}"},
                {"rank": 2, "point": 1, "model": "elm", "output": f"Second of {n}"},
                {"rank": 3, "point": 1, "model": "ash", "output": f"Third of {n}"},
            ],
        }
    path.write_text(json.dumps(rows))
    project.import_file(path)
    return path


def columns(tmp_path: Path, project: Project) -> Path:
    path = tmp_path / "columns.json"
    path.write_text(
        json.dumps({"text": ["one two", "three four", "five six"], "label": [0, 1, 0], "n": [7, 8, 9]})
    )
    report = project.import_file(path)
    assert (report.records, report.items) == (1, 3)
    return path


def read_lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_the_items_of_a_record_have_names_that_stay(tmp_path: Path, opened: Project) -> None:
    answers(tmp_path, opened)
    rows = opened.rows(opened.queue_ids("position:0"))
    units = ["human_answers.0", "human_answers.1", "chatgpt_answers.0"]
    assert [row.unit for row in rows] == units
    assert opened.item_at("answers", 1, "chatgpt_answers.0") == 6
    assert [opened.view(item).item.parts["author"] for item in (1, 2, 3)] == ["human", "human", "machine"]


def test_a_rejected_item_leaves_its_record_and_the_rest_keeps_its_bytes(
    tmp_path: Path, opened: Project
) -> None:
    source = answers(tmp_path, opened)
    opened.decide(opened.item_at("answers", 1, "human_answers.0"), Verdict.REJECT)
    manifest = opened.export(1, tmp_path / "out.jsonl")
    before, after = read_lines(source), read_lines(tmp_path / "out.jsonl")
    assert after[1]["human_answers"] == ["Nobody knows about 1."]
    assert (after[0], after[2]) == (before[0], before[2])
    assert (manifest["records_byte_equal"], manifest["records_changed"]) == (2, 1)
    assert (manifest["records_pruned"], manifest["left_out"]) == (1, {"rejected": 1})


def test_a_record_goes_once_all_its_items_are_rejected(tmp_path: Path, opened: Project) -> None:
    source = answers(tmp_path, opened)
    for unit in ("human_answers.0", "human_answers.1", "chatgpt_answers.0"):
        opened.decide(opened.item_at("answers", 0, unit), Verdict.REJECT)
    manifest = opened.export(1, tmp_path / "out.jsonl")
    assert read_lines(tmp_path / "out.jsonl") == read_lines(source)[1:]
    assert (manifest["left_out_records"], manifest["records_byte_equal"]) == (1, 2)


def test_a_fix_of_one_item_leaves_its_siblings(tmp_path: Path, opened: Project) -> None:
    answers(tmp_path, opened)
    item = opened.item_at("answers", 2, "chatgpt_answers.0")
    opened.decide(item, Verdict.FIX, edits={"text": "Two is even."})
    opened.export(1, tmp_path / "out.jsonl")
    last = read_lines(tmp_path / "out.jsonl")[2]
    assert last["chatgpt_answers"] == ["Two is even."]
    assert last["human_answers"] == ["It is said of 2.", "Nobody knows about 2."]


def test_what_items_share_is_not_changed_for_one_of_them(tmp_path: Path, opened: Project) -> None:
    source = answers(tmp_path, opened)
    opened.decide(1, Verdict.FIX, edits={"prompt": "Why is nought odd?"})
    assert opened.plan_export(1).unwritable == 1
    opened.export(1, tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_bytes() == source.read_bytes()
    [row] = read_lines(tmp_path / "out.jsonl.not-written-back.jsonl")
    assert (row["unit"], row["part"]) == ("human_answers.0", "prompt")
    assert "several items of the record share it" in row["why"]


def test_pairs_are_named_and_chosen_by_their_points(tmp_path: Path, opened: Project) -> None:
    rankings(tmp_path, opened)
    rows = opened.rows(opened.queue_ids("position:0"))
    assert [row.unit for row in rows] == ["ash/elm", "ash/fig", "elm/fig"]
    parts = [opened.view(row.item).item.parts for row in rows]
    assert [part["choice"] for part in parts] == ["tie", "b", "b"]
    assert {part["judge"] for part in parts} == {"olive"}


def test_a_pair_cannot_be_taken_out_of_a_ranking_and_this_is_told(tmp_path: Path, opened: Project) -> None:
    source = rankings(tmp_path, opened)
    opened.decide(1, Verdict.REJECT)
    manifest = opened.export(1, tmp_path / "out.json")
    assert (tmp_path / "out.json").read_bytes() == source.read_bytes()
    [row] = read_lines(tmp_path / "out.json.not-written-back.jsonl")
    assert (row["unit"], row["verdict"]) == ("ash/elm", "rejected")
    assert manifest["edits_not_written_back"] == 1
    opened.export(1, tmp_path / "pairs.jsonl", "jsonl", ["undecided"])
    assert len(read_lines(tmp_path / "pairs.jsonl")) == 5


def test_a_row_goes_from_every_column(tmp_path: Path, opened: Project) -> None:
    columns(tmp_path, opened)
    opened.decide(opened.item_at("columns", 0, "1"), Verdict.REJECT)
    opened.decide(opened.item_at("columns", 0, "2"), Verdict.FIX, edits={"label": "1"})
    opened.export(1, tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text()) == {
        "text": ["one two", "five six"],
        "label": [0, 1],
        "n": [7, 9],
    }
