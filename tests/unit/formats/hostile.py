"""Files that are damaged, odd or meant to do harm, each with what should come of it."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import os
import pickle
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

Make = Callable[[Path], Path]


@dataclass(frozen=True)
class Hostile:
    """How it is made, and what comes of it.

    ``refused`` is what its one sentence says (a pattern). Otherwise ``good`` counts the items that are read (some
    of a range, where that depends on how the packer packs) and ``told`` are patterns of which each is found in the reason of some record that is none.
    """

    make: Make
    refused: str = ""
    good: int | range = 0
    told: tuple[str, ...] = ()


def record(n: int, **more: Any) -> dict[str, Any]:
    return {"instruction": f"Name bird {n}.", "input": "", "output": f"Wren {n}.", **more}


RECORDS = [record(n) for n in range(40)]
LINE = json.dumps(RECORDS[0]).encode()
LINES = b"".join(json.dumps(one).encode() + b"\n" for one in RECORDS)
ARRAY = json.dumps(RECORDS, indent=1).encode()
KEYED = json.dumps({f"bird {one['output']}": one for one in RECORDS}, indent=1).encode()
WITHIN = json.dumps({"by": "us", "data": RECORDS, "n": 40}).encode()
WHOLE = json.dumps(
    {"instruction": "Name a bird of the sea, please.", "output": "Gull", "more": {"a": 1}}, indent=1
).encode()
DEEP = b'{"a":' * 10_000 + b"1" + b"}" * 10_000
BAD = b'{"instruction": "Name a bird.", "output": %s}'


def data(content: bytes, name: str = "set.json") -> Make:
    """A file of these bytes."""

    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def lines(*bad: bytes, end: bytes = b"\n") -> Make:
    """Good lines with others among them."""
    good = LINES.splitlines()
    return data(end.join([*good[:20], *bad, *good[20:]]) + end)


def listed(bad: bytes) -> Make:
    """A good array with something else as an element in its middle."""
    good = LINES.splitlines()
    return data(b"[" + b",\n".join([*good[:20], bad, *good[20:]]) + b"]")


def table(rows: list[list[str]], name: str = "set.csv", encoding: str = "utf-8") -> Make:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return data(buffer.getvalue().encode(encoding), name)


def zstd(content: bytes) -> bytes:
    return pa.compress(content, codec="zstd", asbytes=True)


def zipped(*files: tuple[str, bytes], change: Callable[[bytearray], None] = lambda _: None) -> Make:
    """An archive, its bytes changed afterwards."""

    def make(folder: Path) -> Path:
        path = folder / "set.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files:
                info = zipfile.ZipInfo(name)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = (0o120777 if name.startswith("link") else 0o100644) << 16
                archive.writestr(info, content)
        changed = bytearray(path.read_bytes())
        change(changed)
        path.write_bytes(bytes(changed))
        return path

    return make


def inner_zip(*files: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()


def same_name(folder: Path) -> Path:
    path = zipped(("a.jsonl", LINES), ("b.jsonl", LINE))(folder)
    path.write_bytes(path.read_bytes().replace(b"b.jsonl", b"a.jsonl"))
    return path


def encrypted(archive: bytearray) -> None:
    archive[archive.rindex(b"PK\x01\x02") + 8] |= 1


def size_of_last(size: int) -> Callable[[bytearray], None]:
    def change(archive: bytearray) -> None:
        struct.pack_into("<I", archive, archive.rindex(b"PK\x01\x02") + 24, size)

    return change


def flipped(content: bytes, at: int) -> bytes:
    changed = bytearray(content)
    changed[at] ^= 0x55
    return bytes(changed)


class Trap:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.path),)


def pickled(protocol: int) -> Make:
    def make(folder: Path) -> Path:
        (folder / "set.pkl").write_bytes(pickle.dumps([{"a": Trap(folder / "sprung")}], protocol))
        return folder / "set.pkl"

    return make


def numbers(folder: Path) -> Path:
    np.save(folder / "set.npy", np.arange(10))
    return folder / "set.npy"


def directory(files: dict[str, bytes], links: dict[str, str] | None = None) -> Make:
    def make(folder: Path) -> Path:
        (folder / "outside.jsonl").write_bytes(LINES)
        for name, content in files.items():
            path = folder / "set" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for name, target in (links or {}).items():
            (folder / "set" / name).symlink_to(target)
        return folder / "set"

    return make


PACKED = {
    "a gzip file that is cut": Hostile(
        data(gzip.compress(LINES)[:-60]), good=range(5, 40), told=("ends early",)
    ),
    "a zstd file that is cut": Hostile(
        data(zstd(LINES)[:-4]), refused="cannot be read: the packed data ends early"
    ),
    "a gzip file with garbage behind it": Hostile(
        data(gzip.compress(LINES) + b"garbage"), good=40, told=("packed data is damaged",)
    ),
    "a gzip file with a wrong checksum": Hostile(
        data(flipped(gzip.compress(LINES), -6)), good=40, told=("packed data is damaged",)
    ),
    "a gzip file that is only its header": Hostile(
        data(gzip.compress(LINES)[:10]), refused="ends early; get it again"
    ),
    "a gzip file of nothing": Hostile(data(gzip.compress(b"")), refused="is empty"),
    "a gzip file that unpacks without end": Hostile(
        data(gzip.compress(LINES + b" " * (80 << 20))), refused="grows to more than 500 times"
    ),
    "a zstd file that unpacks without end": Hostile(
        data(zstd(LINES + b" " * (80 << 20))), refused="grows to more than 500 times"
    ),
    "a gzip file in a gzip file": Hostile(data(gzip.compress(gzip.compress(LINES))), refused="packed twice"),
    "a zip in a gzip file": Hostile(
        data(gzip.compress(inner_zip(("a.jsonl", LINES)))), refused="packed twice"
    ),
    "a pickle in a gzip file": Hostile(data(gzip.compress(pickle.dumps([1]))), refused="a Python pickle"),
    "a bzip2 file": Hostile(
        data(bz2.compress(LINES)), refused="packed in a way that is not read here; unpack it"
    ),
    "an xz file": Hostile(
        data(lzma.compress(LINES)), refused="packed in a way that is not read here; unpack it"
    ),
    "an archive that says it is huge": Hostile(
        zipped(("a.jsonl", LINES), change=size_of_last(0xFFFFFFF0)), refused="more than 500 times its size"
    ),
    "an archive that is huge": Hostile(
        zipped(*[(f"{n}.jsonl", b" " * (20 << 20)) for n in range(4)]), refused="more than 500 times its size"
    ),
    "an archive that says it is small": Hostile(
        zipped(("a.jsonl", LINES * 200), change=size_of_last(len(LINES) * 100)),
        good=range(3800, 4000),
        told=(r"is missing, and what follows it in 'a\.jsonl'",),
    ),
    "an archive in an archive": Hostile(
        zipped(("in.zip", inner_zip(("a.jsonl", LINES)))),
        refused="'in.zip' is an archive of its own; unpack it",
    ),
    "an encrypted file in an archive": Hostile(
        zipped(("a.jsonl", LINES), ("b.jsonl", LINES), change=encrypted),
        good=40,
        told=("'b.jsonl', which is encrypted; unpack the archive with its password",),
    ),
    "an archive that is all encrypted": Hostile(
        zipped(("a.jsonl", LINES), change=encrypted),
        refused="is encrypted; unpack the archive with its password",
    ),
    "a name that leads out of the archive": Hostile(
        zipped(("a.jsonl", LINES), ("../x.jsonl", LINES)), good=40, told=("leads outside the archive",)
    ),
    "an absolute name in an archive": Hostile(
        zipped(("a.jsonl", LINES), ("/etc/x.jsonl", LINES)), good=40, told=("leads outside the archive",)
    ),
    "a link in an archive": Hostile(
        zipped(("a.jsonl", LINES), ("link.jsonl", b"/etc/passwd")), good=40, told=("which is a link",)
    ),
    "two files of one name in an archive": Hostile(same_name, good=40, told=("the name of another file",)),
    "an archive that is cut": Hostile(
        lambda folder: data(zipped(("a.jsonl", LINES))(folder).read_bytes()[:-40], "set.zip")(folder),
        refused="is a damaged zip archive",
    ),
    "an archive of nothing": Hostile(zipped(), refused="holds no data file"),
    "a workbook": Hostile(
        zipped(("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")),
        refused="an Office document; save",
    ),
    "a model's weights": Hostile(
        zipped(("archive/data.pkl", b"\x80\x02."), ("archive/version", b"3")),
        refused="a Python pickle, which could",
    ),
}

DEPTHS = {
    "an element nested ten thousand deep": Hostile(listed(DEEP), good=40, told=("nested too deeply",)),
    "a line nested ten thousand deep": Hostile(lines(DEEP), good=40, told=("nested too deeply",)),
    "a keyed record nested ten thousand deep": Hostile(
        data(KEYED.rstrip(b"}\n ") + b'},\n "deep": ' + DEEP + b"}"), good=40, told=("nested too deeply",)
    ),
    "a list within an object, nested ten thousand deep": Hostile(
        data(WITHIN.replace(b'"data": [', b'"data": [' + DEEP + b", ")), good=40, told=("nested too deeply",)
    ),
    "a file that is one record nested ten thousand deep": Hostile(
        data(WHOLE.replace(b"1", DEEP)), told=("nested too deeply",)
    ),
    "brackets that are opened and never closed": Hostile(data(b"[" * 100_000), told=("nested too deeply",)),
}

JSON_TEXTS = {
    "a key given twice": Hostile(lines(BAD % b'"one", "output": "two"'), good=41),
    "half a character": Hostile(lines(BAD % b'"\\ud83d"'), good=41),
    "zero bytes in a text": Hostile(lines(BAD % b'"a\0b"'), good=40, told=("invalid control character",)),
    "numbers that are none": Hostile(lines(BAD % b'"a", "n": [NaN, Infinity, -Infinity, 1e400]'), good=41),
    "a number of 400 digits": Hostile(lines(BAD % (b'"a", "n": ' + b"9" * 400)), good=41),
    "a number of 5000 digits": Hostile(
        lines(BAD % (b'"a", "n": ' + b"9" * 5000)), good=40, told=("too many digits",)
    ),
    "numbers beyond any as an answer": Hostile(lines(BAD % b"1e400", BAD % (b"9" * 400)), good=42),
    "control characters in a text": Hostile(
        lines(BAD % b'"a\x1b[31m\x07"'), good=40, told=("control character",)
    ),
    "a quote that is missing": Hostile(lines(BAD % b'"a'), good=40, told=("unterminated string",)),
    "single quotes": Hostile(
        lines(b"{'instruction': 'a', 'output': 'b'}"), good=40, told=("is not valid JSON",)
    ),
    "a comment among the lines": Hostile(lines(b"// birds"), good=40, told=("is not valid JSON",)),
    "two records in a line": Hostile(lines(LINE + LINE), good=40, told=("extra data",)),
    "a byte-order mark in the middle": Hostile(
        lines(b"\xef\xbb\xbf" + LINE), good=40, told=("is not valid JSON",)
    ),
    "records that are none": Hostile(
        lines(b"{}", b"17", b"null", b'"text"', b"[1]", b"true"),
        good=40,
        told=("is empty", "is a number", "is null", "is a text", "is a list", "is true or false"),
    ),
    "line ends of every kind": Hostile(
        data(LINES.replace(b"\n", b"\r\n", 9).replace(b"}\n", b"}\n\n \t\n", 5)), good=40
    ),
    "an array cut in the middle": Hostile(data(ARRAY[: len(ARRAY) // 2]), good=20, told=("",)),
    "an array cut in a text": Hostile(
        data(ARRAY[: ARRAY.rindex(b"Wren") + 2]), good=39, told=("unterminated string",)
    ),
    "an array cut in an escape": Hostile(
        data(ARRAY.replace(b"Wren 39", b"Wren \\u00e9 39")[: ARRAY.rindex(b"Wren") + 9]), good=39, told=("",)
    ),
    "an array cut behind a comma": Hostile(
        data(ARRAY[: ARRAY.rindex(b",\n {") + 1]), good=39, told=("is missing",)
    ),
    "a keyed object that is cut": Hostile(data(KEYED[:-100]), good=38, told=("",)),
    "a keyed object cut in a key": Hostile(
        data(KEYED[: KEYED.rindex(b"bird Wren") + 3]), good=39, told=("key",)
    ),
    "a list within an object that is cut": Hostile(data(WITHIN[:-60]), good=39, told=("",)),
    "an array without a comma": Hostile(
        data(ARRAY.replace(b"},\n", b"}\n", 1)), good=39, told=("has no comma",)
    ),
    "two arrays": Hostile(data(ARRAY + b"\n" + ARRAY), good=40, told=("behind the end of the list",)),
    "objects over several lines": Hostile(
        data(b"\n".join(json.dumps(one, indent=1).encode() for one in RECORDS)), refused="one after the other"
    ),
    "keys of every sign": Hostile(
        data(json.dumps({"a.b [*] @ # = + - \\ ": RECORDS[0], " @list": RECORDS[1]}).encode()), good=2
    ),
}

ENCODINGS = {
    "UTF-8 with a mark": Hostile(data(b"\xef\xbb\xbf" + ARRAY), good=40),
    "UTF-16 with a mark": Hostile(data(LINES.decode().encode("utf-16")), good=40),
    "UTF-16, large end first": Hostile(data(b"\xfe\xff" + ARRAY.decode().encode("utf-16-be")), good=40),
    "UTF-16 that ends in the middle of a character": Hostile(
        data(LINES.decode().encode("utf-16")[:-1]), good=40
    ),
    "a table in UTF-16": Hostile(
        table(
            [["instruction", "output"], *[[f"Bird {n}?", "Wren, “brown”"] for n in range(9)]],
            encoding="utf-16",
        ),
        good=9,
    ),
    "UTF-32": Hostile(data(LINES.decode().encode("utf-32")), refused="UTF-32; save it as UTF-8"),
    "UTF-32 without a mark": Hostile(data(LINES.decode().encode("utf-32-le")), refused="is not a text file"),
    "bytes that are no text": Hostile(
        lines(BAD % b'"\xff\xfe"', BAD % '"é"'.encode(), BAD % b'"\xc3\xa9t\xc3\xa9"'),
        good=42,
        told=("not valid UTF-8",),
    ),
}

TABLES = {
    "a table of 5,000 columns": Hostile(
        table(
            [
                ["text", "label", *[f"c{n}" for n in range(5000)]],
                *[["A bird sings.", str(n % 2), *["0"] * 5000] for n in range(9)],
            ]
        ),
        good=9,
    ),
    "rows of any length": Hostile(
        table(
            [
                ["instruction", "output"],
                *[["a b", "c d"]] * 9,
                ["x"],
                ["a", "b", "c"],
                [],
                *[["a b", "c d"]] * 9,
            ]
        ),
        good=18,
        told=("has 1 cell where the header has 2", "has 3 cells where the header has 2"),
    ),
    "a quote that is never closed": Hostile(
        data(b"instruction,output\n" + b"a b,c d\n" * 50 + b'a,"b\n' + b"a b,c d\n" * 50, "set.csv"),
        good=100,
        told=("has a quote that is not closed",),
    ),
    "text behind a closing quote": Hostile(
        data(b'instruction,output\na b,"c" d\n' + b"a b,c d\n" * 9),
        good=9,
        told=("text behind a closing quote",),
    ),
    "formulas in cells": Hostile(
        table([["instruction", "output"], *[['=HYPERLINK("http://a","b")', "+1"], ["@sum(A1)", "-1+2"]] * 5]),
        good=10,
    ),
    "old Macintosh line ends": Hostile(data(b"instruction,output\r" + b"a b,c d\r" * 9, "set.csv"), good=9),
    "two columns of one name": Hostile(
        data(b"text,text\n" + b"a longer sentence here,another of its kind there\n" * 9, "set.csv"), good=10
    ),
    "zero bytes in cells": Hostile(
        data(b"instruction,output\n" + b"a bird that sings,c\0 and says no more than that\n" * 9, "set.csv"),
        good=9,
    ),
    "only a header row": Hostile(
        data(b"instruction,input,output\n", "set.csv"), refused="holds no records; choose"
    ),
}

LENGTHS = {
    "a line of 40 MB": Hostile(
        lines(BAD % (b'"' + b"x" * (40 << 20) + b'"')), good=40, told=("longer than a record may be",)
    ),
    "an element of 40 MB": Hostile(
        listed(BAD % (b'"' + b"x" * (40 << 20) + b'"')), good=40, told=("longer than a record may be",)
    ),
    "a first line of 40 MB": Hostile(
        data(BAD % (b'"' + b"x" * (40 << 20) + b'"') + b"\n" + LINES),
        good=40,
        told=("longer than a record may be",),
    ),
    "one object of 40 MB": Hostile(
        data(BAD % (b'"' + b"x" * (40 << 20) + b'"')),
        refused="one JSON object of more than 32 MB; save its records",
    ),
    "a million blank lines before the first": Hostile(data(b"\n" * 1_000_000 + LINES), good=40),
    "a million blank lines in the middle": Hostile(lines(b"\n" * 1_000_000), good=40),
    "a million blank lines behind the last": Hostile(data(LINES + b"\r\n" * 1_000_000), good=40),
    "nothing but a million brackets": Hostile(data(b"[" + b"{}," * 300_000 + b"{}]")),
}

NOTHING = {
    "an empty file": Hostile(data(b""), refused="is empty"),
    "only white space": Hostile(data(b" \t\r\n" * 100), refused="is empty"),
    "only a mark": Hostile(data(b"\xef\xbb\xbf"), refused="is empty"),
    "only a mark of UTF-16": Hostile(data(b"\xff\xfe"), refused="is empty"),
    "an empty list": Hostile(data(b"[]"), refused="holds no records; choose a file with some"),
    "an empty object": Hostile(data(b"{}")),
    "null": Hostile(data(b"null"), refused="holds no records"),
    "a text": Hostile(data(b'"text"'), refused="holds no records"),
    "prose": Hostile(data(b"Once upon a time.\nThere was a bird.\n"), refused="holds no records"),
}

OTHERS = {
    **{
        f"a pickle of protocol {n}": Hostile(pickled(n), refused="is a Python pickle, which could run code")
        for n in range(6)
    },
    "an array of numbers": Hostile(numbers, refused="a NumPy array; save its texts"),
    "arrays of numbers in an archive": Hostile(zipped(("a.npy", b"\x93NUMPY")), refused="holds no data file"),
    "a PDF": Hostile(data(b"%PDF-1.7\n%\xe2\xe3\n1 0 obj", "set.pdf"), refused="a PDF document; save"),
    "a picture": Hostile(
        data(b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 20), refused="is not a text file; save"
    ),
    "a database": Hostile(data(b"SQLite format 3\0" + bytes(100)), refused="a database; export"),
    "a table of the first Feather": Hostile(
        data(b"FEA1" + bytes(100)), refused="Feather; save it as Parquet"
    ),
    "noise": Hostile(data(bytes((n * 7919) % 256 for n in range(5000))), refused="is not a text file"),
    "a page": Hostile(data(b"<html><body>hello</body></html>"), refused="holds no records"),
}

FOLDERS = {
    "a folder without data": Hostile(
        directory({"README.md": b"About.", "a.png": b"x"}), refused="holds no data file"
    ),
    "an empty folder": Hostile(directory({"x/README.md": b""}), refused="holds no data file"),
    "a folder with a link to outside": Hostile(
        directory({"a.jsonl": LINES}, {"b.jsonl": "../outside.jsonl", "c": ".."}),
        good=40,
        told=("outside the folder",),
    ),
    "a folder with links in a circle": Hostile(
        directory({"a.jsonl": LINES}, {"b": "b", "c": "d", "d": "c"}), good=40
    ),
    "a folder of mixed files": Hostile(
        directory(
            {"a.csv": b"text,label\nA bird sings.,1\n", "b.jsonl": LINES, "c.csv": b"label,text\n1,A bird.\n"}
        ),
        good=1,
        told=("'b.jsonl', which has other columns", "'c.csv', which has other columns"),
    ),
    "a folder of pickles beside data": Hostile(
        directory({"a.pkl": pickle.dumps([1]), "b.jsonl": LINES}), good=40
    ),
}

HOSTILE = {**PACKED, **DEPTHS, **JSON_TEXTS, **ENCODINGS, **TABLES, **LENGTHS, **NOTHING, **OTHERS, **FOLDERS}
