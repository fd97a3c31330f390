"""How a source lays out its records: the container, the encoding, the CSV dialect, the files around it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

from synthreview.translation import later, tr

RECORD_LIMIT = 32 << 20
"""Bytes a single record may have; a longer one is damaged (or not a record) and comes in pieces."""


TOO_LONG = later("is longer than a record may be (32 MB)")


class Container(StrEnum):
    """What holds the records."""

    JSON_ARRAY = "json_array"
    """A JSON list, also one that an object holds (``Layout.within``)."""
    JSON_LINES = "json_lines"
    JSON_OBJECT = "json_object"
    """One JSON object that is one record: a task file, columns, a conversation."""
    JSON_KEYED = "json_keyed"
    """A JSON object whose values are the records."""
    CSV = "csv"
    """Any delimited text: commas, tabs, semicolons or bars."""
    PARQUET = "parquet"
    ARROW_FILE = "arrow_file"
    ARROW_STREAM = "arrow_stream"


COLUMNAR = (Container.PARQUET, Container.ARROW_FILE, Container.ARROW_STREAM)
"""Binary containers: a record is its row as typed JSON, and the file's schema is its head."""

_DELIMITED = {
    ",": later("CSV"),
    "\t": later("TSV"),
    ";": later("CSV with semicolons"),
    "|": later("CSV with bars"),
}
_WORDS = {
    Container.JSON_ARRAY: later("JSON array"),
    Container.JSON_LINES: later("JSON Lines"),
    Container.JSON_OBJECT: later("JSON object"),
    Container.JSON_KEYED: later("JSON object of records"),
    Container.PARQUET: later("Parquet"),
    Container.ARROW_FILE: later("Arrow"),
    Container.ARROW_STREAM: later("Arrow stream"),
}
_BUNDLES = {"zip": later("Zip of {format}"), "folder": later("Folder of {format}")}


@dataclass(frozen=True)
class Layout:
    """Everything needed to cut a source into records and to read one record's own bytes.

    ``encoding`` names the codec of a record (without byte-order mark, which stays in the file's
    head). The four fields after it matter for delimited text only: ``fields`` are the columns,
    ``header`` says whether the first row names them, ``quoted`` whether quotes protect a cell.
    ``within`` are the keys that lead from the file's object to the list of its records.
    ``compression`` is gzip, zstd or empty. ``bundle`` is zip or folder where the records lie in
    several files, all of this layout; empty for a single file.
    """

    container: Container
    encoding: str = "utf-8"
    delimiter: str = ","
    fields: tuple[str, ...] = ()
    header: bool = True
    quoted: bool = True
    within: tuple[str, ...] = ()
    compression: str = ""
    bundle: str = ""

    @property
    def words(self) -> str:
        """The format by its name in English, as projects keep it; ``named`` says it on screen."""
        words = _WORDS.get(self.container) or _DELIMITED.get(self.delimiter, later("Delimited text"))
        if self.bundle:
            return _BUNDLES[self.bundle].format(format=words)
        return f"{words} ({self.compression})" if self.compression else words

    @property
    def of_one_file(self) -> Layout:
        """The layout of each file of a bundle; of a single file its own."""
        return replace(self, bundle="")

    def to_json(self) -> dict[str, Any]:
        """A plain object that ``from_json`` reads back."""
        lists = {"fields": list(self.fields), "within": list(self.within)}
        return {**asdict(self), "container": self.container.value, **lists}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Layout:
        """The layout that ``to_json`` described."""
        lists = {name: tuple(data.get(name, ())) for name in ("fields", "within")}
        return cls(**{**data, "container": Container(data["container"]), **lists})


def named(words: str) -> str:
    """A format in the person's language, from its ``Layout.words``."""
    for bundle in _BUNDLES.values():
        around = bundle.removesuffix("{format}")
        if words.startswith(around):
            return tr(bundle, format=named(words.removeprefix(around)))
    name, bracket, compression = words.partition(" (")
    return f"{tr(name)}{bracket}{compression}"


class Piece(NamedTuple):
    """One record of a source, or a damaged stretch of it.

    ``prefix`` is what stands between the record before and this one (a comma, line ends), ``raw``
    the record's own bytes. ``fault`` is empty, or says in words why ``record`` could not be read.
    """

    prefix: bytes
    raw: bytes
    record: Any | None
    fault: str


class Run(NamedTuple):
    """Undamaged records that follow each other, as columns: what is done for a million of them."""

    prefixes: list[bytes]
    raws: list[bytes]
    records: list[Any]


RUN_RECORDS = 1_000
RUN_BYTES = 1 << 18
"""What a run holds at most, but for its last record."""


def together(found: Iterable[Run | Piece]) -> Iterator[Run | Piece]:
    """Undamaged records in runs, damaged ones in their place between."""
    run, size = Run([], [], []), 0
    for one in found:
        if isinstance(one, Run) or one.fault:
            if run.raws:
                yield run
                run, size = Run([], [], []), 0
            yield one
            continue
        prefix, raw, record, _ = one
        run.prefixes.append(prefix)
        run.raws.append(raw)
        run.records.append(record)
        size += len(raw)
        if size >= RUN_BYTES or len(run.raws) >= RUN_RECORDS:
            yield run
            run, size = Run([], [], []), 0
    if run.raws:
        yield run


def singly(found: Iterable[Run | Piece]) -> Iterator[Piece]:
    """Each record as a piece of its own."""
    for one in found:
        if isinstance(one, Run):
            yield from map(Piece, *one, itertools.repeat(""))
        else:
            yield one


class Member(NamedTuple):
    """One file of a bundle: its name in it, its records and the bytes around them.

    ``first`` and ``records`` give its stretch of the source's records. A file without records (a card,
    settings) is carried along whole, as ``head``.
    """

    name: str
    first: int
    records: int
    head: bytes
    tail: bytes
