"""A newer version of a source: decisions go along, by id or by content, and what moved is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from synthreview.domain import Verdict
from synthreview.project import Project
from synthreview.store import blind, objections
from synthreview.ui.dataset_words import update_words


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def row(n: int, output: str = "", **more: Any) -> dict[str, Any]:
    return {"instruction": f"Name thing {n}.", "input": "", "output": output or f"Thing {n}.", **more}


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Project]:
    project = Project.open(tmp_path / "p.synthreview", create=True, reviewer="ana")
    yield project
    project.close()


def verdicts(project: Project) -> dict[str, str]:
    views = [project.view(item) for item in project.queue_ids("")]
    return {
        view.item.parts["instruction"]: view.decision.verdict.value
        for view in views
        if view.decision is not None
    }


def test_decisions_follow_the_content_to_its_new_place(tmp_path: Path, opened: Project) -> None:
    opened.import_file(write(tmp_path / "a.jsonl", [row(n) for n in range(6)]))
    opened.decide(1, Verdict.ACCEPT)
    opened.decide(3, Verdict.REJECT, reasons=["inconsistent_input"])
    opened.decide(5, Verdict.FIX, edits={"output": "Better."})
    newer = write(tmp_path / "b.jsonl", [row(9), row(4), row(0), row(2), row(7)])
    report = opened.update_dataset(1, newer)
    assert (report.matched_by, report.same, report.moved) == ("content", 3, 3)
    assert (report.new, report.gone, report.changed) == (2, 3, 0)
    assert (report.decisions, report.to_check, report.dropped) == (3, 0, 0)
    assert verdicts(opened) == {"Name thing 0.": "accept", "Name thing 2.": "reject", "Name thing 4.": "fix"}
    assert [dataset.name for dataset in opened.datasets()] == ["a"]
    assert len(opened.queue_ids("")) == 5
    assert opened.check().intact


def test_with_ids_a_changed_text_keeps_its_word_and_gets_a_flag(tmp_path: Path, opened: Project) -> None:
    opened.import_file(write(tmp_path / "a.jsonl", [row(n, id=f"k{n}") for n in range(4)]))
    opened.decide(1, Verdict.ACCEPT)
    opened.decide(2, Verdict.FIX, edits={"output": "Mended."})
    opened.decide(3, Verdict.FIX, edits={"output": "Mended too."})
    rows = [
        row(0, id="k0"),
        row(1, "Another answer.", id="k1"),
        row(2, id="k2", note="x"),
        row(3, "X y.", id="k3"),
    ]
    rows[0]["output"] = "New words."
    rows[2]["instruction"] = "Name thing two."
    report = opened.update_dataset(1, write(tmp_path / "b.jsonl", rows))
    assert (report.matched_by, report.changed, report.same) == ("id", 4, 0)
    # The fix of k1 was made on another answer than the one that stands there now.
    assert (report.decisions, report.to_check, report.dropped) == (2, 2, 1)
    assert verdicts(opened) == {"Name thing 0.": "accept", "Name thing two.": "fix"}
    assert len(opened.queue_ids("flag:yes")) == 3


def test_an_update_is_one_operation_and_undo_brings_the_old_version_back(
    tmp_path: Path, opened: Project
) -> None:
    opened.import_file(write(tmp_path / "a.jsonl", [row(n) for n in range(4)]))
    opened.decide(2, Verdict.REJECT)
    opened.update_dataset(1, write(tmp_path / "b.jsonl", [row(8), row(1)]))
    assert opened.dataset("a").source == "b.jsonl"
    undone = opened.undo()
    opened.refresh_queue()
    assert undone is not None
    assert undone.label == "Update 'a'"
    assert opened.dataset("a").source == "a.jsonl"
    assert (len(opened.queue_ids("")), verdicts(opened)) == (4, {"Name thing 1.": "reject"})
    opened.redo()
    opened.refresh_queue()
    assert opened.dataset("a").source == "b.jsonl"
    assert verdicts(opened) == {"Name thing 1.": "reject"}
    assert opened.check().intact


def test_a_mapping_made_by_hand_is_kept_for_the_newer_file(tmp_path: Path, opened: Project) -> None:
    def odd(count: int) -> list[dict[str, Any]]:
        return [
            {"q": f"What is {n} and why?", "r": f"It is {n}, so they say.", "z": "x y z"}
            for n in range(count)
        ]

    from synthreview.domain import Kind
    from synthreview.formats.mapping import Mapping

    mapping = Mapping(Kind.INSTRUCTION, {"instruction": "q", "output": "z"})
    opened.import_file(write(tmp_path / "a.jsonl", odd(3)), mapping=mapping)
    opened.decide(1, Verdict.ACCEPT)
    report = opened.update_dataset(1, write(tmp_path / "b.jsonl", odd(5)))
    assert (report.same, report.decisions) == (3, 1)
    assert opened.dataset("a").mapping["parts"] == {"instruction": "q", "output": "z"}


def test_what_was_called_wrong_stays_so_where_the_text_is_the_same(tmp_path: Path, opened: Project) -> None:
    opened.import_file(write(tmp_path / "a.jsonl", [row(n, id=f"k{n}") for n in range(4)]))
    named = ("length", "short")
    for item in (1, 2, 4):
        opened._store.write(lambda c, item=item: objections.set_objection(c, item, named, "ana", on=True))
    rows = [row(1, id="k1"), row(0, "Another answer.", id="k0"), row(2, id="k2")]
    opened.update_dataset(1, write(tmp_path / "b.jsonl", rows))
    first, second, third = sorted(opened.queue_ids(""))
    assert called_wrong(opened, [first, second, third]) == {
        first: {named: ("ana",)}
    }  # k0 changed, k3 is gone
    opened.undo()
    assert called_wrong(opened, [1, 2, 4]) == {item: {named: ("ana",)} for item in (1, 2, 4)}
    assert called_wrong(opened, [first]) == {}
    opened.redo()
    assert called_wrong(opened, [first]) == {first: {named: ("ana",)}}


def called_wrong(project: Project, items: list[int]) -> dict[int, Any]:
    return objections.of_items(project._store.read(), items)


def test_labels_given_blind_that_stay_behind_are_counted_and_come_back(
    tmp_path: Path, opened: Project
) -> None:
    labels = [{"text": f"A text about {n}.", "label": "yes" if n % 2 else "no"} for n in range(30)]
    opened.import_file(write(tmp_path / "a.jsonl", labels))
    sample = opened.blind_start(1, 10)
    for _ in range(3):
        opened.blind_label(sample.id, opened.blind_next(sample.id).item, "yes", 1.0)
    report = opened.update_dataset(1, write(tmp_path / "b.jsonl", labels[:20]))
    assert report.blind == 3
    assert "3 labels given blind stay with the old version; undo brings it back." in update_words(report)
    opened.undo()
    assert len(blind.answers(opened._store.read(), 1)) == 3
    assert opened.blind_sample(1).id == sample.id
