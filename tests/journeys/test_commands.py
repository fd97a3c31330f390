"""Commands on small files of our own: what they print, how they end, what they refuse."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.journeys.conftest import Run

RECORDS = [
    {"instruction": "Name a colour.", "input": "", "output": "Blue."},
    {
        "instruction": "Summarise the article.",
        "input": "<insert article here>",
        "output": "It is about bees.",
    },
    {"instruction": "Say hello.", "input": "", "output": ""},
    {"instruction": "Count to three.", "input": "", "output": "One, two, three."},
]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "small.json"
    path.write_text(json.dumps(RECORDS, indent=1))
    return path


@pytest.fixture
def project(tmp_path: Path, source: Path, run: Run) -> Path:
    path = tmp_path / "small.synthreview"
    assert run("import", path, source).code == 0
    assert run("analyze", path).code == 0
    return path


def test_the_worst_items_come_first_and_say_why(project: Path, run: Run) -> None:
    first, second, *_ = run("queue", project, "--json").lines
    assert {first["position"], second["position"]} == {1, 2}
    reason = next(entry for entry in (first, second) if entry["position"] == 1)["reasons"][0]
    assert reason["analyzer"] == "corrupt_instructions"
    assert reason["evidence"][0]["part"] == "input"


def test_a_dry_run_shows_the_records_and_makes_nothing(source: Path, tmp_path: Path, run: Run) -> None:
    answer = run("import", tmp_path / "none.synthreview", source, "--dry-run", "--json")
    assert answer.json["kind"] == "instruction"
    assert len(answer.json["samples"]) == 4
    assert not (tmp_path / "none.synthreview").exists()


def test_a_mapping_can_be_given_by_hand(tmp_path: Path, run: Run) -> None:
    odd = tmp_path / "odd.jsonl"
    odd.write_text('{"q": {"text": "What?"}, "r": ["This.", "That."]}\n')
    project = tmp_path / "odd.synthreview"
    answer = run(
        *("import", project, odd, "--kind", "instruction"),
        *("--map", "instruction=q.text", "--map", "output=r.1", "--json"),
    )
    assert answer.json["imported"] == 1
    assert run("show", project, 1, "--json").json["parts"]["output"] == "That."


def test_an_unknown_shape_is_told_with_the_options_that_help(tmp_path: Path, run: Run) -> None:
    odd = tmp_path / "odd.jsonl"
    odd.write_text('{"n": 1, "m": 2}\n')
    answer = run("import", tmp_path / "odd.synthreview", odd)
    assert answer.code == 2
    assert "its fields: n, m" in answer.err
    assert "--kind" in answer.err
    assert len(answer.err.strip().splitlines()) == 1


def test_decisions_come_from_a_file_as_one_operation(project: Path, tmp_path: Path, run: Run) -> None:
    decisions = tmp_path / "decisions.jsonl"
    decisions.write_text(
        '{"item": 1, "verdict": "accept"}\n\n'
        '{"dataset": "small", "position": 1, "verdict": "fix", "set": {"input": "Bees."}, "note": "given"}\n'
    )
    answer = run("decide", project, "--from", decisions, "--json")
    assert answer.json["items"] == 2
    assert run("show", project, 2, "--json").json["parts"]["input"] == "Bees."
    run("undo", project)
    assert run("stats", project, "--json").json["verdicts"]["undecided"] == 4


def test_a_broken_line_in_a_decision_file_decides_nothing(project: Path, tmp_path: Path, run: Run) -> None:
    decisions = tmp_path / "decisions.jsonl"
    decisions.write_text('{"item": 1, "verdict": "accept"}\n{"item": 2, "verdict": "perhaps"}\n')
    answer = run("decide", project, "--from", decisions)
    assert answer.code == 2
    assert "Line 2" in answer.err
    assert run("stats", project, "--json").json["verdicts"]["undecided"] == 4


def test_a_filter_decides_on_all_it_finds(project: Path, run: Run) -> None:
    answer = run("decide", project, "reject", "--where", "risk>0", "--json")
    assert answer.json["items"] == 2
    assert answer.json["label"] == "Reject 2 items"


def test_undo_redo_and_history_tell_what_they_did(project: Path, run: Run) -> None:
    run("decide", project, 1, "accept", "--reviewer", "Ana")
    assert "Undone: Accept #1." in run("undo", project).out
    assert "Nothing to undo." in run("undo", project).out
    assert "Done again: Accept #1." in run("redo", project).out
    (entry,) = run("history", project, "--json").lines
    assert (entry["reviewer"], entry["state"]) == ("Ana", "done")


def test_an_export_leaves_out_what_was_rejected_and_stays_valid(
    project: Path, tmp_path: Path, run: Run
) -> None:
    run("decide", project, 1, "reject")
    run("decide", project, 4, "reject")
    manifest = run("export", project, tmp_path / "out.json", "--json").json
    written = json.loads((tmp_path / "out.json").read_text())
    assert written == RECORDS[1:3]
    assert (manifest["output"]["records"], manifest["left_out"]) == (2, {"rejected": 2})
    beside = json.loads((tmp_path / "out.json.manifest.json").read_text())
    assert beside == manifest


@pytest.mark.parametrize("format_", ["jsonl", "csv"])
def test_parts_can_be_exported_on_their_own(format_: str, project: Path, tmp_path: Path, run: Run) -> None:
    run("decide", project, 2, "fix", "--set", "input=Bees, mostly.")
    out = tmp_path / f"out.{format_}"
    assert run("export", project, out, "--format", format_, "--json").json["output"]["records"] == 1
    assert "Bees, mostly." in out.read_text()


def test_a_dry_export_counts_and_writes_nothing(project: Path, tmp_path: Path, run: Run) -> None:
    run("decide", project, 1, "reject")
    plan = run("export", project, tmp_path / "out.json", "--dry-run", "--json").json
    assert (plan["will_write"], plan["left_out"]) == (3, {"rejected": 1})
    assert not list(tmp_path.glob("*out*"))


def test_the_source_is_never_the_target(project: Path, source: Path, run: Run) -> None:
    before = source.read_bytes()
    answer = run("export", project, source)
    assert answer.code == 2
    assert "never overwritten" in answer.err
    assert source.read_bytes() == before


def test_the_analyzers_and_reasons_are_listed(run: Run) -> None:
    ids = {entry["id"] for entry in run("analyzers", "--json").lines}
    assert {"minority_labels", "corrupt_instructions", "role_flips"} <= ids
    codes = {(entry["id"], entry["said_by"]) for entry in run("reasons", "--json").lines}
    assert ("incorrect_output", "reviewer") in codes


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02\x03" * 500, "no records"),
        (b'{"instruction": "a"', "small.json"),
    ],
    ids=["empty", "binary", "cut object"],
)
def test_a_file_that_is_no_data_set_gets_a_sentence_and_leaves_no_project(
    content: bytes, sentence: str, tmp_path: Path, run: Run
) -> None:
    path = tmp_path / "small.json"
    path.write_bytes(content)
    answer = run("import", tmp_path / "p.synthreview", path)
    assert answer.code == 2
    assert "small.json" in answer.err
    assert sentence in answer.err
    assert len(answer.err.strip().splitlines()) == 1
    assert not (tmp_path / "p.synthreview").exists()


@pytest.mark.parametrize("path", ["nowhere.json", "."])
def test_what_is_not_a_file_cannot_be_imported(path: str, tmp_path: Path, run: Run) -> None:
    answer = run("import", tmp_path / "p.synthreview", tmp_path / path)
    assert answer.code == 2
    assert len(answer.err.strip().splitlines()) == 1


def test_broken_records_are_set_aside_and_the_good_ones_kept(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "mixed.jsonl"
    lines = [
        '{"instruction": "a", "output": "b"}',
        "{}",
        "42",
        '{"instruction": "c", "output": ',
        '{"instruction": "d", "output": "e"}',
    ]
    path.write_text("\n".join(lines))
    project = tmp_path / "p.synthreview"
    report = run("import", project, path, "--json").json
    assert (report["imported"], report["quarantined"]) == (2, 3)
    out = tmp_path / "out.jsonl"
    run("export", project, out, "--include", "all")
    assert out.read_bytes() == path.read_bytes()
    run("export", project, out)
    assert [json.loads(line)["instruction"] for line in out.read_text().splitlines()] == ["a", "d"]


def test_a_project_of_a_newer_version_is_refused(project: Path, run: Run) -> None:
    connection = sqlite3.connect(project)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    answer = run("queue", project)
    assert answer.code == 2
    assert "newer version" in answer.err


def test_an_unknown_item_is_told(project: Path, run: Run) -> None:
    answer = run("decide", project, 99, "accept")
    assert answer.code == 2
    assert "no item 99" in answer.err


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('{"item": true, "verdict": "accept"}', "'item' is not a whole number"),
        ('{"item": 2.9, "verdict": "accept"}', "'item' is not a whole number"),
        ('{"item": "1", "verdict": "accept"}', "'item' is not a whole number"),
        ('{"item": 18446744073709551615, "verdict": "accept"}', "no number there can be"),
        ('{"verdict": "accept"}', "'dataset' is missing"),
        ('{"dataset": "small", "position": false, "verdict": "accept"}', "'position' is not"),
        ('{"dataset": "small", "position": 4294967296, "verdict": "accept"}', "no number there can be"),
        ('{"dataset": "small", "position": 1, "unit": 3, "verdict": "accept"}', "'unit' is not a text"),
        ('{"item": 1}', "'verdict' is missing"),
        ('{"item": 1, "verdict": "accept", "reasons": "abc"}', "'reasons' is not a list"),
        ('{"item": 1, "verdict": "accept", "reasons": [1]}', "no text"),
        ('{"item": 1, "verdict": "accept", "note": {"a": 1}}', "'note' is not a text"),
        ('{"item": 1, "verdict": "accept", "reviewer": 5}', "'reviewer' is not a text"),
        ('{"item": 1, "verdict": "fix", "set": null}', "'set' is not an object"),
        ('{"item": 1, "verdict": "fix", "set": [1]}', "'set' is not an object"),
        ('{"item": 1, "verdict": "fix"}', "a fix needs"),
        ('{"item": 1, "verdict": "accept", "set": {"output": "Red."}}', "only a fix"),
        ("[1]", "no object"),
    ],
)
def test_a_line_of_the_wrong_shape_is_no_decision(
    line: str, wrong: str, project: Path, tmp_path: Path, run: Run
) -> None:
    decisions = tmp_path / "decisions.jsonl"
    decisions.write_text(f'{{"item": 2, "verdict": "accept"}}\n{line}\n')
    answer = run("decide", project, "--from", decisions)
    assert answer.code == 2
    assert "Line 2 of 'decisions.jsonl' is no decision" in answer.err
    assert wrong in answer.err
    assert len(answer.err.strip().splitlines()) == 1
    assert run("stats", project, "--json").json["verdicts"]["undecided"] == 4


@pytest.mark.parametrize(
    "more",
    [
        ("1", "accept"),
        ("--set", "output=x"),
        ("--reason", "incorrect_output"),
        ("--note", "why"),
        ("--where", ""),
    ],
)
def test_a_decision_file_takes_nothing_beside_it(
    more: tuple[str, ...], project: Path, tmp_path: Path, run: Run
) -> None:
    decisions = tmp_path / "decisions.jsonl"
    decisions.write_text('{"item": 1, "verdict": "accept"}\n')
    answer = run("decide", project, *more, "--from", decisions)
    assert answer.code == 2
    assert "leave out" in answer.err
    assert run("stats", project, "--json").json["verdicts"]["undecided"] == 4


@pytest.mark.parametrize("verdict", ["accept", "reject", "defer"])
def test_only_a_fix_takes_a_corrected_part(verdict: str, project: Path, run: Run) -> None:
    answer = run("decide", project, 1, verdict, "--set", "output=Red.")
    assert answer.code == 2
    assert "'--set' goes with fix" in answer.err
    assert run("stats", project, "--json").json["verdicts"]["undecided"] == 4


def test_a_fix_without_a_corrected_part_is_refused(project: Path, run: Run) -> None:
    answer = run("decide", project, 1, "fix")
    assert answer.code == 2
    assert "--set PART=VALUE" in answer.err
    assert run("stats", project, "--json").json["verdicts"]["undecided"] == 4


@pytest.mark.parametrize(
    "words",
    [
        ("show", str(10**20)),
        ("show", "9" * 5000),
        ("show", "²"),
        ("decide", str(10**20), "accept"),
        ("decide", "²", "accept"),
        ("undo", "--to", str(10**20)),
        ("undo", "--to", "-1"),
        ("history", "--limit", str(10**20)),
        ("queue", "--limit", "-1"),
        ("queue", "--where", "(" * 1500),
        ("queue", "--dataset", "small", "--where", "risk>0) or (risk>=0"),
    ],
    ids=lambda words: " ".join(words)[:30],
)
def test_numbers_and_filters_out_of_bounds_get_a_sentence(
    words: tuple[str, ...], project: Path, run: Run
) -> None:
    command, *rest = words
    answer = run(command, project, *rest)
    assert answer.code == 2
    assert answer.err.strip()
    assert answer.out == ""


BAD_BYTE = "\udcff"
"""How Python hands over a byte of the command line that is no character."""


def test_bytes_that_are_no_text_are_replaced_in_what_is_kept(project: Path, tmp_path: Path, run: Run) -> None:
    assert run("queue", project, "--where", f"reviewer:a{BAD_BYTE}").code == 0
    wanted = ("--set", f"output=o{BAD_BYTE}", "--note", f"n{BAD_BYTE}", "--reviewer", f"r{BAD_BYTE}")
    assert run("decide", project, 1, "fix", *wanted).code == 0
    shown = run("show", project, 1, "--json").json
    decision = shown["decision"]
    assert (shown["parts"]["output"], decision["note"], decision["reviewer"]) == (
        "o\ufffd",
        "n\ufffd",
        "r\ufffd",
    )
    source = tmp_path / "again.jsonl"
    source.write_text('{"instruction": "a", "output": "b"}\n')
    report = run("import", project, source, "--name", f"d{BAD_BYTE}", "--json").json
    assert report["dataset"] == "d\ufffd"


@pytest.mark.parametrize("place", ["project", "file", "out"])
def test_a_file_name_that_is_no_text_is_refused(place: str, project: Path, source: Path, run: Run) -> None:
    odd = project.with_name(f"odd{BAD_BYTE}.jsonl")
    command = {
        "project": ("import", odd, source),
        "file": ("import", project, odd),
        "out": ("export", project, odd),
    }[place]
    answer = run(*command)
    assert answer.code == 2
    assert "rename" in answer.err
    assert not odd.exists()


@pytest.mark.parametrize("length", [250, 300])
def test_a_name_that_is_too_long_gets_a_sentence(length: int, tmp_path: Path, run: Run) -> None:
    answer = run("queue", tmp_path / ("n" * length))
    assert answer.code == 2
    assert len(answer.err.strip().splitlines()) == 1


def test_every_command_finds_the_project_by_its_name_without_the_ending(
    tmp_path: Path, source: Path, run: Run
) -> None:
    named = tmp_path / "proj"
    assert run("import", named, source).code == 0
    again = tmp_path / "again.jsonl"
    again.write_text('{"instruction": "a", "output": "b"}\n')
    assert run("import", named, again).code == 0
    for command in ("analyze", "queue", "stats", "check", "history"):
        assert run(command, named).code == 0
    assert run("decide", named, 5, "accept").code == 0
    assert run("undo", named).code == run("redo", named).code == 0
    assert run("show", named, 5, "--json").json["decision"]["verdict"] == "accept"
    assert run("export", named, tmp_path / "out.jsonl", "--dataset", "again").code == 0
    assert not named.exists()


def test_a_folder_beside_the_project_does_not_hide_it(project: Path, run: Run) -> None:
    project.with_suffix("").mkdir()
    assert run("stats", project.with_suffix(""), "--json").json["items"] == 4


def test_the_queue_of_a_data_set_with_quotation_marks_is_its_own(
    project: Path, tmp_path: Path, run: Run
) -> None:
    named = tmp_path / 'it"s.jsonl'
    named.write_text('{"instruction": "a", "output": "b"}\n')
    assert run("import", project, named).code == 0
    (row,) = run("queue", project, "--dataset", 'it"s', "--json").lines
    assert row["dataset"] == 'it"s'


@pytest.mark.parametrize(
    "words",
    [(), ("accept",), ("1",), ("1", "perhaps"), ("one", "accept"), ("1", "accept", "--where", "risk>0")],
)
def test_words_that_name_no_decision_get_a_sentence(words: tuple[str, ...], project: Path, run: Run) -> None:
    answer = run("decide", project, *words)
    assert answer.code == 2
    assert len(answer.err.strip().splitlines()) == 1
    assert run("stats", project, "--json").json["verdicts"]["undecided"] == 4


def test_an_edit_of_an_unknown_part_is_told(project: Path, run: Run) -> None:
    answer = run("decide", project, 1, "fix", "--set", "answer=x")
    assert answer.code == 2
    assert "no part 'answer'" in answer.err


def test_a_locked_project_is_an_environment_fault(project: Path, run: Run) -> None:
    from synthreview.project import Project

    holder = Project.open(project)
    try:
        answer = run("decide", project, 1, "accept")
        assert answer.code == 3
        assert "another window or command" in answer.err
        assert run("queue", project).code == 0
    finally:
        holder.close()


def test_the_demo_does_its_job_in_the_terminal(tmp_path: Path, run: Run) -> None:
    summary = run("demo", tmp_path / "sample", "--json").json
    assert summary["project"] == str(tmp_path / "sample.synthreview")
    assert summary["items"] > 500
    assert summary["decided"] == 8
    assert len(summary["exports"]) == 6
    assert all(manifest["verified"] for manifest in summary["exports"])
