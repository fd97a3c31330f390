"""Source files as streams of records, each with the exact bytes it came in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from synthreview.formats.delimited import Delimited, read_row, record_of
from synthreview.formats.json_array import JsonArray
from synthreview.formats.json_lines import JsonLines
from synthreview.formats.json_text import read_json, refuse_broken_text
from synthreview.formats.layout import Container, Layout, Piece
from synthreview.formats.source import Source, lossless_text

_CONTAINERS: dict[Container, type[JsonArray | JsonLines | Delimited]] = {
    Container.JSON_ARRAY: JsonArray,
    Container.JSON_LINES: JsonLines,
    Container.CSV: Delimited,
}


class Reader:
    """Iterates once over the pieces of a file; memory does not grow with the file.

    ``head`` + every piece's ``prefix`` and ``raw`` + ``tail`` is the file, byte for byte; ``head``,
    ``tail`` and ``sha256`` (of the whole file) are complete after the last piece.
    Raises UserError when there is no such file, EnvironmentFault when it may not be read.
    """

    def __init__(self, path: Path, layout: Layout) -> None:
        self._source = Source(path, layout.encoding)
        self._pieces = _CONTAINERS[layout.container](self._source, layout)

    def __iter__(self) -> Iterator[Piece]:
        try:
            yield from self._pieces
        finally:
            self._source.close()

    @property
    def head(self) -> bytes:
        """What stands before the first record and its prefix: byte-order mark, bracket, header row."""
        return self._pieces.head

    @property
    def tail(self) -> bytes:
        """What stands behind the last record: closing bracket, line end."""
        return self._pieces.tail

    @property
    def sha256(self) -> str:
        """The hash of the bytes read so far, in the end of the file."""
        return self._source.sha256

    @property
    def bytes_read(self) -> int:
        """How far the file was read, for progress."""
        return self._source.bytes_read


def parse(raw: bytes, layout: Layout) -> Any:
    """The record in ``raw``, as the Reader gave it; ValueError says in words why there is none."""
    if layout.container is not Container.CSV:
        return read_json(raw, layout.encoding)
    text = lossless_text(raw, layout.encoding)
    refuse_broken_text(text, layout.encoding)
    return record_of(read_row(text, layout), layout)
