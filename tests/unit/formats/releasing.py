"""How data sets are released: files, tables, archives and folders of records, and what is in them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from synthreview.domain import Kind

Parts = dict[str, Any]
Write = Callable[[Path], Path]


def file(name: str, content: str) -> Write:
    """Writes one file."""

    def write(folder: Path) -> Path:
        (folder / name).write_bytes(content.encode())
        return folder / name

    return write


def lines(*records: Any, name: str = "set.jsonl", end: str = "\n") -> Write:
    return file(name, "".join(json.dumps(record, ensure_ascii=False) + end for record in records))


def listed(*records: Any) -> Write:
    return file("set.json", json.dumps(records, indent=2, ensure_ascii=False))


def table(*records: dict[str, Any], name: str = "set.csv", delimiter: str = ",") -> Write:
    buffer = io.StringIO(newline="")
    rows = csv.DictWriter(buffer, list(records[0]), delimiter=delimiter)
    rows.writeheader()
    rows.writerows(records)
    return file(name, buffer.getvalue())


def archive(**files: Any) -> Write:
    def write(folder: Path) -> Path:
        with zipfile.ZipFile(folder / "set.zip", "w", zipfile.ZIP_DEFLATED) as zipped:
            for name, content in files.items():
                zipped.writestr(f"{name}.json", json.dumps(content))
        return folder / "set.zip"

    return write


def directory(**files: str) -> Write:
    def write(folder: Path) -> Path:
        for name, content in files.items():
            path = folder / "set" / name.replace("__", "/").replace("_json", ".json")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        return folder / "set"

    return write


def turn(role: str, text: str, speaker: str = "") -> Parts:
    return {"role": role, "speaker": speaker, "text": text}


@dataclass(frozen=True)
class Released:
    """A release: how it is written, what its first item is, and how many there are."""

    write: Write
    kind: Kind
    first: Parts
    items: int
    units: tuple[str | None, ...] = (None,)
    """The names of the items of the first record."""
    faults: int = 0
