"""Other verdicts on a pair are found wherever it stands again, and told by the sides of the pair asked about."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from synthreview.domain import Kind, Role
from synthreview.formats.mapping import Mapping
from synthreview.project import Join, Project

A, B = "The sun lights one half of it.", "The shadow of the earth falls on it."


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Project]:
    project = Project.open(tmp_path / "p.synthreview", create=True)
    yield project
    project.close()


def row(
    judge: str, choice: str, a: str = A, b: str = B, prompt: str = "Why does the moon change?"
) -> dict[str, Any]:
    return {"prompt": prompt, "a": a, "b": b, "choice": choice, "judge": judge}


def add(project: Project, path: Path, rows: list[dict[str, Any]], role: Role = Role.SYNTHETIC) -> int:
    path.write_text("".join(json.dumps(one) + "\n" for one in rows))
    parts = {name: name for name in ("prompt", "a", "b", "choice", "judge")}
    mapping = Mapping(Kind.PREFERENCE, parts)
    return project.import_file(path, role=role, mapping=mapping).dataset_id


def told(project: Project, item: int) -> list[tuple[str, str, bool]]:
    return [(each.judge, each.choice, each.turned) for each in project.other_verdicts(item)]


def test_the_same_pair_is_found_in_either_order_and_in_other_data_sets(
    tmp_path: Path, opened: Project
) -> None:
    rows = [row("gpt", "a"), row("claude", "a", B, A), row("gpt", "b", "Quite another answer here.", B)]
    add(opened, tmp_path / "one.jsonl", rows)
    add(opened, tmp_path / "two.jsonl", [row("llama", "tie"), row("llama", "a", prompt="Something else?")])
    opened.index_text()
    assert told(opened, 1) == [("claude", "b", True), ("llama", "tie", False)]


def test_a_pair_without_words_and_an_unknown_item_have_no_other_verdicts(
    tmp_path: Path, opened: Project
) -> None:
    add(
        opened,
        tmp_path / "one.jsonl",
        [row("gpt", "a", "!", "?", "..."), row("claude", "a", "!", "?", "...")],
    )
    opened.index_text()
    assert told(opened, 1) == []
    assert told(opened, 99) == []


def test_chinese_pairs_are_found_too(tmp_path: Path, opened: Project) -> None:
    texts = ("太阳照亮它的一半。" * 60, "地球的影子落在上面。" * 60, "月亮为什么会变?" * 60)
    add(opened, tmp_path / "one.jsonl", [row(judge, "a", *texts) for judge in ("gpt", "claude")])
    opened.index_text()
    assert told(opened, 1) == [("claude", "a", False)]


def test_what_an_attached_reference_of_people_says_counts(tmp_path: Path, opened: Project) -> None:
    data = add(opened, tmp_path / "one.jsonl", [row("gpt", "a")])
    people = [{"prompt": "Why does the moon change?", "a": B, "b": A, "choice": "a"}]
    reference = add(opened, tmp_path / "people.jsonl", people, Role.HUMAN)
    opened.attach(reference, data, Join.TEXT)
    assert told(opened, 1) == [("People", "b", True)]
