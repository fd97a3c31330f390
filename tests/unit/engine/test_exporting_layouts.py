"""Exports in the source's own layout: packed, keyed, nested, tables, archives and folders."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from synthreview.domain import Verdict
from synthreview.project import Project

RECORDS: list[dict[str, Any]] = [
    {"id": n, "instruction": f"Name colour number {n}.", "input": "", "output": f"Blue, said {n}. Größe"}
    for n in range(12)
]


def lines(records: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def parquet(path: Path) -> None:
    table = pa.Table.from_pylist(RECORDS).replace_schema_metadata({"made": "by a test"})
    pq.write_table(table, path, row_group_size=5, compression="zstd")


def arrow_file(path: Path) -> None:
    table = pa.Table.from_pylist(RECORDS)
    with pa.OSFile(str(path), "wb") as out, pa.ipc.new_file(out, table.schema) as writer:
        writer.write_table(table, max_chunksize=4)


def arrow_stream(path: Path) -> None:
    table = pa.Table.from_pylist(RECORDS)
    with pa.OSFile(str(path), "wb") as out, pa.ipc.new_stream(out, table.schema) as writer:
        writer.write_table(table, max_chunksize=4)


def archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("README.md", "About colours.")
        for record in RECORDS:
            made.writestr(f"chat/{record['id']:06}.json", json.dumps(record, indent=1))


def folder(path: Path) -> None:
    (path / "data").mkdir(parents=True)
    (path / "README.md").write_text("About colours.")
    (path / "data" / "a.jsonl").write_bytes(lines(RECORDS[:7]))
    (path / "data" / "b.jsonl").write_bytes(lines(RECORDS[7:]))


def keyed(path: Path) -> None:
    text = json.dumps({"made_by": "a test", **{f"item {n}": r for n, r in enumerate(RECORDS)}}, indent=2)
    path.write_text(text)


def within(path: Path) -> None:
    path.write_text(json.dumps({"version": 2, "data": RECORDS, "after": {"x": [1]}}))


LAYOUTS: dict[str, Callable[[Path], None]] = {
    "source.jsonl.gz": lambda path: path.write_bytes(gzip.compress(lines(RECORDS))),  # type: ignore[dict-item,return-value]
    "source.jsonl.zst": lambda path: path.write_bytes(  # type: ignore[dict-item,return-value]
        pa.compress(lines(RECORDS), codec="zstd", asbytes=True)
    ),
    "keyed.json": keyed,
    "within.json": within,
    "table.parquet": parquet,
    "table.arrow": arrow_file,
    "stream.arrow": arrow_stream,
    "chats.zip": archive,
    "folder": folder,
}
TABLES = ("table.parquet", "table.arrow", "stream.arrow")


def content(path: Path) -> Any:
    """What is in a file, however it is packed."""
    if path.is_dir():
        return {p.relative_to(path).as_posix(): p.read_bytes() for p in path.rglob("*") if p.is_file()}
    data = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(data)
    if path.suffix == ".zst":
        return pa.CompressedInputStream(io.BytesIO(data), "zstd").read()
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    if path.suffix == ".parquet":
        return pq.read_table(path)
    if path.suffix == ".arrow":
        opened = pa.ipc.open_stream if path.name.startswith("stream") else pa.ipc.open_file
        return opened(io.BytesIO(data)).read_all()
    return data


def records(path: Path) -> list[dict[str, Any]]:
    """The records in an export, with their order."""
    found = content(path)
    if isinstance(found, pa.Table):
        return found.to_pylist()
    if isinstance(found, dict):
        found.pop("README.md")
        text = [data.decode() for _, data in sorted(found.items())]
        return [json.loads(line) for one in text for line in (one.splitlines() if "\n{" in one else [one])]
    if path.name.startswith("keyed"):
        return [value for value in json.loads(found).values() if isinstance(value, dict)]
    if path.name.startswith("within"):
        return json.loads(found)["data"]
    return [json.loads(line) for line in found.splitlines()]


@pytest.fixture(params=LAYOUTS)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Project, Path, Path]]:
    """A project with twelve records in one layout, its source, and where an export goes."""
    source = tmp_path / request.param
    LAYOUTS[request.param](source)
    project = Project.open(tmp_path / "p.synthreview", create=True, reviewer="ana")
    report = project.import_file(source)
    assert (report.records, report.items, report.quarantined) == (12, 12, 0)
    (tmp_path / "out").mkdir()
    yield project, source, tmp_path / "out" / request.param
    project.close()


def test_everything_untouched_has_the_content_of_the_source(made: tuple[Project, Path, Path]) -> None:
    project, source, out = made
    manifest = project.export(1, out, include=["all"])
    found, wanted = content(out), content(source)
    if source.name in TABLES:
        assert found.schema.equals(wanted.schema, check_metadata=True)
        assert found.equals(wanted)
    else:
        assert found == wanted
    assert manifest["content_identical"]
    assert (manifest["records_byte_equal"], manifest["records_changed"]) == (12, 0)
    assert project.verify(out.with_name(out.name + ".manifest.json"), source).byte_equal == 12


def test_rejected_records_go_and_a_fix_changes_its_value_alone(made: tuple[Project, Path, Path]) -> None:
    project, _, out = made
    for position in (0, 3, 11):
        project.decide(project.item_at(project.datasets()[0].name, position), Verdict.REJECT)
    name = project.datasets()[0].name
    project.decide(project.item_at(name, 5), Verdict.FIX, edits={"output": "Rot “neu”\n2"})
    manifest = project.export(1, out)
    left = [record for record in RECORDS if record["id"] not in (0, 3, 11)]
    wanted = [{**r, "output": "Rot “neu”\n2"} if r["id"] == 5 else r for r in left]
    assert records(out) == wanted
    assert (manifest["records_byte_equal"], manifest["records_changed"]) == (8, 1)
    assert manifest["left_out"] == {"rejected": 3}
    assert not manifest["edits_not_written_back"]


def test_a_fix_that_a_table_cannot_hold_goes_to_the_side_file(tmp_path: Path) -> None:
    table = pa.table({"text": ["a b c", "d e f"] * 3, "label": pa.array([0, 1] * 3, pa.int8())})
    pq.write_table(table, tmp_path / "t.parquet")
    project = Project.open(tmp_path / "p.synthreview", create=True)
    project.import_file(tmp_path / "t.parquet")
    project.decide(1, Verdict.FIX, edits={"label": "1"})
    project.decide(2, Verdict.FIX, edits={"label": "perhaps"})
    manifest = project.export(1, tmp_path / "out.parquet")
    assert pq.read_table(tmp_path / "out.parquet")["label"].to_pylist() == [1, 1, 0, 1, 0, 1]
    assert pq.read_table(tmp_path / "out.parquet").schema == table.schema
    [row] = [
        json.loads(line)
        for line in (tmp_path / "out.parquet.not-written-back.jsonl").read_text().splitlines()
    ]
    assert (row["part"], row["value"]) == ("label", "perhaps")
    assert manifest["records_changed"] == 1
    project.close()


def test_a_fix_in_a_table_reads_back_however_it_was_spelled(tmp_path: Path) -> None:
    table = pa.table({"text": ["Größe “a”", "d e f"] * 3, "label": [0.0, 1.0] * 3})
    pq.write_table(table, tmp_path / "t.parquet")
    project = Project.open(tmp_path / "p.synthreview", create=True)
    project.import_file(tmp_path / "t.parquet")
    project.decide(1, Verdict.FIX, edits={"label": "1"})
    project.decide(2, Verdict.FIX, edits={"text": "naïve \U0001f600"})
    manifest = project.export(1, tmp_path / "out.parquet")
    assert manifest["records_changed"] == 2
    found = pq.read_table(tmp_path / "out.parquet")
    assert found.schema == table.schema
    assert found["label"].to_pylist()[:2] == [1.0, 1.0]
    assert found["text"].to_pylist()[1] == "naïve \U0001f600"
    project.close()


def test_a_packed_source_is_unpacked_or_packed_as_the_name_asks(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines(RECORDS)))
    project = Project.open(tmp_path / "p.synthreview", create=True)
    project.import_file(tmp_path / "a.jsonl.gz")
    for name in ("plain.jsonl", "packed.jsonl.zst"):
        assert project.export(1, tmp_path / name)["content_identical"]
        assert content(tmp_path / name) == lines(RECORDS)
    project.close()


def test_a_folder_that_holds_other_things_is_not_written_over(tmp_path: Path) -> None:
    folder(tmp_path / "source")
    project = Project.open(tmp_path / "p.synthreview", create=True)
    project.import_file(tmp_path / "source")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "diary.txt").write_text("mine")
    with pytest.raises(Exception, match="is not empty"):
        project.export(1, tmp_path / "full")
    with pytest.raises(Exception, match="is not empty"):
        project.export(1, tmp_path / "source")
    assert (tmp_path / "full" / "diary.txt").read_text() == "mine"
    project.export(1, tmp_path / "out")
    project.decide(1, Verdict.REJECT)
    project.export(1, tmp_path / "out")  # its own earlier export it may replace
    assert len(records(tmp_path / "out")) == 11
    assert not list(tmp_path.glob(".out*"))
    project.close()
