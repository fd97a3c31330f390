"""Files that are damaged, odd or hostile: one clear sentence, the good kept, the project whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from synthreview.domain import Verdict
from synthreview.project import Project
from tests.journeys.conftest import Run
from tests.unit.formats.hostile import HOSTILE

GOOD = '{"instruction": "Name a bird.", "input": "", "output": "A wren."}'


def record(number: int) -> dict[str, str]:
    return {"instruction": f"Name bird {number}.", "input": "", "output": f"Wren {number}."}


def bring_in(run: Run, folder: Path, name: str, content: bytes) -> tuple[Path, dict[str, object]]:
    """Import a file of these bytes; returns the project and the report."""
    source = folder / name
    source.write_bytes(content)
    project = folder / f"{name}.synthreview"
    answer = run("import", project, source, "--json")
    assert answer.code == 0, answer.err
    assert run("check", project).code == 0
    return project, answer.json


def comes_back(run: Run, folder: Path, name: str, project: Path) -> bool:
    """Whether everything untouched gives back the source's bytes."""
    out = folder / f"back-{name}"
    assert run("export", project, out, "--include", "all").code == 0
    return out.read_bytes() == (folder / name).read_bytes()


def test_broken_json_at_one_record_sets_that_one_aside(tmp_path: Path, run: Run) -> None:
    parts = [json.dumps(record(number)) for number in range(6)]
    parts[3] = '{"instruction": "Name bird 3.", "input": "", "output: "cut}'
    project, report = bring_in(run, tmp_path, "broken.json", ("[" + ",\n ".join(parts) + "]").encode())
    assert report["imported"] == 5
    assert report["quarantined"] == 1
    opened = Project.open(project)
    ((position, why, raw),) = opened.quarantined(1)
    opened.close()
    assert position == 3
    assert why
    assert raw == parts[3]
    assert comes_back(run, tmp_path, "broken.json", project)


def test_an_array_cut_in_the_middle_keeps_what_was_good(tmp_path: Path, run: Run) -> None:
    whole = json.dumps([record(number) for number in range(50)], indent=2)
    project, report = bring_in(run, tmp_path, "cut.json", whole[: len(whole) // 2].encode())
    assert int(str(report["imported"])) >= 20
    assert comes_back(run, tmp_path, "cut.json", project)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "gb18030"])
def test_other_encodings_are_read_and_kept(encoding: str, tmp_path: Path, run: Run) -> None:
    text = "鹪鹩是一种小鸟，歌声响亮" if encoding == "gb18030" else "Señora Müller trägt öfter Größe fünf"
    lines = [json.dumps({**record(n), "output": f"{text} {n}."}, ensure_ascii=False) for n in range(40)]
    project, report = bring_in(run, tmp_path, "old.jsonl", "\n".join(lines).encode(encoding))
    assert report["imported"] == 40
    assert text in run("show", project, 7, "--json").json["parts"]["output"]
    assert comes_back(run, tmp_path, "old.jsonl", project)


def test_a_fix_is_written_in_the_files_own_encoding(tmp_path: Path, run: Run) -> None:
    lines = [
        json.dumps({**record(n), "output": f"Größe fünf für Señora {n}."}, ensure_ascii=False)
        for n in range(40)
    ]
    project, _ = bring_in(run, tmp_path, "old.jsonl", "\n".join(lines).encode("cp1252"))
    run("decide", project, 2, "fix", "--set", "output=Größe sechs.")
    out = tmp_path / "out.jsonl"
    run("export", project, out, "--include", "all")
    assert json.loads(out.read_bytes().decode("cp1252").splitlines()[1])["output"] == "Größe sechs."


def test_bytes_that_are_no_text_set_their_record_aside(tmp_path: Path, run: Run) -> None:
    lines = [GOOD.encode(), GOOD.replace("wren", "wr\xe9n").encode("latin-1"), *[GOOD.encode()] * 30]
    lines[0] = GOOD.replace("wren", "wrén").encode()
    project, report = bring_in(run, tmp_path, "mixed.jsonl", b"\n".join(lines))
    assert report["quarantined"] == 1
    assert comes_back(run, tmp_path, "mixed.jsonl", project)


