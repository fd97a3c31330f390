"""How a source file lays out its records: the container, the encoding, the CSV dialect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, NamedTuple

RECORD_LIMIT = 32 << 20
"""Bytes a single record may have; a longer one is damaged (or not a record) and comes in pieces."""


TOO_LONG = "is longer than a record may be (32 MB)"


class Container(StrEnum):
    """What holds the records."""

    JSON_ARRAY = "json_array"
    JSON_LINES = "json_lines"
    CSV = "csv"
    """Any delimited text: commas, tabs, semicolons or bars."""


_DELIMITED = {",": "CSV", "\t": "TSV", ";": "CSV with semicolons", "|": "CSV with bars"}


@dataclass(frozen=True)
class Layout:
    """Everything needed to cut a file into records and to read one record's own bytes.

    ``encoding`` names the codec of a record (without byte-order mark, which stays in the file's
    head). The last four fields matter for delimited text only: ``fields`` are the columns,
    ``header`` says whether the first row names them, ``quoted`` whether quotes protect a cell.
    """

    container: Container
    encoding: str = "utf-8"
    delimiter: str = ","
    fields: tuple[str, ...] = ()
    header: bool = True
    quoted: bool = True

    @property
    def words(self) -> str:
        """The format as the screens name it."""
        if self.container is Container.CSV:
            return _DELIMITED.get(self.delimiter, "Delimited text")
        return "JSON array" if self.container is Container.JSON_ARRAY else "JSON Lines"

    def to_json(self) -> dict[str, Any]:
        """A plain object that ``from_json`` reads back."""
        return {**asdict(self), "container": self.container.value, "fields": list(self.fields)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Layout:
        """The layout that ``to_json`` described."""
        known = {**data, "container": Container(data["container"]), "fields": tuple(data.get("fields", ()))}
        return cls(**known)


class Piece(NamedTuple):
    """One record of a source, or a damaged stretch of it.

    ``prefix`` is what stands between the record before and this one (a comma, line ends), ``raw``
    the record's own bytes. ``fault`` is empty, or says in words why ``record`` could not be read.
    """

    prefix: bytes
    raw: bytes
    record: Any | None
    fault: str
