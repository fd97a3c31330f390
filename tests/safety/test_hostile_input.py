"""E24: input that is meant to do harm: bounded memory, plain text, nothing outside the folder, formulas told."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import resource
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from synthreview.domain import Verdict
from synthreview.errors import SynthreviewError, UserError
from synthreview.project import ExportOptions, Project
from tests.safety.size import times
from tests.unit.formats.hostile import HOSTILE, LENGTHS, PACKED

pytestmark = pytest.mark.safety

MOST = 1 << 20
"""Kilobytes of memory that a process may take for any of them, the program itself being 450,000."""
LEVELS = 10_000
LINES = b"".join(
    json.dumps({"instruction": f"Ask {n}.", "output": f"Say {n}."}).encode() + b"\n" for n in range(9)
)
CHECKOUT = Path(__file__).resolve().parents[2]

Make = Callable[[Path], Path]


def data(name: str, content: bytes) -> Make:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def deep(opening: bytes, closing: bytes) -> bytes:
    return opening * LEVELS + b"1" + closing * LEVELS


def declared_table(ending: str) -> Make:
    """A table whose footer, or first message, says that it is a gigabyte long."""

    def make(folder: Path) -> Path:
        import pyarrow as pa
        import pyarrow.feather
        import pyarrow.parquet as pq

        table, path = pa.table({"text": ["a wren", "a gull"]}), folder / f"set.{ending}"
        if ending == "parquet":
            pq.write_table(table, path)
            content = bytearray(path.read_bytes())
            content[-8:-4] = struct.pack("<I", 1 << 30)
        else:
            pyarrow.feather.write_feather(table, path, compression="uncompressed")
            content = bytearray(path.read_bytes())
            content[12:16] = struct.pack("<I", 1 << 30)
            content[-10:-6] = struct.pack("<I", 1 << 30)
        path.write_bytes(bytes(content))
        return path

    return make


def unpacking(folder: Path) -> Path:
    """A gigabyte of one line in a megabyte of gzip, with true sums and lengths."""
    path = folder / "set.jsonl.gz"
    path.write_bytes(gzip.compress(LINES) + gzip.compress(b" " * (16 << 20)) * 64)
    return path


def zip_in_a_table(folder: Path) -> Path:
    """An archive that is named as a table, of whose members one is a thousandfold."""
    path = folder / "set.csv"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "text\n" + "wren\n" * 10)
        with archive.open("b.csv", "w", force_zip64=True) as member:
            for _ in range(100):
                member.write(bytes(1 << 20))
    return path


OURS: dict[str, Make] = {
    "lists, 10,000 levels": data("set.json", deep(b"[", b"]")),
    "objects, 10,000 levels": data("set.json", deep(b'{"a":', b"}")),
    "a value of 10,000 levels": data(
        "set.jsonl", LINES + b'{"instruction": ' + deep(b"[", b"]") + b', "output": "x"}\n'
    ),
    "a cell of 10,000 levels": data("set.csv", b'text,labels\nwren,"' + deep(b"[", b"]") + b'"\ngull,[1]\n'),
    "a million levels": data("set.jsonl", LINES + b"[" * 1_000_000 + b"\n"),
    "a table that begins as an archive does": data("set.csv", b"PK\x03\x04,text\n" + b"1,wren\n" * 9),
    "a table named as an archive": data("set.zip", b"text,label\n" + b"wren,bird\n" * 9),
    "an archive named as a table": zip_in_a_table,
    "a gigabyte in gzip": unpacking,
    "a footer of a gigabyte": declared_table("parquet"),
    "a message of a gigabyte": declared_table("feather"),
    "a header of a million columns": data(
        "set.csv", b",".join(b"c%d" % n for n in range(1_000_000)) + b"\nx\n"
    ),
    "ten million commas": data("set.csv", b"text,label\n" + b"," * 10_000_000 + b"\nwren,bird\n"),
    "a quote that never ends": data("set.csv", b'text,label\n"' + b"wren,bird\n" * 200_000),
}
THEIRS = [*LENGTHS, *(name for name in PACKED if "huge" in name or "without end" in name)]
OTHERS = [name for name in HOSTILE if name not in THEIRS]
NAMES = [*OURS, *THEIRS[:: times(4, 1)], *OTHERS[:: times(12, 3)]]


def main(folder: Path) -> None:
    """Import each into a project of its own; print how it ended, and how much memory this process took so far."""
    for number, name in enumerate(NAMES):
        place = folder / str(number)
        place.mkdir()
        source = OURS[name](place) if name in OURS else HOSTILE[name].make(place)
        project = Project.open(place / "p.synthreview", create=True)
        try:
            project.import_file(source)
            project.analyze(analyzers=["damaged_text"])
            ended = "read" if project.check().intact else "damaged"
        except SynthreviewError as error:
            ended = str(error)
        except BaseException as error:  # noqa: BLE001 - told by the test of its name
            ended = f"RAISED {error!r}"
        project.close()
        print(json.dumps([name, ended, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]), flush=True)


@pytest.mark.slow
def test_hostile_sources_are_read_or_refused_in_bounded_memory(tmp_path: Path) -> None:
    """E24: each through the whole import and an analyzer; memory is that of all of them so far."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.safety.test_hostile_input", str(tmp_path)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    ended = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.returncode == 0, f"{ran.stderr}\nafter {ended[-1:]}"
    assert [name for name, _, _ in ended] == NAMES
    assert not [row for row in ended if row[1].startswith("RAISED") or row[1] == "damaged" or "\n" in row[1]]
    assert not [row for row in ended if row[2] > MOST]
    assert {how for name, how, _ in ended if name.startswith("a message")} != {"read"}