def test_a_missing_quote_does_not_swallow_the_rest_of_a_csv(tmp_path: Path, run: Run) -> None:
    rows = [f"Name bird {number}.,,Wren {number}." for number in range(2000)]
    rows[700] = 'Name bird 700.,,"Wren 700.'
    content = "instruction,input,output\r\n" + "\r\n".join(rows) + "\r\n"
    project, report = bring_in(run, tmp_path, "quote.csv", content.encode())
    assert int(str(report["imported"])) >= 1990
    assert comes_back(run, tmp_path, "quote.csv", project)


def test_a_field_of_ten_megabytes_is_an_ordinary_field(tmp_path: Path, run: Run) -> None:
    long = "All work and no play. " * 480_000
    lines = [GOOD, json.dumps({**record(1), "output": long}), GOOD]
    project, report = bring_in(run, tmp_path, "long.jsonl", "\n".join(lines).encode())
    assert report["imported"] == 3
    assert run("analyze", project).code == 0
    assert len(run("show", project, 2, "--json").json["parts"]["output"]) == len(long)
    assert comes_back(run, tmp_path, "long.jsonl", project)


@pytest.mark.parametrize("odd", ["{}", "17", "null", '"text"', "[1, 2]", '{"instruction": "no output"}'])
def test_a_record_that_holds_no_item_is_set_aside_with_its_reason(odd: str, tmp_path: Path, run: Run) -> None:
    lines = [GOOD] * 20
    lines[5] = odd
    project, report = bring_in(run, tmp_path, "odd.jsonl", "\n".join(lines).encode())
    assert (report["imported"], report["quarantined"]) == (19, 1)
    opened = Project.open(project)
    ((position, why, raw),) = opened.quarantined(1)
    opened.close()
    assert (position, raw) == (5, odd)
    assert why


def test_nesting_without_end_is_set_aside(tmp_path: Path, run: Run) -> None:
    lines = [GOOD] * 20
    lines[5] = "[" * 10_000 + "]" * 10_000
    _, report = bring_in(run, tmp_path, "deep.jsonl", "\n".join(lines).encode())
    assert report["quarantined"] == 1


def test_numbers_and_escapes_that_json_libraries_differ_on_survive(tmp_path: Path, run: Run) -> None:
    lines = [GOOD] * 20
    lines[3] = '{"instruction": "a", "output": "b", "score": NaN, "big": 123456789012345678901234567890}'
    lines[4] = '{"instruction": "lone \\ud83d surrogate", "output": "nul \\u0000 inside"}'
    lines[5] = '{"instruction": "a", "instruction": "twice", "output": "b"}'
    project, report = bring_in(run, tmp_path, "numbers.jsonl", "\n".join(lines).encode())
    assert report["quarantined"] == 0
    assert comes_back(run, tmp_path, "numbers.jsonl", project)
    assert run("analyze", project).code == 0
    assert run("queue", project, "--limit", 0, "--json").code == 0
    assert run("decide", project, 5, "fix", "--set", "output=clean").code == 0
    assert run("export", project, tmp_path / "parts.jsonl", "--format", "jsonl").code == 0


def test_a_value_that_looks_like_a_formula_stays_a_value(tmp_path: Path, run: Run) -> None:
    content = "instruction,input,output\n" + '=HYPERLINK("x"),,@sum\n' * 5
    project, report = bring_in(run, tmp_path, "formula.csv", content.encode())
    assert report["imported"] == 5
    assert comes_back(run, tmp_path, "formula.csv", project)


@pytest.mark.parametrize("name", ["space in name", "hash#percent%question?", "ünïcode 数据"])
def test_projects_may_have_any_name(name: str, tmp_path: Path, run: Run) -> None:
    source = tmp_path / f"{name}.jsonl"
    source.write_text(GOOD + "\n")
    project = tmp_path / f"{name}.synthreview"
    assert run("import", project, source).code == 0
    opened = Project.open(project)
    opened.decide(1, Verdict.ACCEPT)
    assert opened.counts().accepted == 1
    opened.close()
    assert [path.name for path in tmp_path.glob("*.synthreview")] == [project.name]


def test_a_project_cannot_be_made_in_a_folder_that_is_not_there(tmp_path: Path, run: Run) -> None:
    source = tmp_path / "good.jsonl"
    source.write_text(GOOD + "\n")
    answer = run("import", tmp_path / "no" / "p.synthreview", source)
    assert answer.code == 2
    assert "does not exist" in answer.err


