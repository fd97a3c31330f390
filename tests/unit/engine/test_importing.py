"""Imports: all of a file or nothing of it, in order, with its bytes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from synthreview.domain import Role
from synthreview.engine import importing, reading
from synthreview.errors import UserError
from synthreview.jobs import Cancelled, JobContext
from synthreview.project import Project


def lines(path: Path, count: int) -> Path:
    path.write_text("".join(json.dumps({"text": f"note {number}"}) + "\n" for number in range(count)))
    return path


def test_items_follow_the_records_and_carry_what_filters_need(project: Project) -> None:
    rows = project.rows(project.queue_ids(""))
    assert [(row.item, row.position) for row in rows] == [(n + 1, n) for n in range(5)]
    assert list(project.queue_ids("length<25")) == [1, 3, 5]


def test_two_files_of_one_name_get_names_of_their_own(project: Project, source: Path) -> None:
    assert project.import_file(source).dataset == "small (2)"
    with pytest.raises(UserError, match="already has a data set named 'small'"):
        project.import_file(source, name="small")


def test_a_cancelled_import_leaves_nothing_behind(
    tmp_path: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BATCH_RECORDS", 10)
    job = JobContext(lambda done, total, note: job.cancel())
    with pytest.raises(Cancelled):
        project.import_file(lines(tmp_path / "long.jsonl", 500), job=job)
    assert [dataset.name for dataset in project.datasets()] == ["small"]
    assert len(project.queue_ids("")) == 5
    assert project.check().intact
    report = project.import_file(tmp_path / "long.jsonl")
    assert report.imported == 500
    assert project.check().intact


def test_an_import_cut_off_by_a_crash_is_taken_away_at_the_next_opening(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "cut.synthreview"
    project = Project.open(path, create=True)

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(importing.datasets, "finish", crash)
    monkeypatch.setattr(importing, "discard", lambda *_: None)
    with pytest.raises(KeyboardInterrupt):
        project.import_file(source)
    project.close()
    monkeypatch.undo()
    reopened = Project.open(path)
    assert reopened.datasets() == []
    assert reopened.check().intact
    assert reopened.import_file(source).imported == 5
    reopened.close()


def test_a_large_file_read_in_another_process_gives_the_same_project(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = []
    for number, limit in enumerate((1 << 40, 0)):
        monkeypatch.setattr(importing, "LARGE_BYTES", limit)
        project = Project.open(tmp_path / f"{number}.synthreview", create=True)
        report = project.import_file(source)
        contents.append((report.records, [project.view(item).raw for item in project.queue_ids("")]))
        project.close()
    assert contents[0] == contents[1]


def test_what_the_reading_process_cannot_read_is_told_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "LARGE_BYTES", 0)
    path = tmp_path / "gone.jsonl"
    lines(path, 3)
    project = Project.open(tmp_path / "p.synthreview", create=True)
    found = project.preview(path)
    path_moved = path.rename(tmp_path / "moved.jsonl")
    with pytest.raises(UserError, match=r"gone\.jsonl"):
        project.import_file(path, mapping=found.mapping)
    assert project.import_file(path_moved).imported == 3
    project.close()


def test_a_file_without_one_good_record_is_refused_with_its_first_fault(
    tmp_path: Path, project: Project
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"instruction": 1}\n' * 3)
    mapping = project.preview(tmp_path / "small.jsonl").mapping
    with pytest.raises(UserError, match=r"No record of 'bad.jsonl' could be read: record 1 has no 'output'"):
        project.import_file(path, mapping=mapping)
    assert len(project.datasets()) == 1


def test_peoples_data_stays_out_of_the_queue(tmp_path: Path, project: Project) -> None:
    project.import_file(lines(tmp_path / "people.jsonl", 4), role=Role.HUMAN)
    assert len(project.queue_ids("")) == 5
    assert project.counts().items == 5


def test_an_item_is_found_by_its_place_in_the_source(tmp_path: Path) -> None:
    path = tmp_path / "gaps.jsonl"
    path.write_text('{"text": "a"}\n{}\n7\n{"text": "b"}\n{"text": "c"}\n')
    project = Project.open(tmp_path / "gaps.synthreview", create=True)
    project.import_file(path)
    # Each record that could not be read keeps an id free, so that it can become an item once it is mended.
    assert [project.item_at("gaps", position) for position in (0, 3, 4)] == [1, 4, 5]
    with pytest.raises(UserError, match="Record 1 of 'gaps' has no item"):
        project.item_at("gaps", 1)
    assert project.quarantined(1)[0][0] == 1
    project.close()
