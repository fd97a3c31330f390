"""The readers: each container, packed and in archives and folders, by the bytes a mutation makes."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from synthreview.errors import SynthreviewError
from synthreview.formats.bundle import Bundle
from synthreview.formats.columnar import Columnar, write_columnar
from synthreview.formats.detect import detect
from synthreview.formats.layout import COLUMNAR, Piece
from synthreview.formats.readers import Reader
from tests.fuzz import seeds
from tests.fuzz.sources import read_source
from tests.fuzz.target import JSON_WORDS, Target, attempt, claim, printable, sentence

TABLE_WORDS = (
    b",",
    b"\t",
    b";",
    b"|",
    b'"',
    b'""',
    b'","',
    b"\r",
    b"\n",
    b"\r\n",
    b"\0",
    b"\xff",
    b"=1+1",
    b'"\n"',
    b"\x1a",
)
MEMBERS = (
    *(
        "a.jsonl",
        "b.jsonl",
        "2.json",
        "10.csv",
        "train/a.parquet",
        "README.md",
        ".hidden.jsonl",
        "in.zip",
        "x.pkl",
    ),
    *(
        "../out.jsonl",
        "/abs.jsonl",
        "C:\\x.jsonl",
        "a\\..\\..\\b.jsonl",
        "nul\0l.jsonl",
        "line\nend.jsonl",
        "",
        "dir/",
    ),
    *(
        "é\udcff.jsonl",
        "a.jsonl.gz",
        "__MACOSX/a.jsonl",
        "a" * 300 + ".jsonl",
        "\x1b[31m.jsonl",
        "dataset_info.json",
    ),
)


def in_a_file(name: str, data: bytes, folder: Path, rng: Random) -> None:
    """The bytes as one file of text."""
    path = folder / name
    path.write_bytes(data)
    packed = data[:2] in (b"\x1f\x8b", b"PK") or data[:4] == b"\x28\xb5\x2f\xfd"
    read_source(path, rng, None if packed else data)


def packed(
    compression: str,
    unpack: Callable[[bytes], bytes | None],
    name: str,
    data: bytes,
    folder: Path,
    rng: Random,
) -> None:
    """The bytes as a packed file; what is in it is known where another unpacker takes all of it."""
    path = folder / name
    path.write_bytes(data)
    read_source(path, rng, unpack(data), compression)


def _ungzip(data: bytes) -> bytes | None:
    try:
        return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else None
    except (OSError, EOFError, zlib.error, struct.error):
        return None


def _unzstd(data: bytes) -> bytes | None:
    import pyarrow as pa

    if data[:4] != b"\x28\xb5\x2f\xfd":
        return None
    try:
        with pa.CompressedInputStream(pa.BufferReader(data), "zstd") as stream:
            return bytes(stream.read())
    except (OSError, ValueError, pa.ArrowException):
        return None


def _gzipped(data: bytes, rng: Random) -> bytes:
    cut = rng.randint(0, len(data))
    both = gzip.compress(data[:cut], mtime=0) + gzip.compress(data[cut:], mtime=0)
    return both if rng.random() < 0.3 else gzip.compress(data, rng.choice((0, 1, 9)), mtime=0)


def _zstd(data: bytes, _: Random) -> bytes:
    import pyarrow as pa

    return bytes(pa.compress(data, codec="zstd", asbytes=True))


def _parted(data: bytes, rng: Random) -> list[tuple[str, bytes]]:
    """The bytes as one to five files with names of all sorts, the first like any other."""
    names = [rng.choice(MEMBERS[:5]), *(rng.choice(MEMBERS) for _ in range(rng.randint(0, 4)))]
    cuts = [0, *sorted(rng.choice((len(data), rng.randint(0, len(data)))) for _ in names[1:]), len(data)]
    whole = rng.random() < 0.5
    return [(name, data if whole else data[cuts[n] : cuts[n + 1]]) for n, name in enumerate(names)]


def _zipped(data: bytes, rng: Random) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in _parted(data, rng):
            info = zipfile.ZipInfo(name.encode("utf-8", "replace").decode() or "x")
            info.filename = name.encode("utf-8", "replace").decode()
            info.compress_type = rng.choice(
                (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
            )
            info.external_attr = (0o120777 if rng.random() < 0.05 else 0o100644) << 16
            archive.writestr(info, content)
    return buffer.getvalue()


def in_an_archive(data: bytes, folder: Path, rng: Random) -> None:
    """The bytes as a zip archive."""
    path = folder / "inside" / "set.zip"
    path.parent.mkdir()
    path.write_bytes(data)
    before = set(folder.rglob("*"))
    read_source(path, rng)
    members_whole(path)
    beside = {path.with_name("rebuilt")}
    claim(set(folder.rglob("*")) - beside == before, "files were made beside the archive")


def in_a_folder(data: bytes, folder: Path, rng: Random) -> None:
    """The bytes as the files of a folder, with links in and out of it."""
    path = folder / "set"
    path.mkdir()
    (folder / "secret.jsonl").write_bytes(b'{"text": "must not be read", "label": "secret"}\n' * 9)
    for name, content in _parted(data, rng):
        place = path / (name.replace("\0", "").lstrip("/").replace("..", "_")[:200] or "x")
        if not name.endswith("/") and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
    for name, to in (
        ("out.jsonl", "../secret.jsonl"),
        ("self", "self"),
        ("up", ".."),
        ("again.jsonl", "a.jsonl"),
    ):
        if rng.random() < 0.3 and not (path / name).exists():
            (path / name).symlink_to(to)
    read_source(path, rng)
    members_whole(path)


def members_whole(path: Path) -> None:
    """Of each file of a bundle that is kept, every byte is there; none of one outside."""
    found = attempt(lambda: detect(path))
    if found is None or not found.layout.bundle:
        return
    reader = Reader(path, found.layout)
    pieces = attempt(lambda: list(reader))
    if pieces is None:
        return
    claim(not any(b"must not be read" in piece.raw for piece in pieces), "a file outside was read")
    bundle = Bundle(path)
    entries = {entry.name: entry for entry in reversed(list(bundle))}
    for member in reader.members:
        printable(member.name)
        mine = pieces[member.first : member.first + member.records]
        if found.layout.container in COLUMNAR or any(
            "missing" in p.fault or "is the file" in p.fault for p in mine
        ):
            continue
        origin = bundle.open(entries[member.name])
        content = origin.content.readall()
        origin.close()
        if content[:2] != b"\x1f\x8b":
            whole = b"".join([member.head, *(p.prefix + p.raw for p in mine), member.tail])
            claim(
                whole == content,
                "the bytes are not those of the member",
                member.name,
                whole[:99],
                content[:99],
            )
    bundle.close()


def in_columns(name: str, data: bytes, folder: Path, rng: Random) -> None:
    """The bytes as a table of columns: read, then its good rows written and read again."""
    path = folder / name
    path.write_bytes(data)
    read_source(path, rng)
    layout = attempt(lambda: detect(path).layout)
    if layout is None or layout.container not in COLUMNAR:
        return
    rows = attempt(lambda: Columnar(path, layout), name)
    if rows is None:
        return
    pieces: list[Piece] = list(rows)
    for piece in pieces:
        if piece.fault:
            sentence(piece.fault)
    good = [piece.raw for piece in pieces if not piece.fault and piece.raw != b"{}"]  # a row without columns
    out = folder / "again"
    try:
        with out.open("wb") as file:
            write_columnar(file, layout, rows.head, rows.tail, good)
    except SynthreviewError as error:
        sentence(str(error))
    else:
        again = Columnar(out, layout)
        claim([piece.raw for piece in again] == good, "rows read otherwise when written")
        again.close()
    rows.close()


def _tables(folder: Path) -> dict[str, Any]:
    import datetime as dt
    from decimal import Decimal

    import pyarrow as pa

    found = {}
    for name, rows in seeds.samples(folder).items():
        try:
            found[name] = pa.Table.from_pylist(rows)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            found[name] = pa.table({"text": [str(row) for row in rows]})
    found["types"] = pa.table(
        {
            "text": pa.array(["a wren", None, "é🐦", ""]),
            "n": pa.array([1, None, -(2**63), 2**63 - 1], pa.int64()),
            "f": pa.array([1.5, float("nan"), float("inf"), None]),
            "when": pa.array([10**15, None, None, -(10**16)], pa.timestamp("us")),
            "day": pa.array([dt.date(2026, 1, 1), None, None, None]),
            "price": pa.array([Decimal("1.25"), None, None, None], pa.decimal128(10, 2)),
            "bytes": pa.array([b"\xff\0", None, b"", b"x"]),
            "coded": pa.array(["x", "y", None, "x"]).dictionary_encode(),
            "list": pa.array([[1, None], [], None, [2]]),
            "struct": pa.array([{"a": 1, "b": "x"}, None, {"a": None, "b": ""}, None]),
            "map": pa.array([[("k", 1)], None, [], [("k", 2), ("k", 3)]], pa.map_(pa.string(), pa.int64())),
            "big": pa.array(["a", "b", "c", None], pa.large_string()),
        }
    )
    found["none"] = pa.table({"text": pa.array([], pa.string())})
    return found


def _parquets(folder: Path) -> list[bytes]:
    import pyarrow.parquet as pq

    found = []
    for number, table in enumerate(_tables(folder).values()):
        buffer = io.BytesIO()
        codec = ("snappy", "none", "zstd", "gzip", "brotli", "lz4")[number % 6]
        pq.write_table(
            table,
            buffer,
            compression=codec,
            row_group_size=(3, 100)[number % 2],
            write_page_checksum=number % 3 == 0,
        )
        found.append(buffer.getvalue())
    return found


def _arrows(folder: Path, *, stream: bool) -> list[bytes]:
    import pyarrow as pa

    found = []
    for number, table in enumerate(_tables(folder).values()):
        buffer = io.BytesIO()
        options = pa.ipc.IpcWriteOptions(compression=(None, "zstd", "lz4")[number % 3])
        make = pa.ipc.new_stream if stream else pa.ipc.new_file
        with make(buffer, table.schema, options=options) as writer:
            writer.write_table(table, max_chunksize=(3, 100)[number % 2])
        found.append(buffer.getvalue())
    return found


def mixed(folder: Path) -> list[bytes]:
    """Seeds of every container of text."""
    every = (seeds.lines, seeds.arrays, seeds.within, seeds.keyed, seeds.wholes, seeds.tables)
    return [seed for made in every for seed in made(folder)]


TARGETS = (
    Target("json_lines", seeds.lines, partial(in_a_file, "set.jsonl"), weight=2),
    Target("json_array", seeds.arrays, partial(in_a_file, "set.json"), weight=2),
    Target("json_within", seeds.within, partial(in_a_file, "set.json")),
    Target("json_keyed", seeds.keyed, partial(in_a_file, "set.json"), weight=2),
    Target("json_object", seeds.wholes, partial(in_a_file, "set.json")),
    Target("tables", seeds.tables, partial(in_a_file, "set.csv"), (*TABLE_WORDS, *JSON_WORDS[:8]), weight=2),
    Target("any_text", mixed, partial(in_a_file, "set.data")),
    Target("gzip", mixed, partial(packed, "gzip", _ungzip, "set.json.gz"), wrapped=_gzipped),
    Target("zstd", mixed, partial(packed, "zstd", _unzstd, "set.json.zst"), wrapped=_zstd),
    Target("zip", mixed, in_an_archive, wrapped=_zipped, weight=2),
    Target("folder", mixed, in_a_folder),
    Target("parquet", _parquets, partial(in_columns, "set.parquet"), (), weight=2),
    Target("arrow_file", partial(_arrows, stream=False), partial(in_columns, "set.arrow"), ()),
    Target("arrow_stream", partial(_arrows, stream=True), partial(in_columns, "set.arrows"), ()),
)
