"""Before an import: recognise a file and show its first records as they would become items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from synthreview.domain import Dataset, Kind, Parts
from synthreview.engine.importing import source_size
from synthreview.errors import UserError
from synthreview.formats.detect import detect
from synthreview.formats.layout import Layout, Piece
from synthreview.formats.mapping import Mapping
from synthreview.formats.readers import Reader
from synthreview.translation import tr

SAMPLES = 5
RAW_BYTES = 16_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""What would break a sentence into lines, or steer a terminal."""
RAW_SHOWN = 4_000
"""Characters of a sample's own text that a preview carries."""


class UnknownShape(UserError):
    """A file whose records are read, but whose kind and parts are not known."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file's layout and the mapping to use."""

    layout: Layout
    mapping: Mapping
    sure: bool
    note: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """One record as it would become an item; ``parts`` None and ``fault`` say why it would not."""

    position: int
    parts: Parts | None
    raw: str
    fault: str = ""
    unit: str | None = None
    more: int = 0
    """Further items in the same record."""
    invalid: dict[str, str] = field(default_factory=dict)
    """Per part, the value that is no valid label or choice."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would become."""

    file: Path
    format: str
    encoding: str
    kind: Kind
    mapping: Mapping
    sure: bool
    note: str
    bytes: int
    samples: tuple[Sample, ...]
    fields: tuple[str, ...]
    """Paths in the records that a mapping can name."""


def recognise(file: Path, mapping: Mapping | None = None) -> Recognised:
    """Layout and mapping of a file; a given mapping is taken as it is.

    Raises UserError when the file cannot be read, UnknownShape when no kind fits and no mapping is given.
    """
    found = detect(file)
    chosen = mapping or found.mapping
    if chosen is None:
        known = ", ".join(_CONTROL.sub(" ", name) for name in found.fields[:12]) or tr("none")
        raise UnknownShape(
            tr(
                "'{name}' has no shape that is known; say which kind of data it is and where its "
                "parts are found (its fields: {fields}).",
                name=file.name,
                fields=known,
            )
        )
    return Recognised(found.layout, chosen, found.sure or mapping is not None, found.note, found.fields)


def mapping_for_update(file: Path, old: Dataset) -> Mapping | None:
    """The old version's mapping where it still reads the newer file; else None, to be recognised anew."""
    kept = Mapping.from_json(old.mapping)
    found = detect(file)
    reader = Reader(file, found.layout)
    pieces = [piece for piece in islice(reader, SAMPLES) if not piece.fault]
    reader.close()
    try:
        for piece in pieces:
            kept.read(piece.record)
    except ValueError:
        return None
    return kept if pieces else None


def preview(file: Path, mapping: Mapping | None = None) -> Preview:
    """The first records of a file under its recognised, or the given, mapping."""
    found = recognise(file, mapping)
    reader = Reader(file, found.layout)
    pieces = list(islice(reader, SAMPLES))
    reader.close()
    return Preview(
        file=file,
        format=found.layout.words,
        encoding=found.layout.encoding,
        kind=found.mapping.kind,
        mapping=found.mapping,
        sure=found.sure,
        note=found.note,
        bytes=source_size(file),
        samples=tuple(_samples(pieces, found)),
        fields=found.fields,
    )


def _samples(pieces: list[Piece], found: Recognised) -> Iterator[Sample]:
    """The first items, at least one of each record; of a single record that holds several, more."""
    for position, piece in enumerate(pieces):
        raw = piece.raw[:RAW_BYTES].decode(found.layout.encoding, "replace")[:RAW_SHOWN]
        if piece.fault:
            yield Sample(position, None, raw, piece.fault)
            continue
        try:
            readings = found.mapping.read(piece.record)
        except ValueError as error:
            yield Sample(position, None, raw, str(error))
            continue
        shown = readings[: max(1, SAMPLES // len(pieces))]
        for reading in shown:
            more = len(readings) - len(shown) if reading is shown[-1] else 0
            yield Sample(position, reading.parts, raw, "", reading.unit, more, reading.invalid)
