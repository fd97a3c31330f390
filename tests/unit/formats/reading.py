"""Small source files for tests: written, read into pieces, put together again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from synthreview.formats.layout import Container, Layout, Piece
from synthreview.formats.readers import Reader
from synthreview.formats.writers import rebuild

ARRAY = Layout(Container.JSON_ARRAY)
LINES = Layout(Container.JSON_LINES)


def table(*fields: str, **more) -> Layout:
    """The layout of a comma-separated file with these columns."""
    return Layout(Container.CSV, fields=fields, **more)


@dataclass
class Reading:
    """A file read to its end."""

    head: bytes
    pieces: list[Piece]
    tail: bytes
    sha256: str

    @property
    def whole(self) -> bytes:
        """The bytes of everything that was read."""
        return self.head + b"".join(piece.prefix + piece.raw for piece in self.pieces) + self.tail

    @property
    def records(self) -> list:
        """The records that could be read."""
        return [piece.record for piece in self.pieces if not piece.fault]

    @property
    def faults(self) -> list[str]:
        """What is wrong with the others."""
        return [piece.fault for piece in self.pieces if piece.fault]

    def kept(self, layout: Layout, keep=lambda piece: not piece.fault) -> bytes:
        """The file without the pieces that are not kept."""
        first = self.pieces[0].prefix if self.pieces else b""
        pieces = [(piece.prefix, piece.raw) for piece in self.pieces if keep(piece)]
        return b"".join(rebuild(layout, self.head, pieces, self.tail, first))


class Sources:
    """A folder in which each file replaces the one before."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, data: bytes, name: str = "source") -> Path:
        """A file with these bytes."""
        path = self._folder / name
        path.write_bytes(data)
        return path

    def read(self, data: bytes, layout: Layout) -> Reading:
        """A file with these bytes, read to its end; its law is checked on the way."""
        reader = Reader(self.write(data), layout)
        pieces = list(reader)
        reading = Reading(reader.head, pieces, reader.tail, reader.sha256)
        assert reading.whole == data
        return reading
