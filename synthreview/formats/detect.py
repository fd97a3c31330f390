"""What a source holds: its layout, and the best mapping for its records, from its first part."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from synthreview.domain import PARTS, Form
from synthreview.errors import UserError
from synthreview.formats.bundle import Bundle, bundle_at
from synthreview.formats.columns import columns_of, of_columns
from synthreview.formats.fields import source_fields
from synthreview.formats.guess import guess_mapping, is_label
from synthreview.formats.layout import RECORD_LIMIT, Container, Layout
from synthreview.formats.mapping import Mapping
from synthreview.formats.names import name_path
from synthreview.formats.paths import Constant, Difference, Unit, compile_expression
from synthreview.formats.readers import Reader
from synthreview.formats.shape import Shape, alternatives
from synthreview.formats.shapes import SHAPES
from synthreview.formats.sniff import sniff
from synthreview.formats.source import BOMS
from synthreview.formats.units import compile_units
from synthreview.translation import tr

_RECORDS = 2000
_BYTES = 1 << 20
_READ = 4 << 20
"""Bytes of a text that are read in the usual case."""
_PATIENCE = 3 * RECORD_LIMIT
"""Bytes that are read where no record was found among those."""
_FIRST = 50
"""Records whose shape is compared with every row; the others can only rule one out."""
_UNITS = 20
"""Units of one record that are looked at."""


@dataclass(frozen=True)
class Detection:
    """What was found out about a source; ``mapping`` is None when its records gave no hint.

    ``note`` says in a sentence what was recognised or guessed; ``fields`` are the source paths
    that a mapping can use.
    """

    layout: Layout
    mapping: Mapping | None
    sure: bool
    note: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class _Looked:
    """The first records of a source, the plain values beside them, and what it is called."""

    records: Sequence[dict[str, Any]]
    beside: AnyMapping[str, Any]
    name: str


def detect(path: Path) -> Detection:
    """Look at the first part of a source (at most 1 MiB, more only for a longer first record).

    UserError when it is no file, empty, binary or not made of records; EnvironmentFault when it
    may not be read.
    """
    bundle = bundle_at(path)
    with closing(bundle) if bundle is not None else nullcontext():
        layout = sniff(path, bundle)
        looked = _look(path, layout, bundle)
    columns = columns_of(looked.records)
    for shape in SHAPES if columns else ():
        mapping = match(shape, columns, {}, looked.name)
        if mapping is None or mapping.each:
            continue
        found = of_columns(replace(mapping, id=mapping.id or name_path(columns)))
        if found is not None and _reads(found, looked.records[0]):
            return _sure(layout, found, shape, looked.records)
    for shape in () if columns else SHAPES:  # read as a whole, columns would be one record of lists
        mapping = match(shape, looked.records, looked.beside, looked.name)
        if mapping is not None:
            return _sure(layout, mapping, shape, looked.records)
    mapping, note = guess_mapping(looked.records[:_FIRST])
    fields = source_fields(looked.records[:_FIRST], mapping.each if mapping else "")
    return Detection(layout, mapping, False, note, fields)


def _sure(layout: Layout, mapping: Mapping, shape: Shape, records: Sequence[dict[str, Any]]) -> Detection:
    found = replace(mapping, id=mapping.id or name_path(records))
    fields = source_fields(records[:_FIRST], mapping.each)
    return Detection(layout, found, True, tr("Recognised: {shape}.", shape=tr(shape.name)), fields)


def _look(path: Path, layout: Layout, bundle: Bundle | None) -> _Looked:
    most = None if layout.container is Container.JSON_OBJECT else _READ
    records, seen, beginning = _first_records(Reader(path, layout, most, bundle))
    if not records and most is not None:
        records, seen, beginning = _first_records(Reader(path, layout, _PATIENCE))
    if not seen:
        raise UserError(tr("{path} holds no records; choose a file with some.", path=path))
    beside = _plain_values(beginning, layout) if layout.container is Container.JSON_KEYED else {}
    return _Looked(records, beside, f"{path.absolute().parent.name}/{path.name}".lower())


def _first_records(reader: Reader) -> tuple[list[dict[str, Any]], int, bytes]:
    """The first records that are not empty, how many were looked at, and what stands before them."""
    records: list[dict[str, Any]] = []
    size = seen = 0
    for piece in itertools.islice(reader, _RECORDS):
        seen += 1
        if isinstance(piece.record, dict) and piece.record:
            records.append(piece.record)
        size += len(piece.raw)
        if size > _BYTES and (records or size > _PATIENCE):
            break
    reader.close()
    return records, seen, reader.beginning


def _plain_values(head: bytes, layout: Layout) -> dict[str, Any]:
    """The members of a keyed object that stand before its records."""
    try:
        values = json.loads(head.removeprefix(BOMS.get(layout.encoding, b"")).decode(layout.encoding) + "}")
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def match(
    shape: Shape,
    records: Sequence[dict[str, Any]],
    beside: AnyMapping[str, Any] | None = None,
    name: str = "",
) -> Mapping | None:
    """The mapping by which a shape reads nearly all of the records, None when it does not fit."""
    first = [(record, None) for record in records[:_FIRST]]
    if not first or shape.named not in name or not all(_found(path, first) for path in shape.present):
        return None
    if any(_found(path, first) for path in shape.absent):
        return None
    each = _each(shape, records[:_FIRST])
    if each is None:
        return None
    probes = _probes(each, records[:_FIRST]) if each else first
    parts = {
        part: path for part, paths in shape.parts.items() if (path := _found(paths, probes, beside or {}))
    }
    if any(part not in parts for part in shape.needs):
        return None
    aside = {
        which: _found(text, probes) or "" for which in ("id", "group") if (text := getattr(shape, which))
    }
    codes = {part: shape.codes[part] for part in shape.codes if part in parts}
    mapping = Mapping(shape.kind, parts, codes, each, **aside)
    return mapping if _fits(shape, mapping, records) else None


def _fits(shape: Shape, mapping: Mapping, records: Sequence[dict[str, Any]]) -> bool:
    if not _short_labels(mapping, records[:_FIRST]):
        return False
    for part in shape.texts:
        if is_label([record.get(mapping.parts[part]) for record in records]):
            return False
    wrong = [record for record in records if not _reads(mapping, record)]
    if shape.every:
        holders = [mapping.parts[name].partition("[")[0] for name in shape.needs]
        return not any(record.get(holder) for record in wrong for holder in holders)
    return len(wrong) * 5 <= len(records)


Probe = tuple[dict[str, Any], Unit | None]


def _each(shape: Shape, records: Sequence[dict[str, Any]]) -> str | None:
    """Which alternative of ``each`` finds items in most records; empty when none is asked for."""
    if not shape.each:
        return ""
    for text in alternatives(shape.each):
        units = compile_units(text)
        if sum(bool(units.first(record, 1)) for record in records) * 2 >= len(records):
            return text
    return None


def _probes(each: str, records: Sequence[dict[str, Any]]) -> list[Probe]:
    units = compile_units(each)
    return [(record, unit) for record in records for unit in units.first(record, _UNITS)]


def _found(paths: str, probes: Sequence[Probe], beside: AnyMapping[str, Any] | None = None) -> str | None:
    """The first alternative that leads somewhere, first in half of the records, then in any."""
    for least in (len(probes) / 2, 1):
        for path in alternatives(paths):
            if path.startswith("^"):
                value = (beside or {}).get(path[1:])
                if value is not None:
                    return f"={value}"
                continue
            expression = compile_expression(path)
            if isinstance(expression, Constant):
                return path
            several = (expression,) if isinstance(expression, Difference) else expression
            if sum(all(p.get(*probe) is not None for p in several) for probe in probes) >= least:
                return path
    return None


def _reads(mapping: Mapping, record: dict[str, Any]) -> bool:
    """Whether a record is read, nearly all of its labels and choices known."""
    try:
        readings = mapping.read(record, _UNITS)
    except ValueError:
        return False
    return sum(bool(reading.invalid) for reading in readings) * 5 <= len(readings)


def _short_labels(mapping: Mapping, records: Sequence[dict[str, Any]]) -> bool:
    """Whether what would be labels are no texts."""
    names = [s.name for s in PARTS[mapping.kind] if s.form is Form.LABEL and s.name in mapping.parts]
    for record in records:
        for reading in mapping.read(record, _UNITS) if names and _reads(mapping, record) else ():
            if any(len(reading.parts.get(name) or "") > 60 for name in names):
                return False
    return True
