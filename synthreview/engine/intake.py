"""Before an import: recognise a file and show its first records as they would become items."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from synthreview.domain import Kind, Parts
from synthreview.errors import UserError
from synthreview.formats.detect import detect
from synthreview.formats.layout import Layout, Piece
from synthreview.formats.mapping import Mapping
from synthreview.formats.readers import Reader

SAMPLES = 5
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
        known = ", ".join(found.fields[:12]) or "none"
        raise UnknownShape(
            f"'{file.name}' has no shape that is known; say which kind of data it is and where its parts are"
            f" found (its fields: {known})."
        )
    return Recognised(found.layout, chosen, found.sure or mapping is not None, found.note, found.fields)


def preview(file: Path, mapping: Mapping | None = None) -> Preview:
    """The first records of a file under its recognised, or the given, mapping."""
    found = recognise(file, mapping)
    pieces = islice(Reader(file, found.layout), SAMPLES)
    return Preview(
        file=file,
        format=found.layout.words,
        encoding=found.layout.encoding,
        kind=found.mapping.kind,
        mapping=found.mapping,
        sure=found.sure,
        note=found.note,
        bytes=file.stat().st_size,
        samples=tuple(_sample(position, piece, found) for position, piece in enumerate(pieces)),
        fields=found.fields,
    )


def _sample(position: int, piece: Piece, found: Recognised) -> Sample:
    raw = piece.raw.decode(found.layout.encoding, "replace")[:RAW_SHOWN]
    if piece.fault:
        return Sample(position, None, raw, piece.fault)
    try:
        units = found.mapping.items(piece.record)
    except ValueError as error:
        return Sample(position, None, raw, str(error))
    return Sample(position, units[0][1] if units else None, raw, "" if units else "holds no item")
