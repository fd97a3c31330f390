"""What a file holds: its layout, and the best mapping for its records, from its first part."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from synthreview.domain import PARTS, Form
from synthreview.formats.fields import source_fields
from synthreview.formats.guess import guess_mapping
from synthreview.formats.layout import Layout
from synthreview.formats.mapping import Mapping
from synthreview.formats.paths import Constant, compile_expression
from synthreview.formats.readers import Reader
from synthreview.formats.shapes import SHAPES, Shape, alternatives
from synthreview.formats.sniff import read_sample, sniff_layout

_RECORDS = 2000
_BYTES = 1 << 20
_FIRST = 50
"""Records whose shape is compared with every row; the others can only rule one out."""


@dataclass(frozen=True)
class Detection:
    """What was found out about a file; ``mapping`` is None when its records gave no hint.

    ``note`` says in a sentence what was recognised or guessed; ``fields`` are the source paths
    that a mapping can use.
    """

    layout: Layout
    mapping: Mapping | None
    sure: bool
    note: str
    fields: tuple[str, ...]


def detect(path: Path) -> Detection:
    """Look at the first part of a file (at most 1 MiB, more only for a longer first record).

    UserError when it is no file, empty, binary or not made of records; EnvironmentFault when it
    may not be read.
    """
    layout = sniff_layout(path, read_sample(path))
    records = _sample(path, layout)
    fields = source_fields(records[:_FIRST])
    for shape in SHAPES:
        mapping = match(shape, records)
        if mapping is not None:
            return Detection(layout, mapping, True, f"Recognised: {shape.name}.", fields)
    mapping, note = guess_mapping(records[:_FIRST])
    return Detection(layout, mapping, False, note, fields)


def _sample(path: Path, layout: Layout) -> list[dict[str, Any]]:
    records, size = [], 0
    for piece in itertools.islice(Reader(path, layout), _RECORDS):
        if isinstance(piece.record, dict) and piece.record:
            records.append(piece.record)
        size += len(piece.raw)
        if size > _BYTES and records:
            break
    return records


def match(shape: Shape, records: Sequence[dict[str, Any]]) -> Mapping | None:
    """The mapping by which a shape reads nearly all of the records, None when it does not fit."""
    first = records[:_FIRST]
    if not first or not all(_present(path, first) for path in shape.present):
        return None
    parts = {name: path for name, paths in shape.parts.items() if (path := _found(paths, first))}
    if any(name not in parts for name in shape.needs):
        return None
    mapping = Mapping(shape.kind, parts, shape.codes)
    if not _short_labels(mapping, first):
        return None
    wrong = [record for record in records if not _reads(mapping, record)]
    if shape.every:
        holders = [parts[name].partition("[")[0] for name in shape.needs]
        wrong_with_data = any(record.get(holder) for record in wrong for holder in holders)
        return None if wrong_with_data else mapping
    return mapping if len(wrong) * 5 <= len(records) else None


def _present(paths: str, records: Sequence[dict[str, Any]]) -> bool:
    return _found(paths, records) is not None


def _found(paths: str, records: Sequence[dict[str, Any]]) -> str | None:
    """The first alternative that leads somewhere, first in half of the records, then in any."""
    for least in (len(records) / 2, 1):
        for path in alternatives(paths):
            expression = compile_expression(path)
            if isinstance(expression, Constant):
                return path
            if sum(all(p.get(record) is not None for p in expression) for record in records) >= least:
                return path
    return None


def _reads(mapping: Mapping, record: dict[str, Any]) -> bool:
    try:
        mapping.items(record)
    except ValueError:
        return False
    return True


def _short_labels(mapping: Mapping, records: Sequence[dict[str, Any]]) -> bool:
    """Whether what would be labels are no texts."""
    names = [s.name for s in PARTS[mapping.kind] if s.form is Form.LABEL and s.name in mapping.parts]
    for record in records:
        for _, parts in mapping.items(record) if names and _reads(mapping, record) else ():
            if any(len(parts.get(name) or "") > 60 for name in names):
                return False
    return True
