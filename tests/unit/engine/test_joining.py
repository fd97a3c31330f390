"""References: which rows find their items, and the alarm when two judges are contrary."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from synthreview.domain import Role
from synthreview.errors import UserError
from synthreview.project import Join, Project


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Project]:
    project = Project.open(tmp_path / "p.synthreview", create=True)
    yield project
    project.close()


def add(project: Project, path: Path, rows: list[dict[str, Any]], role: Role = Role.SYNTHETIC) -> int:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return project.import_file(path, role=role).dataset_id


def pairs(codes: list[int], *, turned: bool = False) -> list[dict[str, Any]]:
    rows = []
    for n, code in enumerate(codes):
        first, second = f"First answer {n}.", f"Second answer {n}."
        rows.append({"output1": first, "output2": second, "target": code})
        if turned:
            rows[-1] = {"output1": second, "output2": first, "target": {0: 1, 1: 0}.get(code, code)}
    return rows


def codes(seed: int, count: int, agree: float) -> tuple[list[int], list[int]]:
    chance = random.Random(seed)
    first = [chance.randrange(2) for _ in range(count)]
    return first, [code if chance.random() < agree else 1 - code for code in first]


def test_rows_are_joined_by_their_ids_whatever_their_order(tmp_path: Path, opened: Project) -> None:
    ours = [{"id": n, "text": f"text {n}", "label": n % 2} for n in range(40)]
    theirs = [{"id": n, "text": f"said otherwise {n}", "label": 1} for n in range(39, 9, -1)]
    data = add(opened, tmp_path / "a.jsonl", ours)
    reference = add(opened, tmp_path / "b.jsonl", theirs, Role.HUMAN)
    joined = opened.attach(reference, data)
    assert (joined.by, joined.rows, joined.matched, joined.covered) == (Join.ID, 30, 30, 30)


def test_without_ids_rows_are_joined_by_text_in_their_order(tmp_path: Path, opened: Project) -> None:
    data = add(opened, tmp_path / "a.jsonl", [{"text": t, "label": 1} for t in ("x y", "x  y", "z w")])
    reference = add(
        opened,
        tmp_path / "b.jsonl",
        [{"text": t, "label": 0} for t in ("z w", "x y", "x y", "q r")],
        Role.HUMAN,
    )
    joined = opened.attach(reference, data)
    assert (joined.by, joined.rows, joined.matched, joined.covered) == (Join.TEXT, 4, 3, 3)


def test_one_text_that_several_models_labelled_is_joined_to_each(tmp_path: Path, opened: Project) -> None:
    rows = [{"text": f"text {n}", "label": n % 2, "model": m} for n in range(5) for m in ("oak", "elm")]
    data = add(opened, tmp_path / "a.jsonl", rows)
    reference = add(
        opened, tmp_path / "b.jsonl", [{"text": f"text {n}", "label": 0} for n in range(5)], Role.HUMAN
    )
    joined = opened.attach(reference, data, Join.TEXT)
    assert (joined.matched, joined.covered) == (5, 10)


def test_swapped_codes_are_told_and_can_be_exchanged_and_undone(tmp_path: Path, opened: Project) -> None:
    first, second = codes(1, 400, 0.3)
    data = add(opened, tmp_path / "model.jsonl", pairs(first))
    reference = add(opened, tmp_path / "people.jsonl", pairs(second), Role.HUMAN)
    joined = opened.attach(reference, data)
    assert joined.alarm
    assert "swapped codes or a contrary judge?" in joined.agreement
    opened.exchange_codes(reference)
    [after] = opened.dataset("people").facts["joined"]
    assert not after["alarm"]
    item = opened.item_at("people", 0)
    assert opened.view(item).item.parts["choice"] == ("b" if second[0] == 0 else "a")
    assert opened.undo() is not None
    opened.refresh_queue()
    [before] = opened.dataset("people").facts["joined"]
    assert before["alarm"]
    assert opened.check().intact


def test_judges_that_agree_raise_no_alarm_also_with_the_answers_turned(
    tmp_path: Path, opened: Project
) -> None:
    first, second = codes(2, 400, 0.75)
    data = add(opened, tmp_path / "model.jsonl", pairs(first))
    reference = add(opened, tmp_path / "people.jsonl", pairs(second, turned=True), Role.HUMAN)
    joined = opened.attach(reference, data)
    assert joined.matched == 400
    assert not joined.alarm
    same = sum(a == b for a, b in zip(first, second, strict=True)) / 400
    assert f"{100 * same:.1f}" in joined.agreement


def test_two_judges_in_one_file_are_compared_at_import(tmp_path: Path, opened: Project) -> None:
    first, second = codes(3, 300, 0.2)
    names = {0: "model_a", 1: "model_b"}
    rows = [
        {
            "question_id": n // 3,
            "model_a": "oak",
            "model_b": "elm",
            "conversation_a": f"a {n}",
            "conversation_b": f"b {n}",
            "gpt4_model": names[one],
            "human_model": names[other],
        }
        for n, (one, other) in enumerate(zip(first, second, strict=True))
    ]
    (tmp_path / "bench.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    report = opened.import_file(tmp_path / "bench.jsonl")
    assert report.alarm
    before = dict(opened.dataset("bench").facts)
    assert before["alarm"]
    opened.exchange_codes(report.dataset_id)
    after = opened.dataset("bench").facts
    turned = 100 * sum(one != other for one, other in zip(first, second, strict=True)) / 300
    assert not after["alarm"]
    assert f"{turned:.1f}" in after["agreement"]
    opened.rename_dataset(report.dataset_id, "benchmark")
    assert opened.undo()
    assert opened.undo()
    opened.refresh_queue()
    assert dict(opened.dataset("bench").facts) == before


def test_choices_that_no_code_knows_are_kept_and_counted(tmp_path: Path, opened: Project) -> None:
    rows = pairs([0, 1, 2, 0, 1] * 10)
    rows[3]["target"] = "garbage"
    path = tmp_path / "model.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    report = opened.import_file(path)
    assert (report.items, report.quarantined) == (50, 0)
    assert report.invalid == {"choice": {"garbage": 1}}
    assert list(opened.queue_ids('label:"(invalid)"')) == [4]


def test_what_cannot_be_joined_says_why(tmp_path: Path, opened: Project) -> None:
    data = add(opened, tmp_path / "a.jsonl", [{"text": f"text {n}", "label": 1} for n in range(3)])
    other = add(opened, tmp_path / "b.jsonl", pairs([0, 1, 0]), Role.HUMAN)
    reference = add(opened, tmp_path / "c.jsonl", [{"id": 1, "text": "t u", "label": 1}], Role.HUMAN)
    with pytest.raises(UserError, match="a reference is of the same kind"):
        opened.attach(other, data)
    with pytest.raises(UserError, match="'a' has no id that could be joined by"):
        opened.attach(reference, data, Join.ID)
    assert opened.attach(reference, data, Join.NONE).matched == 0
