"""E16: whatever is in a file, an export of it reads again as what was accepted, to the byte where nobody wrote."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from synthreview.domain import Kind, Verdict
from synthreview.engine.exporting import DEFAULT_INCLUDE
from synthreview.errors import UserError
from synthreview.formats.detect import Detection, detect
from synthreview.formats.readers import Reader
from synthreview.project import Project
from tests.safety.size import times

pytestmark = pytest.mark.safety

TRIPS = times(36, 300)
NASTY = (
    *(
        "plain words",
        "nul \0 inside",
        "🦉👩🏽‍🚀 owls",
        "שלום עולם مرحبا \u202eabc\u202c",
        "line\r\nend\rand\nmore",
        "\ufeffmark",
    ),
    *(
        'quote " and \\ slash',
        "=1+1",
        "a,b;c\td|e",
        "\u2028 separators \u2029",
        "</script><b>x</b>",
        "  space around  ",
    ),
    *("e\u0301 decomposed", "\x1b[31mred", "12345678901234567890", "NaN", "null", "\x7f\x80 controls"),
)
HALF = "half \ud83d character"
"""Only in what escapes it: JSON."""


def text(chance: random.Random, *, json_only: bool) -> str:
    words = chance.sample(NASTY + ((HALF,) if json_only else ()), chance.randint(1, 3))
    return " ".join(words)


Records = list[dict[str, Any]]


def records(kind: Kind, chance: random.Random, *, json_only: bool) -> Records:
    def some() -> str:
        return text(chance, json_only=json_only)

    make: dict[Kind, Callable[[int], dict[str, Any]]] = {
        Kind.INSTRUCTION: lambda n: {
            "instruction": f"Ask {n} {some()}",
            "input": "",
            "output": f"{some()} ({n})",
        },
        Kind.FREE_TEXT: lambda n: {"text": f"{some()} {n}", "topic": some()},
        Kind.PREFERENCE: lambda n: {
            "prompt": f"{n} {some()}",
            "chosen": f"yes {some()}",
            "rejected": f"no {some()}",
        },
    }
    return [make[kind](n) for n in range(chance.randint(3, 9))]


def dumped(record: dict[str, Any], chance: random.Random) -> str:
    """As JSON, in one of the ways there are: escaped or not, spaced or not, with a key given twice."""
    plain = not any(HALF in value for value in record.values())
    told = json.dumps(
        record,
        ensure_ascii=not plain or chance.random() < 0.5,
        separators=chance.choice([(", ", ": "), (",", ":"), (" , ", " : ")]),
    )
    if chance.random() < 0.3:
        told = told[:-1] + ', "note": 1, "note": {"deep": [1e3, 0.10, 18446744073709551616]}}'
    return told


def lines(made: Records, chance: random.Random) -> bytes:
    end = chance.choice(["\n", "\r\n"])
    mark = chance.choice([b"", b"\xef\xbb\xbf"])
    return (
        mark
        + end.join(dumped(record, chance) for record in made).encode()
        + chance.choice([b"", end.encode()])
    )


def array(made: Records, chance: random.Random) -> bytes:
    between = chance.choice([",", ",\r\n  ", " , "])
    return ("[" + between.join(dumped(record, chance) for record in made) + "]").encode()


def keyed(made: Records, chance: random.Random) -> bytes:
    return (
        "{" + ",\n".join(f'"key {n}": {dumped(record, chance)}' for n, record in enumerate(made)) + "}\n"
    ).encode()


def table(made: Records, chance: random.Random, delimiter: str = ",") -> bytes:
    buffer = io.StringIO(newline="")
    rows = csv.DictWriter(
        buffer,
        list(made[0]),
        delimiter=delimiter,
        quoting=chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        lineterminator="\r\n",
    )
    rows.writeheader()
    rows.writerows(made)
    return chance.choice([b"", b"\xef\xbb\xbf"]) + buffer.getvalue().encode()


def parquet(made: Records, chance: random.Random) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(made), file)
    return file.getvalue()


def zipped(made: Records, chance: random.Random) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/first.jsonl", lines(made[:2], chance))
        archive.writestr("b.jsonl", lines(made[2:], chance))
        archive.writestr("README.md", "about")
    return file.getvalue()


FILES: dict[str, tuple[Callable[[Records, random.Random], bytes], bool]] = {
    "set.jsonl": (lines, True),
    "set.json": (array, True),
    "keyed.json": (keyed, True),
    "set.csv": (table, False),
    "set.tsv": (lambda made, chance: table(made, chance, "\t"), False),
    "set.parquet": (parquet, False),
    "set.zip": (zipped, True),
    "set.jsonl.gz": (lambda made, chance: gzip.compress(lines(made, chance)), True),
}
"""How a file is written, and whether it can hold half a character."""
CASES = [(name, kind) for name in FILES for kind in (Kind.INSTRUCTION, Kind.FREE_TEXT, Kind.PREFERENCE)]
PARTS = 12
"""The trips are taken in parts that several processes can share."""


@pytest.mark.parametrize("part", range(PARTS))
def test_what_was_accepted_comes_back_and_what_nobody_touched_to_the_byte(part: int, tmp_path: Path) -> None:
    """E16: any container, any kind, any text; and every format the data can be written in."""
    taken = 0
    for number in range(part, TRIPS, PARTS):
        chance = random.Random(number)
        name, kind = CASES[(number * 7 + number // len(CASES)) % len(CASES)]
        write, json_only = FILES[name]
        folder = tmp_path / str(number)
        folder.mkdir()
        source = folder / name
        made = records(kind, chance, json_only=json_only)
        source.write_bytes(write(made, chance))
        trip(source, kind, chance)
        taken += 1
    assert taken


def trip(source: Path, kind: Kind, chance: random.Random) -> None:
    before, found = source.read_bytes(), detect(source)
    project = Project.open(source.with_name("p.synthreview"), create=True, reviewer="ana")
    try:
        report = project.import_file(source)
        assert (report.kind, report.quarantined) == (kind, 0), source
        states = reviewed(project, chance)
        everything = source.with_name(f"all-{source.name}")
        unchanged = project.export(1, everything, include=["all"])
        expected = views(project, lambda item: True)
        if "fixed" not in states.values():
            assert unchanged["content_identical"]
        assert parts_of(everything, found) == expected
        out = source.with_name(f"out-{source.name}")
        manifest = project.export(1, out)
        kept = DEFAULT_INCLUDE["source"]
        counted(manifest, states, kept)
        assert Project.verify(out.with_name(f"{out.name}.manifest.json"), source).intact
        accepted = views(project, lambda item: states[item] in kept)
        assert parts_of(out, found) == accepted
        untouched(pieces(source, found), pieces(out, found), states, kept)
        for format in project.plan_export(1).formats[1:]:
            target(project, format, states)
    finally:
        project.close()
    assert source.read_bytes() == before, "the source was written to"


def reviewed(project: Project, chance: random.Random) -> dict[int, str]:
    """Decide at random; the state of every item."""
    states = {}
    for item in sorted(project.queue_ids("")):
        verdict = chance.choice([Verdict.ACCEPT, Verdict.FIX, Verdict.REJECT, Verdict.DEFER, None])
        states[item] = verdict.past if verdict else "undecided"
        if verdict is Verdict.FIX:
            edit(project, item, chance, states)
        elif verdict:
            project.decide(item, verdict)
    return states


def edit(project: Project, item: int, chance: random.Random, states: dict[int, str]) -> None:
    path = next(part for part in ("output", "text", "a") if part in project.view(item).writable)
    try:
        project.decide(item, Verdict.FIX, edits={path: f"mended {text(chance, json_only=False)} {item}"})
    except UserError:  # one that this file cannot hold is refused in words
        project.decide(item, Verdict.ACCEPT)
        states[item] = "accepted"


def views(project: Project, wanted: Callable[[int], bool]) -> list[dict[str, Any]]:
    """The parts of items as they now stand, in the order of the file."""
    found = [project.view(item) for item in sorted(project.queue_ids("")) if wanted(item)]
    return [filled(view.item.parts) for view in found]


def filled(parts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parts.items() if value not in ("", None, [])}


def parts_of(path: Path, like: Detection) -> list[dict[str, Any]]:
    """What an import of a written file would bring in, read as its source was."""
    assert like.mapping is not None
    read: list[dict[str, Any]] = []
    for _, record in pieces(path, like):
        read += [filled(parts) for _, parts in like.mapping.items(record)]
    return read


def pieces(path: Path, like: Detection) -> list[tuple[bytes, Any]]:
    found = list(Reader(path, like.layout))
    assert not [piece.fault for piece in found if piece.fault]
    return [(piece.raw, piece.record) for piece in found]


def counted(manifest: dict[str, Any], states: dict[int, str], kept: frozenset[str]) -> None:
    by_state = Counter(states.values())
    assert manifest["written"] == {state: count for state, count in by_state.items() if state in kept}
    assert manifest["left_out"] == {state: count for state, count in by_state.items() if state not in kept}
    assert manifest["records_byte_equal"] == sum(
        count for state, count in by_state.items() if state in kept - {"fixed"}
    )
    assert manifest["records_changed"] == by_state["fixed"]


def untouched(
    source: list[tuple[bytes, Any]],
    out: list[tuple[bytes, Any]],
    states: dict[int, str],
    kept: frozenset[str],
) -> None:
    """Records that nobody fixed are the bytes they were; of a fixed one all but its one value is."""
    stay = [
        (pair, states[item])
        for pair, item in zip(source, sorted(states), strict=True)
        if states[item] in kept
    ]
    for ((raw, record), state), (new_raw, new_record) in zip(stay, out, strict=True):
        if state != "fixed":
            assert new_raw == raw
            continue
        changed = {key for key in record if record[key] != new_record[key]}
        assert changed <= {"output", "text", "chosen"}
        assert list(record) == list(new_record)
        start = len(common(raw, new_raw))
        rest, new_rest = raw[start:], new_raw[start:]
        anew = len(rest) - len(common(rest[::-1], new_rest[::-1]))
        assert anew <= 2 * len(json.dumps(record[min(changed)])), "more than the value was written anew"


def common(one: bytes, other: bytes) -> bytes:
    length = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return one[:length]


def target(project: Project, format: str, states: dict[int, str]) -> None:
    """A training format: complete, counted, verified, and what it can say of the accepted items is in it."""
    out = project.path.with_name(f"target-{format}")
    manifest = project.export(1, out, format, include=["accepted", "undecided"])
    wanted = [item for item, state in states.items() if state in ("accepted", "undecided")]
    assert sum(manifest["written"].values()) + sum(manifest["not_expressed"].values()) == len(wanted)
    assert Project.verify(out.with_name(f"{out.name}.manifest.json")).intact
    if format == "jsonl" and out.is_file():
        rows = [json.loads(line) for line in out.read_bytes().split(b"\n") if line]
        shown = [project.view(item).item.parts for item in wanted]
        assert [row.get("text", row.get("output")) for row in rows] == [
            p.get("text", p.get("output")) for p in shown
        ]


def test_a_field_of_ten_megabytes_goes_in_is_fixed_and_comes_out(tmp_path: Path) -> None:
    """E16: the other fields of its record, and the records around it, are the bytes they were."""
    large = "é🦉 word\u2028" * 800_000
    rows: list[dict[str, Any]] = [{"instruction": "a", "input": "", "output": "b"} for _ in range(3)]
    rows[1] = {"instruction": large, "input": "", "output": "short"}
    source = tmp_path / "large.jsonl"
    source.write_bytes(b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\r\n" for row in rows))
    assert len(large.encode()) > 10 << 20
    project = Project.open(tmp_path / "p.synthreview", create=True, reviewer="ana")
    project.import_file(source)
    project.export(1, tmp_path / "same.jsonl", include=["all"])
    assert (tmp_path / "same.jsonl").read_bytes() == source.read_bytes()
    project.decide(2, Verdict.FIX, edits={"output": "longer"})
    project.export(1, tmp_path / "out.jsonl")
    expected = source.read_bytes().replace(b'"short"', b'"longer"')
    assert (tmp_path / "out.jsonl").read_bytes() == expected
    project.decide(2, Verdict.FIX, edits={"instruction": large[::-1]})
    project.export(1, tmp_path / "more.jsonl")
    assert parts_of(tmp_path / "more.jsonl", detect(source)) == views(project, lambda item: True)
    project.close()


@pytest.mark.parametrize("left", [1, 0])
@pytest.mark.parametrize("name", ["keyed.json", "set.json", "set.jsonl.gz", "set.csv"])
def test_an_export_of_which_little_is_left_is_what_its_manifest_says(
    name: str, left: int, tmp_path: Path
) -> None:
    """E16: one record of a list, or none, looks like another kind of file, and is checked as what it is."""
    source = tmp_path / name
    chance = random.Random(1)
    source.write_bytes(FILES[name][0]([{"text": f"A note {n}.", "topic": "birds"} for n in range(4)], chance))
    project = Project.open(tmp_path / "p.synthreview", create=True, reviewer="ana")
    project.import_file(source)
    for item in sorted(project.queue_ids(""))[left:]:
        project.decide(item, Verdict.REJECT)
    out = tmp_path / f"out-{name}"
    assert project.export(1, out)["records_byte_equal"] == left
    checked = Project.verify(out.with_name(f"{out.name}.manifest.json"), source)
    assert (checked.problems, checked.byte_equal) == ((), left)
    project.close()
