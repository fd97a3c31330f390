"""The main job by commands, on released data sets: in, ranked, decided, undone, out again."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.journeys.conftest import Run

SETS = [
    ("alpaca/random/random_9k.json", "instruction", 9229),
    ("derived/social_chemistry_101_inter_no_prompt.csv", "task_label", 3955),
    ("halueval/general_data.json", "instruction", 4507),
    ("llamafactory_demo/alpaca_en_demo.json", "instruction", 999),
    ("llamafactory_demo/alpaca_zh_demo.json", "instruction", 1000),
    ("llamafactory_demo/dpo_en_demo.json", "preference", 300),
    ("llamafactory_demo/v1_sft_demo.jsonl", "instruction", 500),
    ("llamafactory_demo/kto_en_demo.json", "preference", 300),
    ("artifacts_paper_misc/mismatch_gpt3.csv", "task_label", 8032),
    ("sharegpt_vicuna_format/dummy_conversation.json", "simulation", 500),
]
SMALL = ("llamafactory_demo/dpo_en_demo.json", "sharegpt_vicuna_format/dummy_conversation.json")
EDITED_PART = {"task_label": "text", "instruction": "output", "preference": "a", "simulation": "turns.0.text"}


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("name", "kind", "records"),
    [pytest.param(*each, id=each[0], marks=() if each[0] in SMALL else pytest.mark.slow) for each in SETS],
)
def test_a_released_set_goes_in_is_ranked_decided_undone_and_comes_out_again(
    name: str, kind: str, records: int, shared_data: Path, tmp_path: Path, run: Run
) -> None:
    source = shared_data / name
    before = sha256(source)
    project, out = tmp_path / "p.synthreview", tmp_path / f"out{source.suffix}"

    report = run("import", project, source, "--json").json
    assert (report["kind"], report["records"]) == (kind, records)
    assert report["imported"] + report["quarantined"] == records

    whole = run("export", project, out, "--include", "all", "--json").json
    assert whole["output"]["sha256"] == sha256(out) == before, "everything, untouched, is the source itself"
    assert whole["records_byte_equal"] == records

    runs = run("analyze", project, "--json").lines
    assert runs
    assert {entry["status"] for entry in runs} == {"done"}

    queue = run("queue", project, "--limit", 6, "--json").lines
    assert [entry["rank"] for entry in queue] == sorted(entry["rank"] for entry in queue)
    accepted, fixed, rejected, deferred, undone, _ = [entry["item"] for entry in queue]
    part = EDITED_PART[kind]
    assert run("decide", project, accepted, "accept").code == 0
    fix = run("decide", project, fixed, "fix", "--set", f"{part}=Quite another text.", "--json")
    assert fix.json["items"] == 1
    assert run("decide", project, rejected, "reject", "--reason", "other").code == 0
    assert run("decide", project, deferred, "defer").code == 0
    assert run("decide", project, undone, "reject").code == 0
    assert run("undo", project, "--json").json["label"] == f"Reject #{undone}"

    stats = run("stats", project, "--json").json
    assert {state: stats["verdicts"][state] for state in ("accepted", "fixed", "rejected", "deferred")} == {
        "accepted": 1,
        "fixed": 1,
        "rejected": 1,
        "deferred": 1,
    }
    manifest = run("export", project, out, "--json").json
    assert manifest["left_out"] == {"rejected": 1, "deferred": 1, **quarantined(report)}
    assert manifest["records_changed"] == 1
    assert manifest["output"]["sha256"] == sha256(out)
    assert b"Quite another text." in out.read_bytes()

    again = run("import", tmp_path / "again.synthreview", out, "--json").json
    assert (again["kind"], again["imported"]) == (kind, report["imported"] - 2)
    assert run("check", project).code == 0
    assert sha256(source) == before, "the source file is never written"


def quarantined(report: dict[str, int]) -> dict[str, int]:
    return {"quarantined": report["quarantined"]} if report["quarantined"] else {}


def test_a_fix_changes_only_its_own_value(shared_data: Path, tmp_path: Path, run: Run) -> None:
    source = shared_data / "alpaca" / "random" / "random_9k.json"
    project, out = tmp_path / "p.synthreview", tmp_path / "out.json"
    run("import", project, source)
    run("decide", project, 5, "fix", "--set", "output=Yes.")
    run("export", project, out, "--include", "all")
    old, new = json.loads(source.read_bytes()), json.loads(out.read_bytes())
    assert new[4]["output"] == "Yes."
    new[4]["output"] = old[4]["output"]
    assert new == old
    before, after = source.read_bytes(), out.read_bytes()
    start = next(place for place, (a, b) in enumerate(zip(before, after, strict=False)) if a != b)
    assert before[:start] == after[:start]
    tail = len(after) - start - len(b"Yes.") - 20
    assert before[-tail:] == after[-tail:]


def test_a_second_analysis_runs_only_what_changed(shared_data: Path, tmp_path: Path, run: Run) -> None:
    project = tmp_path / "p.synthreview"
    run("import", project, shared_data / "llamafactory_demo" / "alpaca_en_demo.json")
    run("analyze", project)
    assert {entry["status"] for entry in run("analyze", project, "--json").lines} == {"unchanged"}
