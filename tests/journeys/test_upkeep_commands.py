"""Caring for data sets by commands: references, names, newer versions, records set aside, proofs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import Run


def write(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return path


def row(n: int, **more: Any) -> dict[str, Any]:
    return {"instruction": f"Name thing {n}.", "input": "", "output": f"Thing {n}.", **more}


@pytest.fixture
def project(tmp_path: Path, run: Run) -> Path:
    source = write(tmp_path / "notes.jsonl", [row(0), row(1), "broken {", row(3), row(4)])
    path = tmp_path / "work.synthreview"
    assert run("import", path, source, "--licence", "mit", "--generator", "oak").code == 0
    return path


def test_a_data_set_is_listed_renamed_removed_and_brought_back(project: Path, run: Run) -> None:
    [listed] = run("dataset", project, "list", "--json").lines
    assert (listed["name"], listed["licence"], listed["generator"]) == ("notes", "mit", "oak")
    assert run("dataset", project, "rename", "notes", "good notes").code == 0
    assert "'synthreview undo" in run("dataset", project, "remove", "good notes").out
    assert run("dataset", project, "list", "--json").lines == []
    assert run("queue", project, "--json").lines == []
    run("undo", project)
    assert len(run("queue", project, "--json").lines) == 4
    missing = run("dataset", project, "remove", "none")
    assert (missing.code, "There is no data set 'none'" in missing.err) == (2, True)


def test_records_set_aside_are_exported_mended_and_tried_again(
    project: Path, tmp_path: Path, run: Run
) -> None:
    [damaged] = run("quarantine", project, "list", "--json").lines
    assert (damaged["position"], damaged["text"]) == (2, "broken {")
    out = tmp_path / "damaged.jsonl"
    assert run("quarantine", project, "export", out).code == 0
    still = run("quarantine", project, "retry", "--from", out, "--json").json
    assert (still["mended"], len(still["still"])) == (0, 1)
    write(out, [{**damaged, "text": json.dumps(row(2))}])
    assert run("quarantine", project, "retry", "--from", out, "--json").json["mended"] == 1
    assert [entry["position"] for entry in run("queue", project, "--json").lines] == [0, 1, 2, 3, 4]
    again = run("quarantine", project, "export", out)
    assert (again.code, "is there already" in again.err) == (2, True)
    write(out, ["{}"])
    assert "Line 1 of 'damaged.jsonl' is no record" in run("quarantine", project, "retry", "--from", out).err


def test_a_newer_file_takes_the_place_of_the_old_one(project: Path, tmp_path: Path, run: Run) -> None:
    run("decide", project, "2", "reject", "--reason", "incorrect_output")
    newer = write(tmp_path / "newer.jsonl", [row(9), row(1), row(0)])
    report = run("dataset", project, "update", "notes", newer, "--json").json
    assert (report["same"], report["new"], report["gone"], report["decisions"]) == (2, 1, 2, 1)
    [rejected] = run("queue", project, "--where", "verdict:reject", "--json").lines
    assert rejected["position"] == 1
    assert run("export", project, tmp_path / "out.jsonl").code == 0
    assert (tmp_path / "out.jsonl").read_text() == "".join(json.dumps(row(n)) + "\n" for n in (9, 0))


def test_an_export_is_checked_later_and_every_change_is_told(project: Path, tmp_path: Path, run: Run) -> None:
    run("decide", project, "1", "fix", "--set", "output=Nothing.", "--note", "empty")
    out = tmp_path / "out.jsonl"
    answer = run("export", project, out, "--diff", "--card", "--json").json
    assert answer["beside"] == ["out.jsonl.card.md", "out.jsonl.diff.jsonl"]
    manifest = tmp_path / "out.jsonl.manifest.json"
    found = run("verify", manifest, "--source", tmp_path / "notes.jsonl", "--json").json
    assert (found["intact"], found["byte_equal"]) == (True, 3)
    [change] = run("diff", project, "--json").lines
    assert (change["before"], change["after"]) == ({"output": "Thing 0."}, {"output": "Nothing."})
    assert "output - Thing 0." in run("diff", project).out
    out.write_text("other")
    broken = run("verify", manifest)
    assert (broken.code, "SHA-256 differs" in broken.err) == (2, True)


def test_a_mapping_is_saved_and_given_by_its_name(tmp_path: Path, run: Run) -> None:
    odd = write(
        tmp_path / "odd.jsonl",
        [{"k": n, "rows": [{"q": "What is it?", "r": "So it is."}] * 2} for n in (1, 2)],
    )
    asked = ["--kind", "instruction", "--map", "instruction=@.q", "--map", "output=@.r"]
    asked += ["--map", "each=rows[*]", "--map", "id=k"]
    first = run("import", tmp_path / "a", odd, *asked, "--save-map", "rows of ours", "--json").json
    assert (first["records"], first["items"]) == (2, 4)
    second = run("import", tmp_path / "b", odd, "--map", "rows of ours", "--json").json
    assert second["mapping"] == first["mapping"]
    (tmp_path / "m.json").write_text(json.dumps(first["mapping"]))
    third = run("import", tmp_path / "c", odd, "--map", tmp_path / "m.json", "--json").json
    assert third["mapping"] == first["mapping"]
    assert "there are 'rows of ours'" in run("import", tmp_path / "d", odd, "--map", "others").err


def test_codes_are_given_and_what_they_do_not_know_is_kept(tmp_path: Path, run: Run) -> None:
    rows = [
        {"x": f"First {n}.", "y": f"Second {n}.", "s": score} for n, score in enumerate([2, -1, 0.2, "none"])
    ]
    pairs = write(tmp_path / "pairs.jsonl", rows)
    asked = ["--kind", "preference", "--map", "a=x", "--map", "b=y", "--map", "choice=s"]
    asked += ["--code", ">=0.5=a", "--code", "<=-0.5=b", "--code", ">-0.5=tie"]
    report = run("import", tmp_path / "p", pairs, *asked, "--json").json
    assert report["invalid"] == {"choice": {"none": 1}}
    shown = [run("show", tmp_path / "p", n, "--json").json for n in (1, 2, 3, 4)]
    assert [one["parts"].get("choice") for one in shown] == ["a", "b", "tie", None]
    wrong = run("import", tmp_path / "q", pairs, *asked, "--code", "x=perhaps")
    assert (wrong.code, "a choice is a, b or tie" in wrong.err) == (2, True)


def test_a_reference_says_how_many_rows_found_their_item(tmp_path: Path, run: Run) -> None:
    data = write(
        tmp_path / "data.jsonl", [{"id": n, "text": f"It is {n}.", "label": n % 2} for n in range(20)]
    )
    people = write(tmp_path / "people.jsonl", [{"id": n, "text": "x y", "label": 1} for n in range(15, 25)])
    run("import", tmp_path / "p", data)
    answer = run("import", tmp_path / "p", people, "--role", "human", "--join", "id", "--json").json
    [joined] = answer["joined"]
    assert (joined["to"], joined["by"], joined["rows"], joined["matched"]) == ("data", "id", 10, 5)
    unjoined = run("import", tmp_path / "p", people, "--role", "holdout", "--join", "none", "--json").json
    assert unjoined["joined"] == []
    again = run("dataset", tmp_path / "p", "attach", "people", "--join", "text")
    assert "0 of 10 rows of 'people' found an item of 'data' by text" in again.out.replace("\u202f", " ")
