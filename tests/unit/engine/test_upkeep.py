"""Care for data sets: names, removal, and records that could not be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from synthreview.domain import Role, Verdict
from synthreview.errors import UserError
from synthreview.project import Project

GOOD = '{"instruction": "Name %d.", "input": "", "output": "Said %d."}'


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Project]:
    project = Project.open(tmp_path / "p.synthreview", create=True, reviewer="ana")
    yield project
    project.close()


@pytest.fixture
def broken(tmp_path: Path, opened: Project) -> Path:
    """Seven records, of which the third, fourth and last cannot be read."""
    path = tmp_path / "notes.jsonl"
    rows = [GOOD % (n, n) for n in range(7)]
    rows[2] = rows[2].replace('",', ",")
    rows[3] = '{"instruction": "No output."}'
    rows[6] = "not json at all"
    path.write_text("\n".join(rows) + "\n")
    report = opened.import_file(path)
    assert (report.records, report.quarantined, report.items) == (7, 3, 4)
    return path


def positions(project: Project) -> list[int]:
    return sorted(row.position for row in project.rows(project.queue_ids("")))


def test_a_renamed_data_set_keeps_its_items_and_the_name_comes_back(broken: Path, opened: Project) -> None:
    opened.rename_dataset(1, "  good notes ")
    assert [dataset.name for dataset in opened.datasets()] == ["good notes"]
    assert len(opened.queue_ids('dataset:"good notes"')) == 4
    opened.undo()
    assert opened.dataset("notes").id == 1
    with pytest.raises(UserError, match="needs a name"):
        opened.rename_dataset(1, "  ")


def test_two_data_sets_cannot_have_one_name(broken: Path, opened: Project) -> None:
    opened.import_file(broken, name="other")
    with pytest.raises(UserError, match="Another data set is named 'other'"):
        opened.rename_dataset(1, "other")
    assert {dataset.name for dataset in opened.datasets()} == {"notes", "other"}


def test_a_removed_data_set_is_gone_and_its_name_is_free(broken: Path, opened: Project) -> None:
    opened.analyze()
    opened.decide(1, Verdict.REJECT)
    opened.remove_dataset(1)
    assert opened.datasets() == []
    assert len(opened.queue_ids("")) == 0
    assert (opened.counts().items, opened.counts().rejected) == (0, 0)
    assert opened.import_file(broken).dataset == "notes"  # its name is free


def test_undo_of_a_removal_restores_everything(broken: Path, opened: Project) -> None:
    opened.decide(1, Verdict.REJECT)
    opened.remove_dataset(1)
    assert opened.undo() is not None
    opened.refresh_queue()
    assert opened.dataset("notes").records == 7
    assert (len(opened.queue_ids("")), opened.counts().rejected) == (4, 1)
    assert opened.check().intact


def test_a_name_that_was_taken_meanwhile_stands_in_the_way_of_undo(broken: Path, opened: Project) -> None:
    opened.remove_dataset(1)
    opened.import_file(broken)
    with pytest.raises(UserError, match="Another data set is named 'notes' now"):
        opened.undo()
    assert [dataset.id for dataset in opened.datasets()] == [2]
    assert opened.check().intact


def test_the_records_set_aside_say_why_with_their_text(broken: Path, opened: Project) -> None:
    rows = list(opened.damaged(1))
    assert [position for position, _, _ in rows] == [2, 3, 6]
    assert rows[1][1:] == ("has no 'output'", '{"instruction": "No output."}')
    assert rows[2][2] == "not json at all"


def test_the_index_ends_also_where_the_last_records_are_set_aside(tmp_path: Path, opened: Project) -> None:
    path = tmp_path / "tail.jsonl"
    path.write_text(GOOD % (0, 0) + "\n" + "{}\n" * 2_100)
    opened.import_file(path)
    assert [opened.index_text(), opened.index_text()] == [1, 0]
    assert list(opened.queue_ids('"said"')) == [1]


def test_a_mended_record_becomes_an_item_in_its_own_place(broken: Path, opened: Project) -> None:
    opened.index_text()
    mended = opened.mend(
        1, [(3, '{"instruction": "Say zebra.", "input": "", "output": "Zebra."}'), (6, "no")]
    )
    assert mended.mended == 1
    [(position, why)] = mended.still
    assert position == 6
    assert "is not valid JSON" in why
    assert positions(opened) == [0, 1, 3, 4, 5]
    assert opened.view(opened.item_at("notes", 3)).item.parts["output"] == "Zebra."
    assert list(opened.queue_ids('"zebra"')) == [opened.item_at("notes", 3)]
    assert (opened.dataset("notes").items, opened.dataset("notes").quarantined) == (5, 2)
    assert opened.check().intact


def test_mending_can_be_undone_and_done_again_around_decisions(broken: Path, opened: Project) -> None:
    opened.mend(1, [(2, GOOD % (2, 2)), (6, GOOD % (6, 6))])
    opened.decide(opened.item_at("notes", 6), Verdict.ACCEPT)
    opened.undo()
    opened.undo()
    opened.refresh_queue()
    assert positions(opened) == [0, 1, 4, 5]
    assert [position for position, _, _ in opened.damaged(1)] == [2, 3, 6]
    opened.redo()
    opened.redo()
    opened.refresh_queue()
    assert positions(opened) == [0, 1, 2, 4, 5, 6]
    assert opened.counts().accepted == 1
    assert opened.check().intact


def test_an_export_carries_mended_records_and_says_that_they_differ(
    broken: Path, opened: Project, tmp_path: Path
) -> None:
    opened.mend(1, [(2, GOOD % (2, 2))])
    manifest = opened.export(1, tmp_path / "out.jsonl", include=["all"])
    wanted = broken.read_text().splitlines()
    wanted[2] = GOOD % (2, 2)
    assert (tmp_path / "out.jsonl").read_text().splitlines() == wanted
    assert (manifest["records_byte_equal"], manifest["records_changed"]) == (6, 1)
    assert manifest["records_mended"] == 1
    [row] = [row for row in opened.changes(1) if row["change"] == "mended"]
    assert (row["position"], row["after"]) == (2, GOOD % (2, 2))
    opened.undo()
    opened.export(1, tmp_path / "back.jsonl", include=["all"])
    assert (tmp_path / "back.jsonl").read_bytes() == broken.read_bytes()


def test_what_cannot_be_mended_says_why(broken: Path, opened: Project) -> None:
    asked = [
        (0, GOOD % (0, 0)),
        (2, '{"instruction": "Two", "input": "",\n"output": "lines"}'),
        (6, None),
    ]
    mended = opened.mend(1, asked)
    assert mended.mended == 0
    words = dict(mended.still)
    assert words[0] == "is no record that was set aside"
    assert words[2] == "has to stand on one line in this file"
    assert "is not valid JSON" in words[6]
    assert json.loads(json.dumps(words))


def test_answers_held_out_are_not_compared_with_and_come_back(tmp_path: Path, opened: Project) -> None:
    texts = [f"Statement number {n} about the weather in spring" for n in range(30)]
    model = [{"text": text, "label": "1"} for text in texts]
    people = [{"text": text, "human_labels": ["1", "0", "0"]} for text in texts]
    for name, rows, role in (("model", model, Role.SYNTHETIC), ("people", people, Role.HUMAN)):
        path = tmp_path / f"{name}.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        opened.import_file(path, role=role)
    opened.analyze(analyzers=["minority_labels"])
    assert opened.queue_ids("analyzer:minority_labels")
    operation = opened.hold_out(opened.dataset("people").id)
    assert operation.label == "Hold 'people' out for checks"
    assert opened.dataset("people").role is Role.HOLDOUT
    opened.analyze(analyzers=["minority_labels"])
    assert not opened.queue_ids("analyzer:minority_labels")
    opened.undo()
    assert opened.dataset("people").role is Role.HUMAN
    opened.analyze(analyzers=["minority_labels"])
    assert opened.queue_ids("analyzer:minority_labels")
    with pytest.raises(UserError, match="only people's answers can be held out"):
        opened.hold_out(opened.dataset("model").id)


def test_a_record_named_twice_is_mended_once(broken: Path, opened: Project) -> None:
    mended = opened.mend(1, [(2, GOOD % (2, 2)), (2, GOOD % (3, 3))])
    assert (mended.mended, mended.still) == (1, ((2, "is named a second time"),))
    assert opened.check().intact


def test_blank_lines_around_a_mended_record_are_no_part_of_it(broken: Path, opened: Project) -> None:
    assert opened.mend(1, [(2, f" \n\n{GOOD % (2, 2)}\r\n\n")]).mended == 1
    out = broken.with_name("out.jsonl")
    opened.export(1, out, include=["all"])
    assert len(out.read_text().splitlines()) == 7