# What texts may try on whoever looks at them or exports them

TEXTS = (
    "<script>alert(1)</script>",
    "<img src='http://example.org/x.png' onerror='alert(1)'>",
    "[click](javascript:alert(1)) and http://example.org",
    "\x1b]8;;http://example.org\x07link\x1b]8;;\x07",
    "&lt;already&gt;",
)
MARKUP = re.compile(r"(?<!\\)<(script|img)")
"""A tag that Markdown would let through: not behind a backslash."""
FORMULAS = ("=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1")


@pytest.fixture
def texts(tmp_path: Path) -> Project:
    source = tmp_path / "set.jsonl"
    rows = ({"text": text, "topic": text} for text in (*TEXTS, *FORMULAS))
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    project = Project.open(tmp_path / "p.synthreview", create=True, reviewer=TEXTS[0])
    project.import_file(source, name=TEXTS[1])
    project.decide(1, Verdict.REJECT, note=TEXTS[0], reasons=["other"])
    yield project
    project.close()


def test_markup_in_texts_names_and_notes_is_shown_as_text_in_what_is_written(
    texts: Project, tmp_path: Path
) -> None:
    """E24: the report, which a browser opens, and the card, which a hub shows as a page."""
    texts.report_html(tmp_path / "report.html")
    report = (tmp_path / "report.html").read_text(encoding="utf-8").lower()
    assert "<script" not in report
    assert "<img" not in report
    texts.export(1, tmp_path / "out.jsonl", include=["all"], options=ExportOptions(card=True, diff=True))
    card = (tmp_path / "out.jsonl.card.md").read_text(encoding="utf-8")
    assert not MARKUP.search(card)
    texts.export(1, tmp_path / "hub", "hf", ["all"])
    page = (tmp_path / "hub" / "README.md").read_text(encoding="utf-8").split("\n---\n", 1)[1]
    assert not MARKUP.search(page)


def test_formulas_are_left_alone_unless_asked_and_what_was_done_is_told(
    texts: Project, tmp_path: Path
) -> None:
    """E24: a spreadsheet would run such cells; another program would miss what was put before them."""
    plain = texts.export(1, tmp_path / "plain.csv", "csv", ["all"])
    safe = texts.export(1, tmp_path / "safe.csv", "csv", ["all"], options=ExportOptions(escape_formulas=True))
    assert "formulas_escaped" not in plain
    assert safe["formulas_escaped"] is True
    for name, mark in (("plain.csv", ""), ("safe.csv", "'")):
        rows = list(csv.DictReader(io.StringIO((tmp_path / name).read_bytes().decode(), newline="")))
        assert [row["text"] for row in rows] == [*TEXTS, *(mark + text for text in FORMULAS)]


@pytest.mark.parametrize("name", ["../../out", "/tmp/out", "a/../../b", "..", "nul\0name", "C:\\out", "a\nb"])
def test_no_name_of_a_data_set_leads_an_export_out_of_its_folder(name: str, tmp_path: Path) -> None:
    """E24: names come from files and people; whatever they are, files are written where they were asked for."""
    inside = tmp_path / "inside"
    inside.mkdir()
    source = inside / "set.jsonl"
    source.write_text('{"text": "A wren.", "topic": "bird"}\n{"text": "A gull.", "topic": "bird"}\n')
    project = Project.open(inside / "p.synthreview", create=True, reviewer="ana")
    project.import_file(source, name=name)
    before = set(tmp_path.iterdir())
    for format in project.plan_export(1).formats:
        project.export(1, inside / f"out-{format}", format, ["all"], options=ExportOptions(card=True))
    project.report_html(inside / "report.html")
    project.close()
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize("member", ["../evil.jsonl", "/tmp/evil.jsonl", "a/../../evil.jsonl"])
@pytest.mark.parametrize("kind", ["zip", "folder"])
def test_a_project_made_to_write_outside_is_refused(kind: str, member: str, tmp_path: Path) -> None:
    """E24: a project file that somebody sends may name its members as it likes."""
    folder = tmp_path / "set"
    folder.mkdir()
    for name in ("a.jsonl", "b.jsonl"):
        (folder / name).write_bytes(LINES)
    source = folder
    if kind == "zip":
        source = tmp_path / "set.zip"
        with zipfile.ZipFile(source, "w") as archive:
            for file in sorted(folder.iterdir()):
                archive.write(file, file.name)
    project = Project.open(tmp_path / "p.synthreview", create=True)
    project.import_file(source)
    project._store.write(lambda c: c.execute("UPDATE member SET name = ? WHERE number = 1", (member,)))
    with pytest.raises(UserError, match="leads outside"):
        project.export(1, tmp_path / f"out.{kind}", include=["all"])
    project.close()
    assert not list(tmp_path.rglob("evil*"))
    assert not list(tmp_path.glob("*out*"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
