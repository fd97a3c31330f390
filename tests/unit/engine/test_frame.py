"""The queue as a table for notebooks: every item once, with what is known of it."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from synthreview.domain import Role, Verdict
from synthreview.engine.frame import COLUMNS
from synthreview.project import Project
from synthreview.store import table


@pytest.fixture
def analyzed(project: Project) -> Project:
    project.analyze(analyzers=["corrupt_instructions"])
    return project


def row(project: Project, item: int) -> pd.Series:
    return project.frame().set_index("item").loc[item]


def test_every_item_stands_in_it_once_by_rank(analyzed: Project) -> None:
    frame = analyzed.frame()
    assert tuple(frame.columns) == COLUMNS
    assert list(frame["item"]) == list(analyzed.queue_ids(""))
    assert list(frame["rank"]) == [1, 2, 3, 4, 5]
    assert frame["risk"].is_monotonic_decreasing
    assert sorted(frame["position"]) == [0, 1, 2, 3, 4]
    assert set(frame["dataset"]) == {"small"}
    assert set(frame["kind"]) == {"instruction"}
    assert frame["unit"].isna().all()


def test_a_row_tells_the_decision_that_counts(analyzed: Project) -> None:
    analyzed.decide(3, Verdict.REJECT, seconds=4.5, selected_by="search")
    analyzed.reviewer = "ben"
    analyzed.decide(3, Verdict.ACCEPT, seconds=2.0, selected_by="direct")
    analyzed.flag(3, on=True)
    told = row(analyzed, 3)
    assert (told["verdict"], told["reviewer"], told["selected_by"], told["seconds"]) == (
        "accept",
        "ben",
        "direct",
        2.0,
    )
    assert told["flagged"]
    assert abs(pd.Timestamp.now("UTC") - told["at"]) < pd.Timedelta(hours=1)


def test_what_is_not_known_is_missing(analyzed: Project) -> None:
    told = row(analyzed, 1)
    assert not told["flagged"]
    assert (
        told[["verdict", "reviewer", "selected_by", "seconds", "at", "reason", "reasons", "label"]]
        .isna()
        .all()
    )


def test_reasons_stand_heaviest_first(tmp_path) -> None:
    record = {"instruction": "Summarise the article.", "input": "<insert article here>", "output": ""}
    (tmp_path / "two.jsonl").write_text(json.dumps(record) + "\n")
    with_two = Project.open(tmp_path / "two.synthreview", create=True)
    with_two.import_file(tmp_path / "two.jsonl")
    with_two.analyze(analyzers=["corrupt_instructions"])
    told = row(with_two, 1)
    weights = [(finding.weight, finding.reason) for finding in with_two.view(1).findings]
    assert told["reasons"].split()[0] == told["reason"] == max(weights)[1]
    assert set(told["reasons"].split()) == {reason for _, reason in weights}
    assert len(weights) > 1
    with_two.call_wrong(1, "corrupt_instructions", told["reason"])
    assert told["reason"] not in row(with_two, 1)["reasons"].split()
    with_two.close()


def test_every_reason_stands_with_its_own_item(analyzed: Project) -> None:
    frame = analyzed.frame()
    for item, reasons in zip(frame["item"], frame["reasons"], strict=True):
        said = {finding.reason for finding in analyzed.view(item).findings}
        assert (set() if pd.isna(reasons) else set(reasons.split())) == said
    assert frame["reason"].notna().sum() == 2


def test_a_filter_keeps_what_it_keeps_in_the_queue(analyzed: Project) -> None:
    analyzed.decide(1, Verdict.ACCEPT)
    assert list(analyzed.frame("verdict:accept")["item"]) == [1]
    found = analyzed.frame("reason:empty_output")
    assert (list(found["item"]), list(found["reason"])) == ([3], ["empty_output"])
    assert len(analyzed.frame("verdict:defer")) == 0


def test_an_empty_project_gives_an_empty_table(tmp_path) -> None:
    empty = Project.open(tmp_path / "empty.synthreview", create=True)
    frame = empty.frame()
    assert (len(frame), tuple(frame.columns)) == (0, COLUMNS)
    empty.close()


def test_two_data_sets_of_one_kind_keep_their_names_and_references_stay_out(project, tmp_path) -> None:
    (tmp_path / "more.jsonl").write_text('{"instruction": "Name a nut.", "input": "", "output": "Hazel."}\n')
    (tmp_path / "theirs.jsonl").write_text(
        '{"instruction": "Name a bird.", "input": "", "output": "Rook."}\n'
    )
    project.import_file(tmp_path / "more.jsonl")
    project.import_file(tmp_path / "theirs.jsonl", role=Role.HUMAN)
    frame = project.frame()
    assert frame["dataset"].value_counts().to_dict() == {"small": 5, "more": 1}
    assert list(frame["kind"].cat.categories) == ["instruction"]


def test_labels_and_lengths_are_those_of_the_items(tmp_path) -> None:
    (tmp_path / "moods.jsonl").write_text(
        '{"text": "fine", "label": "good"}\n{"text": "so-so", "label": "bad"}\n'
    )
    moods = Project.open(tmp_path / "moods.synthreview", create=True)
    moods.import_file(tmp_path / "moods.jsonl")
    frame = moods.frame("").sort_values("item")
    assert list(frame["label"]) == ["good", "bad"]
    assert frame["length"].diff().iloc[1] == len("so-so" + "bad") - len("fine" + "good")
    moods.close()


def test_read_in_many_pieces_it_is_the_same(analyzed: Project, monkeypatch) -> None:
    analyzed.decide(2, Verdict.REJECT, seconds=3.0)
    whole = analyzed.frame()
    monkeypatch.setattr(table, "CHUNK", 2)
    pd.testing.assert_frame_equal(analyzed.frame(), whole)


def test_columns_can_be_worked_on(analyzed: Project) -> None:
    frame = analyzed.frame()
    frame.loc[0, "risk"] = 0.5
    frame["flagged"] |= True
    assert frame["flagged"].all()
    assert frame["risk"].iloc[0] == 0.5