def test_a_database_of_another_program_is_refused(tmp_path: Path, run: Run) -> None:
    import sqlite3

    path = tmp_path / "other.synthreview"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    answer = run("queue", path)
    assert answer.code == 2
    assert "another program" in answer.err


REFUSED = {
    "brackets that are opened and never closed",
    "a file that is one record nested ten thousand deep",
    "nothing but a million brackets",
    "an empty object",
}
"""Sources that are read, but of which no record is one: an import has nothing to bring in."""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_source_is_refused_in_a_line_or_comes_in_and_goes_out_again(
    name: str, tmp_path: Path, run: Run
) -> None:
    hostile = HOSTILE[name]
    source = hostile.make(tmp_path)
    project = tmp_path / "set.synthreview"
    answer = run("import", project, source, "--json")
    if hostile.refused or name in REFUSED:
        assert answer.code == 2
        assert source.name in answer.err
        assert len(answer.err.strip().splitlines()) == 1
        assert "Traceback" not in answer.err
        return
    assert answer.code == 0, answer.err
    report = answer.json
    assert report["items"] in (hostile.good if isinstance(hostile.good, range) else [hostile.good])
    assert bool(report["quarantined"]) == bool(hostile.told)
    assert run("check", project).code == 0
    out = tmp_path / ("out" if source.is_dir() else f"out{source.suffix}")
    assert run("export", project, out, "--include", "all").code == 0
    packed = source.is_dir() or source.read_bytes()[:2] in (b"\x1f\x8b", b"\x28\xb5", b"PK")
    assert packed or out.read_bytes() == source.read_bytes()


@pytest.mark.parametrize(
    "map_to",
    [
        "output=" + "a[*]" * 100,
        "output=a - b - c",
        f"output=a[{'9' * 5000}]",
        "output=",
        "each=rankings",
        "nothing=a",
        "id=a[[",
    ],
    ids=["too many steps", "three numbers", "a long index", "nothing", "no list", "no part", "no path"],
)
def test_an_absurd_mapping_is_refused_in_a_line(map_to: str, tmp_path: Path, run: Run) -> None:
    source = tmp_path / "good.jsonl"
    source.write_text((GOOD + "\n") * 3)
    answer = run("import", tmp_path / "p.synthreview", source, "--map", map_to)
    assert answer.code == 2
    assert "Traceback" not in answer.err
    assert len(answer.err.strip().splitlines()) <= 4


@pytest.mark.parametrize("code", [">zero=a", "1=first", "=>1=b"])
def test_codes_that_make_no_sense_are_refused_in_a_line(code: str, tmp_path: Path, run: Run) -> None:
    source = tmp_path / "pairs.jsonl"
    source.write_text('{"response1": "Yes.", "response2": "No.", "won": 1}\n' * 3)
    answer = run("import", tmp_path / "p.synthreview", source, "--map", "choice=won", "--code", code)
    assert answer.code == 2
    assert "Traceback" not in answer.err


def test_one_record_of_more_items_than_it_may_hold_is_refused_with_the_reason(
    tmp_path: Path, run: Run
) -> None:
    source = tmp_path / "columns.json"
    source.write_text(json.dumps({"text": ["A bird sings."] * 100_001, "label": [0, 1] * 50_000 + [0]}))
    answer = run("import", tmp_path / "p.synthreview", source)
    assert answer.code == 2
    assert "holds more than 100,000 items" in answer.err


def test_a_field_under_a_key_of_every_sign_can_be_mapped_and_fixed(tmp_path: Path, run: Run) -> None:
    key = "@out.put [*] # = + - \\ "
    source = tmp_path / "keys.jsonl"
    source.write_text(
        "".join(json.dumps({"ask": f"Name bird {n}, please.", key: f"Wren {n}."}) + "\n" for n in range(3))
    )
    project = tmp_path / "keys.synthreview"
    path = "\\@out\\.put \\[\\*] # = \\+ \\- \\\\\\ "
    mapped = ["--kind", "instruction", "--map", "instruction=ask", "--map", f"output={path}"]
    answer = run("import", project, source, *mapped)
    assert answer.code == 0, answer.err
    assert run("decide", project, 2, "fix", "--set", "output=A wren.").code == 0
    out = tmp_path / "out.jsonl"
    assert run("export", project, out, "--include", "all").code == 0
    assert [json.loads(line)[key] for line in out.read_text().splitlines()] == [
        "Wren 0.",
        "A wren.",
        "Wren 2.",
    ]
