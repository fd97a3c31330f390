"""A person in a terminal goes through the past: finds, takes back, does again, jumps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import Run


@pytest.fixture
def project(tmp_path: Path, run: Run) -> Path:
    source = tmp_path / "notes.jsonl"
    source.write_text("".join(f'{{"text": "Note number {number}."}}\n' for number in range(8)))
    path = tmp_path / "notes.synthreview"
    assert run("import", path, source).code == 0
    for item, verdict in ((1, "accept"), (2, "reject"), (3, "defer")):
        assert run("decide", path, item, verdict, "--reviewer", "Ana").code == 0
    return path


def decided(run: Run, project: Path) -> dict[int, str]:
    rows: list[dict[str, Any]] = run("queue", project, "--where", "", "--limit", "0", "--json").lines
    return {row["item"]: row["verdict"] for row in rows if row["verdict"]}


def test_a_wrong_decision_is_found_and_taken_back_without_the_later_ones(project: Path, run: Run) -> None:
    (found,) = run("history", project, "--words", "accept", "--json").lines
    answer = run("revert", project, found["operation"])
    assert answer.out == "Take back: Accept #1: done, on disk.\n"
    assert decided(run, project) == {2: "reject", 3: "defer"}
    assert "Accept #1 (done; taken back since)" in run("history", project).out


def test_taking_back_can_be_undone(project: Path, run: Run) -> None:
    run("revert", project, 1)
    assert "Undone: Take back: Accept #1." in run("undo", project).out
    assert decided(run, project) == {1: "accept", 2: "reject", 3: "defer"}


def test_what_was_changed_since_is_named(project: Path, run: Run) -> None:
    run("decide", project, 1, "reject", "--reviewer", "Ben")
    run("decide", project, 2, "accept", "--reviewer", "Ana")
    assert run("revert", project, 1).code == 0, "another reviewer's word is theirs"
    answer = run("revert", project, 2)
    assert answer.code == 2
    assert "item #2 was changed since by 'Accept #2' (Ana)" in answer.err


def test_of_many_what_still_stands_is_taken_back(project: Path, run: Run) -> None:
    run("decide", project, "reject", "--where", "verdict:undecided", "--reviewer", "Ana")
    run("decide", project, 5, "accept", "--reviewer", "Ana")
    answer = run("revert", project, 4, "--json")
    assert (answer.json["items"], answer.json["left"]) == (4, 1)
    assert decided(run, project) == {1: "accept", 2: "reject", 3: "defer", 5: "accept"}


def test_one_goes_back_to_a_point_and_forward_again(project: Path, run: Run) -> None:
    assert run("undo", project, "--to", 1).code == 0
    assert decided(run, project) == {1: "accept"}
    assert "Done again: Reject #2." in run("redo", project, "--to", 2).out
    assert decided(run, project) == {1: "accept", 2: "reject"}
    assert "Done again: Defer #3." in run("redo", project, "--to", 3).out
    answer = run("redo", project, "--to", 3)
    assert answer.code == 2
    assert "is not undone" in answer.err


def test_a_branch_that_was_left_is_listed_with_its_reason_and_done_again(project: Path, run: Run) -> None:
    run("undo", project)
    run("decide", project, 4, "accept", "--reviewer", "Ana")
    (left,) = run("history", project, "--state", "left", "--json").lines
    assert (left["label"], left["left_for"]) == ("Defer #3", "Accept #4")
    assert "left behind for 'Accept #4'" in run("history", project).out
    assert run("again", project, left["operation"]).out == "Again: Defer #3: done, on disk.\n"
    assert decided(run, project) == {1: "accept", 2: "reject", 3: "defer", 4: "accept"}


@pytest.mark.parametrize(
    ("options", "labels"),
    [
        (("--item", 2), ["Reject #2"]),
        (("--reviewer", "ana"), ["Defer #3", "Reject #2", "Accept #1"]),
        (("--reviewer", "Ben"), []),
        (("--words", "#3 DEF"), ["Defer #3"]),
        (("--state", "undone"), []),
        (("--kind", "flag"), []),
        (("--day", "2001-02-03"), []),
        (("--limit", 1), ["Defer #3"]),
    ],
)
def test_the_history_is_filtered(
    project: Path, run: Run, options: tuple[object, ...], labels: list[str]
) -> None:
    assert [line["label"] for line in run("history", project, *options, "--json").lines] == labels
    if not labels:
        assert run("history", project, *options).out == "No operation meets this.\n"


def test_a_number_that_is_none_is_refused_in_a_sentence(project: Path, run: Run) -> None:
    for command in ("revert", "again"):
        answer = run(command, project, 99)
        assert answer.code == 2
        assert answer.err == "There is no operation 99; 'synthreview history' lists them.\n"


def test_a_renamed_data_set_gets_its_name_back_by_itself(project: Path, run: Run) -> None:
    run("dataset", project, "rename", "notes", "letters")
    run("decide", project, 4, "accept")
    assert run("revert", project, 4).code == 0
    assert run("dataset", project, "list").out.startswith("notes:")
    assert decided(run, project)[4] == "accept"


def test_a_mended_record_is_taken_back_only_while_nothing_was_decided_on_it(tmp_path: Path, run: Run) -> None:
    source, mended = tmp_path / "notes.jsonl", tmp_path / "mended.jsonl"
    source.write_text('{"text": "one"}\n{"text": "tw\n{"text": "three"}\n')
    path = tmp_path / "notes.synthreview"
    run("import", path, source)
    mended.write_text('{"position": 1, "text": "{\\"text\\": \\"two\\"}"}\n')
    assert run("quarantine", path, "retry", "--from", mended).code == 0
    run("decide", path, 1, "accept")
    run("decide", path, 2, "reject")
    answer = run("revert", path, 1)
    assert answer.code == 2
    assert "item #2 was changed since by 'Reject #2'" in answer.err
    assert run("revert", path, 3).code == 0
    run("undo", path, "--to", 2)
    assert run("revert", path, 1).code == 0
    assert [row["item"] for row in run("queue", path, "--where", "", "--json").lines] == [1, 3]
    assert run("check", path).code == 0
    assert "is not in the project any more" in run("again", path, 3).err


def test_a_newer_version_of_a_data_set_is_taken_back_by_itself(project: Path, run: Run) -> None:
    newer = project.with_name("newer.jsonl")
    newer.write_text("".join(f'{{"text": "Note number {number}."}}\n' for number in range(9)))
    assert run("dataset", project, "update", "notes", newer).code == 0
    run("decide", project, 17, "accept")
    assert run("revert", project, 4).code == 0
    assert decided(run, project) == {1: "accept", 2: "reject", 3: "defer"}
    assert run("check", project).code == 0
    assert run("undo", project, "--to", 0).code == 0
    assert decided(run, project) == {}
