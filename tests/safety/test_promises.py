"""What the project promises at its edges: sources, counts, ranking, closing, edits that fit."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from synthreview.domain import Role, Verdict
from synthreview.engine import importing
from synthreview.engine.ranking import rank
from synthreview.errors import SynthreviewError, UserError
from synthreview.jobs import Cancelled, JobContext
from synthreview.project import Project, desk
from synthreview.store import schema


def lines(path: Path, records: list[dict]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def notes(path: Path, count: int = 10) -> Path:
    return lines(path, [{"text": f"{path.stem} number {n}"} for n in range(count)])


@pytest.fixture
def project(tmp_path: Path):
    opened = Project.open(tmp_path / "p.synthreview", create=True, reviewer="ana")
    opened.import_file(notes(tmp_path / "a.jsonl"))
    yield opened
    opened.close()


@pytest.mark.parametrize("name", ["p.synthreview", "p.synthreview-wal", "p.synthreview-shm"])
def test_an_export_never_takes_the_projects_own_place(name: str, project: Project, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        project.export(1, tmp_path / name)
    project.decide(1, Verdict.REJECT)
    assert project.check().intact


def test_no_source_of_the_project_is_overwritten(project: Project, tmp_path: Path) -> None:
    other = notes(tmp_path / "b.jsonl", 12)
    project.import_file(other)
    grown = tmp_path / "a.jsonl"
    with grown.open("a") as file:
        file.write('{"text": "written after the import"}\n')
    before = other.read_bytes(), grown.read_bytes()
    for target in (other, grown):
        with pytest.raises(UserError):
            project.export(1, target)
    assert (other.read_bytes(), grown.read_bytes()) == before


@pytest.mark.parametrize(
    "edits", [{"turns": "x"}, {"turns.0": "x"}, {"turns.0.text": 5}, {"turns.0.text": None}]
)
def test_an_edit_of_the_wrong_shape_is_refused(edits: dict, project: Project, tmp_path: Path) -> None:
    said = [("human", "Hi"), ("gpt", "Hello"), ("human", "Bye"), ("gpt", "Bye.")]
    chat = {"conversations": [{"from": who, "value": what} for who, what in said]}
    project.import_file(lines(tmp_path / "c.jsonl", [chat]))
    item = project.queue_ids("dataset:c")[0]
    with pytest.raises(UserError):
        project.decide(item, Verdict.FIX, edits=edits)
    assert len(project.rows(project.queue_ids(""))) == 11


def test_decisions_on_peoples_data_are_not_counted_as_reviewed(project: Project, tmp_path: Path) -> None:
    project.import_file(notes(tmp_path / "h.jsonl"), role=Role.HUMAN)
    project.decide(15, Verdict.ACCEPT)
    project.flag(15, True)
    counts = project.counts()
    assert (counts.accepted, counts.undecided, counts.flagged) == (0, 10, 0)


def test_a_ranking_cut_off_is_made_up_by_the_next_analysis(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = [
        {"instruction": "Name a colour", "input": "", "output": "" if n == 7 else "Blue."} for n in range(9)
    ]
    project.import_file(lines(tmp_path / "i.jsonl", bad))
    job = JobContext()

    def cut_off(store, job):
        job.cancel()
        return rank(store, job)

    with monkeypatch.context() as patch:
        patch.setattr(desk, "rank_if_stale", cut_off)
        with pytest.raises(Cancelled):
            project.analyze(job=job)
    project.analyze()
    assert project.rows(project.queue_ids()[:1])[0].risk > 0


def test_two_rankings_at_once_lose_no_item(project: Project, tmp_path: Path) -> None:
    project.import_file(notes(tmp_path / "many.jsonl", 60_000))
    for _ in range(3):
        threads = [threading.Thread(target=rank, args=(project._store, JobContext())) for _ in range(2)]
        for thread in threads:
            thread.start()
            time.sleep(0.1)
        while any(thread.is_alive() for thread in threads):
            assert len(project.queue_ids("")) == 60_010
    assert len(project.queue_ids("")) == 60_010


def test_a_cancelled_import_leaves_nothing_behind_a_busy_writer(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, real = threading.Event(), importing.datasets.next_item_id

    def busy(connection):
        project._store.submit(lambda _: gate.wait(5), 0)
        threading.Timer(0.5, gate.set).start()
        return real(connection)

    monkeypatch.setattr(importing.datasets, "next_item_id", busy)
    job = JobContext(lambda *_: job.cancel())
    with pytest.raises(Cancelled):
        project.import_file(notes(tmp_path / "many.jsonl", 7_000), job=job)
    project._store.write(lambda _: None, 1)  # behind all that was queued
    homeless = "SELECT count(*) FROM record WHERE id >> 32 NOT IN (SELECT id FROM dataset)"
    assert project._store.read().execute(homeless).fetchone() == (0,)


def test_closing_ends_although_work_goes_on(project: Project) -> None:
    told: list[str] = []

    def work() -> None:
        try:
            while True:
                project._store.write(lambda _: None, 1)
        except SynthreviewError as error:
            told.append(str(error))

    threads = [threading.Thread(target=work, daemon=True) for _ in range(3)]
    for thread in threads:
        thread.start()
    closing = threading.Thread(target=project.close, daemon=True)
    closing.start()
    closing.join(20)
    assert not closing.is_alive()
    for thread in threads:
        thread.join(20)
    assert len(told) == 3
    with pytest.raises(SynthreviewError, match="closed"):
        project.counts()


def test_a_project_cut_off_while_it_was_made_opens(tmp_path: Path) -> None:
    from sqlite_utils.db import Database

    path = tmp_path / "half.synthreview"
    connection = sqlite3.connect(path, isolation_level=None)
    schema.migrations().ensure_migrations_table(Database(connection))
    connection.close()
    opened = Project.open(path, create=True)
    assert opened.counts().items == 0
    opened.close()


@pytest.mark.parametrize("where", ['"!!!"', "or", "()", '-"?"', "(" * 1500, " or ".join(["item:1"] * 1500)])
def test_a_filter_that_says_nothing_never_means_everything(where: str, project: Project) -> None:
    with pytest.raises(UserError):
        project.queue_ids(where)


def test_a_label_or_data_set_with_quotation_marks_can_be_filtered(project: Project, tmp_path: Path) -> None:
    file = tmp_path / 'it"s.csv'
    file.write_text("text,label\n" + "".join(f'"t{n}","say ""{"ab"[n % 2]}"" loud"\n' for n in range(6)))
    report = project.import_file(file)
    chart = project.share_chart(report.dataset_id)
    assert [len(project.queue_ids(where)) for where in chart.filters] == [3, 3]


def test_a_fix_overruled_by_another_reviewer_is_scored_again(project: Project, tmp_path: Path) -> None:
    rows = [
        {"instruction": "Name a colour", "input": "", "output": "" if n == 1 else f"Blue {n}."}
        for n in range(4)
    ]
    project.import_file(lines(tmp_path / "i.jsonl", rows))
    project.analyze()
    assert project.findings(12)
    project.decide(12, Verdict.FIX, edits={"output": "Red."})
    project.analyze()
    project.reviewer = "ben"
    project.decide(12, Verdict.ACCEPT)
    project.analyze()
    assert project.findings(12), "the original text counts again, and so do its findings"
