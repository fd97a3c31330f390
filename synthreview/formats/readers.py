"""Sources as streams of records, each with the exact bytes it came in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from synthreview.errors import UserError
from synthreview.formats.bundle import CARRIED_BYTES, Bundle, Entry, content_hash, text_sample
from synthreview.formats.delimited import Delimited, read_row, record_of
from synthreview.formats.json_array import JsonArray
from synthreview.formats.json_lines import JsonLines
from synthreview.formats.json_object import JsonKeyed, JsonWhole, JsonWithin, keyed_value
from synthreview.formats.json_text import read_json, refuse_broken_text, whole_characters
from synthreview.formats.layout import COLUMNAR, Container, Layout, Member, Piece, Run, singly
from synthreview.formats.origin import Origin
from synthreview.formats.source import BOMS, Source, encode, lossless_text
from synthreview.translation import tr


class Pieces(Protocol):
    """The pieces of one file; head and tail are complete after the last."""

    head: bytes
    tail: bytes

    def __iter__(self) -> Iterator[Piece]: ...


def pieces_of(source: Source, layout: Layout) -> Pieces:
    """The reader of a text container."""
    if layout.container is Container.JSON_ARRAY:
        return JsonWithin(source, layout) if layout.within else JsonArray(source, layout)
    made: dict[Container, type[JsonLines | JsonKeyed | JsonWhole | Delimited]] = {
        Container.JSON_LINES: JsonLines,
        Container.JSON_KEYED: JsonKeyed,
        Container.JSON_OBJECT: JsonWhole,
        Container.CSV: Delimited,
    }
    return made[layout.container](source, layout)


class _TextFile:
    """The pieces of one file of text; ``name`` tells which of several, for damage that has no record."""

    def __init__(self, origin: Origin, layout: Layout, name: str = "") -> None:
        self._origin, self._name = origin, name
        # Kept: a source that is dropped closes the file under it.
        self._source = Source(origin.content, layout.encoding)
        self._pieces = pieces_of(self._source, layout)

    def __iter__(self) -> Iterator[Piece]:
        return singly(self.runs())

    def runs(self) -> Iterator[Run | Piece]:
        yield from self._pieces.runs() if isinstance(self._pieces, JsonLines) else self._pieces
        if fault := self._origin.fault:
            why = tr("is missing, and what follows it: {fault}", fault=fault)
            if self._name:
                why = tr("is missing, and what follows it in '{file}': {fault}", file=self._name, fault=fault)
            yield Piece(b"", b"", None, why)
        self._origin.drain()

    @property
    def head(self) -> bytes:
        return self._pieces.head

    @property
    def tail(self) -> bytes:
        return self._pieces.tail


class Reader:
    """Iterates once over the pieces of a source; memory does not grow with the source.

    For a text file ``head`` + every piece's ``prefix`` and ``raw`` + ``tail`` is its content, byte for
    byte; for a bundle that holds for each of its ``members``. Of a Parquet or Arrow file the head is the
    schema. All this and the hashes are complete after the last piece. ``sha256`` is of the file as it
    lies on disk, ``content_sha256`` of what is in it. For a first look ``most`` ends each text after so
    many bytes; its last piece may then be cut. A bundle that was opened already is closed when it was read.
    Raises UserError when there is no such file, EnvironmentFault when it may not be read.
    """

    def __init__(
        self, path: Path, layout: Layout, most: int | None = None, bundle: Bundle | None = None
    ) -> None:
        self.members: tuple[Member, ...] = ()
        self.head = self.tail = b""
        self.sha256 = self.content_sha256 = ""
        self._path, self._layout, self._most = path, layout, most
        self._text: _TextFile | None = None
        self._progress = 0.0
        self._open: Bundle | Origin | None = None
        if layout.bundle:
            self._open = bundle or Bundle(path)
        elif layout.container not in COLUMNAR:
            self._open = Origin.on_disk(path, layout.compression)

    def __iter__(self) -> Iterator[Piece]:
        return singly(self.runs())

    def runs(self) -> Iterator[Run | Piece]:
        """The pieces, with undamaged ones together where the container has them so."""
        # Not kept: a generator that its own reader holds would outlive both, and its file with it.
        if isinstance(self._open, Bundle):
            return self._of_bundle(self._open)
        return self._of_columns() if self._open is None else self._of_text(self._open)

    @property
    def bytes_read(self) -> int:
        """How far the source was read, for progress; at the end its size."""
        return self._open.bytes_read if isinstance(self._open, Origin) else int(self._progress)

    @property
    def beginning(self) -> bytes:
        """What stands before the first record of a text file, as soon as that was read."""
        return self._text.head if self._text is not None else self.head

    def close(self) -> None:
        """Let go of a source that was not read to its end."""
        if self._open is not None:
            self._open.close()

    def __del__(self) -> None:
        if hasattr(self, "_open"):  # it is not there when there was nothing to open
            self.close()

    def _of_text(self, origin: Origin) -> Iterator[Run | Piece]:
        try:
            origin.content.most = self._most
            self._text = file = _TextFile(origin, self._layout)
            yield from file.runs()
            self.head, self.tail = file.head, file.tail
            self.sha256, self.content_sha256 = origin.sha256, origin.content_sha256
        finally:
            origin.close()

    def _of_columns(self) -> Iterator[Piece]:
        from synthreview.formats.columnar import Columnar

        rows, size = Columnar(self._path, self._layout), self._path.stat().st_size
        try:
            for piece in rows:
                self._progress = rows.share_read * size
                yield piece
            self.head, self.tail = rows.head, rows.tail
        finally:
            rows.close()
        self.sha256 = self.content_sha256 = _hash(self._path)
        self._progress = size

    def _of_bundle(self, bundle: Bundle) -> Iterator[Piece]:
        members: list[Member] = []
        hashes: list[tuple[str, str]] = []
        position = 0
        try:
            for entry in bundle:
                read = MemberReader(bundle, entry, self._layout.of_one_file, self._most)
                first = position
                for piece in read:
                    position += 1
                    yield piece
                if read.kept:
                    members.append(Member(entry.name, first, position - first, read.head, read.tail))
                    hashes.append((entry.name, read.sha256))
                self._progress += entry.size
        finally:
            bundle.close()
        self.members = tuple(members)
        self.content_sha256 = content_hash(hashes)
        self.sha256 = self.content_sha256 if self._layout.bundle == "folder" else _hash(self._path)


class MemberReader:
    """One file of a bundle: its records, or the whole of it as head when it has none."""

    def __init__(self, bundle: Bundle, entry: Entry, layout: Layout, most: int | None = None) -> None:
        self._bundle, self._entry, self._layout, self._most = bundle, entry, layout, most
        self.kept = not entry.refusal
        self.head = self.tail = b""
        self.sha256 = ""

    def __iter__(self) -> Iterator[Piece]:
        if self._entry.refusal:
            yield self._aside(self._entry.refusal)
            return
        try:
            if not self._entry.may_hold_records:
                yield from self._carried()
            elif self._layout.container in COLUMNAR:
                yield from self._columns()
            else:
                yield from self._text()
        except ValueError as error:
            self.kept = False
            yield self._aside(str(error))

    def _aside(self, why: str) -> Piece:
        return Piece(b"", b"", None, tr("is the file '{file}', which {why}", file=self._entry.name, why=why))

    def _carried(self) -> Iterator[Piece]:
        if self._entry.size > CARRIED_BYTES:
            self.kept = False
            yield self._aside(tr("holds no records and is larger than {size} MB", size=CARRIED_BYTES >> 20))
            return
        with closing(self._bundle.open(self._entry)) as origin:
            self.head = text_sample(origin.content, CARRIED_BYTES + 1)
            self.sha256 = origin.content_sha256
            if origin.fault:
                raise ValueError(tr("cannot be read: {fault}", fault=origin.fault))

    def _text(self) -> Iterator[Piece]:
        with closing(self._bundle.open(self._entry, self._layout.compression)) as origin:
            origin.content.most = self._most
            file = _TextFile(origin, self._layout, self._entry.name)
            checked = False
            for piece in file:
                checked = checked or self._has_the_columns(file.head)
                yield piece
            self.head, self.tail, self.sha256 = file.head, file.tail, origin.content_sha256

    def _has_the_columns(self, head: bytes) -> bool:
        """True; ValueError when the header of a table is not that of the first one."""
        layout = self._layout
        if layout.container is Container.CSV and layout.header:
            mark = (
                len(BOMS.get(layout.encoding, b"")) if head.startswith(BOMS.get(layout.encoding, b"-")) else 0
            )
            cells = read_row(lossless_text(head[mark:], layout.encoding).strip("\r\n"), layout)
            named = [
                cell if cell.strip() and whole_characters(cell) == cell else field
                for cell, field in zip(cells, layout.fields, strict=False)
            ]
            if tuple(named) != layout.fields or len(cells) != len(named):
                raise ValueError(tr("has other columns than the first file; import it by itself"))
        return True

    def _columns(self) -> Iterator[Piece]:
        from synthreview.formats.columnar import CannotOpen, Columnar

        with self._bundle.on_disk(self._entry) as path:
            try:
                rows = Columnar(path, self._layout)
            except CannotOpen as error:
                raise ValueError(error.why) from error
            except UserError as error:
                raise ValueError(str(error).rstrip(".")) from error
            with closing(rows):
                yield from rows
                self.head, self.tail = rows.head, rows.tail
            self.sha256 = _hash(path)


def _hash(path: Path) -> str:
    with closing(Origin.on_disk(path)) as origin:
        origin.drain()
        return origin.sha256


def parse(raw: bytes, layout: Layout) -> Any:
    """The record in ``raw``, as the Reader gave it; ValueError says in words why there is none."""
    if layout.container is Container.CSV:
        text = lossless_text(raw, layout.encoding)
        refuse_broken_text(text, layout.encoding)
        return record_of(read_row(text, layout), layout)
    if layout.container is Container.JSON_KEYED:
        raw = raw[value_offset(raw, layout) :]
    return read_json(raw, layout.encoding)


def value_offset(raw: bytes, layout: Layout) -> int:
    """How many bytes of a record's own stand before its value: the key, in a keyed object."""
    if layout.container is not Container.JSON_KEYED:
        return 0
    text = lossless_text(raw, layout.encoding)
    return len(encode(text[: keyed_value(text)], layout.encoding))
