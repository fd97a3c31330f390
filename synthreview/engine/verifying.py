"""Checking an export against its manifest, later and without the project."""

from __future__ import annotations

import csv
import hashlib
import os
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

import orjson

from synthreview.engine.exporting import SOURCE
from synthreview.engine.manifests import count_records
from synthreview.engine.outfile import MANIFEST_SUFFIX
from synthreview.engine.refusals import file_hash, folder_hash
from synthreview.engine.source_export import compression_of
from synthreview.errors import UserError
from synthreview.formats import targets
from synthreview.formats.columnar_batches import damages
from synthreview.formats.layout import COLUMNAR
from synthreview.formats.readers import Reader
from synthreview.formats.sniff import sniff
from synthreview.translation import tr


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found; ``problems`` is empty when all holds."""

    file: str
    manifest: str
    records: int | None
    sha256: str
    byte_equal: int | None
    """Records found in the source byte for byte; None where no source was given."""
    problems: tuple[str, ...]

    @property
    def intact(self) -> bool:
        """Whether everything is as the manifest says."""
        return not self.problems


def verify(manifest: Path, source: Path | None = None) -> Verification:
    """Check a file or folder against its manifest, and with ``source`` what is equal to that.

    UserError when there is no such manifest.
    """
    told = _manifest(manifest)
    output = told["output"]
    file = manifest.with_name(output["file"])
    if not file.exists():
        raise UserError(tr("'{file}' is not there; the manifest tells of a file beside it.", file=file))
    problems = []
    sha256 = folder_hash(file) if file.is_dir() else file_hash(file)
    if sha256 != output["sha256"]:
        problems.append(tr("the content is not what was exported: its SHA-256 differs"))
    unreadable: tuple[type[Exception], ...] = (*damages(), csv.Error)
    try:
        records = _records(file, output["format"])
    except unreadable:
        records = None
        problems.append(tr("it cannot be read as what the manifest says it is"))
    if records is not None and records != output["records"]:
        problems.append(
            tr(
                "{records} records are in it, {exported} were exported",
                records=records,
                exported=output["records"],
            )
        )
    problems += [
        tr("'{name}' is missing", name=name)
        for name in told.get("beside", ())
        if not manifest.with_name(name).exists()
    ]
    equal = None
    if source is not None:
        equal, found = _compared(told, file, source)
        problems += found
    return Verification(file.name, manifest.name, records, sha256, equal, tuple(problems))


def _manifest(path: Path) -> dict[str, Any]:
    beside = path.with_name(path.name + MANIFEST_SUFFIX)
    if not path.name.endswith(MANIFEST_SUFFIX) and beside.exists():
        raise UserError(tr("'{path}' is an export; give its manifest, '{beside}'.", path=path, beside=beside))
    try:
        told: dict[str, Any] = orjson.loads(path.read_bytes())
        _require(told)
    except OSError as error:
        raise UserError(
            tr(
                "'{path}' cannot be read ({strerror}); give the path of a manifest.",
                path=path,
                strerror=error.strerror,
            )
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(
            tr("'{path}' is no manifest of an export; it lies beside the exported file.", path=path)
        ) from error
    return told


def _require(told: dict[str, Any]) -> None:
    """ValueError, KeyError or TypeError unless a manifest says what is checked, of files beside it alone."""
    output = told["output"]
    texts = (output["sha256"], output["format"], told["source"]["sha256"])
    numbers = (output["records"], told["records_byte_equal"])
    names = (output["file"], *told.get("beside", ()))
    beside = all(PurePath(name).name == name and len(os.fsencode(name)) < 256 for name in names)
    if not (beside and {*map(type, texts)} == {str} and {*map(type, numbers)} == {int}):
        raise ValueError


def _records(file: Path, format: str) -> int | None:
    if format == SOURCE:
        return None  # damaged records, which an export may carry along, can be counted in several ways
    return count_records(file, targets.target(format).encoding, compression_of(file.name))


def _compared(told: dict[str, Any], file: Path, source: Path) -> tuple[int | None, list[str]]:
    """How many records of the export are in the source byte for byte, and what does not fit the manifest."""
    if told["output"]["format"] != SOURCE:
        return None, []
    layout = sniff(source)
    reader = Reader(source, layout)
    known = Counter(hashlib.sha256(piece.raw).digest() for piece in reader)
    if reader.sha256 != told["source"]["sha256"]:
        return None, [
            tr("'{name}' is not the source that was exported: its SHA-256 differs", name=source.name)
        ]
    if not layout.bundle and layout.container not in COLUMNAR:
        layout = replace(layout, compression=compression_of(file.name))
    equal = 0
    # Read as its source is: a few records left of it, or none, may look like another kind of file.
    for piece in Reader(file, layout):
        digest = hashlib.sha256(piece.raw).digest()
        if known[digest]:
            known[digest] -= 1
            equal += 1
    if equal < told["records_byte_equal"]:
        words = tr(
            "{records} records are those of the source, {expected} should be",
            records=equal,
            expected=told["records_byte_equal"],
        )
        return equal, [words]
    return equal, []
